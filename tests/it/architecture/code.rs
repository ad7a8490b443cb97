//! Reads the source code of mend: which names of the crate and which packages each file uses, without its tests.
//!
//! It reads tokens as the compiler does, so that a name is seen however it is written, inside macros as well. It follows no
//! types: a value of another room that is used without naming the room makes no arrow.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The parts of a path below the crate root, such as `graph`, `links`, `Link`; there is at least one.
pub(super) type Name = Vec<String>;

/// One file below `src`, without its tests.
pub(super) struct File {
    /// Its path in the repository.
    pub(super) path: String,
    /// The room it belongs to: the first part of its module path, or `lib` and `main`.
    pub(super) room: String,
    /// Its module path below the crate.
    pub(super) module: Vec<String>,
    /// Its whole text.
    pub(super) text: String,
    /// What it names of its own crate, as paths below the crate root.
    pub(super) names: Vec<Name>,
    /// The names it takes from its own modules, which others can reach through it, each with the whole path.
    pub(super) exports: Vec<(String, Name)>,
    /// The packages it names.
    pub(super) packages: BTreeSet<String>,
    /// The name and the number of lines of each of its functions.
    pub(super) functions: Vec<(String, usize)>,
}

/// The text of `src/lib.rs`.
pub(super) fn crate_doc() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    std::fs::read_to_string(path).expect("the crate doc can be read")
}

/// All files below `src` but those that hold tests only.
pub(super) fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = walkdir::WalkDir::new(root.join("src")).sort_by_file_name();
    let paths = entries
        .into_iter()
        .map(|entry| entry.expect("src can be read").into_path());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let is_test = |path: &Path| {
        path.iter()
            .any(|part| part == "tests" || part == "tests.rs")
    };
    paths
        .filter(|path| !is_test(path))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("code is text");
            let inner = path.strip_prefix(root.join("src")).expect("below src");
            let parts = inner.with_extension("");
            let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
            let module: Vec<String> = parts.filter(|part| part != "mod").collect();
            let path = path.strip_prefix(root).expect("below the repository");
            File::of(&path.to_string_lossy(), &module, &text)
        })
        .collect()
}

impl File {
    /// Reads the text of a file with this module path.
    pub(super) fn of(path: &str, module: &[String], text: &str) -> Self {
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut file = Self {
            path: path.to_owned(),
            room: module[0].clone(),
            module: module.to_vec(),
            text: text.to_owned(),
            names: Vec::new(),
            exports: Vec::new(),
            packages: BTreeSet::new(),
            functions: functions(text),
        };
        let module = module.to_vec();
        let mut reader = Reader {
            file: &mut file,
            module,
            imports: Vec::new(),
        };
        reader.read(tokens);
        // A module of the crate can have the name of a package.
        for name in std::mem::take(&mut reader.imports) {
            file.packages.remove(&name);
        }
        file
    }

    /// How many lines come before its tests.
    pub(super) fn lines_before_tests(&self) -> usize {
        before_tests(&self.text).lines().count()
    }
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

/// The functions before the tests with their numbers of lines. The code is formatted, so that a function ends with the first
/// brace that is indented as its beginning is.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = before_tests(text).lines().collect();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        let words = || code.split_whitespace();
        let is_head = words().take_while(|word| *word != "fn").all(|word| {
            word.starts_with("pub")
                || ["const", "in", "unsafe", "async", "extern"].contains(&word)
                || word.ends_with(')')
        });
        let name = words()
            .skip_while(|word| *word != "fn")
            .nth(1)
            .filter(|_| is_head);
        // A function of a trait may have no body.
        let ends_head = |line: &&&str| line.ends_with(['{', ';']);
        let has_body = lines[at..]
            .iter()
            .find(ends_head)
            .is_some_and(|line| line.ends_with('{'));
        let end = format!("{indent}}}");
        let length = lines[at..]
            .iter()
            .position(|line| *line == end)
            .filter(|_| has_body);
        if let (Some(name), Some(length)) = (name, length) {
            let name = name.split(['(', '<']).next().unwrap_or(name);
            functions.push((name.to_owned(), length + 1));
        }
    }
    functions
}

/// Walks through the tokens of a file.
struct Reader<'f> {
    file: &'f mut File,
    /// The module that is being read: that of the file, or one inside it.
    module: Vec<String>,
    /// The names that are imported from the crate.
    imports: Vec<String>,
}

/// The tokens that are read from.
type Tokens = std::iter::Peekable<proc_macro2::token_stream::IntoIter>;

impl Reader<'_> {
    fn read(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if is_test_only(tokens.peek()) {
                        skip_item(&mut tokens);
                    }
                }
                // A path from the root of all packages begins with its separator.
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                TokenTree::Ident(word) if word == "use" => self.read_use(&mut tokens, &[]),
                TokenTree::Ident(word) if word == "mod" => self.read_module(&mut tokens),
                TokenTree::Ident(word) if word == "pub" => {
                    // `pub(in crate::graph)` names a room and uses nothing of it.
                    if let Some(TokenTree::Group(group)) = tokens.peek()
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        tokens.next();
                    }
                }
                TokenTree::Ident(word) => {
                    let mut path = vec![word.to_string()];
                    while is_separator(&mut tokens) {
                        match tokens.next_if(|token| matches!(token, TokenTree::Ident(_))) {
                            Some(part) => path.push(part.to_string()),
                            None => break,
                        }
                    }
                    self.note(&path, false);
                }
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads `mod name { … }`; what another file holds is read with that file.
    fn read_module(&mut self, tokens: &mut Tokens) {
        let name = tokens.next().map(|name| name.to_string());
        let body = tokens.next_if(|token| matches!(token, TokenTree::Group(_)));
        if let (Some(name), Some(TokenTree::Group(body))) = (name, body) {
            self.module.push(name);
            self.read(body.stream());
            self.module.pop();
        }
    }

    /// Reads one tree of a `use`, such as `a::{b, c as d}`, up to its comma or semicolon.
    fn read_use(&mut self, tokens: &mut Tokens, before: &[String]) {
        let mut path = before.to_vec();
        let mut is_noted = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => drop(tokens.next()),
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Punct(punct) if ",;".contains(punct.as_char()) => break,
                TokenTree::Group(group) => {
                    let mut inner = group.stream().into_iter().peekable();
                    while inner.peek().is_some() {
                        self.read_use(&mut inner, &path);
                    }
                    is_noted = true;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        if !is_noted {
            self.note(&path, true);
        }
    }

    /// Notes a path as it is written; `in_use` when it is imported, so that one part alone can be a package.
    fn note(&mut self, written: &[String], in_use: bool) {
        let Some(first) = written.first() else {
            return;
        };
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" | "super" if in_use || written.len() > 1 => self.module.clone(),
            _ => {
                if in_use || written.len() > 1 {
                    self.file.packages.insert(first.clone());
                }
                let is_export = in_use && self.module == self.file.module;
                if let (true, Some(name)) = (is_export, written.last()) {
                    let path = [&*self.module, written].concat();
                    self.file.exports.push((name.clone(), path));
                }
                return;
            }
        };
        let mut rest = written;
        while let Some((part, after)) = rest.split_first() {
            match part.as_str() {
                "crate" | "self" => {}
                "super" => drop(base.pop()),
                _ => break,
            }
            rest = after;
        }
        base.extend(rest.iter().filter(|part| *part != "self").cloned());
        let is_all = base.first().is_none_or(|room| room == "*");
        assert!(!is_all, "{}: give each room its name", self.file.path);
        if in_use {
            self.imports.extend(base.last().cloned());
        }
        self.file.names.push(base);
    }
}

/// Whether `::` follows; it is taken.
fn is_separator(tokens: &mut Tokens) -> bool {
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    let is_joint = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.spacing() == proc_macro2::Spacing::Joint);
    let first = tokens.next_if(|token| is_colon(token) && is_joint(token));
    first.is_some() && tokens.next_if(is_colon).is_some()
}

/// Whether these tokens behind a `#` are `[cfg(test)]`.
fn is_test_only(attribute: Option<&TokenTree>) -> bool {
    attribute.is_some_and(|attribute| attribute.to_string().replace(' ', "") == "[cfg(test)]")
}

/// Takes the rest of an item: up to its block or semicolon.
fn skip_item(tokens: &mut Tokens) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            _ => {}
        }
    }
}
