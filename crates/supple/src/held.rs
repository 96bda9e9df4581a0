//! Pages that are not of the diary of their reader: their forms wait until the app on the reader's device can take them.
//!
//! Pages are rewritten element by element, whatever their markup looks like. One that lacks what has to be changed is no page
//! to send.

use lol_html::errors::RewritingError;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::cell::Cell;

/// Why a page cannot be rewritten, after its name.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HeldError {
    /// It is not text.
    #[error("it is not text in UTF-8")]
    NotText(#[from] std::str::Utf8Error),
    /// An element is missing, or is there more than once.
    #[error("it has {many} elements {selector}, and has to have one")]
    Elements {
        /// The element, as a CSS selector.
        selector: &'static str,
        /// How many there are.
        many: usize,
    },
    /// It is no HTML.
    #[error("{0}")]
    Html(#[from] RewritingError),
}

/// The root of a page, which tells the script of the app who sent it, and so what becomes of forms.
const ROOT: &str = "html";

/// Where in the head a page says what a host cannot send.
const HEAD: &str = "head > meta[charset]";

/// The content.
const MAIN: &str = "main";

/// A page for a device that is not paired. The server that sends it answers the check, and stores nothing.
pub(crate) fn for_guest(page: &[u8]) -> Result<String, HeldError> {
    let found = Cell::new(0);
    let root = element!(ROOT, |root| {
        found.set(found.get() + 1);
        Ok(root.set_attribute("data-keeping", "guest")?)
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(root);
    let page = rewrite_str(std::str::from_utf8(page)?, settings)?;
    one(ROOT, &found)?;
    Ok(page)
}

/// A page as a file of a host, which takes no form at all. It carries its own policy, for hosts that cannot send one.
///
/// Its buttons are off until the script of the app turns them on: the host would answer a form with an error page, and the
/// person may be asking whether this is an emergency. What they can do without stands first (`without`, as HTML).
pub(crate) fn as_file(page: &[u8], policy: &str, without: &str) -> Result<Vec<u8>, HeldError> {
    let found = [ROOT, HEAD, MAIN].map(|selector| (selector, Cell::new(0)));
    let count = |place: usize| found[place].1.set(found[place].1.get() + 1);
    let handlers = vec![
        element!(ROOT, |root| {
            count(0);
            Ok(root.set_attribute("data-keeping", "site")?)
        }),
        element!(HEAD, |charset| {
            count(1);
            let policy = maud::html! { meta http-equiv="Content-Security-Policy" content=(policy); };
            charset.after(&policy.into_string(), ContentType::Html);
            Ok(())
        }),
        element!(MAIN, |main| {
            count(2);
            main.prepend(without, ContentType::Html);
            Ok(())
        }),
        element!("button", |button| Ok(button.set_attribute("disabled", "")?)),
    ];
    let settings =
        handlers.into_iter().fold(RewriteStrSettings::new(), RewriteStrSettings::append_element_content_handler);
    let page = rewrite_str(std::str::from_utf8(page)?, settings)?;
    found.iter().try_for_each(|(selector, found)| one(selector, found))?;
    Ok(page.into_bytes())
}

fn one(selector: &'static str, found: &Cell<usize>) -> Result<(), HeldError> {
    match found.get() {
        1 => Ok(()),
        many => Err(HeldError::Elements { selector, many }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html class=\"a\" lang=\"en\"><head><meta charset='utf-8'><title>&lt;button</title>\
                        </head><body><main id=\"main\"><p>One &amp; <b>two</b></p><button type=submit>Go</button><BUTTON \
                        class=\"b\">Or</BUTTON></main></body></html>";

    #[test]
    fn a_file_has_its_policy_first_what_to_do_without_and_no_button_that_works() {
        let file = as_file(PAGE.as_bytes(), "default-src 'none'; img-src \"x\"", "<p>Call.</p>").unwrap();
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "<!DOCTYPE html><html class=\"a\" lang=\"en\" data-keeping=\"site\"><head><meta charset='utf-8'>\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src &quot;x&quot;\">\
             <title>&lt;button</title></head><body><main id=\"main\"><p>Call.</p><p>One &amp; <b>two</b></p>\
             <button type=submit disabled=\"\">Go</button><BUTTON class=\"b\" disabled=\"\">Or</BUTTON></main></body></html>"
        );
    }

    #[test]
    fn a_guest_gets_the_page_as_it_is_and_who_sent_it() {
        let page = for_guest(PAGE.as_bytes()).unwrap();
        assert_eq!(page, PAGE.replacen("lang=\"en\"", "lang=\"en\" data-keeping=\"guest\"", 1));
    }

    #[test]
    fn what_is_no_page_is_refused_by_what_it_lacks() {
        let error = |page: &str| as_file(page.as_bytes(), "p", "w").unwrap_err().to_string();
        assert_eq!(error("<p>no page"), "it has 0 elements html, and has to have one");
        assert_eq!(error(&PAGE.replace("main", "div")), "it has 0 elements main, and has to have one");
        assert_eq!(error(&PAGE.replace("<p>", "<main></main><p>")), "it has 2 elements main, and has to have one");
        assert_eq!(for_guest(b"\xff").unwrap_err().to_string(), "it is not text in UTF-8");
        assert!(for_guest(b"{}").is_err());
    }
}
