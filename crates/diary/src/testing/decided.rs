//! What no hand writes: trials, reminders, and starts that chance chose.

use super::{some_words, words};
use crate::{
    ChosenStart, DaysDone, DaysPeriod, DaysTrial, Id, Kind, Label, Level, Object, Reminder, ReminderSkip, Whole,
};
use crate::{Trial, TrialDone, TrialDraw, TrialEnd, TrialHarm, TrialPain};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What belongs to trials: most often of trials and draws that are not there.
pub(super) fn of_trials() -> BoxedStrategy<Kind> {
    let id = || any::<u128>().prop_map(Uuid::from_u128);
    let which = prop_oneof![Just("heat-or-cold".to_owned()), "[a-z]{1,8}"];
    let hex = |bytes: &[u8]| some_words(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    prop_oneof![
        // As promised, and by a protocol that nobody knows.
        (which, any::<[u8; 32]>()).prop_map(move |(which, seed)| {
            let protocol = r#"{"a":"ice","b":"heat"}"#;
            let promised = Sha256::new().chain_update(seed).chain_update(protocol).finalize();
            let (seed, promised) = (hex(&seed), hex(&promised));
            let protocol = Object::new(protocol).expect("is an object");
            Trial { which: Id::new(&which).expect("is an id"), protocol, seed, promised }.into()
        }),
        (id(), 0i64..=10)
            .prop_map(|(of, level)| TrialPain { of, level: Level::new(level).expect("is in range") }.into()),
        (id(), 1i64..=20, select(&["a", "b", "c"][..]), id()).prop_map(|(trial, number, arm, baseline)| {
            let number = Whole::new(number).expect("is in range");
            let measure = Id::new(if arm == "a" { "ice" } else { "heat" }).expect("is an id");
            TrialDraw { trial, number, arm: Id::new(arm).expect("is an id"), measure, baseline }.into()
        }),
        (id(), select(&["as-drawn", "other", "neither", "else"][..])).prop_map(|(draw, done)| TrialDone {
            draw,
            done: Id::new(done).expect("is an id")
        }
        .into()),
        id().prop_map(|trial| TrialEnd { trial }.into()),
        // Offered, in own words, and own words that look like an id.
        (id(), select(&["burn", "Burn", "sport"][..]), any::<bool>()).prop_map(|(draw, what, is_own)| {
            let words = some_words(what);
            let what = if is_own { Label::Own(words) } else { Label::plain(words) };
            TrialHarm { draw, what }.into()
        }),
    ]
    .boxed()
}

/// What belongs to trials over days: most often of trials that are not there.
pub(super) fn of_days() -> BoxedStrategy<Kind> {
    let id = || any::<u128>().prop_map(Uuid::from_u128);
    let days = || (0i16..400).prop_map(|more| jiff::civil::date(2026, 1, 1) + jiff::Span::new().days(more));
    let hex = |bytes: &[u8]| some_words(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    prop_oneof![
        (prop_oneof![Just("walk".to_owned()), "[a-z]{1,8}"], any::<[u8; 32]>()).prop_map(move |(which, seed)| {
            let protocol = r#"{"habit":"walk"}"#;
            let promised = Sha256::new().chain_update(seed).chain_update(protocol).finalize();
            let (seed, promised) = (hex(&seed), hex(&promised));
            let protocol = Object::new(protocol).expect("is an object");
            DaysTrial { which: Id::new(&which).expect("is an id"), protocol, seed, promised }.into()
        }),
        (id(), 1i64..=20, select(&["a", "b", "c"][..]), days()).prop_map(|(trial, number, arm, first)| {
            let number = Whole::new(number).expect("is in range");
            DaysPeriod { trial, number, arm: Id::new(arm).expect("is an id"), first }.into()
        }),
        (id(), days(), any::<bool>()).prop_map(|(trial, day, did)| DaysDone { trial, day, did }.into()),
    ]
    .boxed()
}

/// Reminders: most often changes and days of what is not there.
pub(super) fn of_reminders() -> BoxedStrategy<Kind> {
    let id = || any::<u128>().prop_map(Uuid::from_u128);
    let days = || (0i16..400).prop_map(|more| jiff::civil::date(2026, 1, 1) + jiff::Span::new().days(more));
    let minutes = || (0i64..1440).prop_map(|minutes| Whole::new(minutes).expect("is in range"));
    let what = select(&["practice", "break", "check-in", "visit", "trial", "else"][..]);
    let week = vec(select(&["mon", "tue", "sun", "some"][..]).prop_map(some_words), 0..3);
    let every = option::of((15i64..=480).prop_map(|every| Whole::new(every).expect("is in range")));
    let more = (option::of(minutes()), every, option::of(days()), option::of(words()));
    prop_oneof![
        (what, option::of(id()), any::<bool>(), week, option::of(days()), minutes(), more).prop_map(
            |(what, changes, on, days, day, from, (to, every, until, name))| {
                let what = Id::new(what).expect("is an id");
                Reminder { what, changes, on, days, day, from, to, every, until, name }.into()
            }
        ),
        (id(), days()).prop_map(|(reminder, day)| ReminderSkip { reminder, day }.into()),
    ]
    .boxed()
}

/// Starts that chance chose, also such as no program would write: before the decision.
pub(super) fn of_starts() -> BoxedStrategy<Kind> {
    let days = || (0i16..400).prop_map(|more| jiff::civil::date(2026, 1, 1) + jiff::Span::new().days(more));
    (words(), days(), days()).prop_map(|(what, decided, start)| ChosenStart { what, decided, start }.into()).boxed()
}
