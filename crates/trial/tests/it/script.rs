//! The public script, which shares no code with the crate, finds the same.

use crate::common::{drawn, protocol};
use jiff::civil::date;
use std::process::Command;
use supple_trial::days::{DayFacts, HabitProtocol, HabitTrial, MayBegin, RevealedDays};
use supple_trial::{Arm, Drawn, MeasureId, Revealed, Seed, Trial};

/// Trials of many seeds, honest and changed.
fn trials() -> Vec<Revealed> {
    let mut all = Vec::new();
    for number in 0..60_u8 {
        let mut seed = [number; 32];
        seed[7] = number.wrapping_mul(37);
        let of = protocol().with_margin_tenths(5 + number % 16).unwrap();
        let trial = Trial::begin(of, Seed::new(seed));
        let honest = trial.reveal(&drawn(&trial, 20 - number % 19));
        let place = usize::from(number) % honest.draws.len();
        let mut arm = honest.clone();
        arm.draws[place].arm = arm.draws[place].arm.other();
        let mut order = honest.clone();
        order.draws.rotate_left(1);
        let mut of_seed = honest.clone();
        seed[number as usize % 32] ^= 1;
        of_seed.seed = Seed::new(seed);
        let mut of_protocol = honest.clone();
        of_protocol.protocol = protocol().with_margin_tenths(5 + (number + 1) % 16).unwrap();
        let mut more = trial.reveal(&drawn(&trial, 20));
        more.draws.push(Drawn { number: 21, arm: Arm::B });
        all.extend([honest, arm, order, of_seed, of_protocol, more]);
    }
    all
}

/// Trials over days of many seeds, honest and changed.
fn over_days() -> Vec<RevealedDays> {
    let today = date(2026, 11, 30);
    let may = MayBegin::judge(&DayFacts { today, last: None, no_sign: true, no_episode: true, allowed: true }).unwrap();
    let mut all = Vec::new();
    for number in 0..40_u8 {
        let mut seed = [number; 32];
        seed[5] = number.wrapping_mul(31);
        let protocol = HabitProtocol::new(MeasureId::new("walk").unwrap(), 7 + number % 8).unwrap();
        let trial = HabitTrial::begin(protocol, Seed::new(seed));
        let mut drawn: Vec<Drawn> = Vec::new();
        while let Ok(draw) = trial.draw(&drawn, &may) {
            drawn.push(Drawn { number: draw.number, arm: draw.arm });
        }
        let honest = trial.reveal(&drawn[..usize::from(3 + number % 18)]);
        let mut arm = honest.clone();
        arm.draws[2].arm = arm.draws[2].arm.other();
        let mut order = honest.clone();
        order.draws.swap(0, 1);
        let mut of_seed = honest.clone();
        seed[0] ^= 1;
        of_seed.seed = Seed::new(seed);
        let mut more = trial.reveal(&drawn);
        more.draws.push(Drawn { number: 21, arm: Arm::A });
        all.extend([honest, arm, order, of_seed, more]);
    }
    all
}

/// What the script says of each of these files, in a line.
fn judged(files: &[String]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/verify-trial.py");
    let folder = tempfile::tempdir().unwrap();
    let mut run = Command::new("python3");
    run.arg(script);
    for (place, text) in files.iter().enumerate() {
        let path = folder.path().join(format!("{place}.json"));
        std::fs::write(&path, text).unwrap();
        run.arg(path);
    }
    let done = run.output().unwrap();
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(1));
    let text = String::from_utf8(done.stdout).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), files.len());
    lines
}

#[test]
fn the_script_agrees_with_the_crate_on_honest_and_on_changed_trials_over_days() {
    let trials = over_days();
    let files: Vec<String> = trials.iter().map(|trial| serde_json::to_string_pretty(trial).unwrap()).collect();
    let mut honest = 0;
    for (trial, line) in trials.iter().zip(judged(&files)) {
        let ours = trial.audit().map_or_else(|wrong| wrong.to_string(), |()| "all is as promised".to_owned());
        assert_eq!(ours, line);
        honest += usize::from(trial.audit().is_ok());
    }
    assert_eq!(honest, 40);
}

#[test]
fn the_script_agrees_with_the_crate_on_honest_and_on_changed_trials() {
    let trials = trials();
    let files: Vec<String> = trials.iter().map(|trial| serde_json::to_string_pretty(trial).unwrap()).collect();
    let mut honest = 0;
    for (trial, line) in trials.iter().zip(judged(&files)) {
        let ours = trial.audit().map_or_else(|wrong| wrong.to_string(), |()| "all is as promised".to_owned());
        assert_eq!(ours, line);
        honest += usize::from(trial.audit().is_ok());
    }
    // A trial of one or two spasms may look as honest when turned round; all others are found out.
    assert!((60..70).contains(&honest), "{honest}");
}
