//! What one rule looks at, in every state: the table that the proof reads.

use crate::Triage;
use crate::engine::{CompiledRule, Part, State, Test3, Truth};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use supple_guidance::Urgency;

/// A rule with everything that it looks at, and how it comes out in every state of that.
pub(crate) struct Support<'t, 'g> {
    pub(crate) triage: &'t Triage<'g>,
    pub(crate) rule: &'t CompiledRule,
    pub(crate) findings: Vec<usize>,
    /// For each finding: not asked, not sure, and the lowest of each run of levels that the rule cannot tell apart.
    pub(crate) domains: Vec<Vec<State>>,
    /// How far apart two states are in the table that differ by one place in a finding's domain.
    strides: Vec<usize>,
    table: OnceCell<Vec<Seen>>,
}

/// Where a domain has "not asked", "not sure" and the lowest level.
pub(crate) const NOT_ASKED: usize = 0;
pub(crate) const NOT_SURE: usize = 1;
pub(crate) const LOWEST: usize = 2;

/// What the engine says of a rule in one state.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) truth: Truth,
    /// Whether the interview would still ask for the rule.
    pub(crate) asks: bool,
}

/// One state of a support, with the places of its findings' states in their domains.
pub(crate) struct At<'a> {
    pub(crate) index: usize,
    pub(crate) places: &'a [usize],
}

impl<'t, 'g> Support<'t, 'g> {
    /// Each rule that can raise a verdict: a weak sign that is self-care alone cannot.
    pub(crate) fn all(triage: &'t Triage<'g>) -> Vec<Support<'t, 'g>> {
        let raises = |rule: &&CompiledRule| rule.part != Part::Alone || rule.urgency > Urgency::SelfCare;
        triage.rules.iter().filter(raises).map(|rule| Support::of(triage, rule)).collect()
    }

    pub(crate) fn of(triage: &'t Triage<'g>, rule: &'t CompiledRule) -> Support<'t, 'g> {
        let mut atoms = Vec::new();
        collect(&rule.when, &mut atoms);
        let findings: BTreeSet<usize> = atoms.iter().map(|(finding, _)| *finding).collect();
        let domain = |finding: &usize| -> Vec<State> {
            let told = |level: u8| -> Vec<bool> {
                let own = atoms.iter().filter(|(other, _)| other == finding);
                own.map(|(_, levels)| levels & (1 << level) != 0).collect()
            };
            let starts = |level: &u8| level.checked_sub(1).is_none_or(|below| told(below) != told(*level));
            let levels = (0..triage.scales[*finding].levels).filter(starts).map(State::Level);
            [State::Unanswered, State::Unsure].into_iter().chain(levels).collect()
        };
        let domains: Vec<Vec<State>> = findings.iter().map(domain).collect();
        let mut size = 1;
        let mut strides = Vec::with_capacity(domains.len());
        for domain in &domains {
            strides.push(size);
            size *= domain.len();
        }
        Support { triage, rule, findings: findings.into_iter().collect(), domains, strides, table: OnceCell::new() }
    }

    pub(crate) fn id(&self) -> &'g str {
        &self.triage.guidance().rules[self.rule.place].id
    }

    /// Calls `visit` with every state of the support and its place in the table.
    pub(crate) fn each(&self, visit: &mut impl FnMut(At<'_>)) {
        let mut places = vec![0; self.findings.len()];
        let mut index = 0;
        loop {
            visit(At { index, places: &places });
            let Some(at) = (0..places.len()).find(|at| places[*at] + 1 < self.domains[*at].len()) else { return };
            for (place, stride) in places.iter_mut().zip(&self.strides).take(at) {
                index -= *place * stride;
                *place = 0;
            }
            places[at] += 1;
            index += self.strides[at];
        }
    }

    /// The state as the engine takes it. What is outside the support is "not asked", which the rule does not see.
    pub(crate) fn states(&self, places: &[usize]) -> Vec<State> {
        let mut states = vec![State::Unanswered; self.triage.scales.len()];
        for ((finding, domain), place) in self.findings.iter().zip(&self.domains).zip(places) {
            states[*finding] = domain[*place];
        }
        states
    }

    /// What the engine says in every state, worked out once.
    pub(crate) fn table(&self) -> &[Seen] {
        self.table.get_or_init(|| {
            let mut states = vec![State::Unanswered; self.triage.scales.len()];
            let mut table = Vec::with_capacity(self.domains.iter().map(Vec::len).product());
            self.each(&mut |at| {
                for ((finding, domain), place) in self.findings.iter().zip(&self.domains).zip(at.places) {
                    states[*finding] = domain[*place];
                }
                let mut asks = false;
                self.rule.when.pivots(&states, &mut |finding| asks |= states[finding] == State::Unanswered);
                table.push(Seen { truth: self.rule.when.truth(&states), asks });
            });
            table
        })
    }

    /// Says something else than the engine in some states, so that tests see whether the proof notices.
    #[cfg(test)]
    pub(crate) fn say_instead(&mut self, change: &impl Fn(&At<'_>, &mut Seen)) {
        let mut table = self.table().to_vec();
        self.each(&mut |at| change(&at, &mut table[at.index]));
        self.table = OnceCell::from(table);
    }

    pub(crate) fn seen(&self, at: &At<'_>) -> Seen {
        self.table()[at.index]
    }

    /// What is seen with one finding moved to another place in its domain.
    pub(crate) fn moved(&self, at: &At<'_>, finding: usize, place: usize) -> Seen {
        self.table()[at.index - at.places[finding] * self.strides[finding] + place * self.strides[finding]]
    }

    /// The places that are one step up in the domain of a finding. Between the levels of a finding that points both ways
    /// (age) there is no order, and none is claimed. From "not asked" to "not sure" is a step only where no doubt is told
    /// apart.
    pub(crate) fn steps_up(&self, finding: usize, place: usize) -> impl Iterator<Item = usize> + use<> {
        let (top, one_way) = (self.domains[finding].len() - 1, self.triage.scales[self.findings[finding]].one_way);
        let up = match place {
            NOT_ASKED if self.rule.part == Part::InCompany => [None; 3],
            NOT_ASKED => [Some(NOT_SURE), None, None],
            NOT_SURE if one_way => [Some(top), None, None],
            LOWEST if one_way => [(LOWEST < top).then_some(LOWEST + 1), Some(NOT_ASKED), Some(NOT_SURE)],
            level if one_way && level < top => [Some(level + 1), None, None],
            _ => [None; 3],
        };
        up.into_iter().flatten()
    }

    /// The highest of the levels that the rule cannot tell from the one at this place.
    pub(crate) fn highest(&self, finding: usize, place: usize) -> State {
        match (self.domains[finding][place], self.domains[finding].get(place + 1)) {
            (State::Level(_), Some(State::Level(next))) => State::Level(next.saturating_sub(1)),
            (State::Level(_), _) => State::Level(self.triage.scales[self.findings[finding]].levels.saturating_sub(1)),
            (other, _) => other,
        }
    }

    pub(crate) fn tell(&self, at: &At<'_>) -> String {
        let guidance = self.triage.guidance();
        let told: Vec<String> = self
            .findings
            .iter()
            .zip(self.domains.iter().zip(at.places))
            .map(|(finding, (domain, place))| {
                let id = &guidance.findings[*finding].id;
                match domain[*place] {
                    State::Unanswered => format!("{id} not asked"),
                    State::Unsure => format!("{id} unsure"),
                    State::Level(level) => format!("{id} at level {level}"),
                }
            })
            .collect();
        format!("rule \"{}\" with {}", self.id(), told.join(", "))
    }
}

/// Every atom of a condition: its finding, and the levels at which it holds.
fn collect(test: &Test3, atoms: &mut Vec<(usize, u32)>) {
    match test {
        Test3::Atom { finding, levels, .. } => atoms.push((*finding, *levels)),
        Test3::All(parts) | Test3::Any(parts) | Test3::AtLeast(_, parts) => {
            for part in parts {
                collect(part, atoms);
            }
        }
        Test3::InCompany { sign, company, .. } => {
            collect(sign, atoms);
            collect(company, atoms);
        }
    }
}

#[cfg(test)]
mod tests;
