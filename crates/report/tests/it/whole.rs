//! Whatever a diary holds: one page, the same numbers in text and tables, nothing lost without a word.

use jiff::Zoned;
use proptest::prelude::*;
use supple_diary::testing::{diaries, years};
use supple_diary::{Diary, Entry, Log};
use supple_report::sheet::{Block, Sheet};
use supple_report::{Annex, Part, Period, Proof, Request, Summary, heads, tables, text};

pub(crate) fn now() -> Zoned {
    "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap()
}

fn report(entries: Vec<Entry>, all: bool) -> (Summary, Diary) {
    let log = Log::from_iter(entries);
    let diary = Diary::fold(&log);
    let mut request = Request::of(Period::usual(&diary, now().date()));
    if all {
        request.annexes = Annex::ALL.into_iter().collect();
        request.name = Some("Jo Example".to_owned());
        request.ask = vec!["Why more often?".to_owned()];
    }
    (Summary::of(&diary, &request, heads(&log), &now()), diary)
}

/// Letters of the first page: what fits on a page of A4 in the smallest size is about twice that.
pub(crate) const MOST: usize = 4_500;

pub(crate) fn letters(sheet: &Sheet) -> usize {
    let of = |block: &Block| match block {
        Block::Lead(words) | Block::Heading(words) | Block::Words(words) | Block::Small(words) => words.len(),
        Block::Quote { words, written } => words.len() + written.len(),
        Block::List(items) => items.iter().map(String::len).sum(),
        Block::Facts(facts) => facts.iter().map(|fact| fact.name.len() + fact.value.len()).sum(),
        Block::Table { rows, .. } => rows.iter().flatten().map(String::len).sum(),
        Block::Picture(_) => 0,
    };
    sheet.first.iter().map(of).sum()
}

fn number(summary: &Summary, what: &str) -> String {
    let numbers = tables::tables(summary).into_iter().find(|table| table.name == "numbers").unwrap();
    numbers.rows.into_iter().find(|row| row[0] == what).unwrap()[1].clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_diary_makes_a_bounded_page_whose_numbers_are_those_of_the_tables(entries in diaries(30)) {
        let (summary, diary) = report(entries, true);
        let sheet = summary.sheet();
        prop_assert!(letters(&sheet) < MOST, "{}", letters(&sheet));
        let text = text::text(&sheet);
        let period = summary.period;
        let spasms: usize = diary.between(period.from, period.to).map(|day| day.spasms).sum();
        prop_assert_eq!(number(&summary, "spasms"), spasms.to_string());
        let weeks: usize = summary.course.weeks.iter().map(|week| week.spasms).sum();
        prop_assert_eq!(weeks, spasms, "no spasm is lost between weeks");
        let said = format!("{spasms} spasm{} on {} day", if spasms == 1 { "" } else { "s" }, number(&summary, "spasm-days"));
        prop_assert!(text.contains(&said), "{said}: {text}");
        prop_assert_eq!(summary.written.prompt + summary.written.later, spasms);
        if spasms > 0 {
            let written = format!("{} of {spasms} spasm", number(&summary, "written-at-once"));
            prop_assert!(text.contains(&written), "{}: {}", written, text);
        }
        for table in sheet.annexes.iter().flat_map(|annex| &annex.blocks) {
            if let Block::Table { head, rows, .. } = table {
                prop_assert!(rows.iter().all(|row| row.len() == head.len()));
            }
        }
    }

    #[test]
    fn a_part_that_was_left_out_is_in_no_form(entries in diaries(30), left in proptest::sample::select(Part::ALL.to_vec())) {
        let log = Log::from_iter(entries);
        let diary = Diary::fold(&log);
        let mut request = Request::of(Period::usual(&diary, now().date()));
        request.ask = vec!["A question of mine".to_owned()];
        request.parts.remove(&left);
        let summary = Summary::of(&diary, &request, heads(&log), &now());
        let (text, json) = (text::text(&summary.sheet()), summary.bundle_json().unwrap());
        let names: Vec<&str> = tables::tables(&summary).iter().map(|table| table.name).collect();
        let is_in = |word: &str| text.to_lowercase().contains(&word.to_lowercase()) || json.contains(word);
        match left {
            Part::Course => prop_assert!(!is_in("72514-3") && !json.contains("number in a week") && !names.contains(&"weeks")),
            Part::Moments => prop_assert!(!is_in("Worst moments") && !is_in("In the person's own words")),
            Part::Life => prop_assert!(!is_in("Patient-Specific") && !is_in("Roland-Morris") && !is_in("bad-nights") && !names.contains(&"abilities") && !names.contains(&"questionnaires")),
            Part::Tried => prop_assert!(!is_in("Procedure") && !is_in("MedicationStatement") && !names.contains(&"measures")),
            Part::Links => prop_assert!(!is_in("Goes with spasms")),
            Part::Check => {
                prop_assert!(!is_in("QuestionnaireResponse") && !is_in("Warning signs") && !names.contains(&"check"));
            }
            Part::Health => prop_assert!(!is_in("Illnesses and what I take")),
            Part::Ask => prop_assert!(!is_in("A question of mine")),
        }
    }

    #[test]
    fn what_lies_outside_the_period_counts_nowhere(entries in diaries(30), back in 0i64..60, long in 0i64..40) {
        let log = Log::from_iter(entries);
        let diary = Diary::fold(&log);
        let to = now().date().saturating_sub(jiff::Span::new().days(back));
        let period = Period { from: to.saturating_sub(jiff::Span::new().days(long)), to };
        let summary = Summary::of(&diary, &Request::of(period), Proof::default(), &now());
        prop_assert!(summary.diary.items().iter().all(|item| period.has(item.happened().date()) || item.get::<supple_diary::CheckIn>().is_some()));
        prop_assert!(summary.abilities.iter().all(|ability| period.has(ability.first_on) && period.has(ability.last_on)));
        prop_assert!(summary.taken.iter().all(|taken| period.has(taken.last)));
        prop_assert_eq!(summary.course.weeks.first().unwrap().from, period.from);
        prop_assert_eq!(summary.course.weeks.last().unwrap().to, period.to);
    }
}

#[test]
fn the_first_page_of_years_is_told_in_few_words() {
    let (summary, _) = report(years(3_000, 7), true);
    let text = text::text(&summary.sheet());
    let first: String = text.split("\n\nWEEK BY WEEK").next().unwrap().to_owned();
    assert!(first.contains("GOES WITH SPASMS") || summary.links.is_empty());
    assert!(letters(&summary.sheet()) < MOST);
    assert!(first.contains("Spasms by "), "the chart is told: {first}");
    assert!(first.matches("\u{201c}").count() <= 2, "at most two quotes: {first}");
}

#[test]
fn an_empty_diary_makes_a_report_that_claims_nothing() {
    let (summary, _) = report(Vec::new(), false);
    let text = text::text(&summary.sheet());
    assert!(text.contains("0 spasms on 0 days"), "{text}");
    assert!(text.contains("known of 0 of 1 day"), "{text}");
    assert!(text.contains("The check was not done."), "{text}");
    assert!(!text.contains("Check code"), "{text}");
}
