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
