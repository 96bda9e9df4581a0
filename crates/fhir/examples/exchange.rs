//! `cargo run --package supple-fhir --example exchange -- FOLDER`: everything that is written as FHIR, for programs that
//! others wrote to judge, and answers with our verdict on each. `tests/fhir` reads it.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a tool of the tests")]

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::path::Path;
use supple_fhir::content::{
    Checked, Content, Count, File, FileKind, Measure, Medicine, Part, Quote, Score, Section, Trial, TrialArm,
    TrialResult, TrialState, WeekOfPain, WeekOfSpasms,
};
use supple_fhir::{bundle, collection, paragraphs, plan_definition, questionnaire, response};
use supple_guidance::Kind;
use supple_triage::{Answer, Answers, embedded};

/// How many answer patterns.
const PATTERNS: usize = 2_400;

const DAY: Date = date(2026, 3, 2);

/// Chance that is the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Answers of which so many in a hundred are missing, unsure, and bad.
fn answers(dice: &mut Dice, missing: usize, unsure: usize, bad: usize) -> Answers {
    let mut answers = Answers::none_yet(embedded());
    for (place, finding) in embedded().guidance().findings.iter().enumerate() {
        if dice.below(100) < missing {
            continue;
        }
        let worse = dice.below(100) < bad;
        let answer = match &finding.kind {
            _ if dice.below(100) < unsure => Answer::Unsure,
            Kind::YesNo => {
                if worse {
                    Answer::Yes
                } else {
                    Answer::No
                }
            }
            // At each threshold, just below it, and inside.
            Kind::Number(number) => {
                let edges = number.bands.iter().flat_map(|band| [band.from, band.from - 0.1, band.value]);
                let fit: Vec<f64> = edges.filter(|it| (number.min..=number.max).contains(it)).collect();
                Answer::Number(if worse || number.required { dice.pick(&fit) } else { number.no })
            }
            Kind::Choice(choice) if worse => Answer::Option(u8::try_from(dice.below(choice.options.len())).unwrap()),
            Kind::Choice(_) => embedded().no(place),
        };
        answers.set_at(embedded(), place, answer).unwrap();
    }
    answers
}

fn pattern(answers: &Answers) -> Value {
    let verdict = embedded().verdict(answers);
    let holds: Vec<String> = verdict
        .fired
        .iter()
        .map(|fired| {
            let part = match (&fired.rule.weak, fired.alone) {
                (None, _) => "",
                (Some(_), true) => ".alone",
                (Some(_), false) => ".in-company",
            };
            format!("{}{part}{}", fired.rule.id, if fired.holds { "" } else { ".may" })
        })
        .collect();
    json!({"urgency": verdict.urgency, "fired": holds, "response": response(embedded(), answers, Timestamp::UNIX_EPOCH)})
}

fn patterns() -> Vec<Value> {
    let mut dice = Dice(0x5eed_0001_d1ce_0001);
    let kinds = [
        (0, 0, 0),
        (0, 0, 1),
        (0, 2, 1),
        (0, 1, 3),
        (1, 0, 1),
        (2, 2, 2),
        (0, 5, 0),
        (40, 5, 5),
        (97, 1, 30),
        (0, 0, 4),
    ];
    let made = (0..PATTERNS).map(|at| {
        let (missing, unsure, bad) = kinds[at % kinds.len()];
        pattern(&answers(&mut dice, missing, unsure, bad))
    });
    made.collect()
}

/// Each finding with each answer, all else no: what a rule of one sign turns on.
fn singles() -> Vec<Value> {
    let mut all = Vec::new();
    for (place, finding) in embedded().guidance().findings.iter().enumerate() {
        let mut given = vec![None, Some(Answer::Unsure)];
        match &finding.kind {
            Kind::YesNo => given.push(Some(Answer::Yes)),
            Kind::Number(number) => {
                given.extend(number.bands.iter().map(|band| Some(Answer::Number(band.from.max(number.min)))))
            }
            Kind::Choice(choice) => {
                given.extend((0..choice.options.len()).map(|it| Some(Answer::Option(u8::try_from(it).unwrap()))))
            }
        }
        for answer in given {
            let mut answers = Answers::none_yet(embedded());
            answers.assume_no(embedded());
            answers.clear(place);
            answer.into_iter().for_each(|answer| answers.set_at(embedded(), place, answer).unwrap());
            all.push(pattern(&answers));
        }
    }
    all
}

/// A trial in this state.
fn trial(state: TrialState, result: Option<TrialResult>) -> Trial {
    let arm = |name: &str, does: &str| TrialArm { name: name.to_owned(), does: does.to_owned() };
    Trial {
        kind: "Randomised trial of one person".to_owned(),
        title: "Heat or cold: which eases mine?".to_owned(),
        promised: "cd".repeat(32),
        begun: date(2026, 2, 17),
        ended: (state != TrialState::Runs).then_some(date(2026, 2, 27)),
        state,
        arms: vec![arm("Cold", "Cold for one round."), arm("Heat", "Heat for one round.")],
        goes: vec![
            "Chance chooses for each spasm.".to_owned(),
            "It ends after 20 spasms & <sooner> if clear.".to_owned(),
        ],
        notes: vec!["9 spasms of up to 20.".to_owned()],
        result,
    }
}

/// A trial that runs, one that ended by its rule, and one that the person stopped.
fn trials() -> Vec<Trial> {
    let number = |name: &str, value, unit: &str| Count { name: name.to_owned(), value, unit: unit.to_owned() };
    let found = |verdict: &str| TrialResult {
        verdict: verdict.to_owned(),
        numbers: vec![
            number("Spasms for which chance chose", 9.0, "spasms"),
            number("How much further pain falls after heat than after cold", -0.25, "points"),
            number("Probability that heat eases further", 0.125, "of 1"),
        ],
    };
    vec![
        trial(TrialState::Runs, None),
        trial(TrialState::Ended, Some(found("No clear difference"))),
        trial(TrialState::Stopped("You stopped this trial.".to_owned()), Some(found("You stopped this trial."))),
    ]
}

/// A report that has something of everything.
fn content() -> Content {
    let made: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
    let checked =
        Answers::from_json(embedded(), r#"{"chest-pain": false, "age": 46, "pain": 7, "days": 8, "stuck": "unsure"}"#);
    let answers = checked.unwrap();
    let (first, last) = (date(2026, 2, 16), date(2026, 3, 1));
    let section = |title: &str, text: &str, of| Section { title: title.to_owned(), div: paragraphs([text]), of };
    Content {
        made,
        period: Some((first, last)),
        title: "My back, 16 February to 1 March 2026".to_owned(),
        program: "Supple 0.1.0".to_owned(),
        name: Some("Robin <Example> & Co".to_owned()),
        birth_year: Some(1980),
        problem: "Back muscle spasms".to_owned(),
        pain: vec![
            WeekOfPain { first, last: date(2026, 2, 22), worst: 7 },
            WeekOfPain { first: date(2026, 2, 23), last, worst: 4 },
        ],
        spasms: vec![WeekOfSpasms { first, last: date(2026, 2, 22), count: 14 }],
        counts: vec![Count { name: "Spasms".to_owned(), value: 14.0, unit: "spasms".to_owned() }],
        measures: vec![Measure {
            name: "Heat".to_owned(),
            count: 6,
            days: Some((first, last)),
            effect: Some("eased it 4 of 6 times".to_owned()),
        }],
        medicines: vec![Medicine {
            name: "Ibuprofen".to_owned(),
            dosage: Some("200 mg, up to three times a day".to_owned()),
            days: Some((first, last)),
        }],
        trials: trials(),
        scores: vec![Score {
            name: "Patient-Specific Functional Scale: tie my shoes".to_owned(),
            value: 4.0,
            unit: "of 10".to_owned(),
            day: first,
        }],
        checks: vec![Checked {
            response: response(embedded(), &answers, made),
            urgency: embedded().verdict(&answers).urgency,
            verdict: "Speak to a doctor today.".to_owned(),
        }],
        sections: vec![
            section("What happens", "My back locks up in the mornings & stays so <1 hour.", Part::Problem),
            section("How it went", "14 spasms in the first week.", Part::Course),
        ],
        questions: vec!["Could it be the new chair?".to_owned()],
        quotes: vec![Quote { day: first, words: "Could not get up from the floor.".to_owned() }],
        files: vec![
            File { title: "My story".to_owned(), kind: FileKind::Story, pdf: b"%PDF-1.7\n".to_vec(), text: None },
            File {
                title: "Report".to_owned(),
                kind: FileKind::Rendered,
                pdf: b"%PDF-1.7\n%".to_vec(),
                text: Some("Café\n".to_owned()),
            },
        ],
        chain_heads: vec!["ab".repeat(32)],
    }
}

fn main() {
    let folder = std::env::args_os().nth(1).unwrap();
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    let write = |name: &str, value: &Value| std::fs::write(folder.join(name), value.to_string()).unwrap();
    let guidance = embedded().guidance();
    let full = content();
    let little = Content {
        title: "My back".to_owned(),
        program: "Supple".to_owned(),
        problem: "Back spasms".to_owned(),
        made: full.made,
        ..Content::default()
    };
    let mut dice = Dice(7);
    write("questionnaire.json", &json!(questionnaire(guidance, DAY)));
    write("plan.json", &json!(plan_definition(guidance, DAY)));
    write("bundle.json", &json!(bundle(&full)));
    write("bundle-little.json", &json!(bundle(&little)));
    write("collection.json", &json!(collection(&full)));
    write("response.json", &json!(response(embedded(), &answers(&mut dice, 10, 20, 30), full.made)));
    write("patterns.json", &json!([patterns(), singles()].concat()));
}
