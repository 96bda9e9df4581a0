//! What the check need not ask again: facts about a person that last, from the profile and from earlier checks. They are
//! shown as one question, "Still so?", and count only when it is answered.

use crate::{about_you, picks};
use jiff::civil::Date;
use maud::{Markup, html};
use supple_diary::{Check, Diary};
use supple_guidance::Finding;
use supple_triage::{Answer, Answers, embedded};

/// What is known of the lasting findings among these. What the person was not sure of is asked again.
pub(crate) fn known(diary: &Diary, today: Date, findings: &[usize]) -> Answers {
    let triage = embedded();
    let checks: Vec<Answers> =
        diary.all::<Check>().map(|(_, check)| Answers::from_kept(triage, check.answers.json())).collect();
    let mut known = Answers::none_yet(triage);
    for place in findings {
        let finding = &triage.guidance().findings[*place];
        if !finding.lasting {
            continue;
        }
        let earlier = || checks.iter().rev().find_map(|answers| answers.get(*place));
        let told = if finding.id == about_you::AGE {
            // An age grows: the year of birth tells it, an earlier check only for a year.
            about_you::age_in_one_band(diary, today).map(Answer::Number)
        } else {
            about_you::holds(diary, &finding.id, today).or_else(earlier)
        };
        if let Some(answer) = told.filter(|answer| *answer != Answer::Unsure) {
            // What no longer fits its question is asked anew.
            let _ = known.set_at(triage, *place, answer);
        }
    }
    known
}

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
