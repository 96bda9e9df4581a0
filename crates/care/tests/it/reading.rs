//! The texts of plan and floor are easy to read: grade 6 at most, by both formulas of [`supple_guidance::reading`]. Each
//! step, instruction and line is measured by itself, as it is read by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_care::embedded;
use supple_guidance::reading::Reading;

const GRADE: f64 = 6.0;

/// Every text that a person reads, with its name.
fn texts() -> Vec<(String, String)> {
    let relief = embedded().relief();
    let sentence = |text: &str| if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") };
    let join = |texts: &[&str]| texts.iter().map(|text| sentence(text)).collect::<Vec<_>>().join(" ");
    let mut texts = Vec::new();
    for step in &relief.steps {
        let optional = [step.half_time.as_deref(), step.often.as_deref()];
        let mut all = vec![step.title.as_str(), &step.how, &step.stop_when];
        all.extend(optional.into_iter().flatten());
        texts.push((format!("step {}", step.id), join(&all)));
        // The titles are short, so what stands below them is measured by itself too.
        texts.push((format!("step {}, how", step.id), step.how.clone()));
        texts.push((format!("step {}, when to stop", step.id), step.stop_when.clone()));
    }
    for step in &relief.floor {
        texts.push((format!("floor {}", step.id), join(&[&step.title, &step.how, &step.yes, &step.no])));
        texts.push((format!("floor {}, how", step.id), step.how.clone()));
    }
    texts.extend(relief.floor_limits.iter().map(|limit| (format!("floor limit {}", limit.id), limit.says.clone())));
    texts.extend(relief.avoid.iter().map(|avoid| (format!("avoid {}", avoid.id), avoid.text.clone())));
    texts.extend(relief.watch.iter().map(|w| (format!("watch {}", w.id), join(&[&w.text, &w.then]))));
    texts.extend(relief.stages.iter().map(|s| (format!("stage {:?}", s.id), join(&[&s.title, &s.lead, &s.review]))));
    let gate = &relief.gate;
    texts.extend(
        [
            ("gate, unasked", &gate.unasked),
            ("gate, passed", &gate.passed),
            ("gate, waits", &gate.waits),
            ("gate, ask", &gate.ask),
        ]
        .map(|(name, text)| (name.to_owned(), text.clone())),
    );
    texts.extend(gate.signs.iter().map(|sign| (format!("gate, {}", sign.ask), sentence(&sign.ask))));
    for caution in &relief.cautions {
        let mind = caution.mind.as_deref().unwrap_or("");
        texts.push((format!("caution {}", caution.id), format!("{} {} {mind}", caution.ask, caution.limit)));
    }
    for decision in &relief.decisions {
        for option in &decision.options {
            let text = join(&[&decision.ask, &option.label, &option.line]);
            texts.push((format!("decision {} {}", decision.id, option.id), text));
        }
    }
    texts
}

#[test]
fn every_text_of_plan_and_floor_is_of_grade_6_at_most() {
    let mut hard = Vec::new();
    for (name, text) in &texts() {
        let count = Reading::of(text);
        let grade = count.grade();
        if grade > GRADE {
            hard.push(format!("{:.1} and {:.1}: {name}: {text}", count.flesch_kincaid(), count.readability_index()));
        }
    }
    assert!(hard.is_empty(), "too hard to read:\n{}", hard.join("\n"));
}

#[test]
fn our_own_judgement_is_easy_to_read_too() {
    let relief = embedded().relief();
    let steps = relief.steps.iter().filter_map(|step| step.judgement.as_ref());
    let floor = relief.floor.iter().filter_map(|step| step.judgement.as_ref());
    let all: Vec<&str> = steps.chain(floor).chain([&relief.gate.judgement]).map(String::as_str).collect();
    let count = Reading::of(&all.join(" "));
    assert!(count.flesch_kincaid() <= GRADE, "{:.2}", count.flesch_kincaid());
}
