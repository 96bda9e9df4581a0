//! What is embedded is what the files say, as a whole.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use supple_guidance::{Coverage, embedded};
use supple_guidance_compiler::{compile, read_folder};

#[test]
fn the_guidance_as_it_is_builds_and_is_what_is_embedded() {
    let files = read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance")).unwrap();
    assert_eq!(compile(&files).as_ref(), Ok(embedded()));
}

#[test]
fn it_covers_all_586_statements_of_the_four_articles() {
    let coverage = Coverage::of(embedded());
    assert_eq!(coverage.items, 586);
    assert_eq!(coverage.shown + coverage.not_shown, 586);
    assert_eq!(coverage.uncovered, Vec::<String>::new());
}

#[test]
fn a_language_and_a_time_zone_tell_the_number_to_call_only_where_they_agree() {
    let guidance = embedded();
    let number = |language, zone| guidance.number_by(language, zone).map(|number| number.call.as_str());
    assert_eq!(number(Some("US"), Some("America/Denver")), Some("911"));
    assert_eq!(number(Some("US"), Some("Europe/Berlin")), None, "they contradict each other");
    assert_eq!(number(None, Some("Asia/Tokyo")), Some("119"));
    assert_eq!(number(Some("GB"), Some("UTC")), Some("999"));
}
