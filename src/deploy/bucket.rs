//! A bucket of S3-compatible storage as a store, by presigned requests.
//!
//! `rusty-s3` signs addresses and reads listings; `ureq`, which checks links elsewhere in mend, sends the requests. Every header is
//! signed, too. An address with its signature is a permission for an hour, so no message ever holds one.
//!
//! Only requests that all providers understand are sent: one file at a time is written and removed, and no checksum headers,
//! which some of them refuse.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::Event;
use rusty_s3::actions::{DeleteObject, GetObject, ListObjectsV2, PutObject, S3Action};
use rusty_s3::{Credentials, UrlStyle};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body as Answer, Error, http};
use url::Url;

use super::failure::Failure;
use super::store::{About, Body, Store};

/// How long a signature is valid: longer than any single upload should take.
const VALID: Duration = Duration::from_secs(3_600);

/// How long to wait for a connection, and for an answer once a request is sent.
const PATIENCE: Duration = Duration::from_secs(30);

/// The region that most providers call their only one.
const USUAL_REGION: &str = "us-east-1";

/// The most bytes of one file that a provider takes in one request.
const LARGEST: u64 = 5 * 1024 * 1024 * 1024;

/// Where a bucket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketAddress {
    /// Its name.
    pub bucket: String,
    /// What the names of all files in it begin with: empty, or with a slash at the end.
    pub prefix: String,
    /// The address of the provider; `None` for Amazon's own.
    pub endpoint: Option<String>,
    /// The region; `None` for the usual one.
    pub region: Option<String>,
    /// Whether the name of the bucket is in the path of addresses rather than in the host name.
    pub path_style: bool,
}

/// The keys to a bucket.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The id of the key.
    pub id: String,
    /// The key itself.
    pub key: String,
    /// The token of a key that is valid for some time only.
    pub token: Option<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}

/// A bucket that holds a site.
pub struct Bucket {
    bucket: rusty_s3::Bucket,
    credentials: Credentials,
    prefix: String,
    name: String,
    agent: Agent,
}

impl Bucket {
    /// A bucket. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When the endpoint is no address.
    pub fn new(address: &BucketAddress, secrets: &Secrets) -> Result<Self, Failure> {
        let BucketAddress {
            bucket,
            prefix,
            endpoint,
            region,
            path_style,
        } = address;
        let region = region.clone().unwrap_or_else(|| USUAL_REGION.to_owned());
        let amazon = || format!("https://s3.{region}.amazonaws.com");
        let endpoint = endpoint.clone().unwrap_or_else(amazon);
        let no_address = || {
            Failure::lasting(format!("endpoint = \"{endpoint}\" is not an address"))
                .help("write it like \"https://s3.eu-central-1.example.com\"")
        };
        let url = Url::parse(&endpoint).map_err(|_| no_address())?;
        // A name cannot be put before a number.
        let is_number = !matches!(url.host(), Some(url::Host::Domain(name)) if name != "localhost");
        let style = match *path_style || is_number {
            true => UrlStyle::Path,
            false => UrlStyle::VirtualHost,
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE))
            .timeout_recv_body(Some(PATIENCE))
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            .build();
        Ok(Self {
            bucket: rusty_s3::Bucket::new(url, style, bucket.clone(), region)
                .map_err(|_| no_address())?,
            credentials: match &secrets.token {
                Some(token) => {
                    Credentials::new_with_token(&*secrets.id, &*secrets.key, token.clone())
                }
                None => Credentials::new(&*secrets.id, &*secrets.key),
            },
            prefix: prefix.clone(),
            name: format!("s3://{bucket}/{prefix}")
                .trim_end_matches('/')
                .to_owned(),
            agent: config.new_agent(),
        })
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Sends a file. `only_new` asks the store to refuse if there is one of that name.
    fn put(
        &self,
        name: &str,
        body: Body<'_>,
        about: &About,
        only_new: bool,
    ) -> Result<http::Response<Answer>, Failure> {
        let key = self.key(name);
        let mut action = PutObject::new(&self.bucket, Some(&self.credentials), &key);
        let mut headers = vec![
            ("content-type", about.media_type),
            ("cache-control", &about.cache_control),
        ];
        headers.extend(only_new.then_some(("if-none-match", "*")));
        for &(header, value) in &headers {
            action.headers_mut().insert(header, value);
        }
        let mut request = self.agent.put(action.sign(VALID).as_str());
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let sent = match body {
            Body::Bytes(bytes) => request.send(bytes),
            Body::File(path) => {
                let cannot =
                    |error| Failure::lasting(format!("cannot read `{}`: {error}", path.display()));
                let file = File::open(path).map_err(cannot)?;
                if file.metadata().map_err(cannot)?.len() > LARGEST {
                    return Err(Failure::lasting(
                        "it is larger than 5 GiB, the most that a bucket takes at once",
                    ));
                }
                request.send(file)
            }
        };
        sent.map_err(|error| self.unanswered(&error))
    }

    /// Why there was no answer.
    fn unanswered(&self, error: &Error) -> Failure {
        let host = self.bucket.base_url().host_str().unwrap_or_default();
        match error {
            Error::HostNotFound => Failure::lasting(format!("there is no host `{host}`")).help(
                "check `endpoint` and `region` in site.toml, and the connection of this computer",
            ),
            Error::Timeout(_) => Failure::temporary(format!("`{host}` did not answer in time")),
            Error::Tls(_) | Error::Rustls(_) => {
                Failure::lasting(format!("no safe connection to `{host}`: {error}"))
            }
            _ => Failure::temporary(format!("the connection to `{host}` failed: {error}")),
        }
    }

    /// Why the store refused, from its answer.
    fn refused(&self, mut answer: http::Response<Answer>) -> Failure {
        let status = answer.status().as_u16();
        let region = answer
            .headers()
            .get("x-amz-bucket-region")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        let said = Refusal::read(&text);
        let region = region.or(said.region);
        let bucket = self.bucket.name();
        match (said.code.as_str(), status) {
            ("SignatureDoesNotMatch", _) => Failure::lasting("the key is wrong")
                .help("check AWS_SECRET_ACCESS_KEY: it must be the one that belongs to AWS_ACCESS_KEY_ID"),
            ("InvalidAccessKeyId", _) => Failure::lasting("the provider does not know the key")
                .help("check AWS_ACCESS_KEY_ID, and that `endpoint` in site.toml is the provider's that gave it to you"),
            ("ExpiredToken" | "InvalidToken" | "TokenRefreshRequired", _) => {
                Failure::lasting("the key has expired").help("get a new one, with a new AWS_SESSION_TOKEN")
            }
            ("RequestTimeTooSkewed", _) => Failure::lasting("the clock of this computer is wrong")
                .help("set it; a provider takes requests of the last 15 minutes only"),
            ("NoSuchBucket", _) => Failure::lasting(format!("there is no bucket `{bucket}`"))
                .help("make it at your provider, or check the name and `endpoint` in site.toml"),
            ("PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed" | "AuthorizationQueryParametersError", _)
            | (_, 301 | 307) => {
                let failure = Failure::lasting(format!("the bucket `{bucket}` is in another region"));
                match region {
                    Some(region) => failure.help(format!("write `region = \"{region}\"` into site.toml")),
                    None => failure.help("write its region into site.toml, as your provider names it"),
                }
            }
            ("AccessDenied", _) | (_, 401 | 403) => Failure::lasting("the key does not allow this")
                .help("at your provider, allow it to list, read, write and delete in this bucket"),
            ("QuotaExceeded" | "StorageFull" | "XMinioStorageFull", _) | (_, 507) => {
                Failure::lasting("there is no room left in the bucket")
            }
            ("SlowDown" | "RequestTimeout" | "InternalError" | "OperationAborted", _)
            | (_, 408 | 409 | 429 | 500 | 502 | 503 | 504) => {
                Failure::temporary(format!("the provider is busy ({status})"))
            }
            (code, _) => {
                let code = if code.is_empty() { "no reason given" } else { code };
                let said = if said.message.is_empty() { String::new() } else { format!(": {}", said.message) };
                Failure::lasting(format!("the provider answered {status}, {code}{said}"))
            }
        }
    }

    fn accept(&self, answer: http::Response<Answer>) -> Result<(), Failure> {
        match answer.status().is_success() {
            true => Ok(()),
            false => Err(self.refused(answer)),
        }
    }

    fn get(&self, url: &Url) -> Result<http::Response<Answer>, Failure> {
        let asked = self.agent.get(url.as_str()).call();
        asked.map_err(|error| self.unanswered(&error))
    }
}

impl Store for Bucket {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self) -> Result<BTreeMap<String, u64>, Failure> {
        let mut files = BTreeMap::new();
        let mut from: Option<String> = None;
        loop {
            let mut action = ListObjectsV2::new(&self.bucket, Some(&self.credentials));
            action.with_prefix(&*self.prefix);
            if let Some(from) = &from {
                action.with_continuation_token(from.as_str());
            }
            let mut answer = self.get(&action.sign(VALID))?;
            if !answer.status().is_success() {
                return Err(self.refused(answer));
            }
            let garbled = || Failure::temporary("the provider sent a list that cannot be read");
            let text = answer.body_mut().read_to_string().map_err(|_| garbled())?;
            let page = ListObjectsV2::parse_response(&text).map_err(|_| garbled())?;
            for object in page.contents {
                if let Some(name) = object.key.strip_prefix(&self.prefix) {
                    files.insert(name.to_owned(), object.size.unwrap_or(0));
                }
            }
            match page.next_continuation_token {
                Some(next) => from = Some(next),
                None => return Ok(files),
            }
        }
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let key = self.key(name);
        let action = GetObject::new(&self.bucket, Some(&self.credentials), &key);
        let mut answer = self.get(&action.sign(VALID))?;
        if answer.status().as_u16() == 404 {
            let refused = self.refused(answer);
            return match refused.message.starts_with("there is no bucket") {
                true => Err(refused),
                false => Ok(None),
            };
        }
        if !answer.status().is_success() {
            return Err(self.refused(answer));
        }
        let read = answer.body_mut().read_to_vec();
        read.map(Some).map_err(|error| self.unanswered(&error))
    }

    fn write(&self, name: &str, body: Body<'_>, about: &About) -> Result<(), Failure> {
        self.accept(self.put(name, body, about, false)?)
    }

    fn create(&self, name: &str, bytes: &[u8], about: &About) -> Result<bool, Failure> {
        let answer = self.put(name, Body::Bytes(bytes), about, true)?;
        match answer.status().as_u16() {
            409 | 412 => Ok(false),
            // A provider that does not know this condition.
            400 | 501 => self.write(name, Body::Bytes(bytes), about).map(|()| true),
            _ => self.accept(answer).map(|()| true),
        }
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        let key = self.key(name);
        let action = DeleteObject::new(&self.bucket, Some(&self.credentials), &key);
        let asked = self.agent.delete(action.sign(VALID).as_str()).call();
        let answer = asked.map_err(|error| self.unanswered(&error))?;
        match answer.status().as_u16() {
            404 => Ok(()),
            _ => self.accept(answer),
        }
    }
}

/// What a provider says about a request that it refuses: an XML document with these elements.
#[derive(Debug, Default, PartialEq, Eq)]
struct Refusal {
    code: String,
    message: String,
    region: Option<String>,
}

impl Refusal {
    /// Reads the answer. What is no such document leaves everything empty.
    fn read(text: &str) -> Self {
        let mut refusal = Self::default();
        let mut reader = Reader::from_str(text);
        let mut element = String::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) => element = start.name().as_ref().to_owned(),
                Event::Text(text) => {
                    let text = text.trim().to_owned();
                    match &*element {
                        "Code" => refusal.code = text,
                        "Message" => refusal.message = text,
                        "Region" => refusal.region = Some(text),
                        _ => {}
                    }
                }
                Event::End(_) => element.clear(),
                Event::Eof => break,
                _ => {}
            }
        }
        refusal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whether_it_is_a_document_or_not() {
        let text = "<?xml version=\"1.0\"?>\n<Error><Code>PermanentRedirect</Code>\n<Message>Go there</Message>\
            <Region>eu-west-1</Region><RequestId/></Error>";
        let refusal = Refusal::read(text);
        assert_eq!(
            (&*refusal.code, &*refusal.message),
            ("PermanentRedirect", "Go there")
        );
        assert_eq!(refusal.region.as_deref(), Some("eu-west-1"));
        for text in ["", "<html><p>Bad gateway", "no", "<Code"] {
            assert_eq!(Refusal::read(text), Refusal::default(), "{text}");
        }
    }

    #[test]
    fn secrets_are_never_printed() {
        let secrets = Secrets {
            id: "id".to_owned(),
            key: "hidden".to_owned(),
            token: None,
        };
        assert_eq!(format!("{secrets:?}"), "Secrets(..)");
    }
}
