//! The check is easy to read: each of its screens is of grade 6 at most, by both formulas. So is each section of the guide, by
//! the Flesch-Kincaid grade, as long names of illnesses and medicines count as short ones there.

use supple_guidance::embedded;
use supple_guidance::reading::Reading;

const GRADE: f64 = 6.0;

/// Names in the guide that cannot be said otherwise.
const NAMES: [&str; 12] = [
    "acetaminophen",
    "acupuncture",
    "antidepressants",
    "ciclosporin",
    "diclofenac",
    "ibuprofen",
    "methotrexate",
    "metoclopramide",
    "naproxen",
    "organization",
    "paracetamol",
    "tacrolimus",
];

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', ':']) { text.to_owned() } else { format!("{text}.") }
}

#[test]
fn every_screen_of_the_check_is_of_grade_6_at_most() {
    let guidance = embedded();
    let mut report = String::new();
    let mut hardest = f64::MIN;
    for screen in &guidance.screens {
        let mut text = vec![sentence(&screen.title), sentence(&screen.ask), sentence(&screen.why)];
        for finding in guidance.findings.iter().filter(|finding| finding.screen == screen.id) {
            text.push(sentence(&finding.ask));
            text.extend(finding.hint.iter().chain(&finding.find_out).map(|more| sentence(more)));
        }
        let reading = Reading::of(&text.join(" "));
        hardest = hardest.max(reading.grade());
        report += &format!("{}: {:.1} and {:.1}\n", screen.id, reading.flesch_kincaid(), reading.readability_index());
        text.sort_by(|a, b| Reading::of(b).grade().total_cmp(&Reading::of(a).grade()));
        text.iter().take(4).for_each(|text| report += &format!("  {:.1} {text}\n", Reading::of(text).grade()));
    }
    assert!(hardest <= GRADE, "too hard to read:\n{report}");
}

#[test]
fn the_answers_the_headings_and_each_section_of_the_guide_are_of_grade_6_at_most() {
    let guidance = embedded();
    let mut hard = Vec::new();
    let mut measure = |name: String, text: &str| {
        let reading = Reading::naming(text, &NAMES);
        if reading.flesch_kincaid() > GRADE {
            hard.push(format!("{:.1}: {name}: {text}", reading.flesch_kincaid()));
        }
    };
    let topics = guidance.topics.iter().map(|topic| (&topic.id, &topic.answer, &topic.sections));
    let pages = guidance.short_pages.iter().map(|page| (&page.id, &page.answer, &page.sections));
    for (id, answer, sections) in topics.chain(pages) {
        let answer: Vec<&str> = answer.iter().map(|line| line.text.as_str()).collect();
        measure(format!("{id}, the answer"), &answer.join(" "));
        for section in sections {
            let claims = section.claims.iter().filter_map(|id| guidance.claim(id));
            let mut text = vec![sentence(&section.heading)];
            text.extend(claims.flat_map(|claim| [Some(&claim.text), claim.caution.as_ref()]).flatten().cloned());
            measure(format!("{id}, {}", section.heading), &text.join(" "));
        }
    }
    assert!(hard.is_empty(), "too hard to read:\n{}", hard.join("\n"));
}

/// The syllables of one word, from its grade: nothing else of it changes with the word.
fn syllables(word: &str) -> f64 {
    ((Reading::of(word).flesch_kincaid() - 0.39 + 15.59) / 11.8).round()
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    let words = [
        ("breathe", 1.0),
        ("position", 3.0),
        ("people", 2.0),
        ("knees", 1.0),
        ("pillow", 2.0),
        ("eased", 1.0),
        ("rested", 2.0),
        ("changes", 2.0),
        ("emergency", 4.0),
        ("table", 2.0),
        ("stopped", 1.0),
        ("started", 2.0),
        ("again", 2.0),
        ("the", 1.0),
        ("20", 1.0),
    ];
    for (word, spoken) in words {
        assert_eq!(syllables(word), spoken, "{word}");
    }
}

#[test]
fn hard_texts_are_found_hard_by_both() {
    let hard = "Immobilisation of the musculature necessitates gradual remobilisation under professional supervision.";
    let hard = Reading::of(hard);
    assert!(hard.flesch_kincaid() > 12.0 && hard.readability_index() > 12.0);
    let easy = Reading::of("Lie on your back. Bend your knees.");
    assert!(easy.flesch_kincaid() < 2.0 && easy.readability_index() < 2.0);
    assert!(Reading::of("").grade().is_finite());
    let named = Reading::naming("Take paracetamol.", &["paracetamol"]);
    assert!(named.flesch_kincaid() < Reading::of("Take paracetamol.").flesch_kincaid());
}
