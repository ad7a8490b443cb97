//! Ids and names that every other file of the room uses: of documents and sections, and the fixed folders and addresses. It
//! uses no other file of the room.

/// The folder whose files become pages.
pub(crate) const CONTENT: &str = "content";

/// The folder whose files are published at the top of the site as they are.
pub(super) const STATIC: &str = "static";

/// The folder of the worksheets, below `content/` and in addresses.
pub const WORKSHEETS: &str = "worksheets";

/// The name of the file with the questions people ask, without `.md`.
pub(super) const QUESTIONS: &str = "faq";

/// The address below the home page of the page that hosts show for an address that does not exist.
pub(crate) const NOT_FOUND: &str = "404.html";

/// A document by its place in the list of all documents, published or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(u32);

impl DocId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The document at a place in the list.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A document that may be named in lists, feeds and maps of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listed(DocId);

impl Listed {
    /// Declares that a document may be listed; only this room decides that.
    pub(super) fn new(id: DocId) -> Self {
        Self(id)
    }

    /// Which document it is.
    pub fn id(self) -> DocId {
        self.0
    }
}

/// A section by its place in the list of sections; the home page is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(usize);

impl SectionId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0
    }

    /// The section at a place in the list.
    pub fn from_index(index: usize) -> Self {
        Self(index)
    }
}
