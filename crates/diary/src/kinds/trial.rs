//! A trial of one person: what was fixed, drawn, told and ended, and harm that a measure did. What it means is `supple_trial`'s business.

use crate::kinds::Object;
use crate::kinds::field::kind;
use crate::label::{Id, Label};
use crate::values::{Level, Whole, Words};
use uuid::Uuid;

kind! {
    /// A trial of one person that was begun: which of two measures works, chosen by chance for each spasm.
    Trial called "Trial" since 6 {
        /// Which: the id of a trial.
        which asked "Which trial?": Id,
        /// What was fixed beforehand: the protocol.
        protocol asked "By which rules?": Object,
        /// What all draws follow from, in hexadecimal digits. No page shows it before the end.
        seed asked "From which seed?": Words,
        /// SHA-256 of seed and protocol, in hexadecimal digits.
        promised asked "What was promised?": Words,
    }
}

kind! {
    /// How much it hurts, in a trial: before chance chooses, or after.
    #[derive(Eq)]
    TrialPain called "Pain in a trial" since 6 {
        /// Before a draw the trial, after it the draw.
        #[serde(deserialize_with = "crate::values::read_id")]
        of asked "In which trial, or after which draw?": Uuid,
        /// How much.
        level asked "How much does it hurt?": Level,
    }
}

kind! {
    /// A measure that chance chose for a spasm.
    #[derive(Eq)]
    TrialDraw called "Chance chose" since 6 {
        /// The trial.
        #[serde(deserialize_with = "crate::values::read_id")]
        trial asked "In which trial?": Uuid,
        /// Which spasm of the trial, from 1.
        number asked "For which spasm of it?": Whole<1, 20>,
        /// Which side of the protocol: `a` or `b`.
        arm asked "Which side?": Id,
        /// Its measure.
        measure asked "Which measure?": Id,
        /// The entry of the pain before.
        #[serde(deserialize_with = "crate::values::read_id")]
        baseline asked "Which pain before?": Uuid,
    }
}

kind! {
    /// What was done in place of what chance chose. Without one, what it chose was done.
    #[derive(Eq)]
    TrialDone called "Done in a trial" since 6 {
        /// The draw.
        #[serde(deserialize_with = "crate::values::read_id")]
        draw asked "After which draw?": Uuid,
        /// What: `as-drawn`, `other` for the other measure, or `neither`.
        done asked "What did you do?": Id,
    }
}

kind! {
    /// A trial that the person stopped.
    #[derive(Eq)]
    TrialEnd called "Trial stopped" since 6 {
        /// The trial.
        #[serde(deserialize_with = "crate::values::read_id")]
        trial asked "Which trial?": Uuid,
    }
}

kind! {
    /// Harm that a measure of a trial did. Without one, nothing was told, which is never that there was none.
    #[derive(Eq)]
    TrialHarm called "Harm in a trial" since 9 {
        /// The draw.
        #[serde(deserialize_with = "crate::values::read_id")]
        draw asked "After which draw?": Uuid,
        /// What it was: the id of a harm, or own words.
        what asked "What harm did it do you?": Label,
    }
}
