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
//! excludes 1; it is on the list of Benjamini and Hochberg (J. R. Stat. Soc. B 1995) at one in twenty; and the sensitivity
//! analyses do not contradict it ([`Doubt`]). The list of expected wrong *directions* ([`crate::claims()`]) takes for
//! granted that every exposure does something, and claims a trigger in more than a third of people without any; the
//! evaluation has the figures.
//!
//! # How many more
//! What the data know of an exposure, its information, grows with the number of spasm days. So
//! `spasm days x (needed / known - 1)` more are needed until a link that makes spasms twice as frequent (or as strong as
//! the one estimated, if that is stronger) would be seen four times in five.

use super::{Claiming, Settings};
use crate::claims::{ONE_IN_TEN, claims};
use crate::clogit::{Fit, Options, Penalty, Rows, Sets, Ties, Warning};
use crate::design::{Compared, Controls, Design, Plan, Table, Window};
use crate::number::{Z_975, exp, ln};
use serde::{Deserialize, Serialize};
use std::fmt;

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

/// P(b > 0) from which a link is possible.
const POSSIBLE: f64 = 0.9;

/// The share of false discoveries that the step-up procedure works with: half of what is promised, which leaves room for
/// what it does not know of, such as habits that change after a spasm.
const ONE_IN_TWENTY: f64 = 0.05;

/// An upper limit below this odds ratio is no strong trigger.
pub(crate) const NOT_STRONG: f64 = 1.5;

/// A link that a diary should be able to show: twice as frequent.
const WORTH_SEEING: f64 = 2.0;

/// To be seen four times in five, a link has to be this many standard errors from none: 1.96 + 0.84.
const STANDARD_ERRORS: f64 = 2.8;

/// At most so many exposures are compared at once: those of which most can be known.
const MOST_AT_ONCE: usize = 40;

/// The name of the column that takes up missing answers.
pub(crate) const NO_DAY_BEFORE: &str = "the day before is not known";

/// What goes with spasms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Triggers {
    /// Days on which a spasm could begin, as far as is known: with a check-in, and not in or just after an episode.
    pub days_at_risk: usize,
    /// Those on which one began.
    pub spasm_days: usize,
    /// All of them together.
    pub overall: Overall,
    /// Each exposure: likely links first, then the others by how sure they are.
    pub each: Vec<Trigger>,
    /// What the statistics have to say about themselves.
    pub warnings: Vec<String>,
}

/// What is to be said of all exposures together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overall {
    /// How far the diary has come.
    pub stage: Stage,
    /// How many exposures could be compared.
    pub compared: usize,
    /// How many are likely linked.
    pub likely: usize,
    /// How many are possibly linked.
    pub possible: usize,
    /// How many would look possible, or more, by chance alone: one in five of those compared.
    pub possible_by_chance: f64,
    /// An odds ratio that would have been seen four times in five, for the exposure in the middle; none before any could
    /// be compared.
    pub would_be_seen: Option<f64>,
    /// About how many more spasm days the next stage needs; 0 at the last.
    pub more_spasms: usize,
    /// How many more days at risk the first stage needs.
    pub more_days: usize,
}

/// How far a diary has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Nothing can be compared yet.
    TooEarly,
    /// There are hints, and no verdicts.
    Hints,
    /// There are verdicts.
    Verdicts,
}

/// One exposure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its id in the diary.
    pub id: String,
    /// What it is called within a sentence.
    pub words: String,
    /// What can be said of it.
    pub state: State,
    /// What is said of it.
    pub verdict: Verdict,
    /// Where it stands on the map of triggers.
    pub map: Map,
    /// How many times as often a spasm began with it as without: per unit for a number, see `per`. None where it was not
    /// compared, or is mostly assumption.
    pub odds_ratio: Option<f64>,
    /// The lower 95 % limit.
    pub lower: Option<f64>,
    /// The upper 95 % limit.
    pub upper: Option<f64>,
    /// The probability that it raises the odds.
    pub p_raises: Option<f64>,
    /// How much of the answer is assumption, 0 to 1.
    pub assumed: Option<f64>,
    /// For a number, the step that the odds ratio is for: two standard deviations.
    pub per: Option<f64>,
    /// Which time was compared.
    pub looked: Looked,
    /// What was counted.
    pub counts: Counts,
    /// About how many more spasm days are needed before it can be judged; 0 where it can. None where that cannot be said.
    pub more_spasms: Option<usize>,
    /// The same without its most likely confusions, for who wants to look closer.
    pub checks: Vec<Check>,
    /// Why a link that would be likely is not called so.
    pub doubts: Vec<Doubt>,
}

/// What can be said of an exposure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum State {
    /// Too few spasm days, or days at risk.
    TooEarly,
    /// It was there, or not there, on fewer than three of the days compared.
    Unseen {
        /// Whether it was nearly always there; else hardly ever.
        always: bool,
    },
    /// It usually lasts for more than a week on end, which this comparison cannot judge.
    LongLasting,
    /// It nearly always goes together with another one, and is not told apart from it.
    Together {
        /// The id of the other.
        with: String,
    },
    /// What is known is mostly the assumption that we began with.
    MostlyAssumed,
    /// A hint: an order and an interval, and no verdict stronger than possible.
    Hint,
    /// Verdicts are allowed.
    Usable,
}

/// What is said of an exposure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Likely linked.
    Likely,
    /// Possibly linked.
    Possible,
    /// Probably not a strong trigger.
    ProbablyNot,
    /// Cannot tell yet.
    CannotTell,
}

/// Where an exposure stands on the map of triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Map {
    /// Spasms began more often with it.
    Raises,
    /// Spasms began less often with it.
    Lowers,
    /// No link seen.
    NoLinkSeen,
    /// Not known yet.
    NotYet,
}

/// Which time before a spasm was compared with the same time on other days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Looked {
    /// The hours just before, on the clock.
    Hours {
        /// How many.
        hours: f64,
    },
    /// The night before.
    Night,
    /// The day before, or earlier on the same day.
    Day,
}

/// What was counted of an exposure. Of a number, "with it" is above its mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Spasm days that were compared.
    pub spasm_days: usize,
    /// Those with it.
    pub spasm_days_with: usize,
    /// Times on other days that they were compared with; a day counts once for each spasm of its stratum.
    pub other_times: usize,
    /// Those with it.
    pub other_times_with: usize,
    /// Different days with it among all of these.
    pub days_with: usize,
    /// Different days without it.
    pub days_without: usize,
    /// Spasm days for which the answer was typed after the spasm had begun.
    pub typed_after: usize,
}

/// The result of a sensitivity analysis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was changed.
    pub what: Changed,
    /// The odds ratio then.
    pub odds_ratio: f64,
    /// Its lower 95 % limit, from the standard error.
    pub lower: f64,
    /// Its upper 95 % limit, from the standard error.
    pub upper: f64,
    /// The spasm days that were compared.
    pub spasm_days: usize,
}

/// What was changed for a sensitivity analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Changed {
    /// Compared only with days before the spasm.
    PastOnly,
    /// What was asked of days is taken from the same day.
    SameDay,
    /// No day after an episode is left out.
    NoWashout,
    /// Two days after an episode are left out.
    LongWashout,
    /// Without answers that were typed after the spasm had begun.
    WithoutLate,
}

/// Why a link that would be likely is not called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The days before the spasm alone do not show it: what was done after spasms may look like a link.
    PastOnly,
    /// Without the answers that were typed after the spasm it is not seen.
    WithoutLate,
    /// It points the other way when other days after an episode are left out.
    Washout,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Doubt::PastOnly => "the days before your spasms do not show it",
            Doubt::WithoutLate => "it is not seen without what you wrote down after the spasm began",
            Doubt::Washout => "it changes with how many days after a spasm we leave out",
        })
    }
}

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
    let first = design.table(&plan(settings, &all));
    let is_early = |spasm_days: usize| spasm_days < LEAST_FOR_HINTS || days_at_risk < LEAST_DAYS_AT_RISK;
    let mut candidates: Vec<Candidate> = all
        .iter()
        .map(|&place| {
            let compared = first.compared[place];
            let state = if is_early(spasm_days) {
                State::TooEarly
            } else if compared.days_exposed < LEAST_EXPOSED {
                State::Unseen { always: false }
            } else if compared.days_unexposed < LEAST_EXPOSED {
                State::Unseen { always: true }
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
    let mut fitted = if chosen.is_empty() { None } else { fit(design, settings, chosen) };
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
    let mut each: Vec<Trigger> =
        candidates.iter().map(|candidate| describe(design, candidate, fitted.as_ref(), stage, spasm_days)).collect();
    if let Some(found) = &fitted {
        judge(design, settings, found, stage, &mut each);
    }
    each.sort_by(|a, b| rank(a).total_cmp(&rank(b)));

    let count = |verdict: Verdict| each.iter().filter(|trigger| trigger.verdict == verdict).count();
    let compared = each.iter().filter(|trigger| matches!(trigger.state, State::Hint | State::Usable)).count();
    let overall = Overall {
        stage,
        compared,
        likely: count(Verdict::Likely),
        possible: count(Verdict::Possible),
        possible_by_chance: 2.0 * (1.0 - POSSIBLE) * compared as f64,
        would_be_seen: fitted.as_ref().and_then(Fitted::would_be_seen),
        more_spasms: match stage {
            Stage::TooEarly => LEAST_FOR_HINTS.saturating_sub(spasm_days),
            Stage::Hints => LEAST_FOR_VERDICTS - spasm_days,
            Stage::Verdicts => 0,
        },
        more_days: LEAST_DAYS_AT_RISK.saturating_sub(days_at_risk),
    };
    let warnings = fitted.map_or_else(Vec::new, |found| found.fit.warnings.iter().map(ToString::to_string).collect());
    Triggers { days_at_risk, spasm_days, overall, each, warnings }
}

fn plan<'p>(settings: &Settings, exposures: &'p [usize]) -> Plan<'p> {
    Plan { washout: settings.washout, block: settings.block, ..Plan::shown(exposures) }
}

/// The joint fit of what can be compared.
struct Fitted {
    /// The places of the exposures, in the order of the columns.
    places: Vec<usize>,
    /// Exposures that go together with another one: their place, and the place of the other.
    together: Vec<(usize, usize)>,
    table: Table,
    fit: Fit,
}

impl Fitted {
    fn column(&self, place: usize) -> Option<usize> {
        self.places.iter().position(|other| *other == place)
    }

    /// What the data know of a coefficient, without the penalty.
    fn information(&self, column: usize) -> Option<f64> {
        let assumed = self.fit.prior_weight.as_ref().and_then(|all| all[column])?;
        let Penalty::LogF(m) = self.fit.penalty else { return None };
        (assumed > 0.0).then(|| m / 4.0 * (1.0 / assumed - 1.0))
    }

    fn would_be_seen(&self) -> Option<f64> {
        let mut all: Vec<f64> = (0..self.places.len()).filter_map(|column| self.information(column)).collect();
        all.sort_by(f64::total_cmp);
        let middle = all.get(all.len() / 2).filter(|information| **information > 0.0)?;
        Some(exp((STANDARD_ERRORS / middle.sqrt()).min(10.0)))
    }
}

fn run(design: &Design, places: &[usize], table: &Table, log_f: f64, profile: bool) -> Option<Fit> {
    let mut names: Vec<&str> = places.iter().map(|place| design.exposures[*place].id.as_str()).collect();
    names.push(NO_DAY_BEFORE);
    let set: Vec<u64> = table.rows.iter().map(|row| row.set).collect();
    let case: Vec<bool> = table.rows.iter().map(|row| row.is_case).collect();
    let sets = Sets::new(&Rows { names: &names, set: &set, case: &case, x: &table.x }).ok()?;
    sets.fit(&Options { ties: Ties::Exact, penalty: Penalty::LogF(log_f), profile }).ok()
}

/// Fits what can be compared; of two that nearly always go together only the first.
fn fit(design: &Design, settings: &Settings, mut places: Vec<usize>) -> Option<Fitted> {
    let mut together = Vec::new();
    loop {
        let table = design.table(&plan(settings, &places));
        let rough = run(design, &places, &table, settings.log_f, false)?;
        let pair = rough.warnings.iter().find_map(|warning| match warning {
            Warning::Together { first, second, .. } => Some((first.as_str(), second.as_str())),
            _ => None,
        });
        let place_of = |id: &str| places.iter().copied().find(|place| design.exposures[*place].id == id);
        match pair.and_then(|(first, second)| Some((place_of(first)?, place_of(second)?))) {
            Some((first, second)) => {
                together.push((second, first));
                places.retain(|place| *place != second);
            }
            None => {
                let fit = run(design, &places, &table, settings.log_f, true)?;
                return Some(Fitted { places, together, table, fit });
            }
        }
    }
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
        words: exposure.words.clone(),
        verdict: Verdict::CannotTell,
        map: Map::NotYet,
        odds_ratio: on_odds(coefficient),
        lower: on_odds(value(fit.and_then(|fit| fit.profile95_lo.as_ref()))),
        upper: on_odds(value(fit.and_then(|fit| fit.profile95_hi.as_ref()))),
        p_raises: value(fit.and_then(|fit| fit.p_positive.as_ref())).filter(|_| shown),
        assumed,
        per: exposure.scale.map(|(_, two_sd)| two_sd),
        looked: match exposure.window {
            Window::Minutes(minutes) => Looked::Hours { hours: minutes as f64 / 60.0 },
            Window::Night => Looked::Night,
            Window::Day => Looked::Day,
        },
        counts: Counts {
            spasm_days: compared.cases,
            spasm_days_with: compared.cases_exposed,
            other_times: compared.others,
            other_times_with: compared.others_exposed,
            days_with: compared.days_exposed,
            days_without: compared.days_unexposed,
            typed_after: compared.late,
        },
        more_spasms: match state {
            State::LongLasting | State::Together { .. } => None,
            State::TooEarly => Some(LEAST_FOR_HINTS.saturating_sub(spasm_days)),
            State::Unseen { .. } => Some(LEAST_FOR_VERDICTS.saturating_sub(spasm_days).max(1)),
            State::MostlyAssumed | State::Hint | State::Usable => {
                let known = column.and_then(|(found, column)| found.information(column));
                Some(more_spasms(spasm_days, coefficient.unwrap_or(0.0), known.unwrap_or(0.0)))
            }
        },
        state,
        checks: Vec::new(),
        doubts: Vec::new(),
    }
}

/// About how many more spasm days show a link of this strength, or of twice as often if it is weaker.
fn more_spasms(spasm_days: usize, coefficient: f64, known: f64) -> usize {
    /// More than this is no help to anyone.
    const MOST: f64 = 500.0;
    let strength = coefficient.abs().max(ln(WORTH_SEEING));
    let needed = STANDARD_ERRORS * STANDARD_ERRORS / (strength * strength);
    let more = if known > 0.0 { spasm_days as f64 * (needed / known - 1.0) } else { MOST };
    (more.clamp(0.0, MOST).ceil() as usize).max(LEAST_FOR_VERDICTS.saturating_sub(spasm_days))
}

/// Gives the verdicts.
fn judge(design: &Design, settings: &Settings, found: &Fitted, stage: Stage, each: &mut [Trigger]) {
    let p_raises: Vec<Option<f64>> = found
        .places
        .iter()
        .map(|place| each.iter().find(|one| one.id == design.exposures[*place].id).and_then(|one| one.p_raises))
        .collect();
    let on_the_list = on_the_list(&p_raises, settings.claims);
    let others = Others::of(design, settings, found);
    for (column, place) in found.places.iter().enumerate() {
        let Some(trigger) = each.iter_mut().find(|one| one.id == design.exposures[*place].id) else { continue };
        let (Some(odds_ratio), Some(lower), Some(upper), Some(p)) =
            (trigger.odds_ratio, trigger.lower, trigger.upper, trigger.p_raises)
        else {
            continue;
        };
        trigger.checks = others.checks(column);
        let (raises, excludes_one) = (odds_ratio > 1.0, lower > 1.0 || upper < 1.0);
        let is_possible = p >= POSSIBLE || p <= 1.0 - POSSIBLE;
        let may_be_likely = stage == Stage::Verdicts && on_the_list[column] && excludes_one;
        if may_be_likely && trigger.counts.typed_after > 0 {
            trigger.checks.extend(others.without_late(column));
        }
        if may_be_likely {
            trigger.doubts = doubts(&trigger.checks, odds_ratio);
        }
        trigger.verdict = match stage {
            Stage::Verdicts if may_be_likely && trigger.doubts.is_empty() => Verdict::Likely,
            // The analyses contradict one another.
            _ if !trigger.doubts.is_empty() => Verdict::CannotTell,
            _ if is_possible => Verdict::Possible,
            Stage::Verdicts if upper < NOT_STRONG => Verdict::ProbablyNot,
            _ => Verdict::CannotTell,
        };
        trigger.map = match trigger.verdict {
            Verdict::Likely | Verdict::Possible if raises => Map::Raises,
            Verdict::Likely | Verdict::Possible => Map::Lowers,
            Verdict::ProbablyNot => Map::NoLinkSeen,
            Verdict::CannotTell => Map::NotYet,
        };
        if matches!(trigger.verdict, Verdict::Likely | Verdict::ProbablyNot) {
            trigger.more_spasms = Some(0);
        }
    }
}

/// Which of these links are on the list, by P(b > 0) of each.
pub(crate) fn on_the_list(p_raises: &[Option<f64>], how: Claiming) -> Vec<bool> {
    let mut on = vec![false; p_raises.len()];
    match how {
        Claiming::Bayesian => {
            for claim in claims(p_raises, ONE_IN_TEN).unwrap_or_default() {
                on[claim.place] = true;
            }
        }
        Claiming::StepUp => {
            let two_sided = |p: f64| 2.0 * p.min(1.0 - p);
            let mut sorted: Vec<(f64, usize)> =
                p_raises.iter().enumerate().filter_map(|(place, p)| Some((two_sided((*p)?), place))).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            let many = sorted.len() as f64;
            let within = |(rank, (p, _)): (usize, &(f64, usize))| *p <= ONE_IN_TWENTY * (rank + 1) as f64 / many;
            let last = sorted.iter().enumerate().rposition(within).map_or(0, |rank| rank + 1);
            for (_, place) in &sorted[..last] {
                on[*place] = true;
            }
        }
    }
    on
}

/// The sensitivity analyses.
struct Others<'d> {
    design: &'d Design,
    settings: &'d Settings,
    places: &'d [usize],
    done: Vec<(Changed, Fit, usize)>,
}

impl<'d> Others<'d> {
    fn of(design: &'d Design, settings: &'d Settings, found: &'d Fitted) -> Others<'d> {
        let mut others = Others { design, settings, places: &found.places, done: Vec::new() };
        let shown = plan(settings, &found.places);
        let by_day = found.places.iter().any(|place| design.exposures[*place].window == Window::Day);
        let plans = [
            (true, Changed::PastOnly, Plan { controls: Controls::PastOnly, ..shown }),
            (by_day, Changed::SameDay, Plan { same_day: true, ..shown }),
            (true, Changed::NoWashout, Plan { washout: settings.washout - 1, ..shown }),
            (true, Changed::LongWashout, Plan { washout: settings.washout + 1, ..shown }),
        ];
        for (is_wanted, changed, plan) in plans {
            if let Some((fit, spasm_days)) = is_wanted.then(|| others.fit(&plan)).flatten() {
                others.done.push((changed, fit, spasm_days));
            }
        }
        others
    }

    fn fit(&self, plan: &Plan<'_>) -> Option<(Fit, usize)> {
        let table = self.design.table(plan);
        if table.spasm_days < LEAST_FOR_HINTS {
            return None;
        }
        let fit = run(self.design, self.places, &table, self.settings.log_f, false)?;
        Some((fit, table.spasm_days))
    }

    fn checks(&self, column: usize) -> Vec<Check> {
        let by_day = self.design.exposures[self.places[column]].window == Window::Day;
        let applies = |changed: Changed| changed != Changed::SameDay || by_day;
        let done = self.done.iter().filter(|(changed, ..)| applies(*changed));
        done.filter_map(|(changed, fit, spasm_days)| check(*changed, fit, column, *spasm_days)).collect()
    }

    fn without_late(&self, column: usize) -> Option<Check> {
        let plan = Plan { without_late: Some(column), ..plan(self.settings, self.places) };
        let (fit, spasm_days) = self.fit(&plan)?;
        check(Changed::WithoutLate, &fit, column, spasm_days)
    }
}

fn check(what: Changed, fit: &Fit, column: usize, spasm_days: usize) -> Option<Check> {
    let (b, se) = (fit.coef[column]?, fit.se[column]?);
    let limit = |direction: f64| exp(b + direction * Z_975 * se);
    Some(Check { what, odds_ratio: exp(b), lower: limit(-1.0), upper: limit(1.0), spasm_days })
}

/// What the sensitivity analyses hold against a link. They have fewer days to go by, so they cannot be asked to show it
/// as surely; but they must point the same way, days before the spasm alone must leave it possible, and at least half of
/// it (on the log scale) must be left without answers that were typed after the spasm.
fn doubts(checks: &[Check], odds_ratio: f64) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for check in checks {
        let turns = (check.odds_ratio > 1.0) != (odds_ratio > 1.0);
        let excludes = !(check.lower..=check.upper).contains(&odds_ratio);
        let doubt = match check.what {
            Changed::PastOnly if turns || excludes => Doubt::PastOnly,
            Changed::WithoutLate if ln(check.odds_ratio) / ln(odds_ratio) < 0.5 => Doubt::WithoutLate,
            Changed::NoWashout | Changed::LongWashout if turns => Doubt::Washout,
            _ => continue,
        };
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    doubts
}

/// The order in which exposures are shown.
fn rank(trigger: &Trigger) -> f64 {
    let wrong = trigger.p_raises.map_or(0.5, |p| p.min(1.0 - p));
    let group = match (trigger.verdict, &trigger.state) {
        (Verdict::Likely, _) => 0.0,
        (Verdict::Possible, _) => 1.0,
        (Verdict::ProbablyNot, _) => 3.0,
        (Verdict::CannotTell, State::Hint | State::Usable) => 2.0,
        (Verdict::CannotTell, _) => 4.0,
    };
    group + wrong
}
