//! The public script, which shares no code with the crate, finds the same.

use crate::common::{drawn, protocol};
use std::process::Command;
use supple_trial::{Revealed, Seed, Trial};

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
        more.draws.push(supple_trial::Drawn { number: 21, arm: supple_trial::Arm::B });
        all.extend([honest, arm, order, of_seed, of_protocol, more]);
    }
    all
}

#[test]
fn the_script_agrees_with_the_crate_on_honest_and_on_changed_trials() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/verify-trial.py");
    let folder = tempfile::tempdir().unwrap();
    let trials = trials();
    let mut run = Command::new("python3");
    run.arg(script);
    for (place, trial) in trials.iter().enumerate() {
        let path = folder.path().join(format!("{place}.json"));
        std::fs::write(&path, serde_json::to_string_pretty(trial).unwrap()).unwrap();
        run.arg(path);
    }
    let done = run.output().unwrap();
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(1));
    let text = String::from_utf8(done.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), trials.len());
    let mut honest = 0;
    for (trial, line) in trials.iter().zip(lines) {
        let ours = trial.audit().map_or_else(|wrong| wrong.to_string(), |()| "all is as promised".to_owned());
        assert_eq!(ours, line);
        honest += usize::from(trial.audit().is_ok());
    }
    // A trial of one or two spasms may look as honest when turned round; all others are found out.
    assert!((60..70).contains(&honest), "{honest}");
}
