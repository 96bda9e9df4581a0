//! Trials as the diary has them: what counts, whatever is changed, taken back, or written on two devices.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use supple_care::trials::{self, Asks, Hold, USUAL_MARGIN, offered};
use supple_diary::{
    Correction, Diary, Draft, Entry, Id, Kind, Label, Level, Log, Moment, Removal, Tail, TrialDone, TrialDraw,
    TrialEnd, TrialHarm, TrialPain, Whole, Words,
};
use supple_trial::{Arm, Verdict};
use uuid::Uuid;

fn start() -> Timestamp {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

pub(crate) fn minutes(minutes: i64) -> Timestamp {
    start() + SignedDuration::from_mins(minutes)
}

/// Devices that write at times of their own.
pub(crate) struct Devices {
    tails: [Tail; 2],
    entries: Vec<Entry>,
}

impl Devices {
    pub(crate) fn new() -> Devices {
        Devices { tails: [1, 2].map(|device| Tail::new(Uuid::from_u128(device))), entries: Vec::new() }
    }

    /// Writes something that happened so many minutes after the start, recorded at another time.
    fn told(&mut self, device: usize, happened: i64, recorded: i64, kind: impl Into<Kind>) -> Uuid {
        let chance = [u8::try_from(self.entries.len()).unwrap(); 10];
        let draft = Draft::new(Moment::in_zone(minutes(happened), "Europe/Berlin").unwrap(), kind);
        let entry = self.tails[device].write(draft, minutes(recorded), chance, None).unwrap();
        self.entries.push(entry.clone());
        entry.id()
    }

    pub(crate) fn write(&mut self, device: usize, at: i64, kind: impl Into<Kind>) -> Uuid {
        self.told(device, at, at, kind)
    }

    pub(crate) fn begin(&mut self, device: usize, at: i64) -> Uuid {
        let of = offered().get("heat-or-cold").unwrap();
        self.write(device, at, trials::begin(of, USUAL_MARGIN, [7; 32]).unwrap())
    }

    /// A draw as the trial gives it, without asking who takes part.
    pub(crate) fn draw(&mut self, device: usize, at: i64, trial: Uuid, number: i64) -> Uuid {
        let arms = ["a", "b", "b", "a", "a", "b"];
        let level = Level::new(7).unwrap();
        let baseline = self.write(device, at, TrialPain { of: trial, level });
        let arm = arms[usize::try_from(number).unwrap() - 1];
        let measure = if arm == "a" { "ice" } else { "heat" };
        let (arm, measure) = (Id::new(arm).unwrap(), Id::new(measure).unwrap());
        self.write(device, at, TrialDraw { trial, number: Whole::new(number).unwrap(), arm, measure, baseline })
    }

    pub(crate) fn diary(&self) -> Diary {
        Diary::fold(&self.entries.iter().cloned().collect::<Log>())
    }
}

pub(crate) fn pain(of: Uuid, level: i64) -> TrialPain {
    TrialPain { of, level: Level::new(level).unwrap() }
}

#[test]
fn an_answer_counts_from_when_it_was_recorded_whatever_time_it_names() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let draw = devices.draw(0, 10, trial, 1);
    // Three hours later, "it was 2 after half an hour".
    devices.told(0, 40, 190, pain(draw, 2));
    let diary = devices.diary();
    let found = trials::running(&diary, minutes(200)).unwrap();
    assert_eq!(found.bouts[0].answers[0].minutes, 180);
    assert_eq!(found.report.unanswered, [1], "memory is no answer after half an hour");
}

#[test]
fn what_is_asked_follows_the_clock_and_ends() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let draw = devices.draw(0, 10, trial, 1);
    let asks = |devices: &Devices, at: i64| {
        let diary = devices.diary();
        let found = trials::running(&diary, minutes(at)).unwrap();
        found.pending(minutes(at)).map(|(_, asks)| asks)
    };
    assert_eq!(asks(&devices, 29), Some(Asks::NotYet(minutes(40))));
    assert_eq!(asks(&devices, 30), Some(Asks::First));
    assert_eq!(asks(&devices, 60), Some(Asks::Second { is_late: true }));
    assert_eq!(asks(&devices, 101), None);
    devices.write(0, 38, pain(draw, 4));
    assert_eq!(asks(&devices, 45), Some(Asks::NotYet(minutes(70))), "answered once");
    assert_eq!(asks(&devices, 60), Some(Asks::Second { is_late: false }));
}

#[test]
fn a_draw_that_is_taken_back_stays_drawn_and_a_trial_that_is_taken_back_is_none() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let draw = devices.draw(0, 10, trial, 1);
    devices.write(0, 11, Removal { of: draw });
    let diary = devices.diary();
    assert_eq!(trials::running(&diary, minutes(12)).unwrap().kept.draws.len(), 1);
    devices.write(0, 13, Removal { of: trial });
    assert!(trials::all(&devices.diary(), minutes(14)).is_empty());
}

#[test]
fn a_pain_that_is_changed_later_counts_as_it_was_first_written() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let draw = devices.draw(0, 10, trial, 1);
    let answer = devices.write(0, 40, pain(draw, 5));
    let at = Moment::in_zone(minutes(40), "Europe/Berlin").unwrap();
    devices.write(0, 50, Correction { of: answer, entry: Box::new(Draft::new(at, pain(draw, 1))) });
    let diary = devices.diary();
    let found = trials::running(&diary, minutes(60)).unwrap();
    assert_eq!(found.bouts[0].answers[0].pain.get(), 5);
}

fn harm(draw: Uuid, what: &str) -> TrialHarm {
    let of = offered().get("heat-or-cold").unwrap();
    TrialHarm { draw, what: trials::harm_label(of, Words::new(what).unwrap()) }
}

#[test]
fn harm_belongs_to_the_measure_that_was_done_and_is_told_once_over_two_devices_also_after_the_end() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let cold = devices.draw(0, 10, trial, 1);
    let heat = devices.draw(0, 300, trial, 2);
    let also_heat = devices.draw(1, 600, trial, 3);
    let left_out = devices.draw(0, 900, trial, 4);
    // In place of heat, cold was done; at last neither.
    devices.write(0, 305, TrialDone { draw: heat, done: Id::new("other").unwrap() });
    devices.write(0, 905, TrialDone { draw: left_out, done: Id::new("neither").unwrap() });
    let before = devices.diary();
    let found = trials::running(&before, minutes(1000)).unwrap();
    let none: Vec<_> = found.harms.iter().map(|it| (it.arm, it.spasms, it.not_told)).collect();
    assert_eq!(none, [(Some(Arm::A), 2, 2), (Some(Arm::B), 1, 1)], "nothing told is not told, never none");

    devices.write(0, 41, harm(cold, "skin-sore"));
    devices.write(1, 50, harm(cold, "skin-sore"));
    devices.write(0, 330, harm(heat, "My skin went pale"));
    devices.write(0, 1000, TrialEnd { trial });
    devices.write(1, 2000, harm(cold, "burn"));
    devices.write(1, 2001, harm(left_out, "stiffer"));
    // Of a draw of no trial.
    devices.write(1, 2002, harm(Uuid::from_u128(5), "burn"));
    let diary = devices.diary();
    let all = trials::all(&diary, minutes(3000));
    let found = all[0].as_ref().unwrap();
    let told = |arm: Option<Arm>| -> Vec<(u8, String)> {
        let of = found.harms.iter().filter(|it| it.arm == arm).flat_map(|it| &it.told);
        of.map(|it| (it.number, it.what.to_string())).collect()
    };
    let own = |text: &str| text.to_owned();
    assert_eq!(told(Some(Arm::A)), [(1, own("skin-sore")), (1, own("burn")), (2, own("My skin went pale"))]);
    assert!(told(Some(Arm::B)).is_empty());
    // It is not offered for heat or cold, so these are own words.
    assert_eq!(told(None), [(4, own("stiffer"))]);
    assert!(matches!(found.harms[2].told[0].what, Label::Own(_)));
    assert_eq!((found.harms[0].not_told, found.harms[1].not_told), (0, 1));
    // It decides nothing.
    assert_eq!(found.report, before_the_harm(&before, &devices, trial));
    let again = trials::harm(found, cold, Label::plain(Words::new("burn").unwrap()));
    assert_eq!(again, Err(trials::Refused::Told));
    assert!(trials::harm(found, also_heat, Label::plain(Words::new("burn").unwrap())).is_ok());
    let nowhere = trials::harm(found, Uuid::from_u128(5), Label::plain(Words::new("burn").unwrap()));
    assert_eq!(nowhere, Err(trials::Refused::NoSpasm));
}

/// What the rule says of the same trial where nothing of harm was told, stopped at the same time.
fn before_the_harm(before: &Diary, devices: &Devices, trial: Uuid) -> supple_trial::Report {
    let told = devices.entries.iter().filter(|entry| !matches!(entry.kind(), Some(Kind::TrialHarm(_))));
    let diary = Diary::fold(&told.cloned().collect::<Log>());
    assert!(before.items().len() < diary.items().len(), "it has its end");
    let all = trials::all(&diary, minutes(3000));
    all.into_iter().flatten().find(|found| found.id() == trial).unwrap().report
}

#[test]
fn harm_that_is_taken_back_was_not_told() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let draw = devices.draw(0, 10, trial, 1);
    let told = devices.write(0, 40, harm(draw, "burn"));
    let counts = |devices: &Devices| {
        let diary = devices.diary();
        let found = trials::running(&diary, minutes(60)).unwrap();
        (found.told_harms().count(), found.harms[0].not_told)
    };
    assert_eq!(counts(&devices), (1, 0));
    devices.write(1, 41, Removal { of: told });
    assert_eq!(counts(&devices), (0, 1));
}

#[test]
fn harm_that_may_be_a_sign_has_the_signs_looked_at_again_and_sore_skin_or_an_old_spasm_has_not() {
    let spoke = |what: &str, told_at: i64, since: i64| {
        let mut devices = Devices::new();
        let trial = devices.begin(0, 0);
        let draw = devices.draw(0, 10, trial, 1);
        devices.write(0, told_at, harm(draw, what));
        supple_care::spoke_since(&devices.diary(), minutes(since), minutes(10_000))
    };
    assert!(spoke("hurt-more", 40, 20) && spoke("dizzy-drowsy", 40, 20) && spoke("My leg feels odd", 40, 20));
    assert!(!spoke("skin-sore", 40, 20) && !spoke("burn", 40, 20));
    assert!(!spoke("hurt-more", 40, 41), "it was looked at since");
    assert!(!spoke("hurt-more", 5000, 4990), "of a spasm of days ago");
}

#[test]
fn of_two_draws_of_one_number_the_earlier_counts_and_of_two_trials_the_first() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let first = devices.draw(0, 10, trial, 1);
    let second = devices.draw(1, 20, trial, 1);
    devices.begin(1, 30);
    let diary = devices.diary();
    let all: Vec<_> = trials::all(&diary, minutes(40)).into_iter().map(Result::unwrap).collect();
    assert_eq!((all[0].is_second, all[1].is_second), (false, true));
    assert_eq!(all[0].kept.draws[0].entry, first);
    assert_eq!(all[0].kept.dropped[0].draw.entry, second);
    assert_eq!(trials::running(&diary, minutes(40)).unwrap().id(), trial);
    // Once the first is stopped, another may be begun.
    devices.write(0, 50, TrialEnd { trial });
    let next = devices.begin(0, 60);
    let diary = devices.diary();
    assert_eq!(trials::running(&diary, minutes(70)).unwrap().id(), next);
    assert_eq!(trials::all(&diary, minutes(70))[0].as_ref().unwrap().report.verdict, Verdict::StoppedByPerson);
}

#[test]
fn a_trial_that_is_not_as_promised_is_told_and_nothing_is_drawn_in_it() {
    let of = offered().get("heat-or-cold").unwrap();
    let begun = || trials::begin(of, USUAL_MARGIN, [7; 32]).unwrap();
    let other = trials::begin(of, USUAL_MARGIN, [8; 32]).unwrap();
    let changed = [
        (supple_diary::Trial { seed: other.seed, ..begun() }, "promised"),
        (supple_diary::Trial { which: Id::new("tea-or-coffee").unwrap(), ..begun() }, "does not know what it compares"),
        (supple_diary::Trial { which: Id::new("rest-or-move").unwrap(), ..begun() }, "measures are not those"),
    ];
    for (trial, says) in changed {
        let mut devices = Devices::new();
        devices.write(0, 0, trial);
        let diary = devices.diary();
        let found = trials::all(&diary, minutes(1));
        assert!(found[0].as_ref().unwrap_err().why.contains(says), "{found:?}");
        assert!(trials::running(&diary, minutes(1)).is_none());
        // Only what breaks the promise is a fault of the record; what is not understood may be a newer Supple's.
        assert_eq!(trials::audit(&diary, minutes(1)).len(), usize::from(says == "promised"));
    }
}

#[test]
fn nothing_takes_part_before_something_is_said_of_the_moment() {
    let mut devices = Devices::new();
    devices.begin(0, 0);
    let diary = devices.diary();
    let trial = trials::running(&diary, minutes(5)).unwrap();
    let now = minutes(5).to_zoned(jiff::tz::TimeZone::UTC);
    assert_eq!(trials::part(&diary, &trial, None, &now).unwrap_err(), [Hold::SayFirst]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in a diary, nothing panics, and what cannot be read is never called a result.
    #[test]
    fn no_diary_makes_a_result_of_what_cannot_be_read(entries in supple_diary::testing::diaries(40)) {
        let diary = Diary::fold(&entries.into_iter().collect::<Log>());
        let now = start() + SignedDuration::from_hours(24 * 365);
        for found in trials::all(&diary, now).into_iter().flatten() {
            prop_assert!(found.trial.commitment().to_hex().len() == 64);
        }
        let zoned = now.to_zoned(jiff::tz::TimeZone::UTC);
        for of in &offered().each {
            prop_assert!(trials::of_decision(&diary, &of.decision, now).is_none());
        }
        prop_assert!(trials::before(&diary, Level::new(7).unwrap(), &zoned).is_err());
        let _ = trials::audit(&diary, now);
    }
}

#[test]
fn a_measure_after_which_it_hurts_more_has_the_signs_looked_at_again() {
    let spoke = |level: i64| {
        let mut devices = Devices::new();
        let trial = devices.begin(0, 0);
        let draw = devices.draw(0, 10, trial, 1);
        devices.write(0, 40, pain(draw, level));
        supple_care::spoke_since(&devices.diary(), minutes(20), minutes(60))
    };
    // It was 7 before.
    assert_eq!([6, 7, 8].map(spoke), [false, false, true]);
}

#[test]
fn a_step_that_was_stopped_since_it_made_it_worse_has_the_signs_looked_at_again_and_one_that_ended_has_not() {
    let spoke = |state| {
        let timer = supple_diary::Timer {
            step: Words::new("heat-pack").unwrap(),
            seconds: supple_diary::Seconds::new(900).unwrap(),
            state,
        };
        let measure = supple_diary::Measure {
            what: Label::plain(Words::new("heat").unwrap()),
            seconds: None,
            before: None,
            after: None,
            helped: None,
            note: None,
            timer: Some(timer),
        };
        let mut devices = Devices::new();
        devices.write(0, 40, measure);
        supple_care::spoke_since(&devices.diary(), minutes(20), minutes(60))
    };
    let left = supple_diary::Seconds::new(60).unwrap();
    assert!(spoke(supple_diary::TimerState::Worse(left)));
    assert!(!spoke(supple_diary::TimerState::Done(left)));
}
