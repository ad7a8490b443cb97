//! Pictures as addresses that hold them, for documents that need no other file.

use base64::prelude::{BASE64_STANDARD, Engine};

/// A picture as an address that holds it. `extension` is that of its file, in lower case.
pub fn data_url(extension: &str, bytes: &[u8]) -> String {
    let kind = match extension {
        "svg" => "svg+xml",
        "jpg" => "jpeg",
        other => other,
    };
    format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(bytes))
}
