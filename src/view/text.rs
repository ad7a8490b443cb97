//! The text of a document on one page: what fills the gaps of its HTML.
//!
//! `render` writes it.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::content::{
    Content, FilledCopy, FilledImage, FilledLink, FilledPicture, FilledTerm, Player,
};
use super::gather::Gather;
use super::model::TermNote;
use super::outline::Outline;
use super::source::PictureFile;
use super::vantage::Vantage;
use crate::data::glossary::Term;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::graph::{DocId, Resolution};
use crate::markdown::Medium;
use crate::path::{Route, encode_path};

/// Where the links and images of a document lead.
#[derive(Hash)]
pub(crate) struct Targets<'a> {
    links: Vec<LinkTarget<'a>>,
    images: Vec<Target<'a>>,
}

#[derive(Hash)]
struct LinkTarget<'a> {
    to: Target<'a>,
    /// What it says, if the author gave it no words.
    text: Option<Cow<'a, str>>,
}

#[derive(Hash)]
enum Target<'a> {
    Inside(&'a Route, Option<&'a str>),
    Asset(Option<&'a Route>, Option<(u32, u32)>),
    Picture(&'a Route, PictureTarget<'a>),
    Medium(&'a Route, Box<MediumTarget<'a>>),
    External,
    AsWritten,
}

/// A picture with smaller copies.
#[derive(Hash)]
struct PictureTarget<'a> {
    size: Option<(u32, u32)>,
    files: &'a [PictureFile],
    sizes: &'a str,
}

impl PictureTarget<'_> {
    /// The copies, for a picture that is shown at this width if the author asked for one.
    fn filled(&self, width: Option<u32>, vantage: &Vantage<'_>) -> FilledPicture {
        let files = self.files.iter();
        FilledPicture {
            files: files
                .map(|file| FilledCopy {
                    url: vantage.url(&file.route),
                    width: file.width,
                    format: file.format,
                })
                .collect(),
            sizes: width.map_or_else(|| self.sizes.to_owned(), |width| format!("{width}px")),
        }
    }
}

/// A recording or film, and what belongs to it.
#[derive(Hash)]
struct MediumTarget<'a> {
    medium: Medium,
    format: String,
    bytes: u64,
    captions: Vec<(&'a Route, Option<&'a str>)>,
    poster: Option<&'a Route>,
    transcript: Option<&'a Route>,
}

impl<'a> MediumTarget<'a> {
    fn of(gather: &Gather<'a>, at: usize) -> Option<Self> {
        let (graph, asset) = (gather.graph, &gather.assets[at]);
        let companions = graph.companions.get(&at);
        let route = |asset: usize| graph.asset_routes[asset].as_ref();
        let captions = companions.iter().flat_map(|found| &found.captions);
        let transcript = companions.and_then(|found| found.transcript);
        let transcript = transcript.filter(|id| graph.states[id.index()].published);
        Some(Self {
            medium: Medium::of(asset.path.as_str())?,
            format: asset.path.extension().to_uppercase(),
            bytes: asset.content.length(),
            captions: captions
                .filter_map(|file| Some((route(file.asset)?, file.language.as_deref())))
                .collect(),
            poster: companions.and_then(|found| route(found.poster?)),
            transcript: transcript.map(|id| &graph.routes[id.index()]),
        })
    }

    fn player(&self, route: &Route, vantage: &Vantage<'_>) -> Player {
        let url = |route: &&Route| vantage.url(route);
        let captions = self.captions.iter();
        Player {
            address: vantage.absolute(route),
            medium: self.medium,
            format: self.format.clone(),
            bytes: self.bytes,
            captions: captions
                .map(|(route, language)| (vantage.url(route), language.map(str::to_owned)))
                .collect(),
            poster: self.poster.as_ref().map(url),
            transcript: self.transcript.as_ref().map(url),
        }
    }
}

impl<'a> Targets<'a> {
    pub(crate) fn of(gather: &Gather<'a>, id: DocId) -> Self {
        let graph = gather.graph;
        let at = id.index();
        let links = gather.outlines.get(id).links().iter().enumerate();
        let links = links.zip(&graph.links[at]);
        let images = graph.images[at].iter();
        Self {
            links: links
                .map(|((link, written), resolution)| LinkTarget {
                    to: Target::of(gather, resolution),
                    text: written
                        .text
                        .is_empty()
                        .then(|| gather.outlines.link_text(graph, id, link)),
                })
                .collect(),
            images: images
                .map(|resolution| Target::shown(gather, resolution))
                .collect(),
        }
    }
}

impl<'a> Target<'a> {
    fn of(gather: &Gather<'a>, resolution: &'a Resolution) -> Self {
        let graph = gather.graph;
        match resolution {
            Resolution::Asset(at) => {
                Self::Asset(graph.asset_routes[*at].as_ref(), gather.assets[*at].size)
            }
            Resolution::External => Self::External,
            other => match graph.place(other) {
                Some((route, anchor)) => Self::Inside(route, anchor),
                None => Self::AsWritten,
            },
        }
    }

    /// The target of an image, which may be a recording or film, or a picture with smaller copies.
    fn shown(gather: &Gather<'a>, resolution: &'a Resolution) -> Self {
        let shown = || {
            let Resolution::Asset(at) = resolution else {
                return None;
            };
            let route = gather.graph.asset_routes[*at].as_ref()?;
            let files = gather.pictures.get(at).filter(|files| !files.is_empty());
            if let Some(files) = files {
                let picture = PictureTarget {
                    size: gather.assets[*at].size,
                    files,
                    sizes: gather.settings.picture_sizes,
                };
                return Some(Self::Picture(route, picture));
            }
            Some(Self::Medium(
                route,
                Box::new(MediumTarget::of(gather, *at)?),
            ))
        };
        shown().unwrap_or_else(|| Self::of(gather, resolution))
    }

    /// The address to which it leads; `written` is what the author wrote.
    fn url(&self, written: &str, vantage: &Vantage<'_>) -> String {
        match *self {
            Self::Inside(route, Some(anchor)) if route == vantage.route => {
                format!("#{}", encode_path(anchor))
            }
            Self::Inside(route, Some(anchor)) => vantage.anchor_url(route, anchor),
            Self::Inside(route, None)
            | Self::Asset(Some(route), _)
            | Self::Picture(route, _)
            | Self::Medium(route, _) => vantage.url(route),
            Self::Asset(None, _) | Self::External | Self::AsWritten => written.to_owned(),
        }
    }

    /// The size at which an image is shown: as the author asked, else its own.
    fn shown_size(&self, width: Option<u32>) -> Option<(u32, u32)> {
        let (Self::Asset(_, Some((own_width, own_height)))
        | Self::Picture(
            _,
            PictureTarget {
                size: Some((own_width, own_height)),
                ..
            },
        )) = *self
        else {
            return None;
        };
        match width {
            Some(width) if own_width > 0 => Some((
                width,
                (u64::from(own_height) * u64::from(width) / u64::from(own_width)) as u32,
            )),
            _ => Some((own_width, own_height)),
        }
    }
}

/// The document that a page is written in, as far as the page shows it.
pub(crate) struct OwnDocument<'a> {
    document: &'a Arc<Document>,
    /// The terms that its text mentions; `None` if the page does not show the text.
    terms: Option<Vec<(&'a Mention, &'a Term)>>,
}

impl Hash for OwnDocument<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { document, terms } = self;
        let text = terms.as_ref().map(|terms| (document.facets.body, terms));
        (&document.path, document.facets.outline, text).hash(state);
    }
}

impl<'a> OwnDocument<'a> {
    /// The settings and the text of a document.
    pub(crate) fn whole(
        document: &'a Arc<Document>,
        mentions: &'a [Mention],
        terms: &'a [Term],
    ) -> Self {
        let mentions = mentions.iter();
        Self {
            document,
            terms: Some(mentions.map(|found| (found, &terms[found.term])).collect()),
        }
    }

    /// The settings of a document alone.
    pub(crate) fn settings(document: &'a Arc<Document>) -> Self {
        Self {
            document,
            terms: None,
        }
    }

    pub(crate) fn outline(&self) -> Outline<'a> {
        Outline::of(self.document)
    }

    /// The document, if the page shows its text.
    pub(crate) fn text(&self) -> Option<&'a Document> {
        self.terms.as_ref().map(|_| &**self.document)
    }

    /// The text as a page shows it; `glossary` is the page that explains terms.
    pub(crate) fn content(
        &self,
        targets: &Targets<'_>,
        marks: Vec<(usize, String)>,
        glossary: &Route,
        vantage: &Vantage<'_>,
    ) -> Option<Content> {
        let terms = self.terms.as_ref()?;
        let parsed = &self.document.parsed;
        let links = parsed.links.iter().zip(&targets.links);
        let images = parsed.images.iter().zip(&targets.images);
        let term = |(found, term): &(&Mention, &Term)| FilledTerm {
            stretch: found.stretch,
            range: found.range.clone(),
            url: vantage.anchor_url(glossary, &term.id()),
            note: note_id(term),
        };
        Some(Content {
            document: Arc::clone(self.document),
            links: links
                .map(|(link, target)| FilledLink {
                    url: target.to.url(&link.target, vantage),
                    external: matches!(target.to, Target::External),
                    text: target.text.as_deref().unwrap_or_default().to_owned(),
                })
                .collect(),
            images: images
                .map(|(image, target)| FilledImage {
                    url: target.url(&image.target, vantage),
                    size: target.shown_size(image.width),
                    picture: match target {
                        Target::Picture(_, picture) => Some(picture.filled(image.width, vantage)),
                        _ => None,
                    },
                    player: match target {
                        Target::Medium(route, medium) => Some(medium.player(route, vantage)),
                        _ => None,
                    },
                })
                .collect(),
            marks,
            terms: terms.iter().map(term).collect(),
        })
    }

    /// The terms that the text mentions, in its order.
    pub(crate) fn term_notes(&self, glossary: &Route, vantage: &Vantage<'_>) -> Vec<TermNote> {
        let note = |(_, term): &(&Mention, &Term)| TermNote {
            id: note_id(term),
            term: term.term.clone(),
            definition: term.definition.clone(),
            url: vantage.anchor_url(glossary, &term.id()),
        };
        self.terms.iter().flatten().map(note).collect()
    }
}

/// The id of the note that explains a term on a page.
fn note_id(term: &Term) -> String {
    format!("term-{}", term.id())
}
