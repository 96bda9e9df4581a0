//! The guard on entries of the diary: what was removed does not count, what was corrected counts as it stands now.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::Writer;
use jiff::SignedDuration;
use supple_care::{About, doses, medicine_review};
use supple_diary::{Amount, Correction, Draft, Kind, Medicine, Moment, Precision, Removal, Words};
use supple_guidance::embedded;
use uuid::Uuid;

/// Writes a draft when it happens.
fn write(writer: &mut Writer, draft: Draft) -> Uuid {
    let at = draft.happened.at();
    writer.draft(draft, at)
}

fn moment(time: &str) -> Moment {
    Moment::parse(&format!("2026-11-22T{time}:00+01:00[Europe/Berlin]")).unwrap()
}

fn ibuprofen(time: &str, mg: f64) -> Draft {
    let entry = Medicine {
        what: Words::new("Nurofen").unwrap(),
        substance: None,
        milligrams: Some(Amount::new(mg).unwrap()),
        units: None,
        note: None,
    };
    Draft::new(moment(time), entry)
}

fn stops(writer: &Writer) -> usize {
    let now = moment("20:00").at();
    medicine_review(embedded(), &About::nothing_yet(), &doses(&writer.diary()), now, None).stops.len()
}

#[test]
fn removed_entries_do_not_count_and_come_back_when_the_removal_is_removed() {
    let mut writer = Writer::new();
    write(&mut writer, ibuprofen("12:00", 400.0));
    let second = write(&mut writer, ibuprofen("13:00", 400.0));
    assert_eq!(stops(&writer), 1, "too soon");
    let removal = write(&mut writer, Draft::new(moment("19:00"), Kind::Removal(Removal { of: second })));
    assert_eq!(stops(&writer), 0);
    write(&mut writer, Draft::new(moment("19:01"), Kind::Removal(Removal { of: removal })));
    assert_eq!(stops(&writer), 1);
}

#[test]
fn a_corrected_entry_counts_as_it_stands_now() {
    let mut writer = Writer::new();
    let only = write(&mut writer, ibuprofen("12:00", 4000.0));
    assert!(stops(&writer) > 0);
    let entry = Box::new(ibuprofen("12:30", 400.0));
    write(&mut writer, Draft::new(moment("19:00"), Kind::Correction(Correction { of: only, entry })));
    assert_eq!(stops(&writer), 0);
    let told = doses(&writer.diary());
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].at, told[0].milligrams), (moment("12:30").at(), Some(400.0)));
}

#[test]
fn a_time_known_to_the_hour_or_the_day_is_carried_over_and_one_to_the_minute_is_exact() {
    let mut writer = Writer::new();
    write(&mut writer, ibuprofen("12:00", 200.0).about(Precision::Minute));
    write(&mut writer, ibuprofen("13:00", 200.0).about(Precision::Hour));
    write(&mut writer, ibuprofen("14:00", 200.0).about(Precision::Day));
    let within: Vec<i64> = doses(&writer.diary()).iter().map(|dose| dose.within.as_secs()).collect();
    assert_eq!(within, [0, 3600, SignedDuration::from_hours(24).as_secs()]);
}
