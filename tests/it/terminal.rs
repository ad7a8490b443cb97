//! What mend asks on a terminal, tested on a pseudo-terminal in place of the screen and keys.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::pty::openpty;

use crate::{program, support};

/// How long a question may take to come; generous, since the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program at a terminal, and the one who types there.
struct Terminal {
    keys: File,
    child: Child,
    /// What appears on the screen, piece by piece.
    screen: mpsc::Receiver<String>,
}

impl Terminal {
    fn start(folder: &Path, args: &[&str]) -> Terminal {
        let pty = openpty(None, None).expect("a terminal");
        let slave = || Stdio::from(pty.slave.try_clone().expect("one more handle"));
        let child = program::mend()
            .args(args)
            .current_dir(folder)
            .stdin(slave())
            .stdout(Stdio::piped())
            .stderr(slave())
            .spawn()
            .expect("the program starts");
        let mut seen = File::from(pty.master.try_clone().expect("one more handle"));
        let (show, screen) = mpsc::channel();
        // The screen ends, with an error, when the last program at it does.
        thread::spawn(move || {
            let mut piece = [0; 1024];
            while let Ok(length @ 1..) = seen.read(&mut piece) {
                let text = String::from_utf8_lossy(&piece[..length]).into_owned();
                if show.send(text).is_err() {
                    return;
                }
            }
        });
        Terminal {
            keys: File::from(pty.master),
            child,
            screen,
        }
    }

    /// Waits for a question and types an answer.
    fn answers(&mut self, question: &str, answer: &str) {
        let mut seen = String::new();
        while !seen.contains(question) {
            match self.screen.recv_timeout(PATIENCE) {
                Ok(text) => seen.push_str(&text),
                Err(_) => panic!("`{question}` never came: {seen}"),
            }
        }
        writeln!(self.keys, "{answer}").expect("the program reads the keys");
    }
}

#[test]
fn new_asks_for_what_was_not_given() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("site.toml", "title = \"Test\"\n");
    write("content/audiences.yaml", support::AUDIENCES);
    write(
        "content/repair/a.md",
        "---\ntitle: A\naudience: [both]\n---\nText.\n",
    );
    let mut terminal = Terminal::start(folder.path(), &["new"]);
    terminal.answers("What is the article called?", "Saying sorry");
    terminal.answers("In which section?", "repair");
    terminal.answers("One sentence:", "How to say it.");
    terminal.answers("Who is it for?", "nobody");
    terminal.answers("`nobody` is not one of them.", "both");
    terminal.answers("What should readers be warned of?", "");
    let run = terminal.child.wait_with_output().expect("it ends");
    assert!(run.status.success());
    let name = "content/repair/saying-sorry.md";
    assert_eq!(String::from_utf8_lossy(&run.stdout).trim(), name);
    let text = std::fs::read_to_string(folder.path().join(name)).expect("the article");
    assert!(text.contains("audience: [both]\n"), "{text}");
    assert!(text.contains("summary: \"How to say it.\"\n"), "{text}");
}

#[test]
fn new_needs_a_title_that_is_free_and_can_start_a_section() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let content = folder.path().join("content");
    std::fs::create_dir_all(&content).expect("a folder");
    std::fs::write(folder.path().join("site.toml"), "title = \"Test\"\n").expect("a file");
    std::fs::write(content.join("sleep.md"), "# Sleep\n").expect("a file");
    let mut terminal = Terminal::start(folder.path(), &["new"]);
    terminal.answers("What is the article called?", "");
    terminal.answers("An answer is needed here", "Sleep");
    terminal.answers("In which section?", "");
    terminal.answers("content/sleep.md exists already", "Waking");
    terminal.answers("One sentence:", "");
    terminal.answers("What should readers be warned of?", "");
    assert!(terminal.child.wait().expect("it ends").success());
    assert!(content.join("waking.md").exists());

    let mut terminal = Terminal::start(folder.path(), &["new"]);
    terminal.answers("What is the article called?", "Food");
    terminal.answers("In which section?", "First Days");
    terminal.answers("Start it?", "");
    terminal.answers("One sentence:", "");
    terminal.answers("What should readers be warned of?", "");
    assert!(terminal.child.wait().expect("it ends").success());
    let index = std::fs::read_to_string(content.join("first-days/_index.md")).expect("an index");
    assert!(index.contains("title: \"First Days\""), "{index}");
    assert!(content.join("first-days/food.md").exists());
}

#[test]
fn init_among_other_files_asks_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("letter.odt"), "").expect("a file");
    let mut terminal = Terminal::start(folder.path(), &["init"]);
    terminal.answers("Start the site among them?", "");
    assert_eq!(terminal.child.wait().expect("it ends").code(), Some(2));
    assert!(!folder.path().join("site.toml").exists());
}

#[test]
fn init_asks_for_what_was_not_given_and_asks_again_for_what_cannot_be_used() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let args = ["init", "--title", "Lying awake", "neu ü 🙂"];
    let mut terminal = Terminal::start(folder.path(), &args);
    terminal.answers("In which language is it?", "german");
    terminal.answers("did you mean \"de\"?", "en-GB");
    terminal.answers("Whom is it for", "For people who cannot sleep.");
    terminal.answers("In which country or region", "Aotearoa \"NZ\"");
    terminal.answers("Which number do people call", "the police");
    terminal.answers("digits only", "111");
    let run = terminal.child.wait_with_output().expect("it ends");
    assert!(run.status.success());
    let site = folder.path().join("neu ü 🙂");
    let read = |name: &str| std::fs::read_to_string(site.join(name)).expect("a file");
    let settings = read("site.toml");
    assert!(settings.contains("title = \"Lying awake\"\n"), "{settings}");
    assert!(settings.contains("language = \"en-GB\"\n"), "{settings}");
    let help = read("content/help.yaml");
    assert!(help.contains("emergency: \"111\"\n"), "{help}");
    let build = program::mend()
        .args(["build", "--strict"])
        .current_dir(&site)
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&build.stderr);
    assert!(build.status.success(), "{said}");
}

#[test]
fn serve_offers_to_start_a_site_in_an_empty_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut refused = Terminal::start(folder.path(), &["serve", "--port", "0"]);
    refused.answers("Start a new site in it", "n");
    assert_eq!(refused.child.wait().expect("it ends").code(), Some(2));
    assert!(!folder.path().join("site.toml").exists());

    let mut agreed = Terminal::start(folder.path(), &["serve", "--port", "0"]);
    agreed.answers("Start a new site in it", "");
    agreed.answers("What is the site called?", "Nights");
    agreed.answers("In which language is it?", "");
    agreed.answers("Whom is it for", "");
    agreed.answers("In which country or region", "");
    let out = agreed.child.stdout.take().expect("a pipe");
    let mut url = String::new();
    BufReader::new(out).read_line(&mut url).expect("a line");
    agreed.child.kill().expect("it runs");
    agreed.child.wait().expect("it ends");
    assert!(url.starts_with("http://localhost:"), "{url}");
    let settings = std::fs::read_to_string(folder.path().join("site.toml")).expect("settings");
    assert!(settings.contains("title = \"Nights\"\n"), "{settings}");
    assert!(folder.path().join("content/first-article.md").exists());
}
