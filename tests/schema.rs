//! The schemas that `mend schema` prints: the guide's own files fit them, and what mend refuses does not.

use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

/// A printed schema, ready to judge.
struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn of(kind: &str) -> Schema {
        let run = Command::new(env!("CARGO_BIN_EXE_mend"))
            .args(["schema", kind])
            .current_dir(root())
            .output()
            .expect("the program starts");
        assert!(run.status.success(), "{kind}");
        let schema: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{kind}"
        );
        let mut compiler = Compiler::new();
        compiler.add_resource("mend.json", schema).expect("a name");
        let mut schemas = Schemas::new();
        let index = compiler
            .compile("mend.json", &mut schemas)
            .unwrap_or_else(|error| panic!("{kind}: {error:#}"));
        Schema { schemas, index }
    }

    #[track_caller]
    fn takes(&self, name: &str, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{name}: {error:#}");
        }
    }

    fn refuses(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_err()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn the_data_files_of_the_guide_fit_and_an_unknown_key_does_not() {
    for kind in [
        "help",
        "terms",
        "paths",
        "audiences",
        "people",
        "evidence",
        "words",
        "texts",
    ] {
        let schema = Schema::of(kind);
        let file = root().join(format!("content/{kind}.yaml"));
        if file.is_file() {
            schema.takes(kind, &yaml(&read(&file)));
        }
        let wrong = json!({ "no_such_key": { "no_such_key": [1] } });
        assert!(schema.refuses(&wrong), "{kind}");
    }
}

#[test]
fn the_schemas_hold_details_of_the_formats() {
    let help = Schema::of("help");
    let contact = |checked: &str| {
        json!({ "default": "gb", "regions": [{ "id": "gb", "name": "Britain", "contacts": [
            { "kind": "abuse", "name": "A line", "for": "everybody", "checked": checked }
        ] }] })
    };
    help.takes("a contact", &contact("never"));
    help.takes("a contact", &contact("2026-01-31"));
    assert!(help.refuses(&contact("last week")));
    let texts = Schema::of("texts");
    texts.takes(
        "texts",
        &json!({ "worksheets": "Blätter", "minutes_to_read": { "one": "a", "other": "b" } }),
    );
    assert!(texts.refuses(&json!({ "worksheets": { "one": "without the other" } })));
}

#[test]
fn the_configuration_of_the_guide_fits() {
    let site = Schema::of("site");
    let value: Value = toml::from_str(&read(&root().join("site.toml"))).expect("TOML");
    site.takes("site.toml", &value);
    site.takes("an editor", &json!({ "serve": { "editor": "vscode" } }));
    for wrong in [
        json!({ "tilte": "A" }),
        json!({ "links": { "broken": "loud" } }),
        json!({ "serve": { "port": "many" } }),
    ] {
        assert!(site.refuses(&wrong), "{wrong}");
    }
}

#[test]
fn the_front_matter_of_every_article_fits() {
    let schema = Schema::of("front-matter");
    let mut articles = 0;
    for entry in walkdir::WalkDir::new(root().join("content")) {
        let entry = entry.expect("content can be read");
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = read(path);
        let Some((front_matter, _)) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
        else {
            continue;
        };
        schema.takes(&path.display().to_string(), &yaml(front_matter));
        articles += 1;
    }
    assert!(articles > 30, "the guide has articles: {articles}");
    for wrong in [
        json!({ "draft": "perhaps" }),
        json!({ "date": "soon" }),
        json!({ "safety": ["weather"] }),
    ] {
        assert!(schema.refuses(&wrong), "{wrong}");
    }
}
