//! The files that pages load: the stylesheets and the mark.

use crate::icons;
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::LazyLock;

static STYLE: &str = include_str!("../assets/supple.css");
static DIARY: &str = include_str!("../assets/diary.css");

static ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/supple-{:016x}.css", fnv1a(STYLE.as_bytes())));
static DIARY_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/diary-{:016x}.css", fnv1a(DIARY.as_bytes())));

/// The address of the stylesheet of every page. It changes with the content, so that browsers may keep it for good.
pub(crate) fn stylesheet() -> &'static str {
    &ADDRESS
}

/// The address of what the pages of the diary need besides: the check has to come quickly on a bad line.
pub(crate) fn diary_stylesheet() -> &'static str {
    &DIARY_ADDRESS
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

pub(crate) async fn style() -> impl IntoResponse {
    sheet(STYLE)
}

pub(crate) async fn diary_style() -> impl IntoResponse {
    sheet(DIARY)
}

fn sheet(style: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, style)
}

pub(crate) async fn icon() -> impl IntoResponse {
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
