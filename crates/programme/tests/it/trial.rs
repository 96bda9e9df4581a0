//! Trials over days as the diary has them: what counts, what waits, and whatever is changed, late or written on two devices.

use jiff::civil::{Date, date};
use jiff::{ToSpan, Zoned};
use supple_care::moment::check;
use supple_diary::testing::check_in;
use supple_diary::{
    DaysPeriod, Diary, Draft, Entry, EpisodeMark, Exercise, Id, Kind, Label, Log, Moment, Phase, Removal, Seconds,
    Spasm, Tail, Whole,
};
use supple_guidance::embedded;
use supple_guidance::trial::DaysOf;
use supple_programme::trial::{self, Adherence, Due, Hold, LATE_DAYS, Refused};
use supple_programme::{Out, Pause};
use supple_triage::Answers;
use supple_trial::{Arm, Verdict};
use uuid::Uuid;

const MONDAY: Date = date(2026, 11, 30);

fn of(id: &str) -> &'static DaysOf {
    embedded().trials.over_days(id).unwrap()
}

fn at(day: Date, hour: i8, minute: i8) -> Zoned {
    day.at(hour, minute, 0, 0).in_tz("Europe/Berlin").unwrap()
}

fn later(days: i64) -> Date {
    MONDAY + days.days()
}

/// A spasm of half a minute, which is over by itself.
fn spasm() -> Spasm {
    Spasm { seconds: Some(Seconds::new(30).unwrap()), ..Spasm::default() }
}

/// Someone who writes on two devices.
struct Life {
    tails: [Tail; 2],
    entries: Vec<Entry>,
}

impl Life {
    fn new() -> Life {
        Life { tails: [1, 2].map(|device| Tail::new(Uuid::from_u128(device))), entries: Vec::new() }
    }

    fn on(&mut self, device: usize, now: &Zoned, kind: impl Into<Kind>) -> Uuid {
        self.told(device, now, now, kind)
    }

    /// Writes at a time what happened at another.
    fn told(&mut self, device: usize, happened: &Zoned, now: &Zoned, kind: impl Into<Kind>) -> Uuid {
        let mut chance = [0; 10];
        chance[..4].copy_from_slice(&u32::try_from(self.entries.len()).unwrap().to_be_bytes());
        let draft = Draft::new(Moment::from(happened), kind);
        let entry = self.tails[device].write(draft, now.timestamp(), chance, None).unwrap();
        self.entries.push(entry.clone());
        entry.id()
    }

    fn write(&mut self, now: &Zoned, kind: impl Into<Kind>) -> Uuid {
        self.on(0, now, kind)
    }

    fn diary(&self) -> Diary {
        Diary::fold(&self.entries.iter().cloned().collect::<Log>())
    }

    fn begin(&mut self, id: &str, now: &Zoned) -> Uuid {
        let begun = trial::begin(&self.diary(), of(id), 7, [7; 32], now).unwrap();
        self.write(now, begun)
    }

    fn next(&mut self, now: &Zoned) -> (u32, String) {
        let period = trial::next(&self.diary(), now).unwrap();
        let told = (period.number.get(), period.arm.as_str().to_owned());
        self.write(now, period);
        told
    }

    fn spasm(&mut self, day: Date, hour: i8, minute: i8) {
        self.write(&at(day, hour, minute), spasm());
    }

    /// The daily question, answered in the evening.
    fn answer(&mut self, day: Date, spasm: bool) {
        self.write(&at(day, 22, 0), check_in(&day.to_string(), Some(spasm)));
    }

    fn calm_check(&mut self, now: &Zoned) {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        answers.assume_no(triage);
        self.write(now, check::entry(&answers, &triage.verdict(&answers)).unwrap());
    }
}

fn running<'d>(diary: &'d Diary, now: &Zoned) -> trial::InDiary<'d> {
    trial::running(diary, now).unwrap()
}

#[test]
fn a_whole_trial_is_walked_day_by_day_and_finds_that_fewer_spasms_come_with_the_habit() {
    let mut life = Life::new();
    life.begin("breaks-from-sitting", &at(MONDAY, 7, 0));
    let mut arms = Vec::new();
    let mut day = MONDAY;
    loop {
        let morning = at(day, 8, 0);
        let diary = life.diary();
        let Some(found) = trial::running(&diary, &morning) else { break };
        assert!(found.report.estimate.is_none() && found.revealed().is_none(), "nothing is told while it goes on");
        match found.due(&diary, &morning) {
            Due::Begins(_) => {
                let (number, arm) = life.next(&morning);
                arms.push(arm);
                assert_eq!(usize::try_from(number).unwrap(), arms.len());
                let until = day + 6.days();
                assert_eq!(trial::next(&life.diary(), &morning), Err(Refused::GoesOn(until)), "nothing is drawn twice");
            }
            Due::Goes { begun, day: place, did, holds } => {
                assert_eq!((begun.first + i64::from(place - 1).days(), did), (day, None));
                assert_eq!(holds, []);
            }
            other => panic!("{day}: {other:?}"),
        }
        let is_with = arms.last().unwrap() == "b";
        let comes = !is_with || day.weekday() == jiff::civil::Weekday::Friday;
        if comes {
            life.spasm(day, 12, 0);
            if !is_with {
                life.spasm(day, 17, 0);
            }
        }
        life.answer(day, comes);
        let done = trial::day(&life.diary(), day, is_with, &at(day, 22, 5)).unwrap();
        life.write(&at(day, 22, 5), done);
        day += 1.day();
        assert!(day < later(100));
    }
    // The fourth pair ends on day 56; it can be told for two more days, and then it is looked at.
    assert_eq!(day, later(56 + i64::from(LATE_DAYS)));
    assert!(arms.chunks_exact(2).all(|pair| pair[0] != pair[1]), "{arms:?}");
    let (diary, now) = (life.diary(), at(day, 8, 0));
    let found = trial::last(&diary, of("breaks-from-sitting"), &now).unwrap();
    assert_eq!((found.report.verdict, found.report.after), (Verdict::Better(Arm::B), 8));
    let pair = found.report.pairs[0];
    assert_eq!(pair.map(|period| (period.observed_days, period.spasms)), [(7, 14), (7, 1)]);
    assert!(found.report.estimate.unwrap().high < 0.8);
    assert_eq!(found.adherence(&diary, &now), Adherence { as_drawn: 56, otherwise: 0, unknown: 0 });
    assert_eq!((found.ended(), found.revealed().unwrap().audit()), (Some(day), Ok(())));
    assert_eq!(trial::audit(&diary), Vec::<String>::new());
    assert_eq!(trial::next(&diary, &now), Err(Refused::NoTrial));

    // What is told later changes nothing of it.
    for place in 0..56 {
        life.told(0, &at(later(place), 3, 0), &at(day, 9, 0), spasm());
    }
    let late = life.diary();
    let last = trial::last(&late, of("breaks-from-sitting"), &at(day, 10, 0)).unwrap();
    assert_eq!((last.report, late.bouts().len()), (found.report, diary.bouts().len() + 56));
}

#[test]
fn a_day_counts_by_its_check_in_and_only_as_it_was_told_in_time() {
    let mut life = Life::new();
    life.begin("breaks-from-sitting", &at(MONDAY, 7, 0));
    life.next(&at(MONDAY, 7, 5));
    // Two spasms within two hours are one bout, and a third one later is another.
    life.spasm(MONDAY, 10, 0);
    life.spasm(MONDAY, 11, 0);
    life.spasm(MONDAY, 15, 0);
    life.answer(MONDAY, true);
    // Nobody answered the next day: its spasm is not counted, as insight counts none.
    life.spasm(later(1), 10, 0);
    // A spasm that only the check-in knows of; a quiet day.
    life.answer(later(2), true);
    life.answer(later(3), false);
    // Answered two days later, and three.
    life.write(&at(later(6), 23, 0), check_in(&later(4).to_string(), Some(true)));
    life.write(&at(later(8), 1, 0), check_in(&later(5).to_string(), Some(true)));
    let diary = life.diary();
    let over = |day: i64| running(&diary, &at(later(day), 8, 0)).over;
    assert_eq!(over(8), [], "its last days can still be told");
    let found = over(9);
    assert_eq!((found[0].observed_days, found[0].spasms), (4, 4));
}

#[test]
fn while_an_episode_or_a_sign_comes_first_nothing_begins_and_nothing_is_to_be_left_out() {
    let mut life = Life::new();
    let onset = EpisodeMark { phase: Phase::Onset };
    life.begin("breaks-from-sitting", &at(MONDAY, 7, 0));
    life.write(&at(MONDAY, 9, 0), onset.clone());
    let (diary, now) = (life.diary(), at(MONDAY, 10, 0));
    assert_eq!(running(&diary, &now).due(&diary, &now), Due::Held(vec![Hold::Pause(Pause::Episode)]));
    assert_eq!(trial::next(&diary, &now), Err(Refused::Holds(vec![Hold::Pause(Pause::Episode)])));
    assert_eq!(
        trial::begin(&Diary::default(), of("walk"), 7, [0; 32], &now),
        Err(Refused::Holds(vec![Hold::Pause(Pause::CheckFirst)])),
        "an exercise asks for the check first, as the programme does"
    );
    life.write(&at(later(2), 9, 0), EpisodeMark { phase: Phase::Recovery });
    life.next(&at(later(2), 10, 0));
    life.write(&at(later(3), 9, 0), onset);
    let (diary, now) = (life.diary(), at(later(3), 10, 0));
    let due = running(&diary, &now).due(&diary, &now);
    assert!(matches!(&due, Due::Goes { day: 2, holds, .. } if *holds == [Hold::Pause(Pause::Episode)]), "{due:?}");
}

#[test]
fn a_walk_may_be_tried_after_a_calm_check_and_not_by_whom_it_is_not_for() {
    let mut life = Life::new();
    life.calm_check(&at(MONDAY, 6, 0));
    let now = at(MONDAY, 7, 0);
    assert!(trial::begin(&life.diary(), of("walk"), 7, [0; 32], &now).is_ok());
    let holds = trial::holds(&life.diary(), of("pelvic-tilt-mornings"), &now);
    // Nobody has asked yet whether there is a pregnancy.
    assert!(matches!(holds[..], [] | [Hold::Out(Out::Unanswered(_))]), "{holds:?}");
    for days in [2, 29] {
        assert!(matches!(trial::begin(&life.diary(), of("walk"), days, [0; 32], &now), Err(Refused::Value(_))));
    }
}

#[test]
fn of_two_devices_the_first_trial_and_the_first_draw_count() {
    let mut life = Life::new();
    let first = life.begin("breaks-from-sitting", &at(MONDAY, 7, 0));
    let second = trial::begin(&Diary::default(), of("wind-down"), 7, [8; 32], &at(MONDAY, 7, 30)).unwrap();
    life.on(1, &at(MONDAY, 7, 30), second);
    let (diary, now) = (life.diary(), at(MONDAY, 8, 0));
    let all = trial::all(&diary, &now);
    assert_eq!(all.iter().flatten().map(|trial| trial.is_second).collect::<Vec<_>>(), [false, true]);
    assert_eq!(running(&diary, &now).id(), first);
    assert_eq!(trial::begin(&diary, of("walk"), 7, [0; 32], &now), Err(Refused::Another));

    let period = trial::next(&diary, &now).unwrap();
    let drawn = life.write(&now, period.clone());
    let other = DaysPeriod { first: later(1), ..period };
    life.on(1, &at(later(1), 8, 0), other);
    // What was drawn stays drawn, also where it was taken back.
    life.write(&at(later(1), 9, 0), Removal { of: drawn });
    let (diary, now) = (life.diary(), at(later(1), 10, 0));
    let found = running(&diary, &now);
    assert_eq!((found.begun.len(), found.begun[0].entry, found.dropped), (1, drawn, 1));
    assert_eq!(trial::audit(&diary), Vec::<String>::new());
}

#[test]
fn a_changed_arm_number_or_seed_is_named_by_whoever_verifies() {
    let mut life = Life::new();
    let id = life.begin("breaks-from-sitting", &at(MONDAY, 7, 0));
    let period = trial::next(&life.diary(), &at(MONDAY, 8, 0)).unwrap();
    let audit = |period: DaysPeriod| {
        let mut life = Life { tails: life.tails.clone(), entries: life.entries.clone() };
        life.write(&at(MONDAY, 8, 0), period);
        trial::audit(&life.diary())
    };
    let other = Id::new(if period.arm.as_str() == "a" { "b" } else { "a" }).unwrap();
    let line = |what: &str| vec![format!("trial {id}: {what}")];
    assert_eq!(audit(period.clone()), Vec::<String>::new());
    assert_eq!(
        audit(DaysPeriod { arm: other, ..period.clone() }),
        line("period 1 of the trial has another arm than the seed gives")
    );
    assert_eq!(
        audit(DaysPeriod { number: Whole::new(2).unwrap(), ..period }),
        line("period 1 of the trial has the number 2")
    );

    let mut changed = Life::new();
    let mut begun = trial::begin(&Diary::default(), of("wind-down"), 7, [3; 32], &at(MONDAY, 7, 0)).unwrap();
    begun.seed = supple_diary::Words::new("ff".repeat(32)).unwrap();
    changed.write(&at(MONDAY, 7, 0), begun);
    let diary = changed.diary();
    assert!(trial::running(&diary, &at(MONDAY, 8, 0)).is_none());
    assert!(trial::audit(&diary)[0].contains("promised"), "{:?}", trial::audit(&diary));
}

#[test]
fn what_was_done_is_what_was_last_said_or_that_the_diary_has_the_exercise() {
    let mut life = Life::new();
    life.calm_check(&at(MONDAY, 6, 0));
    life.begin("walk", &at(MONDAY, 7, 0));
    life.next(&at(MONDAY, 7, 5));
    life.write(&at(MONDAY, 12, 0), Exercise::of(Label::Known(Id::new("walking").unwrap())));
    let did = |life: &Life, day: Date| {
        let diary = life.diary();
        running(&diary, &at(later(1), 20, 0)).did(&diary, day)
    };
    assert_eq!((did(&life, MONDAY), did(&life, later(1))), (Some(true), None));
    for (hour, said) in [(18, true), (19, false)] {
        let done = trial::day(&life.diary(), later(1), said, &at(later(1), hour, 0)).unwrap();
        life.write(&at(later(1), hour, 0), done);
    }
    assert_eq!(did(&life, later(1)), Some(false));
    let refused = |day: Date, now: i64| trial::day(&life.diary(), day, true, &at(later(now), 20, 0)).unwrap_err();
    assert_eq!(refused(later(2), 1), Refused::NoDay(later(2)), "it is still to come");
    assert_eq!(refused(later(-1), 1), Refused::NoDay(later(-1)), "it is of no period");
    assert_eq!(refused(MONDAY, 8), Refused::NoDay(MONDAY), "it lies more than a week ago");
}

#[test]
fn a_trial_that_is_stopped_has_no_verdict_and_leaves_out_the_period_that_was_cut() {
    let mut life = Life::new();
    life.begin("wind-down", &at(MONDAY, 7, 0));
    for week in 0..9 {
        life.next(&at(later(7 * week), 8, 0));
        for day in 0..7 {
            life.answer(later(7 * week + day), day % 3 == 0);
        }
    }
    let stop = later(59);
    let end = trial::stop(&life.diary(), &at(stop, 9, 0)).unwrap();
    life.write(&at(stop, 9, 0), end);
    let (diary, now) = (life.diary(), at(later(90), 9, 0));
    assert!(trial::running(&diary, &now).is_none());
    let found = trial::last(&diary, of("wind-down"), &now).unwrap();
    assert_eq!((found.report.verdict, found.over.len()), (Verdict::StoppedByPerson, 8));
    assert_eq!((found.ended(), found.report.estimate.is_some()), (Some(stop), true));
    assert_eq!(trial::stop(&diary, &now), Err(Refused::NoTrial));
}

#[test]
fn a_gap_between_periods_belongs_to_none_and_after_the_last_one_it_waits_for_answers() {
    let mut life = Life::new();
    life.begin("wind-down", &at(MONDAY, 7, 0));
    // A period begins when the person says so: here each third week is left out.
    let mut day = 0;
    for period in 0..20 {
        day += if period % 2 == 0 { 14 } else { 7 };
        life.next(&at(later(day), 8, 0));
        (0..7).for_each(|more| life.answer(later(day + more), more == 2));
    }
    let diary = life.diary();
    let due = |more: i64| {
        let now = at(later(day + more), 9, 0);
        trial::running(&diary, &now).map(|found| found.due(&diary, &now))
    };
    assert!(matches!(due(6), Some(Due::Goes { day: 7, .. })));
    assert_eq!(due(8), Some(Due::Waits(later(day + 8))));
    assert_eq!(due(9), None);
    let now = at(later(day + 9), 9, 0);
    let found = trial::last(&diary, of("wind-down"), &now).unwrap();
    assert!(matches!(found.report.verdict, Verdict::NoClearDifference { .. }), "{:?}", found.report.verdict);
    assert!(found.report.pairs.iter().flatten().all(|period| (period.observed_days, period.spasms) == (7, 1)));
}

#[test]
fn how_often_spasms_come_is_known_after_two_weeks_of_answers() {
    let mut life = Life::new();
    for day in 0..13 {
        life.answer(later(day), day % 7 == 0);
    }
    assert_eq!(trial::rate(&life.diary(), later(14)), None);
    life.spasm(later(13), 9, 0);
    life.spasm(later(13), 15, 0);
    life.answer(later(13), true);
    let rate = trial::rate(&life.diary(), later(14)).unwrap();
    assert_eq!((rate.days, rate.per_day), (14, 4.0 / 14.0));
}
