//! Checks the guide: claims, disagreements, and that every statement of the four articles is carried.

use super::Checker;
use std::collections::BTreeMap;
use supple_guidance_schema::Coverage;

impl<'a> Checker<'a> {
    pub(super) fn guide(&mut self) {
        for claim in &self.guidance.claims {
            self.sourced("claim", &claim.id, &claim.sources);
            self.carries("claim", &claim.id, &claim.items, &claim.sources);
            self.not_empty("claim", &claim.id, &[("text", &claim.text)]);
            if !self.guidance.topics.iter().any(|topic| topic.id == claim.topic) {
                let problem = format!("belongs to the topic \"{}\", which does not exist", claim.topic);
                self.fault("claim", &claim.id, problem);
            }
        }
        for topic in &self.guidance.topics {
            if !self.guidance.claims.iter().any(|claim| claim.topic == topic.id) {
                self.fault("topic", &topic.id, "has no claim");
            }
        }
    }

    pub(super) fn disagreements(&mut self) {
        let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
        for disagreement in &self.guidance.disagreements {
            let id = &disagreement.id;
            let texts = [
                ("question", disagreement.question.as_str()),
                ("best_evidence", &disagreement.best_evidence),
                ("default", &disagreement.default),
                ("reason", &disagreement.reason),
            ];
            self.not_empty("disagreement", id, &texts);
            if disagreement.positions.len() < 2 {
                self.fault("disagreement", id, "has fewer than two positions");
            }
            for side in &disagreement.positions {
                self.sourced("disagreement", id, &side.sources);
                self.carries("disagreement", id, &side.items, &side.sources);
            }
            if !disagreement.best_sources.is_empty() {
                self.sourced("disagreement", id, &disagreement.best_sources);
            }
            for conflict in &disagreement.conflicts {
                *carried.entry(conflict).or_default() += 1;
                let Some(known) = self.guidance.conflicts.iter().find(|known| known.id == *conflict) else {
                    self.fault("disagreement", id, format!("names \"{conflict}\", which is no known conflict"));
                    continue;
                };
                for item in &known.items {
                    if !disagreement.positions.iter().any(|side| side.items.contains(item)) {
                        self.fault("disagreement", id, format!("leaves out \"{item}\", a side of \"{conflict}\""));
                    }
                }
            }
        }
        for conflict in &self.guidance.conflicts {
            let times = carried.get(conflict.id.as_str()).copied().unwrap_or(0);
            if times != 1 {
                self.fault("conflict", &conflict.id, format!("is carried by {times} disagreements; it must be one"));
            }
        }
    }

    pub(super) fn coverage(&mut self) {
        for id in Coverage::of(self.guidance).uncovered {
            let problem = "is carried by no claim, rule or disagreement and not listed in not-shown.toml";
            self.fault("item", &id, problem);
        }
        for entry in &self.guidance.not_shown {
            let first = entry.items.first().map_or("", String::as_str);
            self.not_empty("not shown", first, &[("items", first), ("reason", &entry.reason)]);
            for item in &entry.items {
                if !self.guidance.items.iter().any(|known| known.id == *item) {
                    self.fault("not shown", first, format!("names \"{item}\", which does not exist"));
                }
            }
        }
    }

    /// Each item exists, and the article that it is from stands among the sources.
    pub(super) fn carries(&mut self, kind: &'static str, id: &str, items: &[String], sources: &[String]) {
        for item in items {
            if !self.guidance.items.iter().any(|known| known.id == *item) {
                self.fault(kind, id, format!("names the inventory item \"{item}\", which does not exist"));
            }
            let article = item.get(1..2).map(|digit| format!("seed{digit}")).unwrap_or_default();
            if !sources.contains(&article) {
                self.fault(kind, id, format!("carries \"{item}\" but does not name its source \"{article}\""));
            }
        }
    }
}
