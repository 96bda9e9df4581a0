//! What comes out in the end.

use super::MODEL;
use super::part::{Here, Whole};
use serde::Serialize;
use supple_insight::findings::NOT_STRONG;
use supple_insight::shared::is_exposure;
use supple_stats::Symmetric;
use supple_stats::clogit::{Penalty, Warning};
use supple_stats::discovery::{benjamini_hochberg, two_sided};
use supple_stats::distributions::{student_cdf, student_quantile};
use supple_stats::number::exp;

/// The share of false discoveries that the list of the pool works with.
const FALSE_DISCOVERIES: f64 = 0.05;

/// Columns that correlate more than this within sets are named.
const TOGETHER: f64 = 0.9;

/// A link is told where both limits are beyond this, or its inverse. Many people make limits so narrow that they only leave
/// out what the method itself is off by: where nothing is linked, up to a tenth, since habits change after a spasm and go
/// together (`docs/evaluation.md`).
const LEAST_TOLD: f64 = 1.2;

/// What many diaries show together. Nothing in it rests on fewer than ten people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pooled {
    /// What this is: `supple-pool-result`.
    pub format: String,
    /// The version of the method.
    pub model: String,
    /// The penalty on each coefficient.
    pub penalty: Penalty,
    /// How many parts were added up.
    pub parts: usize,
    /// How many people have something to compare.
    pub people: usize,
    /// How many sets were compared.
    pub sets: u64,
    /// How many rows they have.
    pub rows: u64,
    /// How many of them are cases.
    pub cases: u64,
    /// How many rounds it took.
    pub rounds: usize,
    /// The log likelihood at the coefficients, without the penalty.
    pub loglik: f64,
    /// The columns, in the order of the names.
    pub columns: Vec<Column>,
    /// What is in doubt.
    pub warnings: Vec<Warning>,
}

/// One column: an exposure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its name: the id of an exposure.
    pub id: String,
    /// Of how many people it can tell something; none where they are too few, and then there is nothing else either.
    pub people: Option<usize>,
    /// The log odds ratio.
    pub b: Option<f64>,
    /// Its standard error if all sets were news.
    pub se: Option<f64>,
    /// Its standard error if only people are news.
    pub robust_se: Option<f64>,
    /// How many times as often a spasm began with it as without.
    pub odds_ratio: Option<f64>,
    /// The lower 95 % limit, by the larger of the two standard errors and by Student's t.
    pub lower: Option<f64>,
    /// The upper 95 % limit.
    pub upper: Option<f64>,
    /// How sure it is that it raises the odds, by the same.
    pub p_raises: Option<f64>,
    /// What may be said of it.
    pub seen: Seen,
}

/// What may be said of a column. It is a link in what people wrote down, never a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// Spasms began more often with it: on the list of Benjamini and Hochberg at one in twenty, and both limits above 1.2.
    MoreOften,
    /// Spasms began less often with it, as sure.
    LessOften,
    /// A strong link is unlikely: the limits lie between 1/1.5 and 1.5.
    NoStrongLink,
    /// Cannot be told.
    CannotTell,
    /// On too few people to say anything.
    TooFewPeople,
}

impl Pooled {
    /// From the sums at the top, the inverse of the information of the fitted columns, and the direction in which each of
    /// them runs off, if it does.
    pub(super) fn new(whole: &Whole<'_>, here: &Here, inverse: &Symmetric, runs_off: &[Option<bool>]) -> Pooled {
        let names = whole.ask.names();
        let robust = sandwich(inverse, &here.meat.part(&here.free));
        let mut warnings = Vec::new();
        let mut columns: Vec<Column> = names.iter().map(|name| Column::unknown(name)).collect();
        for (place, &column) in here.free.iter().enumerate() {
            let into = &mut columns[column];
            into.people = whole.telling[column];
            into.seen = Seen::CannotTell;
            if let Some(upward) = runs_off[place] {
                warnings.push(Warning::Separated { column: into.id.clone(), upward });
                continue;
            }
            into.estimate(whole.ask.coefficients()[column], inverse.get(place, place), robust[place]);
        }
        for (place, &a) in here.free.iter().enumerate() {
            for &b in &here.free[place + 1..] {
                let of = |a, b| here.information.get(a, b);
                let correlation = of(a, b) / (of(a, a) * of(b, b)).sqrt();
                if correlation.abs() > TOGETHER {
                    warnings.push(Warning::Together { first: names[a].clone(), second: names[b].clone(), correlation });
                }
            }
        }
        judge(&mut columns);
        Pooled {
            format: "supple-pool-result".to_owned(),
            model: MODEL.to_owned(),
            penalty: whole.ask.penalty(),
            parts: whole.parts,
            people: whole.people,
            sets: whole.sets,
            rows: whole.rows,
            cases: whole.cases,
            rounds: whole.ask.round(),
            loglik: here.loglik,
            columns,
            warnings,
        }
    }
}

impl Column {
    fn unknown(id: &str) -> Column {
        Column {
            id: id.to_owned(),
            people: None,
            b: None,
            se: None,
            robust_se: None,
            odds_ratio: None,
            lower: None,
            upper: None,
            p_raises: None,
            seen: Seen::TooFewPeople,
        }
    }

    fn estimate(&mut self, b: f64, variance: f64, robust: f64) {
        let degrees = self.people.map_or(1.0, |people| people as f64 - 1.0);
        let se = (robust * (degrees + 1.0) / degrees).max(variance).sqrt();
        self.b = Some(b);
        self.se = Some(variance.sqrt());
        self.robust_se = Some(robust.max(0.0).sqrt());
        self.odds_ratio = Some(exp(b));
        self.p_raises = student_cdf(b / se, degrees);
        if let Some(t) = student_quantile(0.975, degrees) {
            self.lower = Some(exp(b - t * se));
            self.upper = Some(exp(b + t * se));
        }
    }
}

/// The diagonal of `A M A`.
fn sandwich(a: &Symmetric, m: &Symmetric) -> Vec<f64> {
    let row = |place: usize| (0..a.size()).map(|other| a.get(place, other)).collect::<Vec<f64>>();
    (0..a.size()).map(|place| m.quadratic(&row(place))).collect()
}

fn judge(columns: &mut [Column]) {
    // What takes up missing answers is no finding.
    let p: Vec<Option<f64>> =
        columns.iter().map(|one| one.p_raises.filter(|_| is_exposure(&one.id)).map(two_sided)).collect();
    let on = benjamini_hochberg(&p, FALSE_DISCOVERIES);
    for (column, on) in columns.iter_mut().zip(on) {
        let (Some(lower), Some(upper)) = (column.lower, column.upper) else { continue };
        column.seen = if on && lower > LEAST_TOLD {
            Seen::MoreOften
        } else if on && upper < 1.0 / LEAST_TOLD {
            Seen::LessOften
        } else if upper < NOT_STRONG && lower > 1.0 / NOT_STRONG {
            Seen::NoStrongLink
        } else {
            Seen::CannotTell
        };
    }
}
