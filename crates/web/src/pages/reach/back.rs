//! A form that was sent and not taken comes back: what was filled in still stands there, and why it was not taken.

use crate::http::fields::Fields;
use maud::{Markup, html};

/// The form that comes back, if one does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Back<'f>(Option<(&'f Fields, &'f str)>);

/// What was filled in, if this is the form that comes back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed<'f>(Option<&'f Fields>);

impl<'f> Back<'f> {
    /// This one, for this reason: a line.
    pub(super) fn with(fields: &'f Fields, line: &'f str) -> Back<'f> {
        Back(Some((fields, line)))
    }

    /// What was filled in, if it was the form of which this is true.
    pub(super) fn typed(self, is_it: impl FnOnce(&Fields) -> bool) -> Typed<'f> {
        Typed(self.0.map(|(fields, _)| fields).filter(|fields| is_it(fields)))
    }

    /// Why it was not taken. `place` is where the form stands on the page.
    pub(super) fn note(self, place: impl FnOnce(&Fields) -> &str) -> Markup {
        html! {
            @if let Some((fields, line)) = self.0 {
                div class="card trouble" role="alert" id="refused" {
                    p { b { (sentence(line)) } " Nothing was changed. What you filled in is still here." }
                    @let place = place(fields);
                    @if !place.is_empty() { a href={ "#" (place) } { "Go to it" } }
                }
            }
        }
    }

    /// Whether one comes back.
    pub(super) fn is_some(self) -> bool {
        self.0.is_some()
    }
}

impl Typed<'_> {
    /// What stands in a field: what was filled in, or else this.
    pub(super) fn or(self, name: &str, usual: &str) -> String {
        self.0.map_or(usual, |fields| fields.get(name)).to_owned()
    }

    /// Whether this choice is made.
    pub(super) fn has(self, name: &str, value: &str, usual: bool) -> bool {
        self.0.map_or(usual, |fields| fields.has(name, value))
    }

    /// Whether it is the form that comes back.
    pub(super) fn is_some(self) -> bool {
        self.0.is_some()
    }
}

/// A line as a sentence.
pub(super) fn sentence(line: &str) -> String {
    let line = line.trim_end_matches('.');
    let mut letters = line.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_was_not_sent_shows_what_is_usual() {
        let mut fields = Fields::default();
        fields.put("do", "mine");
        fields.put("name", "Ann <");
        let back = Back::with(&fields, "a name is missing");
        let typed = |what: &str| back.typed(|fields| fields.has("do", what));
        assert_eq!(
            (typed("mine").or("name", "Sam"), typed("contact").or("name", "Sam")),
            ("Ann <".into(), "Sam".into())
        );
        assert!(back.note(|_| "mine").into_string().contains("A name is missing."));
        assert_eq!(Back::default().note(|_| "mine").into_string(), "");
    }
}
