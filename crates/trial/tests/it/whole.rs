//! A trial from its first promise to its verdict, the way that whoever keeps it goes.

use crate::common::{day, draw, id, protocol, recorded};
use jiff::SignedDuration;
use supple_trial::{Answer, Arm, Bout, Done, Ending, Pain, Recorded, Seed, Trial, Verdict, judge, kept, sensitivity};

/// The spasms of the draws that count. After B pain falls by three points more.
fn told(draws: &[Recorded]) -> Vec<Bout> {
    let bout = |draw: &Recorded| {
        let wave = draw.number % 3;
        let after = if draw.arm == Arm::B { 3 } else { 6 } + wave % 2;
        Bout {
            number: draw.number,
            arm: draw.arm,
            at: draw.at,
            before: Pain::new(7 + wave % 2).unwrap(),
            answers: vec![Answer { minutes: 28 + u16::from(wave), pain: Pain::new(after).unwrap() }],
            rescue_minutes: None,
            // One draw was declined; it keeps its number and its arm.
            done: if draw.number == 3 { Done::Neither } else { Done::AsDrawn },
        }
    };
    draws.iter().map(bout).collect()
}

#[test]
fn two_devices_keep_one_trial_until_its_verdict_and_anyone_can_check_it() {
    let begun = Trial::begin(protocol(), Seed::new([11; 32]));
    let (seed, promised) = (begun.seed().to_hex(), begun.commitment().to_hex());
    // Each device reads what was stored.
    let resumed = || {
        let seed = Seed::from_hex(&seed).unwrap();
        Trial::resume(protocol(), seed, supple_trial::Commitment::from_hex(&promised).unwrap()).unwrap()
    };
    let mut stored: Vec<Recorded> = Vec::new();
    let mut entry = 0;
    let mut number = 0;
    loop {
        number += 1;
        let trial = resumed();
        let here = draw(&trial, &stored, day(number), id(100 + number)).unwrap();
        entry += 1;
        let mut drawn = vec![recorded(&here, day(number), 1, entry)];
        if number == 5 {
            // The other device was away, and drew the same number for another spasm.
            let at = day(number) + SignedDuration::from_hours(6);
            let there = draw(&trial, &stored, at, id(200)).unwrap();
            assert_eq!((there.number, there.arm), (here.number, here.arm));
            entry += 1;
            drawn.insert(0, recorded(&there, at, 2, entry));
        }
        stored.extend(drawn);
        let counted = kept(&stored);
        assert_eq!((counted.draws.len(), counted.dropped.len()), (usize::from(number), usize::from(number >= 5)));
        let bouts = told(&counted.draws);
        let report = judge(trial.protocol(), &bouts, day(number), Ending::GoesOn).unwrap();
        if report.verdict.is_over() {
            assert_eq!(report.verdict, Verdict::Better(Arm::B));
            assert!((8..=12).contains(&report.after));
            assert_eq!(sensitivity(trial.protocol(), &bouts, &report).unwrap().len(), 6);
            let revealed = trial.reveal(&stored);
            assert_eq!(revealed.audit(), Ok(()));
            assert_eq!(revealed.draws.len(), usize::from(number));
            assert_eq!(revealed.commitment.to_hex(), promised);
            break;
        }
        assert!(report.estimate.is_none() && number < 12, "{report:?}");
    }
}
