//! A file of a published site, as lists of such files name it.

/// A file of a published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// The path below the folder of the site, with `/`.
    pub path: Box<str>,
    /// The length in bytes.
    pub length: u64,
    /// The fingerprint of the bytes, in hexadecimal digits.
    pub hash: Box<str>,
}
