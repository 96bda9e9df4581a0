//! Random diaries for property tests, and a large one for benchmarks. Only with the feature `testing`.
//!
//! Everything here follows from its arguments, as everywhere in the core: the chance is proptest's or a seed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a generator that fails is a test that fails")]

mod decided;

use crate::SCHEMA;
use crate::{
    Ability, Amount, Check, CheckIn, Contact, Correction, Diary, Draft, Entry, EpisodeMark, Exercise, Exposure, Health,
    Id, Kind, Label, Level, Log, Measure, Medicine, Moment, Named, Note, Object, Pain, Phase, PhoneNumber, Plan,
    Precision, Profile, Prose, Questionnaire, Region, Regions, Removal, ReturnStep, Said, Seconds, Spasm, Symptom,
    Tail, Text, Timer, TimerState, Words,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

/// 2026-11-22T02:11:07.123Z: when random diaries are written. Everything in them happened before.
pub const NOW: i64 = 1_795_313_467_123;

/// Zones with changes of the clock by an hour and by half an hour, to the far ends of the date line, and with odd offsets.
pub const ZONES: [&str; 12] = [
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
    "Africa/Monrovia",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "UTC",
];

/// Times at which the clock changed or a day was left out in one of the zones, in seconds since 1970.
const EDGES: [i64; 7] = [
    1_774_746_000, // Berlin springs forward, 2026-03-29
    1_792_890_000, // Berlin falls back, 2026-10-25
    1_793_512_800, // New York falls back, 2026-11-01
    1_775_314_800, // Lord Howe falls back by half an hour, 2026-04-05
    1_325_239_200, // Apia leaves out 2011-12-30
    63_593_070,    // Monrovia gives up its offset of -00:44:30, 1972-01-07
    1_767_225_600, // a new year in UTC
];

/// Some weeks in which much happens, so that bouts and episodes come about.
const BUSY: std::ops::Range<i64> = 1_790_000_000..1_795_000_000;

/// The time at which random diaries are written, and some milliseconds later.
pub fn now(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(NOW + millis).expect("is in range")
}

/// Moments in all zones of [`ZONES`], in none and in unknown ones: often near a change of the clock, mostly in the
/// same few weeks, sometimes long ago.
pub fn moments() -> BoxedStrategy<Moment> {
    let at = prop_oneof![
        6 => BUSY.prop_map(|second| second / 600 * 600),
        3 => (select(&EDGES[..]), -40i64..40).prop_map(|(edge, quarters)| edge + quarters * 450),
        1 => -600_000_000i64..1_790_000_000,
    ];
    (at, 0..ZONES.len() + 2, -50_000i32..50_000)
        .prop_map(|(second, zone, offset)| {
            let at = Timestamp::from_second(second).expect("is in range");
            match ZONES.get(zone) {
                Some(zone) => Moment::in_zone(at, zone).expect("is bundled"),
                None => {
                    let offset = jiff::tz::Offset::from_seconds(offset / 60 * 60).expect("is in range");
                    let zone = if zone == ZONES.len() { "" } else { "[Mars/Olympus]" };
                    let clock = offset.to_datetime(at);
                    let (sign, minutes) = (if offset.is_negative() { '-' } else { '+' }, offset.seconds().abs() / 60);
                    let text = format!("{clock}{sign}{:02}:{:02}{zone}", minutes / 60, minutes % 60);
                    Moment::parse(&text).expect("is a moment")
                }
            }
        })
        .boxed()
}

/// Texts that are common, and texts that are difficult.
fn text<const MAX: usize, const LINES: bool>() -> BoxedStrategy<Text<MAX, LINES>> {
    let common = select(
        &["ice", "heat", "a walk", "lifting", "ibuprofen", "tying shoes", "Bück \"dich\"\\ nicht", "\u{1F9CA}"][..],
    );
    prop_oneof![
        6 => common.prop_map(str::to_owned),
        1 => vec(any::<char>().prop_filter("no control characters", |c| !c.is_control()), 1..12)
            .prop_map(String::from_iter),
        1 => Just(if LINES { "one\ntwo\r\n\tthree".to_owned() } else { "x".repeat(MAX) }),
    ]
    // As they stand in entries, of which older ones have what is refused by now.
    .prop_map(|text| Text::read(text).expect("is a good text"))
    .boxed()
}

/// A few words.
pub fn words() -> BoxedStrategy<Words> {
    text()
}

/// Ids, of which some are words that people use themselves.
pub fn ids() -> BoxedStrategy<Id> {
    select(&["ice", "heat", "walk", "sport", "long-sitting", "x1"][..])
        .prop_map(|id| Id::new(id).expect("is an id"))
        .boxed()
}

/// What Supple knows, and own words, some of which look like an id.
pub fn labels() -> BoxedStrategy<Label> {
    let own = prop_oneof![words(), ids().prop_map(|id| some_words(id.as_str()))];
    prop_oneof![ids().prop_map(Label::Known), own.prop_map(Label::Own)].boxed()
}

/// A note.
pub fn prose() -> BoxedStrategy<Prose> {
    text()
}

fn levels() -> impl Strategy<Value = Level> + Clone {
    (0i64..=10).prop_map(|level| Level::new(level).expect("is in range"))
}

fn seconds() -> impl Strategy<Value = Seconds> {
    (0i64..20_000).prop_map(|seconds| Seconds::new(seconds).expect("is in range"))
}

fn amounts() -> impl Strategy<Value = Amount> {
    (0i32..40_000).prop_map(|eighths| Amount::new(f64::from(eighths) / 8.0).expect("is in range"))
}

fn regions() -> impl Strategy<Value = Regions> {
    vec(select(&Region::ALL[..]), 0..3).prop_map(Regions::from_iter)
}

fn named<V: Strategy>(values: V) -> impl Strategy<Value = Named<V::Value>> {
    vec((words(), values), 0..3).prop_map(Named::from_iter)
}

fn spasms() -> impl Strategy<Value = Spasm> {
    let fields = (option::of(levels()), regions(), option::of(seconds()), option::of(words()), named(any::<bool>()));
    let rest = (option::of(any::<bool>()), option::of(prose()));
    (fields, rest).prop_map(|((intensity, regions, seconds, doing, came_with), (felt_wrong, note))| Spasm {
        intensity,
        regions,
        seconds,
        doing,
        came_with,
        felt_wrong,
        note,
    })
}

fn exposures(start: &Moment) -> impl Strategy<Value = Exposure> + use<> {
    let start = start.clone();
    (labels(), any::<bool>(), option::of(amounts()), option::of(words()), option::of(0i64..90_000)).prop_map(
        move |(what, present, amount, unit, lasted)| {
            let until = lasted.map(|seconds| {
                let end = start.at() + SignedDuration::from_secs(seconds.min(NOW / 1000 - start.at().as_second()));
                Moment::in_zone(end, "Europe/Berlin").expect("is bundled")
            });
            Exposure { what, present, amount, unit, until }
        },
    )
}

fn check_ins(at: &Moment) -> impl Strategy<Value = CheckIn> + use<> {
    let today = at.date();
    let said = prop_oneof![any::<bool>().prop_map(Said::Is), amounts().prop_map(Said::Number)];
    (0i64..3, option::of(any::<bool>()), option::of(levels()), named(said)).prop_map(
        move |(days_ago, spasm, pain, answers)| CheckIn {
            date: today.saturating_sub(SignedDuration::from_hours(24 * days_ago)),
            spasm,
            pain,
            answers,
        },
    )
}

fn timers() -> impl Strategy<Value = Timer> {
    let ends = (0..NOW).prop_map(|at| TimerState::Running(Timestamp::from_millisecond(at).expect("is in range")));
    let state = prop_oneof![
        ends,
        seconds().prop_map(TimerState::Paused),
        seconds().prop_map(TimerState::Done),
        seconds().prop_map(TimerState::Worse)
    ];
    (words(), seconds(), state).prop_map(|(step, seconds, state)| Timer { step, seconds, state })
}

fn health() -> impl Strategy<Value = Health> {
    prop_oneof![
        any::<bool>().prop_map(Health::Is),
        Just(Health::Unsure),
        (0i16..3_000).prop_map(|days| { Health::On(civil::date(2024, 1, 1).saturating_add(days.days())) }),
    ]
}

/// Whom to reach.
pub fn contacts() -> impl Strategy<Value = Contact> {
    ("[A-Z][a-zé]{0,9}", "\\+?[0-9]{3,6}[ ./-][0-9]{2,9}", option::of(words())).prop_map(|(name, number, says)| {
        Contact {
            name: Text::new(name).expect("is a name"),
            number: PhoneNumber::new(&number).expect("is a number"),
            says,
        }
    })
}

/// What the programme says of an exercise: its rung, its sets, whether it was too much.
fn practices() -> impl Strategy<Value = (Option<Id>, Option<crate::Repetitions>, Option<bool>)> {
    let sets = (0i64..=10).prop_map(|sets| crate::Repetitions::new(sets).expect("is in range"));
    (option::weighted(0.3, ids()), option::weighted(0.3, sets), option::weighted(0.3, any::<bool>()))
}

/// What an entry can say, at this moment, other than to change another one.
pub fn kinds(at: &Moment) -> BoxedStrategy<Kind> {
    let around = || (option::of(levels()), option::of(levels()), option::of(seconds()), option::of(prose()));
    let phases = prop_oneof![Just(Phase::Onset), Just(Phase::Recovery)];
    let answers = select(&[r#"{}"#, r#"{"pain":8,"stuck":"unsure"}"#, r#"{"temperature": 38.40}"#][..]);
    prop_oneof![
        6 => spasms().prop_map(Kind::from),
        2 => (levels(), regions(), option::of(prose()))
            .prop_map(|(level, regions, note)| Pain { level, regions, note }.into()),
        2 => phases.prop_map(|phase| EpisodeMark { phase }.into()),
        1 => (labels(), any::<bool>()).prop_map(|(what, present)| Symptom { what, present }.into()),
        2 => exposures(at).prop_map(Kind::from),
        2 => (labels(), around(), option::of(any::<bool>()), option::weighted(0.2, timers())).prop_map(
            |(what, (before, after, seconds, note), helped, timer)| {
                Measure { what, seconds, before, after, helped, note, timer }.into()
            }
        ),
        1 => (words(), option::of(words()), option::of(amounts()), option::of(amounts()), option::of(prose())).prop_map(
            |(what, substance, milligrams, units, note)| Medicine { what, substance, milligrams, units, note }.into()
        ),
        1 => (labels(), around(), option::of(0i64..=10_000), practices(), option::weighted(0.2, timers())).prop_map(
            |(what, (before, after, seconds, note), times, (rung, sets, too_much), timer)| {
                let repetitions = times.map(|times| crate::Repetitions::new(times).expect("is in range"));
                let timer = timer.map(Box::new);
                Exercise { what, seconds, repetitions, before, after, note, rung, sets, too_much, timer }.into()
            }
        ),
        3 => check_ins(at).prop_map(Kind::from),
        1 => (answers, words(), vec(words(), 0..3)).prop_map(|(answers, urgency, rules)| {
            Check { answers: Object::new(answers).expect("is an object"), urgency, rules }.into()
        }),
        1 => prose().prop_map(|text| Note { text }.into()),
        1 => (words(), levels(), option::of(prose())).prop_map(|(what, level, note)| Ability { what, level, note }.into()),
        1 => (prop_oneof![3 => Just("roland-morris".to_owned()), 1 => "[a-z]{1,8}"], vec(any::<bool>(), 24..=24),
            prop_oneof![3 => Just(24), 1 => 1usize..24])
            .prop_map(|(which, said, known)| Questionnaire {
                which: Id::new(&which).expect("is an id"),
                // Now and then a part of it alone.
                answers: said.into_iter().enumerate().take(known)
                    .map(|(at, is)| (some_words(&(at + 1).to_string()), is)).collect(),
            }.into()),
        1 => (option::of(words()), option::of(words()), option::of(vec(words(), 0..3)), option::of(1900i64..1960),
            named(words()), named(health()), option::of(contacts().prop_map(Box::new)), option::of(vec(words(), 0..3)))
            .prop_map(|(zone, place, own_exposures, birth_year, decisions, health, contact, at_hand)| {
                let birth_year = birth_year.map(|year| crate::BirthYear::new(year).expect("is in range"));
                Profile { birth_year, country: None, zone, own_exposures, place, decisions, health, contact, at_hand }
                    .into()
            }),
        1 => (ids(), option::of(levels()), option::of(prose()))
            .prop_map(|(step, pain, note)| ReturnStep { step, pain, note }.into()),
        1 => decided::of_trials(),
        1 => decided::of_days(),
        1 => decided::of_reminders(),
        1 => decided::of_starts(),
        1 => (words(), vec(words(), 0..3)).prop_map(|(urgency, steps)| {
            Plan { situation: Object::new(r#"{"mobility":"can-turn"}"#).expect("is an object"), urgency, steps }.into()
        }),
    ]
    .boxed()
}

/// Something that happened, and when.
pub fn drafts() -> BoxedStrategy<Draft> {
    let precision = select(&[Precision::Minute, Precision::Hour, Precision::Day][..]);
    (moments(), option::weighted(0.1, precision))
        .prop_flat_map(|(happened, precision)| {
            kinds(&happened).prop_map(move |kind| Draft { happened: happened.clone(), precision, kind })
        })
        .boxed()
}

#[derive(Clone, Debug)]
enum Step {
    Say(Draft),
    Correct(usize, Draft),
    Remove(usize),
    Stray(Uuid),
}

/// Diaries of up to this many entries from up to three devices, in the order in which they were written: with
/// corrections and removals of everything, also of each other and of entries that are not there.
pub fn diaries(at_most: usize) -> BoxedStrategy<Vec<Entry>> {
    let step = prop_oneof![
        12 => drafts().prop_map(Step::Say),
        3 => (any::<usize>(), drafts()).prop_map(|(of, draft)| Step::Correct(of, draft)),
        4 => any::<usize>().prop_map(Step::Remove),
        1 => any::<u128>().prop_map(|id| Step::Stray(Uuid::from_u128(id))),
    ];
    vec((0usize..3, step, any::<[u8; 10]>(), 0i64..3), 0..=at_most).prop_map(written).boxed()
}

fn written(steps: Vec<(usize, Step, [u8; 10], i64)>) -> Vec<Entry> {
    let mut tails = [1, 2, 3].map(|device| Tail::new(Uuid::from_u128(device)));
    let mut entries: Vec<Entry> = Vec::with_capacity(steps.len());
    let mut millis = 0;
    for (device, step, random, pause) in steps {
        millis += pause;
        let happened = || Moment::in_zone(now(millis), "Europe/Berlin").expect("is bundled");
        let target = |of: usize| entries.get(of % entries.len().max(1)).map_or(Uuid::nil(), Entry::id);
        let draft = match step {
            Step::Say(draft) => draft,
            Step::Correct(of, draft) => Draft::new(happened(), Correction { of: target(of), entry: Box::new(draft) }),
            Step::Remove(of) => Draft::new(happened(), Removal { of: target(of) }),
            Step::Stray(of) => Draft::new(happened(), Removal { of }),
        };
        entries.push(tails[device].write(draft, now(millis), random, None).expect("is a good draft"));
    }
    entries
}

/// A diary of about this many entries, as someone keeps it over years: the same for the same seed.
pub fn years(entries: usize, seed: u64) -> Vec<Entry> {
    let mut dice = Dice(seed);
    let mut tails = [1, 2].map(|device| Tail::new(Uuid::from_u128(device)));
    let mut written: Vec<Entry> = Vec::with_capacity(entries);
    // Sixty entries a day that end today, each written a minute after it happened.
    let step = SignedDuration::from_secs(86_400 / 60);
    let count = i32::try_from(entries).expect("is not that large");
    let mut at = now(0) - step * count;
    while written.len() < entries {
        at += step;
        let zone = if dice.roll(40) == 0 { "America/New_York" } else { "Europe/Berlin" };
        let happened = Moment::in_zone(at, zone).expect("is bundled");
        let kind = dice.kind(&happened, &written);
        let random = [dice.next().to_be_bytes(), dice.next().to_be_bytes()].concat();
        let random = <[u8; 10]>::try_from(&random[..10]).expect("has ten bytes");
        let recorded = at + SignedDuration::from_secs(60);
        let tail = &mut tails[usize::from(dice.roll(4) == 0)];
        written.push(tail.write(Draft::new(happened, kind), recorded, random, None).expect("is a good draft"));
    }
    written
}

/// Numbers that look random (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    fn level(&mut self) -> Level {
        Level::new(i64::try_from(self.roll(11)).unwrap_or(0)).expect("is in range")
    }

    fn seconds(&mut self) -> Seconds {
        Seconds::new(i64::try_from(self.roll(3_000)).unwrap_or(0)).expect("is in range")
    }

    fn word(&mut self, words: &[&str]) -> Words {
        let place = usize::try_from(self.roll(words.len() as u64)).unwrap_or(0);
        Words::new(words[place]).expect("is a good text")
    }

    fn label(&mut self, ids: &[&str]) -> Label {
        Label::plain(self.word(ids))
    }

    fn kind(&mut self, at: &Moment, written: &[Entry]) -> Kind {
        match self.roll(40) {
            0..8 => Spasm {
                intensity: Some(self.level()),
                regions: [Region::LowLeft, Region::SeatLeft].into_iter().collect(),
                seconds: Some(self.seconds()),
                doing: Some(self.word(&["getting up", "tying shoes", "turning in bed", "sneezing"])),
                came_with: [(self.word(&["leg-pain", "fever"]), self.roll(2) == 0)].into_iter().collect(),
                felt_wrong: None,
                note: (self.roll(5) == 0)
                    .then(|| Prose::new("Woke me up. Could not turn for a minute, then it let go.").expect("is good")),
            }
            .into(),
            8..16 => Pain { level: self.level(), regions: Regions::default(), note: None }.into(),
            16..24 => {
                let end = at.at() + SignedDuration::from_secs(i64::from(self.seconds().get()) / 60);
                Exposure {
                    what: self.label(&["lifting", "twisting", "long-sitting", "cold"]),
                    present: self.roll(3) > 0,
                    amount: None,
                    unit: None,
                    until: Some(Moment::in_zone(end, "Europe/Berlin").expect("is bundled")),
                }
                .into()
            }
            24..29 => Measure {
                what: self.label(&["ice", "heat", "walk", "child-pose"]),
                seconds: Some(self.seconds()),
                before: Some(self.level()),
                after: Some(self.level()),
                helped: Some(self.roll(2) == 0),
                note: None,
                timer: None,
            }
            .into(),
            29..32 => Medicine {
                what: self.word(&["Ibuprofen 400", "paracetamol"]),
                substance: Some(self.word(&["ibuprofen", "paracetamol"])),
                milligrams: Some(Amount::new(400.0).expect("is in range")),
                units: None,
                note: None,
            }
            .into(),
            32..37 => CheckIn {
                date: at.date(),
                spasm: Some(self.roll(2) == 0),
                pain: Some(self.level()),
                answers: [(self.word(&["sleep", "stress"]), Said::Number(Amount::new(7.5).expect("is in range")))]
                    .into_iter()
                    .collect(),
            }
            .into(),
            37 => EpisodeMark { phase: if self.roll(2) == 0 { Phase::Onset } else { Phase::Recovery } }.into(),
            other => {
                let back = usize::try_from(self.roll(200)).unwrap_or(0);
                match written.len().checked_sub(back + 1).map(|place| &written[place]) {
                    Some(entry) if other == 38 && !entry.is_change() => {
                        let pain = Pain { level: self.level(), regions: Regions::default(), note: None };
                        let draft = Draft::new(entry.happened().clone(), pain);
                        Correction { of: entry.id(), entry: Box::new(draft) }.into()
                    }
                    Some(entry) if other == 39 => Removal { of: entry.id() }.into(),
                    _ => Note { text: Prose::new("A quiet day, slept well.").expect("is a good text") }.into(),
                }
            }
        }
    }
}

/// An entry as a Supple of tomorrow seals it, which has a kind, or a field, that nobody here knows. What follows it carries
/// on its chain.
pub fn of_tomorrow(tail: &mut Tail, draft: Draft, now: Timestamp, random: [u8; 10]) -> Entry {
    let today = tail.clone().write(draft, now, random, None).expect("is a good draft");
    let (head, rest) = today.line().split_once(r#""kind":"#).expect("has a kind");
    let head = head.replacen(
        &format!(r#""schema":{}"#, today.draft().map_or(0, Draft::schema)),
        &format!(r#""schema":{}"#, SCHEMA + 1),
        1,
    );
    let rest = match today.sequence() % 2 {
        0 => format!(r#""kind":"reminder","every":{{"days":3}},"was":{rest}"#),
        _ => format!(r#""kind":{},"felt":["dull",7]}}"#, rest.trim_end_matches('}')),
    };
    let entry = Entry::parse(&format!("{head}{rest}")).expect("is carried");
    tail.follow(&entry);
    entry
}

/// Someone who keeps a diary on one device, for tests that tell a story.
///
/// Every entry is recorded a minute after the one before, from [`NOW`] on.
#[derive(Clone, Debug)]
pub struct Keeper {
    tail: Tail,
    minutes: i64,
    /// What was written, in this order.
    pub entries: Vec<Entry>,
}

impl Keeper {
    /// Someone with this device, who has not written anything.
    pub fn new(device: u128) -> Keeper {
        Keeper { tail: Tail::new(Uuid::from_u128(device)), minutes: 0, entries: Vec::new() }
    }

    /// Moves the clock of the device by so many minutes.
    pub fn move_clock(&mut self, minutes: i64) {
        self.minutes += minutes;
    }

    /// Writes that this happened at this moment, such as `2026-11-22T03:10:00+01:00[Europe/Berlin]`.
    pub fn say(&mut self, happened: &str, kind: impl Into<Kind>) -> Uuid {
        self.write(Draft::new(Moment::parse(happened).expect("is a moment"), kind))
    }

    /// Corrects an entry to this.
    pub fn correct(&mut self, of: Uuid, happened: &str, kind: impl Into<Kind>) -> Uuid {
        let entry = Box::new(Draft::new(Moment::parse(happened).expect("is a moment"), kind));
        self.write(Draft::new(self.now(), Correction { of, entry }))
    }

    /// Removes an entry.
    pub fn remove(&mut self, of: Uuid) -> Uuid {
        self.write(Draft::new(self.now(), Removal { of }))
    }

    /// Writes a draft.
    pub fn write(&mut self, draft: Draft) -> Uuid {
        self.minutes += 1;
        let mut random = [0; 10];
        random[..4].copy_from_slice(&self.tail.device().as_bytes()[12..]);
        random[4..].copy_from_slice(&self.minutes.to_be_bytes()[2..]);
        let entry = self.tail.write(draft, now(self.minutes * 60_000), random, None).expect("is a good draft");
        self.entries.push(entry);
        self.entries[self.entries.len() - 1].id()
    }

    /// The diary so far.
    pub fn diary(&self) -> Diary {
        Diary::fold(&self.log())
    }

    /// The log so far.
    pub fn log(&self) -> Log {
        self.entries.iter().cloned().collect()
    }

    fn now(&self) -> Moment {
        Moment::in_zone(now(self.minutes * 60_000), "Europe/Berlin").expect("is bundled")
    }
}

/// A level from 0 to 10.
pub fn level(level: i64) -> Level {
    Level::new(level).expect("is in range")
}

/// A few words.
pub fn some_words(words: &str) -> Words {
    Words::new(words).expect("is a good text")
}

/// An id, or own words where it looks like none.
pub fn some_label(text: &str) -> Label {
    Label::plain(some_words(text))
}

/// A pain of this level, without anything else.
pub fn pain(at: i64) -> Pain {
    Pain { level: level(at), regions: Regions::default(), note: None }
}

/// A measure, without anything else.
pub fn measure(what: &str) -> Measure {
    Measure { what: some_label(what), seconds: None, before: None, after: None, helped: None, note: None, timer: None }
}

/// An exposure, without anything else.
pub fn exposure(what: &str, present: bool) -> Exposure {
    Exposure { what: some_label(what), present, amount: None, unit: None, until: None }
}

/// A check-in that says whether there was a spasm.
pub fn check_in(date: &str, spasm: Option<bool>) -> CheckIn {
    CheckIn { date: date.parse().expect("is a day"), spasm, pain: None, answers: Named::new() }
}
