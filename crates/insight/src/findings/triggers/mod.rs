//! What goes with a person's spasms, how sure that is, and what cannot be told yet.
//!
//! # States
//! A diary says nothing of an exposure ([`State`]) before there are 5 spasm days and 28 days at risk, nor of one that was
//! hardly ever, or nearly always, there. Up to 23 spasm days there are hints only. From 24 on verdicts are allowed: about
//! as many events are needed to see a moderate trigger in one person. Where more than half of what is known about an
//! exposure is the assumption that we began with, it says so, and no interval is shown.
//!
//! # Claims
//! Someone who looks at twenty exposures finds one by chance. *Likely linked* needs three things: its 95 % interval
//! excludes 1; it is on the list of Holm (Scand. J. Stat. 1979) at one in twenty; and the sensitivity
//! analyses do not contradict it ([`Doubt`]). The list of expected wrong *directions* ([`supple_stats::discovery::claims()`]) takes for
//! granted that every exposure does something, and claims a trigger in more than a third of people without any; the
//! evaluation has the figures.
//!
//! # How many more
//! What the data know of an exposure, its information, grows with the number of spasm days. So
//! `spasm days x (needed / known - 1)` more are needed until a link that makes spasms twice as frequent (or as strong as
//! the one estimated, if that is stronger) would be seen four times in five.

mod also;
mod fit;
mod judge;
mod sensitivity;
mod told;

pub use told::{
    ByDay, Changed, Check, Counts, Doubt, Looked, Map, Overall, Pair, Stage, State, Trigger, Triggers, Verdict,
};

use super::Settings;
use crate::design::{Compared, Design, How, Reading, Shape, Window};
pub(crate) use fit::WEEKDAYS;

use also::together;
use fit::{Fitted, fit, plan};
use judge::{judge, rank};
use supple_stats::distributions::Z_975;
use supple_stats::number::{exp, ln};

/// Before so many spasm days nothing is said of triggers.
pub const LEAST_FOR_HINTS: usize = 5;

/// Before so many days at risk nothing is said of triggers.
pub const LEAST_DAYS_AT_RISK: usize = 28;

/// From so many spasm days on there are verdicts.
pub const LEAST_FOR_VERDICTS: usize = 24;

/// On fewer days with, or without, an exposure it cannot be judged.
pub const LEAST_EXPOSED: usize = 3;

/// An exposure that usually lasts longer than this many days is not for this design.
pub(crate) const LONGEST_RUN: i64 = 7;

/// Above this share the answer is mostly assumption.
const MOSTLY_ASSUMED: f64 = 0.5;

/// The chance of any false claim that the step-down procedure works with: half of what is promised, which leaves room for
/// what it does not know of, such as habits that change after a spasm.
pub const ANY_FALSE: f64 = 0.05;

/// An upper limit below this odds ratio is no strong trigger.
pub const NOT_STRONG: f64 = 1.5;

/// A range that reaches from one number to more than so many times that number tells a person nothing.
pub const MEANINGLESS: f64 = 25.0;

/// A link that a diary should be able to show: twice as frequent.
const WORTH_SEEING: f64 = 2.0;

/// At most so many exposures are compared at once: those of which most can be known.
const MOST_AT_ONCE: usize = 40;

/// The name of the column that takes up missing answers.
pub(crate) const NO_DAY_BEFORE: &str = "the day before is not known";

/// All of an exposure that does not depend on a fit.
struct Candidate {
    place: usize,
    state: State,
    compared: Compared,
}

pub(crate) fn triggers(design: &Design, settings: &Settings) -> Triggers {
    let at_risk: Vec<i64> = design.days.at_risk(settings.washout).collect();
    let began = |day: &&i64| design.days.get(**day).is_some_and(|day| day.onset.is_some());
    let (days_at_risk, mut spasm_days) = (at_risk.len(), at_risk.iter().filter(began).count());

    let all: Vec<usize> = (0..design.exposures.len()).collect();
    let first = design.table(&plan(settings, &all, &[]));
    let is_early = |spasm_days: usize| spasm_days < LEAST_FOR_HINTS || days_at_risk < LEAST_DAYS_AT_RISK;
    let mut candidates: Vec<Candidate> = all
        .iter()
        .map(|&place| {
            let compared = first.compared[place];
            let state = if is_early(spasm_days) {
                State::TooEarly
            } else if compared.days_exposed.min(compared.days_unexposed) < LEAST_EXPOSED {
                State::Unseen { always: compared.days_exposed > compared.days_unexposed }
            } else if design.exposures[place].median_run(&design.days).is_some_and(|run| run > LONGEST_RUN) {
                State::LongLasting
            } else {
                State::Hint
            };
            Candidate { place, state, compared }
        })
        .collect();
    let mut often: Vec<&mut Candidate> = candidates.iter_mut().filter(|one| one.state == State::Hint).collect();
    often.sort_by_key(|one| std::cmp::Reverse(one.compared.days_exposed.min(one.compared.days_unexposed)));
    often.into_iter().skip(MOST_AT_ONCE).for_each(|one| one.state = State::MostlyAssumed);
    let chosen: Vec<usize> = candidates.iter().filter(|one| one.state == State::Hint).map(|one| one.place).collect();
    let table = (chosen == all).then_some(first);
    let mut fitted =
        if chosen.is_empty() { None } else { fit(design, settings, chosen, table, spasm_days >= LEAST_FOR_VERDICTS) };
    if let Some(found) = &fitted {
        spasm_days = spasm_days.min(found.table.spasm_days);
    }
    if is_early(spasm_days) {
        fitted = None;
    }
    let stage = match spasm_days {
        _ if is_early(spasm_days) => Stage::TooEarly,
        days if days < LEAST_FOR_VERDICTS => Stage::Hints,
        _ => Stage::Verdicts,
    };
    let describe = |candidate: &Candidate| {
        let by_day = by_day(design, settings, candidate.place, None);
        Trigger { by_day, ..describe(design, candidate, fitted.as_ref(), stage, spasm_days) }
    };
    let mut each: Vec<Trigger> = candidates.iter().map(describe).collect();
    if let Some(found) = &fitted {
        judge(design, settings, found, stage, &mut each);
    }
    let pairs = fitted.as_ref().map_or_else(Vec::new, |found| pairs(design, settings, found, &each));
    each.sort_by(|a, b| rank(a).total_cmp(&rank(b)));

    let count = |verdict: Verdict| each.iter().filter(|trigger| trigger.verdict == verdict).count();
    let compared = each.iter().filter(|trigger| matches!(trigger.state, State::Hint | State::Usable)).count();
    let overall = Overall {
        stage,
        compared,
        likely: count(Verdict::Likely),
        more_spasms: match stage {
            Stage::TooEarly => LEAST_FOR_HINTS.saturating_sub(spasm_days),
            Stage::Hints => LEAST_FOR_VERDICTS - spasm_days,
            Stage::Verdicts => 0,
        },
        more_days: LEAST_DAYS_AT_RISK.saturating_sub(days_at_risk),
    };
    let warnings = fitted.map_or_else(Vec::new, |found| found.fit.warnings.iter().map(ToString::to_string).collect());
    Triggers { days_at_risk, spasm_days, overall, each, pairs, warnings }
}

/// Pairs of likely links that act otherwise together than apart.
fn pairs(design: &Design, settings: &Settings, found: &Fitted, each: &[Trigger]) -> Vec<Pair> {
    let id = |column: usize| design.exposures[found.places[column]].id.clone();
    let is_likely = |id: &str| each.iter().any(|one| one.id == id && one.verdict == Verdict::Likely);
    let likely: Vec<usize> = (0..found.places.len()).filter(|column| is_likely(&id(*column))).collect();
    let pairs = together(design, settings, &likely, &found.places, &found.fit.coef);
    pairs.into_iter().map(|(first, second, is_more)| Pair { first: id(first), second: id(second), is_more }).collect()
}

/// What is known of an exposure before anything is judged.
fn describe(
    design: &Design,
    candidate: &Candidate,
    fitted: Option<&Fitted>,
    stage: Stage,
    spasm_days: usize,
) -> Trigger {
    let exposure = &design.exposures[candidate.place];
    let column = fitted.and_then(|found| Some((found, found.column(candidate.place)?)));
    let compared = column.map_or(candidate.compared, |(found, column)| found.table.compared[column]);
    let value = |list: Option<&Vec<Option<f64>>>| column.and_then(|(_, column)| list.and_then(|list| list[column]));
    let fit = column.map(|(found, _)| &found.fit);
    let coefficient = value(fit.map(|fit| &fit.coef));
    let assumed = value(fit.and_then(|fit| fit.prior_weight.as_ref()));
    let with = fitted.and_then(|found| found.together.iter().find(|(place, _)| *place == candidate.place));
    let state = match (&candidate.state, with) {
        (State::Hint, _) if stage == Stage::TooEarly => State::TooEarly,
        (State::Hint, Some((_, with))) => State::Together { with: design.exposures[*with].id.clone() },
        // No coefficient: it does not vary within any stratum.
        (State::Hint, None) if coefficient.is_none() => {
            State::Unseen { always: compared.days_exposed > compared.days_unexposed }
        }
        (State::Hint, None) if assumed.is_none_or(|assumed| assumed > MOSTLY_ASSUMED) => State::MostlyAssumed,
        (State::Hint, None) if stage == Stage::Verdicts => State::Usable,
        (state, _) => state.clone(),
    };
    let shown = matches!(state, State::Hint | State::Usable);
    let on_odds = |b: Option<f64>| b.filter(|_| shown).map(exp);
    Trigger {
        id: exposure.id.clone(),
        exercise: exposure.exercise.clone(),
        words: exposure.words.clone(),
        verdict: Verdict::CannotTell,
        map: Map::NotYet,
        odds_ratio: on_odds(coefficient),
        told: on_odds(coefficient),
        would_be_seen: column.filter(|_| shown).and_then(|(found, column)| found.would_be_seen(column)),
        above: None,
        lower: on_odds(value(fit.and_then(|fit| fit.profile95_lo.as_ref()))),
        upper: on_odds(value(fit.and_then(|fit| fit.profile95_hi.as_ref()))),
        p_raises: value(fit.and_then(|fit| fit.p_positive.as_ref())).filter(|_| shown),
        assumed,
        per: exposure.scale.map(|(_, two_sd)| two_sd),
        levels: exposure.levels,
        looked: match exposure.window {
            Window::Minutes(minutes) => Looked::Hours { hours: minutes as f64 / 60.0 },
            Window::Night => Looked::Night,
            Window::Day => Looked::Day,
            Window::Cycle { before, after } => Looked::Cycle { before, after },
        },
        counts: Counts::of(&compared),
        by_day: None,
        more_spasms: match state {
            State::LongLasting | State::Together { .. } | State::Unseen { .. } => None,
            State::TooEarly => Some(LEAST_FOR_HINTS.saturating_sub(spasm_days)),
            State::MostlyAssumed | State::Hint | State::Usable => {
                let known =
                    column.and_then(|(found, column)| Some((found.seen_at(column), found.information(column)?)));
                known.and_then(|known| more_spasms(spasm_days, coefficient.unwrap_or(0.0), known))
            }
        },
        state,
        checks: Vec::new(),
        doubts: Vec::new(),
    }
}

impl Counts {
    fn of(compared: &Compared) -> Counts {
        Counts {
            spasm_days: compared.cases,
            spasm_days_with: compared.cases_exposed,
            other_times: compared.others,
            other_times_with: compared.others_exposed,
            days_with: compared.days_exposed,
            days_without: compared.days_unexposed,
            typed_after: compared.late,
        }
    }
}

impl Trigger {
    /// Takes the numbers of another column that is made of it.
    fn take(&mut self, found: &Fitted, column: usize) {
        let fit = &found.fit;
        let value = |list: &Option<Vec<Option<f64>>>| list.as_ref().and_then(|list| list[column]);
        self.odds_ratio = fit.coef[column].map(exp);
        self.told = self.odds_ratio;
        self.lower = value(&fit.profile95_lo).map(exp);
        self.upper = value(&fit.profile95_hi).map(exp);
        self.p_raises = value(&fit.p_positive);
        self.assumed = value(&fit.prior_weight);
        self.would_be_seen = found.would_be_seen(column);
        self.counts = Counts::of(&found.table.compared[column]);
    }
}

/// Days at risk with an exposure, or what is made of it, and without it, and on how many of them a spasm began. What is looked at by
/// hours is not so or not so for a whole day.
fn by_day(design: &Design, settings: &Settings, place: usize, shape: Option<Shape>) -> Option<ByDay> {
    let exposure = &design.exposures[place];
    if shape.is_none() && matches!(exposure.window, Window::Minutes(_)) {
        return None;
    }
    let level = if shape == Some(Shape::UpperThird) { exposure.upper_third } else { 0.0 };
    let mut by_day = ByDay::default();
    for number in design.days.at_risk(settings.washout) {
        let onset = design.days.get(number).and_then(|day| day.onset);
        let minute = onset.and_then(|onset| onset.minute);
        let read = match shape {
            Some(Shape::DaysBefore(days)) => exposure.on_day(&design.days, number - days, None, How::Usual),
            Some(Shape::UpperThird | Shape::With(_)) | None => {
                exposure.at(&design.days, number, minute, None, How::Usual)
            }
        };
        if let Reading::Known { x, .. } = read {
            let (days, spasms) = match x > level {
                true => (&mut by_day.with, &mut by_day.with_spasm),
                false => (&mut by_day.without, &mut by_day.without_spasm),
            };
            *days += 1;
            *spasms += usize::from(onset.is_some());
        }
    }
    Some(by_day)
}

/// About how many more spasm days show a link of this strength, or of twice as often if it is weaker. None where it takes more
/// than anyone can wait for.
fn more_spasms(spasm_days: usize, coefficient: f64, (seen_at, known): (f64, f64)) -> Option<usize> {
    /// Years, for most people.
    const MOST: f64 = 100.0;
    let strength = coefficient.abs().max(ln(WORTH_SEEING));
    let needed = seen_at * seen_at / (strength * strength);
    let more = if known > 0.0 { spasm_days as f64 * (needed / known - 1.0) } else { f64::INFINITY };
    let at_least = LEAST_FOR_VERDICTS.saturating_sub(spasm_days);
    (more <= MOST).then(|| (more.max(0.0).ceil() as usize).max(at_least))
}
