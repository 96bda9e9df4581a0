//! Which limits a set of doses passes.
//!
//! All times are instants, so that a change of the clock makes no hour longer or shorter. A day is any 24 hours, not a
//! calendar day: that is the stricter reading, since whoever keeps to it keeps to every calendar day too, and six tablets
//! before midnight with six after it are never "two days".
//!
//! Each check asks whether *some* doses *could* have been too much or too close: a dose whose time is not known exactly
//! counts wherever it does most harm. One more dose can therefore only add to what is passed, never take from it; for the
//! same reason limits are the strictest of the labels that fit *any* of the doses.

use crate::about::About;
use crate::amount::believed;
use crate::dose::Intake;
use crate::names::Substance;
use crate::validity::length;
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;
use supple_guidance::Guidance;
use supple_guidance::medicines::{Group, Holds, Label, Medicine, Pair};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Room for the rounding of sums, in milligrams.
const ROUNDING: f64 = 1e-6;

/// A limit that is passed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Passed<'g> {
    pub(crate) limit: Limit<'g>,
    pub(crate) substance: Substance<'g>,
    /// Whether the dose that is about to be taken is among the doses.
    pub(crate) proposed: bool,
    /// Whether it holds without anything assumed.
    pub(crate) certain: bool,
    /// The latest of the doses.
    pub(crate) at: Timestamp,
    /// The label that sets it; `None` for two of a kind.
    pub(crate) label: Option<&'g Label>,
    /// Whether it is the limit of the substance, and not only what one pack advises.
    pub(crate) of_substance: bool,
}

/// What sets a limit, and for which doses.
#[derive(Clone, Copy, Debug)]
enum Rule<'g> {
    /// The labels of a substance, for all of it that was taken.
    Substance(&'g Medicine),
    /// The directions of a pack, for what was taken of this pack.
    Pack(&'g Holds),
}

impl<'g> Rule<'g> {
    /// The labels that hold for these doses.
    fn labels(self, about: &About, doses: &[&Intake<'g, '_>]) -> Vec<&'g Label> {
        match self {
            Rule::Substance(_) if one_pack_alone(doses) => Vec::new(),
            Rule::Substance(medicine) => fitting(medicine, about.country(), doses),
            Rule::Pack(pack) => pack.label.iter().collect(),
        }
    }

    fn all_labels(self) -> &'g [Label] {
        match self {
            Rule::Substance(medicine) => &medicine.labels,
            Rule::Pack(pack) => pack.label.as_slice(),
        }
    }

    fn is_of_substance(self) -> bool {
        match self {
            Rule::Substance(_) => true,
            Rule::Pack(pack) => pack.alone,
        }
    }
}

/// Which limit, with what was reached and what is allowed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit<'g> {
    /// Milligrams at one time.
    Dose { mg: f64, limit: f64 },
    /// Milligrams within hours.
    Window { hours: u32, mg: f64, limit: f64 },
    /// Doses within 24 hours.
    Times { times: usize, limit: u32 },
    /// Hours between doses; `seconds` is the best guess of the time that was between them.
    Gap { seconds: i64, hours: u32 },
    /// Days with no break.
    Days { days: i64, limit: u32 },
    /// Two of one group.
    SameKind { other: Substance<'g>, group: &'g Group },
    /// Two of kinds that do not go together, by the place of the pair in the data.
    Together { other: Substance<'g>, pair: &'g Pair, place: usize },
}

impl Passed<'_> {
    /// Whether it is the same limit on the same substance.
    fn is_like(&self, other: &Passed<'_>) -> bool {
        self.substance.id() == other.substance.id() && self.limit.kind() == other.limit.kind()
    }
}

impl Limit<'_> {
    /// How bad it is, to tell the worst of several.
    fn excess(&self) -> f64 {
        match self {
            Limit::Dose { mg, limit } | Limit::Window { mg, limit, .. } => mg / limit,
            #[allow(clippy::cast_precision_loss, reason = "a diary is small")]
            Limit::Times { times, limit } => *times as f64 / f64::from(*limit),
            #[allow(clippy::cast_precision_loss, reason = "hours")]
            Limit::Gap { seconds, hours } => f64::from(*hours) * 3600.0 / (*seconds as f64 + 1.0),
            #[allow(clippy::cast_precision_loss, reason = "days")]
            Limit::Days { days, limit } => *days as f64 / f64::from(*limit),
            Limit::SameKind { .. } | Limit::Together { .. } => 1.0,
        }
    }

    /// What kind it is: two limits of one kind on one substance are told once.
    fn kind(&self) -> (u8, usize) {
        match self {
            Limit::Dose { .. } => (0, 0),
            Limit::Window { hours, .. } => (1, *hours as usize),
            Limit::Times { .. } => (2, 0),
            Limit::Gap { .. } => (3, 0),
            Limit::Days { .. } => (4, 0),
            Limit::SameKind { .. } => (5, 0),
            Limit::Together { place, .. } => (6, *place),
        }
    }
}

/// All limits that these doses pass, of each kind and substance the worst, with and without the proposed dose.
pub(crate) fn passed<'g>(
    guidance: &'g Guidance,
    about: &About,
    intakes: &[Intake<'g, '_>],
    now: Timestamp,
) -> Vec<Passed<'g>> {
    // A dose may be proposed for a time that is long past: what passes a limit with it is always told.
    let proposed = intakes.iter().filter(|intake| intake.proposed).map(Intake::early).min();
    let since = told_since(guidance, now.min(proposed.unwrap_or(now)));
    let mut sorted: Vec<&Intake<'g, '_>> = intakes.iter().collect();
    sorted.sort_by_key(|intake| (intake.dose.at, intake.substance.id(), intake.proposed));
    let mut found = all_passed(guidance, about, &sorted, since);
    if proposed.is_some() {
        // A dose can take from two others what excused them: they were the first dose in two parts. A limit that is
        // passed only with the proposed dose is about it, whichever doses it is between.
        sorted.retain(|intake| !intake.proposed);
        let without = all_passed(guidance, about, &sorted, since);
        for one in &mut found {
            one.proposed |= !without.iter().any(|other| one.is_like(other));
        }
    }
    worst(found)
}

/// Since when a limit that was passed is still told.
pub(crate) fn told_since(guidance: &Guidance, now: Timestamp) -> Timestamp {
    now.saturating_sub(length(&guidance.validity.window.passed_limit)).unwrap_or(Timestamp::MIN)
}

fn all_passed<'g>(
    guidance: &'g Guidance,
    about: &About,
    sorted: &[&Intake<'g, '_>],
    since: Timestamp,
) -> Vec<Passed<'g>> {
    let windows = &guidance.validity.window;
    let (same_dose, row_ends) = (length(&windows.same_dose), length(&windows.row_of_days));
    let mut checks = Checks { about, since, same_dose, row_ends, passed: Vec::new() };
    let mut seen: Vec<&str> = Vec::new();
    for intake in sorted {
        let id = intake.substance.id();
        if let Substance::Labelled(medicine) = intake.substance
            && !seen.contains(&id)
        {
            seen.push(id);
            let own: Vec<&Intake<'g, '_>> = sorted.iter().copied().filter(|other| other.substance.id() == id).collect();
            checks.rule(Rule::Substance(medicine), &own);
            let mut packs: Vec<&Holds> = Vec::new();
            for pack in own.iter().filter_map(|dose| dose.pack).filter(|pack| pack.label.is_some()) {
                if !packs.iter().any(|known| std::ptr::eq(*known, pack)) {
                    packs.push(pack);
                    let of_pack = |dose: &&Intake<'g, '_>| dose.pack.is_some_and(|own| std::ptr::eq(own, pack));
                    let of_pack: Vec<&Intake<'g, '_>> = own.iter().copied().filter(of_pack).collect();
                    checks.rule(Rule::Pack(pack), &of_pack);
                }
            }
        }
    }
    checks.same_kind(&guidance.medicines.groups, sorted);
    checks.together(&guidance.medicines.pairs, sorted);
    checks.passed
}

/// Of each kind and substance the worst: one with the proposed dose, one without.
fn worst<'g>(mut passed: Vec<Passed<'g>>) -> Vec<Passed<'g>> {
    let order = |one: &Passed<'g>| (Reverse(one.proposed), one.substance.id(), one.limit.kind());
    passed.sort_by(|a, b| {
        let excess = b.limit.excess().total_cmp(&a.limit.excess());
        order(a).cmp(&order(b)).then(excess).then(b.certain.cmp(&a.certain)).then(b.at.cmp(&a.at))
    });
    passed.dedup_by(|a, b| order(a) == order(b));
    passed
}

struct Checks<'a, 'g> {
    about: &'a About,
    since: Timestamp,
    /// Entries this close together are one dose: two tablets, entered one after the other.
    same_dose: SignedDuration,
    /// Two doses with this much between them end a row of days.
    row_ends: SignedDuration,
    passed: Vec<Passed<'g>>,
}

impl<'g> Checks<'_, 'g> {
    fn add(&mut self, limit: Limit<'g>, doses: &[&Intake<'g, '_>], set: Option<(Rule<'g>, &'g Label)>) {
        let latest = doses.iter().max_by_key(|dose| (dose.late(), dose.proposed));
        let Some(latest) = latest.filter(|latest| latest.late() >= self.since) else { return };
        // What two are hangs on no amount.
        let couple = matches!(limit, Limit::SameKind { .. } | Limit::Together { .. });
        self.passed.push(Passed {
            limit,
            substance: latest.substance,
            proposed: doses.iter().any(|dose| dose.proposed),
            certain: doses.iter().all(|dose| if couple { dose.is_timed() } else { dose.certain() }),
            at: latest.dose.at,
            label: set.map(|(_, label)| label),
            of_substance: set.is_none_or(|(rule, _)| rule.is_of_substance()),
        });
    }

    fn rule(&mut self, rule: Rule<'g>, doses: &[&Intake<'g, '_>]) {
        // What is long past matters to a row of days only. Nothing else reaches further than a day.
        let from = self.since.saturating_sub(DAY + DAY).unwrap_or(Timestamp::MIN);
        let recent: Vec<&Intake<'g, '_>> = doses.iter().copied().filter(|dose| dose.late() >= from).collect();
        self.windows(rule, &recent);
        self.gaps(rule, &recent);
        self.days(rule, doses);
    }

    /// Milligrams at one time and within hours, and doses within a day.
    fn windows(&mut self, rule: Rule<'g>, doses: &[&Intake<'g, '_>]) {
        let mut lengths: Vec<Stretch> = vec![Stretch::Dose(self.same_dose), Stretch::Times];
        let hours = rule.all_labels().iter().flat_map(|label| &label.windows).map(|window| window.hours);
        lengths.extend(hours.map(Stretch::Hours));
        lengths.sort_unstable();
        lengths.dedup();
        for stretch in lengths {
            for (anchor, first) in doses.iter().enumerate() {
                // All that can lie within one stretch of which `first` may be the earliest.
                let within: Vec<&Intake<'g, '_>> = doses
                    .iter()
                    .enumerate()
                    .filter(|(place, dose)| *place == anchor || stretch.holds(first.late(), dose))
                    .map(|(_, dose)| *dose)
                    .collect();
                self.stretch(rule, stretch, &within);
                // Without the proposed dose, too: what was taken may be too much by itself.
                let taken: Vec<&Intake<'g, '_>> = within.iter().copied().filter(|dose| !dose.proposed).collect();
                if taken.len() < within.len() && !taken.is_empty() {
                    self.stretch(rule, stretch, &taken);
                }
            }
        }
    }

    fn stretch(&mut self, rule: Rule<'g>, stretch: Stretch, doses: &[&Intake<'g, '_>]) {
        let labels = rule.labels(self.about, doses);
        let mg: f64 = doses.iter().filter_map(|dose| dose.mg).sum();
        let mass = |limit: fn(&Label, u32) -> Option<f64>, hours: u32| strictest(&labels, |label| limit(label, hours));
        match stretch {
            Stretch::Dose(_) => {
                if let Some((limit, label)) = mass(|label, _| label.dose_mg, 0)
                    && mg > limit + ROUNDING
                {
                    self.add(Limit::Dose { mg, limit }, doses, Some((rule, label)));
                }
            }
            Stretch::Hours(hours) => {
                let of_hours = |label: &Label, hours: u32| {
                    let windows = label.windows.iter().filter(|window| window.hours == hours);
                    windows.map(|window| window.mg).min_by(f64::total_cmp)
                };
                if let Some((limit, label)) = mass(of_hours, hours)
                    && mg > limit + ROUNDING
                {
                    self.add(Limit::Window { hours, mg, limit }, doses, Some((rule, label)));
                }
            }
            Stretch::Times => {
                let times = count(doses, self.same_dose);
                if let Some((limit, label)) = strictest(&labels, |label| label.times.map(f64::from))
                    && times > limit_count(limit)
                {
                    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a u32")]
                    self.add(Limit::Times { times, limit: limit as u32 }, doses, Some((rule, label)));
                }
            }
        }
    }

    /// Two entries that are neither one dose nor far enough apart.
    fn gaps(&mut self, rule: Rule<'g>, doses: &[&Intake<'g, '_>]) {
        for (place, first) in doses.iter().enumerate() {
            for second in &doses[place + 1..] {
                let labels = rule.labels(self.about, &[first, second]);
                let (least, most) = distance(first, second);
                let gap = |label: &Label| {
                    label.gap_hours.filter(|_| !is_first_dose(label, doses, first, second)).map(f64::from)
                };
                let Some((hours, label)) = strictest_high(&labels, gap) else { continue };
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a u32")]
                let hours = hours as u32;
                if least < SignedDuration::from_hours(i64::from(hours)) && most > self.same_dose {
                    let apart = first.dose.at.duration_since(second.dose.at).abs();
                    self.add(Limit::Gap { seconds: apart.as_secs(), hours }, &[first, second], Some((rule, label)));
                }
            }
        }
    }

    /// A row of doses without a break that goes on for too many days.
    fn days(&mut self, rule: Rule<'g>, doses: &[&Intake<'g, '_>]) {
        let mut by_early: Vec<&Intake<'g, '_>> = doses.to_vec();
        by_early.sort_by_key(|dose| dose.early());
        let taken: Vec<&Intake<'g, '_>> = by_early.iter().copied().filter(|dose| !dose.proposed).collect();
        let sets = if taken.len() < by_early.len() { vec![by_early, taken] } else { vec![taken] };
        for set in sets {
            let mut from = 0;
            let mut end = Timestamp::MIN;
            for place in 0..=set.len() {
                let breaks =
                    set.get(place).is_none_or(|dose| place > 0 && dose.early().duration_since(end) >= self.row_ends);
                if breaks {
                    self.row(rule, &set[from..place], end);
                    from = place;
                }
                if let Some(dose) = set.get(place) {
                    end = end.max(dose.late());
                }
            }
        }
    }

    fn row(&mut self, rule: Rule<'g>, row: &[&Intake<'g, '_>], end: Timestamp) {
        let Some(first) = row.first() else { return };
        let labels = rule.labels(self.about, row);
        let days = end.duration_since(first.early()).as_secs() / DAY.as_secs() + 1;
        if let Some((limit, label)) = strictest(&labels, |label| label.days.map(f64::from)) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a u32")]
            let limit = limit as u32;
            if days > i64::from(limit) {
                self.add(Limit::Days { days, limit }, row, Some((rule, label)));
            }
        }
    }

    /// Two different substances of one group.
    fn same_kind(&mut self, groups: &'g [Group], doses: &[&Intake<'g, '_>]) {
        for group in groups.iter().filter(|group| group.together.is_some()) {
            let own: Vec<&Intake<'g, '_>> = doses.iter().filter(|dose| dose.substance.is(&group.id)).copied().collect();
            self.couples(group.hours, &own, |_, other| Some(Limit::SameKind { other, group }));
        }
    }

    /// Two different substances of two kinds that do not go together. Of several pairs that fit, the strictest counts.
    fn together(&mut self, pairs: &'g [Pair], doses: &[&Intake<'g, '_>]) {
        let concerns =
            |dose: &&&Intake<'g, '_>| pairs.iter().flat_map(|pair| &pair.kinds).any(|kind| dose.substance.is(kind));
        let own: Vec<&Intake<'g, '_>> = doses.iter().filter(concerns).copied().collect();
        for (place, pair) in pairs.iter().enumerate() {
            self.couples(pair.hours, &own, |one, other| {
                let fits = |pair: &Pair| {
                    let [a, b] = &pair.kinds;
                    (one.is(a) && other.is(b)) || (one.is(b) && other.is(a))
                };
                let stricter = |(at, than): (usize, &Pair)| {
                    fits(than) && (than.level > pair.level || (than.level == pair.level && at < place))
                };
                let counts = fits(pair) && !pairs.iter().enumerate().any(stricter);
                counts.then_some(Limit::Together { other, pair, place })
            });
        }
    }

    /// Every two of these that are closer than so many hours, told of the one that came later.
    ///
    /// What one pack holds was put together on purpose: its parts are no couple.
    fn couples(
        &mut self,
        hours: u32,
        doses: &[&Intake<'g, '_>],
        limit: impl Fn(Substance<'g>, Substance<'g>) -> Option<Limit<'g>>,
    ) {
        let hours = SignedDuration::from_hours(i64::from(hours));
        let from = self.since.saturating_sub(hours + hours).unwrap_or(Timestamp::MIN);
        let own: Vec<&Intake<'g, '_>> = doses.iter().filter(|dose| dose.late() >= from).copied().collect();
        for (place, first) in own.iter().enumerate() {
            for second in &own[place + 1..] {
                let differ = first.substance.id() != second.substance.id();
                let one_pack = std::ptr::eq(first.dose, second.dose) && first.name == second.name;
                if differ && !one_pack && distance(first, second).0 < hours {
                    let later_is_first = (first.late(), first.proposed) > (second.late(), second.proposed);
                    let (later, other) = if later_is_first { (first, second) } else { (second, first) };
                    if let Some(limit) = limit(later.substance, other.substance) {
                        self.add(limit, &[first, second], None);
                    }
                }
            }
        }
    }
}

/// A stretch of time within which something is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stretch {
    /// One dose: the time in which several entries are one.
    Dose(SignedDuration),
    /// Doses counted over a day.
    Times,
    /// Milligrams over so many hours.
    Hours(u32),
}

impl Stretch {
    /// Whether a dose can lie in a stretch that begins at `from`. A stretch of hours holds its beginning, not its end.
    fn holds(self, from: Timestamp, dose: &Intake<'_, '_>) -> bool {
        let ahead = dose.early().duration_since(from);
        dose.late() >= from
            && match self {
                Stretch::Dose(within) => ahead <= within,
                Stretch::Times => ahead < DAY,
                Stretch::Hours(hours) => ahead < SignedDuration::from_hours(i64::from(hours)),
            }
    }
}

/// The labels that a medicine has in this country, or all if it has none there.
fn labels<'g>(medicine: &'g Medicine, country: Option<&str>) -> Vec<&'g Label> {
    let own: Vec<&Label> = medicine.labels.iter().filter(|label| Some(label.country.as_str()) == country).collect();
    if own.is_empty() { medicine.labels.iter().collect() } else { own }
}

/// Whether all of it is of one pack whose directions count in place of the labels of the substance.
fn one_pack_alone(doses: &[&Intake<'_, '_>]) -> bool {
    let mut packs = doses.iter().map(|dose| dose.pack.filter(|pack| pack.alone));
    let Some(Some(first)) = packs.next() else { return false };
    packs.all(|pack| pack.is_some_and(|pack| std::ptr::eq(pack, first)))
}

/// The labels that fit the strength of any of these doses.
fn fitting<'g>(medicine: &'g Medicine, country: Option<&str>, doses: &[&Intake<'g, '_>]) -> Vec<&'g Label> {
    let labels = labels(medicine, country);
    let mut fits = vec![false; labels.len()];
    for dose in doses {
        let for_this: Vec<bool> = labels.iter().map(|label| label_fits(label, dose)).collect();
        let none = !for_this.contains(&true);
        fits.iter_mut().zip(for_this).for_each(|(fits, this)| *fits |= this || none);
    }
    labels.iter().zip(fits).filter(|(_, fits)| *fits).map(|(label, _)| *label).collect()
}

fn label_fits(label: &Label, dose: &Intake<'_, '_>) -> bool {
    let Some(strength) = label.strength_mg else { return true };
    match (dose.strength, dose.mg) {
        (Some(own), _) => (own - strength).abs() < 0.5,
        // Whole tablets of this strength could make up the amount.
        (None, Some(mg)) if !dose.assumed => {
            let tablets = mg / strength;
            (1.0..=believed().most_units).contains(&tablets) && (tablets - tablets.round()).abs() < 1e-3
        }
        // Nothing is known of it: every label may be the one on the pack.
        _ => true,
    }
}

/// The smallest of a limit, with the label that sets it.
fn strictest<'g>(labels: &[&'g Label], limit: impl Fn(&Label) -> Option<f64>) -> Option<(f64, &'g Label)> {
    let limits = labels.iter().filter_map(|label| Some((limit(label)?, *label)));
    limits.min_by(|(a, _), (b, _)| a.total_cmp(b))
}

/// The largest of a limit that is stricter the larger it is.
fn strictest_high<'g>(labels: &[&'g Label], limit: impl Fn(&Label) -> Option<f64>) -> Option<(f64, &'g Label)> {
    let limits = labels.iter().filter_map(|label| Some((limit(label)?, *label)));
    limits.max_by(|(a, _), (b, _)| a.total_cmp(b))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a u32")]
fn limit_count(limit: f64) -> usize {
    limit as usize
}

/// The least and the most time that can lie between two doses.
fn distance(first: &Intake<'_, '_>, second: &Intake<'_, '_>) -> (SignedDuration, SignedDuration) {
    let apart = first.dose.at.duration_since(second.dose.at).abs();
    let slack = first.dose.within.saturating_add(second.dose.within);
    (apart.saturating_sub(slack).max(SignedDuration::ZERO), apart.saturating_add(slack))
}

/// How many doses these are, at least: entries within the same-dose window of each other are one. They are in order.
///
/// It is the most that one can pick with more than the window between them, which is why one more entry never makes it
/// less.
fn count(doses: &[&Intake<'_, '_>], same_dose: SignedDuration) -> usize {
    let (mut count, mut last) = (0, None);
    for dose in doses {
        if dose.dose.within > SignedDuration::ZERO {
            count += 1;
        } else if last.is_none_or(|last: Timestamp| dose.dose.at.duration_since(last) > same_dose) {
            count += 1;
            last = Some(dose.dose.at);
        }
    }
    count
}

/// Whether these two are the two halves of a first dose that the label lets people take in two parts.
fn is_first_dose(label: &Label, doses: &[&Intake<'_, '_>], first: &Intake<'_, '_>, second: &Intake<'_, '_>) -> bool {
    let (Some(minutes), Some(limit)) = (label.first_within_minutes, label.dose_mg) else { return false };
    let (_, most) = distance(first, second);
    if most > SignedDuration::from_mins(i64::from(minutes)) {
        return false;
    }
    let start = first.early().min(second.early());
    let end = first.late().max(second.late());
    let day_before = start.saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let near = doses.iter().filter(|dose| dose.late() > day_before && dose.early() <= end);
    let (mut count, mut mg) = (0, 0.0);
    for dose in near {
        count += 1;
        mg += dose.mg.unwrap_or(f64::INFINITY);
    }
    count == 2 && mg <= limit + ROUNDING
}

/// For each stretch of what was taken that goes beyond what a medicine's advice on too much names: whether it does so
/// without anything assumed.
pub(crate) fn beyond(guidance: &Guidance, medicine: &Medicine, all: &[Intake<'_, '_>], now: Timestamp) -> Vec<bool> {
    let since = told_since(guidance, now);
    let from = since.saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let own = all.iter().filter(|one| !one.proposed && one.substance.id() == medicine.id && one.late() >= from);
    let own: Vec<&Intake<'_, '_>> = own.collect();
    let mut found = Vec::new();
    for window in &medicine.too_much.beyond {
        for first in &own {
            let within = |dose: &&&Intake<'_, '_>| Stretch::Hours(window.hours).holds(first.late(), dose);
            let within: Vec<&Intake<'_, '_>> = own.iter().filter(within).copied().collect();
            let mg: f64 = within.iter().filter_map(|dose| dose.mg).sum();
            if mg > window.mg + ROUNDING && within.iter().any(|dose| dose.late() >= since) {
                found.push(within.iter().all(|dose| dose.certain()));
            }
        }
    }
    found
}
