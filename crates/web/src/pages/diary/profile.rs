//! About the person: a few facts, each with the reason why it is asked. None of them has to be given.

use crate::forms::form::Form;
use crate::http::fields::{FieldError, Fields, Reader, words};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::diary::entry_forms::OWN_DAILY;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use supple_diary::{BirthYear, Correction, Draft, Kind, Moment, Profile, Words};
use supple_journal::JournalError;

/// The most exposures of one's own.
const MOST_OWN: usize = 12;

pub(crate) async fn page(visit: Visit) -> Response {
    let mut fields = Fields::default();
    let profile = visit.diary.profile();
    fields.put("birth-year", profile.birth_year.map_or(String::new(), |year| year.to_string()));
    fields.put("place", profile.place.as_ref().map_or(String::new(), ToString::to_string));
    fields.put("zone", profile.zone.as_ref().map_or(String::new(), ToString::to_string));
    let own: Vec<String> = profile.own_exposures.iter().flatten().map(ToString::to_string).collect();
    fields.put("own", own.join("\n"));
    asking(&visit, &fields, &[])
}

fn asking(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: true };
    let machine = visit.journal.host().zone();
    let main = html! {
        div class="stack measure" {
            h1 { "About you" }
            (form.summary())
            p { "All of this is yours alone, and you can leave any of it out." }
        }
        form class="stack says measure" method="post" action="/profile" novalidate {
            div class="card" {
                (form.line("birth-year", "Year of birth", "numeric"))
                p class="src" { "Why: nothing can have happened before it, and a doctor asks for it first." }
            }
            div class="card" id="own" {
                div class="stack line" {
                    label for="own-field" { "What may set off your spasms, one on each line" }
                    @for trouble in troubles.iter().filter(|trouble| trouble.field == "own") {
                        p class="note" { (trouble.line) }
                    }
                    textarea id="own-field" name="own" dir="auto" rows="3" { (maud::PreEscaped("\n")) (fields.get("own")) }
                }
                p class="src" {
                    "Why: the first " (OWN_DAILY) " are asked in the check-in, which so stays at six taps. "
                    "The others stand among what you can write down at any time."
                }
            }
            div class="card" {
                (form.line("place", "Where help has to come to", "text"))
                p class="src" { "Why: street, floor and door are hard to say when it hurts. It is only ever shown to you." }
            }
            div class="card" {
                (form.line("zone", "Time zone", "text"))
                p class="src" {
                    "Why: each time is kept on your own clock. Left empty, this device decides: " (machine) "."
                }
            }
            (form.save())
        }
        div class="card measure" {
            h2 { "Country" }
            p {
                @match visit.help.country() {
                    Some(country) => { "The number to call is that of " (country) ": " b { (visit.help.number()) } "." }
                    None => { "Not known. We show " b { (visit.help.number()) } "." }
                }
            }
            a class="btn quiet" href="/country?to=/profile" { "Change the number" }
            p class="src" { "Why: the number for help is another one in each country." }
        }
    };
    visit.page("About you", "/profile", &main)
}

pub(crate) async fn store(post: FormRequest) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    let wanted = read(&mut reader, visit);
    let troubles = match reader.done(Some(wanted)) {
        Ok(wanted) => match visit.journal.write_all(drafts(visit, &wanted)).await {
            Ok(_) => return see_other("/profile"),
            Err(JournalError::Entry(error)) => vec![crate::forms::written::refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, &post.fields, &troubles)).into_response()
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
        let line = format!(
            "{} is no time zone that we know. Give one such as Europe/Berlin.",
            crate::http::problem::quoted(zone.as_str())
        );
        reader.wrong("zone", line);
    }
    let mut own: Vec<Words> = Vec::new();
    let fields = reader.fields;
    for line in fields.get("own").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match words(line) {
            Ok(line) if own.contains(&line) => {}
            Ok(line) => own.push(line),
            Err(trouble) => reader.wrong("own", trouble),
        }
    }
    if own.len() > MOST_OWN {
        reader.wrong("own", format!("Up to {MOST_OWN} lines are enough. There are {}.", own.len()));
    }
    let place = reader.words("place");
    Profile { birth_year, zone, own_exposures: (!own.is_empty()).then_some(own), place, ..Profile::default() }
}

/// What has to be written so that the profile says what is wanted: what is new in an entry of its own, and what was
/// taken out as corrections of all entries that say it.
fn drafts(visit: &Visit, wanted: &Profile) -> Vec<Draft> {
    let stands = visit.diary.profile();
    let own = (wanted.own_exposures != stands.own_exposures).then(|| wanted.own_exposures.clone()).flatten();
    let new = Profile {
        birth_year: wanted.birth_year.filter(|_| wanted.birth_year != stands.birth_year),
        zone: wanted.zone.clone().filter(|_| wanted.zone != stands.zone),
        own_exposures: own,
        place: wanted.place.clone().filter(|_| wanted.place != stands.place),
        ..Profile::default()
    };
    let mut drafts = Vec::new();
    for (item, profile) in visit.diary.all::<Profile>() {
        let mut less = profile.clone();
        less.birth_year = less.birth_year.filter(|_| wanted.birth_year.is_some());
        less.zone = less.zone.filter(|_| wanted.zone.is_some());
        less.place = less.place.filter(|_| wanted.place.is_some());
        less.own_exposures = less.own_exposures.filter(|_| wanted.own_exposures.is_some());
        if less != *profile {
            let entry = Box::new(Draft { kind: Kind::Profile(less), ..item.draft().clone() });
            drafts.push(Draft::new(visit.now.clone(), Correction { of: item.id(), entry }));
        }
    }
    if new != Profile::default() {
        drafts.push(Draft::new(visit.now.clone(), new));
    }
    drafts
}
