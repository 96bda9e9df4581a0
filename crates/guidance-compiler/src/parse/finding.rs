//! Reads findings: what a person can be asked about.

use super::rule::RawAnswer;
use serde::Deserialize;
use supple_guidance_schema::{Band, Choice, Finding, FindingId, Kind, Number, Said};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFinding {
    pub(super) id: FindingId,
    pub(super) screen: String,
    pub(super) kind: Option<RawKind>,
    pub(super) unsure: Option<RawUnsure>,
    pub(super) ask: String,
    pub(super) hint: Option<String>,
    pub(super) find_out: Option<String>,
    pub(super) say: Option<String>,
    pub(super) say_unsure: String,
    pub(super) deny: Option<String>,
    #[serde(default)]
    pub(super) test_first: bool,
    #[serde(default)]
    pub(super) lasting: bool,
    pub(super) unit: Option<String>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) no: Option<RawAnswer>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) ordinary: Option<f64>,
    #[serde(default)]
    pub(super) band: Vec<Band>,
    #[serde(default)]
    pub(super) option: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawKind {
    Number,
    Choice,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawUnsure {
    Yes,
}

impl RawFinding {
    pub(super) fn build(self) -> Result<Finding, String> {
        let kind = match self.kind {
            None => Kind::YesNo,
            Some(RawKind::Number) => {
                let (Some(unit), Some(min), Some(max), Some(RawAnswer::Number(no))) =
                    (self.unit, self.min, self.max, self.no)
                else {
                    return Err("a number needs `unit`, `min`, `max` and `no`, all numbers but the unit".to_owned());
                };
                let (required, ordinary, bands) = (self.required, self.ordinary, self.band);
                if required != ordinary.is_some_and(|ordinary| (min..=max).contains(&ordinary)) {
                    return Err("needs `ordinary` within its range if it is `required`, and none if not".to_owned());
                }
                Kind::Number(Number { unit, min, max, no, required, ordinary, bands })
            }
            Some(RawKind::Choice) => {
                let last = self.option.last().map(|option| option.id.as_str());
                match &self.no {
                    Some(RawAnswer::Word(no)) if Some(no.as_str()) == last => {}
                    _ => return Err("a choice needs options, the worst first, and `no` naming the last one".to_owned()),
                }
                Kind::Choice(Choice { options: self.option })
            }
        };
        Ok(Finding {
            id: self.id,
            screen: self.screen,
            kind,
            unsure_is_yes: matches!(self.unsure, Some(RawUnsure::Yes)),
            ask: self.ask,
            hint: self.hint,
            find_out: self.find_out,
            say: self.say,
            say_unsure: self.say_unsure,
            deny: self.deny,
            test_first: self.test_first,
            lasting: self.lasting,
        })
    }
}
