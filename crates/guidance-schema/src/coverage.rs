//! Which statements of the four articles the guidance carries.

use crate::guidance::Guidance;
use serde::Serialize;
use std::collections::BTreeSet;

/// How much of the inventory the guidance carries.
///
/// Serialises to `{"items": 586, "shown": …, "not_shown": …, "uncovered": []}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// How many statements and requests the four articles hold.
    pub items: usize,
    /// How many are carried by a claim, a rule or a disagreement.
    pub shown: usize,
    /// How many are listed as not shown, with a reason.
    pub not_shown: usize,
    /// The ids of those that are neither.
    pub uncovered: Vec<String>,
}

impl Coverage {
    /// The ids of the items that a claim, a rule or a disagreement carries.
    pub fn shown(guidance: &Guidance) -> BTreeSet<&str> {
        let claims = guidance.claims.iter().flat_map(|claim| &claim.items);
        let rules = guidance.rules.iter().flat_map(|rule| &rule.items);
        let sides = guidance.disagreements.iter().flat_map(|d| &d.positions).flat_map(|side| &side.items);
        claims.chain(rules).chain(sides).map(String::as_str).collect()
    }

    /// Counts anew from the guidance itself.
    pub fn of(guidance: &Guidance) -> Coverage {
        let shown = Coverage::shown(guidance);
        let left_out: BTreeSet<&str> =
            guidance.not_shown.iter().flat_map(|entry| &entry.items).map(String::as_str).collect();
        let all = || guidance.items.iter().map(|item| item.id.as_str());
        Coverage {
            items: guidance.items.len(),
            shown: all().filter(|id| shown.contains(id)).count(),
            not_shown: all().filter(|id| !shown.contains(id) && left_out.contains(id)).count(),
            uncovered: all().filter(|id| !shown.contains(id) && !left_out.contains(id)).map(str::to_owned).collect(),
        }
    }
}
