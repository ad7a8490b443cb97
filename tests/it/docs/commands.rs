//! The reference of the command line, of exit codes and of environment variables.

use std::collections::BTreeSet;
use std::fmt::Write;

use clap::{Arg, Command};
use mend::cli;
use serde_json::Value;

use super::markdown::{Page, definition, fenced, prose};
use super::{mend, root};

/// The variables that mend reads besides those that stand for a setting, and what each does.
const VARIABLES: [(&str, &str); 6] = [
    (
        "SOURCE_DATE_EPOCH",
        "Seconds since the start of 1970, which are used as now. `--as-of` overrides it.",
    ),
    ("NO_COLOR", "With any value, output has no colours."),
    ("CLICOLOR", "With the value 0, output has no colours."),
    (
        "CLICOLOR_FORCE",
        "With the value 1, output has colours even if it does not go to a terminal.",
    ),
    ("BROWSER", "The program that `mend serve --open` starts."),
    (
        "RUST_BACKTRACE",
        "With any value, the report of a fault of mend names the places in its code.",
    ),
];

/// Every page about the command line.
pub(super) fn pages() -> Vec<Page> {
    vec![command_line(), exit_codes(), environment()]
}

fn command_line() -> Page {
    let mut program = cli::command_line();
    program.build();
    let mut body = format!(
        "Type `mend`, a command and its options. `mend --help` lists the commands, and `mend build --help` explains one of them.\n\n\
         ## Options of every command {{#every-command}}\n\n{}",
        options(&program, |option| option.is_global_set())
    );
    for command in visible(&program) {
        write_command(command, "mend", &mut body);
    }
    Page {
        path: "reference/command-line.md".to_owned(),
        title: "Command line".to_owned(),
        summary: "Every command, and each of its options.".to_owned(),
        weight: 20,
        body,
    }
}

fn visible(program: &Command) -> impl Iterator<Item = &Command> {
    let commands = program.get_subcommands();
    commands.filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

/// A command under a heading of its own, and the commands in it behind it.
fn write_command(command: &Command, before: &str, body: &mut String) {
    let name = format!("{before} {}", command.get_name());
    let about = command.get_about().map(ToString::to_string);
    let _ = write!(
        body,
        "## `{name}` {{#{}}}\n\n{}.\n\n",
        name.trim_start_matches("mend ").replace(' ', "-"),
        prose(&about.unwrap_or_default()).trim_end_matches('.'),
    );
    let mut usage = vec![name.clone()];
    if command.get_subcommands().next().is_some() {
        usage.push("<COMMAND>".to_owned());
    } else if command.get_opts().any(|option| !option.is_global_set()) {
        usage.push("[OPTIONS]".to_owned());
    }
    usage.extend(command.get_positionals().map(written));
    body.push_str(&fenced("text", &usage.join(" ")));
    let aliases: Vec<String> = command
        .get_all_aliases()
        .map(|alias| format!("`{alias}`"))
        .collect();
    if !aliases.is_empty() {
        let _ = write!(body, "\nOther names: {}.\n", aliases.join(", "));
    }
    body.push('\n');
    body.push_str(&options(command, |option| !option.is_global_set()));
    for inner in visible(command) {
        write_command(inner, &name, body);
    }
}

/// The arguments and options of a command that are shown, as a definition list.
fn options(command: &Command, is_meant: impl Fn(&Arg) -> bool) -> String {
    let arguments = command.get_arguments();
    let shown = arguments.filter(|argument| {
        !argument.is_hide_set()
            && is_meant(argument)
            && !["help", "version"].contains(&argument.get_id().as_str())
    });
    shown.map(option).collect()
}

fn option(argument: &Arg) -> String {
    let mut term = Vec::new();
    term.extend(argument.get_short().map(|short| format!("`-{short}`")));
    term.extend(argument.get_long().map(|long| match takes_value(argument) {
        true => format!("`--{long} {}`", value_name(argument)),
        false => format!("`--{long}`"),
    }));
    if term.is_empty() {
        term.push(format!("`{}`", written(argument)));
    }
    let about = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut meaning = format!("{}.", prose(&about));
    let defaults = argument.get_default_values().iter();
    let defaults: Vec<String> = defaults
        .map(|value| format!("`{}`", value.to_string_lossy()))
        .collect();
    if takes_value(argument) && !defaults.is_empty() {
        let _ = write!(meaning, " By default {}.", defaults.join(", "));
    }
    let aliases = argument.get_all_aliases().unwrap_or_default();
    let aliases: Vec<String> = aliases.iter().map(|alias| format!("`--{alias}`")).collect();
    if !aliases.is_empty() {
        let _ = write!(meaning, " Also {}.", aliases.join(", "));
    }
    if takes_value(argument) {
        meaning.push_str(&values(argument));
    }
    definition(&term.join(", "), meaning.trim_end())
}

/// The words that an option takes: in a sentence, or as a list if they are explained.
fn values(argument: &Arg) -> String {
    let values = argument.get_possible_values();
    let shown = || values.iter().filter(|value| !value.is_hide_set());
    let names: Vec<String> = shown()
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    if shown().all(|value| value.get_help().is_none()) {
        return format!(" One of {}.", names.join(", "));
    }
    let list = shown().zip(&names).map(|(value, name)| {
        let about = value
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("- {name}: {}\n", prose(&about))
    });
    format!("\n\n{}", list.collect::<String>())
}

fn takes_value(argument: &Arg) -> bool {
    argument.get_action().takes_values()
}

fn value_name(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    match &names[..] {
        [] => argument.get_id().as_str().to_uppercase(),
        names => names.join(" "),
    }
}

/// An argument without a name of its own, as the usage line has it.
fn written(argument: &Arg) -> String {
    let name = value_name(argument);
    match argument.is_required_set() {
        true => format!("<{name}>"),
        false => format!("[{name}]"),
    }
}

fn exit_codes() -> Page {
    let codes = cli::EXIT_CODES.iter();
    let codes: String = codes
        .map(|(code, meaning)| {
            definition(
                &format!("`{code}`"),
                &format!("{}.", prose(&super::markdown::capitalised(meaning))),
            )
        })
        .collect();
    Page {
        path: "reference/exit-codes.md".to_owned(),
        title: "Exit codes".to_owned(),
        summary: "What a script learns from how a command ends.".to_owned(),
        weight: 21,
        body: format!(
            "Every command ends with one of these codes. With `--strict`, warnings count as problems in the content. With \
             `--format json`, a failure is also a [report](json.md).\n\n{codes}"
        ),
    }
}

fn environment() -> Page {
    let schema = mend(&["schema", "site"]).stdout;
    let schema: Value = serde_json::from_slice(&schema).expect("a schema");
    let known = VARIABLES.iter();
    let known: String = known
        .map(|(name, about)| definition(&format!("`{name}`"), &prose(about)))
        .collect();
    let mut settings = String::new();
    for (variable, key) in variables(&schema, &schema, "") {
        settings.push_str(&format!("- `{variable}`: `{key}`\n"));
    }
    Page {
        path: "reference/environment.md".to_owned(),
        title: "Environment variables".to_owned(),
        summary: "Variables that change a setting, and those that change the output.".to_owned(),
        weight: 22,
        body: format!(
            "{known}## Settings {{#settings}}\n\nEvery key of site.toml has a variable that overrides it. The name is `MEND_` and \
             the key in capitals, with two underscores behind the name of a table. An option of the command line overrides both.\n\n\
             A value that is not text is written as in site.toml, such as `true`, `7` or `[\"a\", \"b\"]`. Messages about a wrong \
             value name the variable.\n\n{settings}"
        ),
    }
}

/// The variable for each key that is not a table of keys, in the order of the schema.
fn variables(root: &Value, table: &Value, path: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let properties = table["properties"].as_object().into_iter().flatten();
    for (name, key) in properties {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        let reference = [&key["$ref"], &key["anyOf"][0]["$ref"]];
        let reference = reference.iter().find_map(|reference| reference.as_str());
        let inner = reference.map(|name| &root["$defs"][name.trim_start_matches("#/$defs/")]);
        match inner.filter(|inner| inner["properties"].is_object()) {
            Some(inner) => found.extend(variables(root, inner, &path)),
            None => {
                let variable = format!("MEND_{}", path.to_uppercase().replace('.', "__"));
                found.push((variable, path));
            }
        }
    }
    found
}

#[test]
fn every_variable_that_mend_reads_is_listed() {
    let mut read = BTreeSet::new();
    for entry in walkdir::WalkDir::new(root().join("../src")) {
        let entry = entry.expect("a readable folder");
        if entry
            .path()
            .extension()
            .is_none_or(|extension| extension != "rs")
        {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("code");
        for call in ["env::var(\"", "env::var_os(\"", "set(\""] {
            for part in text.split(call).skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                if name.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
                    read.insert(name.to_owned());
                }
            }
        }
    }
    let listed: BTreeSet<String> = VARIABLES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(read, listed);
}

#[test]
fn the_variable_for_a_setting_is_read() {
    let schema = mend(&["schema", "site"]).stdout;
    let schema: Value = serde_json::from_slice(&schema).expect("a schema");
    let variables = variables(&schema, &schema, "");
    assert!(variables.len() > 80, "{variables:?}");
    for (variable, key) in variables {
        let [found] = &mend::discover::overrides([(variable.clone(), "x".to_owned())])[..] else {
            panic!("{variable} is not read");
        };
        assert_eq!(found.key, key);
    }
}
