//! The texts of plan and floor are easy to read: grade 6 at most, by two formulas.
//!
//! Flesch-Kincaid grade = 0.39 × words per sentence + 11.8 × syllables per word - 15.59, and automated readability
//! index = 4.71 × letters per word + 0.5 × words per sentence - 21.43. The first needs syllables, which are counted as
//! groups of vowels with the silent endings taken off; that is right for most English words and a little high for some.
//! The second needs none, so a slip in the counting of syllables cannot hide a hard text. Each step, instruction and
//! line is measured by itself, as it is read by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_care::embedded;

const GRADE: f64 = 6.0;

/// Words, sentences, letters and syllables.
struct Count {
    words: f64,
    sentences: f64,
    letters: f64,
    syllables: f64,
}

impl Count {
    fn of(text: &str) -> Count {
        let sentences = text.split(['.', '!', '?']).filter(|part| part.chars().any(char::is_alphanumeric)).count();
        let words: Vec<String> = text
            .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        Count {
            words: words.len() as f64,
            sentences: sentences as f64,
            letters: words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).count()).sum::<usize>()
                as f64,
            syllables: words.iter().map(|word| syllables(word)).sum::<usize>() as f64,
        }
    }

    fn flesch_kincaid(&self) -> f64 {
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }

    fn readability_index(&self) -> f64 {
        4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43
    }
}

/// Groups of vowels, without a silent e, es or ed at the end.
fn syllables(word: &str) -> usize {
    let is_vowel = |c: &char| "aeiouy".contains(*c);
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let groups = letters.chunk_by(|a, b| is_vowel(a) == is_vowel(b)).filter(|group| is_vowel(&group[0])).count();
    let silent = (word.ends_with('e') && !word.ends_with("le"))
        || (word.ends_with("es")
            && !["ses", "zes", "ches", "shes", "xes", "ges", "ces"].iter().any(|s| word.ends_with(s)))
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    (groups - usize::from(silent && groups > 1)).max(1)
}

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
        let count = Count::of(text);
        let grade = count.flesch_kincaid().max(count.readability_index());
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
    let all: Vec<&str> = steps.chain(floor).map(String::as_str).collect();
    let count = Count::of(&all.join(" "));
    assert!(count.flesch_kincaid() <= GRADE, "{:.2}", count.flesch_kincaid());
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    let words = [
        ("breathe", 1),
        ("position", 3),
        ("people", 2),
        ("knees", 1),
        ("pillow", 2),
        ("eased", 1),
        ("rested", 2),
        ("changes", 2),
        ("emergency", 4),
        ("the", 1),
        ("20", 1),
    ];
    for (word, spoken) in words {
        assert_eq!(syllables(word), spoken, "{word}");
    }
}

#[test]
fn hard_texts_are_found_hard() {
    let hard = "Immobilisation of the musculature necessitates gradual remobilisation under professional supervision.";
    assert!(Count::of(hard).flesch_kincaid() > 12.0 && Count::of(hard).readability_index() > 12.0);
    let easy = "Lie on your back. Bend your knees.";
    assert!(Count::of(easy).flesch_kincaid() < 2.0 && Count::of(easy).readability_index() < 2.0);
}
