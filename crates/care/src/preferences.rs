//! What the person decided where sources disagree.

use crate::{By, Planner};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the person decided: for the id of a decision, the id of an option. What is absent is not decided, and the plan
/// starts with the default. Serialises to a plain object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Preferences {
    decided: BTreeMap<String, String>,
    /// Of these, those that a trial decided.
    #[serde(skip)]
    found: BTreeSet<String>,
}

/// Why a preference is not taken. Each says what would be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreferenceError {
    /// Nothing of this id can be decided.
    #[error("there is nothing to decide called \"{id}\"; there is {known}")]
    UnknownDecision {
        /// The id that was given.
        id: String,
        /// The ids that there are.
        known: String,
    },
    /// The decision has no such option.
    #[error("\"{decision}\" takes {known}, not \"{option}\"")]
    UnknownOption {
        /// The id of the decision.
        decision: String,
        /// The option that was given.
        option: String,
        /// The options that there are.
        known: String,
    },
}

impl Preferences {
    /// The option decided for.
    pub fn get(&self, decision: &str) -> Option<&str> {
        self.decided.get(decision).map(String::as_str)
    }

    /// All that is decided, as (decision, option).
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.decided.iter().map(|(decision, option)| (decision.as_str(), option.as_str()))
    }

    /// Decides.
    ///
    /// # Errors
    /// Names the decision or the option if there is none of this id.
    pub fn set(&mut self, planner: &Planner<'_>, decision: &str, option: &str) -> Result<(), PreferenceError> {
        let decisions = &planner.relief().decisions;
        let Some(known) = decisions.iter().find(|known| known.id == decision) else {
            let known: Vec<&str> = decisions.iter().map(|known| known.id.as_str()).collect();
            return Err(PreferenceError::UnknownDecision { id: decision.to_owned(), known: known.join(", ") });
        };
        if !known.options.iter().any(|known| known.id == option) {
            let options: Vec<&str> = known.options.iter().map(|known| known.id.as_str()).collect();
            return Err(PreferenceError::UnknownOption {
                decision: decision.to_owned(),
                option: option.to_owned(),
                known: options.join(", "),
            });
        }
        self.decided.insert(decision.to_owned(), option.to_owned());
        Ok(())
    }

    /// Decides as a trial of the person found, where they have not decided themselves.
    ///
    /// # Errors
    /// As [`Preferences::set`].
    pub fn set_found(&mut self, planner: &Planner<'_>, decision: &str, option: &str) -> Result<(), PreferenceError> {
        if !self.decided.contains_key(decision) {
            self.set(planner, decision, option)?;
            self.found.insert(decision.to_owned());
        }
        Ok(())
    }

    /// Who decided that this option is in force.
    pub fn by(&self, decision: &str, option: &str) -> By {
        match self.get(decision) {
            Some(set) if set != option => By::Default,
            Some(_) if self.found.contains(decision) => By::Trial,
            Some(_) => By::Person,
            None => By::Default,
        }
    }

    /// Takes a decision back, so that the plan starts with the default again.
    pub fn forget(&mut self, decision: &str) {
        self.decided.remove(decision);
    }
}
