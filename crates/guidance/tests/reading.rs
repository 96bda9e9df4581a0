//! The check is easy to read: each of its screens is of grade 6 at most, by both formulas.

use supple_guidance::embedded;
use supple_guidance::reading::Reading;

const GRADE: f64 = 6.0;

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
