//! Harm that a measure of a trial did, in words: what is asked, what can be told, and what was. Nothing told is never "no harm".

use crate::text::{Quote, count};
use crate::time::{self, Here};
use crate::{lower, names};
use supple_care::trials::{Harm, Harms, InDiary, arm};
use supple_diary::{Label, isolated};
use supple_guidance::embedded;

/// Asked of a measure that is being done, or was just now.
pub const ASK: &str = "Did it do you any harm?";

/// The same of the measures of a trial.
pub const ASK_ALL: &str = "Did a measure do you any harm?";

/// What to do with the question.
pub const OPTIONAL: &str = "Tap what fits. Nothing to say? Then leave it.";

/// What is not for here.
pub const CHECK: &str = "Is it a warning sign? The check tells how soon someone should look at it.";

/// Above what was told.
pub const HEADING: &str = "Harm that you told";

/// What was told of no spasm means.
pub const NOT_TOLD: &str = "Nothing told is not the same as no harm.";

/// What was done where it was neither of the two.
const NEITHER: &str = "Neither of the two";

/// What a harm is called: as the guidance has it, or in the person's own words.
pub fn named(what: &Label) -> String {
    match what {
        Label::Known(id) => match embedded().trials.harm(id.as_str()) {
            Some(harm) => harm.name.clone(),
            None => names::of(id.as_str()),
        },
        Label::Own(words) => isolated(words.as_str()).into_owned(),
    }
}

/// One harm within a line: what, of which spasm, and when.
pub fn one(what: &Label, number: u8, when: &str) -> String {
    within(what, Quote::Whole, number, when)
}

/// The same, of own words only the first.
pub fn one_in_short(what: &Label, number: u8, when: &str) -> String {
    within(what, Quote::Beginning, number, when)
}

fn within(what: &Label, quote: Quote, number: u8, when: &str) -> String {
    let named = match what {
        Label::Known(_) => lower(&named(what)),
        Label::Own(words) => quote.of(words.as_str()),
    };
    format!("{named} (spasm {number}, {when})")
}

/// What was told of a measure, and of how many spasms nothing: `spasms`, with all of them first. Nothing where there is neither.
pub fn line(name: &str, told: &[String], spasms: Option<(usize, usize)>) -> Option<String> {
    let rest = spasms.map(|(all, not_told)| match (told.is_empty(), not_told) {
        (true, 0) => "no spasm".to_owned(),
        (true, _) => format!("nothing told of {}", count(all, "spasm")),
        (false, 0) => String::new(),
        (false, _) => format!("nothing told of {not_told} of {}", count(all, "spasm")),
    });
    let parts: Vec<String> = told.iter().cloned().chain(rest).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| format!("{name}: {}.", parts.join("; ")))
}

/// The name of what was done.
pub fn done(trial: &InDiary<'_>, harms: &Harms) -> &'static str {
    harms.arm.map_or(NEITHER, |side| arm(trial.of, side).name.as_str())
}

/// What was told of a trial, a line for each measure. Of how many spasms nothing was told stands there once it is over.
pub fn lines(trial: &InDiary<'_>, here: Here<'_>) -> Vec<String> {
    let is_over = trial.report.verdict.is_over();
    let of = |harms: &Harms| {
        let told = |harm: &Harm| one(&harm.what, harm.number, &time::recorded(harm.drawn, here));
        let told: Vec<String> = harms.told.iter().map(told).collect();
        line(done(trial, harms), &told, is_over.then_some((harms.spasms, harms.not_told)))
    };
    let lines = trial.harms.iter().filter_map(of);
    let means = (is_over && trial.harms.iter().any(|harms| harms.not_told > 0)).then(|| NOT_TOLD.to_owned());
    lines.chain(means).collect()
}

/// How much was told, in few words.
pub fn state(trial: &InDiary<'_>) -> String {
    match trial.told_harms().count() {
        0 => "Not told".to_owned(),
        many => format!("{many} told"),
    }
}

/// A line of the plan that is said once a harm is told, with the ids of where it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The line.
    pub says: &'static str,
    /// The ids of the sources of the harm.
    pub sources: &'static [String],
}

/// What the plan says of what was told, each line once.
pub fn advice(trial: &InDiary<'_>) -> Vec<Advice> {
    let mut each: Vec<Advice> = Vec::new();
    for known in trial.told_harms().filter_map(Harm::known) {
        let caution = known.caution.as_ref();
        let caution = caution.and_then(|id| embedded().relief.cautions.iter().find(|caution| caution.id == *id));
        if let Some(caution) = caution.filter(|caution| each.iter().all(|one| one.says != caution.limit)) {
            each.push(Advice { says: &caution.limit, sources: &known.sources });
        }
    }
    each
}

/// A spasm of a trial to choose from: which, what chance chose, and when.
pub fn spasm(trial: &InDiary<'_>, draw: &supple_trial::Recorded, here: Here<'_>) -> String {
    let named = &arm(trial.of, draw.arm).named;
    format!("Spasm {}: {named}, {}", draw.number, time::recorded(draw.at, here))
}
