//! One made-up trial.

use super::setting::{Alike, Setting};
use crate::bout::{Answer, Bout, BoutError, Done, Pain};
use crate::chance::Dice;
use crate::protocol::{Arm, MOST_BOUTS, Protocol, WASHOUT_MINUTES};
use crate::rule::{Ending, Report, judge};
use crate::schedule::arms;
use crate::seed::Seed;
use jiff::{SignedDuration, Timestamp};
use supple_stats::distributions::normal_cdf;

/// How much more pain has fallen by a late answer.
const BY_THEN: f64 = 0.5;

/// How much of pain a painkiller takes away, and the fall below which one is taken.
const RESCUE: f64 = 1.5;
const BAD: f64 = 1.0;

/// A trial as it went.
pub(super) struct Made {
    pub(super) bouts: Vec<Bout>,
    pub(super) ending: Ending,
}

impl Made {
    /// The trial of this number.
    pub(super) fn new(setting: &Setting, seed: u64, number: u64) -> Made {
        let mut dice = Dice::new(seed, number);
        let arms = arms(&Seed::new(dice.bytes()));
        let washout = f64::from(WASHOUT_MINUTES) / 1440.0;
        let mut day = 0.0;
        let mut error: Option<f64> = None;
        let mut bouts = Vec::new();
        let mut ending = Ending::GoesOn;
        for (place, arm) in arms.into_iter().enumerate() {
            let gap = washout + (setting.days_between - washout) * dice.wait();
            error = Some(match error {
                None => dice.normal(),
                Some(before) => {
                    let share = match setting.alike {
                        Alike::ByOrder(correlation) => correlation,
                        Alike::ByTime(correlation) => libm::pow(correlation, gap),
                    };
                    share * before + (1.0 - share * share).sqrt() * dice.normal()
                }
            });
            day += gap;
            let (lowest, highest) = setting.before;
            let before = lowest + (dice.unit() * f64::from(highest - lowest + 1)) as u8;
            let is_declined = dice.yes(setting.declined);
            let is_late = dice.yes(setting.late);
            let is_unanswered = dice.yes(setting.unanswered);
            let is_rescued = dice.yes(setting.rescued);
            let expected = expected(setting, place, (!is_declined).then_some(arm), is_late);
            let mut fall = expected + setting.sd * error.unwrap_or_default();
            let is_rescued = is_rescued && fall < BAD;
            if is_rescued {
                fall += RESCUE;
            }
            let after = libm::rint(f64::from(before) - fall).clamp(0.0, 10.0) as u8;
            let answer = |pain| Answer { minutes: if is_late { 60 } else { 30 }, pain };
            bouts.extend(Pain::new(before).ok().map(|before| Bout {
                number: place as u8 + 1,
                arm,
                at: Timestamp::UNIX_EPOCH + SignedDuration::from_secs((day * 86_400.0) as i64),
                before,
                answers: Pain::new(after).ok().filter(|_| !is_unanswered).map(answer).into_iter().collect(),
                rescue_minutes: is_rescued.then_some(15),
                done: if is_declined { Done::Neither } else { Done::AsDrawn },
            }));
            if dice.yes(setting.breaks_off) {
                ending = Ending::StoppedByPerson;
                break;
            }
        }
        Made { bouts, ending }
    }

    /// What the rule says when all is over.
    pub(super) fn judged(&self, protocol: &Protocol) -> Result<Report, BoutError> {
        judge(protocol, &self.bouts, Timestamp::MAX, self.ending)
    }
}

/// How far pain falls in the mean at this place of a trial, without an arm where the draw was declined.
fn expected(setting: &Setting, place: usize, arm: Option<Arm>, is_late: bool) -> f64 {
    let of_arm = match arm {
        Some(Arm::A) => -0.5,
        Some(Arm::B) => 0.5,
        None => 0.0,
    };
    let along = place as f64 / f64::from(MOST_BOUTS - 1) - 0.5;
    let by_turns = if place.is_multiple_of(2) { -setting.rhythm } else { setting.rhythm };
    setting.mean + setting.difference * of_arm + setting.drift * along + by_turns + if is_late { BY_THEN } else { 0.0 }
}

/// The difference as it can be written down: of whole numbers between 0 and 10, and of draws that are sometimes declined.
/// None where painkillers make it another one.
pub(super) fn written_difference(setting: &Setting) -> Option<f64> {
    if setting.rescued > 0.0 {
        return None;
    }
    let (lowest, highest) = setting.before;
    let mut sum = 0.0;
    for place in 0..usize::from(MOST_BOUTS) {
        for before in lowest..=highest {
            for (share, is_late) in [(1.0 - setting.late, false), (setting.late, true)] {
                let after = |arm| {
                    let pain = f64::from(before) - expected(setting, place, Some(arm), is_late);
                    // The mean of a whole number from 0 to 10: how likely it is above 0, above 1, ...
                    (0..10).map(|points| normal_cdf((pain - f64::from(points) - 0.5) / setting.sd)).sum::<f64>()
                };
                sum += share * (after(Arm::A) - after(Arm::B));
            }
        }
    }
    let many = f64::from(MOST_BOUTS) * f64::from(highest - lowest + 1);
    Some((1.0 - setting.declined) * sum / many)
}

#[cfg(test)]
mod tests {
    use super::super::setting::settings;
    use super::*;

    #[test]
    fn the_difference_as_it_is_written_down_is_the_mean_of_what_is_written_down() {
        for setting in settings().iter().filter(|setting| setting.difference == 2.0).step_by(3) {
            let Some(expected) = written_difference(setting) else { continue };
            let (mut sums, mut many) = ([0.0; 2], [0.0; 2]);
            for number in 0..2000 {
                for bout in Made::new(setting, 5, number).bouts {
                    if let Some(fall) = bout.fall() {
                        sums[usize::from(bout.arm == Arm::B)] += f64::from(fall.points);
                        many[usize::from(bout.arm == Arm::B)] += 1.0;
                    }
                }
            }
            let found = sums[1] / many[1] - sums[0] / many[0];
            assert!((found - expected).abs() < 0.1, "{setting:?}: {found} {expected}");
        }
    }

    #[test]
    fn errors_are_alike_as_the_setting_says() {
        let all = settings();
        for correlation in [-0.3, 0.6] {
            let of = Alike::ByOrder(correlation);
            let setting = all.iter().find(|one| one.alike == of && one.sd == 2.5 && one.difference == 0.0).unwrap();
            let (mut sum, mut squares) = (0.0, 0.0);
            for number in 0..1500 {
                let made = Made::new(setting, 9, number);
                let falls: Vec<f64> =
                    made.bouts.iter().map(|bout| f64::from(bout.fall().unwrap().points) - 2.0).collect();
                sum += falls.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>();
                squares += falls.windows(2).map(|pair| pair[0] * pair[0]).sum::<f64>();
            }
            assert!((sum / squares - correlation).abs() < 0.04, "{correlation}: {}", sum / squares);
        }
    }
}
