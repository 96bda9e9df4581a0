//! One screen of the check as it is asked: a sign a row, numbers that stand open, and what is known of the person.

use crate::pages::check::screens::{Progress, field, required, screens_done};
use crate::picks::{self, Pick};
use crate::ui::figures::figure;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite, lower};
use crate::words;
use maud::{Markup, html};
use supple_care::moment::check::Ahead;
use supple_guidance::{Finding, Screen};
use supple_triage::{Answer, Answers, embedded};
use supple_wording::check::{KnownWords, WHERE};

/// A button that denies more rows than this says how many, and shows the first lines of the words; all of them stand below.
const IN_WORDS: usize = 16;

/// Why a screen comes back.
pub(crate) enum Open {
    /// These have no "none of these".
    Required(Vec<usize>),
    /// The form was sent without the button that takes the rest as no.
    Anything,
}

/// One screen with its questions.
pub(crate) struct Asking<'a> {
    pub(crate) progress: &'a Progress,
    pub(crate) screen: &'a Screen,
    pub(crate) findings: &'a [usize],
    /// What is asked about the person beside them, where all that lasts of it is known.
    pub(crate) ahead: Option<&'a Ahead>,
    /// Why it comes back, where it does.
    pub(crate) open: Option<&'a Open>,
    /// What is known of the person, to be confirmed.
    pub(crate) facts: &'a Answers,
    /// The same in words.
    pub(crate) known: &'a KnownWords,
    pub(crate) still: Option<bool>,
}

impl Asking<'_> {
    /// What is known of the person, and whether it is still so: one tap in place of many.
    fn still_so(&self, missing: bool) -> Markup {
        let known = self.known;
        html! {
            fieldset class={ "card finding must" @if missing { " missing" } } {
                legend { (words::STILL_SO) }
                @if missing { p class="note" { "Tap one, so that we can go on." } }
                input type="hidden" name=(field::FACTS) value=(self.facts.to_json(embedded()));
                div class="stack facts-known" {
                    @for (ask, answer) in &known.so { p { b { (ask) } ": " (answer) } }
                    @if let Some(not) = &known.not { p { (not) } }
                    @if let Some(said) = &known.said { p { (said) } }
                }
                div class="pick two" {
                    label { input type="radio" id=(field::STILL) name=(field::STILL) value="yes" checked[self.still == Some(true)]; span { "Still so" } }
                    label { input type="radio" name=(field::STILL) value="no" checked[self.still == Some(false)]; span { (words::CHANGED) } }
                }
                @if self.ahead.is_some() { p class="changed" { "We ask about each of these in the last part." } }
            }
        }
    }

    /// Where what is asked comes from.
    fn sources(&self) -> Vec<String> {
        let ahead = self.ahead.map(|ahead| ahead.screen.sources.as_slice()).unwrap_or_default();
        let others = ahead.iter().filter(|source| !self.screen.sources.contains(source));
        self.screen.sources.iter().chain(others).cloned().collect()
    }

    pub(crate) fn page(&self, help: Help) -> Markup {
        let triage = embedded();
        let guidance = triage.guidance();
        // A finding that another page found out may stand on a screen that is still to come.
        let earlier = guidance.screens.iter().take_while(|screen| screen.id != self.screen.id);
        let done =
            earlier.filter(|screen| screens_done(&self.progress.before).any(|done| done.id == screen.id)).count();
        let anew = self.ahead.map(Ahead::anew).unwrap_or_default();
        let mut left = self.progress.before.clone();
        if self.ahead.is_some() {
            left.none_of(triage, &anew);
            self.facts.given().for_each(|(place, _)| left.none_of(triage, &[place]));
        }
        let parts = done + triage.screens_left(&left);
        let missing: &[usize] = match self.open {
            Some(Open::Required(missing)) => missing,
            _ => &[],
        };
        let known = |place: &usize| self.facts.get(*place).is_some();
        let (changed, asked): (Vec<usize>, Vec<usize>) = self.findings.iter().partition(|place| known(place));
        let must: Vec<&Finding> =
            asked.iter().filter(|place| required(**place)).map(|place| &guidance.findings[*place]).collect();
        let denied: Vec<usize> = asked.iter().chain(&anew).copied().collect();
        let rows = denied.len() - must.len();
        let is_long = rows > IN_WORDS;
        let unconfirmed = missing.iter().any(known);
        let is_known = !changed.is_empty() || self.ahead.is_some();
        let ask = |place: usize| {
            let finding = &guidance.findings[place];
            let known = self.progress.known.get(place).and_then(|answer| picks::chosen(place, answer));
            let question = Question { place, finding, known, missing: missing.contains(&place) };
            if required(place) { question.card() } else { question.row(help) }
        };
        let main = html! {
            div class="stack" {
                (bars(done, parts, &self.screen.title))
                @if let Some(open) = self.open { (summary(open, guidance.findings.as_slice(), unconfirmed)) }
                h1 { (self.screen.ask) }
                @if done == 0 { p { "Tap what fits. One yes is enough to get help." } }
            }
            div class="cols" {
                // Our own words say what is missing, in our own page; the browser's would come in its language.
                form class="stack asks" method="post" action="/check" novalidate {
                    // The Enter key presses the first button of a form. It must not be one that says no.
                    button name=(field::ONLY) value="1" hidden { "Send what I tapped" }
                    (self.progress.carried())
                    @if !changed.is_empty() { (self.still_so(unconfirmed)) }
                    @for place in &asked { (ask(*place)) }
                    @if !changed.is_empty() {
                        div class="stack asks changed" { @for place in changed { (ask(place)) } }
                    }
                    @if let Some(ahead) = self.ahead {
                        h2 { (ahead.screen.ask) }
                        (self.still_so(false))
                        @for place in &anew { (ask(*place)) }
                    }
                    @if is_known || !must.is_empty() {
                        p class="first" {
                            "First tap: "
                            @for (at, finding) in must.iter().enumerate() {
                                @if at > 0 { ", " }
                                a href={ "#" (finding.id) } { (lower(&finding.ask)) }
                            }
                            @if is_known {
                                @if !must.is_empty() { ", " }
                                a href={ "#" (field::STILL) } { "is it still so?" }
                            }
                        }
                    }
                    button class="btn big deny" name=(field::REST) value="no" {
                        span class="none" {
                            "None of these" (icons::onward())
                            small class=[is_long.then_some("long")] {
                                @if is_long { "No to each of the " (rows) " above. " }
                                (words::denial(&denied))
                            }
                        }
                        span class="others" { "Go on" (icons::onward()) small { "No to all the others." } }
                    }
                    @if done > 0 {
                        button class="btn quiet" name=(field::BACK) value="1" { (icons::back()) "One part back" }
                    }
                }
                aside class="folds" {
                    details {
                        summary { "Why we ask" }
                        p { (self.screen.why) }
                        @if let Some(ahead) = self.ahead { p { (ahead.screen.why) } }
                        p {
                            "“Not sure” is never read as a no. You get a way to find out. For the gravest signs we count "
                            "it as a yes."
                        }
                        p class="src" { "From: " (cite(&self.sources())) }
                        @if is_long { p { b { "What “None of these” says: " } (words::denial(&denied)) } }
                    }
                }
            }
        };
        let title = format!(
            "{}Part {} of {parts}: {}",
            if self.open.is_some() { "Not done yet. " } else { "" },
            done + 1,
            self.screen.title
        );
        Frame { title: &title, room: Room::Check, path: "/check", help, lost: None }.of_a_task(&main)
    }
}

/// How far it is: a bar for each part, full when it is done.
fn bars(done: usize, parts: usize, title: &str) -> Markup {
    html! {
        p class="row" {
            b { "Part " (done + 1) " of " (parts) ": " (title) }
            span class="bars" aria-hidden="true" {
                @for part in 0..parts {
                    i class=[match part.cmp(&done) {
                        std::cmp::Ordering::Less => Some("done"),
                        std::cmp::Ordering::Equal => Some("now"),
                        std::cmp::Ordering::Greater => None,
                    }] {}
                }
            }
        }
    }
}

/// The line at the top of a screen that comes back.
fn summary(open: &Open, findings: &[Finding], unconfirmed: bool) -> Markup {
    html! {
        div class="card trouble" role="alert" {
            @match open {
                Open::Required(missing) => {
                    p {
                        b { "One more tap, please: " }
                        @if unconfirmed {
                            a href={ "#" (field::STILL) } { "is it still so?" }
                        } @else {
                            @for (at, place) in missing.iter().enumerate() {
                                @if at > 0 { ", " }
                                a href={ "#" (findings[*place].id) } { (lower(&findings[*place].ask)) }
                            }
                        }
                    }
                    p { "All else that you tapped is kept." }
                }
                Open::Anything => {
                    p { b { "Some are still open. " } "Tap an answer for each, or use the button at the end." }
                    p { "What you tapped is kept. We take nothing as a no by ourselves." }
                }
            }
        }
    }
}

/// One finding as it is asked.
struct Question<'a> {
    place: usize,
    finding: &'a Finding,
    /// What was answered before.
    known: Option<&'static Pick>,
    missing: bool,
}

impl Question<'_> {
    /// A sign as one row. It opens to a yes, not sure and the way to find out; the call stands below a yes. All of it is in
    /// the page from the start and shown by the stylesheet, so that it comes up at once and without a script.
    fn row(&self, help: Help) -> Markup {
        let finding = self.finding;
        let no = embedded().no(self.place);
        let picks: Vec<&Pick> = picks::of(self.place).iter().filter(|pick| pick.answer != no).collect();
        let said = self.known.filter(|known| known.answer != no);
        let number = help.number();
        let place = embedded().guidance().figures.of_finding(&finding.id);
        html! {
            details class="ask" open[said.is_some()] {
                summary {
                    span {
                        (finding.ask)
                        @if let Some(find_out) = finding.find_out.as_ref().filter(|_| finding.test_first) {
                            small { b { "Try it: " } (find_out) }
                        }
                    }
                }
                @if let Some(hint) = &finding.hint { p { (hint) } }
                @if let Some(place) = &place {
                    div class="row" { (figure(&place.id, true)) p { b { (WHERE) } br; (place.description) } }
                }
                @if let Some(find_out) = finding.find_out.as_ref().filter(|_| !finding.test_first) {
                    p { b { "To find out: " } (find_out) }
                }
                div class={ "pick" @if !short(&picks) { " wide" } } role="radiogroup" aria-label=(finding.ask) {
                    @for pick in picks.iter().copied() {
                        label {
                            input type="radio" name=(finding.id) value=(pick.value)
                                class=[(pick.emergency && pick.answer != Answer::Unsure).then_some("e")]
                                checked[said.is_some_and(|said| std::ptr::eq(said, pick))];
                            span { (pick.label) }
                        }
                    }
                    label class="undo" { input type="radio" name=(finding.id) value=""; span { "Take it back" } }
                }
                @if picks.iter().any(|pick| pick.emergency && pick.answer != Answer::Unsure) {
                    div class="stop" {
                        p { b { "This is a reason to call now." } }
                        a class="btn fill-red" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
                        (ready())
                    }
                }
                @if finding.unsure_is_yes {
                    div class="counts" { p { "Still not sure? Then we count it as a yes." } (ready()) }
                }
            }
        }
    }

    /// A number that must be tapped: its bands stand open.
    fn card(&self) -> Markup {
        let (finding, picks) = (self.finding, picks::of(self.place));
        let note = self.missing.then(|| format!("{}-missing", finding.id));
        html! {
            fieldset class={ "card finding must" @if self.missing { " missing" } } aria-describedby=[note.as_deref()] {
                legend {
                    (finding.ask)
                    @if let Some(hint) = &finding.hint { span { (hint) } }
                }
                @if let Some(note) = &note { p class="note" id=(note) { "Tap one, so that we can go on." } }
                div class="pick wide" {
                    @for (at, pick) in picks.iter().enumerate() {
                        label {
                            input type="radio" name=(finding.id) value=(pick.value) required
                                id=[(at == 0).then_some(&finding.id)]
                                checked[self.known.is_some_and(|known| std::ptr::eq(known, pick))];
                            span { (pick.label) }
                        }
                    }
                }
            }
        }
    }
}

/// Sends what was tapped and takes nothing else as no: one emergency is enough.
fn ready() -> Markup {
    html! { button class="btn quiet" name=(field::ONLY) value="1" { "What to say when you call" } }
}

/// Whether the answers fit into one row of three.
fn short(picks: &[&Pick]) -> bool {
    picks.len() <= 2 && picks.iter().all(|pick| pick.label.len() <= 8)
}
