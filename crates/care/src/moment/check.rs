//! A check as an entry of the diary, when it is there already, and what it need not ask again.

use crate::health::{self, KnownFacts};
use crate::validity::{length, windows};
use jiff::Timestamp;
use jiff::civil::Date;
use supple_diary::{Check, Diary, Item, Object, Words};
use supple_guidance::Screen;
use supple_triage::{Answers, Step, Verdict, embedded};

/// The entry of a check: what was answered, and how it came out.
///
/// `None` where the diary does not take it; triage writes no such answers.
pub fn entry(answers: &Answers, verdict: &Verdict<'_>) -> Option<Check> {
    let words = |text: &str| Words::new(text).ok();
    let (Ok(answers), Some(urgency)) = (Object::new(&answers.to_json(embedded())), words(verdict.urgency.id())) else {
        debug_assert!(false, "triage writes answers that the diary takes");
        return None;
    };
    let rules = verdict.fired.iter().filter_map(|fired| words(&fired.rule.id)).collect();
    Some(Check { answers, urgency, rules })
}

/// The newest check in the diary, if it is this one.
pub fn same<'d>(diary: &'d Diary, check: &Check) -> Option<&'d Item> {
    diary.last::<Check>().filter(|(_, last)| *last == check).map(|(item, _)| item)
}

/// The newest check in the diary, if it is this one, sent twice: then nothing is written.
pub fn twin<'d>(diary: &'d Diary, check: &Check, now: Timestamp) -> Option<&'d Item> {
    same(diary, check).filter(|item| now.duration_since(item.happened().at()) < length(&windows().same_check))
}

/// What is known of the person that the next screen after these answers would ask: it is offered as one "Still so?", and
/// counts only when that is answered. What was `answered` on that screen already is not offered again.
pub fn known_facts(diary: &Diary, today: Date, before: &Answers, answered: &Answers) -> KnownFacts {
    let triage = embedded();
    let asked = match triage.next(before) {
        Step::Ask { findings, .. } => findings,
        Step::Done(_) => Vec::new(),
    };
    let lasting = |place: &usize| is_lasting(*place) && answered.get(*place).is_none();
    let open: Vec<usize> = asked.into_iter().filter(lasting).collect();
    // Most screens ask about this moment alone: then no check of the diary has to be read again.
    if open.is_empty() { KnownFacts::nothing() } else { health::known_facts(diary, today, &open) }
}

/// The questions about the person, brought forward. What lasts of someone who came before is one "Still so?"; it stands
/// beside the second screen then, with what must be asked anew. The first screen has the gravest signs alone, and the third
/// is long.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The screen that they are of.
    pub screen: &'static Screen,
    findings: Vec<usize>,
}

impl Ahead {
    /// What stands beside the screen that is next after these answers: what is still to be asked about the person if all of
    /// this moment is denied. `None` beside any screen but the second.
    pub fn of(before: &Answers) -> Option<Ahead> {
        let triage = embedded();
        let second = triage.guidance().screens.get(1)?;
        let mut denied = before.clone();
        while let Step::Ask { screen, findings } = triage.next(&denied) {
            if denied == *before && screen.id != second.id {
                return None;
            }
            if screen.id != second.id && findings.iter().any(|place| is_lasting(*place)) {
                return Some(Ahead { screen, findings });
            }
            denied.none_of(triage, &findings);
        }
        None
    }

    /// Whether these facts have all that lasts among them. Only then do they stand there: nothing but the rows that pass is
    /// left to go through.
    pub fn is_known(&self, facts: &Answers) -> bool {
        self.lasting().all(|place| facts.get(place).is_some())
    }

    /// What must be asked anew, since it passes.
    pub fn anew(&self) -> Vec<usize> {
        self.findings.iter().copied().filter(|place| !is_lasting(*place)).collect()
    }

    /// Whether this is one of them.
    pub fn asks(&self, place: usize) -> bool {
        self.findings.contains(&place)
    }

    fn lasting(&self) -> impl Iterator<Item = usize> {
        self.findings.iter().copied().filter(|place| is_lasting(*place))
    }
}

/// What is known of the person, to be offered as "Still so?" beside the screen that is next. `None` where a part of it is
/// not known, or was `answered` on its own screen already: it is asked there.
pub fn known_ahead(diary: &Diary, today: Date, before: &Answers, answered: &Answers) -> Option<(Ahead, KnownFacts)> {
    let ahead = Ahead::of(before)?;
    let open: Vec<usize> = ahead.lasting().filter(|place| answered.get(*place).is_none()).collect();
    let facts = health::known_facts(diary, today, &open);
    ahead.is_known(&facts.answers).then_some((ahead, facts))
}

fn is_lasting(place: usize) -> bool {
    embedded().guidance().findings[place].lasting
}
