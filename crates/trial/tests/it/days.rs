//! A habit is tried over days, and counted.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use supple_trial::days::figures::{HALVING, MOST_WRONG, NOTHING_THERE, halving};
use supple_trial::days::simulate::{fortnights, run, settings};
use supple_trial::days::{
    DayFacts, DaysMismatch, HabitProtocol, HabitTrial, MayBegin, NotYet, Period, PeriodDraw, PeriodError, judge_days,
};
use supple_trial::{Arm, Drawn, Ending, MeasureId, ProtocolError, Seed, Verdict};

fn protocol() -> HabitProtocol {
    HabitProtocol::new(MeasureId::new("evening-walk").unwrap(), 7).unwrap()
}

const MONDAY: Date = date(2026, 11, 30);

fn calm(today: Date) -> DayFacts {
    DayFacts { today, last: None, no_sign: true, no_episode: true, allowed: true }
}

fn may() -> MayBegin {
    MayBegin::judge(&calm(MONDAY)).unwrap()
}

/// Pairs of weeks with these spasms, without the habit and with it, in either order.
fn weeks(counts: &[(u32, u32)]) -> Vec<Period> {
    let pair = |(place, &(a, b)): (usize, &(u32, u32))| {
        let (a, b) = ((Arm::A, a), (Arm::B, b));
        if place % 3 == 1 { [b, a] } else { [a, b] }
    };
    let each = counts.iter().enumerate().flat_map(pair);
    (1..).zip(each).map(|(number, (arm, spasms))| Period { number, arm, observed_days: 7, spasms }).collect()
}

fn verdict(counts: &[(u32, u32)]) -> (Verdict, u8) {
    let report = judge_days(&protocol(), &weeks(counts), Ending::GoesOn).unwrap();
    (report.verdict, report.after)
}

#[test]
fn the_canonical_bytes_are_those_that_are_specified_and_nothing_else_is_read() {
    let written = r#"{"better_sure":9875,"first_look":4,"habit":"evening-walk","last_look":10,"lean_sure":9000,"margin_hundredths":80,"period_days":7,"same_doubt":200,"version":1}"#;
    assert_eq!(String::from_utf8(protocol().canonical()).unwrap(), written);
    assert_eq!(HabitProtocol::read(written.as_bytes()), Ok(protocol()));
    let made = protocol();
    let told = (made.habit().as_str(), made.period_days(), made.first_look(), made.most_pairs());
    assert_eq!(told, ("evening-walk", 7, 4, 10), "a person is told what the protocol promises");
    let read = |from: &str, to: &str| HabitProtocol::read(written.replace(from, to).as_bytes());
    assert_eq!(read("9875", "9000"), Err(ProtocolError::Numbers(1)));
    assert_eq!(read(":7,", ":2,"), Err(ProtocolError::Period(2)));
    assert_eq!(read("version\":1", "version\":2"), Err(ProtocolError::Version(2)));
    assert!(matches!(read("}", ",\"more\":1}"), Err(ProtocolError::Unreadable(_))));
}

#[test]
fn fewer_spasms_with_the_habit_are_told_and_none_before_the_fourth_pair() {
    assert_eq!(verdict(&[(9, 1); 3]), (Verdict::TooEarly, 6));
    assert_eq!(verdict(&[(9, 1); 4]), (Verdict::Better(Arm::B), 8));
    assert_eq!(verdict(&[(1, 9); 4]), (Verdict::Better(Arm::A), 8));
    assert_eq!(verdict(&[(3, 2); 6]), (Verdict::GoesOn, 12));
    assert_eq!(verdict(&[(3, 2); 10]), (Verdict::NoClearDifference { leans: None }, 20));
    assert_eq!(verdict(&[(0, 0); 10]), (Verdict::NoClearDifference { leans: None }, 20));
    assert_eq!(verdict(&[(2000, 2001); 10]).0, Verdict::AboutTheSame);
}

#[test]
fn a_true_halving_is_not_called_about_the_same() {
    let halved = judge_days(
        &protocol(),
        &weeks(&[(3, 1), (2, 2), (4, 1), (3, 2), (2, 1), (3, 1), (3, 2)]),
        Ending::StoppedByPerson,
    );
    let estimate = halved.unwrap().estimate.unwrap();
    assert!(estimate.mean < 0.7 && estimate.less_by_margin > 0.7 && estimate.low < 0.5 && 0.5 < estimate.high);
}

#[test]
fn a_pair_counts_when_half_of_its_days_are_observed_and_others_are_told_as_missing() {
    let mut over = weeks(&[(9, 1); 5]);
    over[2].observed_days = 3;
    let report = judge_days(&protocol(), &over, Ending::GoesOn).unwrap();
    assert_eq!((report.verdict, report.after, report.pairs.len()), (Verdict::Better(Arm::B), 10, 4));
    // Four of seven days are half of them, three are not; and seven of fourteen are.
    let with = |period_days, observed_days| {
        let protocol = HabitProtocol::new(MeasureId::new("evening-walk").unwrap(), period_days).unwrap();
        let mut over = weeks(&[(9, 1); 4]);
        over.iter_mut().for_each(|period| period.observed_days = observed_days);
        judge_days(&protocol, &over, Ending::GoesOn).unwrap().pairs.len()
    };
    assert_eq!([with(7, 3), with(7, 4), with(14, 6), with(14, 7)], [0, 4, 0, 4]);
    let mut unseen = weeks(&[(9, 1); 10]);
    unseen.iter_mut().for_each(|period| period.observed_days = 3);
    assert_eq!(judge_days(&protocol(), &unseen, Ending::GoesOn).unwrap().verdict, Verdict::TooFewAnswers);
}

#[test]
fn periods_that_cannot_be_are_refused() {
    let judged = |change: &dyn Fn(&mut Vec<Period>)| {
        let mut over = weeks(&[(3, 2); 5]);
        change(&mut over);
        judge_days(&protocol(), &over, Ending::GoesOn).unwrap_err()
    };
    assert_eq!(judged(&|over| over[3].number = 5), PeriodError::Missing(4));
    assert_eq!(judged(&|over| over[4].observed_days = 8), PeriodError::Days(5));
    assert_eq!(judged(&|over| over[4].arm = over[5].arm), PeriodError::Arm(6));
}

proptest! {
    #[test]
    fn each_pair_has_both_arms_and_the_next_period_follows_those_that_are_over(seed in any::<[u8; 32]>()) {
        let trial = HabitTrial::begin(protocol(), Seed::new(seed));
        let mut over: Vec<Drawn> = Vec::new();
        while let Ok(PeriodDraw { number, arm, first }) = trial.draw(&over, &may()) {
            prop_assert_eq!((usize::from(number), first), (over.len() + 1, MONDAY));
            over.push(Drawn { number, arm });
        }
        prop_assert_eq!(trial.draw(&over, &may()), Err(PeriodError::Over));
        prop_assert!(over.len() == 20 && over.chunks(2).all(|pair| pair[0].arm != pair[1].arm));
        prop_assert_eq!(trial.draw(&over[1..4], &may()), Err(PeriodError::Missing(1)));
        let told = trial.reveal(&over[..9]);
        prop_assert_eq!(told.audit(), Ok(()));
        over[6].arm = over[6].arm.other();
        prop_assert_eq!(trial.draw(&over[..9], &may()), Err(PeriodError::Arm(7)));
        prop_assert_eq!(trial.reveal(&over[..9]).audit(), Err(DaysMismatch::Arm { number: 7 }));
        prop_assert!(HabitTrial::resume(protocol(), Seed::new(seed), trial.commitment()).is_ok());
        let other = HabitProtocol::new(MeasureId::new("evening-walk").unwrap(), 14).unwrap();
        prop_assert!(HabitTrial::resume(other, Seed::new(seed), trial.commitment()).is_err());
        prop_assert_eq!(trial.commitment(), HabitTrial::begin(protocol(), Seed::new(seed)).commitment());
    }
}

#[test]
fn periods_beyond_the_last_are_no_part_of_a_trial() {
    let trial = HabitTrial::begin(protocol(), Seed::new([8; 32]));
    let mut over: Vec<Drawn> = Vec::new();
    while let Ok(PeriodDraw { number, arm, .. }) = trial.draw(&over, &may()) {
        over.push(Drawn { number, arm });
    }
    for many in [0, 1, 12, 13, 20] {
        assert_eq!(trial.reveal(&over[..many]).audit(), Ok(()), "{many}");
    }
    over.push(Drawn { number: 21, arm: Arm::A });
    assert_eq!(trial.reveal(&over).audit(), Err(DaysMismatch::TooMany));
    let mut counted = weeks(&[(3, 2); 11]);
    assert_eq!(judge_days(&protocol(), &counted, Ending::GoesOn), Err(PeriodError::Over));
    counted.truncate(20);
    assert!(judge_days(&protocol(), &counted, Ending::GoesOn).is_ok());
}

#[test]
fn no_period_begins_before_the_one_before_is_over_nor_where_something_else_comes_first() {
    let begins = |change: &dyn Fn(&mut DayFacts)| {
        let mut facts = DayFacts { last: Some(date(2026, 12, 6)), ..calm(date(2026, 12, 7)) };
        change(&mut facts);
        MayBegin::judge(&facts)
    };
    assert!(begins(&|_| ()).is_ok());
    assert_eq!(begins(&|facts| facts.today = date(2026, 12, 6)), Err(vec![NotYet::GoesOn(date(2026, 12, 6))]));
    assert_eq!(begins(&|facts| facts.no_episode = false), Err(vec![NotYet::Episode]));
    let all = begins(&|facts| (facts.no_sign, facts.allowed) = (false, false));
    assert_eq!(all, Err(vec![NotYet::Sign, NotYet::NotAllowed]));
}

#[test]
fn the_round_figures_are_those_of_made_up_trials() {
    let weeks = settings().into_iter().filter(|one| one.scatter == 0.4 && one.ratio != 0.8);
    for setting in weeks.chain(fortnights()) {
        let tally = run(&setting, 9, 0, 100).unwrap();
        let share = |many| 100.0 * tally.share(many).unwrap().share;
        assert!(share(tally.wrong) <= f64::from(MOST_WRONG) + 4.0, "{setting:?}");
        if setting.ratio == 1.0 {
            assert!(share(tally.undecided) >= f64::from(NOTHING_THERE) - 5.0, "{setting:?}");
        }
        if setting.ratio == 0.5 {
            let told = halving(setting.period_days, setting.per_day).unwrap();
            assert_eq!(f64::from(told.per_day_hundredths) / 100.0, setting.per_day);
            // Four standard errors of 100 trials.
            assert!((share(tally.right) - f64::from(told.of_100)).abs() < 20.0, "{setting:?} {told:?} {tally:?}");
        }
    }
}

#[test]
fn whoever_asks_whether_to_begin_is_told_the_figures_of_the_rate_that_is_nearest_by_its_ratio() {
    for (period_days, per_day, nearest) in [
        (7, 0.0, 0),
        (7, 0.24, 0),
        (7, 0.25, 1),
        (7, 0.4, 1),
        (7, 0.63, 1),
        (7, 0.64, 2),
        (7, 3.0, 2),
        (14, 0.1, 3),
        (14, 0.4, 4),
        (14, 1.0, 5),
    ] {
        assert_eq!(halving(period_days, per_day), Some(HALVING[nearest]), "{per_day} a day, {period_days} days");
    }
    assert_eq!(halving(9, 1.0), None);
}

#[test]
fn the_chances_that_are_told_are_those_of_fewer_and_of_more_spasms_with_the_habit() {
    let told = |counts| judge_days(&protocol(), &weeks(&[counts; 4]), Ending::GoesOn).unwrap().estimate.unwrap();
    let fewer = told((9, 1));
    assert!(fewer.less_often > 0.98 && fewer.less_by_margin > 0.95 && (0.0..0.02).contains(&fewer.more_by_margin));
    let more = told((1, 9));
    assert!(more.less_often < 0.02 && more.less_by_margin < 0.02 && (0.95..=1.0).contains(&more.more_by_margin));
}

#[test]
fn over_seeds_the_habit_comes_first_in_half_of_the_pairs() {
    let first = (0..2000_u32).filter(|number| {
        let mut seed = [3; 32];
        seed[..4].copy_from_slice(&number.to_le_bytes());
        HabitTrial::begin(protocol(), Seed::new(seed)).draw(&[], &may()).map(|draw| draw.arm) == Ok(Arm::B)
    });
    assert!(first.count().abs_diff(1000) < 90);
}

#[test]
fn the_rule_over_days_is_seldom_wrong_and_finds_a_halving_of_many_spasms() {
    for setting in settings().into_iter().filter(|one| one.scatter == 0.7 && one.per_day > 0.3) {
        let tally = run(&setting, 5, 0, 120).unwrap();
        let share = |many| tally.share(many).unwrap().share;
        assert!(share(tally.wrong) < 0.05 + 4.0 * 0.02, "{setting:?} {tally:?}");
        assert!(tally.coverage().unwrap().share > 0.84, "{setting:?} {tally:?}");
        if setting.per_day == 1.0 && setting.ratio == 0.5 {
            assert!(share(tally.right) > 0.12, "{tally:?}");
        }
    }
}
