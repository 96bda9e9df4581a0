//! Every change of every rule, each in words: the rule, and what became of it.

use std::collections::BTreeMap;
use supple_guidance::{Atom, Condition, Guidance, Kind, Rule, Test, Urgency, Weak, embedded};

/// Something else in place of a rule.
type Changed = Vec<(String, Rule)>;

/// A kind of change: its name, and all of it that there is of a rule.
type OfARule = (&'static str, fn(&Rule) -> Changed);

/// The kinds of change of a rule.
const OF_A_RULE: [OfARule; 11] = [
    ("threshold", threshold),
    ("operator", operator),
    ("any-or-all", any_or_all),
    ("alternative", alternative),
    ("part", part),
    ("count", count),
    ("lower", lower),
    ("higher", higher),
    ("alone", alone),
    ("company", company),
    ("sign-for-company", sign_for_company),
];

/// Calls `visit` with every change of this kind: in words, and the guidance that it makes.
pub(super) fn changes(kind: &str, visit: &mut dyn FnMut(&str, &Guidance)) {
    let mut guidance = embedded().clone();
    match kind {
        "rule" => {
            for place in 0..guidance.rules.len() {
                let rule = guidance.rules.remove(place);
                visit(&format!("{} is gone", rule.id), &guidance);
                guidance.rules.insert(place, rule);
            }
        }
        "screen" => {
            for place in 0..guidance.screens.len() {
                let screen = guidance.screens.remove(place);
                visit(&format!("{} is gone", screen.id), &guidance);
                guidance.screens.insert(place, screen);
            }
        }
        "question" => {
            for place in 0..guidance.findings.len() {
                let screen = std::mem::replace(&mut guidance.findings[place].screen, "nowhere".to_owned());
                visit(&format!("{} is asked on no screen", guidance.findings[place].id), &guidance);
                guidance.findings[place].screen = screen;
            }
        }
        "unsure" => {
            for place in 0..guidance.findings.len() {
                guidance.findings[place].unsure_is_yes ^= true;
                let now = guidance.findings[place].unsure_is_yes;
                visit(&format!("not sure of {} is a yes: {now}", guidance.findings[place].id), &guidance);
                guidance.findings[place].unsure_is_yes ^= true;
            }
        }
        _ => {
            let (_, change) = OF_A_RULE.iter().find(|(known, _)| *known == kind).unwrap();
            for place in 0..guidance.rules.len() {
                let rule = guidance.rules[place].clone();
                let mut seen: BTreeMap<String, usize> = BTreeMap::new();
                for (what, changed) in change(&rule) {
                    // Two parts of one rule may change in the same words.
                    let nth = seen.entry(what.clone()).or_default();
                    *nth += 1;
                    let nth = if *nth == 1 { String::new() } else { format!(" ({nth})") };
                    guidance.rules[place] = changed;
                    visit(&format!("{}: {what}{nth}", rule.id), &guidance);
                }
                guidance.rules[place] = rule;
            }
        }
    }
}

/// A condition in the words of `rules.toml`.
fn spell(condition: &Condition) -> String {
    let list = |parts: &[Condition]| parts.iter().map(spell).collect::<Vec<_>>().join(", ");
    match condition {
        Condition::Atom(Atom { finding, test }) => match test {
            Test::Yes => finding.to_string(),
            Test::AtLeast(limit) => format!("{finding} >= {limit}"),
            Test::Below(limit) => format!("{finding} < {limit}"),
            Test::OrWorse(option) => format!("{finding} >= {option}"),
        },
        Condition::All(parts) => format!("all [{}]", list(parts)),
        Condition::Any(parts) => format!("any [{}]", list(parts)),
        Condition::AtLeast(n, parts) => format!("at least {n} of [{}]", list(parts)),
    }
}

/// What may stand in place of one part of a condition, in words.
type Vary<'a> = dyn Fn(&Condition) -> Vec<(String, Condition)> + 'a;

/// Every variant of a condition in which one of its parts, at any depth, is something else.
fn variants(condition: &Condition, vary: &Vary<'_>) -> Vec<(String, Condition)> {
    let mut found = vary(condition);
    let (parts, rebuild): (_, Box<dyn Fn(Vec<Condition>) -> Condition>) = match condition {
        Condition::Atom(_) => return found,
        Condition::All(parts) => (parts, Box::new(Condition::All)),
        Condition::Any(parts) => (parts, Box::new(Condition::Any)),
        Condition::AtLeast(n, parts) => {
            let n = *n;
            (parts, Box::new(move |parts| Condition::AtLeast(n, parts)))
        }
    };
    for place in 0..parts.len() {
        for (what, part) in variants(&parts[place], vary) {
            let mut parts = parts.clone();
            parts[place] = part;
            found.push((what, rebuild(parts)));
        }
    }
    found
}

/// Every variant of a rule in which one part of its sign or of its company is something else.
fn in_rule(rule: &Rule, vary: &Vary<'_>) -> Changed {
    let signs = variants(&rule.when, vary).into_iter().map(|(what, when)| (what, Rule { when, ..rule.clone() }));
    let mut found: Changed = signs.collect();
    if let Some(weak) = &rule.weak {
        found.extend(variants(&weak.company, vary).into_iter().map(|(what, company)| {
            let weak = Some(Weak { company, ..weak.clone() });
            (format!("in company, {what}"), Rule { weak, ..rule.clone() })
        }));
    }
    found
}

/// Every variant in which an atom tests something else.
fn in_atoms(rule: &Rule, others: &dyn Fn(&Atom) -> Vec<Test>) -> Changed {
    in_rule(rule, &|condition| {
        let Condition::Atom(atom) = condition else { return Vec::new() };
        let tests = others(atom).into_iter();
        tests
            .map(|test| {
                let other = Condition::Atom(Atom { finding: atom.finding.clone(), test });
                (format!("{} becomes {}", spell(condition), spell(&other)), other)
            })
            .collect()
    })
}

/// A limit a step higher or lower, or at another edge; another option of a choice that is not its "no".
fn threshold(rule: &Rule) -> Changed {
    in_atoms(rule, &|atom| {
        let limits = |limit: f64| -> Vec<f64> {
            let Kind::Number(number) = kind(atom) else { panic!("{} is no number", atom.finding) };
            let step = if atom.finding == "temperature" { 0.1 } else { 1.0 };
            let edges = number.bands.iter().map(|band| band.from).filter(|edge| *edge != limit && *edge > number.min);
            // In tenths, as people say it.
            [-step, step].into_iter().map(|by| ((limit + by) * 10.0).round() / 10.0).chain(edges).collect()
        };
        match &atom.test {
            Test::AtLeast(limit) => limits(*limit).into_iter().map(Test::AtLeast).collect(),
            Test::Below(limit) => limits(*limit).into_iter().map(Test::Below).collect(),
            Test::OrWorse(option) => {
                let Kind::Choice(choice) = kind(atom) else { panic!("{} is no choice", atom.finding) };
                let (_, options) = choice.options.split_last().unwrap();
                options
                    .iter()
                    .filter(|other| other.id != *option)
                    .map(|other| Test::OrWorse(other.id.clone()))
                    .collect()
            }
            Test::Yes => Vec::new(),
        }
    })
}

fn kind(atom: &Atom) -> &'static Kind {
    &embedded().finding(&atom.finding).unwrap().kind
}

/// More than a limit in place of at least it, at most in place of less than it, and the other way round.
fn operator(rule: &Rule) -> Changed {
    in_atoms(rule, &|atom| match atom.test {
        Test::AtLeast(limit) => vec![Test::AtLeast(limit.next_up()), Test::Below(limit)],
        Test::Below(limit) => vec![Test::Below(limit.next_up()), Test::AtLeast(limit)],
        Test::Yes | Test::OrWorse(_) => Vec::new(),
    })
}

fn any_or_all(rule: &Rule) -> Changed {
    in_rule(rule, &|condition| {
        let other = match condition {
            Condition::Any(parts) => Condition::All(parts.clone()),
            Condition::All(parts) => Condition::Any(parts.clone()),
            _ => return Vec::new(),
        };
        vec![(format!("{} becomes {}", spell(condition), spell(&other)), other)]
    })
}

/// One alternative less: whoever has that sign alone is not seen any more.
fn alternative(rule: &Rule) -> Changed {
    in_rule(rule, &|condition| match condition {
        Condition::Any(parts) => without_one(parts, Condition::Any),
        Condition::AtLeast(n, parts) => without_one(parts, |parts| Condition::AtLeast(*n, parts)),
        _ => Vec::new(),
    })
}

/// One part less of what must come together: whoever has the rest is sent too high.
fn part(rule: &Rule) -> Changed {
    in_rule(rule, &|condition| match condition {
        Condition::All(parts) => without_one(parts, Condition::All),
        _ => Vec::new(),
    })
}

fn without_one(parts: &[Condition], rebuild: impl Fn(Vec<Condition>) -> Condition) -> Vec<(String, Condition)> {
    let without = |out: usize| {
        let mut left = parts.to_vec();
        let gone = left.remove(out);
        (format!("without {}", spell(&gone)), rebuild(left))
    };
    (0..parts.len()).map(without).collect()
}

/// One more or one less of what must come together.
fn count(rule: &Rule) -> Changed {
    in_rule(rule, &|condition| match condition {
        Condition::AtLeast(n, parts) => [n - 1, n + 1]
            .map(|n| (format!("at least {n} of {}", parts.len()), Condition::AtLeast(n, parts.clone())))
            .to_vec(),
        _ => Vec::new(),
    })
}

fn lower(rule: &Rule) -> Changed {
    of_urgency(rule, |urgency| urgency < rule.urgency)
}

fn higher(rule: &Rule) -> Changed {
    of_urgency(rule, |urgency| urgency > rule.urgency)
}

fn of_urgency(rule: &Rule, which: impl Fn(Urgency) -> bool) -> Changed {
    let others = Urgency::ALL.into_iter().filter(|urgency| which(*urgency));
    others.map(|urgency| (format!("is {urgency}"), Rule { urgency, ..rule.clone() })).collect()
}

/// Another urgency of a weak sign alone, none lower at all, and one where the rule has none.
fn alone(rule: &Rule) -> Changed {
    let lower = Urgency::ALL.into_iter().filter(|alone| *alone < rule.urgency);
    match &rule.weak {
        Some(weak) => {
            let others = lower.filter(|alone| *alone != weak.alone).map(|alone| {
                (format!("is {alone} alone"), Rule { weak: Some(Weak { alone, ..weak.clone() }), ..rule.clone() })
            });
            others.chain([("needs no company".to_owned(), Rule { weak: None, ..rule.clone() })]).collect()
        }
        None => {
            let mut own = Vec::new();
            rule.atoms(&mut |atom| own.push(atom.finding.clone()));
            let other = embedded().findings.iter().find(|other| other.kind == Kind::YesNo && !own.contains(&other.id));
            let company = Condition::Atom(Atom { finding: other.unwrap().id.clone(), test: Test::Yes });
            lower
                .map(|alone| {
                    let company = company.clone();
                    let weak = Weak { alone, company, evidence: Vec::new(), because: String::new() };
                    (format!("is called weak and {alone} alone"), Rule { weak: Some(weak), ..rule.clone() })
                })
                .collect()
        }
    }
}

/// Any company, and only all of it.
fn company(rule: &Rule) -> Changed {
    let Some(weak) = &rule.weak else { return Vec::new() };
    let more = |company: Condition| Rule { weak: Some(Weak { company, ..weak.clone() }), ..rule.clone() };
    let any = Condition::Any(vec![weak.company.clone(), rule.when.clone()]);
    vec![("is its own company".to_owned(), more(any))]
}

/// The company as the sign, and the sign as its company.
fn sign_for_company(rule: &Rule) -> Changed {
    let Some(weak) = &rule.weak else { return Vec::new() };
    let swapped = Weak { company: rule.when.clone(), ..weak.clone() };
    vec![(
        "its company is its sign".to_owned(),
        Rule { when: weak.company.clone(), weak: Some(swapped), ..rule.clone() },
    )]
}
