//! The same trial with other eyes: does what it says hang on one choice?

use crate::bout::{Bout, BoutError, Done, Fall, in_order};
use crate::protocol::{Arm, MeasureId, Protocol};
use crate::rule::{Estimate, Report};
use serde::{Deserialize, Serialize};
use supple_stats::trial::{Allocated, Errors, posterior};

/// Another way to look at a trial. None of them decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Eyes {
    /// Late answers are left out.
    WithoutLate,
    /// Pain that fell after a painkiller did not fall: at most 0 points.
    RescueFails,
    /// By what was done, not by what was drawn; a spasm with neither measure is left out, or counts as going without.
    AsTreated,
    /// After an hour instead of half an hour.
    AfterAnHour,
    /// Errors are not alike at all.
    Independent,
    /// Errors are alike from one spasm to the next, or opposed.
    AlikeByOrder,
    /// Errors are the more alike, the closer spasms lie in time.
    AlikeByTime,
}

/// All that differ from what decides.
fn all(deciding: Errors) -> [Eyes; 6] {
    let other = if deciding == Errors::Independent { Eyes::AlikeByOrder } else { Eyes::Independent };
    [Eyes::WithoutLate, Eyes::RescueFails, Eyes::AsTreated, Eyes::AfterAnHour, other, Eyes::AlikeByTime]
}

/// Looks at the spasms that a report rests on with other eyes. Without an estimate where they see too little.
///
/// # Errors
/// A number out of range, or twice.
pub fn sensitivity(
    protocol: &Protocol,
    bouts: &[Bout],
    report: &Report,
) -> Result<Vec<(Eyes, Option<Estimate>)>, BoutError> {
    let bouts: Vec<&Bout> = in_order(bouts)?.into_iter().filter(|bout| bout.number <= report.after).collect();
    Ok(all(protocol.errors()).map(|eyes| (eyes, estimate(protocol, &bouts, eyes))).to_vec())
}

fn estimate(protocol: &Protocol, bouts: &[&Bout], eyes: Eyes) -> Option<Estimate> {
    let first = bouts.first()?;
    let rows: Vec<Allocated> = bouts
        .iter()
        .filter_map(|bout| {
            let fall = if eyes == Eyes::AfterAnHour { bout.second_fall() } else { bout.fall() };
            let fall = fall.filter(|fall| eyes != Eyes::WithoutLate || !fall.is_late)?;
            let arm = if eyes == Eyes::AsTreated { treated(protocol, bout)? } else { bout.arm };
            let points = if eyes == Eyes::RescueFails { failed(bout, fall) } else { fall.points };
            Some(Allocated {
                time: bout.at.duration_since(first.at).as_secs_f64() / 86_400.0,
                is_b: arm == Arm::B,
                before: f64::from(bout.before.get()),
                fall: f64::from(points),
            })
        })
        .collect();
    let errors = match eyes {
        Eyes::AlikeByOrder => Errors::ByOrder,
        Eyes::AlikeByTime => Errors::ByTime,
        Eyes::Independent => Errors::Independent,
        Eyes::WithoutLate | Eyes::RescueFails | Eyes::AsTreated | Eyes::AfterAnHour => protocol.errors(),
    };
    let found = posterior(&rows, errors).ok()?;
    Some(Estimate::of(&found, rows.len(), protocol.margin()))
}

/// The arm of what was done, if it has one.
fn treated(protocol: &Protocol, bout: &Bout) -> Option<Arm> {
    let without = [Arm::A, Arm::B].into_iter().find(|arm| protocol.measure(*arm).as_str() == MeasureId::WITHOUT);
    match bout.done {
        Done::AsDrawn => Some(bout.arm),
        Done::Other => Some(bout.arm.other()),
        Done::Neither => without,
    }
}

fn failed(bout: &Bout, fall: Fall) -> i8 {
    if bout.rescue_minutes.is_some_and(|minutes| minutes <= fall.minutes) { fall.points.min(0) } else { fall.points }
}
