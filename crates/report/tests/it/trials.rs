//! Randomised trials of the person in their report: what is told, in which form, and what is not told before the end.

use crate::whole::{MOST, letters, now};
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;
use serde_json::Value;
use supple_care::trials::testing::{MadeUp, Spasm};
use supple_diary::{Diary, Draft, Label, Log, Moment, Tail, TrialDraw, TrialHarm, Words};
use supple_report::sheet::Block;
use supple_report::{Annex, OwnTrial, Part, Period, Request, Summary, heads, tables, text};
use supple_trial::{Arm, Done, Verdict};
use uuid::Uuid;

/// The entries of the trial, and harm that is told by another device of the spasms with these numbers.
fn with_harm(made: &MadeUp, days_ago: i64, told: &[(u32, &str)]) -> Log {
    let mut log = log(&[(made.clone(), days_ago)]);
    let diary = Diary::fold(&log);
    let mut tail = Tail::new(Uuid::from_u128(1));
    for (at, (number, what)) in told.iter().enumerate() {
        let (item, _) = diary.all::<TrialDraw>().find(|(_, draw)| draw.number.get() == *number).unwrap();
        let when = item.first().recorded() + SignedDuration::from_mins(40);
        let what = Label::plain(Words::new(*what).unwrap());
        let draft = Draft::new(Moment::in_zone(when, "Europe/Berlin").unwrap(), TrialHarm { draw: item.id(), what });
        let chance = [u8::try_from(at).unwrap(); 10];
        assert!(log.insert(tail.write(draft, when, chance, None).unwrap()));
    }
    log
}

fn summary_of(log: &Log) -> Summary {
    Summary::of(&Diary::fold(log), &request(), heads(log), &now())
}

#[test]
fn harm_is_told_in_all_forms_by_the_measure_that_was_done_and_the_rest_is_not_told() {
    let mut made = trial(6, [3, 3]);
    made.is_stopped = true;
    made.spasms[1].done = Done::Other;
    let log = with_harm(&made, 30, &[(1, "skin-sore"), (2, "burn"), (3, "burn"), (4, "A dry patch")]);
    let summary = summary_of(&log);
    let own = &summary.trials.each[0];
    let told: usize = own.harms.iter().map(|harms| harms.told.len()).sum();
    assert_eq!((told, own.harms.iter().map(|harms| harms.spasms).sum::<usize>()), (4, 6));
    let [text, json, tables] = forms(&summary);
    for form in [&text, &json] {
        for says in ["Harm that I told", "skin red or sore (spasm 1, ", "a blister or a burn (spasm 2, ", "A dry patch"]
        {
            assert!(form.contains(says), "{says}: {form}");
        }
    }
    assert!(json.contains("Nothing told is not the same as no harm.") && !text.contains("harm: not told"), "{text}");
    assert!(tables.contains("trial-harms"), "{tables}");
    let rows = table(&summary, "trial-harms");
    let cells: Vec<(&str, &str)> = rows.iter().map(|row| (&*row["spasm"], &*row["harm"])).collect();
    assert_eq!(cells.len(), 4);
    for one in [("1", "skin-sore"), ("2", "burn"), ("3", "burn"), ("4", "A dry patch")] {
        assert!(cells.contains(&one), "{cells:?}");
    }
    // What was done counts, not what chance chose.
    let second = rows.iter().find(|row| row["spasm"] == "2").unwrap();
    let diary = Diary::fold(&log);
    let (_, drawn) = diary.all::<TrialDraw>().find(|(_, draw)| draw.number.get() == 2).unwrap();
    assert_ne!(second["measure"], drawn.measure.as_str());
    let row = &table(&summary, "trials")[0];
    let number = |name: &str| row[name].parse::<usize>().unwrap();
    assert_eq!((number("a-done") + number("b-done"), number("a-harm-told") + number("b-harm-told")), (6, 4));
    assert_eq!(
        serde_json::from_str::<Summary>(&serde_json::to_string(&summary).unwrap()).unwrap().trials,
        summary.trials
    );
}

#[test]
fn where_nothing_of_harm_was_told_no_form_says_that_there_was_none() {
    let summary = of(&[(trial(20, [1, 5]), 60)], &request());
    let [text, json, _] = forms(&summary);
    assert!(text.contains("harm: not told") && json.contains("harm: not told"), "{text}");
    assert!(json.contains("Nothing told is not the same as no harm."), "{json}");
    for form in forms(&summary) {
        assert!(!form.to_lowercase().contains("harm: none") && !form.contains("without harm"), "{form}");
    }
    assert!(table(&summary, "trial-harms").is_empty());
    assert_eq!(&*table(&summary, "trials")[0]["a-harm-told"], "0");
}

#[test]
fn harm_of_a_trial_that_runs_is_told_and_no_measure_has_a_number_there() {
    let summary = summary_of(&with_harm(&trial(6, [3, 3]), 12, &[(1, "burn")]));
    let [text, json, _] = forms(&summary);
    for form in [&text, &json] {
        assert!(form.contains("a blister or a burn (spasm 1, ") && !form.contains("nothing told of"), "{form}");
    }
    assert_eq!(&*table(&summary, "trials")[0]["a-harm-told"], "");
}

#[test]
fn harm_in_long_words_of_every_spasm_stays_on_one_page_and_is_whole_in_the_annex() {
    let long = "long ".repeat(39) + "words";
    let mut made = trial(20, [3, 3]);
    made.is_stopped = true;
    let drawn = of(&[(made.clone(), 60)], &request()).trials.each[0].drawn;
    let told: Vec<(u32, &str)> = (1..=u32::try_from(drawn).unwrap()).map(|number| (number, &*long)).collect();
    let summary = summary_of(&with_harm(&made, 60, &told));
    assert!(letters(&summary.sheet()) < MOST, "{}", letters(&summary.sheet()));
    let whole = text::text(&summary.sheet());
    assert!(whole.contains("more; nothing told of") || whole.contains(" more."), "{whole}");
    assert_eq!(table(&summary, "trial-harms").len(), drawn);
}

/// A trial of this many spasms, after which pain falls by so much after cold and after heat.
fn trial(spasms: u8, falls: [u8; 2]) -> MadeUp {
    // Up and down without a rhythm: where each spasm is the opposite of the one before, little is left to chance.
    let spasm = |at: u8| Spasm {
        before: 8,
        after: Some(falls.map(|fall| 8 - fall + [0, 2, 1, 1, 0, 0, 2][usize::from(at % 7)])),
        minutes: 30,
        done: Done::AsDrawn,
    };
    MadeUp {
        which: "heat-or-cold".to_owned(),
        margin_tenths: 10,
        seed: [7; 32],
        spasms: (0..spasms).map(spasm).collect(),
        is_stopped: false,
    }
}

fn log(trials: &[(MadeUp, i64)]) -> Log {
    let entries = trials.iter().enumerate().flat_map(|(at, (trial, days_ago))| {
        let begun = now().timestamp() - SignedDuration::from_hours(24 * days_ago);
        trial.entries(begun, Uuid::from_u128(9_000 + at as u128), "Europe/Berlin")
    });
    entries.collect()
}

fn request() -> Request {
    let to = now().date();
    let mut request = Request::of(Period { from: to.saturating_sub(364.days()), to });
    request.annexes = [Annex::Trials].into_iter().collect();
    request
}

fn of(trials: &[(MadeUp, i64)], request: &Request) -> Summary {
    let log = log(trials);
    Summary::of(&Diary::fold(&log), request, heads(&log), &now())
}

fn table(summary: &Summary, name: &str) -> Vec<std::collections::BTreeMap<&'static str, String>> {
    let tables = tables::tables(summary).into_iter().filter(|table| table.name == name);
    tables
        .flat_map(|table| table.rows.into_iter().map(move |row| table.head.iter().copied().zip(row).collect()))
        .collect()
}

/// All forms of a report, as text.
fn forms(summary: &Summary) -> [String; 3] {
    let tables: Vec<String> = tables::tables(summary).iter().map(|table| format!("{table:?}")).collect();
    [text::text(&summary.sheet()), summary.bundle_json().unwrap(), tables.join("\n")]
}

/// What someone would see of a trial while it runs if it leaked: its verdict, pairs, or the draws of an arm.
const LEAKS: [&str; 9] = [
    "eases yours",
    "Pair by pair",
    "PAIR BY PAIR",
    "How sure",
    "You stopped",
    "fell",
    "rose",
    "seed\":",
    "probability that",
];

#[test]
fn a_trial_that_ended_is_told_in_all_forms_with_one_verdict_and_the_same_numbers() {
    let summary = of(&[(trial(20, [1, 5]), 60)], &request());
    let [own] = &summary.trials.each[..] else { panic!("{:?}", summary.trials) };
    let outcome = own.outcome.as_ref().unwrap();
    assert_eq!(outcome.verdict, Verdict::Better(Arm::B));
    let estimate = outcome.estimate.unwrap();
    let [told, json, tables] = forms(&summary);
    for form in [&told, &json, &tables] {
        assert!(form.contains("Heat eases yours further"), "{form}");
        assert!(form.contains(&own.promised), "{form}");
    }
    assert!(told.contains("Randomised trial of one person"), "{told}");
    assert!(told.contains("supple verify"), "{told}");
    let row = &table(&summary, "trials")[0];
    assert_eq!(row["difference"], estimate.mean.to_string());
    assert_eq!((&*row["verdict"], &*row["of"], &*row["as-promised"]), ("better", "heat", "yes"));
    assert_eq!(row["drawn"], own.drawn.to_string());
    assert_eq!(table(&summary, "trial-pairs").len(), outcome.pairs.len());
    assert_eq!(table(&summary, "trial-looks").len(), 6);
    let bundle: Value = serde_json::from_str(&json).unwrap();
    let result = found(&bundle, "Observation").into_iter().find(|it| it["component"].is_array()).unwrap();
    let numbers: Vec<f64> = result["component"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["valueQuantity"]["value"].as_f64().unwrap())
        .collect();
    for number in [estimate.mean, estimate.low, estimate.high, estimate.b_better, own.drawn as f64] {
        assert!(numbers.contains(&number), "{number} is not in {numbers:?}");
    }
    let says = format!("from {:.1} to {:.1} points", estimate.low, estimate.high);
    assert!(told.to_lowercase().contains(&says), "{says}: {told}");
    let page = summary.sheet().first;
    assert!(page.iter().any(|block| matches!(block, Block::Heading(it) if it == "Compared by chance")), "{page:?}");
}

fn found<'v>(bundle: &'v Value, kind: &str) -> Vec<&'v Value> {
    let all = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    all.filter(|it| it["resourceType"] == kind).collect()
}

#[test]
fn a_trial_that_runs_has_no_result_in_any_form() {
    let summary = of(&[(trial(9, [3, 3]), 12)], &request());
    let [own] = &summary.trials.each[..] else { panic!("{:?}", summary.trials) };
    assert!(own.outcome.is_none() && own.ended.is_none());
    let [told, json, tables] = forms(&summary);
    for form in [&told, &json, &tables] {
        assert!(form.contains("It goes on. 9 spasms of up to 20."), "{form}");
        for leak in LEAKS {
            assert!(!form.contains(leak), "{leak}: {form}");
        }
    }
    assert!(table(&summary, "trial-pairs").is_empty() && table(&summary, "trial-looks").is_empty());
    let row = &table(&summary, "trials")[0];
    for name in ["after", "analysed", "difference", "lower", "upper", "b-better", "b-by-margin", "a-by-margin"] {
        assert_eq!(row[name], "", "{name}");
    }
    let bundle: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found(&bundle, "ResearchStudy")[0]["status"], "active");
    assert!(found(&bundle, "Observation").iter().all(|it| it["component"].is_null()));
}

#[test]
fn a_trial_that_the_person_stopped_has_its_pairs_and_no_verdict() {
    let stopped = MadeUp { is_stopped: true, ..trial(9, [3, 3]) };
    let summary = of(&[(stopped, 30)], &request());
    let [own] = &summary.trials.each[..] else { panic!("{:?}", summary.trials) };
    let outcome = own.outcome.as_ref().unwrap();
    assert_eq!((outcome.verdict, outcome.estimate), (Verdict::StoppedByPerson, None));
    assert!(outcome.pairs.len() >= 4 && outcome.looks.is_empty(), "{outcome:?}");
    let [told, json, _] = forms(&summary);
    assert!(told.contains("You stopped this trial. That is fine. What was known then is no verdict."), "{told}");
    assert!(told.contains("Pair by pair: after cold pain fell"), "{told}");
    for form in [&told, &json] {
        assert!(!form.contains("further within half an hour") && !form.contains("How sure"), "{form}");
    }
    let bundle: Value = serde_json::from_str(&json).unwrap();
    let study = found(&bundle, "ResearchStudy")[0];
    assert_eq!(study["status"], "administratively-completed");
    assert_eq!(study["reasonStopped"]["text"], "You stopped this trial.");
}

#[test]
fn what_was_done_in_its_spasms_is_counted() {
    let mut made = trial(9, [3, 3]);
    made.spasms[1].done = Done::Other;
    made.spasms[2].done = Done::Neither;
    made.spasms[3].after = None;
    made.spasms[4].minutes = 60;
    let summary = of(&[(made, 20)], &request());
    let OwnTrial { drawn, as_drawn, other, left_out, unanswered, late, .. } = summary.trials.each[0];
    assert_eq!((drawn, as_drawn, other, left_out, unanswered, late), (9, 7, 1, 1, 1, 1));
    let says = "9 of up to 20 drawn, since 2 November 2026: 7 as chance chose, 1 with the other measure, 1 left out; \
                1 without an answer, 1 late";
    assert!(text::text(&summary.sheet()).contains(says), "{}", text::text(&summary.sheet()));
}

#[test]
fn the_first_page_tells_what_is_over_before_what_runs() {
    let stopped = MadeUp { is_stopped: true, ..trial(5, [3, 3]) };
    let summary = of(&[(trial(20, [1, 5]), 90), (stopped, 60), (trial(3, [3, 3]), 5)], &request());
    let over: Vec<bool> = summary.trials.each.iter().map(|trial| trial.outcome.is_some()).collect();
    assert_eq!(over, [true, true, false]);
    let first = text::text(&supple_report::sheet::Sheet { annexes: Vec::new(), ..summary.sheet() });
    assert!(first.contains("You stopped this trial") && first.contains("Heat eases yours further"), "{first}");
    assert!(first.contains("1 trial more.") && !first.contains("It goes on"), "{first}");
}

#[test]
fn a_trial_is_told_where_it_reaches_into_the_period_and_nowhere_else() {
    // Begun 60 days ago, it ends within 20 days.
    let trials = [(MadeUp { is_stopped: true, ..trial(5, [3, 3]) }, 60)];
    let told = |from: i64, to: i64| {
        let day = |ago: i64| now().date().saturating_sub(ago.days());
        of(&trials, &Request::of(Period { from: day(from), to: day(to) })).trials.each.len()
    };
    assert_eq!([told(100, 70), told(100, 58), told(58, 30), told(50, 0), told(100, 0)], [0, 1, 1, 0, 1]);
}

#[test]
fn nothing_is_told_where_no_trial_is_or_its_part_was_left_out() {
    let mut left_out = request();
    left_out.parts.remove(&Part::Tried);
    for summary in [of(&[], &request()), of(&[(trial(20, [1, 5]), 60), (trial(3, [3, 3]), 5)], &left_out)] {
        for form in forms(&summary) {
            for word in
                ["ompared by chance", "COMPARED BY CHANCE", "Heat eases", "It goes on", "ResearchStudy", "trial-pairs"]
            {
                assert!(!form.contains(word), "{word}: {form}");
            }
        }
        assert!(summary.sheet().annexes.is_empty());
    }
}

#[test]
fn what_cannot_be_read_or_ran_beside_another_is_counted_and_not_told() {
    let summary = of(&[(trial(3, [3, 3]), 20), (trial(4, [3, 3]), 19)], &request());
    assert_eq!((summary.trials.each.len(), summary.trials.untold), (1, 1));
    let told = text::text(&summary.sheet());
    assert!(told.contains("1 trial more, not told"), "{told}");
}

fn made_up() -> impl Strategy<Value = MadeUp> {
    let which: Vec<String> = supple_care::trials::offered().each.iter().map(|of| of.id.clone()).collect();
    let done = proptest::sample::select(vec![Done::AsDrawn, Done::AsDrawn, Done::Other, Done::Neither]);
    let spasm = (4u8..=10, proptest::option::weighted(0.9, [0u8..=10, 0u8..=10]), 20u8..90, done);
    let spasm = spasm.prop_map(|(before, after, minutes, done)| Spasm { before, after, minutes, done });
    let spasms = proptest::collection::vec(spasm, 0..=20);
    (proptest::sample::select(which), 5u8..=20, any::<[u8; 32]>(), spasms, any::<bool>()).prop_map(
        |(which, margin_tenths, seed, spasms, is_stopped)| MadeUp { which, margin_tenths, seed, spasms, is_stopped },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever trials are there: one bounded page, and no form knows an outcome before the end.
    #[test]
    fn any_trials_make_a_bounded_page_and_none_is_told_before_its_end(first in made_up(), second in made_up(), third in made_up()) {
        let stopped = |made: MadeUp| MadeUp { is_stopped: true, ..made };
        let summary = of(&[(stopped(first), 90), (stopped(second), 60), (third, 30)], &request());
        prop_assert!(letters(&summary.sheet()) < MOST, "{}", letters(&summary.sheet()));
        for trial in &summary.trials.each {
            prop_assert_eq!(trial.outcome.is_some(), trial.ended.is_some());
            prop_assert!(trial.broken.is_none(), "{:?}", trial.broken);
            prop_assert_eq!(trial.drawn, trial.as_drawn + trial.other + trial.left_out);
            if let Some(outcome) = &trial.outcome {
                prop_assert!(outcome.verdict.is_over());
                prop_assert!(outcome.verdict != Verdict::StoppedByPerson || outcome.estimate.is_none());
            }
        }
        for table in tables::tables(&summary) {
            prop_assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{}", table.name);
        }
        for block in summary.sheet().annexes.iter().flat_map(|annex| &annex.blocks) {
            if let Block::Table { head, rows, .. } = block {
                prop_assert!(rows.iter().all(|row| row.len() == head.len()));
            }
        }
    }
}
