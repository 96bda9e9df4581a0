//! Terminal and pages say the same, in the same words: both are asked as they are, on the same random diaries.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, NOW, runtime, unescaped};
use crate::terminal::Out;
use crate::{Cli, Command, check, log, plan, timeline};
use clap::Parser;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::Config;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};
use supple_care::moment::review::beside;
use supple_care::{Situation, embedded as planner, known};
use supple_diary::testing::{self, some_words};
use supple_diary::{Amount, Draft, Entry, Kind, KindName, Medicine, Moment, Precision};
use supple_triage::Answers;
use supple_wording::{Here, in_list, medicine, names, verdict};

/// What was printed.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is printed on a terminal.
fn printed(print: impl FnOnce(&mut Out)) -> String {
    let paper = Paper::default();
    let mut out = Out::into(paper.clone());
    print(&mut out);
    out.flush().unwrap();
    let bytes = paper.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

/// Letters alone, small: neither line ends nor capitals nor the marks round words from right to left make a difference.
fn bare(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '\u{2066}'..='\u{2069}'));
    kept.flat_map(char::to_lowercase).collect()
}

/// As [`bare`], without the mark that something was cut.
fn begun(text: &str) -> String {
    bare(text).trim_end_matches('…').to_owned()
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A text of a page without its tags.
fn stripped(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    }
    unescaped(&text)
}

/// All texts of a page between these two marks.
fn between<'p>(page: &'p str, from: &'p str, to: &'p str) -> impl Iterator<Item = String> + 'p {
    page.split(from).skip(1).filter_map(move |rest| rest.split(to).next()).map(stripped)
}

/// The entries that a page lists: by id the headline, and what stands under it.
fn listed(page: &str) -> BTreeMap<String, (String, String)> {
    let mut listed = BTreeMap::new();
    for item in page.split("<ol class=\"day\">").skip(1).flat_map(|list| list.split("</ol>").next()) {
        for line in item.split("<li>").skip(1) {
            let id = line.split("/diary/entry/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let link = line.split("<a dir=").nth(1).unwrap().split("</a>").next().unwrap();
            let rest = line.split("<p class=\"soft\" dir=").nth(1).map(|rest| rest.split("</p>").next().unwrap());
            let text = |html: &str| unescaped(html.split_once('>').unwrap().1);
            listed.insert(id, (text(link), rest.map_or(String::new(), text)));
        }
    }
    listed
}

/// The entries that the terminal lists, by id.
fn told(text: &str) -> BTreeMap<String, String> {
    let (mut told, mut words) = (BTreeMap::new(), String::new());
    for line in text.lines() {
        let is_id = line.trim().len() == 36 && line.trim().parse::<uuid::Uuid>().is_ok();
        match is_id {
            true => {
                told.insert(line.trim().to_owned(), std::mem::take(&mut words));
            }
            false => words.push_str(line),
        }
    }
    told
}

fn diary_command(arguments: &[&str]) -> timeline::Timeline {
    let cli = Cli::parse_from([&["supple", "diary"], arguments].concat());
    let Some(Command::Diary(options)) = cli.command else { panic!("it is the diary") };
    options
}

fn app_with(entries: &[Entry]) -> App {
    let app = App::new();
    runtime().block_on(app.journal.take(&entries.iter().cloned().collect())).unwrap();
    app
}

proptest! {
    #![proptest_config(Config { cases: 500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn an_entry_is_told_in_the_words_of_the_page(entries in testing::diaries(12)) {
        let app = app_with(&entries);
        let runtime = runtime();
        let diary = runtime.block_on(app.diary());
        let options = diary_command(&["--since", "1800-01-01", "--ids"]);
        let terminal = told(&printed(|out| timeline::print(&options, &app.journal, out).unwrap()));
        prop_assert_eq!(terminal.len(), diary.items().len());
        let mut pages = vec!["/diary".to_owned()];
        pages.extend(diary.days().keys().map(|date| format!("/diary/day/{date}")));
        let mut seen = 0;
        for path in pages {
            let page = runtime.block_on(app.get(&path));
            for (id, (headline, rest)) in listed(&page.body) {
                let item = diary.get(id.parse().unwrap()).unwrap();
                let words = in_list(item.kind());
                prop_assert_eq!((&headline, &rest), (&words.headline, &words.rest()), "{}", path);
                let line = bare(&terminal[&id]);
                for part in std::iter::once(&words.headline).chain(&words.detail) {
                    prop_assert!(line.contains(&begun(part)), "{part:?} in {:?} of {:?}", terminal[&id], item.kind());
                }
                seen += 1;
            }
        }
        prop_assert!(seen >= diary.items().len(), "the pages of the days have them all: {seen}");
    }

    #[test]
    fn what_is_written_is_told_in_the_words_of_its_page(draft in testing::drafts()) {
        let app = App::new();
        let runtime = runtime();
        let written = runtime.block_on(app.journal.write(draft.clone()));
        prop_assume!(written.is_ok());
        let entry = written.unwrap();
        let page = runtime.block_on(app.get(&format!("/diary/entry/{}", entry.id())));
        let here = Here { today: now().to_zoned(jiff::tz::TimeZone::get("Europe/Berlin").unwrap()).date(), zone: "Europe/Berlin" };
        let said = log::told_of(&entry, here);
        prop_assert!(bare(&page.text()).contains(&bare(&said)), "{said:?} in {}", page.text());
    }
}

/// Answers to a few findings, with the rest denied or left open.
fn any_answers() -> impl Strategy<Value = Answers> {
    let findings = supple_guidance::embedded().findings.len();
    (vec((0..findings, any::<prop::sample::Index>()), 0..5), any::<bool>()).prop_map(|(given, rest)| {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        for (place, which) in given {
            let picks = supple_wording::answers::of(place);
            answers.set_at(triage, place, which.get(picks).answer).unwrap();
        }
        if rest {
            answers.assume_no(triage);
        }
        answers
    })
}

proptest! {
    #![proptest_config(Config { cases: 500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_verdict_is_told_in_the_words_of_the_page(answers in any_answers()) {
        let triage = supple_triage::embedded();
        let before = answers.to_json(triage);
        let app = App::new();
        let page = runtime().block_on(app.post("/check", &[("before", before.as_str()), ("only", "1")]));
        prop_assume!(page.verdict().is_some());
        let found = triage.verdict(&answers);
        prop_assert_eq!(page.verdict().unwrap(), found.urgency.id());
        let terminal = bare(&printed(|out| check::tell(&verdict::verdict(&found, &answers, "112"), out).unwrap()));
        let main = page.body.split("<main").nth(1).unwrap();
        let parts = [("<p class=\"word\">", "</p>"), ("<h1>", "</h1>"), ("<blockquote>", "</blockquote>"), ("<h2>", "</h2>")];
        let mut told: Vec<String> = parts.iter().flat_map(|(from, to)| between(main, from, to)).collect();
        // Ways on and practical lines are those of a page.
        let of_the_page = ["What helps", "While you wait"];
        told.retain(|text| !of_the_page.contains(&text.as_str()));
        for reason in main.split("<div class=\"reason\">").skip(1).filter_map(|rest| rest.split("</div>").next()) {
            told.extend(between(reason, "<p>", "</p>").filter(|line| !line.starts_with("By itself")));
        }
        prop_assert!(told.len() >= 2);
        for part in told {
            prop_assert!(terminal.contains(&bare(&part)), "{part:?} for {before}");
        }
    }
}

/// What someone says of the moment, as the form on the page sends it.
fn any_moment() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    (
        option::of(select(vec!["cannot-move", "can-turn", "can-stand"])),
        option::of(select(vec!["floor", "bed", "chair", "standing"])),
        option::of(select(vec!["now", "eased", "over"])),
        subsequence(vec!["heat", "ice", "phone", "wall", "chair", "pillow", "bath"], 0..5),
        option::of(select(vec!["yes", "no"])),
    )
        .prop_map(|(mobility, place, spasm, at_hand, alone)| {
            let one = |name, value: Option<&'static str>| value.map(|value| (name, value));
            let mut fields: Vec<_> =
                [one("mobility", mobility), one("place", place), one("spasm", spasm), one("alone", alone)]
                    .into_iter()
                    .flatten()
                    .collect();
            fields.extend(at_hand.into_iter().map(|thing| ("at-hand", thing)));
            fields
        })
}

proptest! {
    #![proptest_config(Config { cases: 500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_plan_is_told_in_the_words_of_the_page(said in any_moment(), answers in option::of(any_answers())) {
        let (app, runtime) = (App::new(), runtime());
        if let Some(answers) = answers {
            let before = answers.to_json(supple_triage::embedded());
            runtime.block_on(app.post("/check", &[("before", before.as_str()), ("only", "1")]));
        }
        runtime.block_on(app.post("/now", &said));
        let page = runtime.block_on(app.get("/now"));
        let diary = runtime.block_on(app.diary());
        let Some((_, kept)) = diary.last::<supple_diary::Plan>() else { return Err(TestCaseError::reject("not said")) };
        let situation = Situation::from_json(planner(), kept.situation.json()).unwrap();
        let zoned = now().to_zoned(jiff::tz::TimeZone::get("Europe/Berlin").unwrap());
        let known = known(&diary, &situation, now());
        let made = planner().plan_made(&known, &situation, &supple_care::Preferences::default(), &zoned, now());
        let here = Here { today: zoned.date(), zone: "Europe/Berlin" };
        let words = supple_wording::plan::plan(&made, &known, &situation, "112", here, now());
        let terminal = bare(&printed(|out| plan::tell(&words, "112", &made.not_said, out).unwrap()));
        let main = page.body.split("<main").nth(1).unwrap();
        let parts = [("<h1>", "</h1>"), ("<h2>", "</h2>"), ("<h3>", "</h3>"), ("<p class=\"lead\">", "</p>")];
        let mut told: Vec<String> = parts.iter().flat_map(|(from, to)| between(main, from, to)).collect();
        // Questions and timers belong to the page; a terminal has options for them.
        let of_the_page = ["Is any of this so?"];
        told.retain(|text| !of_the_page.contains(&text.as_str()));
        for step in main.split("class=\"card step\"").skip(1).filter_map(|rest| rest.split("</section>").next()) {
            told.extend(between(step, "<p>", "</p>"));
        }
        prop_assert!(told.len() > 5, "{told:?}");
        for part in told {
            let part = part.strip_prefix("Or: ").or_else(|| part.strip_prefix("From: ")).unwrap_or(&part);
            prop_assert!(terminal.contains(&bare(part)), "{part:?} for {said:?} in {terminal}");
        }
    }
}

fn any_doses() -> impl Strategy<Value = Vec<(i64, Medicine)>> {
    let names = vec!["ibuprofen", "paracetamol", "Advil", "naproxen", "aspirin", "warfarin", "diclofenac gel", "Zzyx"];
    let amount = |number: f64| Amount::new(number).unwrap();
    let dose = (select(names), option::of(select(vec![200.0, 400.0, 500.0, 1000.0, 4000.0])), option::of(1u8..6));
    let dose = dose.prop_map(move |(what, mg, units)| Medicine {
        what: some_words(what),
        substance: None,
        milligrams: mg.map(amount),
        units: units.map(|units| amount(units.into())),
        note: None,
    });
    vec((0i64..23, dose), 1..5)
}

proptest! {
    #![proptest_config(Config { cases: 500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_review_of_medicines_is_told_in_the_words_of_the_page(taken in any_doses(), country in option::of(select(vec!["US", "GB", "DE"]))) {
        let (app, runtime) = (App::new(), runtime());
        if let Some(code) = country {
            let country = Some(supple_diary::Country::new(code).unwrap());
            let profile = supple_diary::Profile { country, ..supple_diary::Profile::default() };
            runtime.block_on(app.journal.write(Draft::new(Moment::in_zone(now(), "Europe/Berlin").unwrap(), profile))).unwrap();
        }
        for (hours, dose) in taken {
            let at = Moment::in_zone(now() - SignedDuration::from_hours(hours), "Europe/Berlin").unwrap();
            let draft = Draft { precision: Some(Precision::Minute), ..Draft::new(at, Kind::from(dose)) };
            runtime.block_on(app.journal.write(draft)).unwrap();
        }
        let diary = runtime.block_on(app.diary());
        let last = diary.of(KindName::Medicine).last().unwrap();
        let page = runtime.block_on(app.get(&format!("/diary/entry/{}", last.id())));
        let today = now().to_zoned(jiff::tz::TimeZone::get("Europe/Berlin").unwrap()).date();
        let found = beside(&diary, last, today, now()).unwrap();
        let terminal = bare(&printed(|out| log::tell_guard(&found, country, out).unwrap()));
        let main = page.body.split("<main").nth(1).unwrap();
        let words = medicine::review(&found.guard, country);
        prop_assert!(page.says(&words.headline) && terminal.contains(&bare(&words.headline)), "{}", words.headline);
        let cards = ["card toomuch", "card halt", "card askfirst"];
        for card in cards.iter().flat_map(|card| main.split(*card).skip(1)).filter_map(|rest| rest.split("</section>").next()) {
            for line in between(card, "<p>", "</p>").chain(between(card, "<p class=\"lead\">", "</p>")) {
                prop_assert!(terminal.contains(&bare(&line)), "{line:?} in {terminal}");
            }
        }
        for unknown in &words.unknown {
            prop_assert!(page.says(unknown) && terminal.contains(&bare(unknown)), "{unknown}");
        }
        let open = found.open_questions();
        prop_assert!(open.iter().all(|id| names::question(id).is_some_and(|ask| terminal.contains(&bare(ask)))), "{open:?}");
    }
}
