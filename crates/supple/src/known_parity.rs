//! What is known of a person, on the terminal and on the pages: both offer the same facts, and name the same number.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::interview::Interview;
use crate::number;
use crate::parity::{Printed, ZONE, app, cases, diaries, flat, now};
use crate::support::{App, NOW, Page, runtime, unescaped};
use crate::terminal::Out;
use axum::body::Body;
use axum::http::Request;
use proptest::prelude::*;
use proptest::sample::select;
use std::io::{BufRead, BufReader, Read};
use supple_care::moment::{call, clock};
use supple_diary::Diary;
use supple_triage::{Answer, Answers, embedded};
use tokio::runtime::Runtime;

/// What someone answers in whom nothing is wrong, to the questions that stand alone: a finding, its unit, a number.
const NUMBERS: [(&str, &str, &str); 3] = [("days", "days", "1"), ("pain", "out of 10", "5"), ("age", "years", "40")];

/// Someone at a terminal who reads the last line and answers it. What is known is still so, or changed.
struct Typist {
    printed: Printed,
    still: bool,
}

impl Read for Typist {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let text = self.printed.text();
        let asked = text.rsplit('[').next().unwrap();
        let number = NUMBERS.iter().find(|(_, unit, _)| asked.starts_with("a number") && asked.contains(unit));
        let typed = match number {
            Some((_, _, number)) => number,
            None if asked.starts_with("y: still so") => {
                if self.still {
                    "y"
                } else {
                    "n"
                }
            }
            None if asked.starts_with("y/n") => "y",
            None => panic!("nobody knows what to answer: {text}"),
        };
        let line = format!("{typed}\n");
        buffer[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

/// The facts that the terminal offers, as lines, and the answers in the end.
fn at_the_terminal(diary: &Diary, still: bool) -> (Vec<String>, Answers) {
    let printed = Printed::default();
    let mut typist = BufReader::new(Typist { printed: printed.clone(), still });
    let today = clock::on_clock(now(), &clock::zone(diary, ZONE)).date();
    let input: &mut dyn BufRead = &mut typist;
    let out = Out::into(printed.clone());
    let answers = Interview { triage: embedded(), call: "112", diary, today, input, out }.run().unwrap();
    let text = printed.text();
    let offered = text.split("Still so? ").skip(1).flat_map(|rest| {
        let offered = rest.split("[y: still so").next().unwrap().trim();
        let (facts, said) = offered.split_once(" You said so ").unwrap();
        let facts = facts.trim_start_matches("- ").split(" - ").map(str::to_owned);
        facts.chain([format!("You said so {said}")]).collect::<Vec<_>>()
    });
    (offered.collect(), answers)
}

/// The facts that the pages offer, as lines, and the answers in the end.
fn on_the_pages(runtime: &Runtime, app: &App, still: bool) -> (Vec<String>, Answers) {
    let mut page = runtime.block_on(app.get("/check"));
    let mut offered = Vec::new();
    while page.verdict().is_none() {
        // What was not confirmed is shown once more, to be changed row by row; it is not offered again.
        let is_offered = page.hidden("changed").is_none();
        if let Some(facts) = page.body.split("facts-known\">").nth(1).filter(|_| is_offered) {
            let lines = facts.split("</div>").next().unwrap().split("<p>").skip(1);
            offered.extend(
                lines.map(|line| flat(&unescaped(&line.replace("<b>", "").replace("</b>", "").replace("</p>", "")))),
            );
        }
        page = runtime.block_on(on(app, &page, still));
        assert_eq!(page.status.as_u16(), 200, "{}", page.text());
    }
    (offered, Answers::from_json(embedded(), &page.hidden("before").unwrap()).unwrap())
}

/// The page that follows this one, with no to whatever can be denied.
async fn on(app: &App, page: &Page, still: bool) -> Page {
    let carried = ["before", "known", "facts", "changed"].into_iter();
    let mut form: Vec<(&str, String)> = carried.filter_map(|name| Some((name, page.hidden(name)?))).collect();
    let is_offered = page.hidden("facts").is_some();
    if is_offered {
        form.push(("still", if still { "yes" } else { "no" }.to_owned()));
    }
    // Whoever confirms what is known taps nothing of it.
    let known = page.hidden("facts").filter(|_| still).unwrap_or_default();
    let asked = NUMBERS.iter().filter(|(id, ..)| page.asks(id) && !known.contains(&format!("\"{id}\"")));
    form.extend(asked.map(|(id, _, number)| (*id, (*number).to_owned())));
    form.push(("rest", "no".to_owned()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.post("/check", &form).await
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn terminal_and_page_offer_the_same_facts_and_take_them_alike(events in diaries(), still in any::<bool>()) {
        let runtime = runtime();
        let app = app(&runtime, &events);
        let diary = runtime.block_on(app.diary());
        let (offered, answers) = at_the_terminal(&diary, still);
        let (shown, tapped) = on_the_pages(&runtime, &app, still);
        prop_assert_eq!(offered, shown);
        let (verdict, page) = (embedded().verdict(&answers), embedded().verdict(&tapped));
        prop_assert_eq!(verdict.urgency, page.urgency);
        // The pages confirm what is known of the person before the third screen, and a screen of theirs is sent as a whole:
        // each asks what can still change its verdict. What both asked has the same answer.
        for (place, answer) in tapped.given() {
            prop_assert!(answers.get(place).is_none_or(|other| other == answer), "{place}");
        }
        // Where no question is answered with yes, what fires follows from the known facts alone. Where nothing fires, no order
        // of the questions makes one of them superfluous; a fact that raises the verdict does, an age too: whoever confirms it
        // early is not asked what could raise the verdict no further.
        let is_not_yes = |(_, answer): (usize, Answer)| answer != Answer::Yes;
        let says_no_yes = answers.given().chain(tapped.given()).all(is_not_yes);
        if says_no_yes {
            prop_assert_eq!(&verdict.fired, &page.fired);
        }
        if says_no_yes && page.fired.is_empty() {
            prop_assert_eq!(answers.to_json(embedded()), tapped.to_json(embedded()));
        }
    }

    #[test]
    fn terminal_and_page_name_the_same_number(
        events in diaries(),
        (locale, language) in select(vec![("C.UTF-8", ""), ("en_US.UTF-8", "en-US,en;q=0.5"), ("de_DE", "de-DE"), ("ja_JP.UTF-8", "ja-JP")]),
        zone in select(vec![ZONE, "America/New_York", "Asia/Tokyo", "UTC"]),
    ) {
        let runtime = runtime();
        let app = app(&runtime, &events);
        app.travel(zone);
        let diary = runtime.block_on(app.diary());
        let number = call::to_dial(number::by(&diary, Some(locale), zone));
        for path in ["/check", "/", "/diary"] {
            let request = Request::get(path).header("accept-language", language).body(Body::empty()).unwrap();
            let page = runtime.block_on(app.send(request));
            prop_assert!(page.body.contains(&format!("href=\"tel:{number}\"")), "{path} at {NOW}: {number}: {}", page.text());
        }
        if let Some(own) = diary.profile().country.and_then(|own| supple_guidance::embedded().number(own.code())) {
            prop_assert_eq!(number, own.call.as_str(), "the person's own choice counts");
        }
    }
}
