//! Trials over days of the person in their report: what is told in each form, and what is not told before the end.

use crate::whole::now;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use supple_diary::testing::check_in;
use supple_diary::{Diary, Draft, Entry, Kind, Log, Moment, Tail};
use supple_guidance::embedded;
use supple_programme::trial;
use supple_report::{Annex, Period, Request, Summary, heads, tables, text};
use supple_trial::{Arm, Verdict};
use uuid::Uuid;

/// Someone who answers each day since so many days ago: a spasm a day without the habit, none with it.
struct Life {
    tail: Tail,
    entries: Vec<Entry>,
}

impl Life {
    fn write(&mut self, at: &Zoned, kind: impl Into<Kind>) {
        let mut chance = [0; 10];
        chance[..4].copy_from_slice(&u32::try_from(self.entries.len()).unwrap().to_be_bytes());
        let draft = Draft::new(Moment::from(at), kind);
        self.entries.push(self.tail.write(draft, at.timestamp(), chance, None).unwrap());
    }

    fn log(&self) -> Log {
        self.entries.iter().cloned().collect()
    }

    fn diary(&self) -> Diary {
        Diary::fold(&self.log())
    }
}

fn walked(days: i64) -> Life {
    let mut life = Life { tail: Tail::new(Uuid::from_u128(77)), entries: Vec::new() };
    let at = |day: Date, hour: i8| day.at(hour, 0, 0, 0).to_zoned(now().time_zone().clone()).unwrap();
    let first = now().date() - days.days();
    let of = embedded().trials.over_days("breaks-from-sitting").unwrap();
    let begun = trial::begin(&Diary::default(), of, 7, [9; 32], &at(first, 7)).unwrap();
    life.write(&at(first, 7), begun);
    let mut is_with = false;
    for day in (0..days).map(|more| first + more.days()) {
        if let Ok(period) = trial::next(&life.diary(), &at(day, 8)) {
            is_with = period.arm.as_str() == "b";
            life.write(&at(day, 8), period);
        }
        life.write(&at(day, 20), check_in(&day.to_string(), Some(!is_with)));
        if let Ok(done) = trial::day(&life.diary(), day, is_with, &at(day, 21)) {
            life.write(&at(day, 21), done);
        }
    }
    life
}

fn told(life: &Life) -> (Summary, [String; 3]) {
    let to = now().date();
    let mut request = Request::of(Period { from: to - 364.days(), to });
    request.annexes = [Annex::Trials].into_iter().collect();
    let summary = Summary::of(&life.diary(), &request, heads(&life.log()), &now());
    let tables: Vec<String> = tables::tables(&summary).iter().map(|table| format!("{table:?}")).collect();
    let forms = [text::text(&summary.sheet()), summary.bundle_json().unwrap(), tables.join("\n")];
    (summary, forms)
}

#[test]
fn a_trial_over_days_that_ended_is_told_in_all_forms_with_one_verdict_and_its_numbers() {
    let (summary, forms) = told(&walked(58));
    let [own] = &summary.trials.over_days[..] else { panic!("{:?}", summary.trials) };
    let outcome = own.outcome.as_ref().unwrap();
    assert_eq!((outcome.verdict, outcome.after), (Verdict::Better(Arm::B), 8));
    assert_eq!((own.as_drawn, own.otherwise, own.unknown), (56, 0, 0));
    assert!(outcome.estimate.unwrap().high < 0.8);
    for form in &forms {
        assert!(form.contains("Fewer spasms with the breaks"), "{form}");
        assert!(form.contains(&own.promised), "{form}");
    }
    let [told, json, tables] = &forms;
    assert!(told.contains("over days") && told.contains("7 spasms in 7 days"), "{told}");
    assert!(json.contains("\"ResearchStudy\"") && json.contains("How many times as often spasms come"), "{json}");
    assert!(tables.contains("trials-over-days") && tables.contains("fewer-spasms"), "{tables}");
    assert_eq!(
        serde_json::from_str::<Summary>(&serde_json::to_string(&summary).unwrap()).unwrap().trials,
        summary.trials
    );
}

#[test]
fn a_trial_over_days_that_goes_on_says_how_far_it_is_and_nothing_of_either_side() {
    let (summary, forms) = told(&walked(40));
    assert!(summary.trials.over_days[0].outcome.is_none());
    for form in &forms {
        for leak in ["Fewer spasms with", "How sure", "Pair by pair", "PAIR BY PAIR", "times as often", "seed\":"] {
            assert!(!form.contains(leak), "{leak}: {form}");
        }
        assert!(form.contains("It goes on"), "{form}");
    }
}
