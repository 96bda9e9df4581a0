//! What is offered to choose from, in the words of a button, and which names are one of these or of the person's own.
//!
//! What someone wrote themselves and what was offered may be one thing: "Long sitting" is `long-sitting`.

use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use supple_diary::{Id, Kind, KindName, Label, Words, key};
use supple_guidance::embedded;
use supple_guidance::offered::Button;

/// What is asked every day: id, question, what the answer yes is called. Yes is what might set a spasm off, but for the
/// last.
pub fn daily() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> + Clone {
    embedded().offered.daily.iter().map(|daily| (&*daily.id, &*daily.ask, &*daily.words))
}

/// What is asked every day of who has chosen it: id, question, what the answer yes is called.
///
/// ```
/// # use supple_insight::names::on_request;
/// assert!(on_request().any(|(id, question, _)| id == "period" && question == "First day of a period?"));
/// ```
pub fn on_request() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> + Clone {
    embedded().offered.on_request.iter().map(|one| (&*one.id, &*one.ask, &*one.words))
}

/// What might set a spasm off, in words for a button. Sentences have those of `exposures.toml`, with a time of their own.
pub fn exposures() -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    buttons(&embedded().offered.exposure)
}

/// What is offered to write down as done for relief: its id, and what it is called.
pub fn measures() -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    buttons(&embedded().offered.measure)
}

/// Things that can be tapped: id, words.
pub fn buttons(of: &'static [Button]) -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    of.iter().map(|button| (&*button.id, &*button.words))
}

/// By key the ids of what might set a spasm off.
static KNOWN_EXPOSURES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let guided = embedded().exposures.iter();
    let guided = guided.flat_map(|known| [(&*known.id, &*known.id), (&*known.id, &*known.words)]);
    let daily = daily().chain(on_request()).flat_map(|(id, question, words)| [(id, id), (id, question), (id, words)]);
    let offered = exposures();
    by_key(guided.chain(offered).chain(daily))
});

static KNOWN_MEASURES: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| by_key(measures().flat_map(|(id, words)| [(id, id), (id, words)])));

/// By key the ids of the exercises of the programme and of its walk.
static KNOWN_EXERCISES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let guidance = embedded();
    let exercises = guidance.exercises.exercises.iter().map(|one| (one.id.as_str(), one.name.as_str()));
    let all = exercises.chain([(guidance.walking.id.as_str(), guidance.walking.name.as_str())]);
    let all: Vec<(&str, &str)> = all.collect();
    by_key(all.iter().map(|&(id, _)| (id, id)).chain(all.iter().map(|&(id, name)| (id, name))))
});

fn by_key(names: impl Iterator<Item = (&'static str, &'static str)>) -> BTreeMap<String, &'static str> {
    let mut known = BTreeMap::new();
    for (id, name) in names {
        known.entry(key(name).into_owned()).or_insert(id);
    }
    known
}

/// The id of an exposure that is offered, by whichever of its names.
pub fn known_exposure(name: &str) -> Option<&'static str> {
    KNOWN_EXPOSURES.get(&*key(name)).copied()
}

/// What an exposure is compared by: its id if it is one that is offered, else the key of the person's own words.
pub fn exposure(name: &str) -> String {
    known_exposure(name).map_or_else(|| key(name).into_owned(), str::to_owned)
}

/// The id of an exercise of the programme, or of its walk, by whichever of its names.
///
/// ```
/// # use supple_insight::names::known_exercise;
/// assert_eq!(known_exercise("Bridge"), Some("bridge"));
/// assert_eq!(known_exercise("Walk"), Some("walking"));
/// assert_eq!(known_exercise("cello"), None);
/// ```
pub fn known_exercise(name: &str) -> Option<&'static str> {
    KNOWN_EXERCISES.get(&*key(name)).copied()
}

/// What an exercise is called within a sentence: its name in the guidance, what it is called as a measure, or the person's own
/// words. A name keeps to itself between quotation marks.
///
/// ```
/// # use supple_insight::names::exercise_words;
/// assert_eq!(exercise_words("bridge"), "\u{201c}Bridge\u{201d}");
/// assert_eq!(exercise_words("cello"), "\u{201c}cello\u{201d}");
/// ```
pub fn exercise_words(name: &str) -> String {
    let guidance = embedded();
    let known = known_exercise(name).and_then(|id| match guidance.exercises.exercise(id) {
        Some(exercise) => Some(exercise.name.as_str()),
        None => (guidance.walking.id.as_str() == id).then_some(guidance.walking.name.as_str()),
    });
    let measure = || known_measure(name).and_then(|id| measures().find(|(known, _)| *known == id));
    let words = known.or_else(|| measure().map(|(_, words)| words)).unwrap_or(name);
    format!("\u{201c}{words}\u{201d}")
}

/// The id of what is offered as done for relief, by whichever of its names.
pub fn known_measure(name: &str) -> Option<&'static str> {
    KNOWN_MEASURES.get(&*key(name)).copied()
}

/// By key the ids of what the check asks about.
static KNOWN_SYMPTOMS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let findings = embedded().findings.iter();
    by_key(findings.map(|finding| (&*finding.id, &*finding.id)))
});

/// What a text for something of this kind of entry is: the id of what is offered, as a form sends it, else own words. These
/// are kept as they were written, also where they name what is offered: names are compared by their key.
///
/// ```
/// # use supple_diary::{KindName, Label, Words};
/// # use supple_insight::names::label;
/// let of = |words| label(KindName::Exposure, Words::new(words).unwrap());
/// assert_eq!(of("long-sitting").known(), Some("long-sitting"));
/// assert_eq!(of("Long sitting"), Label::Own(Words::new("Long sitting").unwrap()));
/// assert_eq!(of("cello"), Label::Own(Words::new("cello").unwrap()));
/// ```
pub fn label(kind: KindName, words: Words) -> Label {
    let known = match kind {
        KindName::Exposure => known_exposure(words.as_str()),
        KindName::Measure => known_measure(words.as_str()),
        // What is offered as a measure may be done as an exercise; it keeps its id.
        KindName::Exercise => [known_exercise, known_measure].iter().find_map(|known| {
            let id = known(words.as_str())?;
            (id == words.as_str()).then_some(id)
        }),
        KindName::Symptom => KNOWN_SYMPTOMS.get(&*key(words.as_str())).copied(),
        _ => None,
    };
    let known = known.filter(|id| *id == words.as_str());
    known.and_then(|id| Id::new(id).ok()).map_or(Label::Own(words), Label::Known)
}

/// The same, with what it is about labelled anew: what an earlier version or a table could not tell apart.
#[must_use]
pub fn labelled(mut kind: Kind) -> Kind {
    let name = kind.name();
    let what = match &mut kind {
        Kind::Symptom(symptom) => &mut symptom.what,
        Kind::Exposure(exposure) => &mut exposure.what,
        Kind::Measure(measure) => &mut measure.what,
        Kind::Exercise(exercise) => &mut exercise.what,
        _ => return kind,
    };
    if let Ok(words) = Words::new(what.as_str()) {
        *what = label(name, words);
    }
    kind
}

/// When a name was written last, and how.
type Last<'d> = Option<(Timestamp, &'d str)>;

/// Things by what they are compared by: each with the name that it goes by, which is the id of what is offered, and else
/// the person's own words as they were written last.
pub(crate) struct Groups<'d, T> {
    known: fn(&str) -> Option<&'static str>,
    /// By what is compared: how it was written last, and what was gathered.
    groups: BTreeMap<String, (Last<'d>, T)>,
    /// Names as they were written, with what they are compared by: most come again as they were.
    written: BTreeMap<&'d str, String>,
}

impl<'d, T: Default> Groups<'d, T> {
    pub(crate) fn new(known: fn(&str) -> Option<&'static str>) -> Groups<'d, T> {
        Groups { known, groups: BTreeMap::new(), written: BTreeMap::new() }
    }

    /// What was gathered under this name, which was written for this time.
    pub(crate) fn of(&mut self, name: &'d str, at: Timestamp) -> &mut T {
        let known = self.known;
        let compared = self.written.entry(name);
        let compared = compared.or_insert_with(|| known(name).map_or_else(|| key(name).into_owned(), str::to_owned));
        let (last, gathered) = self.groups.entry(compared.clone()).or_default();
        *last = (*last).max(Some((at, name)));
        gathered
    }

    /// All of them: the id of what is offered, else the own words as they were written last.
    pub(crate) fn all(self) -> impl Iterator<Item = (&'d str, T)> {
        let name = move |written: Last<'d>| {
            let written = written.map_or("", |(_, name)| name);
            (self.known)(written).unwrap_or(written)
        };
        self.groups.into_values().map(move |(written, gathered)| (name(written), gathered))
    }
}
