//! Facts about the person.

use crate::contact::Contact;
use crate::kinds::field::kind;
use crate::values::{BirthYear, Country, Named, Words};
use jiff::civil;

kind! {
    /// Facts about the person: any of them. A later profile wins field by field.
    #[derive(Default, Eq)]
    Profile since 1 {
        /// Year of birth.
        [default] birth_year typed "born": Option<BirthYear>,
        /// Where the person lives.
        [default] country asked "Where do you live?": Option<Country>,
        /// The usual time zone, by its IANA name.
        [default] zone asked "Which time zone do you live by, such as Europe/London?": Option<Words>,
        /// Exposures of the person's own that are asked about, all of them: an empty list says that there are none.
        [default] own_exposures asked "What of your own might set a spasm off? Name all that we should ask about": Option<Vec<Words>>,
        /// Where help has to come to, for the help message.
        [default] place: Option<Words>,
        /// What the person decided where sources disagree: by the id of a decision, the id of an option. Since schema 2.
        [default] decisions since 2 typed "decide" asked "What did you decide, where sources disagree?": Named<Words>,
        /// What was said about the person's health, by the id of a question. Since schema 2.
        [default] health since 2: Named<Health>,
        /// Whom to call or text: the name and the number of one person, and the words of the text. Since schema 4.
        [default] contact since 4 asked "Whom do you call or text?": Option<Box<Contact>>,
        /// What is at hand at home, by id, all of it: an empty list says that there is nothing. Since schema 4.
        [default] at_hand since 4 asked "What do you have at home?": Option<Vec<Words>>,
    }
}

/// An answer about the person's health that stays true for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// Yes or no.
    Is(bool),
    /// Not sure.
    Unsure,
    /// A day, such as the one on which a child is due.
    On(#[serde(deserialize_with = "crate::values::read_date")] civil::Date),
}

/// One fact of a profile: what is said, confirmed and taken out by itself.
///
/// ```
/// use supple_diary::{ProfileFact, Profile, Words};
/// let place = Words::new("1 Elm Street, second floor").unwrap();
/// let profile = Profile { place: Some(place), birth_year: supple_diary::BirthYear::new(1970).ok(), ..Profile::default() };
/// assert!(profile.says(ProfileFact::Place) && !profile.says(ProfileFact::Country));
/// assert_eq!(profile.only(ProfileFact::Place), profile.without(ProfileFact::BirthYear));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileFact<'a> {
    /// The year of birth.
    BirthYear,
    /// The country.
    Country,
    /// The time zone.
    Zone,
    /// Exposures of one's own.
    OwnExposures,
    /// Where help has to come to.
    Place,
    /// Whom to call or text.
    Contact,
    /// What is at hand at home.
    AtHand,
    /// The answer to this question about health.
    Health(&'a str),
}

impl<'a> ProfileFact<'a> {
    /// The fact of this id: the name of its field, or `health.` and the id of a question.
    ///
    /// ```
    /// # use supple_diary::ProfileFact;
    /// assert_eq!(ProfileFact::from_id("health.gout"), Some(ProfileFact::Health("gout")));
    /// assert_eq!(ProfileFact::from_id(&ProfileFact::AtHand.id()), Some(ProfileFact::AtHand));
    /// assert_eq!(ProfileFact::from_id("gout"), None);
    /// ```
    pub fn from_id(id: &'a str) -> Option<ProfileFact<'a>> {
        Some(match id {
            "birth-year" => ProfileFact::BirthYear,
            "country" => ProfileFact::Country,
            "zone" => ProfileFact::Zone,
            "own-exposures" => ProfileFact::OwnExposures,
            "place" => ProfileFact::Place,
            "contact" => ProfileFact::Contact,
            "at-hand" => ProfileFact::AtHand,
            id => ProfileFact::Health(id.strip_prefix("health.")?),
        })
    }

    /// Its id.
    pub fn id(self) -> String {
        match self {
            ProfileFact::BirthYear => "birth-year".to_owned(),
            ProfileFact::Country => "country".to_owned(),
            ProfileFact::Zone => "zone".to_owned(),
            ProfileFact::OwnExposures => "own-exposures".to_owned(),
            ProfileFact::Place => "place".to_owned(),
            ProfileFact::Contact => "contact".to_owned(),
            ProfileFact::AtHand => "at-hand".to_owned(),
            ProfileFact::Health(id) => format!("health.{id}"),
        }
    }
}

impl Profile {
    /// Takes over what a later profile says.
    pub(crate) fn update(&mut self, later: &Profile) {
        fn newer<T: Clone>(mine: &mut Option<T>, theirs: &Option<T>) {
            if theirs.is_some() {
                mine.clone_from(theirs);
            }
        }
        newer(&mut self.birth_year, &later.birth_year);
        newer(&mut self.country, &later.country);
        newer(&mut self.zone, &later.zone);
        newer(&mut self.own_exposures, &later.own_exposures);
        newer(&mut self.place, &later.place);
        newer(&mut self.contact, &later.contact);
        newer(&mut self.at_hand, &later.at_hand);
        self.decisions.update(&later.decisions);
        self.health.update(&later.health);
    }

    /// A profile that says this fact as this one does, and nothing else.
    #[must_use]
    pub fn only(&self, fact: ProfileFact<'_>) -> Profile {
        let mut only = Profile::default();
        match fact {
            ProfileFact::BirthYear => only.birth_year = self.birth_year,
            ProfileFact::Country => only.country = self.country,
            ProfileFact::Zone => only.zone.clone_from(&self.zone),
            ProfileFact::OwnExposures => only.own_exposures.clone_from(&self.own_exposures),
            ProfileFact::Place => only.place.clone_from(&self.place),
            ProfileFact::Contact => only.contact.clone_from(&self.contact),
            ProfileFact::AtHand => only.at_hand.clone_from(&self.at_hand),
            ProfileFact::Health(id) => {
                only.health = self.health.clone();
                only.health.retain(|name| name == id);
            }
        }
        only
    }

    /// The same profile without this fact.
    #[must_use]
    pub fn without(&self, fact: ProfileFact<'_>) -> Profile {
        let mut less = self.clone();
        match fact {
            ProfileFact::BirthYear => less.birth_year = None,
            ProfileFact::Country => less.country = None,
            ProfileFact::Zone => less.zone = None,
            ProfileFact::OwnExposures => less.own_exposures = None,
            ProfileFact::Place => less.place = None,
            ProfileFact::Contact => less.contact = None,
            ProfileFact::AtHand => less.at_hand = None,
            ProfileFact::Health(id) => less.health.retain(|name| name != id),
        }
        less
    }

    /// Whether it says something of this fact.
    pub fn says(&self, fact: ProfileFact<'_>) -> bool {
        self.only(fact) != Profile::default()
    }

    /// The same with what another profile says on top, field by field.
    #[must_use]
    pub fn with(mut self, later: &Profile) -> Profile {
        self.update(later);
        self
    }

    /// What older programs can read, and what only this schema has: in entries of their own, a device that is not yet
    /// updated knows the first.
    ///
    /// Either may be empty.
    #[must_use]
    pub fn by_schema(self) -> [Profile; 2] {
        let mut older = self;
        let newer = Profile { contact: older.contact.take(), at_hand: older.at_hand.take(), ..Profile::default() };
        [older, newer]
    }
}
