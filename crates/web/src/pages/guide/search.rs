//! The search of the guide: which texts have the words that someone looks for, the rarest word first.

use crate::pages::guide::{disagreements, topics};
use maud::{Markup, html};
use std::cmp::Reverse;
use supple_guidance::{Answer, embedded};

/// At most so many results are shown.
const RESULTS: usize = 20;

/// No one looks for more letters, or more words.
const LETTERS: usize = 100;
const WORDS: usize = 12;

/// A word with fewer letters is left out, unless there is no other.
const SHORTEST: usize = 3;

/// The field to search with, at this address.
pub(crate) fn field(address: &str, label: &str, words: &str) -> Markup {
    html! {
        form class="search" role="search" action=(address) {
            label for="q" { (label) }
            div class="row" {
                input id="q" name="q" type="search" maxlength=(LETTERS) value=[(!words.is_empty()).then_some(words)];
                button class="btn quiet" { "Search" }
            }
        }
    }
}

/// A place of the guide.
struct Place {
    to: String,
    title: &'static str,
    /// What is shown below the title.
    says: String,
    /// What is looked through besides.
    holds: String,
}

/// What the guide has on these words, as links, the best first. `None` where it has nothing.
pub(crate) fn results(words: &str) -> Option<Markup> {
    let places = places();
    let texts: Vec<String> = places.iter().map(|place| [place.title, &place.says, &place.holds].join(" ")).collect();
    let found = matching(words, &texts);
    (!found.is_empty()).then(|| {
        html! {
            ul class="links" {
                @for place in found.iter().take(RESULTS).filter_map(|at| places.get(*at)) {
                    li { a href=(place.to) { b { (place.title) } span { (place.says) } } }
                }
            }
        }
    })
}

/// Everything that can be found: short pages, chapters, where sources disagree, steps of the plan, statements.
fn places() -> Vec<Place> {
    let guidance = embedded();
    let mut places = Vec::new();
    let mut add = |to: String, title: &'static str, says: &str, holds: &str| {
        places.push(Place { to, title, says: says.to_owned(), holds: holds.to_owned() });
    };
    let lines = |answer: &[Answer]| answer.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    for page in &guidance.short_pages {
        add(topics::address(&page.id), &page.title, &page.lead, &lines(&page.answer));
    }
    for topic in &guidance.topics {
        add(topics::address(&topic.id), &topic.title, &topic.lead, &lines(&topic.answer));
    }
    for known in &guidance.disagreements {
        let holds = [known.default.as_str(), known.detail.as_deref().unwrap_or_default()].join(" ");
        add(disagreements::address(&known.id), &known.question, "What we start with, and who says what.", &holds);
    }
    let steps = &guidance.relief.steps;
    for (_, step) in
        steps.iter().enumerate().filter(|(at, step)| steps[..*at].iter().all(|one| one.title != step.title))
    {
        // How it is done stands in the plan alone, which leaves out what does not fit the person.
        add("/now".to_owned(), &step.title, "A step of the plan, where it fits you.", "");
    }
    for topic in &guidance.topics {
        for claim in guidance.claims.iter().filter(|claim| claim.topic == topic.id) {
            let says = claim.caution.iter().fold(claim.text.clone(), |all, caution| all + " " + caution);
            add(format!("{}#{}", topics::address(&topic.id), claim.id), &topic.title, &says, "");
        }
    }
    places
}

/// The places of the texts that have the words, the best first. A word counts the more, the fewer texts have it; a text needs
/// half of what all words count.
pub(crate) fn matching(words: &str, texts: &[String]) -> Vec<usize> {
    let words = split(&words.chars().take(LETTERS).collect::<String>());
    let is_long = |word: &&String| word.chars().count() >= SHORTEST;
    let looked: Vec<&String> = if words.iter().any(|word| is_long(&word)) {
        words.iter().filter(is_long).take(WORDS).collect()
    } else {
        words.iter().take(WORDS).collect()
    };
    let mut scores = vec![0; texts.len()];
    let mut all = 0;
    let texts: Vec<Vec<String>> = texts.iter().map(|text| split(text)).collect();
    for word in looked {
        let having: Vec<usize> =
            (0..texts.len()).filter(|at| texts[*at].iter().any(|other| is_like(word, other))).collect();
        let counts = texts.len() / having.len().max(1);
        all += counts;
        having.into_iter().for_each(|at| scores[at] += counts);
    }
    let mut found: Vec<usize> = (0..texts.len()).filter(|at| scores[*at] > 0 && scores[*at] * 2 >= all).collect();
    found.sort_unstable_by_key(|at| (Reverse(scores[*at]), *at));
    found
}

fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a text has the word that was looked for, a word that begins so, or the one of which it is the plural.
fn is_like(looked: &str, other: &str) -> bool {
    let one = |end| looked.strip_suffix(end) == Some(other);
    looked == other || (looked.len() >= SHORTEST && other.starts_with(looked)) || one("s") || one("es")
}

#[cfg(test)]
mod tests {
    use super::matching;

    fn found(words: &str) -> Vec<usize> {
        let texts = ["Use heat, or cold.", "Cold for a new bruise.", "Muscle cramps at night", "How to use a pillow"];
        matching(words, &texts.map(str::to_owned))
    }

    #[test]
    fn words_are_found_in_any_case_and_form() {
        assert_eq!(found("COLD"), [0, 1]);
        assert_eq!(found("cramp"), [2], "a longer form");
        assert_eq!(found("pillows?"), [3], "one of many");
        assert_eq!(found("pillowcase"), [0_usize; 0], "and no word that only begins so");
    }

    #[test]
    fn the_rarest_word_decides_the_order() {
        assert_eq!(found("bruise cold"), [1]);
        assert_eq!(found("cold use heat")[0], 0);
    }

    #[test]
    fn what_is_nowhere_finds_nothing() {
        for words in ["", "  ", "?!", "zebra", "\u{0}\u{202e}", "ol"] {
            assert!(found(words).is_empty(), "{words:?}");
        }
    }
}
