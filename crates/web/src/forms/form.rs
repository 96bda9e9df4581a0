//! The parts that forms of the diary are made of. Each shows what was filled in, and what is wrong with it.
//!
//! Nothing here has to be answered, unless it says so: what is left out was not asked.

use crate::http::fields::{FieldError, Fields};
use crate::http::visit::Visit;
use crate::names;
use crate::ui::icons;
use maud::{Markup, PreEscaped, html};
use supple_diary::{Region, same_name};

/// A form as it is shown.
#[derive(Clone, Copy)]
pub(crate) struct Form<'a> {
    /// What is filled in.
    pub(crate) fields: &'a Fields,
    /// What is wrong with it.
    pub(crate) troubles: &'a [FieldError],
    /// Who fills it in.
    pub(crate) visit: &'a Visit,
    /// Whether what stands in an entry is edited: then an answer can be taken back.
    pub(crate) edited: bool,
}

impl Form<'_> {
    /// The line at the top of a form that comes back: what is wrong, each leading to its place.
    pub(crate) fn summary(self) -> Markup {
        html! {
            @if !self.troubles.is_empty() {
                div class="card trouble" role="alert" {
                    p { b { "Nothing was stored yet. " } "What you filled in is still here." }
                    ul {
                        @for trouble in self.troubles {
                            li { a href={ "#" (place(&trouble.field)) } { (trouble.line) } }
                        }
                    }
                }
            }
        }
    }

    /// What is wrong with one field, at its place.
    pub(crate) fn note(self, field: &str) -> Markup {
        html! {
            @for trouble in self.troubles.iter().filter(|trouble| trouble.field == field) {
                p class="note" id={ (place(field)) "-note" } { (trouble.line) }
            }
        }
    }

    /// Whether something was wrong with this field.
    pub(crate) fn has_trouble(self, field: &str) -> bool {
        self.troubles.iter().any(|trouble| trouble.field == field)
    }

    fn noted(self, field: &str) -> Option<String> {
        self.has_trouble(field).then(|| format!("{}-note", place(field)))
    }

    /// A button of a group of which one can be chosen.
    fn radio(self, field: &str, value: &str, words: &Markup) -> Markup {
        let chosen = self.fields.get(field);
        html! {
            label {
                input type="radio" name=(field) value=(value) checked[chosen == value && !value.is_empty()];
                span dir="auto" { (words) }
            }
        }
    }

    /// The way to take an answer back, where there is one.
    fn leave_out(self, field: &str) -> Markup {
        html! {
            @if self.edited && !self.fields.get(field).is_empty() {
                label { input type="radio" name=(field) value=""; span { "Leave out" } }
            }
        }
    }

    /// Eleven buttons, from 0 to 10.
    pub(crate) fn level(self, field: &str, legend: &str, ends: &str) -> Markup {
        html! {
            fieldset class="card" id=(place(field)) aria-describedby=[self.noted(field)] {
                legend { (legend) span { (ends) } }
                (self.note(field))
                div class="pick pain" {
                    @for level in 0..=10 {
                        @let level = level.to_string();
                        (self.radio(field, &level, &html! { (level) }))
                    }
                    (self.leave_out(field))
                }
            }
        }
    }

    /// The back, seen from behind. Each region is a checkbox, and the drawn piece is its label.
    pub(crate) fn body_map(self) -> Markup {
        html! {
            fieldset class="card" id="where" aria-describedby=[self.noted("where")] {
                legend { "Where?" span { "Your back, seen from behind. Left is your left. Tap each place." } }
                (self.note("where"))
                div class="map" {
                    svg viewBox="0 0 320 718" aria-hidden="true" { g class="arms" {
                        polyline points="20,206 0,318 2,414" {}
                        polyline points="300,206 320,318 318,414" {}
                    } }
                    @for region in Region::ALL {
                        @let (side, height, path) = piece(region);
                        label class=(side) {
                            input type="checkbox" name="where" value=(region.id())
                                checked[self.fields.has("where", region.id())];
                            svg viewBox={ "0 0 " (if region == Region::Neck { 320 } else { 160 }) " " (height) }
                                aria-hidden="true" {
                                @if region == Region::Neck { ellipse cx="160" cy="46" rx="41" ry="48" {} }
                                path d=(path) transform=[(side == "r").then_some("translate(160 0) scale(-1 1)")] {}
                            }
                            span { (names::region(region)) }
                        }
                    }
                    svg class="spine" viewBox="0 0 320 718" aria-hidden="true" {
                        line x1="160" x2="160" y1="166" y2="494" {}
                    }
                }
            }
        }
    }

    /// How long, in bands for someone who did not look at a clock, or exactly.
    pub(crate) fn length(self, bands: &[(&str, &str, &str)]) -> Markup {
        let known = bands.iter().any(|(value, _, _)| self.fields.get("long") == *value);
        html! {
            fieldset class="card" id="long" aria-describedby=[self.noted("long")] {
                legend { "How long?" }
                (self.note("long"))
                div class="pick free" {
                    @for (value, words, about) in bands {
                        (self.radio("long", value, &html! { (words) small { (about) } }))
                    }
                    @if !known { (self.stored_length()) }
                    (self.leave_out("long"))
                }
                div class="row exactly" id="long-number" {
                    (self.note("long-number"))
                    label for="long-field" { "Or exactly" }
                    input id="long-field" class="number" inputmode="decimal" name="long-number" autocomplete="off"
                        value=(self.fields.get("long-number"));
                    label class="out" for="long-unit" { "Unit" }
                    select id="long-unit" name="long-unit" {
                        @for unit in ["minutes", "seconds", "hours"] {
                            option value=(unit) selected[self.fields.get("long-unit") == unit] { (unit) }
                        }
                    }
                }
            }
        }
    }

    /// A length that was stored exactly and is none of the bands.
    fn stored_length(self) -> Markup {
        let length = self.fields.get("long").parse().ok().and_then(|length| supple_diary::Seconds::new(length).ok());
        html! {
            @if let Some(length) = length {
                (self.radio("long", self.fields.get("long"), &html! { (crate::tell::seconds(length)) }))
            }
        }
    }

    /// What was chosen lately first, then what is often chosen, then the person's own words.
    pub(crate) fn choice(self, field: &str, legend: &str, recent: &[&str], offered: &[(&str, &str)]) -> Markup {
        let now = self.fields.get(field);
        let mut choices: Vec<(String, String)> = Vec::new();
        let chosen = Some(now).filter(|now| !now.is_empty() && !recent.contains(now));
        let offered = offered.iter().map(|(id, words)| ((*id).to_owned(), (*words).to_owned()));
        let named = |id: &str| match offered.clone().find(|(other, _)| other == id) {
            Some((_, words)) => words,
            None => names::of(id),
        };
        // Own words stand beside what is offered: "getting up" is "Getting up".
        let is_there = |choices: &[(String, String)], id: &str, words: &str| {
            choices.iter().any(|(other, shown)| same_name(other, id) || same_name(shown, words))
        };
        for id in chosen.iter().chain(recent) {
            if !is_there(&choices, id, &named(id)) {
                choices.push(((*id).to_owned(), named(id)));
            }
        }
        for (id, words) in offered.clone() {
            let there = is_there(&choices, &id, &words);
            if !there && choices.len() < MOST_CHOICES.max(recent.len() + 1) {
                choices.push((id, words));
            }
        }
        let own = format!("{field}-own");
        html! {
            fieldset class="card" id=(place(field)) aria-describedby=[self.noted(field)] {
                legend { (legend) }
                (self.note(field))
                (self.note(&own))
                @if !choices.is_empty() {
                    div class="pick free" {
                        @for (id, words) in &choices { (self.radio(field, id, &html! { (words) })) }
                        (self.leave_out(field))
                    }
                }
                div class="row" id=(place(&own)) {
                    label for={ (place(&own)) "-field" } { @if choices.is_empty() { "In your words" } @else { "Or in your words" } }
                    input id={ (place(&own)) "-field" } type="text" name=(own) dir="auto" maxlength="200" autocomplete="off"
                        value=(self.fields.get(&own));
                }
            }
        }
    }

    /// A question with yes and no. Neither means not asked.
    pub(crate) fn yes_no(self, field: &str, ask: &Markup, more: &Markup) -> Markup {
        html! {
            fieldset class="asked" id=(place(field)) aria-describedby=[self.noted(field)] {
                legend dir="auto" { (ask) }
                (self.note(field))
                div class="pick two" {
                    (self.radio(field, "yes", &html! { "Yes" }))
                    (self.radio(field, "no", &html! { "No" }))
                    (self.leave_out(field))
                }
                (more)
            }
        }
    }

    /// One line of text, with a word for what it is.
    pub(crate) fn line(self, field: &str, label: &str, mode: &str) -> Markup {
        html! {
            div class="stack line" id=(place(field)) {
                label for={ (place(field)) "-field" } { (label) }
                (self.note(field))
                input id={ (place(field)) "-field" } type="text" inputmode=(mode) name=(field) dir="auto" maxlength="200"
                    autocomplete="off" value=(self.fields.get(field)) aria-describedby=[self.noted(field)];
            }
        }
    }

    /// A longer text.
    pub(crate) fn prose(self, field: &str, label: &str) -> Markup {
        html! {
            div class="card line" id=(place(field)) {
                label for={ (place(field)) "-field" } { (label) }
                (self.note(field))
                // The line end after the opening tag is not part of the text; without it, one at its start would be lost.
                textarea id={ (place(field)) "-field" } name=(field) dir="auto" rows="3" maxlength="20000"
                    aria-describedby=[self.noted(field)] { (PreEscaped("\n")) (self.fields.get(field)) }
            }
        }
    }

    /// The button that stores, in the same words everywhere.
    pub(crate) fn save(self) -> Markup {
        html! { button class="btn big" { "Save" (icons::onward()) } }
    }
}

/// The most buttons of a choice: more of them are slower to read than to type.
const MOST_CHOICES: usize = 10;

/// The id of the place of a field: what stands in own words may hold blanks, which no id may.
pub(crate) fn place(field: &str) -> String {
    if field.is_empty() {
        return "main".to_owned();
    }
    field.chars().map(|c| if c.is_whitespace() || matches!(c, '#' | '%') { '_' } else { c }).collect()
}

/// How a region is drawn: its side, its height and its outline. A right one is its left one mirrored.
fn piece(region: Region) -> (&'static str, u32, &'static str) {
    use Region::{
        LowLeft, LowRight, MiddleLeft, MiddleRight, Neck, SeatLeft, SeatRight, ThighLeft, ThighRight, UpperLeft,
        UpperRight,
    };
    let side = match region {
        Neck => "n",
        UpperLeft | MiddleLeft | LowLeft | SeatLeft | ThighLeft => "l",
        UpperRight | MiddleRight | LowRight | SeatRight | ThighRight => "r",
    };
    let (height, path) = match region {
        Neck => (156, "M122 86c12 12 24 16 38 16s26-4 38-16c0 34 4 48 24 56l26 10H72l26-10c20-8 24-22 24-56Z"),
        UpperLeft | UpperRight => (118, "M156 4 84 4C56 8 36 18 30 42 28 66 40 86 46 114L156 114Z"),
        MiddleLeft | MiddleRight => (92, "M156 2 47 2C50 30 55 58 56 88L156 88Z"),
        LowLeft | LowRight => (92, "M156 2 56 2C56 32 48 60 38 88L156 88Z"),
        SeatLeft | SeatRight => (110, "M156 2 37 2C26 34 24 66 27 98 66 110 120 112 156 96Z"),
        ThighLeft | ThighRight => (150, "M152 6C120 22 66 20 27 10 28 60 38 104 46 146L126 146C140 104 150 54 152 6Z"),
    };
    (side, height, path)
}
