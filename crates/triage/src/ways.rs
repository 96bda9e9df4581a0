//! The ways to fulfil a condition, and the verdict when just that is so.

use crate::{Answer, Answers, Triage, Verdict};
use supple_guidance::{Atom, Condition, Kind, Test};

/// Every minimal way to fulfil a condition, as the atoms that must hold.
pub(crate) fn ways(condition: &Condition) -> Vec<Vec<&Atom>> {
    match condition {
        Condition::Atom(atom) => vec![vec![atom]],
        Condition::Any(parts) => parts.iter().flat_map(ways).collect(),
        Condition::All(parts) => parts.iter().map(ways).fold(vec![Vec::new()], |so_far, part| together(&so_far, &part)),
        Condition::AtLeast(n, parts) => choose(*n, parts),
    }
}

/// Every way to fulfil n of these parts.
fn choose(n: usize, parts: &[Condition]) -> Vec<Vec<&Atom>> {
    match parts.split_first() {
        _ if n == 0 => vec![Vec::new()],
        None => Vec::new(),
        Some((first, rest)) => {
            let mut found = together(&ways(first), &choose(n - 1, rest));
            found.extend(choose(n, rest));
            found
        }
    }
}

fn together<'a>(left: &[Vec<&'a Atom>], right: &[Vec<&'a Atom>]) -> Vec<Vec<&'a Atom>> {
    left.iter().flat_map(|a| right.iter().map(move |b| a.iter().chain(b).copied().collect())).collect()
}

/// The verdict when just these atoms hold and all else is no; none if no answer fulfils them.
pub(crate) fn fulfilled<'g>(triage: &Triage<'g>, atoms: &[&Atom]) -> Option<Verdict<'g>> {
    answered(triage, atoms).map(|answers| triage.verdict(&answers))
}

pub(crate) fn answered(triage: &Triage<'_>, atoms: &[&Atom]) -> Option<Answers> {
    let mut answers = Answers::none_yet(triage);
    for atom in atoms {
        let place = triage.place(&atom.finding)?;
        let before = answers.get(place);
        let answer = match (&atom.test, &triage.guidance().findings.get(place)?.kind, before) {
            (Test::Yes, _, _) => Answer::Yes,
            (Test::AtLeast(limit), _, Some(Answer::Number(known))) => Answer::Number(limit.max(known)),
            (Test::AtLeast(limit), _, _) => Answer::Number(*limit),
            (Test::Below(limit), Kind::Number(number), before) => {
                let under = number.bands.iter().map(|band| band.value).filter(|value| value < limit);
                let under = under.max_by(f64::total_cmp)?;
                match before {
                    Some(Answer::Number(known)) => Answer::Number(known.min(under)),
                    _ => Answer::Number(under),
                }
            }
            (Test::OrWorse(option), Kind::Choice(choice), before) => {
                let option = u8::try_from(choice.options.iter().position(|known| known.id == *option)?).ok()?;
                match before {
                    Some(Answer::Option(known)) => Answer::Option(known.min(option)),
                    _ => Answer::Option(option),
                }
            }
            _ => return None,
        };
        answers.set_at(triage, place, answer).ok()?;
    }
    answers.assume_no(triage);
    Some(answers)
}

#[cfg(test)]
mod tests;
