//! The schemas that `mend schema` prints: what mend reads fits them, and what it refuses does not.

use boon::{Compiler, SchemaIndex, Schemas};
use mend::pipeline::Pipeline;
use serde_json::{Value, json};

use crate::support::InMemory as _;
use crate::{program, support};

/// What mend reads of each kind of data file.
const FILES: [(&str, &str); 8] = [
    ("help", support::HELP),
    (
        "terms",
        "terms:\n  - {term: amends, definition: Acting to put it right., forms: [amend], also: [repair], see: [remorse]}\n  - {term: remorse, definition: Sorrow.}\n",
    ),
    (
        "paths",
        "paths:\n  - {id: first, title: First, audience: hurt, summary: One., steps: [{page: a, text: Read it.}]}\n",
    ),
    (
        "audiences",
        "audiences:\n  - {id: parents, words: the parents}\n  - {id: all, words: everyone, everyone: true, together: true}\n",
    ),
    (
        "people",
        "jo: {name: Jo Ash, role: psychologist, credential: register 1, source: \"https://register.example/\"}\n",
    ),
    (
        "evidence",
        "E1: {source: A journal, note: It helps, size: 20 couples, limits: small, url: \"https://journal.example/\", certainty: b}\n",
    ),
    (
        "words",
        "pressure: {find: [you must], idioms: [you must see], guards: [the word], drop: [have to]}\n",
    ),
    (
        "texts",
        "home: Start\narticle_count: {one: one, other: many}\n",
    ),
];

/// A printed schema, ready to judge.
pub(crate) struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub(crate) fn of(kind: &str) -> Schema {
        let run = program::mend()
            .args(["schema", kind])
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
    pub(crate) fn takes(&self, name: &str, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{name}: {error:#}");
        }
    }

    fn refuses(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_err()
    }
}

pub(crate) fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn mend_reads_these_files() {
    let file = |(kind, text): (&str, &str)| {
        let path = format!("content/{kind}.yaml");
        (path, text.as_bytes().to_vec())
    };
    let files: Vec<_> = FILES.into_iter().map(file).collect();
    let inputs = support::inputs(&files, support::options()).expect("the configuration is right");
    let problems = Pipeline::default().make(&inputs).problems;
    let of_data: Vec<String> = problems
        .iter()
        .filter(|problem| problem.code.family() == "DATA")
        .map(|problem| support::line(problem, &inputs))
        .collect();
    assert_eq!(of_data, [""; 0]);
}

#[test]
fn each_kind_of_data_file_fits_and_an_unknown_key_does_not() {
    for (kind, text) in FILES {
        let schema = Schema::of(kind);
        schema.takes(kind, &yaml(text));
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
    assert!(texts.refuses(&json!({ "worksheets": { "several": "no form of a count" } })));
}

#[test]
fn the_configuration_fits_and_a_wrong_one_does_not() {
    let site = Schema::of("site");
    let text = "title = \"A guide\"\nbase_url = \"https://example.org/\"\nlanguage = \"en-GB\"\n[urls]\npattern = \"flat\"\n\
        [check]\npreset = \"guide\"\n[check.limits.articles]\nfirst-days = 720\n[check.rules]\nLANG-13 = \"note\"\n";
    let value: Value = toml::from_str(text).expect("TOML");
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
fn the_front_matter_fits_and_a_wrong_one_does_not() {
    let schema = Schema::of("front-matter");
    let article = "title: A\nsummary: B\naudience: [both]\ntags: [c]\ndate: 2026-01-31\naliases: [/old/]\nsafety: [abuse, crisis]\nsafety_reason: D\n\
        reviewed: 2026-03-15\nreview_due: 2027-03-15\nreviewed_by: jo\nrelated: [b]\ndraft: true\nextra: {mood: calm}\n";
    schema.takes("an article", &yaml(article));
    for wrong in [
        json!({ "draft": "perhaps" }),
        json!({ "date": "soon" }),
        json!({ "safety": ["weather"] }),
    ] {
        assert!(schema.refuses(&wrong), "{wrong}");
    }
}
