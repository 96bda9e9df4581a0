//! Only our own pages may send forms: another site must not write into the diary.

use crate::http::problem::Problem;
use crate::ui::help::Help;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;

/// Where a text goes that another app shares. It is only shown, so it may come from anywhere.
pub(crate) const SHARE: &str = "/share";

/// Refuses what a browser says was sent by another site. What is no browser says nothing, and is let through.
#[expect(clippy::result_large_err, reason = "tower-http asks for the answer as it is")]
pub(crate) fn same(request: &mut Request) -> Result<(), Response> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // What another app shares is only shown: it comes from no page of ours, and stores nothing.
    let only_shown = request.uri().path() == SHARE;
    if !reads && !only_shown && !is_ours(request.headers(), request.uri()) {
        return Err(Problem::foreign().page(Help::of(None, None, request.headers())));
    }
    Ok(())
}

/// Whether one of our own pages asked for this. What has an effect though it only reads needs that: another site can make a
/// browser ask for anything, with a picture, a frame, a script or a link, though it never sees the answer. An address that
/// is typed looks like what a program opens, so it does not count either.
pub(crate) fn is_asked_for_here(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let is_embedded = text("sec-fetch-dest").is_some_and(|dest| !matches!(dest, "document" | "empty"));
    let is_ahead = text("sec-purpose").or(text("purpose")).is_some();
    if is_embedded || is_ahead {
        return false;
    }
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    // An older browser says no more than from which page it comes, and ours let it (`Referrer-Policy: same-origin`).
    let host = text(header::HOST.as_str()).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let page = text(header::REFERER.as_str()).and_then(|page| page.parse::<Uri>().ok());
    let page = page.filter(|page| page.scheme().is_some());
    let sender = page.as_ref().and_then(Uri::authority).map(axum::http::uri::Authority::as_str);
    sender.is_some_and(|sender| host.is_some_and(|host| host.eq_ignore_ascii_case(sender)))
}

fn is_ours(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let host = text(header::HOST.as_str()).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    match text(header::ORIGIN.as_str()) {
        Some(origin) => {
            let sender = origin.split_once("://").map(|(_, sender)| sender);
            sender.is_some_and(|sender| host.is_some_and(|host| host.eq_ignore_ascii_case(sender)))
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn ours(headers: &[(&'static str, &str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_ours(&headers, &Uri::from_static("/spasm"))
    }

    #[test]
    fn only_what_our_own_pages_ask_for_has_an_effect() {
        let here = |headers: &[(&'static str, &str)]| {
            let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            is_asked_for_here(&headers, &Uri::from_static("/keep/diary.jsonl"))
        };
        let own = [("host", "a:1"), ("sec-fetch-site", "same-origin")];
        let with = |more: &[(&'static str, &'static str)]| here(&[&own[..], more].concat());
        assert!(with(&[]) && with(&[("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate")]));
        assert!(with(&[("sec-fetch-dest", "empty")]), "a download");
        for dest in ["image", "iframe", "script", "style", "object", "audio", "x"] {
            assert!(!with(&[("sec-fetch-dest", dest)]), "{dest}");
        }
        assert!(!with(&[("sec-purpose", "prefetch")]) && !with(&[("purpose", "prefetch")]));
        for site in ["cross-site", "same-site", "none", "", "x"] {
            let referer = ("referer", "http://a:1/keep");
            assert!(!here(&[("host", "a:1"), ("sec-fetch-site", site), referer]), "{site}");
        }
        assert!(here(&[("host", "A:1"), ("referer", "http://a:1/keep")]), "an older browser");
        for referer in
            ["http://b/", "http://a:2/keep", "http://a:1.evil.example/", "http://evil.example/a:1", "", "a:1"]
        {
            assert!(!here(&[("host", "a:1"), ("referer", referer)]), "{referer}");
        }
        assert!(!here(&[("host", "a:1")]), "it says nothing");
    }

    #[test]
    fn only_our_own_pages_may_send() {
        assert!(ours(&[]), "no browser");
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("host", "a:1"), ("origin", "http://a:1")]));
        assert!(ours(&[("sec-fetch-site", "none")]), "typed by the person");
        assert!(ours(&[("host", "Supple.example"), ("origin", "https://supple.example")]));
        for site in ["cross-site", "same-site", "", "x"] {
            assert!(!ours(&[("sec-fetch-site", site)]), "{site}");
        }
        for origin in ["http://b", "https://a", "null", "", "http://a:1.evil.example", "a:1"] {
            assert!(!ours(&[("host", "a:1"), ("origin", origin)]), "{origin}");
        }
        assert!(!ours(&[("origin", "http://a")]), "no host to compare with");
    }
}
