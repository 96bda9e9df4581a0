//! Checks the guide: claims, disagreements, and that every statement of the four articles is carried.

use super::Checker;
use std::collections::BTreeMap;
use supple_guidance_schema::{Answer, Coverage, Section};

/// The most sentences of an answer: more is a chapter.
const ANSWER: usize = 3;

impl<'a> Checker<'a> {
    pub(super) fn guide(&mut self) {
        for claim in &self.guidance.claims {
            self.sourced("claim", &claim.id, &claim.sources);
            self.carries("claim", &claim.id, &claim.items, &claim.sources);
            self.not_empty("claim", &claim.id, &[("text", &claim.text)]);
            let also = [("who", claim.who.as_deref()), ("caution", claim.caution.as_deref())];
            for (field, text) in also.into_iter().filter_map(|(field, text)| Some((field, text?))) {
                self.not_empty("claim", &claim.id, &[(field, text)]);
            }
            if !self.guidance.topics.iter().any(|topic| topic.id == claim.topic) {
                let problem = format!("belongs to the topic \"{}\", which does not exist", claim.topic);
                self.fault("claim", &claim.id, problem);
            }
            if let Some(named) = &claim.disagreement
                && !self.guidance.disagreements.iter().any(|known| known.id == *named)
            {
                self.fault("claim", &claim.id, format!("names the disagreement \"{named}\", which does not exist"));
            }
            for rule in &claim.rules {
                if !self.guidance.rules.iter().any(|known| known.id == *rule) {
                    self.fault("claim", &claim.id, format!("names the rule \"{rule}\", which does not exist"));
                }
            }
        }
        if self.guidance.articles.trim().is_empty() && self.guidance.claims.iter().any(|claim| claim.who.is_some()) {
            self.fault(
                "articles",
                "guide",
                "is missing: claims say who said what, and nothing explains whom they mean",
            );
        }
        for topic in &self.guidance.topics {
            if !self.guidance.claims.iter().any(|claim| claim.topic == topic.id) {
                self.fault("topic", &topic.id, "has no claim");
                continue;
            }
            self.not_empty("topic", &topic.id, &[("title", &topic.title), ("lead", &topic.lead)]);
            self.answer("topic", &topic.id, &topic.answer);
            let placed = self.placed("topic", &topic.id, &topic.sections);
            for claim in self.guidance.claims.iter().filter(|claim| claim.topic == topic.id) {
                if !placed.contains_key(claim.id.as_str()) {
                    self.fault("topic", &topic.id, format!("has the claim \"{}\" in no section", claim.id));
                }
            }
            for (id, of) in placed {
                if of != topic.id {
                    self.fault(
                        "topic",
                        &topic.id,
                        format!("has the claim \"{id}\" of the topic \"{of}\" in a section"),
                    );
                }
            }
        }
        for page in &self.guidance.short_pages {
            self.not_empty("short page", &page.id, &[("title", &page.title), ("lead", &page.lead)]);
            self.answer("short page", &page.id, &page.answer);
            self.placed("short page", &page.id, &page.sections);
            if self.guidance.topics.iter().any(|topic| topic.id == page.id) {
                self.fault("short page", &page.id, "has the id of a topic");
            }
            if page.ways.is_empty() {
                self.fault("short page", &page.id, "leads nowhere");
            }
        }
    }

    /// One to three sentences, each of which rests on claims.
    fn answer(&mut self, kind: &'static str, id: &str, answer: &'a [Answer]) {
        if answer.is_empty() || answer.len() > ANSWER {
            self.fault(kind, id, format!("has {} sentences as its answer; it must be 1 to {ANSWER}", answer.len()));
        }
        for line in answer {
            self.not_empty(kind, id, &[("answer", &line.text)]);
            if line.claims.is_empty() {
                self.fault(kind, id, format!("answers \"{}\" without a claim", line.text));
            }
            for claim in line.claims.iter().filter(|claim| self.guidance.claim(claim).is_none()) {
                let fault = format!("answers with the claim \"{claim}\", which does not exist");
                self.faults.push(self.parsed.fault(kind, id, fault));
            }
        }
    }

    /// The claims in these sections with their topics: each exists, and stands there once, under a heading.
    fn placed(&mut self, kind: &'static str, id: &str, sections: &'a [Section]) -> BTreeMap<&'a str, &'a str> {
        let mut placed = BTreeMap::new();
        for section in sections {
            self.not_empty(kind, id, &[("heading", &section.heading)]);
            if section.claims.is_empty() {
                self.fault(kind, id, format!("has no claim in the section \"{}\"", section.heading));
            }
            for named in &section.claims {
                match self.guidance.claim(named) {
                    None => self.fault(kind, id, format!("places the claim \"{named}\", which does not exist")),
                    Some(claim) => {
                        if placed.insert(claim.id.as_str(), claim.topic.as_str()).is_some() {
                            self.fault(kind, id, format!("places the claim \"{named}\" twice"));
                        }
                    }
                }
            }
        }
        placed
    }

    pub(super) fn disagreements(&mut self) {
        let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
        for disagreement in &self.guidance.disagreements {
            let id = &disagreement.id;
            let texts = [
                ("question", disagreement.question.as_str()),
                ("best_evidence", &disagreement.best_evidence),
                ("default", &disagreement.default),
                ("detail", disagreement.detail.as_deref().unwrap_or("none")),
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
        self.first_questions();
        for conflict in &self.guidance.conflicts {
            let times = carried.get(conflict.id.as_str()).copied().unwrap_or(0);
            if times != 1 {
                self.fault("conflict", &conflict.id, format!("is carried by {times} disagreements; it must be one"));
            }
        }
    }

    /// Some questions stand first, by a rule that is written down, and never more than it says.
    fn first_questions(&mut self) {
        let first = &self.guidance.first_questions;
        let asked = self.guidance.disagreements.iter().filter(|known| known.asked).count();
        if asked == 0 && first.most == 0 {
            return;
        }
        self.not_empty("first", "questions", &[("rule", &first.rule), ("judgement", &first.judgement)]);
        if asked == 0 || asked > first.most {
            self.fault("first", "questions", format!("are {asked}, and must be 1 to {}", first.most));
        }
    }

    pub(super) fn coverage(&mut self) {
        let shown = Coverage::shown(self.guidance);
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
                if shown.contains(item.as_str()) {
                    self.fault("not shown", first, format!("names \"{item}\", which is shown"));
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
