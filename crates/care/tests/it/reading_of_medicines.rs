//! The texts on medicines, treatments and the way back are plain.
//!
//! Measured with the Flesch-Kincaid grade of [`supple_guidance::reading`]. It must be at most 6 for every single text, not
//! on average; of one or two words, such as "Asthma", it means nothing. The names of medicines, treatments and illnesses
//! cannot be said otherwise: they count as two syllables.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use supple_care::{
    About, Dose, NO_LIMIT_PASSED, SET_BY_A_DOCTOR, headline, medicine_review, say_ask, say_counted, say_label,
    say_stop, say_unknown,
};
use supple_guidance::reading::Reading;
use supple_guidance::{Guidance, embedded};
use supple_triage::Answer;

const HARDEST: f64 = 6.0;

/// What cannot be said otherwise.
const NAMES: [&str; 53] = [
    "acetaminophen",
    "acupuncture",
    "antidepressants",
    "apap",
    "apnoea",
    "arthritis",
    "aspirin",
    "asthma",
    "biofeedback",
    "celecoxib",
    "chickenpox",
    "ciclosporin",
    "cirrhosis",
    "citalopram",
    "co-codamol",
    "codeine",
    "colitis",
    "dextromethorphan",
    "diazepam",
    "diclofenac",
    "diphenhydramine",
    "duloxetine",
    "epilepsy",
    "fluoxetine",
    "furosemide",
    "ibuprofen",
    "ketoprofen",
    "lisinopril",
    "lithium",
    "losartan",
    "lupus",
    "maois",
    "meloxicam",
    "methotrexate",
    "naproxen",
    "nsaid",
    "nsaids",
    "opioid",
    "opioids",
    "pacemaker",
    "paracetamol",
    "paroxetine",
    "phenylephrine",
    "prednisolone",
    "ramipril",
    "serotonin",
    "sertraline",
    "tacrolimus",
    "tricyclics",
    "tuberculosis",
    "ulcerative",
    "venlafaxine",
    "warfarin",
];

/// Every text that a person sees, with where it is from.
fn texts(guidance: &Guidance) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut add = |place: String, text: &str| texts.push((place, text.to_owned()));
    for question in &guidance.medicines.questions {
        add(format!("question {}", question.id), &question.ask);
        if let Some(hint) = &question.hint {
            add(format!("hint of {}", question.id), hint);
        }
    }
    for group in &guidance.medicines.groups {
        group.together.iter().for_each(|text| add(format!("group {}", group.id), text));
        group.judgement.iter().for_each(|text| add(format!("judgement of {}", group.id), text));
        for reason in group.must_not.iter().chain(&group.ask_first) {
            reason.judgement.iter().for_each(|text| add(format!("judgement of {}", group.id), text));
            add(format!("reason of {}", group.id), &reason.because);
        }
    }
    for pair in &guidance.medicines.pairs {
        add(format!("pair {}", pair.id()), &pair.because);
        pair.judgement.iter().for_each(|text| add(format!("judgement of {}", pair.id()), text));
    }
    for medicine in &guidance.medicines.medicines {
        let id = &medicine.id;
        let own = format!("judgement of {id}");
        medicine.labels.iter().filter_map(|label| label.judgement.as_ref()).for_each(|text| add(own.clone(), text));
        medicine.stop_if.iter().filter_map(|stop| stop.judgement.as_ref()).for_each(|text| add(own.clone(), text));
        medicine.too_much.judgement.iter().for_each(|text| add(own.clone(), text));
        for reason in medicine.must_not.iter().chain(&medicine.ask_first) {
            reason.judgement.iter().for_each(|text| add(own.clone(), text));
            add(format!("reason of {id}"), &reason.because);
        }
        medicine.stop_if.iter().for_each(|notice| add(format!("stop of {id}"), &notice.text));
        add(format!("too much of {id}"), &medicine.too_much.text);
        add(format!("how to take {id}"), &medicine.how.text);
        medicine.labels.iter().for_each(|label| add(format!("label of {id}"), &say_label(medicine, label)));
    }
    for treatment in &guidance.treatments {
        treatment.questions.iter().for_each(|text| add(format!("treatment {}", treatment.id), text));
    }
    for criterion in &guidance.ladder.criteria {
        add(format!("criterion {}", criterion.id), &criterion.ask);
        add(format!("criterion {}", criterion.id), &criterion.unmet);
        criterion.judgement.iter().for_each(|text| add(format!("judgement of {}", criterion.id), text));
    }
    for rung in &guidance.ladder.rungs {
        add(format!("rung {}", rung.id), &rung.title);
        add(format!("rung {}", rung.id), &rung.how);
        rung.judgement.iter().for_each(|text| add(format!("judgement of {}", rung.id), text));
    }
    guidance.ladder.stuck.iter().for_each(|stuck| add("stuck".to_owned(), &stuck.text));
    for claim in
        guidance.claims.iter().filter(|claim| matches!(&*claim.id, "medicines.gel-label" | "medicines.aspirin"))
    {
        add(claim.id.clone(), &claim.text);
        claim.caution.iter().for_each(|text| add(claim.id.clone(), text));
    }
    add("footer".to_owned(), SET_BY_A_DOCTOR);
    add("headline".to_owned(), NO_LIMIT_PASSED);
    texts.extend(spoken(guidance));
    texts
}

/// What the guard says, in every way in which it can say it.
fn spoken(guidance: &Guidance) -> Vec<(String, String)> {
    let at = |hour: i64| jiff::Timestamp::from_second(1_800_000_000 + hour * 3600).unwrap();
    let mut sick = About::nothing_yet();
    let mut unsure = About::nothing_yet();
    for question in &guidance.medicines.questions {
        let number = question.number.as_ref().map(|range| Answer::Number(range.max));
        sick.set(guidance, &question.id, number.unwrap_or(Answer::Yes)).unwrap();
        unsure.set(guidance, &question.id, Answer::Unsure).unwrap();
    }
    let mut said = Vec::new();
    for about in [About::nothing_yet(), sick, unsure] {
        for medicine in &guidance.medicines.medicines {
            let dose = |hour| Dose::new(at(hour), medicine.name.clone()).units(9.0);
            let mut taken: Vec<Dose> = (0..30).map(|day| dose(day * 20)).collect();
            taken.extend((0..9).map(|hour| dose(600 + hour)));
            taken.push(Dose::new(at(608), "meloxicam"));
            taken.push(Dose::new(at(608), "a green pill"));
            taken.push(Dose::new(at(608), "diazepam").units(1.0));
            taken.push(Dose::new(at(608), "Nytol One-A-Night").units(1.0));
            taken.push(Dose::new(at(608), "Lemsip").units(1.0));
            taken.push(Dose::new(at(608), "Voltarol").units(1.0));
            taken.push(Dose::new(at(608), "tramadol"));
            taken.push(Dose::new(at(608), "ibuprofin night").units(1.0));
            taken.push(Dose::new(at(609), "ibuprofen"));
            taken.push(Dose::new(at(700), "Aleve"));
            for proposed in [None, Some(dose(610))] {
                let guard = medicine_review(guidance, &about, &taken, at(609), proposed.as_ref());
                said.push(("headline".to_owned(), headline(&guard)));
                said.extend(guard.stops.iter().map(|stop| ("stop said".to_owned(), say_stop(stop))));
                said.extend(guard.asks.iter().map(|ask| ("ask said".to_owned(), say_ask(ask))));
                said.extend(guard.counted.iter().map(|one| ("count said".to_owned(), say_counted(one))));
                said.extend(guard.unknown.iter().map(|one| ("unknown said".to_owned(), say_unknown(one))));
            }
        }
    }
    said.sort();
    said.dedup();
    said
}

fn grade(text: &str) -> f64 {
    Reading::naming(text, &NAMES).flesch_kincaid()
}

#[test]
fn every_text_is_at_most_grade_six() {
    let texts = texts(embedded());
    let mut hard: Vec<(f64, &(String, String))> = texts.iter().map(|text| (grade(&text.1), text)).collect();
    hard.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mean = hard.iter().map(|(grade, _)| grade).sum::<f64>() / hard.len() as f64;
    let over: Vec<String> = hard
        .iter()
        .filter(|(grade, (_, text))| *grade > HARDEST && text.split_whitespace().count() > 2)
        .map(|(grade, (place, text))| format!("{grade:.1} {place}: {text}"))
        .collect();
    assert!(texts.len() > 250, "only {} texts", texts.len());
    assert!(over.is_empty(), "mean {mean:.1} of {}, too hard:\n{}", texts.len(), over.join("\n"));
}

#[test]
fn no_text_says_that_anything_is_safe() {
    // "safe" as a word of its own, and other ways of saying that it may be taken.
    let words = ["safe", "safely", "harmless", "ok", "okay", "no risk", "you can take", "you may take", "fine to take"];
    for (place, text) in texts(embedded()) {
        let plain = format!(" {} ", text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
        for word in words {
            assert!(!plain.contains(&format!(" {word} ")), "{place} says \"{word}\": {text}");
        }
    }
}
