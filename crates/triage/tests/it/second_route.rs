//! The same facts by another route: the rules written out as propositional formulas for a SAT solver, over all findings
//! at once instead of rule by rule, and the evaluator held against these formulas on random answers.
//!
//! Encoding: each finding has a bit "not sure" and a bit "not asked"; a number has a bit for each threshold that a rule
//! uses; a choice has one for each option that is not "no"; a yes/no finding has one. "At least maybe" takes the bit or,
//! where the finding is not sure, true; and so on. A weak rule is two formulas: its sign at the urgency that it has
//! alone, and its sign in company, where only one of the two may rest on doubt. Nothing of the engine is used here but its answers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use batsat::{BasicSolver, Lit, SolverInterface, lbool};
use proptest::prelude::*;
use std::collections::BTreeMap;
use supple_guidance::{Atom, Condition, Guidance, Kind, Rule, Test, Urgency, Weak, embedded};
use supple_triage::{Answer, Answers};

/// The bits of one set of answers in the solver.
struct World {
    unsure: Vec<Lit>,
    unasked: Vec<Lit>,
    atoms: BTreeMap<String, Lit>,
}

struct Formula {
    solver: BasicSolver,
    guidance: &'static Guidance,
    truth: Lit,
}

/// Which reading of the answers a formula takes.
#[derive(Clone, Copy, PartialEq)]
enum Reading<'a> {
    /// Not sure is a yes only for strict signs; not asked is a no.
    Definite,
    /// Not sure and not asked are both a yes.
    Open,
    /// Not asked is a yes; not sure only for strict signs and for these findings.
    Firm(&'a [&'a str]),
}

impl Formula {
    fn new(guidance: &'static Guidance) -> Formula {
        let mut solver = BasicSolver::default();
        let truth = Lit::new(solver.new_var_default(), true);
        solver.add_clause_reuse(&mut vec![truth]);
        Formula { solver, guidance, truth }
    }

    fn bit(&mut self) -> Lit {
        Lit::new(self.solver.new_var_default(), true)
    }

    fn clause(&mut self, lits: &[Lit]) {
        self.solver.add_clause_reuse(&mut lits.to_vec());
    }

    fn or(&mut self, lits: &[Lit]) -> Lit {
        let out = self.bit();
        let mut whole = vec![!out];
        whole.extend_from_slice(lits);
        self.clause(&whole);
        for lit in lits {
            self.clause(&[!*lit, out]);
        }
        out
    }

    fn and(&mut self, lits: &[Lit]) -> Lit {
        let negated: Vec<Lit> = lits.iter().map(|lit| !*lit).collect();
        !self.or(&negated)
    }

    /// At least n of them, by splitting on the first.
    fn at_least(&mut self, n: usize, lits: &[Lit]) -> Lit {
        if n == 0 {
            return self.truth;
        }
        let Some((first, rest)) = lits.split_first() else { return !self.truth };
        let with = self.at_least(n - 1, rest);
        let with = self.and(&[*first, with]);
        let without = self.at_least(n, rest);
        self.or(&[with, without])
    }

    fn key(atom: &Atom) -> String {
        format!("{} {:?}", atom.finding, atom.test)
    }

    fn world(&mut self) -> World {
        let mut world = World { unsure: Vec::new(), unasked: Vec::new(), atoms: BTreeMap::new() };
        let mut tests: BTreeMap<&str, Vec<&Atom>> = BTreeMap::new();
        for rule in &self.guidance.rules {
            rule.atoms(&mut |atom| {
                let known = tests.entry(atom.finding.as_str()).or_default();
                if !known.iter().any(|other| other.test == atom.test) {
                    known.push(atom);
                }
            });
        }
        for finding in &self.guidance.findings {
            let (unsure, unasked) = (self.bit(), self.bit());
            self.clause(&[!unsure, !unasked]);
            world.unsure.push(unsure);
            world.unasked.push(unasked);
            let atoms = &tests[finding.id.as_str()];
            for atom in atoms {
                let holds = self.bit();
                self.clause(&[!holds, !unsure]);
                self.clause(&[!holds, !unasked]);
                world.atoms.insert(Formula::key(atom), holds);
            }
            for (a, b) in atoms.iter().flat_map(|a| atoms.iter().map(move |b| (a, b))) {
                let (holds_a, holds_b) = (world.atoms[&Formula::key(a)], world.atoms[&Formula::key(b)]);
                match (&a.test, &b.test) {
                    (Test::AtLeast(high), Test::AtLeast(low)) if high > low => self.clause(&[!holds_a, holds_b]),
                    (Test::Below(low), Test::Below(high)) if low < high => self.clause(&[!holds_a, holds_b]),
                    (Test::AtLeast(from), Test::Below(to)) if from >= to => self.clause(&[!holds_a, !holds_b]),
                    (Test::OrWorse(worse), Test::OrWorse(milder)) if worse != milder => {
                        let Kind::Choice(choice) = &finding.kind else { panic!("{} is no choice", finding.id) };
                        let place = |id: &str| choice.options.iter().position(|option| option.id == id).unwrap();
                        if place(worse) < place(milder) {
                            self.clause(&[!holds_a, holds_b]);
                        }
                    }
                    _ => {}
                }
            }
        }
        world
    }

    fn condition(&mut self, world: &World, condition: &Condition, reading: Reading<'_>) -> Lit {
        match condition {
            Condition::Atom(atom) => {
                let place = self.guidance.findings.iter().position(|f| f.id == atom.finding).unwrap();
                let mut lits = vec![world.atoms[&Formula::key(atom)]];
                let doubt = match reading {
                    Reading::Definite => false,
                    Reading::Open => true,
                    Reading::Firm(shared) => shared.contains(&atom.finding.as_str()),
                };
                if doubt || self.guidance.findings[place].unsure_is_yes {
                    lits.push(world.unsure[place]);
                }
                if reading != Reading::Definite {
                    lits.push(world.unasked[place]);
                }
                self.or(&lits)
            }
            Condition::All(parts) => {
                let lits: Vec<Lit> = parts.iter().map(|part| self.condition(world, part, reading)).collect();
                self.and(&lits)
            }
            Condition::Any(parts) => {
                let lits: Vec<Lit> = parts.iter().map(|part| self.condition(world, part, reading)).collect();
                self.or(&lits)
            }
            Condition::AtLeast(n, parts) => {
                let lits: Vec<Lit> = parts.iter().map(|part| self.condition(world, part, reading)).collect();
                self.at_least(*n, &lits)
            }
        }
    }

    /// "The verdict is at least this urgent."
    fn at_least_urgent(&mut self, world: &World, urgency: Urgency) -> Lit {
        self.at_least_urgent_by(world, urgency, &|_| true)
    }

    /// The same, by these rules alone.
    fn at_least_urgent_by(&mut self, world: &World, urgency: Urgency, by: &dyn Fn(&Rule) -> bool) -> Lit {
        let guidance = self.guidance;
        let mut ways = Vec::new();
        let reading = if urgency == Urgency::Emergency { Reading::Definite } else { Reading::Open };
        for rule in guidance.rules.iter().filter(|rule| rule.urgency >= urgency && by(rule)) {
            match &rule.weak {
                None => ways.push(self.condition(world, &rule.when, reading)),
                Some(weak) => {
                    if weak.alone >= urgency {
                        ways.push(self.condition(world, &rule.when, reading));
                    }
                    ways.push(self.in_company(world, rule, weak, reading));
                }
            }
        }
        self.or(&ways)
    }

    /// A weak sign in its company. What both look at is one doubt.
    fn in_company(&mut self, world: &World, rule: &Rule, weak: &Weak, reading: Reading<'_>) -> Lit {
        if reading == Reading::Definite {
            let both = [&rule.when, &weak.company].map(|part| self.condition(world, part, reading));
            return self.and(&both);
        }
        let (mut sign, mut shared) = (Vec::new(), Vec::new());
        rule.when.atoms(&mut |atom| sign.push(atom.finding.as_str()));
        weak.company
            .atoms(&mut |atom| shared.extend(sign.contains(&atom.finding.as_str()).then_some(atom.finding.as_str())));
        let ways = [(&rule.when, &weak.company), (&weak.company, &rule.when)].map(|(firm, other)| {
            let both = [self.condition(world, firm, Reading::Firm(&shared)), self.condition(world, other, reading)];
            self.and(&both)
        });
        self.or(&ways)
    }

    fn satisfiable(&mut self, assumptions: &[Lit]) -> bool {
        self.solver.solve_limited(assumptions) == lbool::TRUE
    }
}

const HIGHER: [Urgency; 3] = [Urgency::SeeDoctor, Urgency::SameDay, Urgency::Emergency];

#[test]
fn no_pair_of_answer_sets_exists_in_which_more_yes_or_unsure_lowers_the_urgency() {
    no_pair_lowers(false, &|_| true);
}

#[test]
fn by_rules_that_are_not_weak_unsure_in_place_of_not_asked_lowers_nothing_either() {
    no_pair_lowers(true, &|rule| rule.weak.is_none());
}

/// `asked` also takes the step from "not asked" to "not sure", which may make two doubts of a weak rule.
fn no_pair_lowers(asked: bool, by: &dyn Fn(&Rule) -> bool) {
    let mut formula = Formula::new(embedded());
    let (low, high) = (formula.world(), formula.world());
    for (place, finding) in embedded().findings.iter().enumerate() {
        // Whatever holds below holds above; unsure may stay or become a yes; not asked may stay or rise.
        let above: Vec<Lit> = high
            .atoms
            .iter()
            .filter(|(key, _)| key.starts_with(&format!("{} ", finding.id)))
            .map(|(_, l)| *l)
            .collect();
        for (key, holds) in low.atoms.iter().filter(|(key, _)| key.starts_with(&format!("{} ", finding.id))) {
            formula.clause(&[!*holds, high.atoms[key]]);
        }
        // Unsure below: unsure above, or the worst answer above. Age has no worst answer, so there it stays unsure.
        let all = if finding.id == "age" { !formula.truth } else { formula.and(&above) };
        formula.clause(&[!low.unsure[place], high.unsure[place], all]);
        let unsure = if asked { high.unsure[place] } else { !formula.truth };
        formula.clause(&[!low.unasked[place], high.unasked[place], unsure, all]);
        // "No" and "not asked" may become anything but for age, where a higher number is not a worse one; nor may an
        // answered finding become one that was not asked, unless it was a no.
        let below: Vec<Lit> =
            low.atoms.iter().filter(|(key, _)| key.starts_with(&format!("{} ", finding.id))).map(|(_, l)| *l).collect();
        for holds in below {
            formula.clause(&[!holds, !high.unasked[place]]);
            formula.clause(&[!holds, !high.unsure[place]]);
        }
    }
    assert!(formula.satisfiable(&[]), "the two worlds contradict each other, so that nothing would be shown");
    for urgency in HIGHER {
        let (below, above) =
            (formula.at_least_urgent_by(&low, urgency, by), formula.at_least_urgent_by(&high, urgency, by));
        assert!(formula.satisfiable(&[below]) && formula.satisfiable(&[!above]), "{urgency} can be reached and missed");
        assert!(!formula.satisfiable(&[below, !above]), "more yes or unsure can leave {urgency}");
    }
}

#[test]
fn no_set_of_answers_reaches_self_care_while_a_higher_rule_could_be_true() {
    let mut formula = Formula::new(embedded());
    let world = formula.world();
    let higher = formula.at_least_urgent(&world, Urgency::SeeDoctor);
    assert!(formula.satisfiable(&[!higher]), "self-care can be reached");
    for rule in &embedded().rules {
        let possible = match &rule.weak {
            None => formula.condition(&world, &rule.when, Reading::Open),
            Some(weak) => formula.in_company(&world, rule, weak, Reading::Open),
        };
        assert!(formula.satisfiable(&[possible]), "\"{}\" can be true", rule.id);
        assert!(!formula.satisfiable(&[possible, !higher]), "self-care with \"{}\" not ruled out", rule.id);
    }
}

fn any_answer(place: usize) -> BoxedStrategy<Option<Answer>> {
    match &embedded().findings[place].kind {
        Kind::YesNo => prop_oneof![
            3 => Just(Some(Answer::No)),
            1 => Just(Some(Answer::Yes)),
            1 => Just(Some(Answer::Unsure)),
            1 => Just(None)
        ]
        .boxed(),
        Kind::Number(number) => {
            let (min, max) = (number.min, number.max);
            let mut values: Vec<f64> = number.bands.iter().flat_map(|b| [b.from, b.value, b.from - 0.1]).collect();
            values.retain(|value| (min..=max).contains(value));
            prop_oneof![
                4 => proptest::sample::select(values).prop_map(|value| Some(Answer::Number(value))),
                1 => Just(Some(Answer::Unsure)),
                1 => Just(None)
            ]
            .boxed()
        }
        Kind::Choice(choice) => {
            let options = u8::try_from(choice.options.len()).unwrap();
            prop_oneof![
                4 => (0..options).prop_map(|option| Some(Answer::Option(option))),
                1 => Just(Some(Answer::Unsure)),
                1 => Just(None)
            ]
            .boxed()
        }
    }
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let all: Vec<_> = (0..embedded().findings.len()).map(any_answer).collect();
    all.prop_map(|given| {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        for (place, answer) in given.into_iter().enumerate() {
            if let Some(answer) = answer {
                answers.set_at(triage, place, answer).unwrap();
            }
        }
        answers
    })
}

/// Whether an atom holds, worked out from the answer and nothing else.
fn holds(atom: &Atom, answer: Option<Answer>) -> bool {
    let finding = embedded().finding(&atom.finding).unwrap();
    match (&atom.test, answer, &finding.kind) {
        (Test::Yes, Some(Answer::Yes), _) => true,
        (Test::AtLeast(limit), Some(Answer::Number(value)), _) => value >= *limit,
        (Test::Below(limit), Some(Answer::Number(value)), _) => value < *limit,
        (Test::OrWorse(option), Some(Answer::Option(place)), Kind::Choice(choice)) => {
            usize::from(place) <= choice.options.iter().position(|known| known.id == *option).unwrap()
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_evaluator_agrees_with_the_formulas(answers in any_answers()) {
        let mut formula = Formula::new(embedded());
        let world = formula.world();
        let mut facts = Vec::new();
        for place in 0..embedded().findings.len() {
            let (unsure, unasked) = (world.unsure[place], world.unasked[place]);
            facts.push(if answers.get(place) == Some(Answer::Unsure) { unsure } else { !unsure });
            facts.push(if answers.get(place).is_none() { unasked } else { !unasked });
        }
        for rule in &embedded().rules {
            rule.atoms(&mut |atom| {
                let place = embedded().findings.iter().position(|f| f.id == atom.finding).unwrap();
                let bit = world.atoms[&Formula::key(atom)];
                facts.push(if holds(atom, answers.get(place)) { bit } else { !bit });
            });
        }
        let levels: Vec<Lit> = HIGHER.iter().map(|urgency| formula.at_least_urgent(&world, *urgency)).collect();
        prop_assert!(formula.satisfiable(&facts));
        let said = supple_triage::embedded().verdict(&answers).urgency;
        for (urgency, reached) in HIGHER.into_iter().zip(levels) {
            let mut assumed = facts.clone();
            assumed.push(reached);
            prop_assert_eq!(formula.satisfiable(&assumed), said >= urgency, "{} or more", urgency);
        }
    }
}
