//! Writes the player of a recording or film: the browser's own, from the site itself, without a script.
//!
//! Nothing plays or is loaded before the reader asks, except for the start of a film that has no picture to show. Below the
//! player are links, which work everywhere and on paper: the file with its format and size, and what is said in it.

use super::attributes::{address, attribute};
use crate::data::texts::Texts;
use crate::html::escape;
use crate::markdown::{Image, Medium};
use crate::view::Player;

/// What the player of one file is written from.
pub(super) struct PlayerText<'a> {
    pub(super) image: &'a Image,
    /// The address of the file.
    pub(super) url: &'a str,
    pub(super) player: &'a Player,
    pub(super) texts: &'a Texts,
    /// The language of the page.
    pub(super) language: &'a str,
}

impl PlayerText<'_> {
    pub(super) fn write(&self, html: &mut String) {
        let element = match self.player.medium {
            Medium::Sound => "audio",
            Medium::Film => "video",
        };
        html.push('<');
        html.push_str(element);
        html.push_str(" controls");
        address(html, "src", self.url);
        attribute(html, "aria-label", self.name());
        if self.player.medium == Medium::Film {
            html.push_str(" playsinline");
            if let Some(width) = self.image.width {
                attribute(html, "width", &width.to_string());
            }
        }
        match &self.player.poster {
            Some(poster) => {
                html.push_str(" preload=\"none\"");
                address(html, "poster", poster);
            }
            // Without its first moments, a film is an empty box that says nothing.
            None if self.player.medium == Medium::Film => html.push_str(" preload=\"metadata\""),
            None => html.push_str(" preload=\"none\""),
        }
        html.push('>');
        self.write_captions(html);
        html.push_str("</");
        html.push_str(element);
        html.push_str("><span class=\"player-links\">");
        self.write_links(html);
        html.push_str("</span>");
    }

    /// What it plays, in words: those of the author, else the name of the file.
    fn name(&self) -> &str {
        let words = self.image.alt.as_deref().map(str::trim);
        let file = self.image.target.rsplit('/').next();
        words
            .filter(|words| !words.is_empty())
            .or(file)
            .unwrap_or_default()
    }

    /// The captions; those in the language of the page are shown from the start, for readers who cannot turn on the sound.
    fn write_captions(&self, html: &mut String) {
        let mut is_shown = false;
        for (url, language) in &self.player.captions {
            let language = language.as_deref().unwrap_or(self.language);
            html.push_str("<track kind=\"captions\"");
            address(html, "src", url);
            attribute(html, "srclang", language);
            if language == self.language && !is_shown {
                html.push_str(" default");
                is_shown = true;
            }
            html.push('>');
        }
    }

    fn write_links(&self, html: &mut String) {
        html.push_str("<a");
        address(html, "href", self.url);
        html.push_str(" download");
        if let Some(whole) = &self.player.address {
            attribute(html, "data-address", whole);
        }
        html.push('>');
        let size = self.size();
        let values = [
            ("name", self.name()),
            ("format", &*self.player.format),
            ("size", &*size),
        ];
        escape::html(html, &self.texts.fill("player_download", &values));
        html.push_str("</a>");
        if let Some(transcript) = &self.player.transcript {
            html.push_str(" <a");
            address(html, "href", transcript);
            html.push('>');
            escape::html(html, &self.texts.get("player_transcript"));
            html.push_str("</a>");
        }
    }

    /// The size of the file, rounded: below 10 MB to a tenth.
    fn size(&self) -> String {
        const KB: u64 = 1_000;
        const MB: u64 = 1_000_000;
        let bytes = self.player.bytes;
        if bytes < MB {
            let number = bytes.div_ceil(KB).to_string();
            return self.texts.fill("size_kb", &[("number", &number)]);
        }
        let tenths = (bytes + MB / 20) / (MB / 10);
        let number = match tenths {
            0..100 => {
                let mark = self.texts.get("decimal_mark");
                format!("{}{mark}{}", tenths / 10, tenths % 10)
            }
            _ => ((bytes + MB / 2) / MB).to_string(),
        };
        self.texts.fill("size_mb", &[("number", &number)])
    }
}
