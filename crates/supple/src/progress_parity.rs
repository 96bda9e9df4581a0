//! How it went, on the terminal and on the page: the same weeks with the same numbers, and the same sentence since one began.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::parity::{Event, Printed, ZONE, app, cases, flat, now};
use crate::progress::print;
use crate::support::{runtime, unescaped};
use crate::terminal::Out;
use jiff::{SignedDuration, ToSpan};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use supple_care::moment::clock;
use supple_diary::testing::{check_in, level, pain, some_label};
use supple_diary::{CheckIn, Exercise, Moment, Seconds, Spasm};
use supple_wording::progress as wording;

/// Months in which someone practises, walks, has pain and spasms, and says some of it.
fn months() -> impl Strategy<Value = Vec<Event>> {
    let one = (0i64..100 * 24 * 60, 0..6, option::of(1i64..60), 0i64..=10, any::<bool>());
    let name = select(vec!["bridge", "cat-cow", "walking", "Walk", "cello"]);
    let event = (one, name).prop_map(|((ago, which, minutes, strength, spasm), name)| {
        let happened = Moment::in_zone(now() - SignedDuration::from_mins(ago), ZONE).unwrap();
        let seconds = minutes.and_then(|minutes| Seconds::new(60 * minutes).ok());
        let kind = match which {
            0 | 1 => Exercise { seconds, ..Exercise::of(some_label(name)) }.into(),
            2 => Spasm::default().into(),
            3 => pain(strength).into(),
            _ => {
                let said = Some(level(strength)).filter(|_| minutes.is_some());
                CheckIn { pain: said, ..check_in(&happened.date().to_string(), Some(spasm)) }.into()
            }
        };
        (ago, None, kind)
    });
    vec(event, 0..60).prop_map(|mut events: Vec<Event>| {
        events.sort_by_key(|(ago, ..)| -ago);
        events
    })
}

/// The rows of the table of a page: the text of each cell.
fn rows(html: &str) -> Vec<Vec<String>> {
    let body = html.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
    let text = |cell: &str| unescaped(cell.split_once('>').unwrap().1.split('<').next().unwrap());
    let cells = |row: &str| row.split("<t").filter(|cell| cell.starts_with(['d', 'h'])).map(text).collect();
    body.split("<tr>").skip(1).map(cells).collect()
}

proptest! {
    #![proptest_config(Config { cases: 60, ..cases() })]

    #[test]
    fn terminal_and_page_tell_the_same_weeks(events in months()) {
        let runtime = runtime();
        let app = app(&runtime, &events);
        let diary = runtime.block_on(app.diary());
        let page = runtime.block_on(app.get("/exercise/progress"));
        let zoned = clock::on_clock(now(), &clock::zone(&diary, ZONE));
        let printed = Printed::default();
        print(&diary, &zoned, false, &mut Out::into(printed.clone())).unwrap();
        let told = printed.text();
        let rows = rows(&page.body);
        for row in &rows {
            let [days, values @ ..] = &row[..] else { panic!("{row:?}") };
            let said = wording::ROWS.iter().zip(values).map(|(name, value)| format!("{}: {value}", name.to_lowercase()));
            let line = format!("{days}. {}.", supple_wording::sentence(&said.collect::<Vec<_>>().join("; ")));
            prop_assert!(told.contains(&line), "{line} is not in {told}");
        }
        prop_assert_eq!(rows.is_empty(), told.contains(wording::EMPTY), "{}", told);
        prop_assert_eq!(rows.is_empty(), page.says(wording::EMPTY));
        prop_assert!(rows.is_empty() || rows.len() == 12);
        let began = told.split_once("You first wrote down exercise ").map(|(_, rest)| rest.to_owned());
        prop_assert_eq!(began.is_some(), page.says("You first wrote down exercise "));
        if let Some(rest) = began {
            prop_assert!(flat(&page.text()).contains(&rest), "{rest} is not on the page");
        }
    }
}

#[test]
fn what_stands_on_the_page_is_drawn_and_read_out() {
    let runtime = runtime();
    let ago = |days: i64| days * 24 * 60;
    let events: Vec<Event> = vec![
        (ago(20), None, Exercise { seconds: Seconds::new(600).ok(), ..Exercise::of(some_label("walking")) }.into()),
        (ago(1), None, Exercise::of(some_label("bridge")).into()),
    ];
    let app = app(&runtime, &events);
    let page = runtime.block_on(app.get("/exercise/progress"));
    let described = page.body.split("aria-label=\"Twelve weeks").nth(1).expect("the drawing has its words");
    let described = described.split('"').next().unwrap();
    assert!(
        described.contains("Minutes walked: none written; ") && described.contains("; 10; none written"),
        "{described}"
    );
    assert!(described.contains("Pain: not known; ") && !described.contains("Pain: 0"), "{described}");
    let first =
        (now().to_zoned(jiff::tz::TimeZone::get(ZONE).unwrap()).date() - 20.days()).strftime("%-d %B").to_string();
    assert!(page.says(&format!("You first wrote down exercise on {first}")), "{}", page.text());
    for word in ["streak", "well done", "great", "missed", "should"] {
        assert!(!page.text().to_lowercase().contains(word), "neither praise nor blame: {word}");
    }
}
