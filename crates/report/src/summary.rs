//! Every number of a report.

use crate::course::{Course, course};
use crate::life::{Ability, Filled, Nights, abilities, filled, nights};
use crate::moments::{OwnWords, moments};
use crate::own_trials::{OwnTrials, own_trials};
use crate::proof::Proof;
use crate::request::{Period, Request};
use crate::said::{Checked, Fact, checked, health};
use crate::tried::{Taken, Tried, taken, tried};
use crate::written::{Written, written};
use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_diary::{BirthYear, Diary};
use supple_guidance::embedded;
use supple_insight::Findings;
use supple_insight::findings::{Frequency, FrequencyVerdict, Verdict};

/// Whether spasms come more or less often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// What is said.
    pub verdict: FrequencyVerdict,
    /// Bouts in 4 weeks of days with a check-in, at the beginning.
    pub from: Option<f64>,
    /// The same at the end.
    pub to: Option<f64>,
    /// What it says in words, as the patterns do.
    pub words: Vec<String>,
}

/// Something that goes with spasms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The id of the exposure.
    pub id: String,
    /// What it is called within a sentence.
    pub words: String,
    /// Whether it is likely; else it is possible.
    pub is_likely: bool,
    /// How many times the odds of a spasm.
    pub odds_ratio: f64,
    /// The lower 95 % limit.
    pub lower: f64,
    /// The upper 95 % limit.
    pub upper: f64,
    /// Spasm days that were compared.
    pub spasm_days: usize,
}

/// Every number of a report, from one diary, one period and one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// What was asked for.
    #[serde(skip)]
    pub request: Option<Request>,
    /// When it was made.
    #[serde(skip)]
    pub made: Option<Zoned>,
    /// The version of the method of the statistics.
    pub model: String,
    /// The person's name, where they gave one.
    pub name: Option<String>,
    /// The year of birth, where it is known.
    pub born: Option<u32>,
    /// Of which days.
    pub period: Period,
    /// How spasms and pain went.
    pub course: Course,
    /// Whether spasms come more or less often.
    pub trend: Trend,
    /// What goes with spasms.
    pub links: Vec<Link>,
    /// What was tried.
    pub tried: Vec<Tried>,
    /// Which medicines were taken.
    pub taken: Vec<Taken>,
    /// Which randomised trials the person did on themselves.
    pub trials: OwnTrials,
    /// What is so of the person.
    pub health: Vec<Fact>,
    /// The last check.
    pub check: Option<Checked>,
    /// Nights.
    pub nights: Nights,
    /// What the person wants to do.
    pub abilities: Vec<Ability>,
    /// Questionnaires of others that were filled in.
    pub filled: Vec<Filled>,
    /// The worst moments, in own words.
    pub moments: Vec<OwnWords>,
    /// What the person wants to ask.
    pub ask: Vec<String>,
    /// How the record was written.
    pub written: Written,
    /// What ties it to the diary.
    pub proof: Proof,
    /// The entries of the period.
    #[serde(skip)]
    pub diary: Diary,
    /// The frequency, to be drawn.
    #[serde(skip)]
    pub frequency: Option<Frequency>,
}

impl Summary {
    /// The summary of a diary, as of now on the person's own clock. `proof` has the heads of the whole diary.
    pub fn of(diary: &Diary, request: &Request, proof: Proof, now: &Zoned) -> Summary {
        let period = request.period;
        let within = diary.within(period.from, period.to);
        let at = end_of(period.to, now);
        let rules = &embedded().report;
        let findings = Findings::of(&within, &at);
        let zone = now.time_zone().iana_name().unwrap_or("UTC");
        Summary {
            request: Some(request.clone()),
            made: Some(now.clone()),
            model: findings.model.clone(),
            name: request.name.clone(),
            born: diary.profile().birth_year.map(BirthYear::get),
            period,
            course: course(&within, period),
            trend: trend(&findings),
            links: links(&findings),
            tried: tried(&within, rules),
            taken: taken(&within, rules),
            trials: own_trials(diary, period, now),
            health: health(diary, now.date(), zone),
            check: checked(diary, now.timestamp()),
            nights: nights(&within, period),
            abilities: abilities(&within),
            filled: filled(&within),
            moments: moments(&within),
            ask: request.ask.clone(),
            written: written(&within, diary, period, rules),
            proof,
            diary: within,
            frequency: Some(findings.frequency),
        }
    }
}

/// The end of a day, or now, whichever comes first.
fn end_of(day: Date, now: &Zoned) -> Zoned {
    let end = day.at(23, 59, 59, 0).to_zoned(now.time_zone().clone());
    end.map_or_else(|_| now.clone(), |end| end.min(now.clone()))
}

fn trend(findings: &Findings) -> Trend {
    let frequency = &findings.frequency;
    let told = findings.sentences().into_iter().filter(|one| one.about == supple_insight::About::Frequency);
    Trend {
        verdict: frequency.verdict,
        from: frequency.rate_from,
        to: frequency.rate_to,
        words: told.map(|one| one.text).collect(),
    }
}

fn links(findings: &Findings) -> Vec<Link> {
    let links = findings.triggers.each.iter().filter_map(|trigger| {
        let is_likely = match trigger.verdict {
            Verdict::Likely => true,
            Verdict::CannotTell if !trigger.doubts.is_empty() => false,
            Verdict::CannotTell | Verdict::ProbablyNot => return None,
        };
        Some(Link {
            id: trigger.id.clone(),
            words: trigger.words.clone(),
            is_likely,
            odds_ratio: trigger.told?,
            lower: trigger.lower?,
            upper: trigger.upper?,
            spasm_days: trigger.counts.spasm_days,
        })
    });
    let mut links: Vec<Link> = links.collect();
    links.sort_by(|a, b| b.is_likely.cmp(&a.is_likely).then_with(|| b.odds_ratio.total_cmp(&a.odds_ratio)));
    links
}
