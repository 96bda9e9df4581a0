//! The diary: what the entries together say happened.

use crate::changes::{Standing, settle};
use crate::day::{self, Day};
use crate::draft::{CLOCK_SKEW, Draft};
use crate::entry::Entry;
use crate::episode::{self, Bout, Episode, EpisodeState, PainAbout, PainPoint};
use crate::item::Item;
use crate::kinds::{
    CheckIn, Correction, Exercise, Exposure, Kind, KindName, Measure, Medicine, OfKind, Pain, Profile, ProfileFact,
    ReturnStep, Spasm, Symptom, TrialPain,
};
use crate::log::Log;
use crate::name::{Names, same_name};
use crate::values::{Level, Seconds, Words};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What the entries together say happened.
///
/// It is a function of the set of entries alone. Everything in it that has an order is ordered by when it happened, then
/// by id.
///
/// ```
/// use supple_diary::{Diary, Draft, Log, Moment, Spasm, Tail};
///
/// let now = "2026-11-22T02:11:07.123Z".parse().unwrap();
/// let draft = Draft::new(Moment::in_zone(now, "Europe/Berlin").unwrap(), Spasm::default());
/// let spasm = Tail::new(uuid::Uuid::from_u128(1)).write(draft, now, [0; 10], None).unwrap();
///
/// let diary = Diary::fold(&Log::from_iter([spasm]));
/// assert_eq!(diary.bouts().len(), 1);
/// assert_eq!(diary.day("2026-11-22".parse().unwrap()).unwrap().spasm(), Some(true));
/// assert!(diary.day("2026-11-21".parse().unwrap()).is_none(), "nothing is known of it: it was not quiet");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diary {
    items: Vec<Item>,
    /// Places in `items` by id.
    places: Vec<(Uuid, u32)>,
    kinds: BTreeMap<KindName, Vec<Item>>,
    bouts: Vec<Bout>,
    episodes: Vec<Episode>,
    pains: Vec<PainPoint>,
    days: BTreeMap<Date, Day>,
    profile: Profile,
    removed: Vec<Item>,
    changes: BTreeMap<Uuid, Vec<Change>>,
    loose: Vec<Arc<Entry>>,
    newer: Vec<Arc<Entry>>,
    /// How long the longest exposure lasted, so that a search for a window knows how far to look back.
    longest_exposure: SignedDuration,
}

/// A correction or a removal that belongs to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The correction or removal.
    pub entry: Arc<Entry>,
    /// Whether it was itself taken back.
    pub removed: bool,
}

/// A field whose earlier values are offered again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// What the person was doing when a spasm came.
    Doing,
    /// Symptoms.
    Symptom,
    /// Exposures.
    Exposure,
    /// Measures.
    Measure,
    /// Medicines.
    Medicine,
    /// Exercises.
    Exercise,
}

impl Diary {
    /// Folds entries into the diary.
    pub fn fold(log: &Log) -> Diary {
        let mut entries: Vec<&Arc<Entry>> = log.entries().iter().collect();
        // Of two versions of one entry the smaller line, so that everyone who has both sees the same one.
        entries.dedup_by_key(|entry| entry.id());
        let Standing { removed, correction, changes, loose } = settle(&entries);

        let mut diary = Diary::default();
        let mut sorted: Vec<(Timestamp, Uuid, Item)> = Vec::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.is_change()) {
            let correction = correction.get(&place).map(|place| Arc::clone(entries[*place]));
            let Some(item) = Item::new(Arc::clone(entry), correction) else {
                if !removed[place] {
                    diary.newer.push(Arc::clone(entry));
                }
                continue;
            };
            if removed[place] {
                diary.removed.push(item);
            } else {
                sorted.push((item.happened().at(), item.id(), item));
            }
        }
        sorted.sort_by_key(|(at, id, _)| (*at, *id));
        diary.newer.sort_by_key(|entry| (entry.happened().at(), entry.id()));
        diary.removed.sort_by_key(|item| (item.happened().at(), item.id()));
        diary.items = sorted.into_iter().map(|(_, _, item)| item).collect();
        diary.place();

        for (place, changes) in changes {
            let change = |place: &usize| Change { entry: Arc::clone(entries[*place]), removed: removed[*place] };
            diary.changes.insert(entries[place].id(), changes.iter().map(change).collect());
        }
        diary.loose = loose.into_iter().map(|place| Arc::clone(entries[place])).collect();

        diary.gather();
        diary
    }

    /// The diary of some of the days alone, both included, as the entries stand now. What was taken out, or is not read, is
    /// not in it, nor is the profile of other days.
    #[must_use]
    pub fn within(&self, from: Date, to: Date) -> Diary {
        let items = self.items.iter().filter(|item| (from..=to).contains(&day::of(item)));
        let mut diary = Diary { items: items.cloned().collect(), ..Diary::default() };
        diary.place();
        diary.gather();
        diary
    }

    fn place(&mut self) {
        self.places = (0..).zip(&self.items).map(|(place, item)| (item.id(), place)).collect();
        self.places.sort_unstable();
    }

    /// Derives everything else from the items.
    fn gather(&mut self) {
        for item in &self.items {
            self.kinds.entry(item.name()).or_default().push(item.clone());
            let date = day::of(item);
            self.days.entry(date).or_insert_with(|| Day::new(date)).push(item);
            pain_points(item, &mut self.pains);
            match item.kind() {
                Kind::Profile(profile) => self.profile.update(profile),
                Kind::Exposure(exposure) => {
                    let lasted = end_of(item, exposure).duration_since(item.happened().at());
                    self.longest_exposure = self.longest_exposure.max(lasted);
                }
                _ => {}
            }
        }
        self.pains.extend(self.days.values().filter_map(pain_of_day));
        self.pains.sort_by_key(|pain| (pain.at, pain.item, pain.about));
        self.bouts = episode::bouts(self.of(KindName::Spasm));
        self.episodes = episode::episodes(&self.bouts, self.of(KindName::EpisodeMark), &self.pains);
    }

    /// Everything that stands, in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this id, unless it was removed.
    pub fn get(&self, id: Uuid) -> Option<&Item> {
        let place = self.places.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.items.get(usize::try_from(self.places[place].1).ok()?)
    }

    /// The items of one kind, in order.
    pub fn of(&self, kind: KindName) -> &[Item] {
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The items of one kind with what they say, in order.
    ///
    /// ```
    /// # use supple_diary::{Diary, Measure};
    /// # let diary = Diary::default();
    /// let helped = diary.all::<Measure>().filter(|(_, measure)| measure.helped == Some(true)).count();
    /// # assert_eq!(helped, 0);
    /// ```
    pub fn all<K: OfKind>(&self) -> impl DoubleEndedIterator<Item = (&Item, &K)> {
        self.of(K::NAME).iter().filter_map(|item| Some((item, item.get::<K>()?)))
    }

    /// The latest item of one kind.
    pub fn last<K: OfKind>(&self) -> Option<(&Item, &K)> {
        self.all::<K>().next_back()
    }

    /// The latest item of one kind that has happened by now.
    ///
    /// What lies further ahead than clocks differ was written while one was wrong. It says nothing of this moment: otherwise
    /// it would be the latest until its time has come.
    pub fn latest<K: OfKind>(&self, now: Timestamp) -> Option<(&Item, &K)> {
        let by = now.saturating_add(SignedDuration::from_secs(CLOCK_SKEW)).unwrap_or(Timestamp::MAX);
        self.all::<K>().rfind(|(item, _)| item.happened().at() <= by)
    }

    /// The bouts, in order. [`BOUT_GAP`](crate::BOUT_GAP) says what belongs together.
    pub fn bouts(&self) -> &[Bout] {
        &self.bouts
    }

    /// The episodes, in order. They never overlap, except that a bout which began before a recovery may outlast it.
    pub fn episodes(&self) -> &[Episode] {
        &self.episodes
    }

    /// The episode that goes on at this time as far as is known, if there is one.
    pub fn open_episode(&self, now: Timestamp) -> Option<&Episode> {
        self.episodes.last().filter(|episode| episode.state(now) == EpisodeState::Open)
    }

    /// Every pain level that was given, in order: the pain curve.
    pub fn pains(&self) -> &[PainPoint] {
        &self.pains
    }

    /// The pain levels from one time up to, and not including, another.
    pub fn pains_in(&self, from: Timestamp, to: Timestamp) -> &[PainPoint] {
        let from = self.pains.partition_point(|pain| pain.at < from);
        let to = self.pains.partition_point(|pain| pain.at < to);
        self.pains.get(from..to).unwrap_or_default()
    }

    /// The days of which something is known.
    pub fn days(&self) -> &BTreeMap<Date, Day> {
        &self.days
    }

    /// What is known of a day. Of a day that is not there nothing is known: it was not quiet.
    pub fn day(&self, date: Date) -> Option<&Day> {
        self.days.get(&date)
    }

    /// The known days from one to another, both included, in order.
    pub fn between(&self, from: Date, to: Date) -> impl DoubleEndedIterator<Item = &Day> {
        // A range that ends before it begins would panic.
        self.days.range(from..=to.max(from)).map(|(_, day)| day).filter(move |day| day.date <= to)
    }

    /// All days of the month in which this day is, with what is known of them.
    pub fn calendar(&self, month: Date) -> Vec<(Date, Option<&Day>)> {
        let first = month.first_of_month();
        first
            .series(jiff::Span::new().days(1))
            .take_while(|date| date.month() == first.month())
            .map(|date| (date, self.day(date)))
            .collect()
    }

    /// The exposures that were on at any time from `from` up to, and not including, `to`, in order.
    ///
    /// One without an end counts at its beginning only. One that was asked about and denied is there, too, with
    /// `present` false.
    pub fn exposures_in(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = (&Item, &Exposure)> {
        let exposures = self.of(KindName::Exposure);
        let earliest = from.saturating_sub(self.longest_exposure).unwrap_or(Timestamp::MIN);
        let first = exposures.partition_point(|item| item.happened().at() < earliest);
        exposures[first..]
            .iter()
            .take_while(move |item| item.happened().at() < to)
            .filter_map(|item| Some((item, item.get::<Exposure>()?)))
            .filter(move |(item, exposure)| item.happened().at() >= from || end_of(item, exposure) > from)
    }

    /// Whether an exposure was on at any time in a window: `None` if nobody said so.
    pub fn exposed(&self, what: &str, from: Timestamp, to: Timestamp) -> Option<bool> {
        let said = self.exposures_in(from, to).filter(|(_, exposure)| same_name(exposure.what.as_str(), what));
        said.map(|(_, exposure)| exposure.present).max()
    }

    /// The person, as the latest profiles say, field by field.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The newest entry that says a fact of the profile as it stands: when it was said, or confirmed.
    pub fn said(&self, fact: ProfileFact<'_>) -> Option<&Item> {
        let stands = self.profile.only(fact);
        let is_it = |(_, profile): &(&Item, &Profile)| profile.only(fact) == stands;
        if stands == Profile::default() { None } else { self.all::<Profile>().rev().find(is_it).map(|(item, _)| item) }
    }

    /// What has to be written so that these facts are said no more: corrections of all entries that say one of them. What
    /// stood before is kept, as with every correction.
    pub fn taking_out(&self, facts: &[ProfileFact<'_>]) -> Vec<Correction> {
        let less = |profile: &Profile| facts.iter().fold(profile.clone(), |less, fact| less.without(*fact));
        let said = self.all::<Profile>().map(|(item, profile)| (item, profile, less(profile)));
        let changed = said.filter(|(_, profile, less)| less != *profile);
        let correction = |(item, _, less): (&Item, &Profile, Profile)| Correction {
            of: item.id(),
            entry: Box::new(Draft { kind: Kind::Profile(less), ..item.draft().clone() }),
        };
        changed.map(correction).collect()
    }

    /// The values that a field had, each once as it was written last, the latest first, at most this many.
    pub fn recent(&self, choice: Choice, at_most: usize) -> Vec<&str> {
        let kind = match choice {
            Choice::Doing => KindName::Spasm,
            Choice::Symptom => KindName::Symptom,
            Choice::Exposure => KindName::Exposure,
            Choice::Measure => KindName::Measure,
            Choice::Medicine => KindName::Medicine,
            Choice::Exercise => KindName::Exercise,
        };
        let mut seen = Names::default();
        let values = self.of(kind).iter().rev().filter_map(|item| choice_of(item.kind()));
        values.filter(|value| seen.add(value)).take(at_most).collect()
    }

    /// Everything that was ever changed about an item, also about a removed one, by when it was recorded. Empty if it
    /// still stands as it was first written.
    pub fn history(&self, id: Uuid) -> &[Change] {
        self.changes.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What was removed, and can be restored by removing the removal.
    pub fn removed(&self) -> &[Item] {
        &self.removed
    }

    /// Entries that only a newer Supple can read, in order. They are kept, and nothing else here knows of them.
    pub fn newer(&self) -> &[Arc<Entry>] {
        &self.newer
    }

    /// The same of one day, by the clock that they were written by.
    pub fn newer_on(&self, date: Date) -> impl Iterator<Item = &Arc<Entry>> {
        self.newer.iter().filter(move |entry| entry.happened().date() == date)
    }

    /// Corrections and removals that change nothing, because what they name is not there. They come to count when it
    /// arrives by a merge.
    pub fn loose(&self) -> &[Arc<Entry>] {
        &self.loose
    }
}

/// When an exposure ended; one without an end ends as it begins.
fn end_of(item: &Item, exposure: &Exposure) -> Timestamp {
    exposure.until.as_ref().unwrap_or(item.happened()).at()
}

fn choice_of(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Spasm(Spasm { doing, .. }) => doing.as_ref().map(Words::as_str),
        Kind::Symptom(Symptom { what, .. })
        | Kind::Exposure(Exposure { what, .. })
        | Kind::Measure(Measure { what, .. })
        | Kind::Exercise(Exercise { what, .. }) => Some(what.as_str()),
        Kind::Medicine(Medicine { what, .. }) => Some(what.as_str()),
        _ => None,
    }
}

/// Adds the pain levels that an item gives.
fn pain_points(item: &Item, points: &mut Vec<PainPoint>) {
    let now = item.happened().at();
    let mut add = |at, level: Option<Level>, about| {
        points.extend(level.map(|level| PainPoint { at, level, about, item: item.id() }));
    };
    let mut around = |before, after, seconds: Option<Seconds>| {
        add(now, before, PainAbout::Before);
        add(episode::after(now, seconds.map_or(0, Seconds::get)), after, PainAbout::After);
    };
    match item.kind() {
        Kind::Pain(Pain { level, .. }) | Kind::TrialPain(TrialPain { level, .. }) => {
            add(now, Some(*level), PainAbout::Now);
        }
        Kind::Measure(Measure { before, after, seconds, .. })
        | Kind::Exercise(Exercise { before, after, seconds, .. }) => around(*before, *after, *seconds),
        Kind::ReturnStep(ReturnStep { pain, .. }) => add(now, *pain, PainAbout::Before),
        _ => {}
    }
}

/// The pain level that counts for a day, at noon on the clock that the check-in was filled in by.
fn pain_of_day(day: &Day) -> Option<PainPoint> {
    let (item, check_in) = day.all::<CheckIn>().filter(|(_, check_in)| check_in.pain.is_some()).last()?;
    let noon = item.happened().offset().to_timestamp(day.date.at(12, 0, 0, 0));
    let at = noon.unwrap_or(item.happened().at());
    Some(PainPoint { at, level: check_in.pain?, about: PainAbout::Day, item: item.id() })
}
