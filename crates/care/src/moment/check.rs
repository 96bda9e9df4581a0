//! A check as an entry of the diary, when it is there already, and what it need not ask again.

use crate::health::{self, KnownFacts};
use crate::validity::{length, windows};
use jiff::Timestamp;
use jiff::civil::Date;
use supple_diary::{Check, Diary, Item, Object, Words};
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
    let lasting = |place: &usize| triage.guidance().findings[*place].lasting && answered.get(*place).is_none();
    let open: Vec<usize> = asked.into_iter().filter(lasting).collect();
    // Most screens ask about this moment alone: then no check of the diary has to be read again.
    if open.is_empty() { KnownFacts::nothing() } else { health::known_facts(diary, today, &open) }
}
