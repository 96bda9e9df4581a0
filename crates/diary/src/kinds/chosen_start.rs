//! A day that chance chose to begin with something.

use crate::kinds::field::kind;
use crate::values::Words;
use jiff::civil;

kind! {
    /// The day on which someone begins with something: chance chose it, and it was said before it came.
    ///
    /// Who begins when it is worst sees it get better, whatever they begin with. A day that chance chose does not follow the worst;
    /// days before the decision do not count, since the decision itself may have followed it.
    #[derive(Eq)]
    ChosenStart called "A start that chance chose" since 10 {
        /// What is begun, in the person's own words.
        what asked "What will you begin?": Words,
        /// The day of the decision.
        #[serde(deserialize_with = "crate::values::read_date")]
        decided asked "When did you decide?": civil::Date,
        /// The first day of it, after that.
        #[serde(deserialize_with = "crate::values::read_date")]
        start asked "When does it begin?": civil::Date,
    }
}

impl ChosenStart {
    /// Whether the decision came first. Any other was no choice of chance.
    pub fn is_a_choice(&self) -> bool {
        self.decided < self.start
    }
}
