//! `[deploy.NAME]`: where `mend deploy` puts the published site. Keys and passwords are never settings: they come from the environment.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// How the address of a bucket begins.
const BUCKET: &str = "s3://";

/// `[deploy.NAME]`: a place where `mend deploy NAME` puts the published site.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Deployment {
    /// The place: a bucket of S3-compatible storage, such as `s3://my-bucket` or `s3://my-bucket/guide`, or a folder, relative to
    /// the folder of `site.toml`, such as `../www`.
    pub to: String,
    /// The address of the provider of the bucket, such as `https://s3.eu-central-003.example.com`. Default: Amazon's.
    pub endpoint: Option<String>,
    /// The region of the bucket, as its provider names it. Default: `us-east-1`.
    pub region: Option<String>,
    /// Whether the name of the bucket is in the path of addresses rather than in the host name. Providers of one's own often need
    /// this.
    pub path_style: bool,
    /// Whether files that left the site stay online for one more deployment. A page that a reader opened before may still need them.
    pub keep_previous: bool,
    /// The share of the online pages, in percent, that may leave the site at once. If more would leave, `mend deploy` changes nothing
    /// and asks for `--allow-deletes`. Up to ten pages may always leave.
    pub max_deleted_percent: u8,
    /// The header `Cache-Control` by patterns of file names, such as `"news/**/*.html" = "max-age=60"`. The longest pattern decides.
    /// By default, browsers keep files with a fingerprint in the name for a year, and check all others each time.
    pub cache_control: BTreeMap<String, String>,
}

impl Default for Deployment {
    fn default() -> Self {
        Self {
            to: String::new(),
            endpoint: None,
            region: None,
            path_style: false,
            keep_previous: true,
            max_deleted_percent: 10,
            cache_control: BTreeMap::new(),
        }
    }
}

/// The place of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A bucket, and what the names of the files in it begin with: nothing, or a path without slashes at its ends.
    Bucket(&'a str, &'a str),
    /// A folder.
    Folder(&'a str),
}

impl Deployment {
    /// The place, or how to write it.
    ///
    /// # Errors
    ///
    /// When `to` is neither a bucket nor a folder.
    pub fn place(&self) -> Result<Place<'_>, String> {
        let to = self.to.trim();
        if let Some(rest) = to.strip_prefix(BUCKET) {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let prefix = prefix.trim_matches('/');
            let is_name =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
            return match bucket.is_empty() || !bucket.bytes().all(is_name) || prefix.contains("//")
            {
                true => Err(
                    "write a bucket like \"s3://my-bucket\" or \"s3://my-bucket/guide\"".to_owned(),
                ),
                false => Ok(Place::Bucket(bucket, prefix)),
            };
        }
        let scheme = to.split_once(':').map(|(scheme, _)| scheme);
        match scheme {
            Some(scheme) if scheme.eq_ignore_ascii_case("s3") => {
                Err("write two slashes behind the colon, like \"s3://my-bucket\"".to_owned())
            }
            Some("file") => Err("write the folder alone, like \"/srv/www\"".to_owned()),
            Some(scheme) if scheme.len() > 1 => Err(format!(
                "mend deploys into buckets (s3://) and folders, not by `{scheme}`; other programs can carry the published folder there"
            )),
            _ if to.is_empty() => {
                Err("write where the site goes, like \"s3://my-bucket\" or \"../www\"".to_owned())
            }
            _ => Ok(Place::Folder(to)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_bucket_or_a_folder() {
        let place = |to: &str| {
            let deployment = Deployment {
                to: to.to_owned(),
                ..Deployment::default()
            };
            deployment.place().map(|place| format!("{place:?}"))
        };
        for (to, wanted) in [
            ("s3://b", "Bucket(\"b\", \"\")"),
            ("s3://b/", "Bucket(\"b\", \"\")"),
            ("s3://b/a/c/", "Bucket(\"b\", \"a/c\")"),
            ("../www", "Folder(\"../www\")"),
            ("/srv/www", "Folder(\"/srv/www\")"),
        ] {
            assert_eq!(place(to).as_deref(), Ok(wanted), "{to}");
        }
        for to in [
            "",
            "s3:/b",
            "S3://b",
            "s3://",
            "s3:///b",
            "s3://b/a//c",
            "ftp://h/x",
            "file:///srv",
        ] {
            assert!(place(to).is_err(), "{to}");
        }
    }
}
