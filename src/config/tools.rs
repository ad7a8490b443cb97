//! `[read_aloud]` and `[worksheets]`: the tools of articles and worksheets that a site can switch off.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[read_aloud]`: articles read aloud by a voice of the reader's device.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct ReadAloud {
    /// Whether articles have a button that reads them aloud. It is shown only on devices with a voice of their own in the
    /// language of the page, so that no text is sent.
    pub enabled: bool,
}

impl Default for ReadAloud {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// `[worksheets]`: what happens to the words that readers type into worksheets.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Worksheets {
    /// Whether the words stay in the memory of the tab until it is closed or the reader leaves by the exit. With `false` they
    /// are gone as soon as the reader opens another page.
    pub keep: bool,
}

impl Default for Worksheets {
    fn default() -> Self {
        Self { keep: true }
    }
}
