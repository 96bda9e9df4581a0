//! The guard over medicines through whole requests: it is never silent when a limit is passed, and it asks once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, runtime};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::prelude::*;
use supple_diary::{Check, Draft, Health, KindName, Medicine, Moment, Object, Profile, Words};
use supple_guidance::embedded;

/// Whether a page shows a stop, by shape and by word.
fn stops(page: &Page) -> bool {
    let shape = page.body.contains("class=\"card halt\"") || page.body.contains("class=\"card toomuch\"");
    let word = page.says("Stop. ") || page.says("Too much was taken");
    assert_eq!(shape, word, "shape and word come together: {}", page.text());
    shape
}

/// As [`stops`], on a page that also lists who must not.
fn stops_in(page: &Page) -> bool {
    page.body.contains("class=\"card toomuch\"") && page.says("Stop. ")
}

async fn log(app: &App, what: &str, mg: &str) -> Page {
    app.store("/log/medicine", &[("what-own", what), ("mg", mg)]).await.1
}

/// What someone reads who is about to take this.
async fn look(app: &App, what: &str, units: &str, mg: &str) -> Page {
    let before = app.count().await;
    let page = app.post("/medicine/take", &[("what", what), ("units", units), ("mg", mg), ("when", "now")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(app.count().await, before, "looking stores nothing");
    page
}

async fn said(app: &App, answers: &[(&str, &str)]) {
    let fields: Vec<(String, &str)> = answers.iter().map(|(id, answer)| (format!("is.{id}"), *answer)).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(id, answer)| (id.as_str(), *answer)).collect();
    app.store("/medicine/about-you", &fields).await;
}

// ---------------------------------------------------------------- never silent

/// The most in any 24 hours that the most generous of the labels allows, written down apart from the guidance.
const MOST: [(&str, u32); 4] = [("ibuprofen", 1200), ("naproxen", 660), ("aspirin", 3900), ("paracetamol", 4000)];

/// One thing that a person does with the pages.
#[derive(Clone, Debug)]
enum Act {
    /// So many minutes later something is written down: which of the four, milligrams, how long ago, and by which form.
    Log { wait: i64, which: usize, mg: u32, ago: i64, looked: bool },
    /// An earlier one is taken back.
    Remove(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let amount = prop_oneof![Just(200_u32), Just(220), Just(400), Just(500), Just(650), Just(1000), 100..2500_u32];
    let log = (0..900_i64, 0..4_usize, amount, prop_oneof![3 => Just(0_i64), 1 => 1..1500_i64], any::<bool>());
    let log = log.prop_map(|(wait, which, mg, ago, looked)| Act::Log { wait, which, mg, ago, looked });
    prop_oneof![6 => log, 1 => any::<usize>().prop_map(Act::Remove)]
}

/// The substances of which some 24 hours within the last three days hold more than any label allows.
fn passed(taken: &[(String, Timestamp, usize, u32)], now: Timestamp) -> Vec<&'static str> {
    let day = SignedDuration::from_hours(24);
    let limits = MOST.iter().enumerate().filter(|(which, (_, most))| {
        let own: Vec<_> = taken.iter().filter(|(_, _, other, _)| other == which).collect();
        own.iter().any(|(_, from, _, _)| {
            let within = own.iter().filter(|(_, at, _, _)| at >= from && at.duration_since(*from) < day);
            let (mut sum, mut latest) = (0, Timestamp::MIN);
            within.for_each(|(_, at, _, mg)| (sum, latest) = (sum + mg, latest.max(*at)));
            sum > *most && now.duration_since(latest) < day * 3
        })
    });
    limits.map(|(_, (name, _))| *name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is written down and taken back, by whichever form: once the sum of 24 hours is above what every label
    /// allows, the page that follows and the overview show a stop.
    #[test]
    fn no_sequence_of_entries_keeps_the_pages_silent(acts in proptest::collection::vec(act(), 1..14)) {
        runtime().block_on(async {
            let app = App::new();
            let mut now: Timestamp = crate::support::NOW.parse().unwrap();
            let mut taken: Vec<(String, Timestamp, usize, u32)> = Vec::new();
            for act in acts {
                match act {
                    Act::Log { wait, which, mg, ago, looked } => {
                        now += SignedDuration::from_mins(wait);
                        app.later(wait * 60);
                        let happened = now - SignedDuration::from_mins(ago);
                        let clock = happened.to_zoned(TimeZone::get("Europe/Berlin").unwrap());
                        let clock = clock.strftime("%Y-%m-%dT%H:%M").to_string();
                        let (name, mg_text) = (MOST[which].0, mg.to_string());
                        let when = if ago == 0 { "now" } else { "exact" };
                        let fields = [("what", name), ("mg", &*mg_text), ("units", "1"), ("when", when), ("at", &*clock)];
                        let (to, page) = if looked {
                            app.store("/medicine/taken", &fields).await
                        } else {
                            app.store("/log/medicine", &fields).await
                        };
                        taken.push((to, happened, which, mg));
                        if !passed(&taken, now).is_empty() {
                            prop_assert!(stops(&page), "silent after the form: {taken:?}");
                        }
                    }
                    Act::Remove(place) if !taken.is_empty() => {
                        let (entry, ..) = taken.remove(place % taken.len());
                        app.store(&format!("{entry}/remove"), &[]).await;
                    }
                    Act::Remove(_) => {}
                }
                let names = passed(&taken, now);
                if !names.is_empty() {
                    let page = app.get("/medicine").await;
                    prop_assert!(stops(&page), "silent: {taken:?}");
                    for name in names {
                        prop_assert!(page.says(name), "{name}: {}", page.text());
                    }
                }
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_usual_dose_gets_no_stop_and_is_never_called_safe() {
    let app = App::new();
    let page = log(&app, "Advil", "400").await;
    assert!(!stops(&page) && page.says(supple_care::QUESTIONS_FIRST) && !page.says(supple_care::NO_LIMIT_PASSED));
    app.store("/medicine/about-you", &[("birth-year", "1986"), ("rest", "no")]).await;
    assert!(app.get("/medicine").await.says(supple_care::NO_LIMIT_PASSED), "once everything is answered");
    let overview = app.get("/medicine").await;
    assert!(!stops(&overview) && overview.says("400 mg") && overview.says("In the last 24 hours"));
    assert!(overview.says("By the label, not before tomorrow 03:12."), "six hours on: {}", overview.text());
    for path in ["/medicine", "/medicine/ibuprofen", "/medicine/take", "/medicine/about-you"] {
        let text = app.get(path).await.text().to_lowercase();
        assert!(!text.contains("safe to") && !text.contains("is safe"), "{path}");
    }
}

#[tokio::test]
async fn too_soon_and_two_of_a_kind_are_told_on_the_page_that_follows() {
    let app = App::new();
    log(&app, "ibuprofen", "400").await;
    app.later(3600);
    let soon = log(&app, "Nurofen", "200").await;
    assert!(stops(&soon) && soon.says("That was too soon for more ibuprofen"), "{}", soon.text());

    let app = App::new();
    log(&app, "ibuprofen", "200").await;
    app.later(9 * 3600);
    let both = log(&app, "Aleve", "220").await;
    assert!(stops(&both) && both.says("Both ibuprofen and naproxen are NSAIDs"), "{}", both.text());
    assert!(both.body.contains("/sources#ibuprofen_label"), "with who says so");
}

#[tokio::test]
async fn far_too_much_is_an_emergency_with_the_number_to_call() {
    let app = App::new();
    let page = log(&app, "paracetamol", "9000").await;
    let urgent = page.body.split("class=\"card toomuch\"").nth(1).unwrap();
    assert!(urgent.starts_with(" data-urgency=\"emergency\""));
    assert!(urgent.contains("href=\"tel:") && page.says("Take the pack with you"));
    let main = page.body.split("<main").nth(1).unwrap();
    let place = |what: &str| main.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(place("card toomuch") < place("card halt"), "what to do comes before why");
    assert!(place("card halt") < place("What it says"), "stops come first");
}

#[tokio::test]
async fn a_limit_passed_long_ago_is_told_beside_its_entry_and_not_as_an_emergency_of_now() {
    let app = App::new();
    let fields = [("what-own", "paracetamol"), ("mg", "9000"), ("when", "exact"), ("at", "2026-10-02T08:00")];
    let (_, page) = app.store("/log/medicine", &fields).await;
    assert!(page.body.contains("card halt") && page.says("A limit was passed then"), "{}", page.text());
    assert!(!page.body.contains("card toomuch"));
    assert!(!app.get("/medicine").await.body.contains("card halt"), "seven weeks later");
}

#[tokio::test]
async fn after_too_much_no_time_is_named_for_more() {
    let app = App::new();
    log(&app, "paracetamol", "9000").await;
    for path in ["/medicine", "/medicine/paracetamol"] {
        let page = app.get(path).await;
        assert!(stops_in(&page) && page.says("It was too much. Get help first."), "{path}: {}", page.text());
        assert!(!page.says("By the label"), "{path}");
    }
    let page = look(&app, "paracetamol", "1", "500").await;
    assert!(!page.says("By the label"), "{}", page.text());
    assert!(!app.get("/medicine/ibuprofen").await.body.contains("card toomuch"), "another one");
}

#[tokio::test]
async fn what_is_not_known_is_told_as_not_known() {
    let app = App::new();
    let page = log(&app, "the blue ones", "").await;
    assert!(page.says("I do not know \"the blue ones\" and cannot count it"), "{}", page.text());
    assert!(!page.says(supple_care::NO_LIMIT_PASSED));
    let page = look(&app, "the blue ones", "2", "").await;
    assert!(page.title().starts_with(supple_care::NOT_ALL_KNOWN), "{}", page.title());
    let page = log(&app, "ibuprofen", "").await;
    assert!(page.says("I am not sure how much ibuprofen it was"));
}

// ---------------------------------------------------------------- about to take something

#[tokio::test]
async fn a_dose_is_looked_at_before_anything_is_stored() {
    let app = App::new();
    let fine = look(&app, "ibuprofen", "2", "200").await;
    assert!(!stops(&fine) && fine.says("2 of ibuprofen, 400 mg, now") && fine.says("I took it: write it down"));

    let much = look(&app, "ibuprofen", "4", "200").await;
    assert!(much.title().starts_with("Stop. Do not take it now."), "{}", much.title());
    assert!(much.says("This is 800 mg of ibuprofen at one time. The most is 400 mg."), "{}", much.text());
    let main = much.body.split("<main").nth(1).unwrap();
    let place = |what: &str| main.find(what).unwrap();
    assert!(place("card halt") < place("I will not take it"), "the reason comes first");
    assert!(place("I will not take it") < place("/medicine/taken"), "then not taking it");
    assert_eq!(app.count().await, 0);

    let carried: Vec<(String, String)> =
        ["what", "units", "mg", "when"].iter().map(|name| ((*name).to_owned(), much.hidden(name).unwrap())).collect();
    let fields: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (_, page) = app.store("/medicine/taken", &fields).await;
    assert!(stops(&page) && page.says("You took 800 mg of ibuprofen at one time"), "{}", page.text());
    let diary = app.diary().await;
    let (_, entry) = diary.last::<Medicine>().unwrap();
    assert_eq!((entry.what.as_str(), entry.milligrams.unwrap().get()), ("ibuprofen", 800.0));
    assert!((entry.units.unwrap().get() - 4.0).abs() < 1e-9);
    assert_eq!(app.count().await, 1);
}

#[tokio::test]
async fn the_questions_that_decide_are_asked_beside_the_dose_before_anything_calm_is_said() {
    let app = App::new();
    let page = look(&app, "paracetamol", "1", "500").await;
    let main = page.body.split("<main").nth(1).unwrap();
    let place = |what: &str| main.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(page.title().starts_with(supple_care::QUESTIONS_FIRST), "{}", page.title());
    assert!(place("is.paracetamol-allergy") < place("is.alcohol"), "what would be a stop comes first");
    assert!(!page.says("Enough time has passed"));
    let dose = [("what", "paracetamol"), ("units", "1"), ("mg", "500"), ("when", "now")];
    let shown = page.body.match_indices("name=\"shown\" value=\"").map(|(at, found)| &page.body[at + found.len()..]);
    let shown: Vec<(&str, &str)> = shown.map(|rest| ("shown", &rest[..rest.find('"').unwrap()])).collect();
    let with =
        |more: &[(&'static str, &'static str)]| dose.iter().chain(&shown).chain(more).copied().collect::<Vec<_>>();
    let calm = app.post("/medicine/take", &with(&[("rest", "no"), ("birth-year", "1986")])).await;
    assert!(calm.title().starts_with(supple_care::NO_LIMIT_PASSED), "{}", calm.text());
    assert_eq!(app.count().await, 1, "the answers are kept, the dose is not");
    assert!(app.diary().await.last::<Medicine>().is_none());
    // Only what was asked there is answered.
    assert_eq!(app.get("/medicine/about-you").await.checked("is.ulcer"), None);

    let app = App::new();
    let page = app.post("/medicine/take", &with(&[("is.paracetamol-allergy", "yes")])).await;
    assert!(stops(&page) && page.says("Do not take paracetamol."), "{}", page.text());
}

#[tokio::test]
async fn a_logged_medicine_answers_the_questions_about_it() {
    let app = App::new();
    app.store("/medicine/about-you", &[("birth-year", "1986"), ("rest", "no")]).await;
    log(&app, "warfarin", "5").await;
    let page = look(&app, "ibuprofen", "1", "200").await;
    assert!(stops(&page) && page.says("With a blood thinner"), "{}", page.text());
    assert!(!page.says("Enough time has passed"), "no such word beside a stop");
}

#[tokio::test]
async fn amounts_are_read_as_people_write_them_and_never_low() {
    let app = App::new();
    let page = look(&app, "paracetamol", "1", "3,000").await;
    assert!(stops(&page) && page.says("3000 mg"), "{}", page.text());
    let page = look(&app, "Paracetamol 1,000 mg", "6", "").await;
    assert!(stops(&page), "{}", page.text());
    let refused = app.post("/medicine/take", &[("what", "paracetamol"), ("mg", "3.000")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("We cannot read"), "{}", refused.text());
    let tablets = look(&app, "Diclofenac 50 mg tablets", "6", "").await;
    assert!(
        !tablets.says(supple_care::NO_LIMIT_PASSED) && tablets.says("A doctor sets the dose"),
        "{}",
        tablets.text()
    );
}

#[tokio::test]
async fn a_label_of_another_country_is_called_one() {
    let app = App::new();
    app.store("/country", &[("country", "GB"), ("to", "/")]).await;
    assert!(app.get("/medicine/naproxen").await.says("We know no label of your country"));
    let page = app.get("/medicine/paracetamol").await;
    assert!(!page.says("United States") && !page.says("We know no label of your country"), "one label, their own");
    let much = look(&app, "naproxen", "3", "220").await;
    assert!(stops(&much) && much.says("This is the label of United States"), "{}", much.text());
}

#[tokio::test]
async fn a_dose_of_tonight_can_be_looked_at_and_is_not_stored_before_it_is_taken() {
    let app = App::new();
    log(&app, "ibuprofen", "400").await;
    let at =
        |time: &'static str| [("what", "ibuprofen"), ("units", "1"), ("mg", "400"), ("when", "exact"), ("at", time)];
    let soon = app.post("/medicine/take", &at("2026-11-22T23:00")).await;
    assert!(stops(&soon) && !soon.body.contains("/medicine/taken"), "two hours on");
    let late = app.post("/medicine/take", &at("2026-11-23T06:00")).await;
    assert!(!stops(&late) && late.says("This time is still to come"), "{}", late.text());
    let refused = app.post("/medicine/taken", &at("2026-11-23T06:00")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("This time has not been yet"));
    assert_eq!(app.count().await, 1);
}

/// The fields of a form.
type Form<'f> = &'f [(&'f str, &'f str)];

#[tokio::test]
async fn bad_input_gets_one_line_and_stores_nothing() {
    let app = App::new();
    let long = "x".repeat(201);
    let cases: [(&str, Form<'_>, &str); 9] = [
        ("/medicine/take", &[], "Tap which medicine"),
        ("/medicine/take", &[("what", "ibuprofen"), ("units", "many")], "Give a number from 0 to 1,000,000"),
        ("/medicine/take", &[("what", "ibuprofen"), ("units", "0")], "Give a number above 0"),
        ("/medicine/take", &[("what", "ibuprofen"), ("mg", "-5")], "Give a number from 0 to 1,000,000"),
        ("/medicine/take", &[("what", "ibuprofen"), ("units", "100000"), ("mg", "100,000")], "more than a kilogram"),
        ("/medicine/take", &[("what", "ibuprofen"), ("when", "exact"), ("at", "soon")], "Give a date and a time"),
        ("/medicine/take", &[("what", "ibuprofen"), ("when", "exact"), ("at", "2030-01-01T10:00")], "within a week"),
        ("/medicine/taken", &[("what-own", &long)], "up to 200 characters"),
        ("/medicine/take", &[("what", "ibuprofen"), ("when", "later")], "none of the times"),
    ];
    for (path, fields, line) in cases {
        let page = app.post(path, fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.says(line) && page.says("Nothing was stored yet"), "{fields:?}: {}", page.text());
    }
    let about: [(Form<'_>, &str); 6] = [
        (&[("is.ulcer", "perhaps")], "Tap yes, no or not sure"),
        (&[("is.nothing", "yes")], "The form asks nothing about"),
        (&[("is.pregnant", "yes"), ("week", "60")], "a number from 0 to 45"),
        (&[("is.pregnant", "yes"), ("due", "2020-01-01")], "Give a day from three weeks ago"),
        (&[("birth-year", "2040")], "This year has not been yet"),
        (&[("rest", "maybe")], "none of the buttons"),
    ];
    for (fields, line) in about {
        let page = app.post("/medicine/about-you", fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.says(line), "{fields:?}: {}", page.text());
    }
    assert_eq!(app.count().await, 0);
    assert_eq!(app.get("/medicine/heroin").await.status, StatusCode::NOT_FOUND);
}

// ---------------------------------------------------------------- about the person

#[tokio::test]
async fn a_reason_against_it_is_a_stop_and_a_reason_to_ask_comes_with_its_source() {
    let app = App::new();
    said(&app, &[("nsaid-allergy", "yes"), ("asthma", "yes"), ("alcohol", "unsure")]).await;
    let page = look(&app, "ibuprofen", "1", "200").await;
    assert!(stops(&page) && page.says("Do not take ibuprofen."), "{}", page.text());
    assert!(page.says("It can set off an asthma attack") && page.says("You are not sure, so ask"));
    let page = app.get("/medicine/ibuprofen").await;
    assert!(page.says("You said that this is so.") && page.says("You are not sure of this."));
    assert!(!stops(&look(&app, "paracetamol", "1", "500").await), "another kind");
}

#[tokio::test]
async fn what_was_said_is_not_asked_again_and_not_written_twice() {
    let app = App::new();
    let first = app.get("/medicine").await;
    let (_, after) = app.store("/medicine/about-you", &[("birth-year", "1950"), ("rest", "no")]).await;
    assert!(first.says("questions are open") && !after.says("questions are open"), "{}", after.text());
    let page = app.get("/medicine/about-you").await;
    assert!(page.says("You were born in 1950") && !page.body.contains("name=\"birth-year\""));
    assert_eq!(page.checked("is.ulcer").as_deref(), Some("no"));
    let entries = app.count().await;
    app.store("/medicine/about-you", &[("is.ulcer", "no"), ("rest", "no")]).await;
    assert_eq!(app.count().await, entries, "it says nothing new");
    said(&app, &[("ulcer", "yes")]).await;
    assert_eq!(app.get("/medicine/about-you").await.checked("is.ulcer").as_deref(), Some("yes"));
    let page = look(&app, "ibuprofen", "1", "200").await;
    assert!(page.says("It can make the stomach or gut bleed") && page.says("From 60 on"), "{}", page.text());
}

#[tokio::test]
async fn of_the_two_ages_of_a_year_of_birth_the_one_counts_that_asks_for_more_care() {
    // 1966 turns 60 this year, 2008 turns 18, and nobody is older than the oldest that is believed.
    for (born, told) in [("1966", "From 60 on"), ("2008", "These limits are for adults"), ("1900", "From 60 on")] {
        let app = App::new();
        app.store("/medicine/about-you", &[("birth-year", born)]).await;
        let page = look(&app, "ibuprofen", "1", "200").await;
        assert!(page.says(told), "{born}: {}", page.text());
    }
    let app = App::new();
    app.store("/medicine/about-you", &[("birth-year", "1967")]).await;
    assert!(!look(&app, "ibuprofen", "1", "200").await.says("From 60 on"));
}

#[tokio::test]
async fn the_week_of_a_pregnancy_follows_by_itself() {
    let app = App::new();
    // 19 weeks and no day: due in 147 days.
    app.store("/medicine/about-you", &[("is.pregnant", "yes"), ("week", "19")]).await;
    let due: jiff::civil::Date = "2027-04-18".parse().unwrap();
    assert_eq!(app.diary().await.profile().health.get("pregnancy-week"), Some(&Health::On(due)));
    let page = look(&app, "aspirin", "1", "300").await;
    assert!(!stops(&page) && page.says("It may harm your baby. Ask first in any week"), "{}", page.text());
    app.later(7 * 86_400);
    let page = look(&app, "aspirin", "1", "300").await;
    assert!(stops(&page) && page.says("From week 20 it can hurt"), "{}", page.text());
    // Long after the day it is no longer known.
    app.at("2027-05-20T10:00:00Z");
    let page = look(&app, "aspirin", "1", "300").await;
    assert!(!stops(&page) && page.says("Is one of these so?"), "{}", page.text());
    assert_eq!(app.get("/medicine/about-you").await.checked("is.pregnant"), None, "asked anew");
}

#[tokio::test]
async fn an_old_no_to_what_comes_and_goes_no_longer_holds() {
    let app = App::new();
    app.store("/medicine/about-you", &[("birth-year", "1990"), ("rest", "no")]).await;
    app.later(29 * 86_400);
    let page = app.get("/medicine/about-you").await;
    assert_eq!(page.checked("is.pregnant").as_deref(), Some("no"));
    app.later(3 * 86_400);
    let page = app.get("/medicine/about-you").await;
    assert_eq!((page.checked("is.pregnant"), page.checked("is.asthma").as_deref()), (None, Some("no")));
    let page = look(&app, "ibuprofen", "1", "200").await;
    assert!(page.says("Is one of these so?"), "{}", page.text());
}

#[tokio::test]
async fn what_the_check_was_told_is_taken_over_and_a_yes_is_not_lost() {
    let app = App::new();
    said(&app, &[("blood-thinner", "no")]).await;
    let answers = Object::new("{\"blood-thinner\": true, \"age\": 75}").unwrap();
    let check = Check { answers, urgency: Words::new("see-doctor").unwrap(), rules: Vec::new() };
    let now = Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.write(Draft::new(now, check)).await.unwrap();
    assert_eq!(app.get("/medicine/about-you").await.checked("is.blood-thinner").as_deref(), Some("yes"));
    let page = look(&app, "ibuprofen", "1", "200").await;
    assert!(page.says("With a blood thinner") && page.says("From 60 on"), "{}", page.text());
}

#[tokio::test]
async fn the_country_decides_which_label_counts() {
    let app = App::new();
    for time in 0..3 {
        app.later(5 * 3600 * i64::from(time > 0));
        log(&app, "paracetamol", "1000").await;
    }
    let strict = app.get("/medicine").await;
    assert!(stops(&strict) && strict.says("so the strictest label counts"), "without a country the strictest counts");
    app.store("/country", &[("country", "GB"), ("to", "/")]).await;
    assert!(!app.get("/medicine").await.says("strictest"));
    assert!(!stops(&app.get("/medicine").await), "three times 1000 mg, five hours apart");
}

// ---------------------------------------------------------------- what is known

#[tokio::test]
async fn the_page_of_a_medicine_says_all_that_is_known_of_it() {
    let app = App::new();
    for medicine in &embedded().medicines.medicines {
        let page = app.get(&format!("/medicine/{}", medicine.id)).await;
        let told = |text: &str| assert!(page.says(text), "{}: {text}", medicine.id);
        let cited = |sources: &[String]| {
            for source in sources {
                assert!(page.body.contains(&format!("/sources#{source}\"")), "{}: {source}", medicine.id);
            }
        };
        for reason in medicine.must_not.iter().chain(&medicine.ask_first) {
            told(&reason.because);
            cited(&reason.sources);
        }
        for notice in &medicine.stop_if {
            told(&notice.text);
            cited(&notice.sources);
        }
        told(&medicine.too_much.text);
        cited(&medicine.too_much.sources);
        for label in &medicine.labels {
            cited(&label.sources);
            label.dose_mg.iter().for_each(|mg| told(&format!("At most {}", supple_care::amount(*mg))));
            label.windows.iter().for_each(|window| told(&format!("In any {} hours", window.hours)));
            label.gap_hours.iter().for_each(|gap| told(&format!("At least {gap} hour")));
            label.days.iter().for_each(|days| told(&format!("At most {days}, then ask")));
        }
        for id in &medicine.does {
            told(&embedded().claims.iter().find(|claim| claim.id == *id).unwrap().text);
        }
        assert!(app.get("/medicine").await.body.contains(&format!("href=\"/medicine/{}\"", medicine.id)));
    }
}

#[tokio::test]
async fn every_treatment_has_its_evidence_and_its_questions_also_on_one_sheet() {
    let app = App::new();
    let (index, sheet) = (app.get("/treatments").await, app.get("/treatments/questions").await);
    for treatment in &embedded().treatments {
        let page = app.get(&format!("/treatments/{}", treatment.id)).await;
        assert!(index.says(&treatment.name) && sheet.says(&treatment.name));
        for question in &treatment.questions {
            assert!(page.says(question) && sheet.says(question), "{question}");
        }
        for id in &treatment.claims {
            assert!(page.says(&embedded().claims.iter().find(|claim| claim.id == *id).unwrap().text), "{id}");
        }
    }
    assert_eq!(app.get("/treatments/snake-oil").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pages_are_found_from_where_one_is() {
    let app = App::new();
    for (from, to) in [
        ("/log/medicine", "/medicine/take"),
        ("/guide/medicines", "/medicine"),
        ("/guide/treatments", "/treatments"),
        ("/guide/return", "/activity"),
        ("/diary", "/medicine"),
        ("/diary", "/activity"),
    ] {
        let main = app.get(from).await.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned();
        assert!(main.contains(&format!("href=\"{to}\"")), "{from} leads to {to}");
    }
}

#[tokio::test]
async fn what_is_kept_of_the_person_reads_in_words() {
    let app = App::new();
    app.store("/medicine/about-you", &[("is.ulcer", "yes"), ("is.pregnant", "yes"), ("due", "2027-04-18")]).await;
    let diary = app.diary().await;
    assert!(diary.last::<Profile>().is_some());
    let id = diary.of(KindName::Profile).last().unwrap().id();
    let page = app.get(&format!("/diary/entry/{id}")).await;
    assert!(page.says("A stomach ulcer") && page.says("18 April 2027"), "{}", page.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_form_makes_the_server_fail(
        fields in proptest::collection::vec((any::<String>(), any::<String>()), 0..6),
        known in proptest::collection::vec((0..9_usize, any::<String>()), 0..6),
        path in 0..5_usize,
    ) {
        let names = ["what", "what-own", "units", "mg", "when", "at", "is.pregnant", "due", "week"];
        let known = known.into_iter().map(|(at, value)| (names[at].to_owned(), value));
        let fields: Vec<(String, String)> = fields.into_iter().chain(known).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let paths = ["/medicine/take", "/medicine/taken", "/medicine/about-you", "/activity", "/activity/step"];
        let page = runtime().block_on(async { App::new().post(paths[path], &fields).await });
        prop_assert!([200, 303, 422].contains(&page.status.as_u16()), "{}", page.status);
    }
}
