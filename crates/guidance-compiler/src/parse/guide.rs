//! Reads the guide: sources, claims and disagreements.

use serde::Deserialize;
use supple_guidance_schema::{Claim, Disagreement, RuleId, Side, Strength, Urgency};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) short: String,
    pub(super) citation: String,
    pub(super) kind: String,
    pub(super) address: Option<String>,
    pub(super) seen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClaim {
    pub(super) id: String,
    topic: String,
    text: String,
    caution: Option<String>,
    who: Option<String>,
    disagreement: Option<String>,
    #[serde(default)]
    rules: Vec<RuleId>,
    strength: Strength,
    sources: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
    /// The entry of the evidence base that the claim restates. For the people who keep the guidance.
    #[serde(default, rename = "evidence")]
    _evidence: Option<String>,
}

impl RawClaim {
    pub(super) fn build(self) -> Claim {
        let RawClaim { id, topic, text, caution, who, disagreement, rules, strength, sources, items, _evidence } = self;
        Claim { id, topic, text, caution, who, disagreement, rules, strength, sources, items }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDisagreement {
    pub(super) id: String,
    pub(super) question: String,
    #[serde(default)]
    pub(super) asked: bool,
    #[serde(default)]
    pub(super) conflicts: Vec<String>,
    /// As in [`RawClaim`].
    #[serde(default, rename = "evidence")]
    pub(super) _evidence: Vec<String>,
    pub(super) best_evidence: String,
    #[serde(default)]
    pub(super) best_sources: Vec<String>,
    pub(super) default: String,
    pub(super) detail: Option<String>,
    pub(super) reason: String,
    position: Vec<RawSide>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSide {
    says: String,
    sources: Vec<String>,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    reader: bool,
    urgency: Option<Urgency>,
}

impl RawDisagreement {
    pub(super) fn build(self) -> Disagreement {
        let side = |raw: RawSide| Side {
            says: raw.says,
            sources: raw.sources,
            items: raw.items,
            reader: raw.reader,
            urgency: raw.urgency,
        };
        Disagreement {
            id: self.id,
            question: self.question,
            asked: self.asked,
            conflicts: self.conflicts,
            positions: self.position.into_iter().map(side).collect(),
            best_evidence: self.best_evidence,
            best_sources: self.best_sources,
            default: self.default,
            detail: self.detail,
            reason: self.reason,
        }
    }
}
