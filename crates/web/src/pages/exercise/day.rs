//! What is said of a day: it holds for the moment and is not kept, so it travels with the address.

use crate::http::fields::Fields;
use crate::http::query::Pairs;
use maud::{Markup, html};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};
use std::collections::BTreeSet;
use supple_diary::Level;
use supple_guidance::embedded;
use supple_guidance::exercise::{Need, Setting};
use supple_programme::day::Said;

/// The lengths that are offered, in minutes.
pub(super) const MINUTES: [u32; 5] = [5, 10, 15, 20, 30];

/// The length where nothing is said, as in the terminal.
const USUAL: u32 = 15;

/// What is said of a day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Day {
    pub(super) said: Said,
    /// The pain before the next exercise, where it was just said.
    pub(super) before: Option<Level>,
    /// Whether the person would rather not be asked about it.
    pub(super) unasked: bool,
    /// Whether the picture is to be held still.
    pub(super) still: bool,
    /// What of the address is not understood.
    pub(super) unread: bool,
}

/// The names of its parts.
pub(super) mod part {
    pub(in crate::pages::exercise) const MINUTES: &str = "minutes";
    pub(in crate::pages::exercise) const PLACE: &str = "place";
    pub(in crate::pages::exercise) const HURTS: &str = "hurts";
    pub(in crate::pages::exercise) const NOT: &str = "not";
    pub(in crate::pages::exercise) const BAD_DAY: &str = "bad-day";
    pub(in crate::pages::exercise) const BEFORE: &str = "before";
    pub(in crate::pages::exercise) const UNASKED: &str = "unasked";
    pub(in crate::pages::exercise) const STILL: &str = "still";
}

impl Day {
    /// The parts of an address.
    pub(super) fn of_query(pairs: &Pairs) -> Day {
        Day::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The fields of a form.
    pub(super) fn of_form(fields: &Fields) -> Day {
        Day::read(fields.pairs())
    }

    fn read<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Day {
        let said = Said { minutes: USUAL, ..Said::default() };
        let mut day = Day { said, before: None, unasked: false, still: false, unread: false };
        for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
            let known = match name {
                part::MINUTES => set(&mut day.said.minutes, value.parse().ok().filter(|minutes| *minutes <= 240)),
                part::PLACE => set(&mut day.said.place, named::<Setting>(value).map(Some)),
                part::HURTS => add(&mut day.said.hurts, named::<Need>(value)),
                part::NOT => {
                    let known = embedded().exercises.exercise(value);
                    add(&mut day.said.put_aside, known.map(|exercise| exercise.id.to_string()))
                }
                part::BAD_DAY => set(&mut day.said.bad_day, yes(value)),
                part::BEFORE => {
                    set(&mut day.before, value.parse().ok().and_then(|level| Level::new(level).ok()).map(Some))
                }
                part::UNASKED => set(&mut day.unasked, yes(value)),
                part::STILL => set(&mut day.still, yes(value)),
                _ => Some(()),
            };
            day.unread |= known.is_none();
        }
        day
    }

    /// Its parts that say something, by name.
    fn parts(&self) -> Vec<(&'static str, String)> {
        let Said { minutes, place, hurts, put_aside, bad_day } = &self.said;
        let mut parts = Vec::new();
        if *minutes != USUAL {
            parts.push((part::MINUTES, minutes.to_string()));
        }
        parts.extend(place.map(|place| (part::PLACE, id(&place))));
        parts.extend(hurts.iter().map(|need| (part::HURTS, id(need))));
        parts.extend(put_aside.iter().map(|id| (part::NOT, id.clone())));
        let so = |name, is: bool| is.then(|| (name, "yes".to_owned()));
        parts.extend(so(part::BAD_DAY, *bad_day));
        parts.extend(self.before.map(|level| (part::BEFORE, level.to_string())));
        parts.extend(so(part::UNASKED, self.unasked));
        parts.extend(so(part::STILL, self.still));
        parts
    }

    /// An address with what is said of the day. What it carries are numbers and ids, which need no escape.
    pub(super) fn address(&self, path: &str) -> String {
        let parts: Vec<String> = self.parts().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    /// The same as fields of a form, but for those that the form asks itself.
    pub(super) fn carried(&self, but: &[&str]) -> Markup {
        html! {
            @for (name, value) in self.parts().iter().filter(|(name, _)| !but.contains(name)) {
                input type="hidden" name=(name) value=(value);
            }
        }
    }

    /// The day after an exercise: what was said of the pain before it is over.
    pub(super) fn after(&self) -> Day {
        Day { before: None, ..self.clone() }
    }
}

fn set<T>(place: &mut T, value: Option<T>) -> Option<()> {
    value.map(|value| *place = value)
}

fn add<T: Ord>(place: &mut BTreeSet<T>, value: Option<T>) -> Option<()> {
    place.insert(value?);
    Some(())
}

fn yes(value: &str) -> Option<bool> {
    (value == "yes").then_some(true)
}

fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(name)).ok()
}

/// The name of a value, as data and addresses have it.
pub(super) fn id(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Day {
        let pairs = query.split('&').filter_map(|part| part.split_once('='));
        Day::read(pairs)
    }

    #[test]
    fn what_an_address_says_comes_back_as_it_was() {
        for query in [
            "",
            "minutes=5&place=chair&hurts=bending&hurts=sitting&not=cat-cow&bad-day=yes&before=3&unasked=yes&still=yes",
        ] {
            let day = read(query);
            assert!(!day.unread);
            assert_eq!(day.address("").trim_start_matches('?'), query);
        }
        assert_eq!(read("minutes=15"), read(""), "the usual length is not said");
    }

    #[test]
    fn what_is_not_understood_is_never_silent() {
        for query in
            ["minutes=9999", "minutes=ten", "place=moon", "hurts=soul", "not=flying", "bad-day=maybe", "before=11"]
        {
            let day = read(query);
            assert!(day.unread && day == Day { unread: true, ..read("") }, "{query}");
        }
        assert!(!read("after=3").unread, "what belongs to another page is no part of it");
    }
}
