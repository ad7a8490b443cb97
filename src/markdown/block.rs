//! The closed set of blocks an author can write as `> [!kind] Optional title`.

use serde::Serialize;

/// One kind of block; each has a template of its name in the theme's `blocks/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BlockKind(&'static str);
