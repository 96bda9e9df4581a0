//! Whether spasms come closer together: the gaps between them, in order, by a test that needs no check-ins.
//!
//! [`supple_stats::rates::gap_order`] is the test. It takes for granted that every spasm was written down, and looks at the order of the gaps
//! alone: not at how many there are on a day, and not at days of which nobody said anything.
//!
//! # Which gaps
//! Those between bouts, onset to onset: spasms less than two hours apart count as one, as everywhere, so that a flare is not
//! news over and over. Where that leaves fewer than five gaps, single spasms are looked at instead, so that someone whose
//! spasms of today come ever closer is seen; of spasms within the same minute (a double tap) one counts. Which of the two it
//! is depends on how many gaps are long, never on their order, so the test keeps its level. The last 52 weeks are looked at,
//! as for the rate, and of these the latest 60 gaps: what came closer years ago and came apart since does not come closer.
//!
//! # Times that are not known exactly
//! "About 3" may be an hour off, a day is somewhere between its midnights, and a spasm that only a check-in tells of is known
//! to the day. Each onset is a range, and each gap the range that follows; the n-th onset lies between the n-th least and the
//! n-th most, which holds also where two could have come in the other order. A pair of gaps counts only where it is sure.
//!
//! # What is said
//! Both directions are told, so each is said at one in forty: of people whose gaps are in no order, at most one in twenty is
//! told of one, at each look. Five gaps are the fewest that can reach this, since four that fall have a chance of 1 in 24.
//!
//! # The gap that is still open
//! The time since the last spasm is no gap yet. It is longer than most (the stretch in which someone looks is likely a long
//! one), so it may never speak for *longer*. Against *shorter* it counts in two ways: as one more gap of the length that it has so
//! far, which has to leave the chance below one in forty; and by itself, as it must not be longer than the middle one of all
//! gaps. Both can only take "closer together" away, so the level holds whatever the open gap is; and the longer nothing comes,
//! the less is said.

use super::Settings;
use super::frequency::{Frequency, FrequencyVerdict, LOOK_BACK};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use supple_diary::{CheckIn, Diary, Item, KindName, Precision};
use supple_stats::rates::{GapLength, GapOrder, gap_orders};

/// With fewer gaps nothing could be said, however they fall.
pub const LEAST_GAPS: usize = 5;

/// The latest gaps that are looked at.
const MOST: usize = 60;

/// Spasms that begin less than this apart are one that was written down twice.
const DOUBLE: SignedDuration = SignedDuration::from_secs(60);

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The gaps between spasms, and what their order shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gaps {
    /// What they are between.
    pub of: GapsOf,
    /// When those began, in order: one more than there are gaps.
    pub onsets: Vec<GapOnset>,
    /// The gaps, in order.
    pub gaps: Vec<Gap>,
    /// The time since the last one, until now; none where there is none.
    pub open: Option<Gap>,
    /// The order of the gaps; none without any.
    pub order: Option<GapOrder>,
    /// The chance of gaps that get shorter as clearly, with the open gap as one more where it speaks against it.
    pub p_shorter: Option<f64>,
    /// What is said.
    pub verdict: GapsVerdict,
    /// How many more gaps are needed before anything can be said; 0 where there are enough.
    pub more: usize,
    /// How many earlier ones of the last 52 weeks were not looked at.
    pub left_out: usize,
}

/// What gaps are between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapsOf {
    /// Bouts: spasms less than two hours apart are one.
    Bouts,
    /// Single spasms, since they make too few bouts.
    Spasms,
}

/// When a spasm began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapOnset {
    /// What the person's clock showed.
    pub clock: DateTime,
    /// How exactly that is known; none: exactly.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub precision: Option<Precision>,
}

/// The time between two onsets, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// By the times as they were written down.
    pub seconds: i64,
    /// At least so long, by how exactly those are known.
    pub least: i64,
    /// At most so long.
    pub most: i64,
}

/// What is said of the gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapsVerdict {
    /// They get shorter: spasms come closer together.
    Shorter,
    /// They got shorter, but the time since the last spasm speaks against it.
    ShorterBefore,
    /// They get longer.
    Longer,
    /// No clear order.
    NoClearOrder,
    /// Cannot tell: too few, too much alike, or known too roughly.
    CannotTell,
}

/// An onset, and between which times it lies.
#[derive(Clone, Copy, Debug)]
struct Onset {
    at: Timestamp,
    least: Timestamp,
    most: Timestamp,
    shown: GapOnset,
}

impl Onset {
    fn of(item: &Item) -> Onset {
        let (at, precision) = (item.happened().at(), item.precision());
        let clock = item.happened().clock();
        if precision == Some(Precision::Day) {
            return Onset::on_day(clock.date(), item.happened().offset(), at);
        }
        let off = SignedDuration::from_secs(precision.map_or(0, Precision::seconds));
        let (least, most) = (moved(at, -off), moved(at, off));
        Onset { at, least, most, shown: GapOnset { clock, precision } }
    }

    /// Some time on a day, by a clock that is so much ahead.
    fn on_day(date: Date, offset: Offset, at: Timestamp) -> Onset {
        let clock = offset.to_datetime(at);
        let least = offset.to_timestamp(date.to_datetime(Time::midnight())).unwrap_or(at);
        let shown = GapOnset { clock, precision: Some(Precision::Day) };
        Onset { at, least, most: moved(least, DAY), shown }
    }
}

fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

pub(crate) fn gaps(diary: &Diary, now: &Zoned, settings: &Settings) -> Gaps {
    let items = diary.of(KindName::Spasm);
    let bouts = diary.bouts().iter().filter_map(|bout| items.get(bout.spasms.start)).map(Onset::of);
    let mut singles: Vec<Onset> = Vec::new();
    for onset in items.iter().map(Onset::of) {
        if singles.last().is_none_or(|last| onset.at.duration_since(last.at) >= DOUBLE) {
            singles.push(onset);
        }
    }
    let now = now.timestamp();
    let bouts = recent(bouts, diary, now);
    let singles = recent(singles.into_iter(), diary, now);
    if bouts.len() <= LEAST_GAPS && singles.len() > LEAST_GAPS {
        Gaps::between(GapsOf::Spasms, &singles, now, settings)
    } else {
        Gaps::between(GapsOf::Bouts, &bouts, now, settings)
    }
}

/// Onsets of the last 52 weeks, with those that only a check-in tells of, by time.
fn recent(onsets: impl Iterator<Item = Onset>, diary: &Diary, now: Timestamp) -> Vec<Onset> {
    let said = diary.days().values().filter(|day| day.spasms == 0 && day.spasm() == Some(true));
    let said = said.filter_map(|day| {
        let offset = day.all::<CheckIn>().last().map(|(item, _)| item.happened().offset())?;
        let noon = offset.to_timestamp(day.date.to_datetime(Time::constant(12, 0, 0, 0))).ok()?;
        Some(Onset::on_day(day.date, offset, noon))
    });
    let from = moved(now, -DAY * i32::try_from(LOOK_BACK).unwrap_or(0));
    let mut all: Vec<Onset> = onsets.chain(said).filter(|onset| onset.least <= now && onset.at >= from).collect();
    all.sort_by_key(|onset| onset.at);
    all
}

impl Gaps {
    fn between(of: GapsOf, all: &[Onset], now: Timestamp, settings: &Settings) -> Gaps {
        let left_out = all.len().saturating_sub(MOST + 1);
        let onsets = &all[left_out..];
        let sorted = |one: fn(&Onset) -> Timestamp| {
            let mut times: Vec<Timestamp> = onsets.iter().map(|onset| one(onset).min(now)).collect();
            times.sort_unstable();
            times
        };
        // The n-th onset lies between the n-th of these.
        let (least, most) = (sorted(|onset| onset.least), sorted(|onset| onset.most));
        let at = sorted(|onset| onset.at);
        let apart = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs().max(0);
        let gap = |place: usize| Gap {
            seconds: apart(at[place], at[place + 1]),
            least: apart(most[place], least[place + 1]),
            most: apart(least[place], most[place + 1]),
        };
        let gaps: Vec<Gap> = (0..onsets.len().saturating_sub(1)).map(gap).collect();
        let open = onsets.len().checked_sub(1).map(|last| Gap {
            seconds: apart(at[last], now),
            least: apart(most[last], now),
            most: apart(least[last], now),
        });
        let mut found = Gaps {
            of,
            onsets: onsets.iter().map(|onset| onset.shown).collect(),
            more: LEAST_GAPS.saturating_sub(gaps.len()),
            gaps,
            open,
            order: None,
            p_shorter: None,
            verdict: GapsVerdict::CannotTell,
            left_out,
        };
        found.judge(1.0 - settings.rising);
        found
    }

    fn judge(&mut self, level: f64) -> Option<()> {
        let lengths: Vec<GapLength> = self.gaps.iter().map(length).collect();
        let open = self.open?;
        let [order, with_open] = gap_orders(&lengths, length(&open)).ok()?;
        let p_shorter = with_open.p_shorter.max(order.p_shorter);
        self.order = Some(order);
        self.p_shorter = Some(p_shorter);
        self.verdict = match () {
            () if order.p_reachable > level => GapsVerdict::CannotTell,
            () if order.p_shorter <= level => match p_shorter <= level && open.most <= self.middle() {
                true => GapsVerdict::Shorter,
                false => GapsVerdict::ShorterBefore,
            },
            () if order.p_longer <= level => GapsVerdict::Longer,
            () => GapsVerdict::NoClearOrder,
        };
        Some(())
    }

    /// The middle one of the gaps by length; of two the shorter.
    fn middle(&self) -> i64 {
        let mut lengths: Vec<i64> = self.gaps.iter().map(|gap| gap.seconds).collect();
        lengths.sort_unstable();
        lengths.get(lengths.len().saturating_sub(1) / 2).copied().unwrap_or(0)
    }

    /// Whether they tell a change.
    pub(crate) fn is_clear(&self) -> bool {
        matches!(self.verdict, GapsVerdict::Shorter | GapsVerdict::ShorterBefore | GapsVerdict::Longer)
    }

    /// Whether the rate, where it is known, tells the opposite of the gaps. Then neither is believed.
    pub fn is_against(&self, frequency: &Frequency) -> bool {
        match self.verdict {
            GapsVerdict::Shorter => frequency.verdict == FrequencyVerdict::LessOften,
            GapsVerdict::Longer => frequency.verdict == FrequencyVerdict::MoreOften,
            GapsVerdict::ShorterBefore | GapsVerdict::NoClearOrder | GapsVerdict::CannotTell => false,
        }
    }

    /// Whether they answer the check's question whether spasms come more often. Single spasms do not: a flare that begins after
    /// a quiet time comes closer, too, and is no reason by itself.
    pub(super) fn is_more_often(&self, frequency: &Frequency) -> bool {
        self.verdict == GapsVerdict::Shorter && self.of == GapsOf::Bouts && !self.is_against(frequency)
    }

    /// Whether each gap is surely shorter than the one before.
    pub fn each_is_shorter(&self) -> bool {
        self.gaps.len() > 1 && self.gaps.windows(2).all(|pair| pair[1].most < pair[0].least)
    }
}

fn length(gap: &Gap) -> GapLength {
    GapLength { least: gap.least as f64, most: gap.most as f64 }
}
