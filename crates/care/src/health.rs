//! The health profile: what the diary knows of the person, as the guard over medicines and the check take it.
//!
//! A yes holds until it is changed. A no to what comes and goes holds for a window and is asked again after that: an old
//! no to "pregnant" must not keep the guard silent. A pregnancy is kept as the day on which the child is due, so that its
//! week follows by itself; some weeks after that day it is over and asked anew. What a check asked is not asked again, and
//! where check and profile differ, the yes counts. Which answers pass, and how long they hold, stands in
//! `guidance/validity.toml`.

use crate::About;
use jiff::Span;
use jiff::civil::Date;
use supple_diary::{Check, Diary, Health, Profile, ProfileFact};
use supple_guidance::validity::{Person, Pregnancy, Validity};
use supple_guidance::{Kind, embedded};
use supple_triage::{Answer, Answers};

fn validity() -> &'static Validity {
    &embedded().validity
}

fn person() -> &'static Person {
    &validity().person
}

/// How a pregnancy is counted, and the ids of what is asked about it.
pub fn pregnancy() -> &'static Pregnancy {
    &validity().pregnancy
}

/// The id of the finding that is the age.
pub fn age_id() -> &'static str {
    &person().age
}

fn days_before(date: Date, days: i32) -> Date {
    date.saturating_sub(Span::new().days(days))
}

/// An answer, and the day on which it was said; none where no entry tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The answer.
    pub answer: Answer,
    /// The day on which it was said.
    pub on: Option<Date>,
}

/// What the diary knows of the person, as the guard over medicines takes it.
pub fn about(diary: &Diary, today: Date) -> About {
    let guidance = embedded();
    let mut about = About::nothing_yet();
    // Without a country of their own choice the strictest label counts.
    about.set_country(diary.profile().country.as_ref().map(supple_diary::Country::code));
    let mut set = |id: &str, answer| {
        let taken = about.set(guidance, id, answer);
        debug_assert!(taken.is_ok(), "{taken:?}");
    };
    for id in questions().chain(asked_for_exercise()) {
        if let Some(answer) = holds(diary, id, today) {
            set(id, answer);
        }
    }
    if let Some(week) = week(diary, today) {
        set(&pregnancy().week, week);
    }
    if let Some(age) = age(diary, today) {
        set(age_id(), Answer::Number(age));
    }
    about
}

/// What is asked with yes and no: findings of the check and questions of the medicines, each once, as the data has them.
pub fn questions() -> impl Iterator<Item = &'static str> {
    let guidance = embedded();
    let reasons = guidance.medicines.reasons();
    let signs: Vec<&str> = reasons.flat_map(|reason| &reason.any).map(|sign| sign.finding.as_str()).collect();
    let of_check = guidance.findings.iter().map(|finding| finding.id.as_str());
    let own = guidance.medicines.questions.iter().filter(|question| question.number.is_none());
    let all = own.map(|question| question.id.as_str()).chain(of_check);
    all.filter(move |id| *id != age_id() && signs.contains(id))
}

/// What exercises and habits ask with yes and no: findings of the check, questions of the medicines and their own.
pub fn asked_for_exercise() -> impl Iterator<Item = &'static str> {
    let guidance = embedded();
    let of_conditions = guidance.exercises.conditions.iter().flat_map(|condition| &condition.any);
    let of_habits = guidance.habits.iter().flat_map(|habit| {
        let offered = habit.offer.iter().flat_map(|offer| &offer.any);
        offered.chain(&habit.not_for)
    });
    let signs = of_conditions.chain(of_habits).filter(|sign| sign.at_least.is_none() && sign.below.is_none());
    signs.map(|sign| sign.finding.as_str())
}

/// How many of the questions have no answer that holds. What is asked of one day stands beside the medicine.
pub fn open(diary: &Diary, today: Date) -> usize {
    let open = questions().filter(|id| !person().is_of_today(id) && holds(diary, id, today).is_none()).count();
    open + usize::from(age(diary, today).is_none())
}

/// The answer that holds today, if there is one.
pub fn holds(diary: &Diary, id: &str, today: Date) -> Option<Answer> {
    told(diary, id, today).map(|told| told.answer)
}

/// The same, with the day on which it was said.
pub fn told(diary: &Diary, id: &str, today: Date) -> Option<Told> {
    let (kept, checked) = (kept(diary, id, today), checked(diary, id, today));
    match (kept, checked) {
        // A yes counts above a no. Said twice, it was said when it was said last.
        (Some(kept), Some(checked)) if checked.answer == Answer::Yes => {
            Some(if kept.answer == Answer::Yes && kept.on > checked.on { kept } else { checked })
        }
        (kept, checked) => kept.or(checked),
    }
}

/// A no that was said once and is too old to hold: it is offered to be confirmed, and counts for nothing until then.
pub fn lapsed(diary: &Diary, id: &str, today: Date) -> Option<Told> {
    let is_no = diary.profile().health.get(id) == Some(&Health::Is(false));
    if !is_no || person().is_of_today(id) || holds(diary, id, today).is_some() {
        return None;
    }
    Some(Told { answer: Answer::No, on: said_on(diary, id).filter(|said| *said <= today) })
}

/// The day on which the answer of the profile was said, or confirmed.
fn said_on(diary: &Diary, id: &str) -> Option<Date> {
    diary.said(ProfileFact::Health(id)).map(|item| item.happened().date())
}

/// What the profile says, if it still holds.
pub(crate) fn kept(diary: &Diary, id: &str, today: Date) -> Option<Told> {
    let health = diary.profile().health.get(id)?;
    let said = said_on(diary, id);
    let answer = match health {
        Health::Is(true) if id == pregnancy().question && !may_last(diary, said, today) => None,
        Health::Is(_) | Health::Unsure if person().is_of_today(id) && said != Some(today) => None,
        Health::Is(true) => Some(Answer::Yes),
        Health::Is(false) if person().passes(id) && said.is_none_or(|said| is_old(said, today)) => None,
        Health::Is(false) if of_a_caution(id) && said.is_none_or(|said| is_past(said, today)) => None,
        Health::Is(false) => Some(Answer::No),
        Health::Unsure => Some(Answer::Unsure),
        Health::On(_) => None,
    };
    Some(Told { answer: answer?, on: said })
}

/// Whether a pregnancy can still be under way: by the day on which the child is due, or by when it was said.
fn may_last(diary: &Diary, said: Option<Date>, today: Date) -> bool {
    let Pregnancy { term_days, overdue_days, .. } = pregnancy();
    match due(diary) {
        Some(due) if said.is_none_or(|said| due >= said) => due >= days_before(today, *overdue_days),
        _ => said.is_none_or(|said| said >= days_before(today, term_days + overdue_days)),
    }
}

/// Whether a no to what passes is too old. A clock that was ahead said it of no day that can be told.
fn is_old(said: Date, today: Date) -> bool {
    said < days_before(today, validity().window.no_that_passes.days()) || said > today
}

/// Whether only the plan asks this: a caution that lasts.
fn of_a_caution(id: &str) -> bool {
    let guidance = embedded();
    let mut cautions = guidance.relief.cautions.iter();
    cautions.any(|caution| caution.lasting && caution.id == id) && guidance.finding(id).is_none()
}

/// Whether a no to such a caution is too old.
fn is_past(said: Date, today: Date) -> bool {
    said < days_before(today, validity().window.lasting_caution.days()) || said > today
}

/// What the last check says. What its rules do not ask about is not there.
fn checked(diary: &Diary, id: &str, today: Date) -> Option<Told> {
    let triage = supple_triage::embedded();
    let place = triage.place(id)?;
    let (item, check) = diary.last::<Check>()?;
    let answers = Answers::from_kept(triage, check.answers.json());
    let said = item.happened().date();
    let Pregnancy { question, term_days, overdue_days, .. } = pregnancy();
    match answers.get(place)? {
        Answer::Yes if id == question && said < days_before(today, term_days + overdue_days) => None,
        Answer::No if is_old(said, today) => None,
        answer => Some(Told { answer, on: Some(said) }),
    }
}

/// The day on which the child is due.
pub fn due(diary: &Diary) -> Option<Date> {
    match diary.profile().health.get(&pregnancy().week) {
        Some(Health::On(due)) => Some(*due),
        _ => None,
    }
}

/// The latest day on which a child can be due: a whole term from today.
pub fn latest_due(today: Date) -> Date {
    days_before(today, -pregnancy().term_days)
}

/// Whether a child can be due on this day: a term from today at most, and not longer overdue than anyone is.
pub fn can_be_due(due: Date, today: Date) -> bool {
    (days_before(today, pregnancy().overdue_days)..=latest_due(today)).contains(&due)
}

/// The day on which a child is due, from the week of the pregnancy today.
pub fn due_in_week(week: f64, today: Date) -> Date {
    #[allow(clippy::cast_possible_truncation, reason = "a week is at most 45")]
    let days = pregnancy().term_days - (week * 7.0).round() as i32;
    days_before(today, -days)
}

/// The week of the pregnancy, if someone may be pregnant: it follows from the day on which the child is due.
pub fn week(diary: &Diary, today: Date) -> Option<Answer> {
    let Pregnancy { question, week, term_days, overdue_days, .. } = pregnancy();
    if !matches!(holds(diary, question, today), Some(Answer::Yes | Answer::Unsure)) {
        return None;
    }
    let weeks = due(diary).filter(|due| *due >= days_before(today, *overdue_days)).map(|due| {
        let days = term_days - today.until(due).map_or(0, |span| span.get_days());
        (f64::from(days) / 7.0).max(0.0)
    });
    let unsure = diary.profile().health.get(week) == Some(&Health::Unsure);
    weeks.map(Answer::Number).or(unsure.then_some(Answer::Unsure))
}

/// The age: of the two that a year of birth leaves open, the one that asks for more care. Else what a check was told.
fn age(diary: &Diary, today: Date) -> Option<f64> {
    let Some(born) = diary.profile().birth_year else {
        let triage = supple_triage::embedded();
        let answers = Answers::from_kept(triage, diary.last::<Check>()?.1.answers.json());
        return match answers.get(triage.place(age_id())?) {
            Some(Answer::Number(age)) => Some(age),
            _ => None,
        };
    };
    let most = f64::from(i32::from(today.year()) - i32::try_from(born.get()).unwrap_or_default()).max(0.0);
    let least = (most - 1.0).max(0.0);
    let age = if least < grown_up() { least } else { most };
    let believed = embedded().finding(age_id()).map(|finding| &finding.kind);
    Some(match believed {
        Some(Kind::Number(number)) => age.clamp(number.min, number.max),
        _ => age,
    })
}

/// The age where both ages that a year of birth leaves open fall into one band of the check; else what a check was told
/// lately.
fn age_in_one_band(diary: &Diary, today: Date) -> Option<Told> {
    let finding = embedded().finding(age_id())?;
    let Kind::Number(number) = &finding.kind else { return None };
    let Some(born) = diary.profile().birth_year else {
        let triage = supple_triage::embedded();
        let place = triage.place(age_id())?;
        let since = days_before(today, validity().window.told_age.days());
        return of_checks(diary).filter(|(said, _)| *said >= since).find_map(|(said, answers)| {
            let answer = answers.get(place).filter(|answer| matches!(answer, Answer::Number(_)))?;
            Some(Told { answer, on: Some(said) })
        });
    };
    let most = f64::from(i32::from(today.year()) - i32::try_from(born.get()).unwrap_or_default());
    let age = most.clamp(number.min, number.max);
    let crossed = number.bands.iter().any(|band| band.from == age && age > number.min);
    let mut said = diary.all::<Profile>().filter(|(_, profile)| profile.birth_year == Some(born));
    let on = said.next_back().map(|(item, _)| item.happened().date());
    (!crossed).then_some(Told { answer: Answer::Number(age), on })
}

/// The answers of all checks, each with its day, the newest first.
fn of_checks(diary: &Diary) -> impl Iterator<Item = (Date, Answers)> {
    let triage = supple_triage::embedded();
    let checks = diary.all::<Check>().rev();
    checks.map(|(item, check)| (item.happened().date(), Answers::from_kept(triage, check.answers.json())))
}

/// The age below which medicines have something to say.
fn grown_up() -> f64 {
    let signs = embedded().medicines.reasons().flat_map(|reason| &reason.any).filter(|sign| sign.finding == age_id());
    signs.filter_map(|sign| sign.below).fold(0.0, f64::max)
}

/// What is known of a person, for the check to confirm in place of asking anew.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownFacts {
    /// What is so.
    pub answers: Answers,
    /// The days on which the first and the last of it were said; none where nothing is known.
    pub said: Option<(Date, Date)>,
}

impl KnownFacts {
    /// That nothing is known.
    pub fn nothing() -> KnownFacts {
        KnownFacts { answers: Answers::none_yet(supple_triage::embedded()), said: None }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.answers.given().next().is_none()
    }
}

/// What is known of the lasting findings among these places, for the check to confirm in place of asking anew. What the
/// person was not sure of is asked again.
pub fn known_facts(diary: &Diary, today: Date, findings: &[usize]) -> KnownFacts {
    let triage = supple_triage::embedded();
    let checks: Vec<(Date, Answers)> = of_checks(diary).collect();
    let mut known = KnownFacts::nothing();
    for place in findings {
        let finding = &triage.guidance().findings[*place];
        if !finding.lasting {
            continue;
        }
        let earlier = || {
            let told = |(on, answers): &(Date, Answers)| Some(Told { answer: answers.get(*place)?, on: Some(*on) });
            checks.iter().find_map(told)
        };
        let told = if finding.id == age_id() {
            // An age grows: the year of birth tells it, an earlier check only for a while.
            age_in_one_band(diary, today)
        } else {
            told(diary, &finding.id, today).or_else(earlier)
        };
        // What no longer fits its question is asked anew.
        if let Some(Told { answer, on }) = told.filter(|told| told.answer != Answer::Unsure)
            && known.answers.set_at(triage, *place, answer).is_ok()
            && let Some(on) = on
        {
            known.said = Some(known.said.map_or((on, on), |(first, last)| (first.min(on), last.max(on))));
        }
    }
    known
}
