//! The rule is as often right as is told, over made-up trials with known truth.

use supple_trial::figures::{EQUAL, FOUND, MOST_WRONG, SPASMS, USUAL_SCATTER_TENTHS};
use supple_trial::simulate::{Alike, Group, Setting, Share, Tally, run, settings};

const TRIALS: u64 = 150;

fn table(wanted: impl Fn(&Setting) -> bool) -> Vec<(Setting, Tally)> {
    let settings = settings().into_iter().filter(wanted);
    settings.map(|setting| (setting.clone(), run(&setting, 77, 0, TRIALS).unwrap())).collect()
}

/// Whether a share may be at most this, but for chance.
fn at_most(share: Share, most: f64) -> bool {
    share.share - most < 4.0 * (most * (1.0 - most) / TRIALS as f64).sqrt()
}

#[test]
fn the_goals_hold_within_chance() {
    let table = table(|setting| setting.group != Group::Beyond);
    let (mut wrong, mut trials) = (0, 0);
    for (setting, tally) in &table {
        assert!(at_most(tally.share(tally.wrong).unwrap(), 0.05), "{setting:?} {tally:?}");
        let told = tally.wrong + tally.right + tally.same + tally.undecided + tally.harm + tally.stopped;
        assert_eq!(told, TRIALS);
        if setting.difference == 0.0 {
            (wrong, trials) = (wrong + tally.wrong, trials + TRIALS);
        }
        if let Some(coverage) = tally.coverage() {
            assert!(coverage.share > 0.80, "{setting:?} {coverage:?}");
        }
    }
    // Over all settings without a difference together, where chance is small.
    assert!((wrong as f64) < 0.045 * trials as f64, "{wrong} of {trials}");
}

#[test]
fn a_large_difference_is_found_by_most_and_none_by_hardly_any() {
    let table = table(|setting| setting.group == Group::Main && setting.sd == 1.5);
    for (setting, tally) in table {
        let right = tally.share(tally.right).unwrap().share;
        match setting.difference {
            3.0 => assert!(right > 0.7, "{setting:?} {right}"),
            2.0 => assert!((0.35..0.95).contains(&right), "{setting:?} {right}"),
            _ => assert!(right < 0.35, "{setting:?} {right}"),
        }
        assert!(tally.right_by[0] <= tally.right_by[1] && tally.right_by[1] <= tally.right_by[2]);
        assert_eq!(tally.right_by[2], tally.right);
    }
}

#[test]
fn harm_is_stopped_and_seldom_where_there_is_none() {
    for (setting, tally) in table(|setting| setting.group == Group::Harm) {
        let harm = tally.share(tally.harm).unwrap().share;
        let lowest = setting.mean - setting.difference / 2.0;
        assert!(if lowest < -1.0 { harm > 0.35 } else { harm < 0.08 }, "{setting:?} {harm}");
    }
}

#[test]
fn parts_add_up_to_the_whole_and_the_same_seed_gives_the_same() {
    let all = settings();
    let setting = all.iter().find(|setting| setting.breaks_off > 0.0 && setting.difference == 2.0).unwrap();
    let whole = run(setting, 3, 0, 60).unwrap();
    let mut parts = run(setting, 3, 0, 25).unwrap();
    parts.merge(&run(setting, 3, 25, 35).unwrap());
    assert_eq!(parts, whole);
    assert_ne!(run(setting, 4, 0, 60).unwrap(), whole);
}

#[test]
fn the_round_figures_are_what_made_up_trials_show() {
    const MANY: u64 = 400;
    let all = settings();
    let tally = |difference: u8, scatter_tenths: u8| {
        let wanted = |one: &&Setting| {
            let plain = one.group == Group::Main && one.alike == Alike::ByOrder(0.0);
            plain && one.difference == f64::from(difference) && one.sd == f64::from(scatter_tenths) / 10.0
        };
        // Another seed than that of the figures.
        run(all.iter().find(wanted).unwrap(), 2026, 0, MANY).unwrap()
    };
    let close = |of_100: u8, many: u64| {
        let (told, found) = (f64::from(of_100) / 100.0, many as f64 / MANY as f64);
        // Chance of both, and half of a hundredth that is rounded away.
        let chance = 4.0 * (told.max(0.02) * (1.0 - told).max(0.02) / MANY as f64).sqrt();
        (told - found).abs() < chance + 0.005
    };
    assert_eq!(SPASMS, [12, 16, 20]);
    assert!(FOUND.iter().any(|found| found.scatter_tenths == USUAL_SCATTER_TENTHS));
    for found in FOUND {
        let tally = tally(found.difference, found.scatter_tenths);
        for (of_100, many) in found.of_100.into_iter().zip(tally.right_by) {
            assert!(close(of_100, many), "{found:?} {tally:?}");
        }
    }
    for equal in EQUAL {
        let tally = tally(0, equal.scatter_tenths);
        assert!(close(equal.no_clear_difference, tally.undecided), "{equal:?} {tally:?}");
        assert!(close(equal.about_the_same, tally.same) && close(equal.wrong, tally.wrong), "{equal:?} {tally:?}");
        assert!(equal.wrong <= MOST_WRONG);
        assert_eq!(equal.no_clear_difference + equal.about_the_same + equal.wrong, 100);
    }
}
