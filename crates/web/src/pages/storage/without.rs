//! What a page of a site of files says where the app does not come to the browser: no script, no worker, no site data.
//!
//! A host of files takes no form, so nothing on such a page works there but reading. The number to call comes first, and
//! the check can be read: each sign that it asks about, the most urgent first. The stylesheet shows it after a moment,
//! unless the script of the app takes it away; so it is there whatever kept that script from running.

use crate::ui::assets::WITHOUT_STYLE;
use crate::ui::help::Help;
use crate::ui::layout::{answered, load};
use axum::http::HeaderMap;
use maud::{Markup, html};
use std::collections::BTreeMap;
use supple_guidance::{Urgency, embedded as guidance};
use supple_triage::{embedded, singles};

/// The page with the signs, and where they stand on it.
const CHECK: &str = "/check";
const SIGNS: &str = "/check#signs";

/// Where the app is what searches: a host of files has one page for each address, whatever is looked for.
const SEARCHED: [&str; 2] = ["/guide", "/sources"];

/// What is said of a sign of each urgency, the most urgent first.
const CALLS: [(Urgency, &str); 3] = [
    (Urgency::Emergency, "Emergency: call now if one of these is so"),
    (Urgency::SameDay, "See a doctor today if one of these is so"),
    (Urgency::SeeDoctor, "See a doctor soon if one of these is so"),
];

/// What stands first on the page at this path.
pub fn without(path: &str) -> Markup {
    let number = Help::of(None, None, &HeaderMap::new()).number();
    html! {
        (load(&WITHOUT_STYLE))
        section class="card trouble stack" id="without" aria-label="Supple does not work here yet" tabindex="-1" {
            p {
                "If you feel unsafe, " a href={ "tel:" (number) } { b { "call " (number) } }
                " or the emergency number of your country."
            }
            details {
                summary { "Numbers by country" }
                dl class="facts" {
                    @for (number, countries) in numbers() { div { dt { a href={ "tel:" (number) } { b { (number) } } } dd { (countries.join(", ")) } } }
                }
            }
            p { b { "Supple does not work in this browser yet." } " The buttons do nothing, and nothing is stored." }
            p { "If this line stays:" }
            ul {
                li { "Turn JavaScript on." }
                li { "Let this site keep data (cookies)." }
                li { "Leave the private window." }
                li { "Open this page in your own browser, not inside another app." }
            }
            p {
                "Then load the page again. You can read what is below, the guide, and the signs."
                @if SEARCHED.contains(&path) { " The search finds nothing until then." }
            }
            @if path == CHECK {
                (signs())
            } @else {
                div class="row" {
                    a class="btn" href=(SIGNS) { "Read the warning signs" }
                    a class="btn quiet" href="/guide" { "Open the guide" }
                }
            }
        }
    }
}

/// The check as a list. Each sign stands where it leads by itself, with all else ordinary.
fn signs() -> Markup {
    let singles = singles(embedded());
    html! {
        div class="stack" id="signs" {
            h2 { "The warning signs" }
            p { "Not sure? Then act as if it is so. The check itself asks more, and looks at signs together." }
            @for (urgency, words) in CALLS {
                h3 { (words) }
                ul {
                    @for one in singles.iter().filter(|one| one.asked && one.is_said() && one.verdict.urgency == urgency) {
                        li {
                            @if one.is_yes() { (one.finding.ask) } @else { (answered(&one.finding.ask, one.answer)) }
                        }
                    }
                }
            }
        }
    }
}

/// The countries with each number, those of the most countries first.
fn numbers() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut by_number: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for number in &guidance().numbers {
        by_number.entry(&number.call).or_default().push(&number.name);
    }
    let mut numbers: Vec<_> = by_number.into_iter().collect();
    for (_, countries) in &mut numbers {
        countries.sort_unstable();
    }
    numbers.sort_by_key(|(_, countries)| std::cmp::Reverse(countries.len()));
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_without_the_check_has_every_sign_that_sends_someone_to_help() {
        let page = without(CHECK).into_string();
        let list = |urgency: Urgency| {
            let words = CALLS.iter().find(|(level, _)| *level == urgency).map_or("", |(_, words)| *words);
            page.split(words).nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default().to_owned()
        };
        let mut named = 0;
        for one in singles(embedded()).iter().filter(|one| one.asked && one.is_said()) {
            if one.verdict.urgency == Urgency::SelfCare {
                continue;
            }
            let ask = html! { (one.finding.ask) }.into_string();
            assert!(list(one.verdict.urgency).contains(&ask), "{ask}");
            named += 1;
        }
        assert!(named > 50, "{named}");
        let places: Vec<_> = CALLS.iter().map(|(_, words)| page.find(words)).collect();
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "the worst first: {places:?}");
    }

    #[test]
    fn every_number_is_there_whatever_the_country() {
        let page = without("/").into_string();
        for number in &guidance().numbers {
            let country = html! { (number.name) }.into_string();
            let row = page.split("<div>").find(|row| row.contains(&country)).unwrap_or_default();
            assert!(row.contains(&format!("<b>{}</b>", number.call)), "{country}: {row}");
        }
    }
}
