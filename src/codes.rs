//! The catalogue of problems: every code that can be reported, and what `mend explain` says of it.
//!
//! A code is stable: once published it keeps its meaning, and a code that is dropped is not used
//! again. The catalogue only describes; the rooms that find a problem build the [`Diagnostic`].
//!
//! [`Diagnostic`]: crate::diag::Diagnostic

use std::fmt;
use std::hash::{Hash, Hasher};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be published like this: exit code 1.
    Error,
    /// Worth mending; an error only with `--strict`.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One kind of problem: a pointer into the catalogue.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

/// What the catalogue knows of a code.
struct Entry {
    id: &'static str,
    severity: Severity,
    title: &'static str,
    reason: &'static str,
    example: &'static str,
    remedy: &'static str,
}

impl Code {
    /// The code as people write it: `LINK-01`.
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// The part of the code before the number: `LINK`.
    pub fn family(self) -> &'static str {
        self.id()
            .split_once('-')
            .map_or(self.id(), |(family, _)| family)
    }

    /// How bad it is unless the configuration says otherwise.
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// What is wrong, in a few words.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// Why that matters to a reader or an author.
    pub fn reason(self) -> &'static str {
        self.0.reason
    }

    /// A source that shows the problem.
    pub fn example(self) -> &'static str {
        self.0.example
    }

    /// How to mend it.
    pub fn remedy(self) -> &'static str {
        self.0.remedy
    }

    /// Whether a file with this problem counts as not read: something that it says is unknown, so nothing may be concluded
    /// from what seems to be missing from it.
    pub fn leaves_unread(self) -> bool {
        const SINGLE: [Code; 7] = [
            DATA_01, FILE_01, FILE_04, FILE_05, MEND_01, SAFE_01, THEME_01,
        ];
        self.severity() == Severity::Error
            && (SINGLE.contains(&self) || matches!(self.family(), "FRONT" | "TEXT"))
    }

    /// Whether it belongs to the rules about content, which a comment in the text can silence.
    pub fn is_about_content(self) -> bool {
        const FAMILIES: [&str; 12] = [
            "EVI", "GLO", "LANG", "LINK", "LINT", "ORIG", "PRIV", "READ", "REV", "SAFE", "STR",
            "WORK",
        ];
        FAMILIES.contains(&self.family())
    }

    /// Whether it is on only where `[check.rules]` names it, whatever its family and the preset say: of what it finds, more is
    /// fine than a rule may get wrong that speaks unasked.
    pub fn is_asked_for_only(self) -> bool {
        self == LANG_13
    }

    /// Whether `[check.rules]` can change its level: it is a rule about content, or the page is what its author meant whatever
    /// the rule finds. What stops a page from being made, or could publish what was meant to wait, is an error on every site.
    pub fn is_adjustable(self) -> bool {
        // What these families find, the page shows as it was written.
        const HARMLESS: [&str; 6] = ["BLOCK", "HTML", "NOTE", "SITE", "TERM", "UI"];
        self.severity() != Severity::Error
            || self.is_about_content()
            || HARMLESS.contains(&self.family())
            || self == DATA_02
    }

    /// The code with this name, in any case.
    pub fn find(id: &str) -> Option<Code> {
        ALL.iter()
            .copied()
            .find(|code| code.id().eq_ignore_ascii_case(id.trim()))
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

macro_rules! catalogue {
    ($($name:ident $id:literal $severity:ident $title:literal
        reason $reason:literal
        example $example:literal
        remedy $remedy:literal)*) => {
        $(
            #[doc = $title]
            pub const $name: Code = Code(&Entry {
                id: $id,
                severity: Severity::$severity,
                title: $title,
                reason: $reason,
                example: $example,
                remedy: $remedy,
            });
        )*
        /// Every code, in the order of the catalogue.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

catalogue! {
    FILE_01 "FILE-01" Error "a file or folder cannot be read"
        reason "What cannot be read cannot be published, and leaving it out silently would break links to it."
        example "content/repair/apology.md with permissions 000"
        remedy "Give yourself the right to read it, or move it out of the site folder."
    FILE_02 "FILE-02" Error "a symbolic link leads out of the site folder, in a circle or nowhere"
        reason "A link out of the folder could publish a private file, and one in a circle has no end."
        example "content/notes.md -> ../../private/notes.md"
        remedy "Copy the file into the site folder, or remove the link."
    FILE_03 "FILE-03" Warning "something that is not a regular file was left out"
        reason "Pipes, sockets and devices have no contents to publish, and reading one can wait for ever."
        example "a named pipe at content/pipe"
        remedy "Remove it from the folder, or name it in `[content] ignore`."
    FILE_04 "FILE-04" Error "a file is larger than mend takes"
        reason "An article of many megabytes is almost always a mistake, and no phone would open it."
        example "content/everything.md with 9 MiB; 8 MiB is the limit for an article, 64 MiB for other files"
        remedy "Split the article, or make the file smaller."
    FILE_05 "FILE-05" Error "an image cannot be understood, or a file is not here"
        reason "Without its width and height the page would jump while it loads, and its hidden data could not be removed."
        example "![A bench](bench.jpg) where bench.jpg was cut off while copying"
        remedy "Save the picture again as JPEG, PNG, GIF, WebP or AVIF, and check its extension."
    FILE_06 "FILE-06" Error "an article's source has an ending that is not read"
        reason "Published as it is, it would show readers its front matter, its comments and its drafts; left out, its page is missing."
        example "content/sleep.mdx, content/sleep.md.txt, or static/sleep.html that begins with front matter"
        remedy "Rename it to .md, move it out of the folder, or name it in `[content] ignore`."
    FILE_07 "FILE-07" Warning "a backup or a second copy of a file is left out"
        reason "A backup holds what was taken out of a page, and two versions of one text are hardly both meant."
        example "content/sleep.md.bak, or content/sleep (conflicted copy 2026-01-31).md"
        remedy "Merge what you need and delete the copy, or rename it if it is meant."
    FILE_08 "FILE-08" Warning "a kind of file that is not published from content/"
        reason "Working files lie among articles by accident: notes on clients, drafts in a text processor, scripts. Below content/ only pictures, sound, film, PDF and the like are published."
        example "content/Client notes.docx"
        remedy "Move it to static/ if readers are to have it, out of the site folder if not, or name its ending in `[content] publish`."
    FILE_10 "FILE-10" Warning "a drawing (SVG) held what can run or load, and it was left out"
        reason "A script in a drawing runs when a reader opens it, and an address in it tells another host who reads here."
        example "<svg><script>…</script><image href=\"https://tracker.example/1.png\"/></svg>"
        remedy "Look at the drawing: if something is missing, export it as plain SVG, with its text as text and its pictures embedded."
    FILE_11 "FILE-11" Error "a picture has a format that browsers do not show"
        reason "Readers would see a broken picture, and its place and device data would be published with it."
        example "![The bench](bench.heic), as an iPhone saves it"
        remedy "Export it as JPEG (photos) or PNG (drawings), and link to that file."
    FILE_12 "FILE-12" Warning "a picture is of another kind than its name says"
        reason "Browsers show it, but hosts, feed readers and other programs go by the name and may not."
        example "bench.png that is a JPEG inside"
        remedy "Rename the file and the links to it: `mend mv` does both."
    FILE_13 "FILE-13" Warning "a film holds measurements of the camera"
        reason "Phones and action cameras write a track of places into a film, which mend cannot take out without making the film anew."
        example "walk.mp4 from an action camera"
        remedy "Export the film again with picture and sound only, for example: ffmpeg -i walk.mp4 -map 0:v -map 0:a -c copy walk-web.mp4"
    FILE_09 "FILE-09" Warning "a file name looks like a slip"
        reason "Names that begin with _ are held back, but for _index.md: the folder would have no page of its own."
        example "content/repair/_indx.md"
        remedy "Rename it to _index.md, or to a name without _ if it is an article."
    FILE_14 "FILE-14" Warning "an HTML file is published without the policy or the way out"
        reason "A reader who meets the page cannot leave it quickly, and what is in it may load from other hosts."
        example "static/statistics.html"
        remedy "Write the page in Markdown, or add what is missing; `[check.rules] FILE-14 = \"off\"` accepts such pages."
    TEXT_01 "TEXT-01" Error "a file is not UTF-8 text"
        reason "Guessing the encoding would put wrong letters in front of readers."
        example "caf\\xE9 in a file saved as Latin-1"
        remedy "Save the file as UTF-8 in your editor."
    TEXT_02 "TEXT-02" Error "a file looks like UTF-16"
        reason "Some editors on Windows save text as \"Unicode\", which is UTF-16; websites are UTF-8."
        example "a file that starts with the bytes FF FE"
        remedy "Choose \"UTF-8\" when saving, or convert it: iconv -f UTF-16 -t UTF-8 old.md > new.md"
    TEXT_03 "TEXT-03" Error "a text holds a NUL character"
        reason "NUL does not occur in text; the file is damaged or not a text at all."
        example "a word processor's file renamed to .md"
        remedy "Export the text as Markdown or plain text, and remove the NUL characters."
    TEXT_04 "TEXT-04" Error "blocks or marks are nested too deeply"
        reason "Nobody writes 128 levels on purpose, and a browser shows them badly or not at all."
        example "200 times > at the start of a line"
        remedy "Look for a run of `>`, `*`, `[` or list marks that was not meant."
    TEXT_05 "TEXT-05" Warning "a shortcode of another tool stays as it is"
        reason "mend never runs content as a template, so Hugo's and Jekyll's shortcodes are shown to readers literally."
        example "{{< youtube abc >}}"
        remedy "Write it in Markdown, or as one of mend's blocks; put it in a code span if it is meant literally."
    TEXT_06 "TEXT-06" Error "a comment has no end"
        reason "A comment is not meant to be published, and without its end nobody can tell how far it goes."
        example "%% ask Ann before this goes out"
        remedy "End it with %%, or with --> if it began with <!--; for two percent signs in the text write \\%%."
    TEXT_07 "TEXT-07" Error "a merge conflict is not resolved"
        reason "Two people changed the same lines, and nobody has decided yet which of the two versions is right."
        example "<<<<<<< HEAD\nCall first.\n=======\nWrite first.\n>>>>>>> draft"
        remedy "Keep what is right of the two versions, and delete the lines that begin with <<<<<<<, =======, >>>>>>> or |||||||."
    TEXT_08 "TEXT-08" Warning "a block of another tool stays as it is"
        reason "Readers see the marks as they are written, and what stands between them may become something else."
        example ":::note\nRest first.\n:::"
        remedy "Write one of mend's blocks: a quotation that begins with > [!note]."
    TEXT_09 "TEXT-09" Warning "a mark of another tool stays as it is"
        reason "Attributes in braces, names of icons and formulas are shown to readers as they are written."
        example ":octicons-heart: [talk to us](help.md){: .button }"
        remedy "Take it out, write the sign itself, or put it in a code span if it is meant literally."
    TEXT_10 "TEXT-10" Warning "a component of another tool is not drawn"
        reason "mend runs no code of an article, so imports are shown as text and components are left out."
        example "import Card from \"./Card.astro\""
        remedy "Write what it would show in Markdown, or as one of mend's blocks."
    TEXT_11 "TEXT-11" Warning "a fence of a block of code does not do what it seems to"
        reason "Without its end all that follows is code, and a fence inside HTML begins no code at all."
        example "```\nthe rest of the article"
        remedy "Close the block with a line of the same signs, and leave an empty line between HTML and a fence."
    TEXT_12 "TEXT-12" Note "the mark for a table of contents was left out"
        reason "The theme draws the contents of a long article itself; other tools would put them where the mark is."
        example "[TOC]"
        remedy "Take the mark out."
    FRONT_01 "FRONT-01" Error "the front matter has no end"
        reason "Without its closing fence the whole article would be taken for settings."
        example "---\ntitle: Sleep\n\nThe text begins here"
        remedy "Close it with a line that holds only the fence it was opened with."
    FRONT_02 "FRONT-02" Error "the front matter cannot be read"
        reason "A title, a date or a draft mark that is misread can publish what was meant to wait."
        example "title: Sleep: a guide"
        remedy "Put a value that holds a colon, a quote or a # into quotes: title: \"Sleep: a guide\""
    FRONT_03 "FRONT-03" Error "a key stands in the front matter twice"
        reason "One of the two values would be ignored, and nobody could tell which."
        example "title: One\ntitle: Two"
        remedy "Keep one of the two lines."
    FRONT_04 "FRONT-04" Error "the front matter is too large or nested too deeply"
        reason "Front matter is a few lines; more than 64 KiB, 64 open brackets or 8 MiB of what aliases repeat is a mistake or an attack."
        example "64 KiB of ["
        remedy "Move the data into a data file, or the text below the front matter."
    FRONT_05 "FRONT-05" Warning "a front matter key looks like a slip, or has no effect"
        reason "Unknown keys are kept for templates, so a slip in a known one would have no effect and no message."
        example "tilte: How trust breaks"
        remedy "Correct the key, or move your own key under `extra`."
    FRONT_06 "FRONT-06" Error "a front matter value has the wrong form"
        reason "The value would be ignored, and the page would not do what its author asked."
        example "weight: heavy"
        remedy "Give the form the message asks for."
    FRONT_07 "FRONT-07" Error "a date cannot be understood"
        reason "A date decides what is published and when."
        example "date: 2026-02-30"
        remedy "Write it as 2026-02-28, or with a time as 2026-02-28T09:00 or 2026-02-28T09:00:00+01:00."
    FRONT_08 "FRONT-08" Error "settings that are not fenced as front matter must be"
        reason "They would be published as text, and a draft or a date among them would hold nothing back."
        example "—\ntitle: Sleep\ndraft: true\n—"
        remedy "Make a line of three plain hyphens the first of the file, and put another below the settings."
    FRONT_09 "FRONT-09" Error "a key that holds pages back is not obeyed as it is written"
        reason "What its author wants to keep back would be published, or the other way round."
        example "draft: true below [extra], or cascade: { draft: true, target: … }"
        remedy "Write `draft: true` at the top of the front matter of each page, or of the section's _index.md."
    DATA_01 "DATA-01" Error "a data file cannot be read"
        reason "Pages that need the data would be published without it."
        example "E05:\n  sorce: a journal"
        remedy "Correct the line; `mend explain DATA-01` and the message name the keys that are known."
    DATA_02 "DATA-02" Error "an evidence note names an entry that is not there"
        reason "A reader could not look up what the sentence rests on."
        example "Trust can slip again. [@E99]"
        remedy "Add the entry to content/evidence.yaml, or correct its name."
    DATA_03 "DATA-03" Warning "a data file has nearly the name of another"
        reason "A slip in the name of help.yaml takes the help off every page, and of two files for one thing only one counts."
        example "content/helps.yaml, or content/help.yml beside content/help.yaml"
        remedy "Give it the name the message asks for, or one that is less like it."
    DATA_04 "DATA-04" Error "an address or number cannot be followed, dialled or written to"
        reason "A reader who needs it meets a dead end, and an address of another kind could run a program."
        example "url: example.org/study, in content/evidence.yaml"
        remedy "Write a web address with https://, a number in digits, a mail address alone."
    SAFE_01 "SAFE-01" Error "a safety notice of an unknown kind"
        reason "The page would be published without the warning its author asked for."
        example "safety: [couple-work]"
        remedy "Use couples-work, couples-part, abuse, crisis, money or substance; or `none`, with a safety_reason."
    SAFE_08 "SAFE-08" Error "the help of a region is not complete, cannot be checked, or was checked too long ago"
        reason "A reader in danger needs an emergency number, somebody for abuse and somebody for a crisis; and a number nobody can look up, or looked up for a year, may be wrong."
        example "- { id: nz, name: New Zealand, contacts: [] }"
        remedy "Add what is missing with its `source`. A region without an abuse or crisis contact is shown, and the help page says what its list lacks."
    SAFE_09 "SAFE-09" Error "the way out leads to a place that is not fit for it"
        reason "Whoever looks over a reader's shoulder should see a dull page, without anything that tells what was read."
        example "[exit]\nurl = \"https://www.youtube.com/\""
        remedy "Name a page with an https address that looks alike for everybody, such as a weather forecast."
    SAFE_14 "SAFE-14" Error "an article warns its readers, and the site knows nobody who helps"
        reason "The warning leads to the help page, which would be empty."
        example "safety: [abuse] on a site without content/help.yaml"
        remedy "Add content/help.yaml with the emergency number and the contacts of your region."
    SAFE_15 "SAFE-15" Error "an article warns its readers, and the site has no way out"
        reason "Who reads about fear at home must be able to leave the page at once."
        example "safety: [abuse] on a site without `[exit] url`"
        remedy "Set `url` under `[exit]` in site.toml to a dull page with an https address."
    SAFE_16 "SAFE-16" Error "a contact cannot be reached in any way"
        reason "A reader in danger is shown a name, and nothing to call, write to or open."
        example "- {kind: abuse, name: Refuge, for: women, source: …, checked: never}, in content/help.yaml"
        remedy "Add its phone, text, chat or website, or take the contact out."
    SAFE_17 "SAFE-17" Warning "a text message names no number"
        reason "A tap opens the message ready to send, but only if its number can be told from the words."
        example "text: send us a message, in content/help.yaml"
        remedy "Write the number, and the word that the service waits for in capitals: text SHOUT to 85258"
    SAFE_02 "SAFE-02" Error "a task for two on a page that is not marked for couples"
        reason "A reader who is afraid could be sent into an exercise with the person they fear."
        example "a page for both with `> [!steps]` and without `safety: [couples-work]`"
        remedy "Add couples-work to `safety`, or couples-part if one person does the page and only a part involves the partner; or say `safety: none` with a `safety_reason`."
    SAFE_03 "SAFE-03" Warning "a risk is spoken of on a page without a notice for it"
        reason "Who recognises their own danger here is not told where help is."
        example "They threatened to take the children. (on a page without `safety: [abuse]`)"
        remedy "Add the flag, or link to the safety page in the same paragraph."
    SAFE_04 "SAFE-04" Error "a sentence presses the reader to stay, to forgive or to bear it"
        reason "For somebody who is being harmed it can be the reason to stay."
        example "You must forgive to move on."
        remedy "Say what is possible, and that the reader may decide otherwise."
    SAFE_05 "SAFE-05" Error "a sentence blames the person who was hurt"
        reason "Reasons can be shared; the choice to deceive or harm belongs to one person."
        example "It takes two to end up here."
        remedy "Keep apart what was shared and what one person chose."
    SAFE_06 "SAFE-06" Error "couples work is named on a page that never links to the safety page"
        reason "Couples counselling is not advised where there is abuse, and this page does not say so."
        example "Couples counselling could help you both."
        remedy "Say when it is not suitable, and link to the article that `[help] safety_article` names."
    SAFE_07 "SAFE-07" Error "a telephone number stands in an article"
        reason "Numbers change. In the help data each has a source and the day it was checked."
        example "Call 0808 000 0000."
        remedy "Put it into content/help.yaml and link to the help page."
    SAFE_10 "SAFE-10" Warning "a page has too many callouts or emergency cards"
        reason "When everything is marked, a reader in distress sees none of it."
        example "three `> [!warning]` on one page"
        remedy "Keep the most important; write the rest as ordinary text."
    SAFE_11 "SAFE-11" Error "the reader is told to watch a partner"
        reason "Searching and tracking can be against the law, and can bring the reader into danger."
        example "Check their phone when they sleep."
        remedy "Offer what can be asked for openly instead."
    SAFE_12 "SAFE-12" Error "a partner is given a diagnosis"
        reason "Nobody can assess a person from an article, and the word can be used as a weapon."
        example "Your partner may be a narcissist."
        remedy "Describe what the person does, and say who can assess it."
    SAFE_13 "SAFE-13" Error "the reader is told to take a dangerous step"
        reason "Leaving or confronting can raise the danger; such plans belong with specialists."
        example "Pack a bag and leave tonight."
        remedy "Say how to reach people who can plan it with the reader."
    SAFE_18 "SAFE-18" Error "a page has two gates"
        reason "Readers in distress pass over what is said twice. One box before the text is read, a second one with the same links is not."
        example "safety: [abuse], and above the first heading: If you are afraid, read [[when-it-is-not-safe]]."
        remedy "Write the sentence into a block `> [!notice]`, which takes the place of the automatic words, or leave it out. mend adds the links."
    REV_01 "REV-01" Error "the review of an article is missing or cannot be understood"
        reason "Readers see when a page was last reviewed and by whom; `never` is an honest answer."
        example "reviewed: last spring"
        remedy "Write `reviewed: never`, or the day with `review_due` and `reviewed_by`."
    REV_02 "REV-02" Error "a review is overdue, or due soon"
        reason "Advice ages, and readers rely on the date that is shown."
        example "review_due: 2025-01-31"
        remedy "Review the article, then set `reviewed` and `review_due`."
    REV_03 "REV-03" Error "the days of a review contradict each other"
        reason "A review cannot be due before it took place, nor have taken place in the future."
        example "reviewed: 2026-05-01\nreview_due: 2026-04-01"
        remedy "Correct the day that is wrong."
    REV_04 "REV-04" Warning "a review is to hold too long"
        reason "Help changes within months, and advice on safety with it."
        example "reviewed: 2026-01-01\nreview_due: 2031-01-01"
        remedy "Set an earlier `review_due`; `[review]` holds the limits."
    REV_05 "REV-05" Note "an article changed since its review, or could without notice"
        reason "What was reviewed is not what readers see now, or nobody could tell."
        example "reviewed_hash: 0123456789abcdef (the text has another)"
        remedy "Have the change reviewed, then write the `reviewed_hash` that the message gives."
    REV_06 "REV-06" Error "a reviewer is not known, or claims a profession without a source"
        reason "A credential that nobody can look up is worth nothing to a reader, and may be untrue."
        example "dr-lee: { name: Lee, role: psychologist } without `credential` and `source`"
        remedy "Add both to content/people.yaml, or leave the role out."
    REV_07 "REV-07" Warning "articles have never been reviewed, or contacts never checked"
        reason "Readers are told so on each page; a guide for hard moments deserves a professional's eye, and a number a call."
        example "reviewed: never"
        remedy "Have them reviewed, and enter the day and the reviewer; look contacts up at their source, and enter the day."
    READ_01 "READ-01" Warning "a text is hard to read"
        reason "People read worse when they are upset; public services write for a reading age of 9 to 12."
        example "a text whose Flesch-Kincaid grade is over 7"
        remedy "Use shorter sentences and commoner words."
    READ_02 "READ-02" Warning "a sentence is too long"
        reason "A reader who is upset loses the thread."
        example "a sentence of more than 25 words; more than 35 are an error"
        remedy "Say it in two sentences."
    READ_03 "READ-03" Warning "too many sentences are long"
        reason "One long sentence can be read twice; a text full of them is laid aside."
        example "more than a fifth of the sentences have more than 20 words"
        remedy "Cut some of them in two."
    READ_04 "READ-04" Warning "a paragraph is too long"
        reason "On a phone it fills the screen without a place to rest."
        example "a paragraph of 5 sentences"
        remedy "Begin a new paragraph where the thought turns."
    READ_05 "READ-05" Warning "a word is harder than it has to be"
        reason "There is a common word for it."
        example "utilise"
        remedy "Write the word the message names."
    READ_06 "READ-06" Warning "an article is too long or too short"
        reason "It should be read in one sitting, and be worth opening."
        example "an article of 1,400 words"
        remedy "Part it, or add what readers need; `[check.limits]` holds the limits."
    READ_07 "READ-07" Warning "a list has too many items"
        reason "Nobody remembers more than a handful."
        example "a list of 9 items"
        remedy "Part it in two."
    LANG_01 "LANG-01" Error "a person is called by a label"
        reason "A person is more than what they did or live with; labels end a conversation."
        example "Once a cheater, always a cheater."
        remedy "Say what the person did: the partner who broke trust."
    LANG_02 "LANG-02" Warning "a gender is taken for granted"
        reason "Readers of other genders are left out, and harm looks as if one gender did it."
        example "Ask your husband what he feels."
        remedy "Say partner and they; in an example, use a name."
    LANG_03 "LANG-03" Warning "only one kind of couple is spoken to"
        reason "Same-sex couples, people living apart and those with more partners read this, too."
        example "as in any normal marriage"
        remedy "Say relationship or partner, or name whom you mean."
    LANG_04 "LANG-04" Error "a person is defined by an illness or a harm"
        reason "People live with a condition; they are not made of it."
        example "She suffers from depression."
        remedy "Write: has depression."
    LANG_05 "LANG-05" Warning "a contraction hides the word \"not\""
        reason "Read in haste, by a tired reader or in a second language, \"don't\" becomes \"do\"."
        example "Don't drive tonight."
        remedy "Write \"do not\"; in boxes and safety texts it is an error."
    LANG_06 "LANG-06" Warning "a word is spelt as in another country"
        reason "A text that changes its spelling looks patched together."
        example "behavior in a site with language = \"en-GB\""
        remedy "Write it as the message says."
    LANG_07 "LANG-07" Error "a promise that nobody can keep"
        reason "Who was deceived deserves plain facts."
        example "a proven way that always works"
        remedy "Say what it can do, for whom, and how sure that is."
    LANG_08 "LANG-08" Note "a worn picture"
        reason "Pictures are understood differently, and not at all by some readers."
        example "the healing journey"
        remedy "Say the thing itself."
    LANG_09 "LANG-09" Note "a text gives many orders"
        reason "Readers under pressure need choices."
        example "more than 3 times \"should\" or \"must\" in 500 words"
        remedy "Use can, could or may help."
    LANG_10 "LANG-10" Warning "a text is loud"
        reason "Capitals, exclamation marks and little pictures upset, or are read out oddly."
        example "Do NOT worry!"
        remedy "Write it calmly; names in capitals belong into the list `acronyms`."
    LANG_11 "LANG-11" Note "a text has no contraction"
        reason "People say \"you're\" and \"it's\". A long text without them sounds like an office, or like a translation. English only."
        example "400 words with \"you are\", \"it is\" and \"that is\", and no \"you're\""
        remedy "Contract where you would in speech; \"not\" stays a word of its own (LANG-05). `[check.limits]` holds the number of words."
    LANG_12 "LANG-12" Note "the title of a page is the subject of a sentence"
        reason "A title is a sentence of its own. Read aloud, two sentences run into one. English only."
        example "[[when-your-mind-keeps-going-back]] has ways to get through an hour."
        remedy "Say what the reader finds, then name the page: For ways to get through an hour, read [[…]]."
    LANG_13 "LANG-13" Note "\"may\" can be a permission or a possibility"
        reason "\"Your partner may read it\" says that they are allowed to, or that they perhaps will. For a reader who is controlled that is no small difference. English only. It cannot tell every possibility from a permission, so it is off until `[check.rules]` turns it on."
        example "Your partner may read the message first."
        remedy "Write \"can\" for what is allowed, and \"might\" for what is possible."
    LANG_14 "LANG-14" Note "\"the other\" has no noun"
        reason "Readers must work out who is meant, and in a hard moment they take the wrong one. English only."
        example "The other listens."
        remedy "Say who it is: your partner, the other person, the other sheet."
    STR_02 "STR-02" Error "an article lacks a part that every article has"
        reason "Readers learn where to look, and find it on each page."
        example "an article without `> [!in-short]`"
        remedy "Add what the message names."
    STR_03 "STR-03" Warning "a do or do-not box is not written as one"
        reason "The box itself says \"Do\" or \"Do not\"; its points go on from there, and who listens hears by the next heading that they are over."
        example "> [!dont]\n> - Do not shout"
        remedy "Begin each point small, with a verb; give at least two; let a heading or the other box follow."
    STR_07 "STR-07" Error "a section or path has too many pages"
        reason "A list of more than eight is no help in choosing."
        example "a section with 9 articles"
        remedy "Part it into groups."
    STR_08 "STR-08" Warning "a heading is too long or ends like a sentence"
        reason "Headings are read in lists, on small screens and aloud."
        example "## What should I do now?"
        remedy "Name the part in up to 65 characters, without a full stop or question mark."
    STR_09 "STR-09" Error "a link's text does not say where it leads"
        reason "Read out on its own, \"here\" means nothing."
        example "[click here](help.md)"
        remedy "Name what the reader will find."
    LINK_10 "LINK-10" Warning "an article has too few or too many cross-links, or nobody links to it"
        reason "Readers find their way from page to page; too many ways are as bad as none."
        example "an article that only one other article is linked from"
        remedy "Link it from 3 to 8 places in the text (12 for an overview), each in a sentence that says why."
    LINK_11 "LINK-11" Error "a link leaves the site for a place that is not agreed"
        reason "A reader may be followed there, or meet something that harms."
        example "[a test](http://quiz.example/)"
        remedy "Link to the source over https, and add its host to `[check] allowed_hosts`."
    LINK_12 "LINK-12" Error "a page on another host is not there"
        reason "A reader who was promised a source or somebody to talk to finds nothing."
        example "[the study](https://journal.example/gone), asked for by `mend check --external`"
        remedy "Link to where it is now, or take the link out."
    LINK_13 "LINK-13" Warning "a page on another host has moved for good"
        reason "The old address may stop working, and a new one can lead to another thing than was meant."
        example "[the study](http://journal.example/a), which leads to https://journal.example/b for good"
        remedy "Look whether it is still what was meant, and write the new address."
    LINK_14 "LINK-14" Note "a page on another host could not be verified"
        reason "Some hosts tell programs nothing (403, 429), some do not answer in time; that says nothing about the page."
        example "a link to a host that answers 403 to everything but browsers"
        remedy "Open the link yourself; an address that never answers programs belongs into `[check.external] skip`."
    EVI_01 "EVI-01" Error "a figure or a claim of research has no source"
        reason "Readers cannot tell what is known from what is hoped."
        example "Studies show that 70% of couples stay together."
        remedy "Add the mark of its entry in content/evidence.yaml, [@E05], or take the claim out."
    EVI_02 "EVI-02" Warning "a source is older than the text says, or too weak for a number"
        reason "A reader should know that a study is old, and no number should rest on hearsay."
        example "A study found 3 stages. [@E01] (a source of 2008)"
        remedy "Write \"an older study\", or leave the number out."
    EVI_03 "EVI-03" Error "a text promises a time"
        reason "Nobody knows it, and a reader who needs longer will think that something is wrong with them."
        example "Within 6 months you will trust again."
        remedy "Say what it depends on; an opinion needs its evidence mark."
    EVI_04 "EVI-04" Warning "an evidence entry does not say how far it carries"
        reason "A study of 12 couples and one of 2,000 look alike unless the note says which it was, and whom it left out."
        example "E05: { source: \"Somebody 2014\" }"
        remedy "Give the entry a `note`, its `limits` and its `certainty` (a: read, b: known through others, c: not checked); `size`, if it has one."
    GLO_01 "GLO-01" Warning "an article uses a term of the glossary and never leads to it"
        reason "A reader who does not know the word finds no way to what it means."
        example "a term that stands in the head of a table alone, where no link can stand"
        remedy "Use it in the running text, too, where it is linked by itself; `%%noterm: word%%` stops a term on a page that means something else."
    GLO_02 "GLO-02" Warning "a definition is too long"
        reason "It is read in the middle of another sentence."
        example "a definition of 41 words"
        remedy "Say it in up to 30 words."
    GLO_03 "GLO-03" Warning "a specialist's word is used, and the glossary does not explain it"
        reason "Who does not know it stops reading, or takes it for a verdict on themselves."
        example "You may notice hypervigilance. (on a site whose content/terms.yaml does not have the word)"
        remedy "Define it in content/terms.yaml with the form in which it is used, or say it in plain words; the list `specialist` of content/words.yaml holds the words."
    ORIG_01 "ORIG-01" Error "a text repeats seven words of a source text"
        reason "The words belong to somebody else."
        example "`mend check --originals DIR`, where DIR holds the texts the author worked from"
        remedy "Say it in your own words, from your own thought."
    ORIG_02 "ORIG-02" Warning "two articles share twelve words"
        reason "Readers who meet a sentence twice doubt that the rest is meant for them."
        example "the same advice word for word on two pages"
        remedy "Keep it where it fits best and link to it."
    PRIV_01 "PRIV-01" Error "a page tells somebody else about its reader"
        reason "Nobody but the reader should know that this page was opened."
        example "<img src=\"https://counter.example/1.gif\">"
        remedy "Keep files on the site, scripts and styles in files of their own, and forms without an action."
    PRIV_02 "PRIV-02" Error "a script of the site keeps something of its reader, asks another host or holds them back"
        reason "What is kept can be found by whoever shares the device, and a question before leaving costs the seconds a reader needs."
        example "localStorage.setItem(\"page\", document.title), in static/notes.js"
        remedy "Take it out; a script that asks its reader first can be let through with `[check.rules]` PRIV-02 = \"off\"."
    WORK_01 "WORK-01" Error "a field to write in has no label, or could keep what was written"
        reason "What is written there is private, and must be findable without seeing it."
        example "<textarea name=\"feelings\"></textarea>"
        remedy "Give it a label, autocomplete=\"off\" and spellcheck=\"false\", and no name."
    WORK_02 "WORK-02" Error "a worksheet has no safety notice"
        reason "What is asked there can be dangerous to write down, to say or to share."
        example "a file in content/worksheets/ without `safety`"
        remedy "Add `safety:` with what it needs, or `safety: none` with a `safety_reason`."
    LINT_01 "LINT-01" Warning "a comment silences nothing"
        reason "A silence without a reason, with an unknown code or without a finding hides the next real one."
        example "<!-- lint-ok LANG-01 -->"
        remedy "Write `<!-- lint-ok CODE: reason -->` directly above the block, or remove it."
    CONF_01 "CONF-01" Error "site.toml is not written in TOML"
        reason "Nothing is built while it is unknown what the settings are."
        example "title = A calm guide"
        remedy "Look at the place the message names: texts stand between double quotes, tables begin with [name], a key stands once."
    CONF_02 "CONF-02" Error "site.toml has a key that mend does not know"
        reason "A misspelt key would be passed over in silence, and the setting would not hold."
        example "[links]\nbrokn = \"off\""
        remedy "Use the key the message names; keys of your own, for your templates, belong under [extra]."
    CONF_03 "CONF-03" Error "a setting has a value that it cannot have"
        reason "The site could not be what its publisher asked for."
        example "timezone = \"Mars/Base\""
        remedy "Write the value as the message says; `mend schema site` names the type of each."
    CONF_04 "CONF-04" Error "a language is not written as a language tag"
        reason "Browsers, screen readers and search take the tag to choose a voice and to part words; a wrong one fails in silence."
        example "language = \"english\""
        remedy "Write the code of the language, with its region if need be: \"en\", \"en-GB\", \"de\"."
    CONF_05 "CONF-05" Error "a rule cannot be changed"
        reason "Without what this rule asks for a page could not be made as its author meant it, or something could go out that was not meant to, so every site has it."
        example "[check.rules]\n\"URL-01\" = \"off\""
        remedy "Take the line out and mend what the rule finds; `mend explain CODE` tells how."
    CONF_06 "CONF-06" Warning "the words of the interface are in another language than the site"
        reason "Buttons and headings stay in English, and a screen reader reads them in the voice of the site's language."
        example "language = \"de\", on a site without content/texts.yaml"
        remedy "Run `mend theme eject texts.yaml`, and translate the texts in it or in content/texts.yaml."
    SITE_01 "SITE-01" Error "site.toml names an article that is not published"
        reason "Readers would look in vain for what was promised to them."
        example "[practice]\npages = [\"fee.md\"]"
        remedy "Name published articles by their name, or by their path below content/ such as \"about/fees\"."
    SITE_02 "SITE-02" Error "a colour of site.toml is hard to read on what it stands on"
        reason "Tired eyes, bright sun and old screens need the contrast that WCAG 2.2 asks for."
        example "[style.light]\naccent = \"#7fb3bd\""
        remedy "Use the shade the message names, which fits all its grounds, or one farther from them."
    SITE_03 "SITE-03" Error "the logo of site.toml is no picture of the site"
        reason "Every page would show a broken picture at its top, and its place could not be kept while it loads."
        example "[style.logo]\nimage = \"lgoo.svg\""
        remedy "Put the picture into static/ and name it by its path there; an SVG needs a width and height, or a viewBox."
    SITE_04 "SITE-04" Error "the site still says what mend wrote for a start, or its help page has no contacts"
        reason "Readers would meet sentences that were written for the author, or look for help where there is none."
        example "summary: What a reader will know or be able to do after reading this."
        remedy "Write your own words. In content/help.yaml name your region: { default: gb, regions: [{ id: gb, name: United Kingdom, emergency: \"999\", contacts: [{ kind: abuse, name: …, phone: …, for: …, source: \"https://…\", checked: 2026-01-31 }, { kind: crisis, … }] }] }"
    BLOCK_01 "BLOCK-01" Error "an unknown kind of block"
        reason "The block would be shown as an ordinary quotation, without its meaning."
        example "> [!warnin] Take care"
        remedy "Use one of the kinds the message names, or a callout of Obsidian or GitHub: info, todo, summary, hint, success, question, failure, danger, bug, quote and their like become mend's own. Only `help` is another thing here: the get-help card with the site's contacts."
    BLOCK_02 "BLOCK-02" Error "a block lacks the list it is made of"
        reason "In short, do, do-not, steps and timeline blocks draw their list; without one there is nothing to draw."
        example "> [!steps]\n> First do this."
        remedy "Write a list inside the block: ordered for steps and timelines."
    BLOCK_03 "BLOCK-03" Error "a card of help asks for contacts of an unknown kind"
        reason "The card would name nobody, where its author means readers to find a number."
        example "> [!help]\n> contacts: gamling"
        remedy "Write kinds of content/help.yaml, with commas between them: crisis, abuse, sexual-violence, change, money, gambling, substance, relationship, other."
    NOTE_01 "NOTE-01" Warning "a footnote is marked but never written"
        reason "The mark would be shown to readers literally."
        example "Many people feel this.[^1]"
        remedy "Add a line that starts with [^1]: or remove the mark."
    NOTE_02 "NOTE-02" Warning "a footnote is written but never marked"
        reason "Nobody would see it."
        example "[^2]: A note without a mark"
        remedy "Put its mark into the text, or remove the note."
    HTML_01 "HTML-01" Error "raw HTML is not allowed here"
        reason "The site's configuration refuses HTML in articles: `[markdown] raw_html = \"refuse\"`."
        example "<div class=\"box\">Hello</div>"
        remedy "Write it in Markdown, or as one of mend's blocks."
    HTML_02 "HTML-02" Warning "raw HTML was removed or changed to make it safe"
        reason "Scripts, styles, frames and event handlers in an article could harm readers."
        example "<script>alert(1)</script>"
        remedy "Remove it; if you trust every author, set `[markdown] raw_html = \"allow\"`."
    HTML_03 "HTML-03" Warning "a class of an article is the theme's own"
        reason "With it an article could look like the way out, a help card or a notice, cover them, or be taken for one by a script."
        example "## [Leave this site](https://example.org/) {.exit}"
        remedy "Choose a name of your own and style it in the site's style sheet; the theme's blocks have their own Markdown."
    HTML_04 "HTML-04" Warning "an id of an article is the page's own"
        reason "Links inside the page and screen readers would find the wrong one of two."
        example "## First days {#main}"
        remedy "Give the heading or element another id."
    HTML_05 "HTML-05" Warning "words in angle brackets are read as an HTML tag"
        reason "A browser takes them for a tag it does not know, and readers see nothing of them."
        example "Write to <your sister> first."
        remedy "Write `&lt;` for `<`, or put the words in a code span."
    SEARCH_01 "SEARCH-01" Warning "a phrase of the terms file means what no page says"
        reason "Who types it finds nothing, although somebody took care that they would."
        example "synonyms: [[stonewalling, wall of silence]], on a site that says neither"
        remedy "Take it out of content/terms.yaml, or name words that the articles use."
    STR_01 "STR-01" Warning "a heading level is skipped"
        reason "People who listen to a page move through it by its headings."
        example "## Causes\n#### Money"
        remedy "Use the next level down."
    STR_04 "STR-04" Error "a link has no text"
        reason "It can neither be read out nor tapped."
        example "[](apology.md)"
        remedy "Say in the link's text where it leads."
    STR_05 "STR-05" Warning "an image has no alternative text"
        reason "Readers who do not see the picture are left out."
        example "![](bench.jpg)"
        remedy "Describe what the picture tells; for a picture that only decorates, write alt=\"\" in raw HTML or `![decorative](bench.jpg)`."
    STR_06 "STR-06" Error "a title, description or id stands twice"
        reason "A link to the second one leads to the first, and two things of one name are hard to tell apart."
        example "## Setbacks {#setbacks}\n## More setbacks {#setbacks}"
        remedy "Give one of the two another name."
    LINK_01 "LINK-01" Error "a link leads nowhere"
        reason "A reader in a hard moment meets a dead end instead of help."
        example "[a good apology](how-to-apologize.md)"
        remedy "Correct the target; the message names the nearest ones there are."
    LINK_02 "LINK-02" Error "a link names a heading that is not there"
        reason "The reader lands at the top of a long page and has to search."
        example "[setbacks](how-long-it-takes.md#set-backs)"
        remedy "Correct the part after #, or give the heading a fixed id: ## Setbacks {#setbacks}"
    LINK_03 "LINK-03" Error "a link's name fits more than one page"
        reason "Which of them was meant cannot be guessed."
        example "[[apology]] where content/a/apology.md and content/b/apology.md exist"
        remedy "Write the path: [[a/apology]]"
    LINK_04 "LINK-04" Warning "a link uses an address scheme that is not allowed"
        reason "javascript: and data: links can run code; the link was dropped and its text kept."
        example "[press](javascript:alert(1))"
        remedy "Use http, https, mailto or tel, or allow the scheme in `[markdown] link_schemes`."
    LINK_05 "LINK-05" Error "a link leads to a page that is not published"
        reason "Readers would get \"page not found\" until the page is published."
        example "[forgiveness](forgiveness.md) where forgiveness.md is a draft"
        remedy "Publish the page, or take the link out until then."
    LINK_15 "LINK-15" Error "a link is written in a way that leaves its brackets in the text"
        reason "Readers see brackets and an address instead of a link."
        example "[my notes](my notes.md), or [part two] (part-two.md)"
        remedy "Write `%20` for a blank or put the address between `<` and `>`, and nothing between the two brackets."
    LINK_16 "LINK-16" Warning "a link names a reference that is not defined"
        reason "Readers see two pairs of brackets instead of a link."
        example "[the plan][plan], without a line that begins with `[plan]:`"
        remedy "Add the line `[plan]: address`, or write `[the plan](address)`; `\\[` makes a bracket text."
    LINK_17 "LINK-17" Error "a link has no target"
        reason "It looks like a way on and leads to the page itself."
        example "[talk to somebody]()"
        remedy "Write where it leads, or take the link out."
    LINK_18 "LINK-18" Error "an image leads to something that is no picture"
        reason "Readers see the sign of a broken picture."
        example "![how to apologise](how-to-apologise.md)"
        remedy "Take away the `!` to link to it, or name a picture."
    LINK_19 "LINK-19" Error "a wikilink in a table is cut in two by its bar"
        reason "A bar begins the next cell, so readers see the halves of a link in two of them."
        example "| [[apology|how to]] |"
        remedy "Write `\\|` in place of the bar: `[[apology\\|how to]]`."
    MEND_01 "MEND-01" Error "mend itself failed"
        reason "This is a fault of mend, not of the site, and what it could not finish cannot be published."
        example "a panic of the program while it reads content/repair/apology.md"
        remedy "Please report it with the whole message, and with the file it names if you may share it. Until then, take out what you changed last in that file."
    UI_01 "UI-01" Error "a text of the interface has a key nobody asks for"
        reason "The page would go on showing the usual words."
        example "skip_to_txt: Zum Text, in content/texts.yaml"
        remedy "Use a key of the theme's texts.yaml; `mend theme eject texts.yaml` shows all of them."
    UI_02 "UI-02" Error "a text of the interface holds a name that nothing is filled into"
        reason "Readers would see the braces."
        example "part_of: Teil {nummer} von {count}"
        remedy "Use the names that the usual text has."
    AUDIENCE_01 "AUDIENCE-01" Error "an article is for somebody the site does not know"
        reason "The article would be missing from the lists readers choose from."
        example "audience: [hrut]"
        remedy "Use a name the message lists, or add yours to content/audiences.yaml."
    PATH_01 "PATH-01" Error "a reading path is too long"
        reason "A tired reader does not walk nine pages; the path would only look like more to do."
        example "a path with nine steps"
        remedy "Leave out what can wait, or make two paths of it; eight steps are the most."
    PATH_02 "PATH-02" Error "a reading path names a page that is not there"
        reason "Its readers would find a hole in the middle of the way."
        example "page: frist-days, in content/paths.yaml"
        remedy "Correct the name, publish the page, or take the step out."
    PATH_03 "PATH-03" Error "two reading paths share an id"
        reason "Both want the same address."
        example "id: deciding, twice in content/paths.yaml"
        remedy "Give one of them another id."
    PATH_04 "PATH-04" Note "an article stands in no reading path"
        reason "A reader who follows a path never meets it."
        example "an article that no step of content/paths.yaml names"
        remedy "Add it to a path, or write `path: none` if it is looked up on its own."
    TERM_01 "TERM-01" Error "a term of the glossary points to a term that is not there"
        reason "The reader would follow it to nothing."
        example "see: [empathie], in content/terms.yaml"
        remedy "Correct the name, define the term, or take it out of `see`."
    TERM_02 "TERM-02" Error "a written form belongs to two terms"
        reason "Which of them a sentence means cannot be guessed."
        example "forms: [limits], under two terms of content/terms.yaml"
        remedy "Take the form out of one of them."
    TERM_03 "TERM-03" Warning "a term of the glossary is used in no article"
        reason "Nobody comes across it, and it may be out of date without anybody noticing."
        example "a term for a word that was edited out of every article"
        remedy "Use the word, add the form in which it is used, or take the term out."
    TERM_04 "TERM-04" Warning "a comment stops a term that is not there"
        reason "It does nothing; perhaps the term was renamed."
        example "%%noterm: boundry%%"
        remedy "Write a term of content/terms.yaml or one of its forms, or take the comment out."
    LINK_06 "LINK-06" Error "an image lies on another host"
        reason "Whoever owns that host would learn who reads the page, and the policy of the site forbids to load it."
        example "![A bench](https://pictures.example/bench.jpg)"
        remedy "Save the picture beside the article, if you may, and name the file."
    LINK_07 "LINK-07" Error "a link carries a parameter by which readers are followed"
        reason "It tells the other side where its visitor comes from, and sometimes who that is."
        example "[a study](https://journal.example/a?utm_source=guide)"
        remedy "Take the parameter out of the address; the link works without it."
    URL_01 "URL-01" Error "two sources claim one address"
        reason "Only one of them could be read; the other would be lost without a word."
        example "about.md and About.md, or a page and the redirect of another"
        remedy "Rename one of them, or give it a `slug` or `url` of its own."
    URL_02 "URL-02" Error "an address is not a name that every system can hold"
        reason "The site could not be copied to, or served from, some computers."
        example "content/con.md"
        remedy "Rename the file, or give the page a `slug`."
    URL_03 "URL-03" Error "an address is one that mend or the host keeps for itself"
        reason "A file in the place of the search program or of the policy would act on every page, and a hidden address is shown to nobody."
        example "static/search/data/client.js, or `url: /.hidden/` in an article"
        remedy "Rename the file, or give the page another `url`. Only robots.txt can be replaced by one of your own."
    URL_04 "URL-04" Error "a page of the site has the address of one that mend makes"
        reason "Only one of them could be read; the other would be lost without a word."
        example "content/help/, a section, beside mend's own page at /help/"
        remedy "Give mend's page another address in site.toml, such as `help = \"/get-help/\"` under `[urls.pages]`, or rename yours."
    REDIRECT_01 "REDIRECT-01" Error "a redirect is not an address inside the site"
        reason "An alias says which old address of this site leads to the page."
        example "aliases: [https://elsewhere.example/a]"
        remedy "Write the old path, starting with a single /: /old-address/"
    THEME_01 "THEME-01" Error "a template cannot be read"
        reason "No page that uses it can be made."
        example "{{ page.title | shout }} where there is no filter named shout"
        remedy "Correct the template at the line named; `mend theme eject` gives you the original again."
    THEME_02 "THEME-02" Error "a template failed on a page"
        reason "That page could not be made."
        example "{{ page.titel }}"
        remedy "Use only what the view holds; the page about themes in the README lists it."
    THEME_03 "THEME-03" Warning "a page asks for a template that cannot draw it"
        reason "Layout names of other tools mean nothing here, and a template of mend's for another kind of page has no place for the text; the page gets its usual template."
        example "layout: post"
        remedy "Remove the key, or add templates/post.html to the site's theme, with {{ content }} where the text goes."
    THEME_04 "THEME-04" Warning "a section asks for a drawing the theme does not have"
        reason "The section is shown without one."
        example "drawing: brigde"
        remedy "Use one of the names listed, or add drawings/NAME.svg to the theme."
    THEME_05 "THEME-05" Note "the pages do not name all sections and articles at the top"
        reason "Every page names the sections of the site and the articles that lie directly in content/, and hundreds of links on each page are of no use."
        example "30 articles directly in content/"
        remedy "Move articles into folders, and sections into one; of those that stay, the ones with the smallest `weight` are named."
    THEME_06 "THEME-06" Error "a theme's colours cannot be used as its theme.toml names them"
        reason "Style sheets know colours by these names only, and what cannot be read on its ground helps no reader."
        example "[tokens]\nink = { light = \"black\", dark = \"#e7e3da\", for = \"text\" }"
        remedy "Mend theme.toml at the line named; `mend theme eject theme.toml` gives you the original, which explains each part."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_in_any_case() {
        for (at, code) in ALL.iter().enumerate() {
            assert!(
                ALL[..at].iter().all(|other| other != code),
                "{code} stands twice"
            );
            assert_eq!(Code::find(&code.id().to_lowercase()), Some(*code));
        }
    }
}
