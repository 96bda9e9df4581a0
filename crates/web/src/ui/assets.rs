//! The files that pages load: stylesheets, scripts, the mark, the icons, the figures.

use crate::ui::figures;
use axum::Router;
use axum::http::header::{self, HeaderName};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use supple_drawing::Ink;
use supple_drawing::svg::file;
use supple_pictures::mark;

/// What every page needs.
pub(crate) static STYLE: Asset = Asset::new("supple", "css", include_bytes!(concat!(env!("OUT_DIR"), "/supple.css")));

/// What pages with one main card and slim doors need besides.
pub(crate) static DOORS_STYLE: Asset =
    Asset::new("doors", "css", include_bytes!(concat!(env!("OUT_DIR"), "/doors.css")));

/// What the pages of the diary need besides: the check has to come quickly on a bad line.
pub(crate) static DIARY_STYLE: Asset =
    Asset::new("diary", "css", include_bytes!(concat!(env!("OUT_DIR"), "/diary.css")));

/// What the plan and its timers need besides.
pub(crate) static NOW_STYLE: Asset = Asset::new("now", "css", include_bytes!(concat!(env!("OUT_DIR"), "/now.css")));

/// Counts a timer down by itself.
pub(crate) static NOW_SCRIPT: Asset = Asset::new("now", "js", include_bytes!(concat!(env!("OUT_DIR"), "/now.js")));

/// What floor mode needs besides.
pub(crate) static FLOOR_STYLE: Asset =
    Asset::new("floor", "css", include_bytes!(concat!(env!("OUT_DIR"), "/floor.css")));

/// What floor mode may do where there is script: read aloud, keep the screen awake, notice the time.
pub(crate) static FLOOR_SCRIPT: Asset =
    Asset::new("floor", "js", include_bytes!(concat!(env!("OUT_DIR"), "/floor.js")));

/// What the pages of the medicines and of the way back need besides those of the diary.
pub(crate) static MEDICINE_STYLE: Asset =
    Asset::new("medicine", "css", include_bytes!(concat!(env!("OUT_DIR"), "/medicine.css")));

/// What the pages for a doctor need besides.
pub(crate) static DOCTOR_STYLE: Asset =
    Asset::new("doctor", "css", include_bytes!(concat!(env!("OUT_DIR"), "/doctor.css")));

/// Opens a link for a practice.
pub(crate) static VIEWER_SCRIPT: Asset =
    Asset::new("viewer", "js", include_bytes!(concat!(env!("OUT_DIR"), "/viewer.js")));

/// Asks a browser for notifications.
pub(crate) static PUSH_SCRIPT: Asset = Asset::new("push", "js", include_bytes!(concat!(env!("OUT_DIR"), "/push.js")));

/// What the pages of exercises need besides.
pub(crate) static EXERCISE_STYLE: Asset =
    Asset::new("exercise", "css", include_bytes!(concat!(env!("OUT_DIR"), "/exercise.css")));

/// Counts an exercise by itself.
pub(crate) static EXERCISE_SCRIPT: Asset =
    Asset::new("exercise", "js", include_bytes!(concat!(env!("OUT_DIR"), "/exercise.js")));

/// What the pages of what the diary shows need besides those of the diary.
pub(crate) static INSIGHT_STYLE: Asset =
    Asset::new("insight", "css", include_bytes!(concat!(env!("OUT_DIR"), "/insight.css")));

/// What the pages about keeping the diary need besides.
pub(crate) static KEEP_STYLE: Asset = Asset::new("keep", "css", include_bytes!(concat!(env!("OUT_DIR"), "/keep.css")));

/// What a page of a site of files needs besides, as long as the app is not there.
pub(crate) static WITHOUT_STYLE: Asset =
    Asset::new("without", "css", include_bytes!(concat!(env!("OUT_DIR"), "/without.css")));

/// What the pages of the guide need besides.
pub(crate) static GUIDE_STYLE: Asset =
    Asset::new("guide", "css", include_bytes!(concat!(env!("OUT_DIR"), "/guide.css")));

/// What makes the pages an app where there is script.
pub(crate) static APP_SCRIPT: Asset = Asset::new("app", "js", include_bytes!(concat!(env!("OUT_DIR"), "/app.js")));

/// The icon on a home screen that shows icons as they are.
pub(crate) static ICON: Asset =
    Asset::new("icon-192", "png", include_bytes!(concat!(env!("OUT_DIR"), "/icon-192.png")));

/// The same, for large screens.
pub(crate) static LARGE_ICON: Asset =
    Asset::new("icon-512", "png", include_bytes!(concat!(env!("OUT_DIR"), "/icon-512.png")));

/// The same for a phone that cuts icons into a shape of its own.
pub(crate) static WHOLE_ICON: Asset =
    Asset::new("icon-whole", "png", include_bytes!(concat!(env!("OUT_DIR"), "/icon-whole.png")));

/// The same for the home screen of an iPhone or iPad.
pub(crate) static TOUCH_ICON: Asset =
    Asset::new("icon-touch", "png", include_bytes!(concat!(env!("OUT_DIR"), "/icon-touch.png")));

const ALL: [&Asset; 22] = [
    &STYLE,
    &DOORS_STYLE,
    &DIARY_STYLE,
    &NOW_STYLE,
    &NOW_SCRIPT,
    &FLOOR_STYLE,
    &FLOOR_SCRIPT,
    &MEDICINE_STYLE,
    &DOCTOR_STYLE,
    &VIEWER_SCRIPT,
    &PUSH_SCRIPT,
    &EXERCISE_STYLE,
    &EXERCISE_SCRIPT,
    &INSIGHT_STYLE,
    &KEEP_STYLE,
    &GUIDE_STYLE,
    &WITHOUT_STYLE,
    &APP_SCRIPT,
    &ICON,
    &LARGE_ICON,
    &WHOLE_ICON,
    &TOUCH_ICON,
];

/// The mark for the tab of a browser.
const TAB_ICON: &str = "/icon.svg";

/// What has its hash in its address may be kept for good.
pub(crate) const LASTING: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");

/// A file with an address that changes with its content, so that browsers may keep it for good.
#[derive(Debug)]
pub(crate) struct Asset {
    name: &'static str,
    extension: &'static str,
    content: &'static [u8],
    hash: u64,
}

impl Asset {
    const fn new(name: &'static str, extension: &'static str, content: &'static [u8]) -> Asset {
        Asset { name, extension, content, hash: fnv1a(content) }
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        format!("/{}-{:016x}.{}", self.name, self.hash, self.extension)
    }

    /// What is in it.
    pub(crate) const fn content(&self) -> &'static [u8] {
        self.content
    }

    /// Whether it is a script rather than a stylesheet.
    pub(crate) fn is_script(&self) -> bool {
        self.extension == "js"
    }

    fn send(&self) -> Response {
        let kind = match self.extension {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            _ => "image/png",
        };
        ([(header::CONTENT_TYPE, kind), LASTING], self.content).into_response()
    }
}

/// The routes to all of them.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = Router::new().route(TAB_ICON, get(icon)).route(figures::ROUTE, get(figures::send));
    ALL.into_iter().fold(router, |router, asset| router.route(&asset.address(), get(async || asset.send())))
}

/// The addresses of all of them.
pub(crate) fn addresses() -> impl Iterator<Item = String> {
    ALL.into_iter().map(Asset::address).chain([TAB_ICON.to_owned()]).chain(figures::addresses())
}

/// FNV-1a, 64 bits: tells versions apart, and guards nothing.
pub(crate) const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The mark as a file: no stylesheet reaches it, so it has the colours of the day.
fn mark_file() -> String {
    file(&mark::on_ground(), &|ink| if ink == Ink::Do { "#0d4a3b" } else { "#d3e7dc" })
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml")], mark_file())
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
