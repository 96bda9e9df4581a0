//! Which number to call.

use super::clock;
use supple_diary::{Country, Diary};
use supple_guidance::{EmergencyNumber, embedded};

/// The emergency number of a person: that of the country that they chose; else of the one that the region of their preferred
/// language and their time zone tell together; else none. A language that is only a fallback must not be passed.
///
/// ```
/// use supple_care::moment::call;
/// let number = |chosen: Option<&str>, region, zone| {
///     let chosen = chosen.map(|code| supple_diary::Country::new(code).unwrap());
///     call::to_dial(call::number(chosen, region, zone))
/// };
/// assert_eq!(number(Some("JP"), Some("US"), Some("America/New_York")), "119");
/// assert_eq!(number(None, Some("US"), Some("America/New_York")), "911");
/// assert_eq!(number(None, Some("US"), Some("Europe/Berlin")), "112", "they contradict each other");
/// ```
pub fn number(chosen: Option<Country>, region: Option<&str>, zone: Option<&str>) -> Option<&'static EmergencyNumber> {
    let of_choice = chosen.and_then(|country| embedded().number(country.code()));
    of_choice.or_else(|| embedded().number_by(region, zone))
}

/// The same, by the profile of a diary, on a machine in this zone.
pub fn of(diary: &Diary, region: Option<&str>, machine: &str) -> Option<&'static EmergencyNumber> {
    number(diary.profile().country, region, Some(&clock::zone(diary, machine)))
}

/// What to dial: also where no country is known.
pub fn to_dial(number: Option<&'static EmergencyNumber>) -> &'static str {
    embedded().to_dial(number)
}
