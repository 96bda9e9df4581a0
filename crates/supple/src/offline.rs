//! The part of Supple that runs inside the browser: files that were built beforehand and are kept in this program.
//!
//! Whoever builds Supple and starts it at once has a program without them. `cargo xtask run` builds them beside the server, and
//! names the folder in the environment's [`FOLDER`]: from there they are taken in as soon as all are there, if they were made
//! from the sources that this program was made from.

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use std::env;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

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

static BUILT_IN: &[File] = include!(concat!(env!("OUT_DIR"), "/offline.rs"));

/// Where they appear while this program runs, for a program that was built without.
const FOLDER: &str = "SUPPLE_BROWSER_PART";

/// All of them; none where this program was built without, and none have appeared since.
pub(crate) fn files() -> &'static [File] {
    static APPEARED: OnceLock<&[File]> = OnceLock::new();
    if !BUILT_IN.is_empty() {
        return BUILT_IN;
    }
    if let Some(files) = APPEARED.get() {
        return files;
    }
    let appeared = env::var_os(FOLDER).and_then(|folder| appeared(Path::new(&folder), env!("SUPPLE_INPUTS")));
    // Never given back: they are served until the program ends, as those that are built in.
    appeared.map_or(&[], |files| APPEARED.get_or_init(|| files.leak()))
}

/// What the folder says that it holds: `xtask/bundle` writes it last.
#[derive(Deserialize)]
struct Bundle {
    made_from: MadeFrom,
    files: Vec<Packed>,
}

#[derive(Deserialize)]
struct MadeFrom {
    inputs: String,
}

#[derive(Deserialize)]
struct Packed {
    path: String,
    kind: String,
    packed: String,
    length: u64,
}

/// The files of this folder, if it has all of them and they were made from these inputs.
fn appeared(folder: &Path, inputs: &str) -> Option<Vec<File>> {
    let bundle: Bundle = serde_json::from_slice(&fs::read(folder.join("bundle.json")).ok()?).ok()?;
    let file = |packed: Packed| {
        let bytes = fs::read(folder.join(packed.packed)).ok()?;
        let (path, kind) = (packed.path.leak(), packed.kind.leak());
        Some(File { path, bytes: bytes.leak(), kind, length: packed.length })
    };
    (bundle.made_from.inputs == inputs).then(|| bundle.files.into_iter().map(file).collect()).flatten()
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

/// The routes to all of them. Where they may yet appear, all paths that they can have.
pub(crate) fn routes() -> Router {
    if BUILT_IN.is_empty() && env::var_os(FOLDER).is_some() {
        return Router::new().route(SCRIPT, get(find)).route("/offline/{file}", get(find));
    }
    BUILT_IN.iter().fold(Router::new(), |router, file| {
        router.route(file.path, get(async move |asked: HeaderMap| file.send(&asked)))
    })
}

async fn find(path: Uri, asked: HeaderMap) -> Response {
    match files().iter().find(|file| file.path == path.path()) {
        Some(file) => file.send(&asked),
        None => (StatusCode::NOT_FOUND, "The part for the browser is not built yet.\n").into_response(),
    }
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
    fn a_part_appears_once_all_of_it_is_there_and_only_if_it_is_made_from_these_sources() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
        assert!(appeared(folder.path(), "ab").is_none());
        // What stands there while nothing is built.
        write("bundle.json", "{}");
        assert!(appeared(folder.path(), "ab").is_none());
        let file = r#"{"path":"/sw.js","kind":"text/javascript","packed":"sw.js.br","length":5}"#;
        write("bundle.json", &format!(r#"{{"made_from":{{"inputs":"ab"}},"files":[{file}]}}"#));
        assert!(appeared(folder.path(), "ab").is_none());
        write("sw.js.br", "packed");
        let files = appeared(folder.path(), "ab").unwrap();
        assert_eq!((files[0].path, files[0].bytes, files[0].length), (SCRIPT, &b"packed"[..], 5));
        assert!(appeared(folder.path(), "cd").is_none());
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
