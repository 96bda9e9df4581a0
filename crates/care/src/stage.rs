//! Which stage someone is in.

use crate::Spasm;
use jiff::{SignedDuration, Timestamp};
use supple_guidance::{Relief, Stage, embedded};

/// The stages that a spasm goes through by time alone, the latest first.
const ELAPSING: [Stage; 4] = [Stage::After72Hours, Stage::From48To72Hours, Stage::First48Hours, Stage::FirstMinutes];

/// The stage, from the onset, from how the spasm is, and from the time.
///
/// When each begins stands in `guidance/steps.toml`. Elapsed time counts, not the days of a calendar: a clock that is set forward or back moves no edge. Each stage begins
/// at its edge: at 48 hours to the nanosecond it is no longer the first 48 hours.
///
/// Where the onset is not known it counts as within the first 48 hours; an onset that is still to come, on a clock that
/// is wrong, counts as just now. A spasm that is over is getting better until prevention begins; after that, it is past.
///
/// ```
/// use supple_care::{Spasm, stage};
/// use supple_guidance::Stage;
///
/// let onset = "2026-11-20T12:00:00Z".parse().unwrap();
/// let at = |time: &str, spasm| stage(Some(onset), Some(spasm), time.parse().unwrap());
/// assert_eq!(at("2026-11-22T11:59:59Z", Spasm::Now), Stage::First48Hours);
/// assert_eq!(at("2026-11-22T12:00:00Z", Spasm::Now), Stage::From48To72Hours);
/// assert_eq!(at("2026-11-22T12:00:00Z", Spasm::Over), Stage::Recovery);
/// assert_eq!(stage(None, None, onset), Stage::First48Hours, "not known");
/// ```
pub fn stage(onset: Option<Timestamp>, spasm: Option<Spasm>, now: Timestamp) -> Stage {
    let elapsed = onset.map(|onset| elapsed(onset, now));
    let has_begun = |stage: &Stage| elapsed.is_some_and(|elapsed| elapsed >= begins(&embedded().relief, *stage));
    match spasm {
        Some(Spasm::Over) if has_begun(&Stage::Prevention) => Stage::Prevention,
        Some(Spasm::Over) => Stage::Recovery,
        Some(Spasm::Eased) if has_begun(&Stage::Recovery) => Stage::Recovery,
        Some(Spasm::Eased | Spasm::Now) | None => ELAPSING.into_iter().find(has_begun).unwrap_or(Stage::First48Hours),
    }
}

/// When a stage begins, after the onset. One that the guidance does not have never begins.
fn begins(relief: &Relief, stage: Stage) -> SignedDuration {
    relief.stage(stage).map_or(SignedDuration::MAX, |text| SignedDuration::from_mins(text.from_minutes.into()))
}

/// How long ago the onset was; nothing where it is still to come.
pub(crate) fn elapsed(onset: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(onset).max(SignedDuration::ZERO)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::stage;
    use crate::Spasm::{Eased, Now, Over};
    use jiff::{SignedDuration, Timestamp, Zoned};
    use supple_guidance::Stage;

    const NANO: SignedDuration = SignedDuration::from_nanos(1);

    fn onset() -> Timestamp {
        "2026-03-28T13:00:00Z".parse().unwrap()
    }

    /// The stages one nanosecond before and at a time after the onset.
    fn around(after: SignedDuration, spasm: crate::Spasm) -> (Stage, Stage) {
        let at = onset() + after;
        (stage(Some(onset()), Some(spasm), at - NANO), stage(Some(onset()), Some(spasm), at))
    }

    #[test]
    fn each_stage_begins_at_its_edge() {
        let hours = SignedDuration::from_hours;
        let minutes = SignedDuration::from_mins;
        assert_eq!(around(minutes(15), Now), (Stage::FirstMinutes, Stage::First48Hours));
        assert_eq!(around(hours(48), Now), (Stage::First48Hours, Stage::From48To72Hours));
        assert_eq!(around(hours(72), Now), (Stage::From48To72Hours, Stage::After72Hours));
        assert_eq!(around(hours(168), Now), (Stage::After72Hours, Stage::After72Hours));
        assert_eq!(around(hours(168), Eased), (Stage::After72Hours, Stage::Recovery));
        assert_eq!(around(hours(72), Over), (Stage::Recovery, Stage::Prevention));
    }

    #[test]
    fn a_clock_that_is_set_forward_moves_no_edge() {
        // Berlin goes to summer time on 29 March: two days later on the wall are only 47 hours.
        let onset: Zoned = "2026-03-28T14:00:00+01:00[Europe/Berlin]".parse().unwrap();
        let same_time_two_days_later: Zoned = "2026-03-30T14:00:00+02:00[Europe/Berlin]".parse().unwrap();
        let at = |hours| same_time_two_days_later.timestamp() + SignedDuration::from_hours(hours);
        assert_eq!(stage(Some(onset.timestamp()), Some(Now), at(0)), Stage::First48Hours);
        assert_eq!(stage(Some(onset.timestamp()), Some(Now), at(1)), Stage::From48To72Hours);
    }

    #[test]
    fn an_onset_still_to_come_is_just_now_and_an_unknown_one_is_fresh() {
        let now = onset() - SignedDuration::from_hours(3);
        assert_eq!(stage(Some(onset()), Some(Now), now), Stage::FirstMinutes);
        assert_eq!(stage(None, None, now), Stage::First48Hours);
        assert_eq!(stage(None, Some(Over), now), Stage::Recovery, "no strengthening while it may be fresh");
    }
}
