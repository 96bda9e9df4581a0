//! What someone said about themselves, in words; whom they reach, and what a text to them says.

use crate::plan::THINGS;
use crate::{Here, names, short_day};
use supple_care::{health, profile};
use supple_diary::{Contact, Diary, Profile, ProfileFact, isolated};
use supple_guidance::embedded;
use supple_triage::Answer;

/// What is asked of a fact that was said long ago.
pub const STILL_SO: &str = "Still so?";

/// What confirms it.
pub const YES_STILL_SO: &str = "Yes, still so";

/// The offer to name someone, where nobody is named yet.
pub const NAME_SOMEONE: &str = "Name one person to call or text";

/// Why one person is asked for, and what is kept of them.
pub const WHY_SOMEONE: &str = "Choose who would come or pick up. Then one tap calls or texts them. It stays in your diary and \
                              goes nowhere but to your own devices. A copy or table of your diary holds it too.";

/// What is said of a copy or an export of a diary in which someone is named.
pub const IT_NAMES_SOMEONE: &str = "It holds the name and the number of your person, too.";

/// A fact as a line: what it is, what was said, when, and whether it is asked again.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which fact.
    pub fact: ProfileFact<'static>,
    /// What it is called.
    pub label: String,
    /// What was said.
    pub value: String,
    /// When, as the end of a line: "said on 3 May".
    pub said: Option<String>,
    /// Whether to ask "Still so?".
    pub is_old: bool,
}

/// All facts that were said, as lines.
pub fn lines<'a>(diary: &Diary, here: impl Into<Here<'a>>) -> Vec<Line> {
    let here = here.into();
    let known = profile::known(diary, here.today).into_iter();
    known.filter_map(|known| line(diary, known, here)).collect()
}

/// One fact as a line, if it was said.
pub fn of<'a>(diary: &Diary, fact: ProfileFact<'static>, here: impl Into<Here<'a>>) -> Option<Line> {
    let here = here.into();
    line(diary, profile::of(diary, fact, here.today)?, here)
}

fn line(diary: &Diary, known: profile::Known<'static>, here: Here<'_>) -> Option<Line> {
    let value = value(diary, known.fact, here)?;
    let said = known.said.map(|said| format!("said {}", on(said, here)));
    Some(Line { fact: known.fact, label: label(known.fact), value, said, is_old: known.is_old })
}

fn on(said: jiff::civil::Date, here: Here<'_>) -> String {
    if said == here.today { "today".to_owned() } else { format!("on {}", short_day(said, here.today)) }
}

/// What a fact is called.
pub fn label(fact: ProfileFact<'_>) -> String {
    match fact {
        ProfileFact::BirthYear => "Year of birth".to_owned(),
        ProfileFact::Country => "Country".to_owned(),
        ProfileFact::Zone => "Time zone".to_owned(),
        ProfileFact::OwnExposures => "What may set off your spasms".to_owned(),
        ProfileFact::Place => "Where help has to come to".to_owned(),
        ProfileFact::Contact => "Your person".to_owned(),
        ProfileFact::AtHand => "What you have at home".to_owned(),
        ProfileFact::Health(id) => names::asks(id).map_or_else(|| names::own(id), |(ask, _)| ask.to_owned()),
    }
}

fn value(diary: &Diary, fact: ProfileFact<'_>, here: Here<'_>) -> Option<String> {
    let profile = diary.profile();
    let listed = |all: &[supple_diary::Words], name: fn(&str) -> String, none: &str| match all {
        [] => none.to_owned(),
        all => all.iter().map(|one| name(one.as_str())).collect::<Vec<_>>().join(", "),
    };
    Some(match fact {
        ProfileFact::BirthYear => profile.birth_year?.to_string(),
        ProfileFact::Country => names::country(profile.country?.code()).to_owned(),
        ProfileFact::Zone => profile.zone.as_ref()?.to_string(),
        ProfileFact::OwnExposures => listed(profile.own_exposures.as_ref()?, names::exposure, "Nothing of your own"),
        ProfileFact::Place => names::own(profile.place.as_ref()?.as_str()),
        ProfileFact::Contact => contact(profile.contact.as_deref()?),
        ProfileFact::AtHand => listed(profile.at_hand.as_ref()?, thing, "Nothing"),
        ProfileFact::Health(id) => {
            let told = health::told(diary, id, here.today).or_else(|| health::lapsed(diary, id, here.today))?;
            match told.answer {
                Answer::Yes => "Yes",
                Answer::No => "No",
                _ => "Not sure",
            }
            .to_owned()
        }
    })
}

/// A person and their number, in one line.
pub fn contact(contact: &Contact) -> String {
    format!("{}, {}", name(contact), contact.number)
}

/// What is at hand, by its id.
pub fn thing(id: &str) -> String {
    let known = profile::thing(id).and_then(|thing| THINGS.iter().find(|(other, _)| *other == thing));
    known.map_or_else(|| names::own(id), |(_, words)| (*words).to_owned())
}

fn name(contact: &Contact) -> String {
    isolated(contact.name.as_str()).into_owned()
}

/// The words to call someone: "Call Anna".
pub fn call(contact: &Contact) -> String {
    format!("Call {}", name(contact))
}

/// The words to text someone: "Text Anna". Without anyone, the phone lets one choose.
pub fn write(contact: Option<&Contact>) -> String {
    contact.map_or_else(|| "Text someone".to_owned(), |contact| format!("Text {}", name(contact)))
}

/// What a text says for someone who can move: their own words, or those of the guidance, and where they are.
pub fn message(profile: &Profile) -> String {
    let own = profile.contact.as_ref().and_then(|contact| contact.says.as_ref());
    let mut said = own.map_or_else(|| embedded().offered.text.clone(), |own| ended(own.as_str()));
    add_place(&mut said, profile);
    said
}

/// What a text says for someone on the floor. `call` is the number that others are to call for them, where help is waited
/// for; `since` says since when they are down.
pub fn message_from_the_floor(profile: &Profile, call: Option<&str>, since: Option<&str>) -> String {
    let mut said = "I am on the floor and cannot get up. My back has locked.".to_owned();
    let own = profile.contact.as_ref().and_then(|contact| contact.says.as_ref());
    match (call, own) {
        (Some(number), _) => said.push_str(&format!(" Please call {number} for me and come.")),
        (None, Some(own)) => said.push_str(&format!(" {}", ended(own.as_str()))),
        (None, None) => said.push_str(" Please come."),
    }
    add_place(&mut said, profile);
    if let Some(since) = since {
        said.push_str(&format!(" Down since {since}."));
    }
    said
}

/// Own words with an end, so that more can follow.
fn ended(words: &str) -> String {
    if words.ends_with(['.', '!', '?', '…']) { words.to_owned() } else { format!("{words}.") }
}

fn add_place(said: &mut String, profile: &Profile) {
    if let Some(place) = &profile.place {
        said.push_str(&format!(" I am here: {}.", place.as_str().trim_end_matches('.')));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use supple_diary::{PhoneNumber, Text, Words};

    fn anna(says: Option<&str>) -> Profile {
        let says = says.map(|says| Words::new(says).unwrap());
        let contact = Contact { name: Text::new("Anna").unwrap(), number: PhoneNumber::new("030 123").unwrap(), says };
        Profile {
            contact: Some(Box::new(contact)),
            place: Some(Words::new("1 Elm Street.").unwrap()),
            ..Profile::default()
        }
    }

    #[test]
    fn a_text_says_what_is_needed_and_where() {
        assert_eq!(message(&anna(Some("Come with the key"))), "Come with the key. I am here: 1 Elm Street.");
        assert_eq!(message(&Profile::default()), embedded().offered.text);
        let floor = "I am on the floor and cannot get up. My back has locked.";
        assert_eq!(message_from_the_floor(&Profile::default(), None, None), format!("{floor} Please come."));
        assert_eq!(
            message_from_the_floor(&anna(Some("Come!")), None, Some("3:00")),
            format!("{floor} Come! I am here: 1 Elm Street. Down since 3:00.")
        );
        let waiting = message_from_the_floor(&anna(Some("Come!")), Some("999"), None);
        assert_eq!(
            waiting,
            format!("{floor} Please call 999 for me and come. I am here: 1 Elm Street."),
            "the call first"
        );
    }

    #[test]
    fn a_name_stands_in_the_words_of_the_buttons() {
        let anna = anna(None).contact.unwrap();
        assert_eq!(
            (call(&anna), write(Some(&anna)), write(None)),
            ("Call Anna".into(), "Text Anna".into(), "Text someone".into())
        );
    }
}
