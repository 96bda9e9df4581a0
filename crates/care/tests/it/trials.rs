//! Trials as the diary has them: what counts, whatever is changed, taken back, or written on two devices.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use supple_care::trials::{self, Asks, Hold, USUAL_MARGIN, offered};
use supple_diary::{
    Correction, Diary, Draft, Entry, Id, Kind, Level, Log, Moment, Removal, Tail, TrialDraw, TrialEnd, TrialPain, Whole,
};
use supple_trial::Verdict;
use uuid::Uuid;

fn start() -> Timestamp {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn minutes(minutes: i64) -> Timestamp {
    start() + SignedDuration::from_mins(minutes)
}

/// Devices that write at times of their own.
struct Devices {
    tails: [Tail; 2],
    entries: Vec<Entry>,
}

impl Devices {
    fn new() -> Devices {
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

    fn write(&mut self, device: usize, at: i64, kind: impl Into<Kind>) -> Uuid {
        self.told(device, at, at, kind)
    }

    fn begin(&mut self, device: usize, at: i64) -> Uuid {
        let of = offered().get("heat-or-cold").unwrap();
        self.write(device, at, trials::begin(of, USUAL_MARGIN, [7; 32]).unwrap())
    }

    /// A draw as the trial gives it, without asking who takes part.
    fn draw(&mut self, device: usize, at: i64, trial: Uuid, number: i64) -> Uuid {
        let arms = ["a", "b", "b", "a", "a", "b"];
        let level = Level::new(7).unwrap();
        let baseline = self.write(device, at, TrialPain { of: trial, level });
        let arm = arms[usize::try_from(number).unwrap() - 1];
        let measure = if arm == "a" { "ice" } else { "heat" };
        let (arm, measure) = (Id::new(arm).unwrap(), Id::new(measure).unwrap());
        self.write(device, at, TrialDraw { trial, number: Whole::new(number).unwrap(), arm, measure, baseline })
    }

    fn diary(&self) -> Diary {
        Diary::fold(&self.entries.iter().cloned().collect::<Log>())
    }
}

fn pain(of: Uuid, level: i64) -> TrialPain {
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
