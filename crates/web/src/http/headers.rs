//! The headers of every response: nothing loads from elsewhere, nothing is told to anyone.

use axum::http::header::{self, HeaderName, HeaderValue};
use axum::response::Response;

/// Pages may use our own stylesheets, scripts, pictures and forms. No script stands in a page, and none sends anything.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                      manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const STRICT: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Other sites learn nothing. Our own forms say where they come from: "no-referrer" would keep that from us, too.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// For what holds answers: not even the disk of the browser keeps it.
pub(crate) const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// Adds the strict headers, where an answer does not bring one of its own. What says nothing of caching may be kept, but is asked for again each time: a page shows
/// the call number of its reader, so it differs by profile and language.
pub(crate) fn strict(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in STRICT {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    }
    response
}
