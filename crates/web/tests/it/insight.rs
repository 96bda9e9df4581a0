//! The pages of what the diary shows: each number is that of the findings, each sentence too, and an early diary is told
//! kindly what is missing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, unescaped};
use axum::http::StatusCode;
use jiff::{ToSpan, Zoned};
use serde_json::Value;
use std::sync::LazyLock;
use supple_diary::testing::{self, Keeper, level, measure};
use supple_diary::{ChosenStart, Diary, EpisodeMark, Log, Measure, Phase, Seconds, Spasm};
use supple_guidance::reading::Reading;
use supple_insight::figures::{duration, number, times};
use supple_insight::findings::{Gap, Map, Since, SinceMethod, State, Verdict};
use supple_insight::simulate::{person, settings};
use supple_insight::{About, Findings};
use supple_wording::findings as wording;

const VIEWS: [&str; 4] = ["/insight", "/insight/often", "/insight/long", "/insight/relief"];

/// Made-up people of each kind, with what their diaries show.
static PEOPLE: LazyLock<Vec<(Log, Zoned, Findings)>> = LazyLock::new(|| {
    let people = settings().into_iter().map(|setting| person(&setting, 7, 1).unwrap());
    people
        .map(|person| {
            let findings = Findings::of(&Diary::fold(&person.log), &person.now);
            (person.log, person.now, findings)
        })
        .collect()
});

/// What was printed as JSON and is read back.
fn read_back(findings: &Findings) -> Findings {
    serde_json::from_str(&serde_json::to_string(findings).unwrap()).unwrap()
}

/// The app with the diary of someone, at the end of it.
async fn app_of(log: &Log, now: &Zoned) -> App {
    let app = App::new();
    app.journal.take(log).await.unwrap();
    app.at(&now.timestamp().to_string());
    app
}

/// The text of what stands on a page inside its frame.
fn text(findings: &Findings, address: &str) -> String {
    plain(&supple_web::shown(findings, address).unwrap_or_else(|| panic!("there is a page at {address}")))
}

fn plain(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    unescaped(&parts.collect::<Vec<_>>().join(" "))
}

/// The addresses of the exposures that a page leads to, in its order.
fn triggers(html: &str) -> Vec<String> {
    let links = html.split("href=\"/insight/trigger/").skip(1);
    links.map(|rest| format!("/insight/trigger/{}", rest.split('"').next().unwrap())).collect()
}

/// The rows of all tables: the text of each cell.
fn rows(html: &str) -> Vec<Vec<String>> {
    let rows = html.split("<tr>").skip(1).map(|row| row.split("</tr>").next().unwrap());
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split("<t").skip(1).filter(|cell| cell.starts_with(['d', 'h']));
        cells.map(|cell| plain(&format!("<t{cell}")).trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

fn main_of(page: &Page) -> String {
    let main = page.body.split("<main ").nth(1).unwrap().split("</main>").next().unwrap();
    main.split_once('>').unwrap().1.to_owned()
}

// ---------------------------------------------------------------- the same numbers

#[tokio::test]
async fn pages_made_from_the_printed_findings_are_the_pages_of_the_app() {
    for (log, now, findings) in PEOPLE.iter().step_by(3) {
        let app = app_of(log, now).await;
        app.travel("UTC");
        let zone = now.time_zone().iana_name().unwrap().to_owned();
        app.travel(&zone);
        let read = read_back(findings);
        let mut addresses: Vec<String> = VIEWS.map(str::to_owned).to_vec();
        addresses.extend(triggers(&supple_web::shown(&read, "/insight").unwrap()));
        assert!(addresses.len() >= 4 + 8, "{addresses:?}");
        for address in addresses {
            let page = app.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert_eq!(main_of(&page), supple_web::shown(&read, &address).unwrap(), "{address}");
        }
    }
}

#[test]
fn every_sentence_of_the_findings_stands_on_its_page() {
    for (_, _, findings) in PEOPLE.iter() {
        let read = read_back(findings);
        let [overview, often, long, relief] = VIEWS.map(|address| text(&read, address));
        for one in findings.sentences() {
            let page = match one.about {
                About::Overall | About::Trigger | About::Rhythm => &overview,
                About::Frequency => &often,
                About::Durations => &long,
                About::Relief => &relief,
            };
            assert!(page.contains(&one.text), "{} in {page}", one.text);
            assert!(one.about == About::Relief || overview.contains(&one.text), "{}", one.text);
        }
    }
}

#[test]
fn another_number_in_the_json_is_another_number_on_the_pages() {
    let (_, _, findings) = &PEOPLE[9];
    let place = findings.triggers.each.iter().position(|one| one.verdict == Verdict::Likely).unwrap();
    let mut printed = serde_json::to_value(findings).unwrap();
    let trigger = &mut printed["triggers"]["each"][place];
    for (key, number) in [("told", 77.0), ("lower", 55.0), ("upper", 99.0)] {
        trigger[key] = number.into();
    }
    trigger["counts"]["spasm_days_with"] = 1.into();
    let id = trigger["id"].as_str().unwrap().to_owned();
    printed["frequency"]["weeks"][3]["count"] = 47.into();
    printed["durations"]["spasm_minutes"]["curve"][0]["time"] = 0.3.into();
    printed["durations"]["spasm_minutes"]["curve"][0]["at_risk"] = 4321.into();
    let read: Findings = serde_json::from_value(printed).unwrap();
    let page = supple_web::shown(&read, &format!("/insight/trigger/{id}")).unwrap();
    assert!(rows(&page)[1][1..3] == ["77", "55 to 99"], "{:?}", rows(&page));
    assert!(plain(&page).contains("Spasms began about 77 times as often"));
    assert!(plain(&page).contains("It could be 55 to 99 times as often."));
    let with = rows(&page).into_iter().find(|row| row[0] == "Before spasms").unwrap();
    assert_eq!(with[1], "1");
    let standing = wording::standing(&read, &read.triggers.each[place]);
    assert!(standing.contains("77 times as often") && text(&read, "/insight").contains(&standing), "{standing}");
    let all = rows(&supple_web::shown(&read, "/insight").unwrap());
    assert!(all.iter().any(|row| row.len() == 3 && row[1..] == ["77", "55 to 99"]), "{all:?}");
    let weeks = rows(&supple_web::shown(&read, "/insight/often").unwrap());
    assert!(weeks.iter().any(|row| row[1] == "47"), "{weeks:?}");
    let steps = rows(&supple_web::shown(&read, "/insight/long").unwrap());
    assert!(steps.iter().any(|row| row[0] == "18 seconds" && row[3] == "4321"), "{steps:?}");
}

#[test]
fn the_table_of_a_trigger_is_that_of_the_findings() {
    let mut judged = 0;
    for (_, _, findings) in PEOPLE.iter() {
        for (trigger, address) in findings.triggers.each.iter().zip(in_order(findings)) {
            let page = supple_web::shown(findings, &address).unwrap();
            assert!(plain(&page).contains(&findings.sentence_of(trigger)), "{address}");
            let rows = rows(&page);
            let counts = &trigger.counts;
            let row = |name: &str| rows.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{name}: {rows:?}"));
            assert_eq!(row("Before spasms")[1..4].join(" "), three(counts.spasm_days_with, counts.spasm_days));
            assert_eq!(row("At other times")[1..4].join(" "), three(counts.other_times_with, counts.other_times));
            let shown = rows.iter().find(|row| row[0] == "As we compare");
            let (Some(ratio), Some(lower), Some(upper)) = (trigger.told, trigger.lower, trigger.upper) else {
                assert!(shown.is_none() && !page.contains("<svg class=\"fig\""), "no empty chart: {address}");
                continue;
            };
            let range = format!("{} to {}", times(lower), times(upper));
            assert_eq!(shown.unwrap()[1..], [times(ratio), range, counts.spasm_days.to_string()]);
            let heads = 1;
            let checks = rows.iter().skip(heads + 1).take_while(|row| row.len() == 4 && !row[0].is_empty()).count();
            assert_eq!(checks, trigger.checks.len(), "{rows:?}");
            judged += 1;
        }
    }
    assert!(judged > 50, "{judged}");
}

fn three(with: usize, all: usize) -> String {
    format!("{with} {} {all}", all - with)
}

/// The addresses of the exposures of these findings, in the order of the findings.
fn in_order(findings: &Findings) -> Vec<String> {
    let mut one_by_one = findings.clone();
    let address = |place: usize| {
        one_by_one.triggers.each = vec![findings.triggers.each[place].clone()];
        triggers(&supple_web::shown(&one_by_one, "/insight").unwrap())[0].clone()
    };
    (0..findings.triggers.each.len()).map(address).collect()
}

#[test]
fn the_table_of_the_weeks_is_that_of_the_findings() {
    for (_, _, findings) in PEOPLE.iter() {
        let page = supple_web::shown(findings, "/insight/often").unwrap();
        // Behind the table of the gaps.
        let page = page.split("<h2>Week by week</h2>").nth(1).unwrap();
        let mut rows = rows(page).into_iter().skip(1).collect::<Vec<_>>();
        rows.reverse();
        let frequency = &findings.frequency;
        assert_eq!(rows.len(), frequency.weeks.len());
        for (place, (row, week)) in rows.iter().zip(&frequency.weeks).enumerate() {
            assert_eq!(row[1..3], [week.count.to_string(), week.days_observed.to_string()]);
            assert_eq!(row[3], number(7.0 * week.count as f64 / week.days_observed));
            assert_eq!(row.get(4).cloned(), frequency.trend.get(place).map(|rate| number(rate / 4.0)));
        }
        let bars = page.matches("rx=\"1.5\"").count();
        assert_eq!(bars, frequency.weeks.iter().filter(|week| week.count > 0).count());
    }
}

#[test]
fn the_table_of_the_gaps_is_that_of_the_findings() {
    for (_, _, findings) in PEOPLE.iter() {
        let page = supple_web::shown(findings, "/insight/often").unwrap();
        let card = page.split("id=\"gaps\"").nth(1).unwrap().split("</section>").next().unwrap();
        let told: Vec<String> = rows(card).into_iter().skip(2).map(|row| row[1].clone()).collect();
        let gaps: Vec<String> = findings.gaps.gaps.iter().map(Gap::words).collect();
        assert_eq!(told, gaps);
        assert_eq!(card.matches("<line ").count(), gaps.len() + 1, "a bar for each, and for the open one");
        assert!(!card.contains("<text"), "words stand beside the drawing");
    }
}

#[test]
fn the_tables_of_the_durations_are_those_of_the_findings() {
    for (_, _, findings) in PEOPLE.iter() {
        let page = supple_web::shown(findings, "/insight/long").unwrap();
        let durations = &findings.durations;
        let all =
            [&durations.episode_days, &durations.free_days, &durations.between_bouts_days, &durations.spasm_minutes];
        let steps: Vec<_> = all.iter().flat_map(|lasting| &lasting.curve).collect();
        let rows: Vec<_> = rows(&page).into_iter().filter(|row| !row[0].starts_with("After")).collect();
        assert_eq!(rows.len(), steps.len());
        let of_a_day = all[..3].iter().map(|lasting| lasting.curve.len()).sum::<usize>();
        for (place, (row, step)) in rows.iter().zip(steps).enumerate() {
            let time = duration(step.time * if place < of_a_day { 86_400.0 } else { 60.0 });
            assert_eq!((&row[0], &row[3]), (&time, &step.at_risk.to_string()));
            assert_eq!(row[1], format!("{} %", (100.0 * step.left).round()));
        }
        assert_eq!(page.matches("<svg class=\"fig\"").count(), all.iter().filter(|one| one.more == 0).count());
    }
}

// ---------------------------------------------------------------- the map

#[test]
fn each_exposure_stands_in_the_group_of_the_map_that_the_findings_say() {
    let mut seen = Vec::new();
    // Nobody here has a likely link with fewer spasms, so one is turned round.
    let mut turned = PEOPLE[9].2.clone();
    for likely in turned.triggers.each.iter_mut().filter(|one| one.verdict == Verdict::Likely) {
        likely.map = Map::Lowers;
        let turn = |ratio: Option<f64>| ratio.map(|ratio| 1.0 / ratio);
        (likely.told, likely.lower, likely.upper) = (turn(likely.told), turn(likely.upper), turn(likely.lower));
    }
    for findings in PEOPLE.iter().map(|(_, _, findings)| findings).chain([&turned]) {
        let page = supple_web::shown(findings, "/insight").unwrap();
        let groups: Vec<&str> = page.split("data-map=\"").skip(1).collect();
        for (trigger, address) in findings.triggers.each.iter().zip(in_order(findings)) {
            let (name, word) = match trigger.map {
                Map::Raises => ("raises", "More spasms with these"),
                Map::Lowers => ("lowers", "Fewer spasms with these"),
                Map::NoLinkSeen => ("no-link", "No strong link seen"),
                Map::NotYet => ("not-yet", "Cannot tell yet"),
            };
            let group = groups.iter().find(|group| group.starts_with(name)).unwrap();
            assert!(triggers(group).contains(&address), "{address} in {name}");
            assert!(plain(group).contains(word) && group.contains("<svg class=\"mark\""), "in word and shape");
            assert_eq!(triggers(&page).iter().filter(|other| **other == address).count(), 1, "and in no other");
            seen.push(name);
        }
    }
    for name in ["raises", "lowers", "no-link", "not-yet"] {
        assert!(seen.contains(&name), "{name} was tried");
    }
}

#[test]
fn whatever_speaks_of_triggers_says_linked_and_not_proven() {
    for (_, _, findings) in PEOPLE.iter() {
        for address in in_order(findings).into_iter().chain(["/insight".to_owned()]) {
            assert!(text(findings, &address).contains("linked, not proven"), "{address}");
        }
    }
}

#[tokio::test]
async fn own_words_have_a_page_and_stand_in_no_address() {
    let (log, now, findings) = &PEOPLE[9];
    let own = findings.triggers.each.iter().find(|one| one.id == "own-7").unwrap();
    let app = app_of(log, now).await;
    let page = app.get("/insight").await;
    let address = triggers(&page.body).into_iter().find(|address| address.contains("/own-")).unwrap();
    assert!(!address.ends_with("own-7"), "{address}");
    let page = app.get(&address).await;
    assert!(page.title().contains("own-7"), "{}", page.title());
    assert!(page.says(&findings.sentence_of(own)) && page.says("You named this yourself."));
}

#[tokio::test]
async fn a_doubt_is_told_with_what_is_doubted() {
    let (_, _, findings) = &PEOPLE[9];
    let mut printed = serde_json::to_value(findings).unwrap();
    printed["triggers"]["each"][0]["doubts"] = Value::from(vec!["past-only"]);
    printed["triggers"]["each"][0]["verdict"] = "cannot-tell".into();
    let read: Findings = serde_json::from_value(printed).unwrap();
    let page = text(&read, &in_order(&read)[0]);
    assert!(page.contains("What speaks against it") && page.contains("The days before your spasms do not show it."));
}

#[tokio::test]
async fn an_exposure_that_nobody_wrote_about_has_a_page_and_anything_else_has_none() {
    let app = App::new();
    let page = app.get("/insight/trigger/driving").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.says("Your diary does not speak of this yet.")
            && page.attributes("a", "href").contains(&"/log/exposure".to_owned())
    );
    for path in [
        "/insight/trigger/nothing",
        "/insight/trigger/own-0000000000000000",
        "/insight/nothing",
        "/insight/trigger/%FF",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn each_link_ends_in_one_thing_to_do_and_what_cannot_be_told_says_once_what_it_takes() {
    let (mut linked, mut once) = (0, 0);
    for (_, _, findings) in PEOPLE.iter() {
        let html = supple_web::shown(findings, "/insight").unwrap();
        let rows: Vec<&str> = html.split("<details class=\"iv\"").skip(1).collect();
        assert_eq!(rows.len(), findings.triggers.each.len());
        for (trigger, address) in findings.triggers.each.iter().zip(in_order(findings)) {
            let row = rows.iter().find(|row| row.contains(&format!("\"{address}\""))).unwrap();
            let row = row.split("</details>").next().unwrap();
            let to_do = wording::to_do(trigger);
            assert_eq!(to_do.is_none(), trigger.verdict == Verdict::CannotTell, "{address}");
            assert_eq!(row.matches("class=\"to-do\"").count(), usize::from(to_do.is_some()));
            if let Some(to_do) = to_do {
                assert!(plain(row).contains(&to_do), "{to_do}");
                linked += 1;
            }
        }
        if let Some(to_tell) = wording::to_tell(findings) {
            assert_eq!(plain(&html).matches(&to_tell).count(), 1);
            once += 1;
        }
        assert_eq!(html.matches("How we work it out").count(), 1);
        // What is not likely is not put in front, but for what looks so and has something against it.
        let open = html.split("id=\"links\"").nth(1).unwrap().split("<div class=\"folds lean\"").next().unwrap();
        assert!(!plain(open).contains("No strong link:"), "{open}");
    }
    assert!(linked > 12 && once > 3, "{linked}, {once}");
}

#[test]
fn an_exercise_has_a_row_and_a_page_with_its_name_one_thing_to_do_and_who_chose_its_days() {
    let advice = &supple_guidance::embedded().advice.practice;
    let (mut linked, mut all) = (0, 0);
    // Someone more of the kind of whom an exercise is a trigger: of one person it need not be told.
    let setting = settings().into_iter().find(|setting| setting.name.contains("one of them a trigger")).unwrap();
    let more = (0..12).map(|number| {
        let person = person(&setting, 7, number).unwrap();
        Findings::of(&Diary::fold(&person.log), &person.now)
    });
    let more: Vec<Findings> = more.collect();
    for findings in PEOPLE.iter().map(|(_, _, findings)| findings).chain(&more) {
        for one in findings.triggers.each.iter().filter(|one| one.exercise.is_some()) {
            let overview = supple_web::shown(findings, "/insight").unwrap();
            let name = wording::readable(findings)
                .triggers
                .each
                .iter()
                .find(|other| other.id == one.id)
                .unwrap()
                .words
                .clone();
            assert!(plain(&overview).contains(&name), "{name}");
            let pages: Vec<String> = triggers(&overview).into_iter().map(|address| text(findings, &address)).collect();
            let page = pages.iter().find(|page| page.contains(&name)).expect("it has a page");
            assert!(page.contains(&advice.judgement) && page.contains("may be your answer to the spasm"), "{page}");
            assert!(!page.contains("You named this yourself"), "{page}");
            if one.verdict == Verdict::Likely && one.map == Map::Raises {
                assert!(page.contains(&advice.to_do) && page.contains(&advice.chosen), "{page}");
                assert!(page.contains("In the guide"), "{page}");
                linked += 1;
            }
            let told = one.exercise.as_deref().and_then(|id| wording::of_exercise(findings, id)).unwrap();
            assert_eq!(told.link.as_deref(), Some(findings.sentence_of(one).as_str()));
            assert_eq!(told.to_do, wording::to_do(one));
            all += 1;
        }
    }
    assert!(linked >= 1 && all >= 6, "{linked} of {all}");
}

#[test]
fn what_the_person_named_is_never_to_be_stopped_without_asking() {
    let (_, _, findings) = &PEOPLE[9];
    let mut own = findings.triggers.each[0].clone();
    assert_eq!(own.verdict, Verdict::Likely);
    own.id = "blue tablets".to_owned();
    own.odds_ratio = Some(3.0);
    assert!(wording::to_do(&own).unwrap().contains("Do not stop a medicine for this: ask first."));
}

#[test]
fn the_picture_of_the_days_has_a_bar_for_each_spasm_and_its_numbers_one_tap_away() {
    for (_, _, findings) in PEOPLE.iter() {
        let html = supple_web::shown(findings, "/insight").unwrap();
        let card = html.split("id=\"when\"").nth(1).unwrap().split("</section>").next().unwrap();
        let bars: u32 = findings.rhythm.calendar.iter().map(|day| day.bouts.min(3)).sum();
        let pictures: Vec<&str> = card.split("<svg").filter(|part| part.contains("class=\"weeks\"")).collect();
        let drawn: usize =
            pictures.iter().map(|picture| picture.split("</svg>").next().unwrap().matches("<rect").count()).sum();
        assert_eq!(drawn, bars as usize);
        assert!(card.find(pictures[0]) < card.find("<details"), "the last weeks stand first");
        let told: Vec<Vec<String>> = rows(card).into_iter().filter(|row| row.len() == 4 && row[0] != "When").collect();
        let timing = [&findings.rhythm.weekdays, &findings.rhythm.hours];
        let parts: Vec<_> = timing.iter().flat_map(|timing| &timing.parts).collect();
        assert_eq!(told.len(), parts.len());
        for (row, part) in told.iter().zip(parts) {
            assert_eq!(row[1..3], [part.spasm_days.to_string(), part.days.to_string()]);
        }
    }
}

// ---------------------------------------------------------------- early diaries

#[tokio::test]
async fn an_empty_diary_says_what_is_needed_and_shows_no_empty_chart() {
    let app = App::new();
    for path in VIEWS {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        let main = main_of(&page);
        assert!(!main.contains("<svg class=\"fig\"") && !main.contains("<table"), "{path}");
        assert!(!main.contains("NaN") && !main.contains("inf"), "{path}");
    }
    let overview = app.get("/insight").await;
    assert!(overview.says("we need about 5 more spasm days, and 28 more quiet days with a check-in"));
    assert!(overview.says("How often: it takes about 38 more days with a check-in."), "{}", overview.text());
    assert!(overview.attributes("a", "href").contains(&"/check-in".to_owned()));
    let long = app.get("/insight/long").await;
    assert!(long.says("We need 3 more episodes that you said are over."), "{}", long.text());
    assert!(app.get("/insight/relief").await.says("It takes three times of the same thing"));
}

#[tokio::test]
async fn three_spasms_a_week_ago_are_told_and_lead_to_the_check() {
    let app = App::new();
    for day in ["2026-11-10", "2026-11-13", "2026-11-16"] {
        app.at(&format!("{day}T10:00:00Z"));
        app.store("/spasm", &[]).await;
    }
    app.at(crate::support::NOW);
    let page = app.get("/insight").await;
    let rule = supple_wording::check::raised(&["recurrent".to_owned()])[0];
    assert!(page.says(&rule.because), "{}", page.text());
    assert!(page.body.contains(&format!("raised\" data-urgency=\"{}\"", rule.urgency)));
    assert_eq!(page.hidden("found").as_deref(), Some("recurrent"));
    assert!(rule.sources.iter().all(|source| page.body.contains(&format!("/sources#{source}\""))));
    let check = app.post("/check", &[("found", "recurrent")]).await;
    assert_eq!(check.status, StatusCode::OK, "the check takes it");
    assert!(!check.asks("recurrent"), "and does not ask again");
}

#[tokio::test]
async fn a_rising_frequency_leads_into_the_check_with_its_urgency() {
    let (log, now, findings) =
        PEOPLE.iter().find(|(_, _, findings)| findings.answers.contains(&"more-often".to_owned())).unwrap();
    let app = app_of(log, now).await;
    let rule = supple_wording::check::raised(&["more-often".to_owned()])[0];
    for path in ["/insight", "/insight/often"] {
        let page = app.get(path).await;
        assert!(page.says("Your spasms come more often") && page.says(&rule.because), "{}", page.text());
        let main = main_of(&page);
        let card = main.split("raised\" data-urgency=\"").nth(1).unwrap();
        assert!(card.starts_with(&rule.urgency.to_string()), "{path}");
        for finding in &findings.answers {
            assert!(card.contains(&format!("name=\"found\" value=\"{finding}\"")), "{finding} on {path}");
        }
    }
    // Whoever answers everything else with no is still sent to a doctor.
    let mut form: Vec<(&str, &str)> = findings.answers.iter().map(|finding| ("found", finding.as_str())).collect();
    let mut page = app.post("/check", &form).await;
    for _ in 0..12 {
        if page.verdict().is_some() {
            break;
        }
        let (before, known) = (page.hidden("before"), page.hidden("known"));
        form = vec![("rest", "no")];
        form.extend(before.as_deref().map(|before| ("before", before)));
        form.extend(known.as_deref().map(|known| ("known", known)));
        form.extend([("age", "40"), ("days", "1"), ("pain", "2")].into_iter().filter(|(id, _)| page.asks(id)));
        page = app.post("/check", &form).await;
    }
    assert_eq!(page.verdict().as_deref(), Some("see-doctor"), "{}", page.text());
}

// ---------------------------------------------------------------- relief, words, the way there

#[tokio::test]
async fn relief_is_described_in_a_table_and_never_called_an_effect() {
    let app = App::new();
    let mut keeper = Keeper::new(77);
    for day in 1..=4 {
        let done = Measure {
            before: Some(level(7)),
            after: Some(level(if day == 4 { 6 } else { 3 })),
            helped: (day > 1).then_some(day != 4),
            ..measure("ice")
        };
        keeper.say(&format!("2026-11-1{day}T10:00:00+01:00[Europe/Berlin]"), done);
    }
    keeper.say("2026-11-15T10:00:00+01:00[Europe/Berlin]", measure("heat"));
    app.journal.take(&keeper.log()).await.unwrap();
    let page = app.get("/insight/relief").await;
    let row = rows(&main_of(&page)).into_iter().nth(1).unwrap();
    assert_eq!(row, ["Ice", "4", "7", "3.8", "3", "2 of 3"]);
    assert_eq!(rows(&main_of(&page)).len(), 2, "one heat is too little");
    for word in ["works", "effect", "because of", "thanks to"] {
        assert!(!page.text().contains(word), "{word}");
    }
    assert!(page.says("It does not show what did it"));
}

#[tokio::test]
async fn durations_are_drawn_where_three_have_ended() {
    let app = App::new();
    let mut keeper = Keeper::new(77);
    for (place, minutes) in [3, 5, 9].into_iter().enumerate() {
        let day = 3 + 5 * place;
        let spasm = Spasm { seconds: Some(Seconds::new(60 * minutes).unwrap()), ..Spasm::default() };
        keeper.say(&format!("2026-11-{day:02}T10:00:00+01:00[Europe/Berlin]"), spasm);
        let mark = EpisodeMark { phase: Phase::Recovery };
        keeper.say(&format!("2026-11-{:02}T10:00:00+01:00[Europe/Berlin]", day + 1 + place), mark);
    }
    app.journal.take(&keeper.log()).await.unwrap();
    let page = app.get("/insight/long").await;
    assert!(page.says("Half of your spasms let go within 5 minutes"), "{}", page.text());
    assert!(page.says("Half of your episodes were over within 2 days"), "{}", page.text());
    assert_eq!(main_of(&page).matches("<svg class=\"fig\"").count(), 2);
    assert!(page.says("We need 1 more time from one episode to the next."), "{}", page.text());
    let minutes: Vec<_> = rows(&main_of(&page)).into_iter().rev().take(3).collect();
    assert_eq!(minutes[0][..2], ["9 minutes", "0 %"]);
    assert_eq!(minutes[2][..2], ["3 minutes", "67 %"]);
}

#[test]
fn every_chart_says_its_finding_and_has_its_table() {
    for (_, _, findings) in PEOPLE.iter() {
        for address in VIEWS.map(str::to_owned).into_iter().chain(in_order(findings)) {
            let page = supple_web::shown(findings, &address).unwrap();
            for section in page.split("<section ").skip(1).filter(|section| section.contains("<svg class=\"fig\"")) {
                let section = section.split("</section>").next().unwrap();
                assert!(section.contains("<table>"), "{address}");
                let label = section.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap();
                assert!(label.len() > 15, "{label}");
            }
            for wrong in ["NaN", "inf ", "inf\"", "-0\"", " style="] {
                assert!(!page.contains(wrong), "{wrong} on {address}");
            }
        }
    }
}

#[test]
fn the_sentences_of_the_pages_are_easy_to_read() {
    let mut hard_ones = Vec::new();
    let is_of_findings = |path: &String| {
        path.starts_with("/insight")
            && !path.starts_with("/insight/since")
            && !path.starts_with("/insight/trials")
            && !path.starts_with("/insight/over-days")
    };
    for path in supple_web::paths().into_iter().filter(is_of_findings) {
        let empty = Findings::of(&Diary::fold(&Log::new()), &PEOPLE[0].1);
        for findings in [&empty, &PEOPLE[9].2] {
            let page = supple_web::shown(findings, &path).unwrap();
            hard_ones.extend(hard(&page));
        }
    }
    hard_ones.sort();
    hard_ones.dedup();
    assert!(hard_ones.is_empty(), "too hard to read:\n{}", hard_ones.join("\n"));
}

/// The paragraphs of a page that are harder to read than they may be.
fn hard(page: &str) -> Vec<String> {
    let paragraphs = page.split("<p").skip(1).map(|rest| rest.split("</p>").next().unwrap());
    let graded = paragraphs.filter(|paragraph| !paragraph.starts_with(" class=\"src\"")).map(|paragraph| {
        let words = plain(&format!("<p{paragraph}"));
        (Reading::naming(&words, &["trigger", "safety", "diary", "episode", "episodes"]).grade(), words)
    });
    let is_hard = |(grade, words): &(f64, String)| *grade > 7.0 && words.split_whitespace().count() > 8;
    graded.filter(is_hard).map(|(grade, words)| format!("{grade:.1}: {words}")).collect()
}

// ---------------------------------------------------------------- a start that chance chooses

#[tokio::test]
async fn chance_chooses_a_start_once_and_its_day_is_compared_from_the_decision_on() {
    const SINCE: &str = "/insight/since";
    const BEGIN: &str = "/insight/since/begin";
    let app = App::new();
    assert!(app.get(SINCE).await.says("Not begun yet?"));
    for what in ["", "   ", "two\nlines"] {
        let page = app.post(BEGIN, &[("what", what)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{what:?}");
    }
    for what in ["a new chair", "another thing"] {
        assert_eq!(app.post(BEGIN, &[("what", what)]).await.status, StatusCode::SEE_OTHER);
    }
    let diary = app.diary().await;
    let all: Vec<_> = diary.all::<ChosenStart>().map(|(_, chosen)| chosen.clone()).collect();
    let [chosen] = &*all else { panic!("chance is asked once: {all:?}") };
    let page = app.get(SINCE).await;
    let day = chosen.start.strftime("%A %-d %B %Y").to_string();
    assert!(page.says(&format!("Begin with “a new chair” on {day}.")), "{}", page.text());
    assert!(!page.says("Not begun yet?") && page.says("Take it back"));

    // Taken back it counts for nothing, and brought back it stands as before.
    let id = diary.all::<ChosenStart>().next().unwrap().0.id();
    assert_eq!(app.post(&format!("/diary/entry/{id}/remove"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(app.get(SINCE).await.says("Not begun yet?"));
    assert_eq!(app.diary().await.all::<ChosenStart>().count(), 0);
    let change = app.diary().await.history(id)[0].entry.id();
    assert_eq!(app.post(&format!("/diary/entry/{id}/undo/{change}"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(app.get(SINCE).await.says("Take it back"));

    app.later(60 * 86_400);
    let page = app.get(SINCE).await;
    assert!(page.says("A new chair, since ") && page.says("Not begun yet?"), "{}", page.text());
    let page = app.get(&format!("{SINCE}?date={}", chosen.start)).await;
    assert!(page.says("Chance chose this day for “a new chair”."), "{}", page.text());
    assert!(!page.says("Name a day that you know"));
}

// ---------------------------------------------------------------- before and since a day

#[tokio::test]
async fn a_day_that_is_named_is_compared_with_what_was_before() {
    let mut told = Vec::new();
    for (log, now, _) in PEOPLE.iter().step_by(2) {
        let app = app_of(log, now).await;
        app.travel(now.time_zone().iana_name().unwrap());
        for back in [5, 100, 300] {
            let date = now.date().saturating_sub(back.days());
            let since = Since::of(&Diary::fold(log), now, date);
            let page = app.get(&format!("/insight/since?date={date}")).await;
            assert!(page.says(&since.sentence()), "{}", page.text());
            let counted = rows(&main_of(&page));
            for (side, stretch) in [&since.before, &since.after].into_iter().enumerate() {
                let cell = |row: usize| counted.get(row).map(|row| row[1 + side].clone());
                assert_eq!(cell(2), Some(stretch.days.to_string()), "{counted:?}");
                assert_eq!(cell(3), Some(stretch.stored.to_string()), "{counted:?}");
                assert_eq!(cell(4), Some(stretch.bouts.to_string()), "{counted:?}");
                assert_eq!(cell(5), since.ratio.and(stretch.rate).map(number), "{counted:?}");
            }
            assert_eq!(page.body.contains("Do the safety check"), !since.answers.is_empty());
            assert_eq!(page.attributes("input", "value"), [date.to_string()]);
            assert_eq!(hard(&main_of(&page)), Vec::<String>::new());
            told.push(since.method);
        }
    }
    assert!(told.contains(&SinceMethod::Weeks) && told.contains(&SinceMethod::TooFewSince), "{told:?}");
}

#[tokio::test]
async fn a_day_that_is_none_is_asked_for_again() {
    let app = App::new();
    let ask = app.get("/insight/since").await;
    assert!(ask.says("Name the first day of it."));
    assert!(!ask.body.contains("class=\"note\""));
    for (date, line) in [
        ("2999-01-01", "That day is yet to come. Name a day that is past."),
        ("soon", "Give a day such as 2026-11-22, not “soon”."),
        ("2026-02-30", "Give a day such as 2026-11-22, not “2026-02-30”."),
        ("%3Cb%3E", "Give a day such as 2026-11-22, not “<b>”."),
    ] {
        let page = app.get(&format!("/insight/since?date={date}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(line), "{}", page.text());
        assert_eq!(page.attributes("input", "aria-invalid"), ["true"]);
        assert_eq!(page.attributes("input", "aria-describedby"), ["since-note"]);
    }
    assert!(
        app.get("/insight/since?date=2025-01-01")
            .await
            .says("We cannot compare: no day before 1 January 2025 has a check-in.")
    );
    let asks = |page: Page| page.attributes("form", "action").contains(&"/insight/since".to_owned());
    assert!(!asks(app.get("/insight/often").await), "there is nothing to compare");
    let (log, now, _) = &PEOPLE[9];
    assert!(asks(app_of(log, now).await.get("/insight/often").await));
}

#[tokio::test]
async fn the_diary_and_every_page_lead_to_it() {
    let app = App::new();
    for path in ["/", "/diary", "/guide"] {
        assert!(app.get(path).await.attributes("a", "href").contains(&"/insight".to_owned()), "{path}");
    }
    let page = app.get("/insight/often").await;
    assert!(page.body.contains("<a href=\"/insight\" aria-current=\"page\">"), "the room is marked");
    for path in VIEWS {
        assert!(supple_web::paths().contains(&path.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn the_page_is_there_for_any_diary() {
    for seed in 0..3 {
        let app = App::new();
        app.journal.take(&testing::years(600, seed).into_iter().collect()).await.unwrap();
        app.at(&testing::now(0).to_string());
        for path in VIEWS {
            assert_eq!(app.get(path).await.status, StatusCode::OK, "{path}");
        }
        for path in triggers(&app.get("/insight").await.body) {
            assert_eq!(app.get(&path).await.status, StatusCode::OK, "{path}");
        }
    }
}

#[test]
fn what_cannot_be_told_apart_names_the_other() {
    let (_, _, findings) = &PEOPLE[9];
    let mut changed = findings.clone();
    let with = changed.triggers.each[1].id.clone();
    let one = &mut changed.triggers.each[0];
    one.state = State::Together { with };
    (one.odds_ratio, one.lower, one.upper) = (None, None, None);
    (one.verdict, one.map) = (Verdict::CannotTell, Map::NotYet);
    let other = &findings.triggers.each[1].words;
    assert!(text(&changed, "/insight").contains(&format!("It nearly always comes with {other}")));
}

#[tokio::test]
async fn a_diary_of_one_day_is_of_that_day() {
    let app = App::new();
    app.store("/spasm", &[]).await;
    let page = app.get("/insight").await;
    assert!(page.says("On 22 November: 1 spasm."), "{}", page.text());
}
