//! Two devices that draw apart agree afterwards which draws count.

use crate::common::{day, draw, drawn, id, protocol, recorded, trial};
use jiff::SignedDuration;
use proptest::prelude::*;
use supple_trial::{Arm, Recorded, Seed, Trial, kept};

#[test]
fn of_two_draws_of_a_number_the_earlier_counts_and_the_other_is_named() {
    let trial = Trial::begin(protocol(), Seed::new([5; 32]));
    let stored = drawn(&trial, 3);
    let here = draw(&trial, &stored, day(4), id(150)).unwrap();
    let there = draw(&trial, &stored, day(4) + SignedDuration::from_hours(2), id(151)).unwrap();
    let (here, there) =
        (recorded(&here, day(4), 1, 90), recorded(&there, day(4) + SignedDuration::from_hours(2), 2, 80));
    let found = kept(&[stored.clone(), vec![there, here, here]].concat());
    assert_eq!(found.draws, [stored, vec![here]].concat());
    assert_eq!(found.dropped.len(), 1);
    assert_eq!((found.dropped[0].draw, found.dropped[0].instead), (there, here.entry));
    assert!(!found.dropped[0].arms_differ);
    // At one time the smaller id of the entry decides.
    let at_once = Recorded { at: here.at, ..there };
    assert_eq!(kept(&[here, at_once]).draws, [at_once]);
    assert!(kept(&[here, Recorded { arm: here.arm.other(), ..at_once }]).dropped[0].arms_differ);
}

fn draws() -> impl Strategy<Value = Vec<Recorded>> {
    let one =
        (1_u8..6, any::<bool>(), 0_u8..6, 1_u8..4, 0_u8..40).prop_map(|(number, is_b, hour, device, entry)| Recorded {
            number,
            arm: if is_b { Arm::B } else { Arm::A },
            baseline: id(entry),
            at: day(number) + SignedDuration::from_hours(hour.into()),
            device: id(device),
            entry: id(entry),
        });
    proptest::collection::vec(one, 0..14)
}

proptest! {
    #[test]
    fn the_order_of_the_list_and_doubles_change_nothing(draws in draws(), by in 0_usize..14) {
        let mut turned = draws.clone();
        turned.rotate_left(by.min(draws.len()));
        turned.reverse();
        turned.extend(draws.iter().take(by));
        prop_assert_eq!(kept(&draws), kept(&turned));
    }

    #[test]
    fn each_number_counts_once_and_nothing_is_lost(draws in draws()) {
        let found = kept(&draws);
        prop_assert!(found.draws.windows(2).all(|pair| pair[0].number < pair[1].number));
        for draw in &draws {
            let counts = found.draws.contains(draw);
            let dropped = found.dropped.iter().any(|dropped| dropped.draw == *draw);
            prop_assert!(counts != dropped);
        }
        // Keeping again drops nothing more.
        prop_assert!(kept(&found.draws).dropped.is_empty());
    }

    #[test]
    fn two_devices_that_meet_again_go_on_with_one_schedule(trial in trial(), apart in 1_u8..5, more in 1_u8..5) {
        let together = drawn(&trial, 3);
        let alone = |many: u8, device: u8| {
            let mut stored = together.clone();
            for number in 4..4 + many {
                let at = day(number) + SignedDuration::from_hours(device.into());
                let draw = draw(&trial, &stored, at, id(100 + 20 * device + number)).unwrap();
                stored.push(recorded(&draw, at, device, 20 * device + number));
            }
            stored
        };
        let merged = [alone(apart, 1), alone(more, 2)].concat();
        let found = kept(&merged);
        prop_assert_eq!(found.draws.len() as u8, 3 + apart.max(more));
        prop_assert_eq!(found.dropped.len() as u8, apart.min(more));
        prop_assert!(found.dropped.iter().all(|dropped| !dropped.arms_differ));
        prop_assert!(found.draws.windows(2).all(|pair| pair[0].at < pair[1].at));
        prop_assert_eq!(trial.reveal(&merged).audit(), Ok(()));
    }
}
