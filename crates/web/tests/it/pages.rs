//! Drives whole requests through the Router, as a browser would.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, encoded, runtime, unescaped, value_of};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use supple_guidance::{Section, Urgency};
use supple_triage::{Answers, Step, embedded};

/// The largest page of the check together with the stylesheet and the script, compressed: what a first visit costs on a bad line.
const FIRST_LOAD: usize = 14 * 1024;

// Each request goes to an app with an empty diary of its own.

async fn send(request: Request<Body>) -> Page {
    App::new().send(request).await
}

async fn get(path: &str) -> Page {
    App::new().get(path).await
}

async fn post(path: &str, form: &[(&str, &str)]) -> Page {
    App::new().post(path, form).await
}

async fn post_raw(path: &str, body: Vec<u8>) -> Page {
    App::new().post_raw(path, body).await
}

/// Sends a screen of the check with these taps and a button, carrying on what the screen carried.
async fn tap(screen: &Page, taps: &[(&str, &str)], button: (&str, &str)) -> Page {
    let (before, known) = (screen.hidden("before"), screen.hidden("known"));
    let mut form: Vec<(&str, &str)> = taps.to_vec();
    form.extend(before.as_deref().map(|json| ("before", json)));
    form.extend(known.as_deref().map(|json| ("known", json)));
    form.push(button);
    post("/check", &form).await
}

/// Goes on from a screen of one app to the verdict: nothing else applies.
async fn on_to_the_verdict(app: &App, mut page: Page) -> Page {
    while page.verdict().is_none() {
        let (before, known) = (page.hidden("before"), page.hidden("known"));
        let needed = [("days", "1"), ("pain", "2"), ("age", "40")];
        let mut form: Vec<(&str, &str)> = needed.into_iter().filter(|(name, _)| page.asks(name)).collect();
        form.extend(before.as_deref().map(|json| ("before", json)));
        form.extend(known.as_deref().map(|json| ("known", json)));
        form.push(REST);
        page = app.post("/check", &form).await;
    }
    page
}

const REST: (&str, &str) = ("rest", "no");
const ONLY: (&str, &str) = ("only", "1");
const BACK: (&str, &str) = ("back", "1");

/// The taps of someone to whom nothing applies, on each of the four screens.
const ALL_CLEAR: [&[(&str, &str)]; 4] = [&[], &[], &[("days", "1"), ("pain", "2")], &[("age", "40")]];

async fn walk(screens: &[&[(&str, &str)]]) -> Page {
    let mut page = get("/check").await;
    for taps in screens {
        page = tap(&page, taps, REST).await;
    }
    page
}

// ---------------------------------------------------------------- the check

#[tokio::test]
async fn all_clear_reaches_self_care_in_four_screens_and_seven_taps() {
    let mut page = get("/check").await;
    for (at, taps) in ALL_CLEAR.iter().enumerate() {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(&format!("Part {} of 4", at + 1)), "{}", page.title());
        page = tap(&page, taps, REST).await;
    }
    assert_eq!(page.verdict().as_deref(), Some("self-care"));
    assert!(page.says("You said no to every warning sign that we asked about."));
    assert!(page.says("Numb or odd feeling between your legs"), "what to watch for");
    assert_eq!(ALL_CLEAR.len() + ALL_CLEAR.iter().map(|taps| taps.len()).sum::<usize>(), 7);
}

#[tokio::test]
async fn a_sign_with_a_place_shows_it_where_its_row_opens() {
    let figures = &embedded().guidance().figures;
    let mut shown = 0;
    for screens in 0..ALL_CLEAR.len() {
        let page = walk(&ALL_CLEAR[..screens]).await;
        for row in page.body.split("<details class=\"ask\"").skip(1) {
            let (closed, open) = row.split("</details>").next().unwrap().split_once("</summary>").unwrap();
            let id = open.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
            let place = figures.of_finding(id);
            assert!(!closed.contains("<img"), "{id}: only a row that opens has a figure");
            assert_eq!(open.contains("class=\"pic\""), place.is_some(), "{id}");
            let Some(place) = place else { continue };
            assert!(unescaped(open).contains(&format!("Where is that?</b><br>{}", place.description)), "{id}");
            shown += 1;
        }
    }
    assert!(shown >= 12, "{shown}");
}

#[tokio::test]
async fn a_check_in_the_diary_has_all_that_stood_behind_its_verdict() {
    let folds = |page: &Page| {
        let from = page.body.find("<section class=\"folds\">").unwrap();
        page.body[from..].split("</section>").next().unwrap().to_owned()
    };
    for found in ["chest-pain", "leg-numbness", "recurrent", ""] {
        let app = App::new();
        let first =
            if found.is_empty() { app.get("/check").await } else { app.post("/check", &[("found", found)]).await };
        let verdict = on_to_the_verdict(&app, first).await;
        let id = app.diary().await.last::<supple_diary::Check>().unwrap().0.id();
        let entry = app.get(&format!("/diary/entry/{id}")).await;
        assert_eq!(folds(&entry), folds(&verdict), "{found}");
        assert!(entry.verdict().is_none(), "a call of that day is not made again");
    }
}

#[tokio::test]
async fn an_emergency_tick_ends_the_check_at_once() {
    let page = walk(&[&[("urine-retention", "yes")]]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.verdict().as_deref(), Some("emergency"));
    assert!(page.says("It is now hard for me to pee"), "what to read out");
    assert!(page.says("A checklist (Supple) says to ask about: squeezed nerves"), "what to think of");
    assert!(
        page.says("I have no numb feeling between the legs or on a buttock, no leak of pee or poo"),
        "what was denied"
    );
}

#[tokio::test]
async fn an_emergency_needs_no_answer_to_anything_else() {
    let page = tap(&get("/check").await, &[("urine-retention", "yes")], ONLY).await;
    assert_eq!(page.verdict().as_deref(), Some("emergency"));
    assert!(
        !page.says("I have no ") && !page.says("You said no to"),
        "nothing else was answered, so nothing was denied"
    );
    let required = walk(&[&[], &[], &[("no-relief", "yes")]]).await;
    assert_eq!(required.verdict().as_deref(), Some("emergency"), "not even for how long");
}

#[tokio::test]
async fn unsure_about_saddle_numbness_is_an_emergency() {
    let page = walk(&[&[("saddle-numbness", "unsure")]]).await;
    assert_eq!(page.verdict().as_deref(), Some("emergency"));
    assert!(page.says("You were not sure: numb or odd feeling between your legs"));
}

#[tokio::test]
async fn nothing_is_taken_as_no_without_none_of_these() {
    for button in [ONLY, ("only", "0")] {
        let page = tap(&get("/check").await, &[("saddle-numbness", "no")], button).await;
        assert!(page.status.is_client_error(), "{}", page.status);
        assert_eq!(page.verdict(), None);
    }
    let page = tap(&get("/check").await, &[("saddle-numbness", "no")], ONLY).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Part 1 of 4") && page.says("Some are still open"));
    assert_eq!(page.checked("saddle-numbness"), None, "a no is a row that stays closed");
    assert_eq!(page.checked("both-legs"), None);
    assert_eq!(page.hidden("before").as_deref(), Some("{}"), "and nothing counts yet");
}

#[tokio::test]
async fn a_screen_with_every_answer_tapped_needs_no_none_of_these() {
    let first = get("/check").await;
    let all: BTreeSet<String> = first.radios().into_iter().map(|(name, _, _)| name).collect();
    let taps: Vec<(&str, &str)> = all.iter().map(|name| (name.as_str(), "no")).collect();
    let page = tap(&first, &taps, ONLY).await;
    assert!(page.says("Part 2 of 4"));
}

#[tokio::test]
async fn an_answer_that_was_taken_back_is_none() {
    let page = tap(&get("/check").await, &[("both-legs", "")], ONLY).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was answered");
    let page = tap(&get("/check").await, &[("both-legs", "")], REST).await;
    assert!(page.says("Part 2 of 4"), "and none of these denies it like any other row");
}

#[tokio::test]
async fn none_of_these_says_what_it_denies_every_row_of_it() {
    let mut page = get("/check").await;
    for taps in ALL_CLEAR {
        let denial =
            page.body.split("<button class=\"btn big deny\"").nth(1).unwrap().split("</button>").next().unwrap();
        let asked: BTreeSet<String> = page.radios().into_iter().map(|(name, _, _)| name).collect();
        for id in asked {
            if let Some(deny) = &embedded().guidance().finding(&id).unwrap().deny {
                assert!(denial.contains(deny.as_str()), "\"{deny}\" ({id}) is not denied in so many words");
            }
        }
        page = tap(&page, taps, REST).await;
    }
}

#[tokio::test]
async fn a_quick_way_to_find_out_that_decides_stands_before_the_answer() {
    let page = get("/check").await;
    let rows: Vec<&str> =
        page.body.split("<summary>").skip(1).filter_map(|rest| rest.split("</summary>").next()).collect();
    for id in ["saddle-numbness", "urine-retention", "leg-weakness"] {
        let finding = embedded().guidance().finding(id).unwrap();
        let row = rows.iter().find(|row| unescaped(row).contains(&finding.ask)).unwrap();
        assert!(unescaped(row).contains(finding.find_out.as_ref().unwrap().as_str()), "{id}");
    }
    let harm = walk(&ALL_CLEAR[..2]).await;
    let fever = embedded().guidance().finding("temperature").unwrap().find_out.as_ref().unwrap();
    assert!(
        harm.body
            .split("<summary>")
            .any(|row| unescaped(row.split("</summary>").next().unwrap()).contains(fever.as_str()))
    );
}

#[tokio::test]
async fn a_missing_age_is_asked_for_again_and_keeps_the_rest() {
    let you = walk(&ALL_CLEAR[..3]).await;
    let page = tap(&you, &[("steroids", "yes"), ("blood-thinner", "unsure")], REST).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.title().starts_with("Not done yet."), "{}", page.title());
    assert!(page.body.contains("role=\"alert\"") && page.body.contains("href=\"#age\""), "a line leads to the field");
    assert!(page.body.contains("id=\"age\"") && page.says("Tap one, so that we can go on."), "and one stands at it");
    assert_eq!(page.checked("steroids").as_deref(), Some("yes"));
    assert_eq!(page.checked("blood-thinner").as_deref(), Some("unsure"));
    assert_eq!(page.checked("osteoporosis"), None, "what was open stays open");
    let on = tap(&page, &[("steroids", "yes"), ("blood-thinner", "unsure"), ("age", "40")], REST).await;
    assert!(on.says("Part 5 of 5: More about you"), "{}", on.title());
}

#[tokio::test]
async fn going_back_shows_what_was_said_and_going_on_asks_nothing_twice() {
    let first: &[(&str, &str)] = &[("sexual-function", "unsure")];
    let third = walk(&[first, &[]]).await;
    let second = tap(&third, &[("stuck", "yes"), ("temperature", "38.5")], BACK).await;
    assert!(second.says("Part 2 of 4"), "{}", second.title());
    assert_eq!(second.checked("chest-pain"), None, "a row that was denied is closed");
    let back_at_first = tap(&second, &[], BACK).await;
    assert_eq!(back_at_first.checked("sexual-function").as_deref(), Some("unsure"));
    assert_eq!(back_at_first.hidden("before").as_deref(), Some("{}"), "nothing counts until it is sent again");

    let mut page = back_at_first;
    for _ in 0..2 {
        let kept: Vec<(String, String)> = page
            .radios()
            .into_iter()
            .filter(|(_, _, checked)| *checked)
            .map(|(name, value, _)| (name, value))
            .collect();
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        page = tap(&page, &kept, REST).await;
    }
    assert!(page.says("Part 3"), "{}", page.title());
    assert_eq!(page.checked("stuck").as_deref(), Some("yes"), "also what was tapped and not yet sent");
    assert_eq!(page.checked("temperature").as_deref(), Some("38.5"));
}

#[tokio::test]
async fn the_verdict_leads_back_to_the_last_answers() {
    let verdict = walk(&[&[], &[("chest-pain", "yes")]]).await;
    assert_eq!(verdict.verdict().as_deref(), Some("emergency"));
    let back = tap(&verdict, &[], BACK).await;
    assert!(back.says("Part 2 of 4"));
    assert_eq!(back.checked("chest-pain").as_deref(), Some("yes"));
}

#[tokio::test]
async fn follow_up_questions_come_only_when_they_matter() {
    let more = walk(&[&[], &[], &[("stuck", "yes"), ("days", "1"), ("pain", "5")]]).await;
    assert!(more.asks("stuck-over-an-hour") && !more.asks("vomiting"), "{}", more.title());
    let you = walk(&ALL_CLEAR[..3]).await;
    assert!(you.asks("age") && !you.asks("stuck-over-an-hour"), "{}", you.title());
}

#[tokio::test]
async fn same_day_tells_what_is_open_and_what_to_do_without_a_doctor() {
    let mut page = walk(&[&[("sexual-function", "unsure")]]).await;
    while page.verdict().is_none() {
        let must: Vec<_> =
            [("age", "40"), ("days", "1"), ("pain", "5")].into_iter().filter(|(id, _)| page.asks(id)).collect();
        page = tap(&page, &must, REST).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.title());
    }
    assert_eq!(page.verdict().as_deref(), Some("same-day"));
    assert!(page.says("If you cannot reach a doctor today, call 112"));
    assert!(page.says("If it turns out to be so, this becomes an emergency."));
    assert!(page.says("You are not sure, so we say today and not now."));
    assert!(page.says("Serious causes are rare"), "most will turn out to be well");
}

#[tokio::test]
async fn the_verdict_names_each_source_and_counts_them_where_they_differ() {
    let page = walk(&[&[], &[], &[("no-relief", "yes")]]).await;
    assert!(page.says("Of two sources, one wants it seen today and one calls it an emergency."));
    assert!(page.says(
        "When sources differ, we go with the most urgent, but for signs that studies find to tell nothing alone."
    ));
    let agreed = walk(&[&[("bladder-bowel-loss", "yes")]]).await;
    assert!(!agreed.says("Of six sources"), "they agree");
}

#[tokio::test]
async fn an_ordinary_first_spasm_on_lifting_stays_at_home_and_is_told_who_is_stricter() {
    let inside: &[(&str, &str)] = &[("sudden-severe", "yes")];
    let page = walk(&[&[], inside, &[("days", "1"), ("pain", "8")], &[("age", "40")]]).await;
    assert_eq!(page.verdict().as_deref(), Some("self-care"));
    assert!(!page.says("every warning sign"), "one was said to be so");
    assert!(page.says("By what you told us, nothing needs a doctor today."));
    assert!(page.says("nidirect, aneurysm page and HSE Ireland call this an emergency by itself."));
    assert!(page.says("It would be an emergency with any of these: pain in the upper back; an age of 60 or more"));
}

#[tokio::test]
async fn see_a_doctor_says_by_when_and_what_to_tell() {
    let mut screens = ALL_CLEAR;
    screens[2] = &[("days", "14"), ("pain", "8")];
    let page = walk(&screens).await;
    assert_eq!(page.verdict().as_deref(), Some("see-doctor"));
    assert!(page.says("At most two weeks from now."));
    assert!(
        page.says("What to tell the doctor")
            && page.says("It has lasted for more than a week. The pain is 7 out of 10")
    );
}

#[tokio::test]
async fn self_care_never_claims_what_was_not_asked() {
    let page = walk(&ALL_CLEAR).await;
    let before = page.hidden("before").unwrap();
    let answers = Answers::from_json(embedded(), &before).unwrap();
    let verdict = embedded().verdict(&answers);
    assert_eq!((verdict.urgency, verdict.certain), (Urgency::SelfCare, true));
}

#[tokio::test]
async fn answers_never_stand_in_an_address() {
    let mut page = get("/check").await;
    for taps in ALL_CLEAR {
        assert!(page.attributes("form", "method").iter().all(|method| method == "post"));
        page = tap(&page, taps, REST).await;
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("location"), "");
    }
    assert!(page.attributes("form", "method").iter().all(|method| method == "post"));
}

#[tokio::test]
async fn the_enter_key_never_says_no() {
    // It presses the first button of the form that has the field.
    for screens in 0..4 {
        let page = walk(&ALL_CLEAR[..screens]).await;
        let form = page.body.split("<form class=\"stack asks\"").nth(1).unwrap();
        let first = form.split("<button ").nth(1).unwrap().split('>').next().unwrap();
        assert_eq!(value_of(first, "name").as_deref(), Some("only"));
    }
}

// ---------------------------------------------------------------- forms that do not hold together

#[tokio::test]
async fn bad_forms_get_one_clear_line() {
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[("before", "{")], "Your earlier answers came in damaged."),
        (&[("before", r#"{"chest-pain": 7}"#)], "Your earlier answers came in damaged."),
        (&[("known", "[]")], "Your earlier answers came in damaged."),
        (&[("hair-colour", "yes"), REST], "a field “hair-colour” that Supple does not know"),
        (
            &[("saddle-numbness", "maybe"), REST],
            "“maybe” is no answer to “Numb or odd feeling between your legs or on a buttock”",
        ),
        (&[("saddle-numbness", "39.5"), REST], "“39.5” is no answer"),
        (&[("both-legs", "no"), ("both-legs", "yes"), REST], "is answered twice"),
        (&[("age", "40"), REST], "“Your age” is not asked on this part"),
        (&[("rest", "yes")], "a field “rest” that Supple does not know"),
    ];
    for (form, line) in cases {
        let page = post("/check", form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{form:?}");
        assert!(page.says(line), "{form:?}: {}", page.text());
        assert!(page.attributes("a", "href").contains(&"/check".to_owned()), "and the way on");
    }
}

#[tokio::test]
async fn a_form_sent_twice_is_read_once() {
    let page = post("/check", &[("before", r#"{"saddle-numbness": false}"#), ("saddle-numbness", "yes"), REST]).await;
    assert_eq!(page.status, StatusCode::OK, "it was answered before, and the earlier answer stands");
    assert!(page.says("Part 2 of 4"));
}

#[tokio::test]
async fn too_large_a_form_is_refused() {
    let page = post_raw("/check", vec![b'a'; supple_web::MAX_FORM_BYTES + 1]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.says("larger than 64 KiB"));
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let request = Request::post("/check").header("content-type", "application/json").body(Body::from("{}")).unwrap();
    let page = send(request).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.says("not sent by a form of Supple"));
}

#[tokio::test]
async fn what_is_sent_back_is_written_as_text() {
    let page = post("/check", &[("<script>alert(1)</script>", "yes")]).await;
    assert!(!page.body.contains("<script>"), "{}", page.body);
}

proptest! {
    #[test]
    fn no_body_makes_the_server_fail(body in proptest::collection::vec(any::<u8>(), 0..300), path in 0..2_usize) {
        let page = runtime().block_on(post_raw(["/check", "/country"][path], body));
        prop_assert!(page.status.is_success() || page.status.is_client_error(), "{}", page.status);
        prop_assert!(page.title().ends_with("· Supple"));
    }

    #[test]
    fn no_form_makes_the_server_fail(pairs in proptest::collection::vec((field(), value()), 0..12)) {
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = runtime().block_on(post("/check", &pairs));
        prop_assert!([200, 400, 422].contains(&page.status.as_u16()), "{}", page.status);
    }

    /// Whatever someone taps, the last page is the verdict of the rules on just that: nothing added, nothing lost.
    #[test]
    fn the_page_says_what_the_rules_say(choices in proptest::collection::vec(0..8_usize, 80)) {
        let runtime = runtime();
        let mut page = runtime.block_on(get("/check"));
        let mut choices = choices.into_iter().cycle();
        let mut answers = Answers::none_yet(embedded());
        while page.verdict().is_none() {
            prop_assert_eq!(page.status, StatusCode::OK);
            let mut offered: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (name, value, _) in page.radios().into_iter().filter(|(_, value, _)| !value.is_empty()) {
                offered.entry(name).or_default().push(value);
            }
            let mut taps: Vec<(String, String)> = Vec::new();
            for (name, values) in &offered {
                let choice = choices.next().unwrap();
                let must = ["age", "days", "pain"].contains(&name.as_str());
                // Most people tap little: every other choice leaves it to "none of these".
                if let Some(value) = values.get(if must { choice % values.len() } else { choice }) {
                    taps.push((name.clone(), value.clone()));
                }
            }
            let asked = match embedded().next(&answers) {
                Step::Ask { findings, .. } => findings,
                Step::Done(_) => Vec::new(),
            };
            prop_assert_eq!(asked.len(), offered.len());
            let taps: Vec<(&str, &str)> = taps.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            page = runtime.block_on(tap(&page, &taps, REST));
            answers = Answers::from_json(embedded(), &page.hidden("before").unwrap()).unwrap();
            for (name, value) in taps {
                let place = embedded().place(name).unwrap();
                let written = answers.get(place);
                prop_assert_eq!(written == Some(embedded().no(place)), is_no(name, value), "{} {}", name, value);
            }
        }
        let urgency = embedded().verdict(&answers).urgency;
        prop_assert_eq!(page.verdict(), Some(urgency.id().to_owned()));
    }
}

/// Whether this value of the form is the "no" of its finding.
fn is_no(name: &str, value: &str) -> bool {
    match name {
        "temperature" => value == "36.8",
        "age" => value == "40",
        "injury" | "side-pain" | "bleeding" => value == "none",
        "days" | "pain" => false,
        _ => value == "no",
    }
}

fn field() -> impl Strategy<Value = String> {
    let ids: Vec<String> = embedded().guidance().findings.iter().map(|finding| finding.id.to_string()).collect();
    let others =
        ["before", "known", "rest", "only", "back", "country", "facts", "still", ""].map(str::to_owned).to_vec();
    prop_oneof![proptest::sample::select(ids), proptest::sample::select(others), any::<String>()]
}

fn value() -> impl Strategy<Value = String> {
    let likely = [
        "yes",
        "no",
        "unsure",
        "1",
        "40",
        "4",
        "39.5",
        "NaN",
        "-1",
        "1e999",
        "serious",
        "none",
        "DE",
        "XX",
        "",
        "{}",
        r#"{"saddle-numbness": false}"#,
        r#"{"age": 1e400}"#,
        r#"{"age": 40, "age": 4}"#,
        r#"{"age": -1}"#,
        "[[[[",
        r#"{"saddle-numbness":"unsure","temperature":39.5}"#,
    ];
    prop_oneof![proptest::sample::select(likely.map(str::to_owned).to_vec()), any::<String>()]
}

// ---------------------------------------------------------------- the number to call

#[tokio::test]
async fn the_call_number_follows_the_country() {
    for (header, value, number) in [
        ("accept-language", "en", "112"),
        ("accept-language", "en-GB,en;q=0.8", "999"),
        ("accept-language", "fr-FR", "112"),
        ("accept-language", "en-US", "911"),
        // The first screen is kept for each number, and for no other.
        ("accept-language", "en-GB", "999"),
        ("accept-language", "en", "112"),
    ] {
        // A zone of no country: only the language tells.
        let app = App::new();
        app.travel("UTC");
        let page = app.send(Request::get("/check").header(header, value).body(Body::empty()).unwrap()).await;
        let first = page.attributes("a", "href").into_iter().next().unwrap();
        assert_eq!(first, format!("tel:{number}"), "the first link of the page calls, with {value}");
        assert!(page.says(&format!("Call {number}")), "and so do the buttons of the questions");
    }
}

#[tokio::test]
async fn a_country_is_kept_and_leads_back() {
    let app = App::new();
    let page = app.post("/country", &[("country", "US"), ("to", "/guide/relief")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.header("location"), "/guide/relief");
    assert_eq!(page.header("set-cookie"), "", "the diary keeps it, not the browser");
    assert!(app.get("/guide").await.body.contains("href=\"tel:911\""));
    app.post("/country", &[("country", "US")]).await;
    assert_eq!(app.count().await, 1, "the same country again is nothing new");
}

#[tokio::test]
async fn the_redirect_never_leaves_the_site() {
    for to in
        ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\n/evil.example", ""]
    {
        let page = post("/country", &[("country", "DE"), ("to", to)]).await;
        assert_eq!(page.header("location"), "/", "{to:?}");
        let page = get(&format!("/country?to={}", encoded(to))).await;
        assert_eq!(page.hidden("to").as_deref(), Some("/"), "{to:?}");
    }
}

#[tokio::test]
async fn an_unknown_country_is_refused() {
    for path in ["/country", "/check"] {
        let page = post(path, &[("country", "Atlantis")]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.says("“Atlantis”"), "and named");
        assert_eq!(page.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn the_number_can_be_changed_on_the_verdict_without_losing_it() {
    let verdict = walk(&[&[("both-legs", "yes")]]).await;
    assert!(verdict.says("Call 112 now"));
    let app = App::new();
    let before = verdict.hidden("before").unwrap();
    let changed = app.post("/check", &[("before", &before), ("country", "US")]).await;
    assert_eq!(changed.verdict().as_deref(), Some("emergency"));
    assert!(changed.says("Call 911 now"));
    assert!(app.get("/check").await.body.contains("href=\"tel:911\""), "and it is kept");
}

// ---------------------------------------------------------------- all pages

#[tokio::test]
async fn every_page_opens() {
    for path in supple_web::paths() {
        let page = get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(page.body.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{path}");
        assert!(page.title().ends_with(" · Supple"), "{path}");
        for (what, count) in [("<main ", 1), ("<h1", 1), ("class=\"skip\" href=\"#main\"", 1)] {
            assert_eq!(page.body.matches(what).count(), count, "{what} on {path}");
        }
        assert!(page.attributes("a", "href")[0].starts_with("tel:"), "help comes first on {path}");
    }
}

#[tokio::test]
async fn every_topic_short_page_and_disagreement_has_a_page() {
    let (paths, guidance) = (supple_web::paths(), embedded().guidance());
    let guide = paths.iter().filter(|path| path.starts_with("/guide/") && *path != "/guide/disagreements").count();
    assert_eq!(guide, guidance.topics.len() + guidance.short_pages.len() + guidance.disagreements.len());
    assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), paths.len(), "no two share an address");
}

/// The sections of a page of the guide: for each statement in order, what it says, and what stands behind it.
fn statements(page: &Page, sections: &[Section]) -> Vec<(String, String, String)> {
    let lists: Vec<Vec<&str>> = page
        .body
        .split("<ol class=\"points\">")
        .skip(1)
        .map(|list| list.split("</ol>").next().unwrap().split("<li").skip(1).collect())
        .collect();
    assert_eq!(lists.len(), 2 * sections.len(), "statements and what stands behind them, section by section");
    let mut all = Vec::new();
    for (section, lists) in sections.iter().zip(lists.chunks(2)) {
        let [said, behind] = lists else { panic!("a list has no other") };
        assert_eq!((said.len(), behind.len()), (section.claims.len(), section.claims.len()), "{}", section.heading);
        for ((id, said), behind) in section.claims.iter().zip(said).zip(behind) {
            assert!(said.starts_with(&format!(" id=\"{id}\">")), "{id} has its place");
            all.push((id.clone(), unescaped(said), unescaped(behind)));
        }
    }
    all
}

#[tokio::test]
async fn every_statement_stands_in_the_guide_with_its_sources() {
    let guidance = embedded().guidance();
    let chapters = guidance.topics.iter().map(|topic| (&topic.id, &topic.sections));
    let mut seen = BTreeSet::new();
    for (id, sections) in chapters.chain(guidance.short_pages.iter().map(|page| (&page.id, &page.sections))) {
        for (id, said, behind) in statements(&get(&format!("/guide/{id}")).await, sections) {
            let claim = guidance.claim(&id).unwrap();
            let caution = claim.caution.as_ref();
            assert!(said.contains(&claim.text) && caution.is_none_or(|caution| said.contains(caution)), "{id}");
            assert!(claim.who.as_ref().is_none_or(|who| behind.contains(who)), "{id}");
            assert!(behind.contains(claim.strength.plain()), "{id}");
            let differs = claim.disagreement.as_ref().map(|id| format!("/guide/disagreements/{id}\""));
            assert!(differs.is_none_or(|link| behind.contains(&link)), "{id}");
            assert!(claim.sources.iter().all(|id| behind.contains(&format!("/sources#{id}\""))), "{id}");
            seen.insert(id);
        }
    }
    assert_eq!(seen.len(), guidance.claims.len(), "each has its place");
    let signs = get("/guide/warning-signs").await;
    assert!(guidance.rules.iter().all(|rule| signs.says(&rule.because)), "all rules of the check");
}

#[tokio::test]
async fn a_page_of_the_guide_answers_before_all_else() {
    let guidance = embedded().guidance();
    let chapters = guidance.topics.iter().map(|topic| (&topic.id, &topic.answer));
    for (id, answer) in chapters.chain(guidance.short_pages.iter().map(|page| (&page.id, &page.answer))) {
        let page = get(&format!("/guide/{id}")).await;
        let after = unescaped(page.body.split("</h1>").nth(1).unwrap());
        let at = |words: &str| after.find(words).unwrap_or_else(|| panic!("{words} on {id}"));
        assert!((1..=3).contains(&answer.len()), "{id}");
        for line in answer {
            assert!(at(&line.text) < at("class=\"points\""), "{id}");
            let sources = line.claims.iter().flat_map(|id| &guidance.claim(id).unwrap().sources);
            let card = &after[..at("</section>")];
            sources.for_each(|source| assert!(card.contains(&format!("/sources#{source}\"")), "{source} on {id}"));
        }
        assert!(page.says(&guidance.articles), "who \"one article\" is, on {id}");
    }
}

#[tokio::test]
async fn the_guide_leads_to_the_short_pages_before_the_chapters_and_these_lead_on() {
    let guidance = embedded().guidance();
    let links = get("/guide").await.attributes("a", "href");
    let at = |id: &str| links.iter().position(|link| *link == format!("/guide/{id}")).unwrap();
    let short: Vec<usize> = guidance.short_pages.iter().map(|page| at(&page.id)).collect();
    let chapters: Vec<usize> = guidance.topics.iter().map(|topic| at(&topic.id)).collect();
    assert!(short.iter().max() < chapters.iter().min() && chapters.iter().max() < Some(&at("disagreements")));
    let first = get("/guide/first-spasm").await.attributes("a", "href");
    let check = first.iter().position(|link| link == "/check").unwrap();
    assert!(first.contains(&"/now".to_owned()) && first.contains(&"/diary".to_owned()));
    assert!(check < first.iter().position(|link| link == "/now").unwrap(), "the most needed first");
}

/// What a search of the guide finds: where it leads, and its words.
async fn search(words: &str) -> (Page, Vec<String>) {
    let page = get(&format!("/guide?q={}", encoded(words))).await;
    assert_eq!(page.status, StatusCode::OK, "{words}");
    let list = page.body.split("<ul class=\"links\">").nth(1).map(|rest| rest.split("</ul>").next().unwrap());
    let links = list.unwrap_or_default().split("<a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let links = links.map(unescaped).collect();
    (page, links)
}

#[tokio::test]
async fn the_search_finds_statements_short_pages_disagreements_and_steps() {
    for (words, to) in [
        ("paracetamol", "/guide/medicines#medicines."),
        ("PILLOW knees", "/guide/relief#relief."),
        ("first spasm", "/guide/first-spasm"),
        ("ice or heat", "/guide/disagreements/ice-or-heat"),
        ("breathe slowly", "/now"),
        ("triggers", "/guide/triggers"),
    ] {
        let (page, links) = search(words).await;
        assert!(links.iter().any(|link| link.starts_with(to)), "{words}: {links:?}");
        assert!(links.len() <= 20 && page.body.contains(&format!("value=\"{words}\"")), "{words}");
    }
    let (_, links) = search("first spasm").await;
    assert_eq!(links[0], "/guide/first-spasm", "the best first");
    let (_, links) = search("pain").await;
    assert_eq!(links.len(), 20, "no more than can be read");
}

#[tokio::test]
async fn every_statement_is_found_by_its_own_words_with_its_caution() {
    let guidance = embedded().guidance();
    for claim in guidance.claims.iter().step_by(7) {
        let words: String = claim.text.chars().take(60).collect();
        let (page, links) = search(&words).await;
        assert!(links.contains(&format!("/guide/{}#{}", claim.topic, claim.id)), "{}: {links:?}", claim.id);
        assert!(
            page.says(&claim.text) && claim.caution.as_ref().is_none_or(|caution| page.says(caution)),
            "{}",
            claim.id
        );
    }
}

#[tokio::test]
async fn a_search_that_finds_nothing_says_so_and_offers_the_chapters() {
    let chapters = embedded().guidance().topics.len();
    for words in ["zebra", "?!", "\u{202e}", "<script>alert(1)</script>zebra", &"x".repeat(5_000)] {
        let (page, links) = search(words).await;
        assert!(page.says("The guide has nothing with these words.") && links.is_empty(), "{words}");
        let offered = page.attributes("a", "href");
        assert!(offered.iter().filter(|link| link.starts_with("/guide/")).count() > chapters, "{words}");
        assert!(!page.body.contains("<script>"), "{words}");
    }
    for path in ["/guide?q=", "/guide?q=%20", "/guide?other=1", "/guide?q=%FF"] {
        let page = get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.says("By chapter"), "{path}");
    }
}

#[tokio::test]
async fn the_sources_stand_by_kind_and_can_be_searched() {
    let guidance = embedded().guidance();
    let all = get("/sources").await;
    for source in &guidance.sources {
        let row = all.body.split(&format!("id=\"{}\"", source.id)).nth(1).unwrap();
        let row = unescaped(row.split("</details>").next().unwrap());
        assert!(row.contains(&source.citation) && row.contains(&source.seen), "{}", source.id);
    }
    let found = get("/sources?q=finucane").await;
    assert!(found.body.contains("id=\"finucane2020\"") && !found.body.contains("id=\"seed0\""));
    let none = get("/sources?q=zebra").await;
    assert!(none.says("No source has these words.") && none.body.contains("id=\"seed0\""), "and all stand below");
}

#[tokio::test]
async fn a_disagreement_begins_with_what_we_start_with() {
    for disagreement in &embedded().guidance().disagreements {
        let page = get(&format!("/guide/disagreements/{}", disagreement.id)).await;
        let at = |words: &str| page.text().rfind(words).unwrap();
        let order = [at("We start with"), at(&disagreement.reason), at("Who says what"), at("How sure is that?")];
        assert!(order.is_sorted(), "{}: {order:?}", disagreement.id);
        let has_check = disagreement.positions.iter().any(|side| side.urgency.is_some());
        let main = page.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        assert_eq!(main.contains("href=\"/check\""), has_check, "{}", disagreement.id);
    }
    assert!(get("/guide/disagreements/ice-or-heat").await.body.contains("class=\"btn\" href=\"/now\""));
}

#[tokio::test]
async fn a_statement_that_tells_of_positions_shows_them() {
    let guidance = embedded().guidance();
    let mut shown = 0;
    for topic in &guidance.topics {
        let page = get(&format!("/guide/{}", topic.id)).await;
        for claim in guidance.claims.iter().filter(|claim| claim.topic == topic.id) {
            let statement = page.body.split(&format!("<li id=\"{}\">", claim.id)).nth(1).unwrap();
            let statement = statement.split("</li>").next().unwrap();
            let scenes: Vec<_> = guidance.figures.of_claim(&claim.id).collect();
            assert_eq!(statement.matches("<img").count(), scenes.len(), "{}", claim.id);
            for scene in scenes {
                let description = &guidance.figures.pose(scene).unwrap().description;
                assert!(unescaped(statement).contains(description), "{scene}");
            }
            shown += usize::from(statement.contains("<img"));
        }
    }
    assert!(shown >= 20, "{shown}");
}

#[tokio::test]
async fn what_a_reader_asks_stands_before_all_other_disagreements() {
    let page = get("/guide/disagreements").await;
    let (shown, folded) = page.body.split_once("<details>").unwrap();
    for disagreement in &embedded().guidance().disagreements {
        let link = format!("href=\"/guide/disagreements/{}\"", disagreement.id);
        assert_eq!(
            (shown.contains(&link), folded.contains(&link)),
            (disagreement.asked, !disagreement.asked),
            "{link}"
        );
    }
}

#[tokio::test]
async fn every_side_of_a_disagreement_is_shown() {
    for disagreement in &embedded().guidance().disagreements {
        let page = get(&format!("/guide/disagreements/{}", disagreement.id)).await;
        for side in &disagreement.positions {
            assert!(page.says(&side.says), "{}", disagreement.id);
        }
        let texts = [&disagreement.question, &disagreement.best_evidence, &disagreement.default, &disagreement.reason];
        for text in texts.into_iter().chain(&disagreement.detail) {
            assert!(page.says(text), "{}", disagreement.id);
        }
        let readers = disagreement.positions.iter().filter(|side| side.reader).count();
        assert_eq!(page.text().matches("A reader of: ").count(), readers, "{}", disagreement.id);
    }
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut links: BTreeSet<(String, String)> = BTreeSet::new();
    let mut pages = vec![("/check".to_owned(), walk(&[&[("leg-weakness", "yes")]]).await)];
    pages.push(("/check".to_owned(), walk(&ALL_CLEAR).await));
    for path in supple_web::paths() {
        let page = get(&path).await;
        let here = page.body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
        ids.insert(path.clone(), here.collect());
        pages.push((path, page));
    }
    for (path, page) in &pages {
        for address in page.attributes("form", "action") {
            // What only takes forms says so; what is not there would be 404.
            let status = get(&address).await.status;
            assert!(matches!(status, StatusCode::OK | StatusCode::METHOD_NOT_ALLOWED), "{address} on {path}");
        }
        for address in [page.attributes("a", "href"), page.attributes("link", "href")].concat() {
            let address = if address.starts_with('#') { format!("{path}{address}") } else { address };
            links.insert((address, path.clone()));
        }
    }
    // An entry is in the diary that wrote it; each of these pages has its own.
    let here = |address: &str| address.starts_with('/') && !address.starts_with("/diary/entry/");
    for (address, path) in links.iter().filter(|(address, _)| here(address)) {
        let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
        let page = page.split('?').next().unwrap();
        match ids.get(page) {
            Some(ids) => assert!(fragment.is_empty() || ids.contains(fragment), "{address} on {path}"),
            None => assert_eq!(get(page).await.status, StatusCode::OK, "{address} on {path}"),
        }
    }
}

#[tokio::test]
async fn no_page_names_another_origin_to_load_from() {
    let mut pages = vec![walk(&[&[("leg-weakness", "yes")]]).await, walk(&ALL_CLEAR).await, get("/nowhere").await];
    for path in supple_web::paths() {
        pages.push(get(&path).await);
    }
    for page in &pages {
        for word in ["<style", " style=", " srcset=", "<iframe", "<object", "javascript:", " onclick"] {
            assert!(!page.body.contains(word), "{word} on {}", page.title());
        }
        // Pictures are figures of our own.
        for picture in page.body.split("<img").skip(1) {
            assert!(picture.starts_with(" src=\"/figure/"), "{}", page.title());
        }
        // Scripts are files of our own; none stands in a page.
        for script in page.body.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/") && script.contains("\" defer></script>"), "{}", page.title());
        }
        for address in [page.attributes("link", "href"), page.attributes("form", "action")].concat() {
            assert!(address.starts_with('/') && !address.starts_with("//"), "{address} on {}", page.title());
        }
        for link in page.body.split("<a ").skip(1).filter_map(|rest| rest.split('>').next()) {
            let address = value_of(link, "href").unwrap();
            let inside = address.starts_with(['/', '#']) || address.starts_with("tel:") || address.starts_with("sms:");
            assert!(inside || link.contains("rel=\"noreferrer noopener\""), "{address} tells where it was tapped");
        }
    }
    let style = stylesheet().await;
    assert!(!style.body.contains("url(") && !style.body.contains("@import"));
}

#[tokio::test]
async fn every_page_carries_the_strict_headers() {
    let mut pages =
        vec![get("/nowhere").await, stylesheet().await, get("/icon.svg").await, post("/check", &[REST]).await];
    pages.push(post("/check", &[("x", "y")]).await);
    pages.push(post("/country", &[("country", "DE")]).await);
    for path in supple_web::paths() {
        pages.push(get(&path).await);
    }
    for page in &pages {
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
        assert!(page.header("permissions-policy").contains("geolocation=()"));
        assert!(!page.header("cache-control").is_empty());
    }
    assert_eq!(get("/check").await.header("cache-control"), "no-store");
    assert_eq!(get("/guide").await.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn an_unknown_address_gets_a_page() {
    for path in ["/nowhere", "/guide/nothing", "/guide/disagreements/nothing", "/guide/%FF", "/supple-0.css"] {
        let page = get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.says("There is no page at this address."), "{path}");
    }
}

#[tokio::test]
async fn a_slash_at_the_end_of_an_address_leads_to_the_page_and_never_elsewhere() {
    for (path, to) in [("/guide/", "/guide"), ("/guide/relief/", "/guide/relief"), ("/nowhere//", "/nowhere")] {
        let page = get(path).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, to), "{path}");
    }
    for path in ["//evil.example/", "///", "//"] {
        let page = get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}: {}", page.header("location"));
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    for (path, allowed) in [("/", "GET,HEAD"), ("/check", "GET,HEAD,POST"), ("/sources", "GET,HEAD")] {
        let request = Request::builder().method(Method::DELETE).uri(path).body(Body::empty()).unwrap();
        let page = send(request).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(page.header("allow"), allowed, "{path}");
        assert!(page.title().ends_with("· Supple"), "{path}");
    }
}

async fn stylesheet() -> Page {
    get(&get("/").await.attributes("link", "href")[0]).await
}

#[tokio::test]
async fn the_stylesheet_is_kept_for_good() {
    let style = stylesheet().await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(get("/icon.svg").await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn a_figure_is_a_file_that_everyone_may_have_and_a_browser_may_keep() {
    let page = get("/guide/relief").await;
    let figures = page.attributes("img", "src");
    assert!(figures.len() > 10, "{figures:?}");
    for address in &figures {
        assert!(supple_web::files().contains(address) && supple_web::is_for_everyone(address), "{address}");
        let file = get(address).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "image/svg+xml"), "{address}");
        assert!(file.header("cache-control").contains("immutable"), "{address}");
        assert!(file.body.contains("light-dark(") && file.body.contains("<desc>"), "{address}");
    }
    assert!(page.attributes("img", "loading").iter().all(|loading| loading == "lazy"));
    let old = figures[0].rsplit_once('-').unwrap().0.to_owned() + "-0000000000000000.svg";
    assert_eq!(get(&old).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_check_is_small_enough_for_a_bad_line() {
    let script = get(&get("/check").await.attributes("script", "src")[0]).await;
    let style = compressed(&stylesheet().await.body) + compressed(&script.body);
    eprintln!("stylesheet and script: {style} bytes");
    let mut pages = Vec::new();
    for screens in 0..=4 {
        pages.push(walk(&ALL_CLEAR[..screens]).await);
    }
    // The screens of follow-up questions, and the verdicts with the most to say.
    let ill: &[(&str, &str)] =
        &[("stuck", "yes"), ("burning-urine", "yes"), ("temperature", "38.5"), ("days", "1"), ("pain", "8")];
    pages.push(walk(&[&[], &[], ill]).await);
    pages.push(walk(&[&[("leg-weakness", "yes"), ("both-legs", "unsure"), ("saddle-numbness", "yes")]]).await);
    pages.push(get("/").await);
    for page in pages {
        let size = compressed(&page.body);
        eprintln!("{:>6} bytes with both: {}", size + style, page.title());
        assert!(size + style <= FIRST_LOAD, "{} takes {} bytes", page.title(), size + style);
    }
}

/// The size under brotli at the middle level that servers use for pages made on the spot.
fn compressed(text: &str) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut out, &params).unwrap();
    out.len()
}
