//! The part of Supple that runs inside the browser: files that were built beforehand and are kept in this program.

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::io::{self, Read};

/// A file of the part for the browser.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path on the site, which begins with a slash.
    pub(crate) path: &'static str,
    /// Its content, compressed with Brotli.
    pub(crate) bytes: &'static [u8],
    /// Its media type.
    pub(crate) kind: &'static str,
    /// How many bytes it has before it is compressed.
    pub(crate) length: u64,
}

/// The script that the browser starts. Its name stays, so that a newer one is found.
pub(crate) const SCRIPT: &str = "/sw.js";

/// A service worker has a policy of its own: it may start our code and speak to where it came from.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/offline.rs"));

/// All of them; none where this program was built without.
pub(crate) fn files() -> &'static [File] {
    FILES
}

impl File {
    /// The content as it is.
    ///
    /// # Errors
    /// Only if this program is damaged.
    pub(crate) fn content(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::with_capacity(usize::try_from(self.length).unwrap_or_default());
        brotli_decompressor::Decompressor::new(self.bytes, 4_096).read_to_end(&mut content)?;
        Ok(content)
    }

    fn send(&self, asked: &HeaderMap) -> Response {
        let kept = if self.path == SCRIPT { "no-cache" } else { "public, max-age=31536000, immutable" };
        let headers = [
            (header::CONTENT_TYPE, self.kind),
            (header::CACHE_CONTROL, kept),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::VARY, "accept-encoding"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        ];
        if takes_brotli(asked) {
            return (headers, [(header::CONTENT_ENCODING, "br")], self.bytes).into_response();
        }
        match self.content() {
            Ok(content) => (headers, content).into_response(),
            Err(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "This Supple is damaged: install it again.\n").into_response()
            }
        }
    }
}

/// The routes to all of them.
pub(crate) fn routes() -> Router {
    FILES.iter().fold(Router::new(), |router, file| {
        router.route(file.path, get(async move |asked: HeaderMap| file.send(&asked)))
    })
}

fn takes_brotli(asked: &HeaderMap) -> bool {
    let names = asked.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|value| HeaderValue::to_str(value).ok());
    let mut codings = names.flat_map(|names| names.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("br") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn what_was_packed_comes_out_whole() {
        for file in files() {
            assert_eq!(file.content().unwrap().len() as u64, file.length, "{}", file.path);
        }
    }

    #[test]
    fn brotli_is_sent_only_to_who_takes_it() {
        let asks = |value: &'static str| {
            takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(asks("br") && asks("gzip, deflate, br, zstd") && asks("gzip;q=0.5, BR;q=1"));
        assert!(!asks("gzip") && !asks("br;q=0") && !asks("") && !takes_brotli(&HeaderMap::new()));
    }
}
