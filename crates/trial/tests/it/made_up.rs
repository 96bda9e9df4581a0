//! The same seed and number give the same made-up trial anywhere, so that whoever doubts a table of `docs/trials.md` can make it
//! again. After a change on purpose, the tables have to be made again too: `INSTA_UPDATE=always cargo test -p supple-trial made_up::`.

use insta::assert_snapshot;
use jiff::Timestamp;
use std::fmt::Write;
use supple_trial::days::simulate as days;
use supple_trial::simulate::{Alike, Group, Setting, Tally, made, run, settings, table, written_difference};
use supple_trial::{Arm, Bout, Done, Ending};

/// A setting in one line, with all that it is made of.
fn told(setting: &Setting) -> String {
    let Setting { group, special, difference, margin_tenths, alike, sd, mean, before, .. } = setting;
    let Setting { days_between, drift, rhythm, unanswered, late, declined, rescued, breaks_off, .. } = setting;
    let written = written_difference(setting).map_or("none".to_owned(), |written| format!("{written:.4}"));
    format!(
        "{group:?} {special:?} difference {difference} ({written}) margin {margin_tenths} {alike:?} sd {sd} mean {mean} \
         before {before:?} apart {days_between} drift {drift} rhythm {rhythm} shares {unanswered} {late} {declined} \
         {rescued} {breaks_off}"
    )
}

/// A spasm in one word: arm, pain before and after, and what was special.
fn word(bout: &Bout) -> String {
    let after = bout.answers.first().map_or("?".to_owned(), |answer| answer.pain.get().to_string());
    let late = bout.answers.first().map_or("", |answer| if answer.minutes == 60 { "late" } else { "" });
    let declined = if bout.done == Done::AsDrawn { "" } else { "declined" };
    let rescued = if bout.rescue_minutes.is_some() { "rescued" } else { "" };
    format!("{:?}{}>{after}{late}{declined}{rescued}", bout.arm, bout.before.get())
}

#[test]
fn made_up_trials_are_the_same_anywhere() {
    let mut text = String::new();
    for setting in settings() {
        writeln!(text, "{}", told(&setting)).unwrap();
        let many = if setting.group == Group::Life { 3 } else { 1 };
        for number in 0..many {
            let (bouts, ending) = made(&setting, 1, number);
            assert!(bouts.iter().zip(1..).all(|(bout, number)| bout.number == number));
            assert!(bouts.windows(2).all(|pair| pair[0].at <= pair[1].at && pair[0].at > Timestamp::UNIX_EPOCH));
            let words: Vec<String> = bouts.iter().map(word).collect();
            let stopped = if ending == Ending::StoppedByPerson { "stopped" } else { "over" };
            writeln!(text, "  {} {stopped} {}", words.join(" "), bouts.last().unwrap().at).unwrap();
        }
    }
    assert_snapshot!(text);
}

#[test]
fn made_up_weeks_and_fortnights_are_the_same_anywhere() {
    let mut text = String::new();
    for setting in days::settings().into_iter().chain(days::fortnights()) {
        writeln!(text, "{setting:?}").unwrap();
        let over = days::made(&setting, 1, 0);
        assert!(over.iter().zip(1..).all(|(period, number)| period.number == number));
        let words = over.iter().map(|one| format!(" {:?}{}/{}", one.arm, one.spasms, one.observed_days));
        writeln!(text, " {}", words.collect::<String>()).unwrap();
    }
    assert_snapshot!(text);
}

#[test]
fn parts_of_a_run_are_those_of_the_whole_and_come_out_the_same_anywhere() {
    let all = settings();
    let special = all.iter().find(|one| one.breaks_off > 0.0 && one.difference == 2.0).unwrap();
    let plain = all.iter().find(|one| one.difference == 3.0 && one.sd == 1.0).unwrap();
    let mut text = String::new();
    for setting in [plain, special] {
        let tally = run(setting, 1, 3, 4).unwrap();
        let mut whole = run(setting, 1, 0, 3).unwrap();
        whole.merge(&tally);
        assert_eq!(run(setting, 1, 0, 7).unwrap(), whole);
        writeln!(text, "{tally:?}").unwrap();
    }
    let weeks = days::settings();
    let halving = weeks.iter().find(|one| one.ratio == 0.5 && one.per_day == 1.0).unwrap();
    writeln!(text, "{:?}", days::run(halving, 1, 3, 4).unwrap()).unwrap();
    assert_snapshot!(text);
}

#[test]
fn a_table_tells_each_setting_with_what_came_out_of_it() {
    let all = settings();
    let first = |is: &dyn Fn(&Setting) -> bool| all.iter().find(|one| is(one)).unwrap().clone();
    let tally = Tally {
        trials: 200,
        wrong: 4,
        wrong_better: 3,
        right: 100,
        same: 10,
        undecided: 70,
        leans: 22,
        harm: 7,
        stopped: 9,
        spasms: 3000,
        spasms_squared: 46_800,
        right_by: [30, 64, 100],
        estimates: 100,
        covered: 96,
    };
    let rows = [
        (first(&|_| true), tally.clone()),
        (first(&|one| one.difference == 2.0), Tally::default()),
        (first(&|one| one.group == Group::Gaps && one.days_between == 1.0), tally.clone()),
        (first(&|one| one.rhythm == 0.5), tally.clone()),
        (first(&|one| one.margin_tenths == 5), tally.clone()),
        (Setting { alike: Alike::ByOrder(0.3), ..first(&|one| one.group == Group::Harm) }, tally.clone()),
        (Setting { days_between: 4.0, margin_tenths: 15, ..first(&|one| one.group == Group::Beyond) }, tally),
    ];
    assert_snapshot!(table(&rows));
}

#[test]
fn arms_of_a_made_up_trial_are_drawn_anew_for_each_number() {
    let setting = settings().swap_remove(0);
    let arms = |seed, number| made(&setting, seed, number).0.iter().map(|bout| bout.arm).collect::<Vec<Arm>>();
    assert_ne!(arms(1, 0), arms(1, 1));
    assert_ne!(arms(1, 0), arms(2, 0));
}
