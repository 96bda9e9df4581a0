//! The report as FHIR R4. What it says of the person is what they chose, no more: a part that is left out is left out here, too.

use crate::own_days::OwnDaysTrial;
use crate::own_trials::OwnTrial;
use crate::print::PROGRAM;
use crate::request::Part;
use crate::sheet::Block;
use crate::summary::Summary;
use crate::tables;
use crate::text;
use crate::tried::{Taken, Tried};
use crate::words::before_after;
use crate::{told_days, told_trials};
use jiff::civil::Date;
use supple_care::questionnaire::questionnaire;
use supple_fhir::content::{
    self, Checked, Content, Count, FileKind, Measure, Medicine, Quote, Score, Section, Trial, TrialArm, TrialResult,
    TrialState, WeekOfPain, WeekOfSpasms,
};
use supple_fhir::resource::Bundle;
use supple_fhir::{bundle, collection, paragraphs, response};
use supple_guidance::{Urgency, embedded};
use supple_insight::figures::number;
use supple_wording::{count, names, plain, urgency};

impl Summary {
    /// The report as a document Bundle.
    pub fn bundle(&self) -> Bundle {
        bundle(&self.content())
    }

    /// The Bundle as JSON, as it is written to files and attached to the PDF.
    ///
    /// # Errors
    /// If it cannot be written, which no content brings about.
    pub fn bundle_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&self.bundle())
    }

    /// The report as a patient shares it with a practice (a collection, in the draft's words): its data, and the PDF that
    /// it is read from, with its text for readers that show no PDF.
    ///
    /// # Errors
    /// If it cannot be written, which no content brings about.
    pub fn shared_json(&self, pdf: Vec<u8>) -> serde_json::Result<String> {
        let mut content = self.content();
        let text = text::text(&self.sheet());
        content.files.push(content::File { title: self.title(), kind: FileKind::Rendered, pdf, text: Some(text) });
        serde_json::to_string(&collection(&content))
    }

    /// What the report holds, for whoever makes FHIR of it.
    pub fn content(&self) -> Content {
        let only = |part: Part| self.has(part).then_some(self);
        let course = only(Part::Course);
        let tried = only(Part::Tried);
        let days = (self.period.from, self.period.to);
        let weeks = course.iter().flat_map(|summary| &summary.course.weeks);
        Content {
            made: self.made.as_ref().map(jiff::Zoned::timestamp).unwrap_or_default(),
            period: Some(days),
            title: self.title(),
            program: PROGRAM.to_owned(),
            name: self.name.as_deref().map(plain),
            birth_year: self.born.and_then(|year| i16::try_from(year).ok()),
            problem: embedded().report.problem.clone(),
            pain: weeks
                .clone()
                .filter_map(|week| Some(WeekOfPain { first: week.from, last: week.to, worst: week.worst? }))
                .collect(),
            // A week of which nothing is known had no 0 spasms: it is left out.
            spasms: weeks
                .filter(|week| week.known > 0 || week.spasms > 0)
                .map(|week| WeekOfSpasms { first: week.from, last: week.to, count: whole(week.spasms) })
                .collect(),
            counts: counts(self),
            measures: tried.iter().flat_map(|summary| &summary.tried).map(measure).collect(),
            medicines: tried.iter().flat_map(|summary| &summary.taken).map(medicine).collect(),
            trials: tried
                .iter()
                .flat_map(|summary| {
                    let over_days = summary.trials.over_days.iter().map(trial_over_days);
                    summary.trials.each.iter().map(trial).chain(over_days)
                })
                .collect(),
            scores: only(Part::Life).map_or_else(Vec::new, scores),
            checks: only(Part::Check)
                .and_then(|summary| summary.check.as_ref())
                .and_then(checked)
                .into_iter()
                .collect(),
            sections: self.told(),
            questions: only(Part::Ask)
                .map(|summary| summary.ask.iter().map(|ask| plain(ask)).collect())
                .unwrap_or_default(),
            quotes: only(Part::Moments).iter().flat_map(|summary| &summary.moments).map(quote).collect(),
            files: Vec::new(),
            chain_heads: if self.proof.heads.is_empty() { Vec::new() } else { vec![self.proof.named()] },
        }
    }

    /// The first page as sections for people.
    fn told(&self) -> Vec<Section> {
        let lead = section(&self.title(), &[Block::Lead(self.lead())], content::Part::Problem);
        let parts = self.sections().into_iter().filter_map(|(part, blocks)| {
            let (Block::Heading(title), rest) = blocks.split_first()? else { return None };
            let of = match part {
                Part::Course => content::Part::Course,
                Part::Tried if title == told_trials::HEADING => content::Part::Trials,
                Part::Tried => content::Part::Measures,
                Part::Life => content::Part::Scores,
                Part::Check => content::Part::Checks,
                // These stand in the document as sections of their own.
                Part::Moments | Part::Ask => return None,
                Part::Links | Part::Health => content::Part::Text,
            };
            Some(section(title, rest, of))
        });
        let end = section("How it was written", &[Block::Small(self.end())], content::Part::Text);
        std::iter::once(lead).chain(parts).chain([end]).collect()
    }
}

fn section(title: &str, blocks: &[Block], of: content::Part) -> Section {
    let mut told = String::new();
    blocks.iter().for_each(|block| text::add(block, &mut told));
    let lines = told.lines().map(str::trim).filter(|line| !line.is_empty());
    Section { title: title.to_owned(), div: paragraphs(lines), of }
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The table of numbers, as far as they are numbers.
fn counts(summary: &Summary) -> Vec<Count> {
    let all = tables::numbers_of(summary).into_iter();
    all.filter_map(|one| Some(Count { name: one.id.to_owned(), value: one.value?, unit: one.unit.to_owned() }))
        .collect()
}

fn measure(tried: &Tried) -> Measure {
    let helped = (tried.asked > 0).then(|| format!("helped {} of {}", tried.helped, tried.asked));
    let pain =
        (tried.compared > 0).then(|| format!("pain {}", before_after(tried.before, tried.after, tried.compared)));
    let effect: Vec<String> = pain.into_iter().chain(helped).collect();
    Measure {
        name: plain(&names::of(&tried.what)),
        count: whole(tried.times),
        days: Some((tried.first, tried.last)),
        effect: (!effect.is_empty()).then(|| effect.join("; ")),
    }
}

/// A trial. One that runs has no result.
fn trial(of: &OwnTrial) -> Trial {
    let headline = || of.told.first().cloned().unwrap_or_default();
    let state = match &of.outcome {
        None => TrialState::Runs,
        Some(_) if of.is_stopped() => TrialState::Stopped(headline()),
        Some(_) => TrialState::Ended,
    };
    let number =
        |name: String, value: Option<f64>, unit: &str| Some(Count { name, value: value?, unit: unit.to_owned() });
    let result = of.outcome.as_ref().map(|outcome| {
        let known = told_trials::numbers(of).into_iter().filter_map(|one| number(one.name, one.is.value, one.is.unit));
        let pairs = outcome.pairs.iter().enumerate().flat_map(|(at, pair)| {
            let falls = told_trials::of_pair(of, at).into_iter().zip([pair.a, pair.b]);
            falls.filter_map(move |(name, fall)| number(name, Some(fall.into()), "points"))
        });
        let looks = told_trials::looks(outcome).into_iter().flat_map(|(look, numbers)| {
            numbers.into_iter().filter_map(move |one| number(format!("{look}: {}", one.id), one.value, one.unit))
        });
        TrialResult { verdict: headline(), numbers: known.chain(pairs).chain(looks).collect() }
    });
    let told = std::iter::once(told_trials::told(of)).chain([told_trials::spasms(of)]);
    Trial {
        kind: supple_wording::trial::KIND.to_owned(),
        title: of.title.clone(),
        promised: of.promised.clone(),
        begun: of.begun,
        ended: of.ended,
        state,
        arms: of.arms.iter().map(|arm| TrialArm { name: arm.name.clone(), does: arm.does.clone() }).collect(),
        goes: of.goes.clone(),
        notes: told
            .chain([told_trials::SEALED.to_owned()])
            .chain(told_trials::scale())
            .chain(told_trials::all_harms(of))
            .collect(),
        result,
    }
}

/// A trial over days. One that runs has no result.
fn trial_over_days(of: &OwnDaysTrial) -> Trial {
    let headline = || of.told.first().cloned().unwrap_or_default();
    let result = of.outcome.as_ref().map(|_| {
        let number = |name, value, unit: &str| Count { name, value, unit: unit.to_owned() };
        let known = told_days::numbers(of).into_iter();
        let known = known.filter_map(|one| Some(number(one.name, one.is.value?, one.is.unit)));
        let pairs = told_days::of_pairs(of).into_iter().map(|(name, value, unit)| number(name, value, unit));
        TrialResult { verdict: headline(), numbers: known.chain(pairs).collect() }
    });
    Trial {
        kind: supple_wording::trial_days::KIND.to_owned(),
        title: of.title.clone(),
        promised: of.promised.clone(),
        begun: of.begun,
        ended: of.ended,
        state: match &of.outcome {
            None => TrialState::Runs,
            Some(_) if of.is_stopped() => TrialState::Stopped(headline()),
            Some(_) => TrialState::Ended,
        },
        arms: of.arms.iter().map(|arm| TrialArm { name: arm.name.clone(), does: arm.does.clone() }).collect(),
        goes: of.goes.clone(),
        notes: vec![told_days::told(of), told_days::days(of), told_days::SEALED.to_owned()],
        result,
    }
}

fn medicine(taken: &Taken) -> Medicine {
    let dose = match (taken.least, taken.most) {
        (Some(least), Some(most)) if least < most => format!("{} to {} mg, ", number(least), number(most)),
        (Some(dose), _) => format!("{} mg, ", number(dose)),
        _ => String::new(),
    };
    let often = format!("{dose}{} on {}", count(taken.times, "dose"), count(taken.days, "day"));
    Medicine { name: plain(&taken.what), dosage: Some(often), days: Some((taken.first, taken.last)) }
}

/// The scores of what the person wants to do, and of questionnaires: each at last, and the one that it is compared with.
fn scores(summary: &Summary) -> Vec<Score> {
    let score = |name: &str, (value, day): (u32, Date), of: u32| Score {
        name: name.to_owned(),
        value: value.into(),
        unit: format!("of {of}"),
        day,
    };
    let abilities = summary.abilities.iter().flat_map(|ability| {
        let first = (ability.times > 1).then_some((ability.first, ability.first_on));
        let name = format!("Patient-Specific Functional Scale: {}", plain(&ability.what));
        let both = first.into_iter().chain([(ability.last, ability.last_on)]);
        both.map(|at| score(&name, at, 10)).collect::<Vec<_>>()
    });
    let filled = summary.filled.iter().flat_map(|filled| {
        let name = questionnaire(&filled.id).map_or(filled.id.as_str(), |one| one.name.as_str());
        let both = filled.before.into_iter().chain([(filled.points, filled.on)]);
        both.map(|at| score(name, at, filled.of)).collect::<Vec<_>>()
    });
    abilities.chain(filled).collect()
}

fn quote(moment: &crate::OwnWords) -> Quote {
    Quote { day: moment.on, words: plain(&moment.words) }
}

/// A check whose verdict is not known any more says nothing that a program may read.
fn checked(check: &crate::Checked) -> Option<Checked> {
    let (answers, at, found): (_, _, Urgency) = (check.given.as_ref()?, check.at.as_ref()?, check.urgency?);
    let response = response(supple_triage::embedded(), answers, at.at());
    Some(Checked { response, urgency: found, verdict: urgency::word(found).to_owned() })
}
