//! An author at work: one change of the files on disk at a time, as editors, file managers and version control
//! make them. Some changes are impossible at the moment, as a rename onto a folder; then nothing happens.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::texts::{self, FOLDERS, NAMES};
use crate::random::Random;
use crate::support;
use mend::theme::builtin;

/// Where folders are put that are away for a while.
const AWAY: &str = "away";

/// What was done, and whether it was possible.
type Done = (String, io::Result<()>);

/// Below so many articles the author rather writes new ones.
const FEW: usize = 25;

pub(crate) struct Author {
    root: PathBuf,
    random: Random,
    /// Files of the theme and the configuration in which something is wrong, until they are mended.
    mistakes: Vec<String>,
}

impl Author {
    /// Begins with a small site in which everything is right.
    pub(crate) fn new(root: PathBuf, seed: u64) -> Author {
        let mut author = Author {
            root,
            random: Random::new(seed, 0, 0),
            mistakes: Vec::new(),
        };
        author
            .write("site.toml", b"title = \"Guide\"\n")
            .expect("written");
        author
            .write("content/_index.md", b"---\ntitle: Home\n---\n")
            .expect("written");
        author
            .write("content/pic.svg", &picture(1))
            .expect("written");
        author
            .write("content/audiences.yaml", support::AUDIENCES.as_bytes())
            .expect("written");
        for folder in ["repair", "signs"] {
            for name in ["a", "b", "trust"] {
                let text =
                    texts::front_matter(&mut author.random) + &texts::piece(&mut author.random);
                let path = format!("content/{folder}/{name}.md");
                author.write(&path, text.as_bytes()).expect("written");
            }
        }
        author
    }

    /// Makes one change, or a few before the next build, and returns a description. Changes the configuration, the theme and
    /// the data of the site only if `all` pages may change.
    pub(crate) fn work(&mut self, all: bool) -> String {
        if all {
            return self.change(Self::change_all);
        }
        let times = match self.random.one_in(4) {
            true => self.random.between(2, 5),
            false => 1,
        };
        let done: Vec<String> = (0..times).map(|_| self.change(Self::change_some)).collect();
        done.join("; ")
    }

    /// Whether it is already the next day.
    pub(crate) fn lets_a_day_pass(&mut self) -> bool {
        self.random.one_in(25)
    }

    fn change(&mut self, change: fn(&mut Self) -> Done) -> String {
        match change(self) {
            (what, Ok(())) => what,
            (what, Err(error)) => format!("({what}: {error})"),
        }
    }

    fn change_all(&mut self) -> Done {
        match self.random.below(12) {
            _ if !self.mistakes.is_empty() && self.random.one_in(2) => self.mend(),
            0..5 => self.change_data(),
            5..9 => self.change_theme(),
            _ => self.change_config(),
        }
    }

    fn change_some(&mut self) -> Done {
        match self.random.below(80) {
            _ if self.articles().len() < FEW && self.random.one_in(2) => self.create(),
            0..24 => self.write_on(),
            24..42 => self.write_anew(),
            42..50 => self.create(),
            50..57 => self.rename(),
            57..62 => self.remove(),
            62..64 => self.break_a_file(),
            64..71 => self.change_asset(),
            71..73 => self.change_folder(),
            73..76 => self.change_link(),
            _ => self.change_unseen(),
        }
    }

    // ---- Articles ------------------------------------------------------------------------------------------------

    /// Adds to an article, or takes its end away, in one of the ways in which editors save.
    fn write_on(&mut self) -> Done {
        let Some(path) = self.article() else {
            return self.create();
        };
        let mut bytes = fs::read(self.root.join(&path)).unwrap_or_default();
        if self.random.one_in(3) {
            let half = bytes.len() - bytes.len() / 3;
            bytes.truncate(half);
        } else {
            bytes.extend(texts::piece(&mut self.random).bytes());
        }
        let done = self.save(&path, &bytes);
        (format!("write on {path}"), done)
    }

    fn write_anew(&mut self) -> Done {
        let Some(path) = self.article() else {
            return self.create();
        };
        let text = texts::article(&mut self.random);
        let done = self.save(&path, text.as_bytes());
        (format!("write {path} anew"), done)
    }

    fn create(&mut self) -> Done {
        let path = self.new_path();
        let text = texts::article(&mut self.random);
        let done = self.write(&path, text.as_bytes());
        (format!("create {path}"), done)
    }

    /// Renames a file or a folder, or exchanges two files; often only the case of a letter changes.
    fn rename(&mut self) -> Done {
        let from = match self.random.below(4) {
            0 => format!("content/{}", self.random.pick(&FOLDERS[2..])),
            _ => self.article().unwrap_or_default(),
        };
        let to = match self.random.below(4) {
            0 => match from.rsplit_once('/') {
                Some((folder, name)) => format!("{folder}/{}", other_case(name)),
                None => other_case(&from),
            },
            _ if !from.ends_with(".md") => format!("content/{}", self.random.pick(&FOLDERS[2..])),
            _ => self.new_path(),
        };
        if self.random.one_in(4)
            && let Some(other) = self.article()
        {
            let [one, two, aside] =
                [&from, &other, "content/.aside"].map(|path| self.root.join(path));
            let done = fs::rename(&one, &aside)
                .and_then(|()| fs::rename(&two, &one))
                .and_then(|()| fs::rename(&aside, &two));
            // What could not take the other's place goes back.
            let _ = fs::rename(&aside, &one);
            return (format!("exchange {from} and {other}"), done);
        }
        let done = self
            .make_way(&to)
            .and_then(|()| fs::rename(self.root.join(&from), self.root.join(&to)));
        (format!("rename {from} to {to}"), done)
    }

    fn remove(&mut self) -> Done {
        let Some(path) = self.article() else {
            return self.create();
        };
        let done = fs::remove_file(self.root.join(&path));
        (format!("remove {path}"), done)
    }

    fn break_a_file(&mut self) -> Done {
        let Some(path) = self.article() else {
            return self.create();
        };
        let bytes = texts::broken(&mut self.random);
        let done = self.save(&path, &bytes);
        (format!("break {path}"), done)
    }

    // ---- The rest of the site ------------------------------------------------------------------------------------

    fn change_data(&mut self) -> Done {
        let (name, text) = texts::data(&mut self.random);
        let path = format!("content/{name}");
        if self.random.one_in(5) {
            let done = fs::remove_file(self.root.join(&path));
            return (format!("remove {path}"), done);
        }
        let done = self.save(&path, text.as_bytes());
        (format!("write {path}"), done)
    }

    /// Puts a file in the place of the default theme's, changes it, breaks it, or takes it away again.
    fn change_theme(&mut self) -> Done {
        let theme = *self.random.pick(&["calm", "calm", "calm", "own"]);
        let texts_files = builtin::FILES
            .iter()
            .filter(|(name, _)| !name.ends_with(".svg"));
        let files: Vec<_> = texts_files.collect();
        let (name, bytes) = **self.random.pick(&files);
        let path = format!("themes/{theme}/{name}");
        let number = self.random.below(9);
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        let what = match self.random.below(8) {
            0..3 => {
                match name.rsplit('.').next() {
                    Some("html") => text.push_str(&format!("<!-- {number} -->\n")),
                    Some("css") => text.push_str(&format!("\n.n{number} {{ color: red; }}\n")),
                    Some("js") => text.push_str(&format!("\n// {number}\n")),
                    Some("yaml") => text = text.replacen("next: ", &format!("next: {number} "), 1),
                    _ => {}
                }
                "change"
            }
            3 => {
                text.push_str("{% if %} { [");
                self.mistakes.push(path.clone());
                "break"
            }
            4 => {
                let own = format!("themes/{theme}/templates/own.html");
                let done = self.write(&own, format!("<p>{number}</p>{{{{ content }}}}").as_bytes());
                return (format!("write {own}"), done);
            }
            5 => {
                let done = fs::remove_dir_all(self.root.join("themes"));
                return ("remove themes".to_owned(), done);
            }
            _ => {
                let own = self.files("themes", "");
                let path = if own.is_empty() {
                    path
                } else {
                    self.random.pick(&own).clone()
                };
                let done = fs::remove_file(self.root.join(&path));
                return (format!("remove {path}"), done);
            }
        };
        let done = self.save(&path, text.as_bytes());
        (format!("{what} {path}"), done)
    }

    fn change_config(&mut self) -> Done {
        let (text, is_usable) = texts::config(&mut self.random);
        if !is_usable {
            self.mistakes.push("site.toml".to_owned());
        }
        let done = self.save("site.toml", text.as_bytes());
        (format!("configure {text:?}"), done)
    }

    /// Puts the newest mistake right.
    fn mend(&mut self) -> Done {
        let path = self.mistakes.pop().unwrap_or_default();
        let done = match path.as_str() {
            "site.toml" => self.save(&path, b"title = \"Guide\"\n"),
            // The default theme's own file takes its place again.
            _ => fs::remove_file(self.root.join(&path)),
        };
        (format!("mend {path}"), done)
    }

    fn change_asset(&mut self) -> Done {
        let folder = format!("content/{}", self.random.pick(&FOLDERS));
        let folder = if self.random.one_in(3) {
            "static".to_owned()
        } else {
            folder
        };
        let name = *self.random.pick(&[
            "pic.svg",
            "pic.svg",
            "paper.pdf",
            "robots.txt",
            "a",
            "trust/index.html",
        ]);
        let path = format!("{folder}/{name}");
        if self.random.one_in(3) {
            let done = fs::remove_file(self.root.join(&path));
            return (format!("remove {path}"), done);
        }
        let bytes = picture(self.random.below(3));
        let done = self.save(&path, &bytes);
        (format!("write {path}"), done)
    }

    /// Takes a folder away, the whole content among them, and brings the one back that is away.
    fn change_folder(&mut self) -> Done {
        let away = self.root.join(AWAY);
        if away.exists() {
            let content = self.root.join("content");
            let _ = fs::remove_dir(&content);
            let to = if content.exists() {
                content.join("signs")
            } else {
                content
            };
            let done = fs::rename(&away, &to);
            if done.is_err() {
                let _ = fs::remove_dir_all(&away);
            }
            return (format!("bring {} back", to.display()), done);
        }
        let path = match self.random.below(4) {
            0 => "content".to_owned(),
            _ => format!("content/{}", self.random.pick(&FOLDERS[2..])),
        };
        if self.random.one_in(3) && path != "content" {
            let done = fs::remove_dir_all(self.root.join(&path));
            return (format!("remove {path}"), done);
        }
        let done = fs::rename(self.root.join(&path), &away);
        (format!("take {path} away"), done)
    }

    /// Makes a symbolic link to a file, a folder, nothing, itself or the world outside, or takes one away.
    fn change_link(&mut self) -> Done {
        let path = match self.random.below(3) {
            0 => self.new_path(),
            1 => "content/link".to_owned(),
            _ => "content/repair/link.md".to_owned(),
        };
        if self.random.one_in(3) {
            let done = fs::remove_file(self.root.join(&path));
            return (format!("remove {path}"), done);
        }
        let to = *self.random.pick(&[
            "a.md",
            "repair",
            "../content/signs",
            "repair/b.md",
            "nothing.md",
            "link",
            ".",
            "/etc",
            "../static",
            "../away",
        ]);
        let done = self
            .make_way(&path)
            .and_then(|()| symlink(to, self.root.join(&path)));
        (format!("link {path} to {to}"), done)
    }

    /// Changes nothing that matters, or something that is easily overlooked.
    fn change_unseen(&mut self) -> Done {
        let Some(path) = self.article() else {
            return self.create();
        };
        let file = self.root.join(&path);
        match self.random.below(6) {
            0 => {
                let bytes = fs::read(&file).unwrap_or_default();
                let done = self.save(&path, &bytes);
                (format!("save {path} as it is"), done)
            }
            1 => {
                let done = File::options().append(true).open(&file).and_then(|file| {
                    file.set_modified(
                        SystemTime::UNIX_EPOCH + Duration::from_secs(self.random.below(9) as u64),
                    )
                });
                (format!("give {path} another time"), done)
            }
            // Other bytes, the same length and the same time.
            2 => {
                let done = fs::metadata(&file).and_then(|before| {
                    let turned = fs::read(&file)?.into_iter().map(|byte| match byte {
                        b'e' => b'a',
                        b'a' => b'e',
                        byte => byte,
                    });
                    fs::write(&file, turned.collect::<Vec<u8>>())?;
                    File::options()
                        .append(true)
                        .open(&file)?
                        .set_modified(before.modified()?)
                });
                (format!("exchange letters of {path}"), done)
            }
            // Who is root reads it all the same.
            3 => {
                let mode = *self.random.pick(&[0, 0o644, 0o644]);
                let done = fs::set_permissions(&file, fs::Permissions::from_mode(mode));
                (format!("give {path} the mode {mode:o}"), done)
            }
            4 => {
                let left = format!("{path}~");
                let done = self.write(&left, b"an editor's copy");
                (format!("leave {left}"), done)
            }
            _ => {
                let done = fs::remove_file(&file).and_then(|()| fs::create_dir(&file));
                (format!("put a folder in the place of {path}"), done)
            }
        }
    }

    // ---- The disk ------------------------------------------------------------------------------------------------

    /// Saves as one editor or another: in place, by renaming a new file, or with a backup that goes away.
    fn save(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.make_way(path)?;
        let file = self.root.join(path);
        match self.random.below(3) {
            0 => fs::write(file, bytes),
            1 => {
                let new = file.with_file_name(".new.tmp");
                fs::write(&new, bytes)?;
                fs::rename(new, file)
            }
            _ => {
                let backup = file.with_file_name("backup~");
                let _ = fs::rename(&file, &backup);
                fs::write(&file, bytes)?;
                let _ = fs::remove_file(backup);
                Ok(())
            }
        }
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.make_way(path)?;
        fs::write(self.root.join(path), bytes)
    }

    fn make_way(&self, path: &str) -> io::Result<()> {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.root))
    }

    fn new_path(&mut self) -> String {
        let folder = *self.random.pick(&FOLDERS);
        let name = *self.random.pick(&NAMES);
        if folder.is_empty() {
            format!("content/{name}.md")
        } else {
            format!("content/{folder}/{name}.md")
        }
    }

    /// One of the articles that are there.
    fn article(&mut self) -> Option<String> {
        let all = self.articles();
        (!all.is_empty()).then(|| self.random.pick(&all).clone())
    }

    fn articles(&self) -> Vec<String> {
        self.files("content", ".md")
    }

    /// The files below a folder whose names end so, sorted; links are not followed.
    fn files(&self, folder: &str, end: &str) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.root.join(folder)).sort_by_file_name();
        let entries = entries.into_iter().flatten();
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        let below = files.filter_map(|entry| {
            let path = entry.path().strip_prefix(&self.root).ok()?;
            Some(path.to_str()?.to_owned())
        });
        below.filter(|path| path.ends_with(end)).collect()
    }
}

/// The same name with its first letter in the other case.
fn other_case(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| match first.is_lowercase() {
        true => first.to_uppercase().to_string(),
        false => first.to_lowercase().to_string(),
    });
    first.unwrap_or_default() + letters.as_str()
}

/// A picture that differs from the others in bytes and in size.
fn picture(number: usize) -> Vec<u8> {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{0}\"/>",
        10 + number
    )
    .into_bytes()
}
