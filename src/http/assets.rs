//! Files that the program carries inside: those of the pages, and those of GraphiQL where it was there at build time.

use std::{
    collections::HashMap,
    io::{Read, Write},
    sync::LazyLock,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use data_encoding::BASE64URL_NOPAD;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
#[cfg(feature = "graphiql")]
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::accept;

#[cfg(feature = "graphiql")]
static GRAPHIQL: Dir<'_> = include_dir!("$OUT_DIR/graphiql");

/// The page of GraphiQL, if it was there at build time.
pub(super) static GRAPHIQL_PAGE: LazyLock<Option<&'static str>> = LazyLock::new(|| {
    #[cfg(feature = "graphiql")]
    return GRAPHIQL.get_file("index.html")?.contents_utf8();
    #[cfg(not(feature = "graphiql"))]
    None
});

/// The files below `/assets/`, by name.
pub(super) static ASSETS: LazyLock<HashMap<&'static str, Asset>> = LazyLock::new(|| {
    let own = OWN.iter().map(|(name, text)| (*name, Asset::text(text, name)));
    #[cfg(feature = "graphiql")]
    return hashed(&GRAPHIQL).into_iter().chain(own).collect();
    #[cfg(not(feature = "graphiql"))]
    own.collect()
});

macro_rules! own {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../web/pages/", $name)))),*] };
}

/// The files of our own pages.
const OWN: &[(&str, &str)] = own![
    "code.js",
    "complete.js",
    "explorer.css",
    "explorer.js",
    "favicon.svg",
    "home.css",
    "home.js",
    "page.css",
    "schema.js",
];

/// For a name that holds a hash of what is in the file: what it holds never changes.
#[cfg(feature = "graphiql")]
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// To be asked for again each time, which costs a 304.
const ASK_AGAIN: &str = "no-cache";

/// One file, in the forms in which it can be sent.
#[derive(Default)]
pub(super) struct Asset {
    content_type: &'static str,
    cache: &'static str,
    /// A hash of what it holds, as it stands in an entity tag.
    tag: String,
    plain: Option<Bytes>,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

/// In which form a file is sent.
#[derive(Clone, Copy)]
enum Coding {
    Plain,
    Gzip,
    Brotli,
}

impl Asset {
    /// A file of our own, compressed when it is first asked for.
    fn text(text: &'static str, name: &str) -> Self {
        Self {
            content_type: content_type(name),
            cache: ASK_AGAIN,
            tag: tag(text.as_bytes()),
            plain: Some(Bytes::from_static(text.as_bytes())),
            gzip: gzipped(text.as_bytes()).map(Bytes::from),
            brotli: None,
        }
    }

    /// The answer to somebody who asks for it.
    pub(super) fn response(&self, request: &HeaderMap) -> Response {
        let coding = self.coding(request);
        let (suffix, name) = match coding {
            Coding::Plain => ("", None),
            Coding::Gzip => ("-gz", Some("gzip")),
            Coding::Brotli => ("-br", Some("br")),
        };
        let tag = format!("\"{}{suffix}\"", self.tag);
        let mut response = if accept::is_known(request, &tag) {
            status(StatusCode::NOT_MODIFIED)
        } else {
            let mut response = Response::new(self.body(coding));
            set(&mut response, header::CONTENT_TYPE, self.content_type);
            if let Some(name) = name {
                set(&mut response, header::CONTENT_ENCODING, name);
            }
            response
        };
        set(&mut response, header::ETAG, &tag);
        set(&mut response, header::CACHE_CONTROL, self.cache);
        set(&mut response, header::VARY, "Accept-Encoding");
        set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(&mut response, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
        response
    }

    fn coding(&self, request: &HeaderMap) -> Coding {
        match () {
            () if self.brotli.is_some() && accepts(request, "br") => Coding::Brotli,
            () if self.gzip.is_some() && accepts(request, "gzip") => Coding::Gzip,
            () => Coding::Plain,
        }
    }

    fn body(&self, coding: Coding) -> Body {
        match (coding, &self.plain, &self.gzip, &self.brotli) {
            (Coding::Brotli, _, _, Some(bytes)) | (Coding::Gzip, _, Some(bytes), _) | (_, Some(bytes), _, _) => {
                Body::from(bytes.clone())
            }
            // Hardly anybody wants it plain: it is not kept so.
            (_, None, Some(bytes), _) => Body::from(expanded(bytes)),
            _ => Body::empty(),
        }
    }
}

/// The files of GraphiQL. Their names hold a hash.
#[cfg(feature = "graphiql")]
fn hashed(page: &'static Dir<'static>) -> HashMap<&'static str, Asset> {
    let mut assets: HashMap<&str, Asset> = HashMap::new();
    let files = page.get_dir("assets").into_iter().flat_map(Dir::files);
    for file in files {
        let Some(name) = file.path().file_name().and_then(|name| name.to_str()) else { continue };
        let bare = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz")).unwrap_or(name);
        let asset = assets.entry(bare).or_default();
        asset.content_type = content_type(bare);
        asset.cache = FOR_EVER;
        bare.clone_into(&mut asset.tag);
        match name.rsplit('.').next() {
            Some("br") => asset.brotli = Some(Bytes::from_static(file.contents())),
            Some("gz") => asset.gzip = Some(Bytes::from_static(file.contents())),
            _ => asset.plain = Some(Bytes::from_static(file.contents())),
        }
    }
    assets
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        Some("woff2") => "font/woff2",
        Some("json" | "map") => "application/json",
        _ => "application/octet-stream",
    }
}

/// A hash of bytes that can stand in an entity tag.
pub(super) fn tag(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(bytes)[..12])
}

/// Whether the asker takes a content coding. One that is not named is not taken: `*` says too little.
pub(super) fn accepts(request: &HeaderMap, coding: &str) -> bool {
    accept::named(request, header::ACCEPT_ENCODING, coding) > 0
}

/// The bytes by gzip, unless that saves nothing.
pub(super) fn gzipped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().filter(|compressed| compressed.len() < bytes.len())
}

fn expanded(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    if let Err(error) = GzDecoder::new(bytes).read_to_end(&mut plain) {
        tracing::error!(%error, "a file of the program is damaged");
    }
    plain
}

/// A response without a body.
pub(super) fn status(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Sets a header to what is known to be fit for one.
pub(super) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
