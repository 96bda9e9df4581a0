//! The rule is as often right as is told, over made-up trials with known truth.

use supple_trial::simulate::{Group, Setting, Share, Tally, run, settings};

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
            2.0 => assert!((0.35..0.85).contains(&right), "{setting:?} {right}"),
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
