//! Facts about the person.

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

impl Profile {
    /// Takes over what a later profile says.
    pub(crate) fn update(&mut self, later: &Profile) {
        self.birth_year = later.birth_year.or(self.birth_year);
        self.country = later.country.or(self.country);
        for (mine, theirs) in [(&mut self.zone, &later.zone), (&mut self.place, &later.place)] {
            if theirs.is_some() {
                mine.clone_from(theirs);
            }
        }
        if later.own_exposures.is_some() {
            self.own_exposures.clone_from(&later.own_exposures);
        }
        self.decisions.update(&later.decisions);
        self.health.update(&later.health);
    }
}
