//! What the guard has to say: stops, whom to ask, what counts, and what is not known.

use crate::about::Truth;
use crate::names::Substance;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use supple_guidance::medicines::{Group, Label, Medicine, Pair, Reason, TooMuch};

/// What the guard has to say at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct MedicineReview<'g> {
    /// What is in the dose about to be taken, if there is one: what is said first is about it.
    pub asked: Vec<Substance<'g>>,
    /// What is against it: first what concerns the dose about to be taken, then what was taken already.
    pub stops: Vec<Stop<'g>>,
    /// What to do because too much was taken. Comes before everything else.
    pub too_much: Vec<TooMuchTaken<'g>>,
    /// Whom to ask first, and what is still to be asked.
    pub asks: Vec<Ask<'g>>,
    /// What counts of each substance in the last 24 hours, without the dose about to be taken.
    pub counted: Vec<Counted<'g>>,
    /// When the labels next allow a usual unit of each medicine that was taken or is about to be.
    pub next: Vec<Next<'g>>,
    /// What cannot be counted, or not for sure: first of what was taken, then of the dose about to be taken.
    pub unknown: Vec<Unknown<'g>>,
    /// How many of these are of what was taken.
    pub unknown_taken: usize,
}

impl<'g> MedicineReview<'g> {
    /// Whether the guard may say that it sees no limit passed: nothing is against it, nobody has to be asked first, no
    /// question is open, and everything is understood and counted. No page says anything calm unless this holds.
    pub fn is_calm(&self) -> bool {
        self.stops.is_empty()
            && self.too_much.is_empty()
            && self.asks.is_empty()
            && !self.unknown.iter().any(Unknown::is_open)
            && self.has_label()
    }

    /// Whether there is a label to look at: of what only a doctor sets, no limit is known that could be passed.
    pub(crate) fn has_label(&self) -> bool {
        let counted = self.counted.iter().map(|one| one.substance);
        let mut looked_at: Vec<Substance<'_>> = self.asked.clone();
        if looked_at.is_empty() {
            looked_at.extend(counted);
        }
        looked_at.is_empty() || looked_at.iter().any(|one| one.medicine().is_some())
    }

    /// Whether something is in the dose that is about to be taken.
    pub fn is_asked(&self, substance: Substance<'_>) -> bool {
        self.asked.iter().any(|one| one.id() == substance.id())
    }

    /// The stops to be said, each once: first those about the medicine that was asked about, then the others.
    ///
    /// A limit that was passed already and is passed by more with the next dose is one stop.
    pub fn said_stops(&self) -> Vec<&Stop<'g>> {
        let mut said: Vec<&Stop<'g>> = Vec::new();
        for stop in &self.stops {
            if !said.iter().any(|known| known.is_like(stop)) {
                said.push(stop);
            }
        }
        said.sort_by_key(|stop| !self.is_asked(stop.substance));
        said
    }

    /// The questions that are still open, each once, most dangerous first: what would be a stop comes before what would
    /// be a reason to ask.
    pub fn open_questions(&self) -> Vec<&'g str> {
        let mut seen = BTreeSet::new();
        let mut asks: Vec<&Ask<'g>> = self.asks.iter().collect();
        asks.sort_by_key(|ask| (!ask.must_not, !self.is_asked(ask.substance)));
        let open = asks.into_iter().flat_map(|ask| match &ask.truth {
            Truth::Open { not_asked, .. } => not_asked.as_slice(),
            Truth::Yes | Truth::No => &[],
        });
        open.copied().filter(|id| seen.insert(*id)).collect()
    }
}

/// Something against taking a medicine, or against how it was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop<'g> {
    /// The medicine.
    pub substance: Substance<'g>,
    /// Whether it is about the dose about to be taken, or about what was taken.
    pub which: Which,
    /// Why.
    pub why: Why<'g>,
    /// Whether it holds without anything assumed about amounts and times.
    pub certain: bool,
    /// Who says so.
    pub sources: &'g [String],
}

impl Stop<'_> {
    /// Whether it says the same: one limit on one substance, one reason, or one couple, whichever came first.
    fn is_like(&self, other: &Stop<'_>) -> bool {
        let one = self.substance.id() == other.substance.id();
        let couple = |partner: &Substance<'_>, other_partner: &Substance<'_>| {
            (one && partner.id() == other_partner.id())
                || (partner.id() == other.substance.id() && self.substance.id() == other_partner.id())
        };
        match (&self.why, &other.why) {
            (Why::Window { hours, .. }, Why::Window { hours: others, .. }) => one && hours == others,
            (Why::Dose { .. }, Why::Dose { .. })
            | (Why::Times { .. }, Why::Times { .. })
            | (Why::Gap { .. }, Why::Gap { .. })
            | (Why::Days { .. }, Why::Days { .. }) => one,
            (Why::SameKind { other: a, .. }, Why::SameKind { other: b, .. })
            | (Why::Together { other: a, .. }, Why::Together { other: b, .. }) => couple(a, b),
            (Why::MustNot(a), Why::MustNot(b)) => one && std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}

/// What a stop is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// The dose about to be taken.
    Proposed,
    /// What was taken, by the diary.
    Taken,
}

/// The reason of a stop.
#[derive(Clone, Debug, PartialEq)]
pub enum Why<'g> {
    /// More at one time than a label allows.
    Dose {
        /// Milligrams.
        mg: f64,
        /// The most that is allowed, in milligrams.
        limit: f64,
        /// The label.
        label: &'g Label,
    },
    /// More within a stretch of hours than a label allows.
    Window {
        /// How long the stretch is.
        hours: u32,
        /// Milligrams within it.
        mg: f64,
        /// The most that is allowed, in milligrams.
        limit: f64,
        /// The label.
        label: &'g Label,
    },
    /// More doses within 24 hours than a label allows.
    Times {
        /// How many.
        times: usize,
        /// The most that are allowed.
        limit: u32,
        /// The label.
        label: &'g Label,
    },
    /// Two doses closer together than a label allows.
    Gap {
        /// What was between them, by the best guess.
        between: SignedDuration,
        /// What must be, in hours.
        hours: u32,
        /// The label.
        label: &'g Label,
    },
    /// More days with no break than a label allows without asking.
    Days {
        /// How many, counted in stretches of 24 hours.
        days: i64,
        /// The most that are allowed.
        limit: u32,
        /// The label.
        label: &'g Label,
    },
    /// Another medicine of the same kind is still there.
    SameKind {
        /// The other.
        other: Substance<'g>,
        /// The kind.
        group: &'g Group,
    },
    /// A medicine of a kind that does not go with it is still there.
    Together {
        /// The other.
        other: Substance<'g>,
        /// The two kinds.
        pair: &'g Pair,
    },
    /// Something about the person is against it.
    MustNot(&'g Reason),
}

/// A reason to ask a pharmacist or doctor first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask<'g> {
    /// The substance.
    pub substance: Substance<'g>,
    /// What it is about.
    pub about: Concern<'g>,
    /// Whether it would be a stop if it holds.
    pub must_not: bool,
    /// Whether it holds ([`Truth::Yes`]) or is open. Never [`Truth::No`].
    pub truth: Truth<'g>,
}

/// What an [`Ask`] is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Concern<'g> {
    /// Something about the person.
    Person(&'g Reason),
    /// Another medicine that was taken.
    Other(Substance<'g>, &'g Pair),
}

impl<'g> Concern<'g> {
    /// Why, in plain words.
    pub fn because(self) -> &'g str {
        match self {
            Concern::Person(reason) => &reason.because,
            Concern::Other(_, pair) => &pair.because,
        }
    }

    /// What is our own judgement in it.
    pub fn judgement(self) -> Option<&'g str> {
        match self {
            Concern::Person(reason) => reason.judgement.as_deref(),
            Concern::Other(_, pair) => pair.judgement.as_deref(),
        }
    }

    /// Who says so.
    pub fn sources(self) -> &'g [String] {
        match self {
            Concern::Person(reason) => &reason.sources,
            Concern::Other(_, pair) => &pair.sources,
        }
    }

    /// The reason about the person.
    pub fn reason(self) -> Option<&'g Reason> {
        match self {
            Concern::Person(reason) => Some(reason),
            Concern::Other(..) => None,
        }
    }
}

/// What counts of one substance.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted<'g> {
    /// Which.
    pub substance: Substance<'g>,
    /// Milligrams together; `None` where they mean nothing, as with a gel or what a doctor sets.
    pub mg: Option<f64>,
    /// How many entries.
    pub entries: usize,
    /// The words of the entries, each once, in order.
    pub words: Vec<String>,
    /// Whether some amount was not given and counts as the least that it can be.
    pub at_least: bool,
}

/// When the labels next allow a usual unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Next<'g> {
    /// The medicine.
    pub medicine: &'g Medicine,
    /// Not before this time; `None` if the labels allow no more without asking, or something about the person is against
    /// it. It is when the limits end, and says nothing of whether to take more.
    pub not_before: Option<Timestamp>,
}

/// What to do because too much was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct TooMuchTaken<'g> {
    /// The medicine.
    pub medicine: &'g Medicine,
    /// What to do, how soon, and who says so.
    pub advice: &'g TooMuch,
    /// Whether it holds without anything assumed about amounts and times.
    pub certain: bool,
}

/// Something that cannot be counted, or not for sure.
#[derive(Clone, Debug, PartialEq)]
pub enum Unknown<'g> {
    /// Words that name no medicine that is known here.
    Words {
        /// The words.
        words: String,
        /// When.
        at: Timestamp,
        /// A name that is close to them.
        mean: Option<&'g str>,
    },
    /// A name that is known, with words that are not: what else is in it is not known.
    NotAll {
        /// The words.
        words: String,
        /// When.
        at: Timestamp,
        /// Those that were not understood.
        left: Vec<String>,
        /// A name that they are close to.
        mean: Option<&'g str>,
    },
    /// A name that stands for packs that hold different things.
    Pack {
        /// The words.
        words: String,
        /// When.
        at: Timestamp,
    },
    /// A name that is on tablets and on something for the skin.
    Form {
        /// The words.
        words: String,
        /// When.
        at: Timestamp,
    },
    /// A substance that is not counted.
    NoLabel {
        /// Which.
        substance: Substance<'g>,
        /// When.
        at: Timestamp,
        /// Whether it is in the dose that is about to be taken.
        proposed: bool,
    },
    /// How much of something that is not counted was not understood.
    Unread {
        /// Which.
        substance: Substance<'g>,
        /// The words.
        words: String,
        /// When.
        at: Timestamp,
    },
    /// An amount that was not given: it counts as the least that it can be.
    Amount {
        /// Which.
        substance: Substance<'g>,
        /// The words.
        words: String,
        /// As what it counts, in milligrams.
        counts_mg: f64,
        /// The strengths in which it is sold, in milligrams, the smallest first; empty where the strength is known.
        strengths: Vec<f64>,
        /// When.
        at: Timestamp,
    },
    /// An entry that lies ahead of now: it counts as taken.
    Ahead {
        /// The words.
        words: String,
        /// When.
        at: Timestamp,
    },
}

impl Unknown<'_> {
    /// Whether nothing calm can be said beside it. What a doctor sets is known, and only its amount is not looked at.
    pub fn is_open(&self) -> bool {
        !matches!(self, Unknown::NoLabel { substance: Substance::Other(one), proposed: false, .. } if !one.sold)
    }
}
