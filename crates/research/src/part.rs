//! A round: the question, the part that answers it, and what comes next.

use super::exact::{self, Sums};
use super::pass::{Places, pass};
use super::{LEAST_PEOPLE, MODEL, PROTOCOL, Pool, Pooled, message};
use crate::{MessageError, PartError, ResearchError};
use serde::{Deserialize, Serialize};
use supple_stats::clogit::{Penalty, Warning};
use supple_stats::matrix::dot;
use supple_stats::number::is_sound;
use supple_stats::{StatsError, Symmetric};

const ASK: message::Format = message::Format { name: "supple-pool-ask", what: "question of a pool" };
const PART: message::Format = message::Format { name: "supple-pool-part", what: "part of a pool" };

/// After so many rounds a fit has failed. Sound ones need 5 to 8.
const MOST_ROUNDS: usize = 200;

/// Settled when the next step would gain less than half of this in log likelihood: it is then shorter than 1e-9
/// standard errors.
const SETTLED: f64 = 1e-18;

/// When a step gains less than half of this and is yet [`LONG`], the coefficient runs off to infinity.
const FLAT: f64 = 1e-10;
const LONG: f64 = 0.02;

/// What a round asks: the sums at these coefficients. As JSON it may be sent to whoever computes a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    format: String,
    #[serde(default = "message::first")]
    protocol: u32,
    model: String,
    names: Vec<String>,
    penalty: Penalty,
    round: usize,
    /// As text: a reader of JSON may change a last digit.
    #[serde(with = "exact::text")]
    coefficients: Vec<f64>,
    /// Where the last step began, to go back half of it if it led down.
    from: Option<From>,
}

/// Where a step began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct From {
    #[serde(with = "exact::text")]
    coefficients: Vec<f64>,
    /// The penalised log likelihood there: one number.
    #[serde(with = "exact::text")]
    value: Vec<f64>,
}

/// The sums of some people, in answer to an [`Ask`]: all that leaves a machine. It serialises to JSON and holds no
/// diary, no day and no person, and nothing that rests on fewer than [`LEAST_PEOPLE`] people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    format: String,
    #[serde(default = "message::first")]
    protocol: u32,
    ask: Ask,
    people: usize,
    /// For each column, of how many people it tells something; none where they are too few, alone or together with
    /// another column, and then all its sums are 0.
    telling: Vec<Option<usize>>,
    sets: u64,
    rows: u64,
    cases: u64,
    /// The log likelihood, the score, and the upper triangles of the information and of the sum of `U_k U_k'`. None
    /// where a number grew too large: the coefficients are too far out.
    sums: Option<Sums>,
}

/// What comes after a round.
#[derive(Clone, Debug, PartialEq)]
pub enum Round {
    /// One more round.
    Next(Ask),
    /// The result.
    Done(Box<Pooled>),
}

impl Ask {
    /// The first question: all coefficients 0.
    ///
    /// # Errors
    /// For a penalty without meaning, and for Firth's, which is no sum over people.
    pub fn first(names: &[&str], penalty: Penalty) -> Result<Ask, ResearchError> {
        let ask = Ask {
            format: ASK.name.to_owned(),
            protocol: PROTOCOL,
            model: MODEL.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            penalty,
            round: 1,
            coefficients: vec![0.0; names.len()],
            from: None,
        };
        penalty.check()?;
        if penalty == Penalty::Firth {
            return Err(StatsError::Penalty.into());
        }
        Ok(ask)
    }

    /// Reads a question that was sent as JSON.
    ///
    /// # Errors
    /// For what is no question, follows a later protocol, or cannot be read.
    pub fn from_json(json: &[u8]) -> Result<Ask, MessageError> {
        message::read(json, &ASK)
    }

    /// Which round this is, from 1.
    pub fn round(&self) -> usize {
        self.round
    }

    /// The coefficients at which the sums are wanted.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    fn is_whole(&self) -> bool {
        let fits = |list: &[f64]| list.len() == self.names.len() && list.iter().all(|value| is_sound(*value));
        self.format == ASK.name
            && self.protocol == PROTOCOL
            && self.model == MODEL
            && matches!(self.names.len(), 1..=64)
            && self.penalty.check().is_ok()
            && self.penalty != Penalty::Firth
            && fits(&self.coefficients)
            && self.from.as_ref().is_none_or(|from| fits(&from.coefficients) && from.value.len() == 1)
    }

    /// The step to other coefficients.
    fn to(&self, coefficients: Vec<f64>, from: Option<From>) -> Round {
        Round::Next(Ask { round: self.round + 1, coefficients, from, ..self.clone() })
    }
}

impl Part {
    /// Reads a part that was sent as JSON.
    ///
    /// ```
    /// use supple_research::Part;
    ///
    /// let newer = br#"{"format": "supple-pool-part", "protocol": 7, "means": "something else"}"#;
    /// assert!(Part::from_json(newer).unwrap_err().to_string().contains("newer version of Supple"));
    /// ```
    ///
    /// # Errors
    /// For what is no part, follows a later protocol, or cannot be read.
    pub fn from_json(json: &[u8]) -> Result<Part, MessageError> {
        message::read(json, &PART)
    }
}

impl Pool {
    /// The part of these people in a round.
    ///
    /// # Errors
    /// For a question of another version or about other columns, and with fewer than [`LEAST_PEOPLE`] people.
    pub fn part(&self, ask: &Ask) -> Result<Part, ResearchError> {
        self.answer(ask, self.telling_others())
    }

    fn answer(&self, ask: &Ask, telling: Vec<Option<usize>>) -> Result<Part, ResearchError> {
        if !ask.is_whole() || !self.names().eq(ask.names.iter().map(String::as_str)) {
            return Err(ResearchError::OtherQuestion);
        }
        if self.people() < LEAST_PEOPLE {
            return Err(ResearchError::TooFewPeople);
        }
        let told = |(column, many): (usize, &Option<usize>)| u64::from(many.is_some()) << column;
        let keep = telling.iter().enumerate().map(told).fold(0, |keep, bit| keep | bit);
        Ok(Part {
            format: PART.name.to_owned(),
            protocol: PROTOCOL,
            ask: ask.clone(),
            people: self.people(),
            sets: self.sets(),
            rows: self.rows(),
            cases: self.cases(),
            sums: pass(&self.chunks, &ask.coefficients, keep),
            telling,
        })
    }

    /// Fits all columns together: round after round, with these people as the only part. It stays here, so it withholds
    /// no more than the result must.
    ///
    /// # Errors
    /// As [`Ask::first`], [`Pool::part`] and [`combine`].
    pub fn fit(&self, penalty: Penalty) -> Result<Pooled, ResearchError> {
        let names: Vec<&str> = self.names().collect();
        let mut ask = Ask::first(&names, penalty)?;
        loop {
            match combine(&[self.answer(&ask, self.telling())?])? {
                Round::Next(next) => ask = next,
                Round::Done(mut pooled) => {
                    pooled.warnings.retain(|warning| self.may_tell(warning));
                    return Ok(*pooled);
                }
            }
        }
    }

    /// Whether a warning about two columns rests on enough people.
    fn may_tell(&self, warning: &Warning) -> bool {
        let place = |name: &String| self.names().position(|other| other == name);
        match warning {
            Warning::Together { first, second, .. } => {
                let both =
                    place(first).zip(place(second)).map_or(0, |(first, second)| self.telling_both(first, second));
                both >= LEAST_PEOPLE
            }
            _ => true,
        }
    }
}

/// All parts of a round together.
pub(super) struct Whole<'p> {
    pub(super) ask: &'p Ask,
    pub(super) parts: usize,
    pub(super) people: usize,
    pub(super) telling: Vec<Option<usize>>,
    pub(super) sets: u64,
    pub(super) rows: u64,
    pub(super) cases: u64,
    sums: Option<Sums>,
}

/// Where the climb stands: all of it with the penalty, except for the log likelihood and the meat.
pub(super) struct Here {
    pub(super) loglik: f64,
    pub(super) value: f64,
    pub(super) score: Vec<f64>,
    pub(super) information: Symmetric,
    /// The sum of `U_k U_k'`.
    pub(super) meat: Symmetric,
    /// The columns that are fitted.
    pub(super) free: Vec<usize>,
}

impl Ask {
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn penalty(&self) -> Penalty {
        self.penalty
    }
}

/// Adds the parts of a round up, and takes a step of Newton's method. The order of the parts does not matter.
///
/// # Errors
/// Without parts, for parts that do not belong together or stand twice, where no column can be told of, and when the
/// search does not settle, as with columns that cannot be told apart and no penalty.
pub fn combine(parts: &[Part]) -> Result<Round, ResearchError> {
    let whole = add_up(parts)?;
    let ask = whole.ask;
    let failed = ResearchError::from(StatsError::NotSettled(ask.round));
    if ask.round > MOST_ROUNDS {
        return Err(failed);
    }
    let here = whole.here()?.filter(|here| {
        // Near the top the gain drowns in rounding.
        let least = |from: &From| from.value[0] - 1e-12 * (1.0 + from.value[0].abs());
        here.value.is_finite() && ask.from.as_ref().is_none_or(|from| here.value >= least(from))
    });
    let Some(here) = here else {
        // The step overshot; half of it, or half of that, does not.
        let from = ask.from.as_ref().ok_or(failed)?;
        let half = from.coefficients.iter().zip(&ask.coefficients).map(|(from, to)| from + 0.5 * (to - from));
        return Ok(ask.to(half.collect(), Some(from.clone())));
    };
    let free_score: Vec<f64> = here.free.iter().map(|column| here.score[*column]).collect();
    let factor = here.information.part(&here.free).cholesky().ok_or(failed.clone())?;
    let step = factor.solve(&free_score);
    let gain = dot(&free_score, &step);
    if !gain.is_finite() {
        return Err(failed);
    }
    let runs_off: Vec<Option<bool>> =
        step.iter().map(|step| (gain < FLAT && step.abs() > LONG).then_some(*step > 0.0)).collect();
    if gain < SETTLED || runs_off.iter().any(Option::is_some) {
        return Ok(Round::Done(Box::new(Pooled::new(&whole, &here, &factor.inverse(), &runs_off))));
    }
    let mut next = ask.coefficients.clone();
    here.free.iter().zip(&step).for_each(|(column, step)| next[*column] += step);
    Ok(ask.to(next, Some(From { coefficients: ask.coefficients.clone(), value: vec![here.value] })))
}

fn add_up(parts: &[Part]) -> Result<Whole<'_>, ResearchError> {
    let first = parts.first().ok_or(ResearchError::NoParts)?;
    let places = Places { columns: first.ask.names.len() };
    let mut whole = Whole {
        ask: &first.ask,
        parts: parts.len(),
        people: 0,
        telling: vec![None; places.columns],
        sets: 0,
        rows: 0,
        cases: 0,
        sums: Some(Sums::zero(places.many())),
    };
    for (place, part) in parts.iter().enumerate() {
        if part.format != PART.name || part.protocol != PROTOCOL || !part.ask.is_whole() {
            return Err(ResearchError::Part { place, error: PartError::OtherVersion });
        }
        if part.ask != first.ask {
            return Err(ResearchError::Part { place, error: PartError::OtherRound });
        }
        let too_few = |many: &Option<usize>| many.is_some_and(|many| many < LEAST_PEOPLE || many > part.people);
        let is_whole = part.telling.len() == places.columns
            && part.sums.as_ref().is_none_or(|sums| sums.len() == places.many())
            && part.people >= LEAST_PEOPLE
            && !part.telling.iter().any(too_few);
        if !is_whole {
            return Err(ResearchError::Part { place, error: PartError::Broken });
        }
        if let Some(first) = parts[..place].iter().position(|other| other == part) {
            return Err(ResearchError::SamePart { first, second: place });
        }
        let overflow = || ResearchError::Part { place, error: PartError::Broken };
        whole.people = whole.people.checked_add(part.people).ok_or_else(overflow)?;
        whole.sets = whole.sets.checked_add(part.sets).ok_or_else(overflow)?;
        whole.rows = whole.rows.checked_add(part.rows).ok_or_else(overflow)?;
        whole.cases = whole.cases.checked_add(part.cases).ok_or_else(overflow)?;
        for (all, more) in whole.telling.iter_mut().zip(&part.telling) {
            *all = match (*all, *more) {
                (Some(all), Some(more)) => Some(all.checked_add(more).ok_or_else(overflow)?),
                (all, more) => all.or(more),
            };
        }
        match (&mut whole.sums, &part.sums) {
            (Some(all), Some(more)) => {
                if !all.add(more) {
                    return Err(overflow());
                }
            }
            _ => whole.sums = None,
        }
    }
    Ok(whole)
}

impl Whole<'_> {
    /// Where the climb stands; none where a number grew too large.
    fn here(&self) -> Result<Option<Here>, ResearchError> {
        let Some(sums) = &self.sums else { return Ok(None) };
        let columns = self.ask.names.len();
        let places = Places { columns };
        let (mut information, mut meat) = (Symmetric::zero(columns), Symmetric::zero(columns));
        for a in 0..columns {
            for b in a..columns {
                information.set(a, b, sums.get(places.information(a, b)));
                meat.set(a, b, sums.get(places.meat(a, b)));
            }
        }
        let mut score: Vec<f64> = (0..columns).map(|column| sums.get(places.score(column))).collect();
        let loglik = sums.get(Places::LOGLIK);
        let free: Vec<usize> = (0..columns).filter(|column| self.telling[*column].is_some()).collect();
        if free.is_empty() {
            return Err(StatsError::NothingVaries.into());
        }
        let mut value = loglik;
        for &column in &free {
            let (more, slope, curvature) = self.ask.penalty.at(self.ask.coefficients[column]);
            value += more;
            score[column] += slope;
            information.add_to_diagonal(column, curvature);
        }
        Ok(Some(Here { loglik, value, score, information, meat, free }))
    }
}
