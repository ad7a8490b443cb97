//! `mend import` on real files: what comes over, what the report says of the rest, and that nothing that exists is changed.

mod folders;
mod wordpress;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program;

/// A folder in which an import runs.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, &[u8])]) -> Desk {
        let desk = Desk(tempfile::tempdir().expect("a folder"));
        for (name, bytes) in files {
            let file = desk.0.path().join(name);
            fs::create_dir_all(file.parent().expect("inside")).expect("a folder");
            fs::write(file, bytes).expect("a file");
        }
        desk
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    /// The exit code, and what was printed and said.
    fn mend(&self, folder: &str, args: &[&str]) -> (Option<i32>, String, String) {
        let program = program::mend()
            .args(args)
            .current_dir(self.path(folder))
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (
            program.status.code(),
            text(program.stdout),
            text(program.stderr),
        )
    }

    /// Imports into `new`; returns the report.
    fn import(&self, args: &[&str]) -> Value {
        let args = [&["import"], args, &["-o", "new", "--format", "json"]].concat();
        let (code, out, err) = self.mend("", &args);
        assert_eq!(code, Some(0), "{err}");
        let report: Value = serde_json::from_str(&out).expect("JSON");
        let counts = report["counts"].as_object().expect("counts");
        let number = |name: &str| counts[name].as_u64().expect("a number");
        let out = [
            "articles", "pages", "drafts", "files", "settings", "left_out",
        ];
        assert_eq!(
            number("items"),
            out.map(number).iter().sum::<u64>(),
            "{counts:?}"
        );
        report
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path("new").join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Builds the new site; returns everything that readers get as one text.
    fn published(&self) -> String {
        let (code, _, err) = self.mend("new", &["build"]);
        assert_eq!(code, Some(0), "{err}");
        let mut all = String::new();
        gather(&self.path("new/public"), &mut all);
        all
    }

    fn has(&self, name: &str) -> bool {
        self.path("new").join(name).exists()
    }
}

fn gather(folder: &Path, all: &mut String) {
    for entry in folder.read_dir().expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => gather(&path, all),
            path => all.push_str(&String::from_utf8_lossy(&fs::read(path).expect("a file"))),
        }
    }
}
