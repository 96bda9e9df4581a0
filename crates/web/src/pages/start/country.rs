//! Which number to call, and the page to change it.

use crate::http::fields::Fields;
use crate::http::problem::Problem;
use crate::http::visit::{failure, see_other};
use crate::ui::help::Help;
use crate::ui::layout::{Frame, Room, cite};
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use std::sync::Arc;
use supple_guidance::{EmergencyNumber, embedded};
use supple_journal::Journal;

/// The claim that says what mobile phones do with 112.
const ANYWHERE_CLAIM: &str = "warning-signs.emergency-call";

/// The countries as options of a list, with their numbers.
pub(crate) fn options(help: Help) -> Markup {
    html! {
        @for country in &embedded().numbers {
            option value=(country.country) selected[help.is_in(&country.country)] {
                (country.name) ": " (country.call)
            }
        }
    }
}

type Pairs = Vec<(String, String)>;

fn field<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Where to go after the choice: a path of this site, or the start.
///
/// Browsers read `//host` and `/\host` as another site and drop tabs and line ends before they look, so only plain
/// visible letters pass.
pub(crate) fn safe_target(to: Option<&str>) -> &str {
    let plain = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    to.filter(plain).unwrap_or("/")
}

pub(crate) async fn page(help: Help, query: Result<Query<Pairs>, QueryRejection>) -> Markup {
    let guidance = embedded();
    let pairs = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let anywhere = guidance.claims.iter().find(|claim| claim.id == ANYWHERE_CLAIM);
    let mut countries: Vec<&EmergencyNumber> = guidance.numbers.iter().collect();
    countries.sort_by_key(|country| &country.name);
    let main = html! {
        div class="stack measure" {
            h1 { "Which number to call" }
            p class="lead" { (help.place()) }
            p { "Tap the country that you are in. Your diary keeps your choice. Nobody else is told." }
            @if let Some(claim) = anywhere {
                div class="card" {
                    p { (claim.text) @if let Some(caution) = &claim.caution { " " (caution) } }
                    p class="src" { "From: " (cite(&claim.sources)) }
                }
            }
        }
        p class="measure" {
            b { "Medical help" } ": we have seen a page that names the number as the way to medical help. "
            b { "Emergencies" } ": we have only seen that it is an emergency number."
        }
        form class="lands" method="post" action="/country" {
            input type="hidden" name="to" value=(safe_target(field(&pairs, "to")));
            @for country in countries {
                button class="land" name="country" value=(country.country)
                    aria-current=[help.is_in(&country.country).then_some("true")] {
                    b { (country.call) }
                    span {
                        (country.name)
                        small {
                            @if country.medical { "Medical help" } @else { "Emergencies" }
                            @if let Some(also) = &country.also { ", or " (also) }
                        }
                    }
                }
            }
        }
        p class="src" { "The numbers are from: " (cite(&guidance.number_sources)) }
    };
    Frame { title: "Which number to call", room: Room::Elsewhere, path: "/", help, lost: None }.around(&main)
}

pub(crate) async fn choose(
    help: Help,
    State(journal): State<Arc<Journal>>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Response {
    let chosen = form.map_err(Problem::from).and_then(|Form(pairs)| {
        let chosen = {
            let code = field(&pairs, "country").unwrap_or_default();
            Help::in_country(code).ok_or_else(|| Problem::no_number(code))?
        };
        Ok((chosen, pairs))
    });
    match chosen {
        Ok((chosen, pairs)) => match chosen.keep(&journal).await {
            // The page that follows has the number of the chosen country, and says so where it is not stored.
            Ok(_) => see_other(safe_target(field(&pairs, "to"))),
            Err(error) => {
                let mut fields = Fields::default();
                pairs.iter().for_each(|(name, value)| fields.put(name.as_str(), value));
                failure(&error.into(), chosen, Some(("/country", &fields)))
            }
        },
        Err(problem) => problem.page(help),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_stays_on_the_site() {
        assert_eq!(safe_target(Some("/guide/relief#relief.stop")), "/guide/relief#relief.stop");
        for elsewhere in ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "", "/ä"] {
            assert_eq!(safe_target(Some(elsewhere)), "/");
        }
        assert_eq!(safe_target(None), "/");
    }

    #[test]
    fn the_claim_about_112_is_there() {
        assert!(embedded().claims.iter().any(|claim| claim.id == ANYWHERE_CLAIM));
    }
}
