//! Writes a picture or player that is a paragraph of its own as a figure: `![alt](bench.jpg "caption")`.
//!
//! A picture inside a line keeps its title as an attribute. A picture alone without a caption stays a paragraph.

use pulldown_cmark::Tag;

use super::state::Writer;
use crate::markdown::media::Medium;

impl<'w> Writer<'w> {
    /// Writes a paragraph as a figure and says which item comes next, if it holds one picture with a caption, or a player.
    pub(super) fn figure(&mut self, at: usize) -> Option<usize> {
        let events = self.events;
        let (image, end) = (at + 1, events.mate(at));
        let tag = events.tag(image)?;
        let Tag::Image {
            dest_url, title, ..
        } = tag
        else {
            return None;
        };
        let medium = Medium::of(dest_url.trim_end_matches('\\').trim());
        let is_figure = medium.is_some() || !title.trim().is_empty();
        if !self.syntax.extensions || events.mate(image) + 1 != end || !is_figure {
            return None;
        }
        self.block(match medium {
            Some(_) => "<figure class=\"player\">",
            None => "<figure>",
        });
        let before = self.parsed.images.len();
        self.image(image, tag);
        let caption = match self.parsed.images.get_mut(before) {
            Some(image) => image.title.take(),
            None => self.title(title),
        };
        if let Some(caption) = caption {
            self.marks.border();
            self.draft.html.push_str("<figcaption>");
            self.put(&caption);
            self.draft.html.push_str("</figcaption>");
        }
        self.draft.html.push_str("</figure>\n");
        self.marks.border();
        Some(end + 1)
    }
}
