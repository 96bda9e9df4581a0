//! The review of medicines: what was taken is counted, and what passes a label or a reason against it gets a stop.
//!
//! It is information, never a prescription. It cannot say that something is right to take: the most that it says is that
//! it sees no limit passed by what was entered. What it does not know is told as not known: a product without a count, an
//! amount that was not given, a question that was not asked.

mod often;
mod said;

pub(crate) use often::may_be_painkiller;
pub use often::{PainkillerDays, painkiller_days};
pub use said::{Ask, Concern, Counted, MedicineReview, Next, Stop, TooMuchTaken, Unknown, Which, Why};

use crate::about::{About, Truth};
use crate::dose::{Dose, Intake, understand};
use crate::limits::{Limit, Passed, passed, told_since};
use crate::names::{Names, Substance};
use crate::validity::length;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use supple_guidance::Guidance;
use supple_guidance::medicines::{Level, Medicine, Reason};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Looks at what was taken, and at what is about to be.
///
/// `taken` may be in any order and hold entries that lie ahead of `now`; they count as taken. `proposed` is not counted
/// as taken. A limit that was passed is told for the window `passed-limit`
/// of `guidance/validity.toml`. One more dose, or a yes in place of a
/// no, never takes a stop away.
///
/// ```
/// use supple_care::{About, Dose, medicine_review};
/// let guidance = supple_guidance::embedded();
/// let now = "2026-11-22T12:00:00Z".parse().unwrap();
/// let taken = [Dose::new("2026-11-22T11:00:00Z".parse().unwrap(), "Advil").units(2.0)];
/// let again = Dose::new(now, "Nurofen").mg(400.0);
/// assert_eq!(medicine_review(guidance, &About::nothing_yet(), &taken, now, Some(&again)).stops.len(), 1, "too soon");
/// assert!(!medicine_review(guidance, &About::nothing_yet(), &taken, now, None).is_calm(), "nothing was asked yet");
/// ```
pub fn medicine_review<'g>(
    guidance: &'g Guidance,
    about: &About,
    taken: &[Dose],
    now: Timestamp,
    proposed: Option<&Dose>,
) -> MedicineReview<'g> {
    let names = Names::of(guidance);
    let mut all: Vec<Intake<'g, '_>> = Vec::new();
    let mut unknown = Vec::new();
    let since = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let reach = reach(guidance, proposed.map_or(now, |dose| dose.at.min(now)));
    let in_reach = taken.iter().filter(|dose| dose.at >= reach);
    let mut doses: Vec<(&Dose, bool)> = in_reach.map(|dose| (dose, false)).collect();
    doses.sort_by(|(a, _), (b, _)| a.at.cmp(&b.at).then_with(|| a.words.cmp(&b.words)));
    doses.extend(proposed.map(|dose| (dose, true)));
    let mut unknown_taken = 0;
    for (dose, is_proposed) in doses {
        if is_proposed {
            unknown_taken = unknown.len();
        }
        let (own, open) = understand(&names, about.country(), dose, is_proposed);
        note_unknown(guidance, &mut unknown, dose, &own, open, is_proposed, now);
        all.extend(own);
    }
    let answers = now.saturating_sub(length(&guidance.validity.window.taken_answers)).unwrap_or(Timestamp::MIN);
    let answering = all.iter().filter(|intake| intake.proposed || intake.late() >= answers);
    let about = &about.with_taken(guidance, &answering.map(|intake| intake.substance).collect::<Vec<_>>());
    let is_recent = |intake: &Intake<'g, '_>| intake.proposed || intake.late() > since;
    let mut focus: Vec<Substance<'g>> = Vec::new();
    // The medicine that is about to be taken comes first.
    let (first, rest): (Vec<&Intake<'g, '_>>, Vec<_>) =
        all.iter().filter(|intake| is_recent(intake)).partition(|intake| intake.proposed);
    for intake in first.iter().chain(&rest) {
        if !focus.iter().any(|known| known.id() == intake.substance.id()) {
            focus.push(intake.substance);
        }
    }

    let medicines = &guidance.medicines;
    let found = passed(guidance, about, &all, now);
    let mut stops: Vec<Stop<'g>> = found.iter().filter_map(stop).collect();
    let mut asks: Vec<Ask<'g>> = found.iter().filter_map(pair_to_ask_about).collect();
    let mut person = |substance: Substance<'g>, is: &dyn Fn(Substance<'g>) -> bool, must_not, asking| {
        let of_proposed = first.iter().any(|intake| is(intake.substance));
        let of_taken = rest.iter().any(|intake| is(intake.substance));
        let which = [(of_proposed, Which::Proposed), (of_taken, Which::Taken)];
        reasons(about, guidance, substance, which, (must_not, asking), &mut stops, &mut asks);
    };
    for medicine in focus.iter().filter_map(|substance| substance.medicine()) {
        let is = |substance: Substance<'g>| substance.id() == medicine.id;
        person(Substance::Labelled(medicine), &is, &medicine.must_not, &medicine.ask_first);
    }
    // What holds for a whole kind is said once, of the first of its kind.
    for group in &medicines.groups {
        let is = |substance: Substance<'g>| substance.is(&group.id);
        if let Some(substance) = focus.iter().find(|substance| is(**substance)) {
            person(*substance, &is, &group.must_not, &group.ask_first);
        }
    }
    stops.sort_by_key(|stop| stop.which);
    // What holds comes before what is only open.
    asks.sort_by_key(|ask| ask.truth != Truth::Yes);

    let too_much = too_much(guidance, &all, now, &found);
    let next = focus
        .iter()
        .filter_map(|substance| substance.medicine())
        .map(|medicine| next(guidance, about, &all, now, medicine))
        .collect();
    let mut asked: Vec<Substance<'g>> = Vec::new();
    for intake in &first {
        if !asked.iter().any(|known| known.id() == intake.substance.id()) {
            asked.push(intake.substance);
        }
    }
    MedicineReview { asked, stops, too_much, asks, counted: count(&rest), next, unknown, unknown_taken }
}

/// Adds what the person said against a substance, or did not say yet.
fn reasons<'g>(
    about: &About,
    guidance: &'g Guidance,
    substance: Substance<'g>,
    which: [(bool, Which); 2],
    (must_not, ask_first): (&'g [Reason], &'g [Reason]),
    stops: &mut Vec<Stop<'g>>,
    asks: &mut Vec<Ask<'g>>,
) {
    for reason in must_not {
        match about.holds(guidance, reason) {
            Truth::Yes => {
                for (_, which) in which.into_iter().filter(|(is, _)| *is) {
                    let why = Why::MustNot(reason);
                    stops.push(Stop { substance, which, why, certain: true, sources: &reason.sources });
                }
            }
            Truth::No => {}
            truth @ Truth::Open { .. } => {
                asks.push(Ask { substance, about: Concern::Person(reason), must_not: true, truth });
            }
        }
    }
    for reason in ask_first {
        match about.holds(guidance, reason) {
            Truth::No => {}
            truth => asks.push(Ask { substance, about: Concern::Person(reason), must_not: false, truth }),
        }
    }
}

/// A couple that is a reason to ask, and no more.
fn pair_to_ask_about<'g>(passed: &Passed<'g>) -> Option<Ask<'g>> {
    match passed.limit {
        Limit::Together { other, pair, .. } if pair.level == Level::Ask => Some(Ask {
            substance: passed.substance,
            about: Concern::Other(other, pair),
            must_not: false,
            truth: Truth::Yes,
        }),
        _ => None,
    }
}

/// How far back a dose can matter: as far as the longest row of days that a label allows, and what comes before that.
///
/// A row that is longer still is past the limit within this stretch already.
fn reach(guidance: &Guidance, from: Timestamp) -> Timestamp {
    let labels = guidance.medicines.medicines.iter().flat_map(|medicine| &medicine.labels);
    let days = labels.filter_map(|label| label.days).max().unwrap_or(0);
    let row = SignedDuration::from_hours(24 * (i64::from(days) + 7));
    told_since(guidance, from).saturating_sub(row).unwrap_or(Timestamp::MIN)
}

fn stop<'g>(passed: &Passed<'g>) -> Option<Stop<'g>> {
    let label = passed.label;
    let why = match passed.limit {
        Limit::Dose { mg, limit } => Why::Dose { mg, limit, label: label? },
        Limit::Window { hours, mg, limit } => Why::Window { hours, mg, limit, label: label? },
        Limit::Times { times, limit } => Why::Times { times, limit, label: label? },
        Limit::Gap { seconds, hours } => Why::Gap { between: SignedDuration::from_secs(seconds), hours, label: label? },
        Limit::Days { days, limit } => Why::Days { days, limit, label: label? },
        Limit::SameKind { other, group } => Why::SameKind { other, group },
        Limit::Together { other, pair, .. } if pair.level == Level::Stop => Why::Together { other, pair },
        Limit::Together { .. } => return None,
    };
    let sources = match &why {
        Why::SameKind { group, .. } => &group.sources,
        Why::Together { pair, .. } => &pair.sources,
        _ => &label?.sources,
    };
    let which = if passed.proposed { Which::Proposed } else { Which::Taken };
    Some(Stop { substance: passed.substance, which, why, certain: passed.certain, sources })
}

fn note_unknown<'g>(
    guidance: &Guidance,
    unknown: &mut Vec<Unknown<'g>>,
    dose: &Dose,
    own: &[Intake<'g, '_>],
    open: Vec<Unknown<'g>>,
    proposed: bool,
    now: Timestamp,
) {
    let since = told_since(guidance, now);
    let latest = dose.at.saturating_add(dose.within).unwrap_or(Timestamp::MAX);
    if !proposed && latest < since {
        return;
    }
    unknown.extend(open);
    let at = dose.at;
    for intake in own {
        let substance = intake.substance;
        if matches!(substance, Substance::Other(one) if !(one.sold && one.groups.is_empty())) {
            unknown.push(Unknown::NoLabel { substance, at, proposed });
        }
    }
    if !proposed && dose.at > now {
        unknown.push(Unknown::Ahead { words: dose.words.clone(), at });
    }
}

fn count<'g>(recent: &[&Intake<'g, '_>]) -> Vec<Counted<'g>> {
    let mut counted: Vec<Counted<'g>> = Vec::new();
    for intake in recent {
        let substance = intake.substance;
        let one = match counted.iter_mut().position(|one| one.substance.id() == substance.id()) {
            Some(place) => &mut counted[place],
            None => {
                counted.push(Counted { substance, mg: None, entries: 0, words: Vec::new(), at_least: false });
                let last = counted.len() - 1;
                &mut counted[last]
            }
        };
        one.entries += 1;
        one.at_least |= intake.assumed;
        if let Some(mg) = intake.mg {
            one.mg = Some(one.mg.unwrap_or(0.0) + mg);
        }
        if !one.words.contains(&intake.dose.words) {
            one.words.push(intake.dose.words.clone());
        }
    }
    counted
}

/// What was taken, apart from what is proposed, beyond what a medicine's advice names.
fn too_much<'g>(
    guidance: &'g Guidance,
    all: &[Intake<'g, '_>],
    now: Timestamp,
    found: &[Passed<'g>],
) -> Vec<TooMuchTaken<'g>> {
    let mut told = Vec::new();
    for medicine in &guidance.medicines.medicines {
        let advice = &medicine.too_much;
        let beyond: Vec<bool> = if advice.beyond.is_empty() {
            let own = found.iter().filter(|one| !one.proposed && one.of_substance && one.substance.id() == medicine.id);
            // One dose above the label is a stop; a day above it is too much.
            let in_a_day =
                |one: &&Passed<'g>| matches!(one.limit, Limit::Window { hours: 24, .. } | Limit::Times { .. });
            own.filter(in_a_day).map(|one| one.certain).collect()
        } else {
            crate::limits::beyond(guidance, medicine, all, now)
        };
        if !beyond.is_empty() {
            told.push(TooMuchTaken { medicine, advice, certain: beyond.contains(&true) });
        }
    }
    told
}

/// When the limits of a medicine next leave room for one usual unit.
fn next<'g>(
    guidance: &'g Guidance,
    about: &About,
    all: &[Intake<'g, '_>],
    now: Timestamp,
    medicine: &'g Medicine,
) -> Next<'g> {
    let never = Next { medicine, not_before: None };
    if medicine.must_not.iter().any(|reason| about.holds(guidance, reason) == Truth::Yes) {
        return never;
    }
    let taken: Vec<&Intake<'g, '_>> = all.iter().filter(|intake| !intake.proposed).collect();
    // A limit can only end where a dose leaves the reach of one of its hours. A row of days ends by asking, not by
    // waiting: its hours are not among them.
    let mut hours: BTreeSet<u32> = medicine.labels.iter().filter_map(|label| label.gap_hours).collect();
    hours.extend(medicine.labels.iter().flat_map(|label| &label.windows).map(|window| window.hours));
    hours.extend(guidance.medicines.group(&medicine.group).map(|group| group.hours));
    let pairs = guidance.medicines.pairs.iter().filter(|pair| pair.kinds.contains(&medicine.group));
    hours.extend(pairs.map(|pair| pair.hours));
    hours.insert(24);
    let mut times: BTreeSet<Timestamp> = BTreeSet::from([now]);
    for intake in &taken {
        let ends = hours.iter().map(|hours| SignedDuration::from_hours(i64::from(*hours)));
        times.extend(ends.filter_map(|span| intake.late().checked_add(span).ok()).filter(|at| *at > now));
    }
    let last = taken.iter().rev().find(|intake| intake.substance.id() == medicine.id);
    let unit = last.and_then(|intake| intake.strength).or(medicine.unit_mg);
    for at in times {
        let dose = Dose::new(at, medicine.name.clone());
        let substance = Substance::Labelled(medicine);
        let strength = medicine.unit_mg.and(unit);
        let mg = strength;
        let unit = Intake { substance, dose: &dose, proposed: true, mg, strength, assumed: false, pack: None, name: 0 };
        let with: Vec<Intake<'g, '_>> = taken.iter().map(|intake| (*intake).clone()).chain([unit]).collect();
        if !passed(guidance, about, &with, at).iter().any(|one| one.proposed) {
            return Next { medicine, not_before: Some(at) };
        }
    }
    never
}
