//! What a report is asked for, as a form says it.

use crate::http::fields::{FieldError, Fields};
use crate::http::visit::Visit;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_guidance::embedded;
use supple_report::print::Paper;
use supple_report::{Annex, Part, Period, Request};

/// Marks a form in which parts were chosen: without it none ticked would be the same as none sent.
const CHOSEN: &str = "chosen";

/// More questions than this are no list to take along.
const QUESTIONS: usize = 6;

/// So many letters of a name or a question are taken.
const LONGEST: usize = 200;

/// What was asked for, and what of it could not be read.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) paper: Paper,
    pub(super) troubles: Vec<FieldError>,
}

/// What a form asks for; where it says nothing, the usual.
pub(super) fn asked(visit: &Visit, fields: &Fields) -> Asked {
    let usual = Period::usual(&visit.diary, visit.today());
    let mut troubles = Vec::new();
    let mut date = |field: &str, usual: Date| match fields.get(field).trim() {
        "" => usual,
        text => text.parse::<Date>().unwrap_or_else(|_| {
            let line = format!("\"{}\" is no day. A day is written like {usual}.", supple_text::shorten(text, 20));
            troubles.push(FieldError { field: field.to_owned(), line });
            usual
        }),
    };
    let (from, to) = (date("from", usual.from), date("to", usual.to).min(visit.today()));
    let period = if from <= to {
        Period { from, to }
    } else {
        let line =
            format!("The period ends on {to}, before it begins. This shows it from {} to {}.", usual.from, usual.to);
        troubles.push(FieldError { field: "from".to_owned(), line });
        usual
    };
    let mut request = Request::of(period);
    if fields.has(CHOSEN, "yes") {
        request.parts = fields.all("part").filter_map(Part::from_id).collect();
        request.annexes = fields.all("annex").filter_map(Annex::from_id).collect();
    }
    let short = |text: &str| text.trim().chars().take(LONGEST).collect::<String>();
    request.name = Some(short(fields.get("name"))).filter(|name| !name.is_empty());
    let own = fields.get("own").lines().map(short);
    let offered =
        fields.all("ask").filter(|ask| embedded().report.ask.iter().any(|known| known == ask)).map(str::to_owned);
    request.ask = offered.chain(own).filter(|ask| !ask.is_empty()).take(QUESTIONS).collect();
    let paper = Paper::from_id(fields.get("paper")).unwrap_or_default();
    Asked { request, paper, troubles }
}

/// The form that asks; of trials only where there is one.
pub(super) fn form(asked: &Asked, has_trials: bool, action: &str) -> Markup {
    let Asked { request, paper, .. } = asked;
    let offered = &embedded().report.ask;
    let own = request.ask.iter().filter(|ask| !offered.contains(ask)).map(String::as_str).collect::<Vec<_>>();
    html! {
        form class="stack" method="post" action=(action) {
            input type="hidden" name=(CHOSEN) value="yes";
            div class="two-dates" {
                label { "From" input type="date" name="from" value=(request.period.from); }
                label { "To" input type="date" name="to" value=(request.period.to); }
            }
            label for="name" { "Your name, if it shall stand on it" }
            input id="name" type="text" name="name" dir="auto" autocomplete="name" maxlength=(LONGEST)
                value=[request.name.as_deref()];
            p class="soft" { "It is used for this report, and not stored." }
            fieldset class="ticks" {
                legend { "What I want to ask" }
                @for ask in offered {
                    label class="tick" {
                        input type="checkbox" name="ask" value=(ask) checked[request.ask.contains(ask)];
                        span { (ask) }
                    }
                }
            }
            label for="own" { "And in your own words, one a line" }
            textarea id="own" name="own" dir="auto" rows="2" { (own.join("\n")) }
            fieldset class="ticks" {
                legend { "On the page" }
                @for part in Part::ALL {
                    label class="tick" {
                        input type="checkbox" name="part" value=(part.id()) checked[request.has(part)];
                        span { (part.name()) }
                    }
                }
            }
            fieldset class="ticks" {
                legend { "On more pages" }
                @for annex in Annex::ALL.into_iter().filter(|annex| has_trials || *annex != Annex::Trials) {
                    label class="tick" {
                        input type="checkbox" name="annex" value=(annex.id()) checked[request.annexes.contains(&annex)];
                        span { (annex.name()) }
                    }
                }
            }
            fieldset class="ticks" {
                legend { "Paper of the PDF" }
                @for size in Paper::ALL {
                    label class="tick" {
                        input type="radio" name="paper" value=(size.id()) checked[size == *paper];
                        span { @match size { Paper::A4 => "A4", Paper::Letter => "US Letter" } }
                    }
                }
            }
            button class="btn" { "Show it so" }
        }
    }
}

/// What was asked for, in a form that shows none of it.
pub(super) fn hidden(asked: &Asked) -> Markup {
    let Asked { request, paper, .. } = asked;
    let field = |name: &str, value: &str| html! { input type="hidden" name=(name) value=(value); };
    html! {
        (field(CHOSEN, "yes"))
        (field("from", &request.period.from.to_string()))
        (field("to", &request.period.to.to_string()))
        (field("paper", paper.id()))
        @if let Some(name) = &request.name { (field("name", name)) }
        (field("own", &request.ask.join("\n")))
        @for part in &request.parts { (field("part", part.id())) }
        @for annex in &request.annexes { (field("annex", annex.id())) }
    }
}
