//! On how many days painkillers were taken: which entries count, and which are only not known.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::diary;

use jiff::ToSpan;
use supple_care::{PainkillerDays, painkiller_days};
use supple_diary::{Diary, Kind, Medicine, Words};
use supple_guidance::embedded;

fn taken(what: &str, substance: Option<&str>) -> Kind {
    let [what, substance] = [Some(what), substance].map(|words| words.map(|words| Words::new(words).unwrap()));
    Medicine { what: what.unwrap(), substance, milligrams: None, units: None, note: None }.into()
}

/// On the last day of these entries, which are told a day after the other.
fn counted(entries: &[(&str, Option<&str>)]) -> Option<PainkillerDays<'static>> {
    let entries = (0..).zip(entries).map(|(day, (what, substance))| (day, taken(what, *substance)));
    let diary: Diary = diary(entries.collect());
    let last = jiff::civil::date(2026, 1, 10).checked_add(29.days()).unwrap();
    painkiller_days(embedded(), &diary, last)
}

#[test]
fn only_what_is_not_known_is_told_as_possibly_a_painkiller() {
    let found = counted(&[
        ("ibuprofen", None),
        ("levothyroxine", None),
        ("Voltarol gel", None),
        ("the green ones", None),
        ("the blue ones", None),
        ("ibuprofen plus", None),
    ]);
    let found = found.unwrap();
    assert_eq!((found.days, found.unsure), (2, 2));
}

#[test]
fn a_brand_that_is_not_known_counts_by_the_substance_that_was_said_with_it() {
    let found = counted(&[("Blue Wonder", Some("ibuprofen")), ("Blue Wonder", Some("levothyroxine"))]).unwrap();
    assert_eq!((found.days, found.unsure), (1, 0));
    assert_eq!(counted(&[("Blue Wonder", Some("levothyroxine"))]), None);
}
