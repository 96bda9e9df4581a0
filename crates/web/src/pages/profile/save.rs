//! What a form changes of the facts about the person.

use crate::forms::contact as reach;
use crate::forms::written::refused;
use crate::http::fields::{FieldError, Fields, Reader, words};
use crate::http::problem::{Problem, quoted};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::names;
use crate::pages::profile::page::{ADDRESS, CHOSEN, FACT, known, on_request, show, things};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use supple_care::profile::{self, thing_id};
use supple_diary::{BirthYear, Draft, Moment, Profile, ProfileFact, Words};
use supple_journal::JournalError;

/// The most exposures of one's own.
const MOST_OWN: usize = 12;

/// The facts of the form that holds several.
const BASICS: [ProfileFact<'_>; 4] =
    [ProfileFact::BirthYear, ProfileFact::Zone, ProfileFact::OwnExposures, ProfileFact::Place];

/// The page again, with what was filled in and what is wrong with it.
fn again(post: &FormRequest, mut troubles: Vec<FieldError>, own: &[&str]) -> Response {
    // The other forms of the page show what stands.
    let mut fields = Fields::default();
    let stands = known(&post.visit);
    stands.iter().filter(|(name, _)| !own.contains(name)).for_each(|(name, value)| fields.put(name, value));
    post.fields.iter().filter(|(name, _)| own.contains(name)).for_each(|(name, value)| fields.put(name, value));
    troubles.retain(|trouble| !trouble.line.is_empty());
    (StatusCode::UNPROCESSABLE_ENTITY, show(&post.visit, &fields, &troubles)).into_response()
}

/// Writes what is new in entries that as many devices as possible read, and takes out what is no longer said.
async fn store(post: &FormRequest, wanted: Profile, gone: &[ProfileFact<'_>], own: &[&str]) -> Response {
    let visit = &post.visit;
    let out = visit.diary.taking_out(gone).into_iter().map(|correction| Draft::new(visit.now.clone(), correction));
    let new = wanted.by_schema().into_iter().filter(|profile| *profile != Profile::default());
    let new = new.map(|profile| Draft::new(visit.now.clone(), profile));
    match visit.journal.write_all(out.chain(new).collect()).await {
        Ok(_) => see_other(ADDRESS),
        Err(JournalError::Entry(error)) => again(post, vec![refused(&error)], own),
        Err(error) => post.failed(&error),
    }
}

/// The facts of the form that holds several: what is left empty is taken out.
pub(crate) async fn basics(post: FormRequest) -> Response {
    const OWN: [&str; 5] = ["birth-year", "zone", "own", CHOSEN, "place"];
    let mut reader = Reader::new(&post.fields);
    let wanted = read(&mut reader, &post.visit);
    match reader.done(Some(wanted)) {
        Err(troubles) => again(&post, troubles, &OWN),
        Ok(wanted) => {
            let stands = post.visit.diary.profile();
            let new = BASICS.iter().filter(|fact| wanted.only(**fact) != stands.only(**fact));
            let new = new.fold(Profile::default(), |new, fact| new.with(&wanted.only(*fact)));
            let gone: Vec<_> = BASICS.into_iter().filter(|fact| !wanted.says(*fact)).collect();
            store(&post, new, &gone, &OWN).await
        }
    }
}

fn read(reader: &mut Reader<'_>, visit: &Visit) -> Profile {
    let birth_year: Option<BirthYear> = reader.whole("birth-year", "A year of birth is a whole number from 1900");
    if birth_year.is_some_and(|year| i64::from(year.get()) > i64::from(visit.today().year())) {
        reader.wrong("birth-year", "This year has not been yet. Give the year in which you were born.");
    }
    let zone = reader.words("zone");
    if let Some(zone) = &zone
        && Moment::in_zone(visit.now.at(), zone.as_str()).is_err()
    {
        let line = format!("{} is no time zone that we know. Give one such as Europe/Berlin.", quoted(zone.as_str()));
        reader.wrong("zone", line);
    }
    let mut own: Vec<Words> = Vec::new();
    let fields = reader.fields;
    for line in fields.get("own").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match words(line) {
            Ok(line) if own.contains(&line) || on_request(line.as_str()).is_some() => {}
            Ok(line) => own.push(line),
            Err(trouble) => reader.wrong("own", trouble),
        }
    }
    let lines = || fields.get("own").lines().map(str::trim);
    for (id, _, _) in names::on_request() {
        // Whoever writes its name in a line has chosen it as well.
        if fields.has(CHOSEN, id) || lines().any(|line| on_request(line) == Some(id)) {
            own.extend(Words::new(id));
        }
    }
    if own.len() > MOST_OWN {
        reader.wrong("own", format!("Up to {MOST_OWN} lines are enough. There are {}.", own.len()));
    }
    let place = reader.words("place");
    Profile { birth_year, zone, own_exposures: (!own.is_empty()).then_some(own), place, ..Profile::default() }
}

/// Whom to call or text.
pub(crate) async fn contact(post: FormRequest) -> Response {
    const OWN: [&str; 3] = ["name", "number", "says"];
    if post.fields.get("remove") == "yes" {
        return store(&post, Profile::default(), &[ProfileFact::Contact], &OWN).await;
    }
    let mut reader = Reader::new(&post.fields);
    let wanted = reach::read(&mut reader);
    match reader.done(Some(wanted)) {
        Ok(contact) if contact.as_ref() == post.visit.diary.profile().contact.as_deref() => see_other(ADDRESS),
        Ok(contact) => store(&post, Profile { contact: contact.map(Box::new), ..Profile::default() }, &[], &OWN).await,
        Err(troubles) => again(&post, troubles, &OWN),
    }
}

/// What is at hand at home.
pub(crate) async fn at_home(post: FormRequest) -> Response {
    let chosen = |id: &str| post.fields.has("at-hand", id);
    let ids: Vec<String> = things().map(|(thing, _)| thing_id(thing)).collect();
    if let Some(other) = post.fields.all("at-hand").find(|id| !id.is_empty() && !ids.iter().any(|known| known == id)) {
        return Problem::bad_form(format!("{} is nothing that we ask about.", quoted(other))).page(post.visit.help);
    }
    let stands = post.visit.diary.profile().at_hand.as_deref().unwrap_or_default();
    // What only a newer program knows stays as it is.
    let newer = stands.iter().filter(|id| profile::thing(id.as_str()).is_none()).cloned();
    let known = ids.iter().filter(|id| chosen(id)).filter_map(|id| Words::new(id.as_str()).ok());
    let wanted: Vec<Words> = known.chain(newer).collect();
    if Some(wanted.as_slice()) == post.visit.diary.profile().at_hand.as_deref() {
        return see_other(ADDRESS);
    }
    store(&post, Profile { at_hand: Some(wanted), ..Profile::default() }, &[], &[]).await
}

/// What was said long ago is still so.
pub(crate) async fn still_so(post: FormRequest) -> Response {
    let today = post.visit.today();
    let mut facts = Vec::new();
    for id in post.fields.all(FACT) {
        match ProfileFact::from_id(id).filter(|fact| profile::of(&post.visit.diary, *fact, today).is_some()) {
            Some(fact) => facts.push(fact),
            None => {
                return Problem::bad_form(format!("{} is nothing that you said.", quoted(id))).page(post.visit.help);
            }
        }
    }
    store(&post, profile::still_so(&post.visit.diary, &facts, today), &[], &[]).await
}
