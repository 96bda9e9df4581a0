//! The terminal and the pages, on the same random diaries at the same time: one plan, one check, one way up, one review.
//!
//! Both are asked as they are: the pages by requests to the Router, the terminal by the functions behind its commands.
//! Where a face writes, each has a copy of the diary of its own, and what they wrote is compared, too.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::floor::{Kept, OnTheFloor};
use crate::support::{App, NOW, Page, runtime, unescaped};
use crate::terminal::Out;
use crate::{Cli, Command, check, log, now};
use clap::Parser;
use jiff::{SignedDuration, Timestamp, Zoned};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::Config;
use std::io::Write;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use supple_care::moment::floor_run::{Shown, Standing, standing};
use supple_care::moment::{self, clock, review};
use supple_care::{Asked, Known, Plan, Planned, When, checked, embedded};
use supple_diary::testing::{kinds, level, measure, some_words};
use supple_diary::{
    BirthYear, Check, Country, Diary, Draft, EpisodeMark, Health, Kind, Label, Measure, Medicine, Moment, Object, Pain,
    Phase, Precision, Profile, Region, Regions, Seconds, Spasm, Symptom, Timer, TimerState,
};
use supple_guidance::Urgency;
use supple_triage::{Answer, Answers};
use tokio::runtime::Runtime;

/// Where the machine is.
pub(crate) const ZONE: &str = "Europe/Berlin";

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

// ---------------------------------------------------------------- random diaries

/// Something that someone wrote, and how many minutes ago.
pub(crate) type Event = (i64, Option<Precision>, Kind);

/// Weeks in which things happen that plans, checks and reviews go by, and anything else besides.
pub(crate) fn diaries() -> impl Strategy<Value = Vec<Event>> {
    // Mostly of today, often of the last days, and around the edges of the windows.
    let ago = prop_oneof![
        5 => 0i64..13 * 60,
        3 => 0i64..4 * 24 * 60,
        2 => 0i64..20 * 24 * 60,
        1 => select(vec![12 * 60, 24 * 60, 72 * 60, 14 * 24 * 60, 60, 59, 30 * 24 * 60]),
    ];
    let precision = option::weighted(0.15, select(vec![Precision::Minute, Precision::Hour, Precision::Day]));
    vec((ago, precision, said()), 0..14).prop_map(|mut events| {
        events.sort_by_key(|(ago, ..)| -ago);
        events
    })
}

fn said() -> BoxedStrategy<Kind> {
    let at = Moment::in_zone(now() - SignedDuration::from_hours(24 * 25), ZONE).unwrap();
    prop_oneof![
        3 => subsequence(Region::ALL.to_vec(), 0..3)
            .prop_map(|regions| Spasm { regions: Regions::from_iter(regions), ..Spasm::default() }.into()),
        1 => (0i64..=10).prop_map(|pain| Pain { level: level(pain), regions: Regions::default(), note: None }.into()),
        1 => any::<bool>().prop_map(|present| Symptom { what: Label::Own(some_words("leg-pain")), present }.into()),
        2 => select(vec![Phase::Onset, Phase::Recovery]).prop_map(|phase| EpisodeMark { phase }.into()),
        4 => checks(),
        4 => plans(),
        2 => timers(),
        3 => medicines(),
        2 => profiles(),
        2 => kinds(&at),
    ]
    .boxed()
}

fn checks() -> impl Strategy<Value = Kind> {
    let findings = supple_guidance::embedded().findings.iter();
    let yes_no: Vec<&str> =
        findings.filter(|one| one.kind == supple_guidance::Kind::YesNo).map(|one| one.id.as_str()).collect();
    let answers = vec((select(yes_no), select(vec![Answer::Yes, Answer::No, Answer::Unsure])), 0..4);
    (answers, any::<bool>()).prop_map(|(given, rest)| {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        for (id, answer) in given {
            answers.set(triage, id, answer).unwrap();
        }
        if rest {
            answers.assume_no(triage);
        }
        moment::check::entry(&answers, &triage.verdict(&answers)).unwrap().into()
    })
}

/// Situations with all that a person can say.
fn plans() -> impl Strategy<Value = Kind> {
    let relief = embedded().relief();
    let cautions: Vec<String> = relief.cautions.iter().map(|caution| caution.id.clone()).collect();
    let gate: Vec<String> = relief.gate.findings().map(str::to_owned).collect();
    let few = gate[..2].to_vec();
    (
        option::of(select(vec!["cannot-move", "can-turn", "can-stand"])),
        option::of(select(vec!["now", "eased", "over"])),
        subsequence(vec!["heat", "ice", "phone", "wall", "chair"], 0..4),
        vec((select(cautions), any::<bool>()), 0..4),
        option::of((0i64..30 * 60, select(vec![gate, few]))),
        option::weighted(0.3, 0i64..15 * 24 * 60),
        option::of(any::<bool>()),
    )
        .prop_map(|(mobility, spasm, at_hand, cautions, gate, onset, alone)| {
            let ago = |minutes| (now() - SignedDuration::from_mins(minutes)).to_string();
            let cautions: std::collections::BTreeMap<_, _> = cautions.into_iter().collect();
            let mut said = serde_json::json!({"at-hand": at_hand, "cautions": cautions});
            let mut put = |name: &str, value: Option<serde_json::Value>| {
                if let Some(value) = value {
                    said[name] = value;
                }
            };
            put("mobility", mobility.map(Into::into));
            put("spasm", spasm.map(Into::into));
            put("alone", alone.map(Into::into));
            put("onset", onset.map(|minutes| ago(minutes).into()));
            put("gate", gate.map(|(minutes, no_to)| serde_json::json!({"at": ago(minutes), "no-to": no_to})));
            let situation = Object::new(&said.to_string()).unwrap();
            supple_diary::Plan { situation, urgency: some_words("same-day"), steps: vec![some_words("breathe")] }.into()
        })
}

fn timers() -> impl Strategy<Value = Kind> {
    let steps: Vec<&str> = embedded().relief().steps.iter().map(|step| step.id.as_str()).collect();
    let seconds = |seconds| Seconds::new(seconds).unwrap();
    let state = prop_oneof![
        (-1800i64..1800).prop_map(|ends| TimerState::Running(now() + SignedDuration::from_secs(ends))),
        Just(TimerState::Paused(seconds(300))),
        Just(TimerState::Done(seconds(300))),
        Just(TimerState::Worse(seconds(60))),
    ];
    (select(steps), state).prop_map(move |(step, state)| {
        let timer = Timer { step: some_words(step), seconds: seconds(900), state };
        Measure { timer: Some(timer), ..measure("heat") }.into()
    })
}

fn medicines() -> BoxedStrategy<Kind> {
    let names = vec!["ibuprofen", "paracetamol", "Advil", "naproxen", "aspirin", "warfarin", "diclofenac gel", "Zzyx"];
    let amount = |number: f64| supple_diary::Amount::new(number).unwrap();
    (select(names), option::of(select(vec![200.0, 400.0, 500.0, 1000.0, 4000.0])), option::of(1u8..6))
        .prop_map(move |(what, mg, units)| {
            let (milligrams, units) = (mg.map(amount), units.map(|units| amount(units.into())));
            Medicine { what: some_words(what), substance: None, milligrams, units, note: None }.into()
        })
        .boxed()
}

/// Whatever is asked about a person.
fn asked() -> Vec<&'static str> {
    supple_guidance::embedded().validity.person.asks().map(String::as_str).collect()
}

fn profiles() -> impl Strategy<Value = Kind> {
    let decisions: Vec<(String, String)> = embedded()
        .relief()
        .decisions
        .iter()
        .flat_map(|one| one.options.iter().map(|option| (one.id.clone(), option.id.clone())))
        .collect();
    let health = vec((select(asked()), select(vec![Some(true), Some(false), None])), 0..4);
    (
        option::of(select(vec!["America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Mars/Olympus"])),
        option::of(select(vec!["US", "GB", "DE"])),
        option::of(1930i64..2015),
        option::of(select(decisions)),
        health,
        option::of(select(vec!["heat", "ice", "pillow", "sauna"])),
        option::of(supple_diary::testing::contacts()),
    )
        .prop_map(|(zone, country, born, decision, health, thing, contact)| {
            let said = |yes: Option<bool>| yes.map_or(Health::Unsure, Health::Is);
            Profile {
                zone: zone.map(some_words),
                country: country.map(|code| Country::new(code).unwrap()),
                birth_year: born.map(|year| BirthYear::new(year).unwrap()),
                decisions: decision.iter().map(|(one, option)| (some_words(one), some_words(option))).collect(),
                health: health.into_iter().map(|(id, yes)| (some_words(id), said(yes))).collect(),
                at_hand: thing.map(|thing| vec![some_words(thing)]),
                contact: contact.map(Box::new),
                ..Profile::default()
            }
            .into()
        })
}

/// An app with this diary, at [`NOW`].
pub(crate) fn app(runtime: &Runtime, events: &[Event]) -> App {
    filled(App::new(), runtime, events)
}

/// The app once these were written, too.
pub(crate) fn filled(app: App, runtime: &Runtime, events: &[Event]) -> App {
    for (ago, precision, kind) in events {
        let at = now() - SignedDuration::from_mins(*ago);
        app.at(&at.to_string());
        let draft = Draft { precision: *precision, ..Draft::new(Moment::in_zone(at, ZONE).unwrap(), kind.clone()) };
        // What the diary refuses, such as a spasm before a year of birth, was never written.
        let _ = runtime.block_on(app.journal.write(draft));
    }
    app.at(NOW);
    app
}

pub(crate) fn cases() -> Config {
    // A failure is printed with its diary; a file of seeds would say less.
    Config { cases: 500, failure_persistence: None, max_shrink_iters: 500, ..Config::default() }
}

// ---------------------------------------------------------------- the terminal, in this process

fn command(line: &[&str]) -> Command {
    Cli::try_parse_from([&["supple"], line].concat()).unwrap().command.unwrap()
}

fn now_options(flags: &[String]) -> now::Now {
    let line: Vec<&str> = ["now"].into_iter().chain(flags.iter().map(String::as_str)).collect();
    match command(&line) {
        Command::Now(options) => options,
        _ => unreachable!("it is now"),
    }
}

/// What a command printed.
#[derive(Clone, Default)]
pub(crate) struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Printed {
    pub(crate) fn text(&self) -> String {
        flat(&String::from_utf8(self.0.lock().unwrap().clone()).unwrap())
    }
}

pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// ---------------------------------------------------------------- the plan

/// What is said of the moment, as options of the command and as fields of the page.
fn spoken() -> impl Strategy<Value = (Vec<String>, Vec<(&'static str, String)>)> {
    let mobility = select(vec![("stand", "can-stand"), ("turn", "can-turn"), ("not-move", "cannot-move")]);
    let place = option::of(select(vec!["floor", "bed", "chair", "standing"]));
    let things = subsequence(vec!["heat", "ice", "wall", "phone"], 0..3);
    let worse = subsequence(vec!["bending", "walking", "sitting"], 0..3);
    (mobility, place, things, worse, option::of(any::<bool>()), any::<bool>()).prop_map(
        |((can, mobility), place, things, worse, alone, none)| {
            let (mut flags, mut form) =
                (vec!["--can".to_owned(), can.to_owned()], vec![("mobility", mobility.to_owned())]);
            let mut say = |flag: &[&str], fields: &[(&'static str, &str)]| {
                flags.extend(flag.iter().map(|word| (*word).to_owned()));
                form.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
            };
            if let Some(place) = place {
                say(&["--place", place], &[("place", place)]);
            }
            for thing in things {
                say(&["--at-hand", thing], &[("at-hand", thing)]);
            }
            for what in worse {
                say(&["--worse", what], &[("worse", what)]);
            }
            match alone {
                Some(true) => say(&["--alone"], &[("alone", "yes")]),
                Some(false) => say(&["--with-someone"], &[("alone", "no")]),
                None => {}
            }
            if none {
                let gate = embedded().relief().gate.findings().collect::<Vec<_>>().join(" ");
                say(&["--none-of-these"], &[("gate", &gate)]);
            }
            (flags, form)
        },
    )
}

/// The ids of the steps for now, as the page has them.
fn steps_of(page: &Page) -> Vec<String> {
    let sections = page.body.split("<section class=\"card step\" id=\"").skip(1);
    sections.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The titles in a row that opens, as the page has them. The next row begins with a name of its own.
fn titles_of(page: &Page, heading: &str) -> Vec<String> {
    let Some(rest) = page.body.split(&format!("<summary><span>{heading}<")).nth(1) else { return Vec::new() };
    let row = rest.split("<summary><span>").next().unwrap();
    let titles = row.split("<summary>").skip(1).map(|rest| rest.split(['<', '\n']).next().unwrap());
    titles.filter(|title| !title.starts_with("How sure")).map(unescaped).collect()
}

/// That a page shows this plan and no other.
fn shows(page: &Page, plan: &Plan<'_>, known: &Known<'_>, now: &Zoned) {
    let text = flat(&page.text());
    let says = |words: &str| assert!(text.contains(&flat(words)), "{words:?} is not in: {text}");
    let ids: Vec<&str> = plan.now.iter().map(|planned| planned.step.id.as_str()).collect();
    assert_eq!(steps_of(page), ids);
    for (heading, steps) in [("Next", &plan.next), ("Later", &plan.later)] {
        let titles: Vec<&str> = steps.iter().map(|planned| planned.step.title.as_str()).collect();
        assert_eq!(titles_of(page, heading), titles, "{heading}");
    }
    let all = || plan.steps();
    for planned in all().chain(&plan.help) {
        says(&planned.step.how);
        says(&planned.step.stop_when);
        planned.limits.iter().for_each(|limit| says(limit));
    }
    plan.avoid.iter().for_each(|avoid| says(&avoid.text));
    plan.watch.iter().for_each(|watch| says(&watch.text));
    plan.recheck.iter().for_each(|recheck| says(&recheck.rule.because));
    plan.decisions.iter().for_each(|decided| says(&decided.option.line));
    let timed = |planned: &&Planned<'_>| planned.timer.is_some() && planned.when == When::Now;
    assert_eq!(page.body.matches("action=\"/timer\"").count(), all().filter(timed).count());
    // How soon, and by what.
    let is_emergency = plan.urgency == Urgency::Emergency;
    assert_eq!(page.body.contains("class=\"card verdict\""), is_emergency);
    assert_eq!(text.contains("This plan stands on the check of"), plan.asked == Asked::Check && known.at.is_some());
    let gate = plan.asked == Asked::Nothing && plan.owed < Urgency::SameDay;
    assert_eq!(page.body.contains("<h2>Is any of this so?</h2><form class=\"stack asks\""), gate, "the gate");
    assert_eq!(
        text.contains(&embedded().relief().gate.passed),
        plan.asked == Asked::Gate && plan.owed < Urgency::SameDay
    );
    // The stage has words of its own.
    if let Some(about) = plan.about {
        if !is_emergency {
            says(&about.title);
            says(&about.lead);
        }
        if let Some(at) = plan.review_at.as_ref().filter(|at| at.timestamp() > now.timestamp()) {
            says(&about.review);
            says(&at.strftime("%H:%M").to_string());
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn terminal_and_page_make_the_same_plan((events, (flags, form)) in (diaries(), spoken())) {
        let runtime = runtime();
        let app = app(&runtime, &events);
        let before = runtime.block_on(app.diary());
        let quiet = now_options(&[]);

        // Without a word: by what was said before, where that still holds.
        let page = runtime.block_on(app.get("/now"));
        if !page.body.contains("name=\"first\"") {
            let (_, plan, known, at) = now::made(&quiet, &before, now(), ZONE).unwrap();
            shows(&page, &plan, &known, &at);
        }

        // What is said now comes on top of what is known. The page writes it down, so that it still holds afterwards.
        let (_, plan, known, at) = now::made(&now_options(&flags), &before, now(), ZONE).unwrap();
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = runtime.block_on(app.post("/now", &form));
        prop_assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
        let after = runtime.block_on(app.diary());
        let (_, stored) = after.latest::<supple_diary::Plan>(now()).unwrap();
        let spoken = now_options(&flags).spoken(&at).unwrap();
        let situation = moment::situation(&before, spoken, now()).situation;
        let steps = plan.now.iter().map(|planned| planned.step.id.as_str());
        let entry = moment::plan_entry(&situation, plan.urgency, steps);
        prop_assert_eq!(Some(stored), entry.as_ref());
        shows(&runtime.block_on(app.get("/now")), &plan, &known, &at);

        // And the terminal, asked again without a word, goes by what the page wrote.
        let json = |plan: &Plan<'_>| serde_json::to_string(plan).unwrap();
        let (_, again, known_again, _) = now::made(&quiet, &after, now(), ZONE).unwrap();
        prop_assert_eq!((json(&again), known_again), (json(&plan), known));
    }
}

// ---------------------------------------------------------------- the check

/// What every check of a diary says, and when it was done.
fn checks_of(diary: &Diary) -> Vec<(Timestamp, Check)> {
    diary.all::<Check>().map(|(item, check)| (item.happened().at(), check.clone())).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn terminal_and_page_keep_the_same_checks_and_let_the_same_one_count(
        events in diaries(),
        signs in subsequence(vec!["saddle-numbness", "stuck", "leg-weakness", "fever-unknown", "very-ill"], 1..3),
        visits in vec((0i64..90, any::<bool>()), 1..4),
    ) {
        let runtime = runtime();
        let (page, terminal) = (app(&runtime, &events), app(&runtime, &events));
        let triage = supple_triage::embedded();
        let known: Vec<&str> = signs.into_iter().filter(|id| triage.place(id).is_some()).collect();
        let mut at = now();
        for (minutes, both) in visits {
            at += SignedDuration::from_mins(minutes);
            for app in [&page, &terminal] {
                app.at(&at.to_string());
            }
            let said = if both { &known[..] } else { &known[..1.min(known.len())] };
            let Some(first) = said.first() else { continue };
            let mut answers = Answers::none_yet(triage);
            for id in said {
                answers.set(triage, id, Answer::Yes).unwrap();
            }
            answers.assume_no(triage);
            let verdict = triage.verdict(&answers);
            // The last tap of the check: what comes before it is carried in the form.
            let json = answers.to_json(triage);
            let shown = runtime.block_on(page.post("/check", &[("before", &json), ("found", first)]));
            prop_assert_eq!(shown.verdict(), Some(verdict.urgency.id().to_owned()), "{}", shown.text());
            runtime.block_on(check::keep(&terminal.journal, &answers, &verdict)).unwrap();
            let (one, other) = (runtime.block_on(page.diary()), runtime.block_on(terminal.diary()));
            prop_assert_eq!(checks_of(&one), checks_of(&other));
            let counts = |diary: &Diary| checked(diary, at).map(|checked| (checked.at, checked.verdict));
            prop_assert_eq!(counts(&one), counts(&other));
        }
    }
}

// ---------------------------------------------------------------- the way up from the floor

/// What someone does on the floor.
#[derive(Clone, Copy, Debug)]
enum Does {
    Done,
    NotYet,
    Worse,
    Again,
    Up,
}

/// Types these lines at the terminal, until the input ends, and gives what it prints.
fn typed(app: &App, flags: &[String], lines: &[&str]) -> String {
    let kept = Kept::on(Arc::clone(&app.journal), true).unwrap();
    let (send, received) = channel();
    lines.iter().for_each(|line| send.send(Ok((*line).to_owned())).unwrap());
    drop(send);
    let printed = Printed::default();
    let mut out = Out::into(printed.clone());
    OnTheFloor { call: "112", lines: received, kept: &kept, out: &mut out }.lead(&now_options(flags)).unwrap();
    printed.text()
}

/// The heading of floor mode.
fn heading_of(page: &Page) -> String {
    let heading = page.body.split("<h1 id=\"what\">").nth(1).unwrap().split('<').next().unwrap();
    unescaped(heading)
}

/// Where a diary has someone on the floor, and what was said on the way.
fn way_of(diary: &Diary, at: Timestamp) -> (String, Option<supple_diary::Plan>) {
    let is = match standing(diary, at) {
        Standing::Start(_) => "start".to_owned(),
        Standing::Going(run) => format!("{:?}, {:?}, {:?}", run.shown(at), run.deadline(at), run.down_since()),
        Standing::Over(over) => format!("{over:?}"),
    };
    (is, diary.last::<supple_diary::Plan>().map(|(_, plan)| plan.clone()))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn terminal_and_page_lead_the_same_way_up(
        events in diaries(),
        alone in any::<bool>(),
        way in vec(
            (0i64..12, select(vec![Does::Done, Does::Done, Does::Done, Does::NotYet, Does::Worse, Does::Again, Does::Up])),
            0..9,
        ),
    ) {
        let runtime = runtime();
        let (page, terminal) = (app(&runtime, &events), app(&runtime, &events));
        let mut at = now();
        let begun = runtime.block_on(page.diary());
        let mut flags = vec!["--floor".to_owned(), if alone { "--alone" } else { "--with-someone" }.to_owned()];
        // Whoever reads the page holds a phone; at the terminal it has to be said.
        if matches!(standing(&begun, at), Standing::Start(known) if known.at_hand.is_empty()) {
            flags.extend(["--at-hand", "phone"].map(str::to_owned));
        }
        runtime.block_on(page.post("/floor", &[("say", "start"), ("alone", if alone { "yes" } else { "no" })]));
        let mut printed = typed(&terminal, &flags, &[]);
        let mut walked = way.into_iter();
        loop {
            let (one, other) = (runtime.block_on(page.diary()), runtime.block_on(terminal.diary()));
            prop_assert_eq!(way_of(&one, at), way_of(&other, at));
            let shown = runtime.block_on(page.get("/floor"));
            let heading = heading_of(&shown);
            prop_assert_eq!(&heading_of(&runtime.block_on(terminal.get("/floor"))), &heading);
            prop_assert!(printed.contains(&heading), "{heading:?} is not in: {printed}");
            let Standing::Going(_) = standing(&one, at) else { break };
            let Some((minutes, does)) = walked.next() else { break };
            at += SignedDuration::from_mins(minutes);
            for app in [&page, &terminal] {
                app.at(&at.to_string());
            }
            let Standing::Going(run) = standing(&one, at) else { break };
            let seen = run.seen.to_string();
            let stopped = matches!(run.shown(at), Shown::Check(_));
            let offered = runtime.block_on(page.get("/floor"));
            let (say, flags, lines): (_, &[&str], &[&str]) = match (stopped, does) {
                (false, Does::NotYet) => ("not-yet", &[], &["n"]),
                (false, Does::Worse) => ("worse", &[], &["w"]),
                (false, Does::Done | Does::Again) => ("done", &[], &[""]),
                (_, Does::Up) => ("up", &["--up"], &[]),
                // In an emergency nobody is offered to begin again.
                (true, _) if offered.body.contains("value=\"again\"") => ("again", &["--again"], &[]),
                (true, _) => ("", &["--again"], &[]),
            };
            if !say.is_empty() {
                runtime.block_on(page.post("/floor", &[("say", say), ("seen", &seen)]));
            }
            let flags: Vec<String> = ["--floor"].iter().chain(flags).map(|flag| (*flag).to_owned()).collect();
            printed = typed(&terminal, &flags, lines);
        }
    }
}

// ---------------------------------------------------------------- the review of medicines

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn terminal_and_page_review_a_dose_alike(
        events in diaries(),
        taken in vec(medicines(), 0..4),
        what in select(vec!["ibuprofen", "paracetamol", "naproxen", "aspirin", "diclofenac gel", "Zzyx"]),
        (mg, units) in (option::of(select(vec!["400", "1000", "4000"])), option::of(select(vec!["1", "2", "8"]))),
        hours_ago in prop_oneof![3 => 0i64..6, 2 => 70i64..75, 1 => 0i64..300],
    ) {
        let runtime = runtime();
        let around = taken.into_iter().zip(0i64..).map(|(kind, n)| ((hours_ago + 3 * n - 4).max(1) * 60, None, kind));
        let mut events: Vec<Event> = events.into_iter().chain(around).collect();
        events.sort_by_key(|(ago, ..)| -ago);
        let app = app(&runtime, &events);
        let at = format!("{hours_ago}h ago");
        let mut line = vec!["log", "medicine", what, "--at", if hours_ago == 0 { "now" } else { &at }];
        mg.iter().for_each(|mg| line.extend(["--mg", mg]));
        units.iter().for_each(|units| line.extend(["--units", units]));
        let Command::Log(options) = command(&line) else { unreachable!("it is log") };
        let printed = Printed::default();
        if log::store(options, &app.journal, &mut Out::into(printed.clone())).is_err() {
            // Before a year of birth nothing was taken.
            return Ok(());
        }
        let printed = printed.text();
        let diary = runtime.block_on(app.diary());
        let id = printed.split("Id: ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        let item = diary.get(id.parse().unwrap()).unwrap();
        prop_assert!(item.get::<Medicine>().is_some_and(|medicine| medicine.what.as_str() == what));
        let page = runtime.block_on(app.get(&format!("/diary/entry/{}", item.id())));
        let text = flat(&page.text());

        let today = clock::on_clock(now(), &clock::zone(&diary, ZONE)).date();
        let beside = review::beside(&diary, item, today, now()).unwrap();
        let stops = beside.guard.said_stops().into_iter().map(supple_care::say_stop);
        let said: Vec<String> =
            beside.guard.too_much.iter().map(supple_care::say_too_much).chain(stops).map(|said| flat(&said)).collect();
        for said in &said {
            prop_assert!(text.contains(said), "{said:?} is not on the page: {text}");
            prop_assert!(printed.contains(said), "{said:?} is not in: {printed}");
        }
        // And no more than that.
        let halts = page.body.split("<section class=\"card halt\">").nth(1).map_or("", |rest| rest.split("</ul>").next().unwrap());
        let on_page = page.body.matches("card toomuch").count() + halts.matches("<p><b>").count();
        prop_assert_eq!((on_page, printed.matches(" ! ").count()), (said.len(), said.len()), "{}\n{}", text, printed);
        let unknown = beside.is_recent && !beside.guard.unknown.is_empty();
        prop_assert_eq!(text.contains("What we cannot count"), unknown);
        let open = !beside.open_questions().is_empty();
        prop_assert_eq!((page.body.contains("id=\"about\""), printed.contains("Not asked yet")), (open, open));
        let passed_then = !beside.is_recent && beside.is_against();
        let past = "A limit was passed then";
        prop_assert_eq!((text.contains(past), printed.contains(past)), (passed_then, passed_then));
    }
}
