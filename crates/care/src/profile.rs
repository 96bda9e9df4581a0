//! What someone said about themselves, as everything that uses it takes it: each fact once, with the day on which it was
//! said, and whether it is asked again.
//!
//! The facts stand in the profile of the diary. What a check asked counts with them ([`health`]), so that nobody is asked
//! twice. Nothing is dropped because it is old: a fact is asked again, and counts as it was said until someone says
//! otherwise. Only a no to what comes and goes ends by itself, since it would keep a warning silent.

use crate::health;
use crate::validity::windows;
use jiff::civil::Date;
use jiff::{Span, Timestamp, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};
use supple_diary::{Diary, Health, Profile, ProfileFact, Words};
use supple_guidance::validity::Group;
use supple_guidance::{Caution, Thing, embedded};
use supple_triage::Answer;

/// A fact that was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known<'g> {
    /// Which.
    pub fact: ProfileFact<'g>,
    /// When it was said, or confirmed; none where a clock was wrong.
    pub said: Option<Date>,
    /// Whether it is old enough to ask "Still so?".
    pub is_old: bool,
    /// Whether it still counts. A no that comes and goes does not, once it is old.
    pub holds: bool,
}

/// The questions about a person, in groups, as the data has them.
pub fn groups() -> &'static [Group] {
    &embedded().validity.person.groups
}

/// Whether a question of this id is asked about a person.
pub fn is_asked(id: &str) -> bool {
    embedded().validity.person.asks().any(|asked| asked == id)
}

/// All facts that were said, in the order in which they are shown.
pub fn known(diary: &Diary, today: Date) -> Vec<Known<'static>> {
    let plain = [
        ProfileFact::Contact,
        ProfileFact::Place,
        ProfileFact::Country,
        ProfileFact::BirthYear,
        ProfileFact::AtHand,
        ProfileFact::OwnExposures,
        ProfileFact::Zone,
    ];
    let asks = embedded().validity.person.asks().map(|id| ProfileFact::Health(id));
    plain.into_iter().chain(asks).filter_map(|fact| of(diary, fact, today)).collect()
}

/// One fact, if it was said.
pub fn of<'g>(diary: &Diary, fact: ProfileFact<'g>, today: Date) -> Option<Known<'g>> {
    let (said, holds) = match fact {
        ProfileFact::Health(id) => match health::told(diary, id, today) {
            Some(told) => (told.on, true),
            None => (health::lapsed(diary, id, today)?.on, false),
        },
        fact => (Some(diary.said(fact)?.happened().date()), true),
    };
    let is_of_today = matches!(fact, ProfileFact::Health(id) if embedded().validity.person.is_of_today(id));
    let before = today.saturating_sub(Span::new().days(windows().still_so.days()));
    let is_old = !holds || (changes(fact) && !is_of_today && said.is_none_or(|said| said < before));
    Some(Known { fact, said, is_old, holds })
}

/// The facts to ask "Still so?" about.
pub fn asked_again(diary: &Diary, today: Date) -> Vec<Known<'static>> {
    known(diary, today).into_iter().filter(|known| known.is_old).collect()
}

/// Whether a fact may change unnoticed. A year of birth does not, and the two others are seen each day.
fn changes(fact: ProfileFact<'_>) -> bool {
    !matches!(fact, ProfileFact::BirthYear | ProfileFact::OwnExposures | ProfileFact::Zone)
}

/// What has to be written so that these facts count as said today: the same once more. What was never said stays so.
pub fn still_so(diary: &Diary, facts: &[ProfileFact<'_>], today: Date) -> Profile {
    facts.iter().fold(Profile::default(), |so, fact| so.with(&again(diary, *fact, today)))
}

fn again(diary: &Diary, fact: ProfileFact<'_>, today: Date) -> Profile {
    let ProfileFact::Health(id) = fact else { return diary.profile().only(fact) };
    // A yes of a check counts above a no of the profile, so it is what is confirmed.
    let told = health::told(diary, id, today).or_else(|| health::lapsed(diary, id, today));
    let health = match told.map(|told| told.answer) {
        Some(Answer::Yes) => Health::Is(true),
        Some(Answer::No) => Health::Is(false),
        Some(Answer::Unsure) => Health::Unsure,
        Some(Answer::Number(_) | Answer::Option(_)) | None => return Profile::default(),
    };
    answered(id, health)
}

/// A profile that says this of one question, and nothing else.
pub fn answered(id: &str, health: Health) -> Profile {
    let mut profile = Profile::default();
    if let Ok(id) = Words::new(id) {
        profile.health.insert(id, health);
    }
    profile
}

/// What someone has at home. What this program does not know is left out.
pub fn at_home(diary: &Diary) -> BTreeSet<Thing> {
    let said = diary.profile().at_hand.iter().flatten();
    said.filter_map(|id| thing(id.as_str())).collect()
}

/// The thing of this id.
pub fn thing(id: &str) -> Option<Thing> {
    Thing::ALL.into_iter().find(|thing| thing_id(*thing) == id)
}

/// The id of a thing, as entries and forms have it.
pub fn thing_id(thing: Thing) -> String {
    let id = serde_json::to_value(thing).ok();
    id.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// The cautions of a plan that are facts about the person, as far as they were said anywhere. A yes to what tells of a caution
/// is a yes to it. A no counts only to the very question, and for as long as a no to a caution that lasts.
pub fn cautions(diary: &Diary, now: Timestamp) -> BTreeMap<String, bool> {
    // A day more or less changes no yes, and a no by a day of some weeks.
    let today = now.to_zoned(TimeZone::UTC).date();
    let since = today.saturating_sub(Span::new().days(windows().lasting_caution.days()));
    let is_yes = |id: &str| health::holds(diary, id, today) == Some(Answer::Yes);
    // The check asks another question than the plan: only a no to this very one, in the profile, is a no.
    let is_no = |id: &str| {
        let kept = health::kept(diary, id, today).filter(|kept| kept.answer == Answer::No);
        kept.is_some_and(|kept| kept.on.is_some_and(|on| on >= since))
    };
    let answer = |caution: &Caution| {
        let ids = || caution.known_by.iter().chain(is_asked(&caution.id).then_some(&caution.id));
        let is = if ids().any(|id| is_yes(id)) { Some(true) } else { None };
        is.or_else(|| (caution.lasting && is_asked(&caution.id) && is_no(&caution.id)).then_some(false))
    };
    let cautions = embedded().relief.cautions.iter();
    cautions.filter_map(|caution| Some((caution.id.clone(), answer(caution)?))).collect()
}

/// What a plan goes by: the answers that were given to it, with what stands in the profile. Of two answers the later counts;
/// a yes of the profile counts in any case.
pub(crate) fn with_cautions(
    mut said: BTreeMap<String, bool>,
    at: Option<Timestamp>,
    diary: &Diary,
    now: Timestamp,
) -> BTreeMap<String, bool> {
    for (id, yes) in cautions(diary, now) {
        let later =
            diary.said(ProfileFact::Health(&id)).is_some_and(|item| at.is_none_or(|at| item.happened().at() >= at));
        if yes || later || !said.contains_key(&id) {
            said.insert(id, yes);
        }
    }
    said
}

/// What a plan was told about the person, to be kept where everything else about them stands: the answers to cautions that
/// are facts, where they say something new.
pub fn told_to_a_plan(diary: &Diary, said: &BTreeMap<String, bool>, now: Timestamp) -> Profile {
    let stands = cautions(diary, now);
    // Of a pregnancy a plan is told for its minute: a no is not taken as one for weeks.
    let lasts = |id: &str| embedded().relief.cautions.iter().any(|caution| caution.id == id && caution.lasting);
    let new = said.iter().filter(|(id, yes)| is_asked(id) && (**yes || lasts(id)) && stands.get(*id) != Some(*yes));
    new.fold(Profile::default(), |told, (id, yes)| told.with(&answered(id, Health::Is(*yes))))
}
