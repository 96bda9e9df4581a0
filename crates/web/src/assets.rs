//! The files that pages load: stylesheets, scripts, the mark.

use crate::icons;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// What every page needs.
pub(crate) static STYLE: Asset = Asset::new("supple", "css", include_str!("../assets/supple.css"));

/// What the pages of the diary need besides: the check has to come quickly on a bad line.
pub(crate) static DIARY_STYLE: Asset = Asset::new("diary", "css", include_str!("../assets/diary.css"));

/// What the plan and its timers need besides.
pub(crate) static NOW_STYLE: Asset = Asset::new("now", "css", include_str!("../assets/now.css"));

/// Counts a timer down by itself.
pub(crate) static NOW_SCRIPT: Asset = Asset::new("now", "js", include_str!("../assets/now.js"));

/// What floor mode needs besides.
pub(crate) static FLOOR_STYLE: Asset = Asset::new("floor", "css", include_str!("../assets/floor.css"));

/// What floor mode may do where there is script: read aloud, keep the screen awake, notice the time.
pub(crate) static FLOOR_SCRIPT: Asset = Asset::new("floor", "js", include_str!("../assets/floor.js"));

/// What the pages of the medicines and of the way back need besides those of the diary.
pub(crate) static MEDICINE_STYLE: Asset = Asset::new("medicine", "css", include_str!("../assets/medicine.css"));

/// What every page may do where there is script: bring the app onto this device, and say when a newer one is ready.
pub(crate) static APP_SCRIPT: Asset = Asset::new("app", "js", include_str!("../assets/app.js"));

const ALL: [&Asset; 8] =
    [&STYLE, &APP_SCRIPT, &DIARY_STYLE, &NOW_STYLE, &NOW_SCRIPT, &FLOOR_STYLE, &FLOOR_SCRIPT, &MEDICINE_STYLE];

/// A file with an address that changes with its content, so that browsers may keep it for good.
#[derive(Debug)]
pub(crate) struct Asset {
    name: &'static str,
    extension: &'static str,
    content: &'static str,
    hash: u64,
}

impl Asset {
    const fn new(name: &'static str, extension: &'static str, content: &'static str) -> Asset {
        Asset { name, extension, content, hash: fnv1a(content.as_bytes()) }
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        format!("/{}-{:016x}.{}", self.name, self.hash, self.extension)
    }

    /// Whether it is a script rather than a stylesheet.
    pub(crate) fn is_script(&self) -> bool {
        self.extension == "js"
    }

    fn send(&self) -> Response {
        let kind = if self.is_script() { "text/javascript; charset=utf-8" } else { "text/css; charset=utf-8" };
        let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
        (headers, self.content).into_response()
    }
}

/// The routes to all of them.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = Router::new().route("/icon.svg", get(icon));
    ALL.into_iter().fold(router, |router, asset| router.route(&asset.address(), get(async || asset.send())))
}

/// FNV-1a, 64 bits: tells versions apart, and guards nothing.
const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml")], icons::mark_file().into_string())
}

#[cfg(test)]
mod tests {
    use super::fnv1a;

    #[test]
    fn the_hash_is_fnv_1a() {
        // The test vectors of the authors of the hash.
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
