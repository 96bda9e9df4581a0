//! The beginning or the end of an episode.

use crate::kinds::field::kind;

kind! {
    /// The beginning or the end of an episode, as the person says.
    #[derive(Eq)]
    EpisodeMark since 1 {
        /// Which of the two.
        phase: Phase,
    }
}

/// The beginning or the end of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It begins.
    Onset,
    /// It is over.
    Recovery,
}
