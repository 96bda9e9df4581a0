//! Which number to call, and the page to change it.

use crate::http::fields::Fields;
use crate::http::problem::{Problem, quoted};
use crate::http::visit::{SOON, failure, see_other};
use crate::ui::layout::{Frame, Room, cite};
use crate::ui::notice::Notice;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::convert::Infallible;
use std::sync::Arc;
use supple_diary::{Country, Draft, EntryError, Moment, Profile};
use supple_guidance::{EmergencyNumber, embedded};
use supple_journal::{Glance, Journal};

/// The number where nothing is known of the country: most mobile phones connect it everywhere.
const ANYWHERE: &str = "112";

/// The claim that says what mobile phones do with 112.
const ANYWHERE_CLAIM: &str = "warning-signs.emergency-call";

/// What stands on every page: the number to call, as far as the request tells where its sender is, and what is to be said
/// of the diary first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Help {
    country: Option<&'static EmergencyNumber>,
    notice: Option<Notice>,
}

impl Help {
    /// The country of the profile; else what the preferred language and the time zone tell together; else none. A language
    /// that is only a fallback says nothing of where someone is.
    pub(crate) fn of(profile: Option<Country>, zone: Option<&str>, headers: &HeaderMap) -> Help {
        let guidance = embedded();
        let told = || guidance.number_by(preferred(headers).and_then(region), zone);
        Help { country: profile.and_then(|country| guidance.number(country.code())).or_else(told), notice: None }
    }

    /// The number for whom this is known, and what is to be said of their diary.
    pub(crate) fn at(journal: &Journal, glance: &Glance, headers: &HeaderMap) -> Help {
        let profile = glance.diary.profile();
        let zone = profile.zone.as_ref().map_or_else(|| journal.machine().zone(), ToString::to_string);
        Help::of(profile.country, Some(&zone), headers).as_known(journal, glance)
    }

    /// The same number, with what is to be said of the diary now.
    pub(crate) fn as_known(self, journal: &Journal, glance: &Glance) -> Help {
        Help { notice: Notice::of(journal, glance), ..self }
    }

    /// The same number, where the diary did not take what was said.
    pub(crate) fn not_taken(self) -> Help {
        Help { notice: Some(Notice::NotTaken), ..self }
    }

    /// What is to be said of the diary first.
    pub(crate) fn notice(self) -> Option<Notice> {
        self.notice
    }

    /// The number for whom nothing is known but the machine and the request.
    pub(crate) fn without_a_diary(journal: &Journal, headers: &HeaderMap) -> Help {
        Help::of(None, Some(&journal.machine().zone()), headers)
    }

    /// The number of a country by its code.
    pub(crate) fn in_country(code: &str) -> Result<Help, Problem> {
        match embedded().number(code) {
            Some(number) => Ok(Help { country: Some(number), notice: None }),
            None => Err(Problem::bad_form(format!("Supple has no number for the country {}.", quoted(code)))),
        }
    }

    /// What to dial.
    pub(crate) fn number(self) -> &'static str {
        self.country.map_or(ANYWHERE, |country| &country.call)
    }

    /// Whether the country is the one with this code.
    pub(crate) fn is_in(self, code: &str) -> bool {
        self.country.is_some_and(|country| country.country == code)
    }

    /// Where the number is from, as a sentence.
    pub(crate) fn place(self) -> Markup {
        html! {
            @match self.country {
                Some(country) => { "Emergency number for " (country.name) ": " b { (country.call) } "." }
                None => { "We do not know your country, so we show " (ANYWHERE) "." }
            }
        }
    }

    /// The name of the country, where one is known.
    pub(crate) fn country(self) -> Option<&'static str> {
        self.country.map(|country| country.name.as_str())
    }

    /// Writes the country into the profile, unless it says so already. Nobody waits for it. Gives the same number, with what
    /// is to be said of the diary then.
    pub(crate) async fn keep(self, journal: &Arc<Journal>) -> Result<Help, EntryError> {
        let country = self.country.and_then(|country| Country::new(&country.country).ok());
        if country.is_some() && journal.known().diary.profile().country != country {
            let now = Moment::from(&journal.machine().now().to_zoned(TimeZone::UTC));
            let now = journal.machine().moment().unwrap_or(now);
            journal.keep(Draft::new(now, Profile { country, ..Profile::default() }), SOON).await?;
        }
        Ok(self.as_known(journal, &journal.known()))
    }
}

impl FromRequestParts<Arc<Journal>> for Help {
    type Rejection = Infallible;

    /// A diary that cannot be read, or does not answer, must not keep anyone from a number to call.
    async fn from_request_parts(parts: &mut Parts, journal: &Arc<Journal>) -> Result<Help, Infallible> {
        let glance = journal.glance(SOON).await;
        Ok(Help::at(journal, &glance, &parts.headers))
    }
}

/// The language tag that a browser prefers: the one of the highest weight, the first among equals.
fn preferred(headers: &HeaderMap) -> Option<&str> {
    let languages = headers.get_all(header::ACCEPT_LANGUAGE).into_iter();
    let tags = languages.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let weight = |tag: &str| {
        let given = tag.split(';').skip(1).find_map(|part| part.trim().strip_prefix("q="));
        given.map_or(1.0, |given| given.trim().parse::<f64>().ok().filter(|q| q.is_finite()).unwrap_or(0.0))
    };
    let better = |best: Option<&'_ str>, tag| best.is_none_or(|best: &str| weight(tag) > weight(best));
    tags.fold(None, |best, tag| if better(best, tag) { Some(tag) } else { best })
}

/// The region of a language tag: GB in `en-GB;q=0.9`, TW in `zh-Hant-TW`.
fn region(tag: &str) -> Option<&str> {
    let tag = tag.split(';').next()?.trim();
    tag.split('-').skip(1).find(|part| part.len() == 2)
}

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
pub(crate) fn way_back(to: Option<&str>) -> &str {
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
            input type="hidden" name="to" value=(way_back(field(&pairs, "to")));
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
        let chosen = Help::in_country(field(&pairs, "country").unwrap_or_default())?;
        Ok((chosen, pairs))
    });
    match chosen {
        Ok((chosen, pairs)) => match chosen.keep(&journal).await {
            // The page that follows has the number of the chosen country, and says so where it is not stored.
            Ok(_) => see_other(way_back(field(&pairs, "to"))),
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
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn number(profile: Option<&str>, languages: &str) -> &'static str {
        number_in(profile, None, languages)
    }

    fn number_in(profile: Option<&str>, zone: Option<&str>, languages: &str) -> &'static str {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, languages.parse().unwrap())]);
        Help::of(profile.map(|code| Country::new(code).unwrap()), zone, &headers).number()
    }

    #[test]
    fn a_fallback_language_says_nothing_of_where_someone_is() {
        for languages in [
            "de,en-US;q=0.7,en;q=0.3",
            "pl,en-US;q=0.7,en;q=0.3",
            "he,en-US;q=0.7",
            "hi,en-US;q=0.9",
            "ru-RU,ru;q=0.8,en-US;q=0.5",
            "en-US;q=0.4,de;q=0.9",
            "eo-XX, zh-Hant-TW;q=0.8",
        ] {
            assert_eq!(number(None, languages), "112", "{languages}");
        }
        assert_eq!(number(None, "en;q=0.3,en-US;q=0.9"), "911", "the weight tells what is preferred, not the place");
    }

    #[test]
    fn the_time_zone_is_a_witness_that_no_language_overrules() {
        assert_eq!(number_in(None, Some("Asia/Tokyo"), "ja,en-US;q=0.9"), "119");
        assert_eq!(number_in(None, Some("Asia/Calcutta"), "en"), number_in(None, Some("Asia/Kolkata"), ""));
        assert_eq!(number_in(None, Some("America/New_York"), "en"), "911");
        assert_eq!(number_in(None, Some("America/New_York"), "en-US"), "911");
        assert_eq!(number_in(None, Some("Europe/Berlin"), "en-US"), "112", "they contradict each other");
        assert_eq!(number_in(None, Some("UTC"), "en-GB"), "999", "a zone of no country says nothing");
        assert_eq!(number_in(Some("JP"), Some("Europe/Berlin"), "en-US"), "119", "the person's own choice counts");
    }

    #[test]
    fn the_country_is_chosen_then_guessed_then_unknown() {
        assert_eq!(number(None, ""), "112");
        assert_eq!(number(None, "en"), "112");
        assert_eq!(number(None, "en-GB,en;q=0.9"), "999");
        assert_eq!(number(None, "zh-Hant-TW;q=0.8"), "119");
        assert_eq!(number(Some("us"), "en-GB"), "911");
        assert_eq!(number(Some("XX"), "en-GB"), "999");
    }

    #[test]
    fn the_way_back_stays_on_the_site() {
        assert_eq!(way_back(Some("/guide/relief#relief.stop")), "/guide/relief#relief.stop");
        for elsewhere in ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "", "/ä"] {
            assert_eq!(way_back(Some(elsewhere)), "/");
        }
        assert_eq!(way_back(None), "/");
    }

    #[test]
    fn the_claim_about_112_is_there() {
        assert!(embedded().claims.iter().any(|claim| claim.id == ANYWHERE_CLAIM));
    }
}
