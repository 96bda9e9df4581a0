//! How hard a text is to read, as a school grade: someone in pain reads little.
//!
//! Two formulas, since each is blind for something. Flesch-Kincaid grade = 0.39 × words per sentence + 11.8 × syllables
//! per word - 15.59 (Kincaid and others, 1975); syllables are counted as groups of vowels without the silent endings,
//! which is right for most English words and a little high for some. Automated readability index = 4.71 × letters per
//! word + 0.5 × words per sentence - 21.43 (Smith and Senter, 1967); it needs no syllables, so a slip in counting them
//! cannot hide a hard text.
//!
//! ```
//! use supple_guidance::reading::Reading;
//! assert!(Reading::of("Lie on your back. Bend your knees.").flesch_kincaid() < 2.0);
//! assert!(Reading::of("Immobilisation necessitates professional supervision.").flesch_kincaid() > 12.0);
//! ```

/// What is counted of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    words: f64,
    sentences: f64,
    letters: f64,
    syllables: f64,
}

impl Reading {
    /// Counts a text. A text without words counts as one word in one sentence.
    pub fn of(text: &str) -> Reading {
        Reading::naming(text, &[])
    }

    /// Counts a text in which these names cannot be said otherwise: each counts as two syllables.
    pub fn naming(text: &str, names: &[&str]) -> Reading {
        let sentences = text.split(['.', '!', '?', ':']).filter(|part| part.chars().any(char::is_alphanumeric)).count();
        let words: Vec<String> = text
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .map(str::to_lowercase)
            .collect();
        let letters: usize = words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).count()).sum();
        let syllables = words.iter().map(|word| if names.contains(&word.as_str()) { 2 } else { syllables(word) });
        Reading {
            words: float(words.len()),
            sentences: float(sentences),
            letters: float(letters),
            syllables: float(syllables.sum()),
        }
    }

    /// The Flesch-Kincaid grade.
    pub fn flesch_kincaid(&self) -> f64 {
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }

    /// The automated readability index, a grade too.
    pub fn readability_index(&self) -> f64 {
        4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43
    }

    /// The higher of the two.
    pub fn grade(&self) -> f64 {
        self.flesch_kincaid().max(self.readability_index())
    }
}

#[allow(clippy::cast_precision_loss, reason = "a text is short")]
fn float(count: usize) -> f64 {
    count.max(1) as f64
}

/// Groups of vowels, without a silent ending.
fn syllables(word: &str) -> usize {
    let is_vowel = |c: &char| "aeiouyäöüé".contains(*c);
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let groups = letters.chunk_by(|a, b| is_vowel(a) == is_vowel(b)).filter(|group| is_vowel(&group[0])).count();
    let voiced = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    let silent = (word.ends_with('e') && !word.ends_with("le"))
        || (word.ends_with("es") && !voiced(&["ses", "zes", "ches", "shes", "xes", "ges", "ces"]))
        || (word.ends_with("ed") && !voiced(&["ted", "ded"]));
    (groups - usize::from(silent && groups > 1)).max(1)
}
