//! What belongs to a recording or film by its name: captions, a picture to show before it plays, a transcript.
//!
//! For `clip.mp4` these are `clip.vtt`, or `clip.de.vtt` with the language of the captions, a picture `clip.jpg`, and the
//! page `clip-transcript.md`, all in its folder.

use std::collections::BTreeMap;

use super::ids::DocId;
use super::inputs::GraphInputs;
use crate::markdown::Medium;
use crate::path::SourcePath;

/// What belongs to one recording or film. Assets are numbered by their place in the list of assets.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// The files of its captions.
    pub captions: Vec<Captions>,
    /// The picture that is shown before it plays.
    pub poster: Option<usize>,
    /// The page with what is said in it.
    pub transcript: Option<DocId>,
}

/// A file of captions.
#[derive(Clone, Debug)]
pub struct Captions {
    /// The file.
    pub asset: usize,
    /// Its language if the name of the file says it, as a BCP 47 tag.
    pub language: Option<Box<str>>,
}

impl Companions {
    /// The files among them.
    pub fn files(&self) -> impl Iterator<Item = usize> {
        let captions = self.captions.iter().map(|captions| captions.asset);
        captions.chain(self.poster)
    }
}

/// The companions of every recording and film that has some.
pub(super) fn companions(inputs: &GraphInputs<'_>) -> BTreeMap<usize, Companions> {
    let media = inputs.assets.iter().enumerate();
    let media = media.filter_map(|(at, asset)| {
        let medium = Medium::of(asset.path.as_str())?;
        let found = companions_of(inputs, &asset.path, medium);
        let has_any = found.files().next().is_some() || found.transcript.is_some();
        has_any.then_some((at, found))
    });
    media.collect()
}

fn companions_of(inputs: &GraphInputs<'_>, path: &SourcePath, medium: Medium) -> Companions {
    const PICTURES: [&str; 6] = ["avif", "jpeg", "jpg", "png", "svg", "webp"];
    let asset = |path: &SourcePath| {
        let found = inputs.assets.binary_search_by(|asset| asset.path.cmp(path));
        found.ok()
    };
    let beside = |end: &str| path.join(&format!("{}{end}", path.stem()));
    let (_, key) = inputs.settings.language_paths.split(path);
    let transcript = key.join(&format!("{}-transcript.md", key.stem()));
    let transcript = transcript.and_then(|path| {
        let documents = inputs.documents;
        let found = documents.binary_search_by(|document| document.key.cmp(&path));
        found.ok().map(DocId::new)
    });
    if medium == Medium::Sound {
        return Companions {
            transcript,
            ..Companions::default()
        };
    }
    let pictures = PICTURES.iter();
    let mut pictures = pictures.filter_map(|ending| asset(&beside(&format!(".{ending}"))?));
    Companions {
        captions: captions_of(inputs, path),
        poster: pictures.next(),
        transcript,
    }
}

/// The captions of a film. They follow each other in the list of assets, since their names begin alike.
fn captions_of(inputs: &GraphInputs<'_>, film: &SourcePath) -> Vec<Captions> {
    let Some(prefix) = film.join(&format!("{}.", film.stem())) else {
        return Vec::new();
    };
    let prefix = prefix.as_str();
    let first = inputs
        .assets
        .partition_point(|asset| asset.path.as_str() < prefix);
    let named = inputs.assets.iter().enumerate().skip(first);
    let named =
        named.map_while(|(at, asset)| Some((at, asset.path.as_str().strip_prefix(prefix)?)));
    let captions = named.filter_map(|(asset, rest)| {
        let language = match rest.strip_suffix("vtt")?.strip_suffix('.') {
            None if rest == "vtt" => None,
            None => return None,
            Some(tag) => Some(Box::from(tag)),
        };
        Some(Captions { asset, language })
    });
    captions.collect()
}
