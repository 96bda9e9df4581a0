//! About you: each fact is a row that opens, with what was said and when. None of them has to be given.

use crate::forms::contact;
use crate::forms::form::Form;
use crate::http::fields::{FieldError, Fields};
use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::names;
use crate::pages::diary::entry_forms::OWN_DAILY;
use crate::pages::medicine::health_profile;
use crate::ui::layout::{Frame, Room};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use supple_care::health::holds;
use supple_care::profile::{groups, thing_id};
use supple_diary::ProfileFact;
use supple_guidance::Thing;
use supple_guidance::validity::Group;
use supple_insight::names::exposure;
use supple_triage::Answer;
use supple_wording::plan::THINGS;
use supple_wording::profile as wording;
use supple_wording::{count, lower};

/// The address.
pub(crate) const ADDRESS: &str = "/profile";

/// The field that names a fact to confirm.
pub(crate) const FACT: &str = "fact";

/// What is at home; a phone is wherever its person is.
pub(crate) fn things() -> impl Iterator<Item = (Thing, &'static str)> {
    THINGS.into_iter().filter(|(thing, _)| *thing != Thing::Phone)
}

pub(crate) async fn page(visit: Visit) -> Response {
    show(&visit, &known(&visit), &[])
}

/// What is known, as fields of the forms.
pub(crate) fn known(visit: &Visit) -> Fields {
    let mut fields = health_profile::known(visit);
    let profile = visit.diary.profile();
    fields.put("birth-year", profile.birth_year.map_or(String::new(), |year| year.to_string()));
    fields.put("place", profile.place.as_ref().map_or(String::new(), ToString::to_string));
    fields.put("zone", profile.zone.as_ref().map_or(String::new(), ToString::to_string));
    let own = profile.own_exposures.iter().flatten();
    let (chosen, own): (Vec<_>, Vec<_>) = own.partition(|own| on_request(own.as_str()).is_some());
    chosen.iter().filter_map(|own| on_request(own.as_str())).for_each(|id| fields.put(CHOSEN, id));
    fields.put("own", own.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    if let Some(contact) = &profile.contact {
        contact::fill(&mut fields, contact);
    }
    profile.at_hand.iter().flatten().for_each(|thing| fields.put("at-hand", thing));
    fields
}

pub(crate) fn show(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: true };
    let main = html! {
        div class="stack measure" {
            h1 { "About you" }
            (form.summary())
            p { "You say it once, and it counts wherever it matters. It is yours alone. You can leave any of it out." }
            (still_so(visit))
        }
        section class="folds measure" aria-label="For help" {
            (row(form, ProfileFact::Contact, &["name", "number", "says"], &person(form)))
            (row(form, ProfileFact::Country, &[], &country(visit)))
            (row(form, ProfileFact::AtHand, &[], &at_home(form)))
        }
        form class="folds says measure" method="post" action=(ADDRESS) novalidate {
            (row(form, ProfileFact::Place, &["place"], &html! {
                (form.line("place", "Street, floor and door", "text"))
                p class="src" { "Why: it is hard to say when it hurts. Your texts say it. It is only ever shown to you." }
                (form.save())
            }))
            (row(form, ProfileFact::BirthYear, &["birth-year"], &html! {
                (form.line("birth-year", "Year of birth", "numeric"))
                p class="src" { "Why: nothing can have happened before it, and a doctor asks for it first." }
                (form.save())
            }))
            (row(form, ProfileFact::OwnExposures, &["own"], &own(form)))
            (row(form, ProfileFact::Zone, &["zone"], &html! {
                (form.line("zone", "Time zone", "text"))
                p class="src" {
                    "Why: each time is kept on your own clock. Left empty, this device decides: "
                    (visit.journal.host().zone()) "."
                }
                (form.save())
            }))
        }
        div class="stack measure" {
            h2 id="health" { "Your health" }
            p { "The check, the medicines and the plan go by it. What you leave out stays open. It never counts as a no." }
        }
        section class="folds measure" { @for (at, group) in groups().iter().enumerate() { (health(form, at, group)) } }
    };
    let frame = Frame { title: "About you", room: Room::Person, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}

/// What was said long ago, as one question: one tap says that all of it is still so.
fn still_so(visit: &Visit) -> Markup {
    let old: Vec<wording::Line> = wording::lines(&visit.diary, visit).into_iter().filter(|line| line.is_old).collect();
    html! {
        @if !old.is_empty() {
            section class="card" id="still-so" {
                h2 { (wording::STILL_SO) }
                form class="stack" method="post" action="/profile/still-so" {
                    div class="stack facts-known" {
                        @for line in &old {
                            p {
                                input type="hidden" name=(FACT) value=(line.fact.id());
                                b { (line.label) } ": " (line.value)
                                @if let Some(said) = &line.said { small { " (" (said) ")" } }
                            }
                        }
                    }
                    button class="btn" {
                        @if old.len() == 1 { (wording::YES_STILL_SO) } @else { "Yes, all of it is still so" }
                    }
                }
                p class="soft" { "If one has changed, open its row first." }
            }
        }
    }
}

/// A row that opens: what it is, what was said and when; behind it, the way to change it.
fn row(form: Form<'_>, fact: ProfileFact<'static>, fields: &[&str], whole: &Markup) -> Markup {
    let line = wording::of(&form.visit.diary, fact, form.visit);
    html! {
        details open[fields.iter().any(|field| form.has_trouble(field))] {
            summary {
                span {
                    (wording::label(fact))
                    @if let Some(line) = &line {
                        small dir="auto" { (line.value) @if let Some(said) = &line.said { ", " (said) } }
                    } @else { small { "Not said" } }
                }
            }
            div class="stack" id=(id(fact)) { (whole) }
        }
    }
}

/// Where a fact stands on the page. The field inside has the plain name.
fn id(fact: ProfileFact<'_>) -> String {
    match fact {
        ProfileFact::Contact => "contact".to_owned(),
        fact => format!("about-{}", fact.id().replace('.', "-")),
    }
}

fn person(form: Form<'_>) -> Markup {
    let profile = form.visit.diary.profile();
    html! {
        @if profile.contact.is_some() { (contact::ways(profile)) }
        form class="stack says" method="post" action="/profile/contact" novalidate {
            (form.line("name", "Name", "text"))
            (form.line("number", "Phone number", "tel"))
            (form.line("says", "What a text to them says", "text"))
            p class="src" {
                "Left empty, the text says: “" (wording::message(&without_own(profile))) "” "
                (wording::WHY_SOMEONE)
            }
            (form.save())
            @if profile.contact.is_some() {
                button class="btn quiet" name="remove" value="yes" { "Take this person out" }
            }
        }
    }
}

/// The same profile, with the words of a text that stand for everyone.
fn without_own(profile: &supple_diary::Profile) -> supple_diary::Profile {
    profile.without(ProfileFact::Contact)
}

fn country(visit: &Visit) -> Markup {
    html! {
        p {
            @match visit.help.country() {
                Some(country) => { "The number to call is that of " (country) ": " b { (visit.help.number()) } "." }
                None => { "Not known. We show " b { (visit.help.number()) } "." }
            }
        }
        a class="btn quiet" href="/country?to=/profile" { "Change the number" }
        p class="src" { "Why: the number for help is another one in each country, and so are the limits of medicines." }
    }
}

fn at_home(form: Form<'_>) -> Markup {
    html! {
        form class="stack" method="post" action="/profile/at-home" {
            fieldset class="asked" {
                legend { "Tap all that you have" }
                div class="pick free" {
                    @for (thing, words) in things() {
                        label {
                            input type="checkbox" name="at-hand" value=(thing_id(thing)) checked[form.fields.has("at-hand", &thing_id(thing))];
                            span { (words) }
                        }
                    }
                }
            }
            p class="src" { "Why: if you can get up, a plan then goes by it and does not ask. You can say otherwise each time." }
            (form.save())
        }
    }
}

/// The id of what is asked of who has chosen it, by any of its names.
pub(crate) fn on_request(name: &str) -> Option<&'static str> {
    names::on_request().map(|(id, _, _)| id).find(|id| exposure(name) == **id)
}

/// The name of the boxes for it.
pub(crate) const CHOSEN: &str = "own-chosen";

fn own(form: Form<'_>) -> Markup {
    html! {
        div class="stack line" id="own" {
            label for="own-field" { "One on each line" }
            (form.note("own"))
            textarea id="own-field" name="own" dir="auto" rows="3" { (PreEscaped("\n")) (form.fields.get("own")) }
        }
        fieldset class="asked" {
            legend { "Ask me this too" }
            div class="pick free" {
                @for (id, _, words) in names::on_request() {
                    label {
                        input type="checkbox" name=(CHOSEN) value=(id) checked[form.fields.has(CHOSEN, id)];
                        span { (words) }
                    }
                }
            }
        }
        p class="src" {
            "Why: the first " (OWN_DAILY) " are asked in the check-in, which so stays at six taps. "
            "The others stand among what you can write down at any time."
        }
        (form.save())
    }
}

/// A group of questions, with what they come to on the closed row. Each group is a form of its own, so that "no to the others"
/// is about what stands open before the eyes.
fn health(form: Form<'_>, at: usize, group: &'static Group) -> Markup {
    let visit = form.visit;
    let id = format!("group-{at}");
    let ids: Vec<&str> = group.asks.iter().map(String::as_str).collect();
    html! {
        details id=(id) open[health_profile::is_troubled(form, &ids)] {
            summary { span { (group.title) small { (in_short(visit, &ids)) } } }
            form class="stack asks" method="post" action=(health_profile::ADDRESS) novalidate {
                button name="rest" value="" hidden { "Save what I tapped" }
                input type="hidden" name=(health_profile::TO) value={ (ADDRESS) "#" (id) };
                (health_profile::dated(form, &ids))
                (health_profile::buttons("Save what I tapped", "Save"))
            }
        }
    }
}

/// What is so, by name; and how many questions are open.
fn in_short(visit: &Visit, ids: &[&str]) -> String {
    let says = |wanted: Answer| ids.iter().filter(move |id| holds(&visit.diary, id, visit.today()) == Some(wanted));
    let open = ids.iter().filter(|id| holds(&visit.diary, id, visit.today()).is_none()).count();
    let mut parts = Vec::new();
    let yes: Vec<String> = says(Answer::Yes).map(|id| wording::label(ProfileFact::Health(id))).collect();
    match yes.as_slice() {
        [] if open < ids.len() => parts.push("Nothing is so".to_owned()),
        [] => {}
        [one] => parts.push(format!("Yes: {}", lower(one))),
        all => parts.push(format!("{} are so", all.len())),
    }
    match says(Answer::Unsure).count() {
        0 => {}
        unsure => parts.push(format!("{unsure} not sure")),
    }
    if open > 0 {
        parts.push(format!("{} open", count(open, "question")));
    }
    parts.join(", ")
}
