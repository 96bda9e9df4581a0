//! A condition of a rule as FHIRPath over a QuestionnaireResponse.
//!
//! FHIRPath has a three-valued logic of its own, in which what is absent is neither. The check needs another one, so each
//! expression here is two-valued: it says whether the condition is at least so true ([`Cut`]). A condition has no "not",
//! so cutting each atom cuts the whole.

use crate::questionnaire::{group, without_number};
use crate::shown::{compared, holding, meets};
use std::fmt::Write;
use supple_guidance::{Atom, Condition, Finding, FindingId, Guidance, Kind};

/// How true a condition must be to count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cut<'c> {
    /// It holds, whatever was left out. "Not sure" is a yes only where the check says so of the finding.
    Holds,
    /// It is not ruled out: what was not asked, or is not sure, counts as so.
    Possible,
    /// As [`Cut::Possible`], but "not sure" counts as so of these findings alone.
    Firm(&'c [&'c FindingId]),
}

/// Whether a condition is so true.
pub(crate) fn condition(guidance: &Guidance, condition: &Condition, cut: Cut<'_>) -> String {
    let each = |parts: &[Condition]| -> Vec<String> {
        parts.iter().map(|part| self::condition(guidance, part, cut)).collect()
    };
    match condition {
        Condition::Atom(atom) => guidance.finding(&atom.finding).map_or_else(
            // The build refuses a rule that names no finding; an unknown one is never ruled out.
            || (cut != Cut::Holds).to_string(),
            |finding| self::atom(finding, atom, cut),
        ),
        Condition::All(parts) => format!("({})", each(parts).join(" and ")),
        Condition::Any(parts) => format!("({})", each(parts).join(" or ")),
        Condition::AtLeast(n, parts) => {
            let counted: Vec<String> = each(parts).iter().map(|part| format!("iif({part}, 1, 0)")).collect();
            format!("(({}) >= {n})", counted.join(" + "))
        }
    }
}

fn answer(finding: &Finding, link: &str) -> String {
    format!("item.where(linkId = '{}').item.where(linkId = '{link}').answer.value", group(&finding.screen))
}

fn atom(finding: &Finding, atom: &Atom, cut: Cut<'_>) -> String {
    let unsure_is_so = match cut {
        Cut::Holds => finding.unsure_is_yes,
        Cut::Possible => true,
        Cut::Firm(shared) => finding.unsure_is_yes || shared.contains(&&finding.id),
    };
    let Kind::Number(number) = &finding.kind else {
        let so = holding(finding, &atom.test);
        let all: Vec<&str> = match &finding.kind {
            Kind::Choice(choice) => choice.options.iter().map(|option| option.id.as_str()).collect(),
            Kind::YesNo | Kind::Number(_) => vec!["yes", "no"],
        };
        let answer = answer(finding, &finding.id);
        let code =
            |names: Vec<&str>| names.iter().map(|name| format!("code = '{name}'")).collect::<Vec<_>>().join(" or ");
        return if cut == Cut::Holds {
            let so = so.into_iter().chain(unsure_is_so.then_some("unsure")).collect();
            format!("{answer}.where({}).exists()", code(so))
        } else {
            let not = all.into_iter().filter(|name| !so.contains(name));
            let not = not.chain((!unsure_is_so).then_some("unsure")).collect();
            format!("{answer}.where({}).empty()", code(not))
        };
    };
    let Some((operator, limit)) = compared(&atom.test) else { return (cut != Cut::Holds).to_string() };
    let (value, instead) = (answer(finding, &finding.id), answer(finding, &without_number(&finding.id)));
    let no_is_so = meets(number.no, &atom.test);
    let mut text = String::new();
    // Writing into a String never fails.
    let _ = if cut == Cut::Holds {
        let mut text_of = write!(text, "({value}.where($this {operator} {limit}).exists()");
        for (name, counts) in [("no", no_is_so), ("unsure", unsure_is_so)] {
            if counts {
                text_of = text_of.and(write!(text, " or {instead}.where(code = '{name}').exists()"));
            }
        }
        text_of.and(write!(text, ")"))
    } else {
        let mut text_of = write!(text, "({value}.where(($this {operator} {limit}).not()).empty()");
        for (name, counts) in [("no", no_is_so), ("unsure", unsure_is_so)] {
            if !counts {
                text_of = text_of.and(write!(text, " and {instead}.where(code = '{name}').empty()"));
            }
        }
        text_of.and(write!(text, ")"))
    };
    text
}
