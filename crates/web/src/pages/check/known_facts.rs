//! What the check need not ask again ([`supple_care::health::known_facts`]), in words. It is shown as one question, "Still
//! so?", and counts only when that is answered.

use crate::picks;
use maud::{Markup, html};
use supple_guidance::Finding;
use supple_triage::{Answer, Answers, embedded};

fn label(place: usize, answer: Answer) -> &'static str {
    picks::chosen(place, answer).map_or("", |pick| pick.label)
}

/// The facts in words: what is so, and what is not.
pub(crate) fn told(known: &Answers) -> Markup {
    let triage = embedded();
    let finding = |place: usize| -> &'static Finding { &triage.guidance().findings[place] };
    let no = |place: &usize, answer: &Answer| finding(*place).deny.is_some() && *answer == triage.no(*place);
    let so: Vec<(usize, Answer)> = known.given().filter(|(place, answer)| !no(place, answer)).collect();
    let denied: Vec<&str> = known
        .given()
        .filter(|(place, answer)| no(place, answer))
        .filter_map(|(place, _)| finding(place).deny.as_deref())
        .collect();
    html! {
        @for (place, answer) in so {
            p {
                b { (finding(place).ask) }
                @match answer {
                    Answer::Yes => ": yes",
                    _ => { ": " (label(place, answer)) },
                }
            }
        }
        @if !denied.is_empty() { p { "No " (denied.join(", no ")) "." } }
    }
}
