//! The page of the verdict never says of a person what they did not say: every sentence of it is held against the answers,
//! for random answers to everything.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page, runtime, unescaped};
use proptest::prelude::*;
use supple_guidance::{Finding, Kind};
use supple_triage::{Answer, Answers, embedded};

fn verdict_page(answers: &Answers) -> Page {
    let before = answers.to_json(embedded());
    runtime().block_on(async { App::new().post("/check", &[("before", before.as_str()), ("only", "1")]).await })
}

fn any_answer(finding: &'static Finding, place: usize) -> BoxedStrategy<Answer> {
    let no = embedded().no(place);
    match &finding.kind {
        Kind::YesNo => prop_oneof![20 => Just(no), 1 => Just(Answer::Yes), 1 => Just(Answer::Unsure)].boxed(),
        Kind::Number(number) => {
            let values: Vec<f64> = number.bands.iter().map(|band| band.value).collect();
            let any = proptest::sample::select(values).prop_map(Answer::Number);
            if number.required {
                any.boxed()
            } else {
                prop_oneof![12 => Just(no), 1 => any, 1 => Just(Answer::Unsure)].boxed()
            }
        }
        Kind::Choice(choice) => {
            let worse = u8::try_from(choice.options.len() - 1).unwrap();
            prop_oneof![15 => Just(no), 1 => (0..worse).prop_map(Answer::Option), 1 => Just(Answer::Unsure)].boxed()
        }
    }
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let findings = embedded().guidance().findings.iter().enumerate();
    let all: Vec<_> = findings.map(|(place, finding)| any_answer(finding, place)).collect();
    all.prop_map(|given| {
        let mut answers = Answers::none_yet(embedded());
        for (place, answer) in given.into_iter().enumerate() {
            answers.set_at(embedded(), place, answer).unwrap();
        }
        answers
    })
}

/// The texts between two marks of the page, unescaped and without their tags.
fn parts(body: &str, from: &str, to: &str) -> Vec<String> {
    let found = body.split(from).skip(1).filter_map(|rest| rest.split(to).next());
    found
        .map(|part| {
            unescaped(
                &part
                    .split('<')
                    .enumerate()
                    .map(|(at, text)| if at == 0 { text } else { text.split_once('>').map_or("", |(_, text)| text) })
                    .collect::<String>(),
            )
        })
        .collect()
}

/// What may be said of a finding by this answer, among the sentences to read out.
fn said(finding: &Finding, answer: Answer) -> Vec<String> {
    match (answer, &finding.kind) {
        (Answer::Unsure, _) => vec![finding.say_unsure.clone()],
        (Answer::Yes, _) => finding.say.iter().cloned().collect(),
        (Answer::Number(value), Kind::Number(number)) => {
            let band = number.bands.iter().filter(|band| band.from <= value).max_by(|a, b| a.from.total_cmp(&b.from));
            band.and_then(|band| band.say.clone()).into_iter().collect()
        }
        (Answer::Option(place), Kind::Choice(choice)) => {
            choice.options[usize::from(place)].say.iter().cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// Everything that could be said of a finding.
fn sayable(finding: &Finding) -> Vec<String> {
    let mut all = vec![finding.say_unsure.clone()];
    all.extend(finding.say.clone());
    match &finding.kind {
        Kind::YesNo => {}
        Kind::Number(number) => all.extend(number.bands.iter().filter_map(|band| band.say.clone())),
        Kind::Choice(choice) => all.extend(choice.options.iter().filter_map(|option| option.say.clone())),
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sentence_of_the_verdict_is_true_of_the_answers(answers in any_answers()) {
        let triage = embedded();
        let page = verdict_page(&answers);
        let verdict = triage.verdict(&answers);
        prop_assert_eq!(page.verdict(), Some(verdict.urgency.id().to_owned()));
        let findings = &triage.guidance().findings;
        let spoken = parts(&page.body, "<blockquote>", "</blockquote>").concat();
        for (place, finding) in findings.iter().enumerate() {
            let answer = answers.get(place).unwrap();
            let no = answer == triage.no(place);
            let true_of_it = said(finding, answer);
            // Each begins behind the end of another one.
            let spoken_of = |sentence: &String| spoken.contains(&format!(". {sentence}"));
            for sentence in sayable(finding).iter().filter(|sentence| spoken_of(sentence)) {
                prop_assert!(true_of_it.contains(sentence), "\"{}\" of {:?}", sentence, answer);
            }
            // Each of these lines is one sentence about one question.
            for line in parts(&page.body, "<b>You said yes: </b>", "</p>") {
                prop_assert!(line.to_lowercase() != finding.ask.to_lowercase() || answer == Answer::Yes, "yes: {}", line);
            }
            for line in parts(&page.body, "<b>You were not sure: </b>", "</p>") {
                prop_assert!(line.to_lowercase() != finding.ask.to_lowercase() || answer == Answer::Unsure, "unsure: {}", line);
            }
            if let Some(deny) = &finding.deny {
                let denied = parts(&page.body, "<details class=\"denied\">", "</details>").concat();
                let denies = format!("{spoken} {denied}");
                let told = [format!("no {deny},"), format!("no {deny}.")].iter().any(|told| denies.contains(told));
                prop_assert!(!told || no, "\"no {}\" of {:?}", deny, answer);
            }
            let watched = parts(&page.body, "<ul class=\"watch\">", "</ul>").iter().any(|list| list.contains(&finding.ask));
            prop_assert!(!watched || no, "{} is watched for, though it is {:?}", finding.id, answer);
        }
        let all_denied = answers.given().all(|(place, answer)| findings[place].deny.is_none() || answer == triage.no(place));
        prop_assert!(!page.says("You said no to every warning sign") || all_denied);
        prop_assert!(!page.says("I was told"), "nobody told the person anything");
        let told = |place: usize, answer| said(&findings[place], answer).iter().any(|sentence| spoken.contains(sentence.as_str()));
        let others_denied = answers.given().all(|(place, answer)| {
            findings[place].deny.is_none() || answer == triage.no(place) || told(place, answer)
        });
        prop_assert!(!page.says("no to all other warning signs") || others_denied);
        prop_assert!(!page.says("No to all other warning signs") || others_denied);
        let folded = parts(&page.body, "<details class=\"denied\">", "</details>").concat();
        if let Some((count, list)) = folded.strip_prefix("No to all other warning signs").and_then(|rest| rest.split_once(" that we asked about")) {
            prop_assert_eq!(count.parse::<usize>().unwrap(), list.matches("no ").count() - list.matches("to no ").count());
        }
        for fired in verdict.fired.iter().filter(|fired| fired.alone) {
            prop_assert!(page.says(&fired.rule.weak.as_ref().unwrap().because), "{} is not told to stand alone", fired.rule.id);
        }
    }
}

/// A page for home has no words to say, so nothing on it tells of a yes that alone means little.
#[test]
fn a_yes_that_no_words_tell_of_is_not_passed_over_as_a_no() {
    let triage = embedded();
    let mut answers = Answers::none_yet(triage);
    for (place, finding) in triage.guidance().findings.iter().enumerate() {
        let answer = match finding.id.as_str() {
            "belly-pain" => Answer::Yes,
            "age" => Answer::Number(40.0),
            _ => triage.no(place),
        };
        answers.set_at(triage, place, answer).unwrap();
    }
    let page = verdict_page(&answers);
    assert_eq!(page.verdict(), Some("self-care".to_owned()));
    assert!(!page.says("No to all other warning signs") && page.says("You said no to"), "{}", page.text());
}

/// A reason is told to whoever its rule fires for, also when they are not sure: so it speaks of the sign, not of the person.
#[test]
fn no_reason_claims_anything_of_the_person() {
    for rule in &embedded().guidance().rules {
        let texts = [Some(&rule.because), rule.weak.as_ref().map(|weak| &weak.because)];
        for sentence in texts.into_iter().flatten().flat_map(|text| text.split(['.', ':'])) {
            let sentence = sentence.trim();
            let claims = ["You ", "Your ", "You're ", "Since you ", "Because you "];
            let call = sentence.starts_with("You can call");
            assert!(call || !claims.iter().any(|claim| sentence.starts_with(claim)), "{}: {sentence}", rule.id);
        }
    }
}
