//! Which number to call, and what is to be said of the diary first: what stands on every page.

use crate::ui::notice::Notice;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use supple_care::moment::call;
use supple_diary::{Country, Draft, EntryError, Moment, Profile};
use supple_guidance::{EmergencyNumber, embedded};
use supple_journal::{Glance, Journal};

/// How long a page that must not wait asks the store. Twice that, and a page is still there in a fifth of a second.
pub(crate) const SOON: Duration = Duration::from_millis(80);

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
        Help { country: call::number(profile, preferred(headers).and_then(region), zone), notice: None }
    }

    /// The number for whom this is known, and what is to be said of their diary.
    pub(crate) fn at(journal: &Journal, glance: &Glance, headers: &HeaderMap) -> Help {
        let region = preferred(headers).and_then(region);
        Help { country: call::of(&glance.diary, region, &journal.host().zone()), notice: None }
            .as_known(journal, glance)
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
        Help::of(None, Some(&journal.host().zone()), headers)
    }

    /// The number of a country by its code; none where no number is known for it.
    pub(crate) fn in_country(code: &str) -> Option<Help> {
        embedded().number(code).map(|number| Help { country: Some(number), notice: None })
    }

    /// What to dial.
    pub(crate) fn number(self) -> &'static str {
        call::to_dial(self.country)
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
                None => { "We do not know your country, so we show " (self.number()) "." }
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
            let now = Moment::from(&journal.host().now().to_zoned(TimeZone::UTC));
            let now = journal.host().moment().unwrap_or(now);
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
}
