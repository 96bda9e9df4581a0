//! The guard over medicines: what was taken is counted, and what passes a label or a reason against it gets a stop.
//!
//! It is information, never a prescription. It cannot say that something is right to take: the most that it says is that
//! it sees no limit passed by what was entered. What it does not know is told as not known: a product without a count, an
//! amount that was not given, a question that was not asked.

use crate::about::{About, Truth};
use crate::dose::{Dose, Intake, understand};
use crate::limits::{LOOK_BACK, Limit, Passed, passed};
use crate::names::{Names, Substance};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use supple_guidance::Guidance;
use supple_guidance::medicines::{Group, Label, Level, Medicine, Pair, Reason, TooMuch};

/// How long what was taken answers questions about the person. Our own choice: most of these are taken every day, one of
/// them every week.
const ANSWERS: SignedDuration = SignedDuration::from_hours(24 * 14);

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What the guard has to say at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard<'g> {
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

impl<'g> Guard<'g> {
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

/// Looks at what was taken, and at what is about to be.
///
/// `taken` may be in any order and hold entries that lie ahead of `now`; they count as taken. `proposed` is not counted
/// as taken. A limit that was passed is told for [`LOOK_BACK`]. One more dose, or a yes in place of a
/// no, never takes a stop away.
///
/// ```
/// use supple_care::{About, Dose, guard};
/// let guidance = supple_guidance::embedded();
/// let now = "2026-11-22T12:00:00Z".parse().unwrap();
/// let taken = [Dose::new("2026-11-22T11:00:00Z".parse().unwrap(), "Advil").units(2.0)];
/// let again = Dose::new(now, "Nurofen").mg(400.0);
/// assert_eq!(guard(guidance, &About::nothing_yet(), &taken, now, Some(&again)).stops.len(), 1, "too soon");
/// assert!(!guard(guidance, &About::nothing_yet(), &taken, now, None).is_calm(), "nothing was asked yet");
/// ```
pub fn guard<'g>(
    guidance: &'g Guidance,
    about: &About,
    taken: &[Dose],
    now: Timestamp,
    proposed: Option<&Dose>,
) -> Guard<'g> {
    let names = Names::of(guidance);
    let mut all: Vec<Intake<'g, '_>> = Vec::new();
    let mut unknown = Vec::new();
    let since = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let reach = reach(guidance, proposed.map_or(now, |dose| dose.at.min(now)));
    let in_reach = taken.iter().filter(|dose| dose.at >= reach);
    let mut doses: Vec<(&Dose, bool)> = in_reach.map(|dose| (dose, false)).collect();
    doses.sort_by(|(a, _), (b, _)| a.at.cmp(&b.at).then_with(|| a.words.cmp(&b.words)));
    doses.extend(proposed.map(|dose| (dose, true)));
    let mut unknown_taken = 0;
    for (dose, is_proposed) in doses {
        if is_proposed {
            unknown_taken = unknown.len();
        }
        let (own, open) = understand(&names, about.country(), dose, is_proposed);
        note_unknown(&mut unknown, dose, &own, open, is_proposed, now);
        all.extend(own);
    }
    let answers = now.saturating_sub(ANSWERS).unwrap_or(Timestamp::MIN);
    let answering = all.iter().filter(|intake| intake.proposed || intake.late() >= answers);
    let about = &about.with_taken(guidance, &answering.map(|intake| intake.substance).collect::<Vec<_>>());
    let is_recent = |intake: &Intake<'g, '_>| intake.proposed || intake.late() > since;
    let mut focus: Vec<Substance<'g>> = Vec::new();
    // The medicine that is about to be taken comes first.
    let (first, rest): (Vec<&Intake<'g, '_>>, Vec<_>) =
        all.iter().filter(|intake| is_recent(intake)).partition(|intake| intake.proposed);
    for intake in first.iter().chain(&rest) {
        if !focus.iter().any(|known| known.id() == intake.substance.id()) {
            focus.push(intake.substance);
        }
    }

    let medicines = &guidance.medicines;
    let found = passed(medicines, about, &all, now);
    let mut stops: Vec<Stop<'g>> = found.iter().filter_map(stop).collect();
    let mut asks: Vec<Ask<'g>> = found.iter().filter_map(pair_to_ask_about).collect();
    let mut person = |substance: Substance<'g>, is: &dyn Fn(Substance<'g>) -> bool, must_not, asking| {
        let of_proposed = first.iter().any(|intake| is(intake.substance));
        let of_taken = rest.iter().any(|intake| is(intake.substance));
        let which = [(of_proposed, Which::Proposed), (of_taken, Which::Taken)];
        reasons(about, guidance, substance, which, (must_not, asking), &mut stops, &mut asks);
    };
    for medicine in focus.iter().filter_map(|substance| substance.medicine()) {
        let is = |substance: Substance<'g>| substance.id() == medicine.id;
        person(Substance::Labelled(medicine), &is, &medicine.must_not, &medicine.ask_first);
    }
    // What holds for a whole kind is said once, of the first of its kind.
    for group in &medicines.groups {
        let is = |substance: Substance<'g>| substance.is(&group.id);
        if let Some(substance) = focus.iter().find(|substance| is(**substance)) {
            person(*substance, &is, &group.must_not, &group.ask_first);
        }
    }
    stops.sort_by_key(|stop| stop.which);
    // What holds comes before what is only open.
    asks.sort_by_key(|ask| ask.truth != Truth::Yes);

    let too_much = too_much(guidance, &all, now, &found);
    let next = focus
        .iter()
        .filter_map(|substance| substance.medicine())
        .map(|medicine| next(guidance, about, &all, now, medicine))
        .collect();
    let mut asked: Vec<Substance<'g>> = Vec::new();
    for intake in &first {
        if !asked.iter().any(|known| known.id() == intake.substance.id()) {
            asked.push(intake.substance);
        }
    }
    Guard { asked, stops, too_much, asks, counted: count(&rest), next, unknown, unknown_taken }
}

/// Adds what the person said against a substance, or did not say yet.
fn reasons<'g>(
    about: &About,
    guidance: &'g Guidance,
    substance: Substance<'g>,
    which: [(bool, Which); 2],
    (must_not, ask_first): (&'g [Reason], &'g [Reason]),
    stops: &mut Vec<Stop<'g>>,
    asks: &mut Vec<Ask<'g>>,
) {
    for reason in must_not {
        match about.holds(guidance, reason) {
            Truth::Yes => {
                for (_, which) in which.into_iter().filter(|(is, _)| *is) {
                    let why = Why::MustNot(reason);
                    stops.push(Stop { substance, which, why, certain: true, sources: &reason.sources });
                }
            }
            Truth::No => {}
            truth @ Truth::Open { .. } => {
                asks.push(Ask { substance, about: Concern::Person(reason), must_not: true, truth });
            }
        }
    }
    for reason in ask_first {
        match about.holds(guidance, reason) {
            Truth::No => {}
            truth => asks.push(Ask { substance, about: Concern::Person(reason), must_not: false, truth }),
        }
    }
}

/// A couple that is a reason to ask, and no more.
fn pair_to_ask_about<'g>(passed: &Passed<'g>) -> Option<Ask<'g>> {
    match passed.limit {
        Limit::Together { other, pair, .. } if pair.level == Level::Ask => Some(Ask {
            substance: passed.substance,
            about: Concern::Other(other, pair),
            must_not: false,
            truth: Truth::Yes,
        }),
        _ => None,
    }
}

/// How far back a dose can matter: as far as the longest row of days that a label allows, and what comes before that.
///
/// A row that is longer still is past the limit within this stretch already.
fn reach(guidance: &Guidance, from: Timestamp) -> Timestamp {
    let labels = guidance.medicines.medicines.iter().flat_map(|medicine| &medicine.labels);
    let days = labels.filter_map(|label| label.days).max().unwrap_or(0);
    let span = LOOK_BACK + SignedDuration::from_hours(24 * (i64::from(days) + 7));
    from.saturating_sub(span).unwrap_or(Timestamp::MIN)
}

fn stop<'g>(passed: &Passed<'g>) -> Option<Stop<'g>> {
    let label = passed.label;
    let why = match passed.limit {
        Limit::Dose { mg, limit } => Why::Dose { mg, limit, label: label? },
        Limit::Window { hours, mg, limit } => Why::Window { hours, mg, limit, label: label? },
        Limit::Times { times, limit } => Why::Times { times, limit, label: label? },
        Limit::Gap { seconds, hours } => Why::Gap { between: SignedDuration::from_secs(seconds), hours, label: label? },
        Limit::Days { days, limit } => Why::Days { days, limit, label: label? },
        Limit::SameKind { other, group } => Why::SameKind { other, group },
        Limit::Together { other, pair, .. } if pair.level == Level::Stop => Why::Together { other, pair },
        Limit::Together { .. } => return None,
    };
    let sources = match &why {
        Why::SameKind { group, .. } => &group.sources,
        Why::Together { pair, .. } => &pair.sources,
        _ => &label?.sources,
    };
    let which = if passed.proposed { Which::Proposed } else { Which::Taken };
    Some(Stop { substance: passed.substance, which, why, certain: passed.certain, sources })
}

fn note_unknown<'g>(
    unknown: &mut Vec<Unknown<'g>>,
    dose: &Dose,
    own: &[Intake<'g, '_>],
    open: Vec<Unknown<'g>>,
    proposed: bool,
    now: Timestamp,
) {
    let since = now.saturating_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
    let latest = dose.at.saturating_add(dose.within).unwrap_or(Timestamp::MAX);
    if !proposed && latest < since {
        return;
    }
    unknown.extend(open);
    let at = dose.at;
    for intake in own {
        let substance = intake.substance;
        if matches!(substance, Substance::Other(one) if !(one.sold && one.groups.is_empty())) {
            unknown.push(Unknown::NoLabel { substance, at, proposed });
        }
    }
    if !proposed && dose.at > now {
        unknown.push(Unknown::Ahead { words: dose.words.clone(), at });
    }
}

fn count<'g>(recent: &[&Intake<'g, '_>]) -> Vec<Counted<'g>> {
    let mut counted: Vec<Counted<'g>> = Vec::new();
    for intake in recent {
        let substance = intake.substance;
        let one = match counted.iter_mut().position(|one| one.substance.id() == substance.id()) {
            Some(place) => &mut counted[place],
            None => {
                counted.push(Counted { substance, mg: None, entries: 0, words: Vec::new(), at_least: false });
                let last = counted.len() - 1;
                &mut counted[last]
            }
        };
        one.entries += 1;
        one.at_least |= intake.assumed;
        if let Some(mg) = intake.mg {
            one.mg = Some(one.mg.unwrap_or(0.0) + mg);
        }
        if !one.words.contains(&intake.dose.words) {
            one.words.push(intake.dose.words.clone());
        }
    }
    counted
}

/// What was taken, apart from what is proposed, beyond what a medicine's advice names.
fn too_much<'g>(
    guidance: &'g Guidance,
    all: &[Intake<'g, '_>],
    now: Timestamp,
    found: &[Passed<'g>],
) -> Vec<TooMuchTaken<'g>> {
    let mut told = Vec::new();
    for medicine in &guidance.medicines.medicines {
        let advice = &medicine.too_much;
        let beyond: Vec<bool> = if advice.beyond.is_empty() {
            let own = found.iter().filter(|one| !one.proposed && one.of_substance && one.substance.id() == medicine.id);
            // One dose above the label is a stop; a day above it is too much.
            let in_a_day =
                |one: &&Passed<'g>| matches!(one.limit, Limit::Window { hours: 24, .. } | Limit::Times { .. });
            own.filter(in_a_day).map(|one| one.certain).collect()
        } else {
            crate::limits::beyond(medicine, all, now)
        };
        if !beyond.is_empty() {
            told.push(TooMuchTaken { medicine, advice, certain: beyond.contains(&true) });
        }
    }
    told
}

/// When the limits of a medicine next leave room for one usual unit.
fn next<'g>(
    guidance: &'g Guidance,
    about: &About,
    all: &[Intake<'g, '_>],
    now: Timestamp,
    medicine: &'g Medicine,
) -> Next<'g> {
    let never = Next { medicine, not_before: None };
    if medicine.must_not.iter().any(|reason| about.holds(guidance, reason) == Truth::Yes) {
        return never;
    }
    let taken: Vec<&Intake<'g, '_>> = all.iter().filter(|intake| !intake.proposed).collect();
    // A limit can only end where a dose leaves the reach of one of its hours. A row of days ends by asking, not by
    // waiting: its hours are not among them.
    let mut hours: BTreeSet<u32> = medicine.labels.iter().filter_map(|label| label.gap_hours).collect();
    hours.extend(medicine.labels.iter().flat_map(|label| &label.windows).map(|window| window.hours));
    hours.extend(guidance.medicines.group(&medicine.group).map(|group| group.hours));
    let pairs = guidance.medicines.pairs.iter().filter(|pair| pair.kinds.contains(&medicine.group));
    hours.extend(pairs.map(|pair| pair.hours));
    hours.insert(24);
    let mut times: BTreeSet<Timestamp> = BTreeSet::from([now]);
    for intake in &taken {
        let ends = hours.iter().map(|hours| SignedDuration::from_hours(i64::from(*hours)));
        times.extend(ends.filter_map(|span| intake.late().checked_add(span).ok()).filter(|at| *at > now));
    }
    let last = taken.iter().rev().find(|intake| intake.substance.id() == medicine.id);
    let unit = last.and_then(|intake| intake.strength).or(medicine.unit_mg);
    for at in times {
        let dose = Dose::new(at, medicine.name.clone());
        let substance = Substance::Labelled(medicine);
        let strength = medicine.unit_mg.and(unit);
        let mg = strength;
        let unit = Intake { substance, dose: &dose, proposed: true, mg, strength, assumed: false, pack: None, name: 0 };
        let with: Vec<Intake<'g, '_>> = taken.iter().map(|intake| (*intake).clone()).chain([unit]).collect();
        if !passed(&guidance.medicines, about, &with, at).iter().any(|one| one.proposed) {
            return Next { medicine, not_before: Some(at) };
        }
    }
    never
}
