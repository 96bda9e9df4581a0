//! What to do now: the plan for this moment, made anew each time it is looked at.
//!
//! First one question, how far someone can move; that is enough for a plan. What else is said makes it fit better, and
//! never has to be said.

use crate::check::Progress;
use crate::country::Help;
use crate::entry::refused;
use crate::fields::Fields;
use crate::form::Form;
use crate::layout::{Frame, Room, cite, lower, sentence};
use crate::problem::Problem;
use crate::situation::{self, id};
use crate::timer;
use crate::visit::{Post, Visit, see_other};
use crate::{disagreements, gate, icons, tell, urgency};
use axum::response::{IntoResponse, Response};
use jiff::{Timestamp, Zoned};
use maud::{Markup, html};
use supple_care::moment::{self, Said};
use supple_care::{Asked, Decided, Plan, Planned, Situation, When, embedded};
use supple_diary::{Profile, Words};
use supple_guidance::{FindingId, Kind, Mobility, Part, Pattern, Place, StepKind, Thing, Urgency, Worse, sureness};
use supple_journal::JournalError;

/// How far someone can move, and the words for it. One tap on one of these makes a plan.
const MOBILITY: [(Mobility, &str, &str); 3] = [
    (Mobility::CannotMove, "I cannot move", "Not turn over, not get up"),
    (Mobility::CanTurn, "I can turn over", "But I cannot get up"),
    (Mobility::CanStand, "I can stand", "It hurts, but I can get up"),
];

const PLACES: [(Place, &str); 4] = [
    (Place::Floor, "On the floor"),
    (Place::Bed, "In bed or on a sofa"),
    (Place::Chair, "Sitting"),
    (Place::Standing, "On my feet"),
];

const SPASM: [(supple_care::Spasm, &str); 3] = [
    (supple_care::Spasm::Now, "Still tight"),
    (supple_care::Spasm::Eased, "It has let go, but is sore"),
    (supple_care::Spasm::Over, "It is over"),
];

const PATTERNS: [(Pattern, &str); 4] = [
    (Pattern::Single, "Once, or once in a long while"),
    (Pattern::Momentary, "Spasms of a moment"),
    (Pattern::Recurring, "They keep coming back"),
    (Pattern::Lasting, "For weeks or longer"),
];

const THINGS: [(Thing, &str); 7] = [
    (Thing::Heat, "Something warm"),
    (Thing::Ice, "Something cold"),
    (Thing::Pillow, "A pillow"),
    (Thing::Chair, "A chair"),
    (Thing::Wall, "A wall"),
    (Thing::Phone, "A phone"),
    (Thing::Bath, "A bath or shower"),
];

const WORSE: [(Worse, &str); 6] = [
    (Worse::Breathing, "Breathing"),
    (Worse::Bending, "Bending"),
    (Worse::Coughing, "Coughing or sneezing"),
    (Worse::Turning, "Turning"),
    (Worse::Walking, "Walking"),
    (Worse::Sitting, "Sitting"),
];

const PARTS: [(Part, &str); 3] = [(Part::Upper, "Upper back"), (Part::Middle, "Middle"), (Part::Low, "Low back")];

/// The fields of its forms that say nothing of the moment.
mod field {
    /// The form is the one question before any plan.
    pub(super) const FIRST: &str = "first";
}

/// The plan, or the one question before it.
pub(crate) async fn page(visit: Visit) -> Response {
    match moment::said(&visit.diary, visit.now.at()) {
        Some(said) => plan_page(&visit, &said),
        None => first_question(&visit),
    }
}

pub(crate) fn shown(visit: &Visit, title: &str, path: &str, main: &Markup) -> Response {
    let frame = Frame { title, room: Room::Now, path, help: visit.help, lost: visit.lost() };
    (crate::headers::NO_STORE, frame.around(main)).into_response()
}

fn first_question(visit: &Visit) -> Response {
    let is_emergency =
        supple_care::known(&visit.diary, &Situation::default(), visit.now.at()).owed == Urgency::Emergency;
    let main = html! {
        @if is_emergency { (call_now(visit.help)) }
        div class="stack measure" {
            @if is_emergency { h2 { "While you wait: how far can you move?" } } @else { h1 { "How far can you move?" } }
            p { "One tap is enough for a plan." }
        }
        form class="stack measure" method="post" action="/now" {
            input type="hidden" name=(field::FIRST) value="1";
            @for (mobility, words, about) in MOBILITY {
                button class="door small" name="mobility" value=(id(mobility)) { span { b { (words) } (about) } }
            }
        }
    };
    shown(visit, "What to do now", "/now", &main)
}

/// Stores what was said, and makes the plan from it.
pub(crate) async fn tell(post: Post) -> Response {
    let visit = &post.visit;
    let known = moment::so_far(&visit.diary, visit.now.at());
    let situation = match situation::read(&post.fields, &known, visit.now.at()) {
        Ok(situation) => situation,
        Err(error) => return Problem::bad_form(format!("{}.", sentence(&error.to_string()))).page(visit.help),
    };
    // Someone who is down is led step by step. At an emergency the plan shows the call first, and leads there too.
    let asked_first = !post.fields.get("mobility").is_empty() && post.fields.get(field::FIRST) == "1";
    let down = situation.mobility.is_some_and(|mobility| mobility < Mobility::CanStand);
    let owed = supple_care::known(&visit.diary, &situation, visit.now.at()).owed;
    let led = asked_first && down && owed < Urgency::Emergency;
    match store(visit, &situation).await {
        Ok(()) if led => see_other("/floor"),
        Ok(()) => see_other("/now"),
        Err(JournalError::Entry(error)) => Problem::bad_form(refused(&error).line).page(visit.help),
        Err(error) => post.failed(&error),
    }
}

/// The plan writes itself into the diary: what was said, and what was shown.
async fn store(visit: &Visit, situation: &Situation) -> Result<(), JournalError> {
    let (plan, _) = moment::plan(&visit.diary, situation, &visit.zoned(), visit.now.at());
    let steps = plan.now.iter().map(|planned| planned.step.id.as_str());
    match moment::plan_entry(situation, plan.urgency, steps) {
        Some(entry) => visit.keep_now(entry).await,
        None => Ok(()),
    }
}

/// Remembers what the person decided where sources disagree.
pub(crate) async fn decide(post: Post) -> Response {
    let (decision, option) = (post.fields.get("decision"), post.fields.get("option"));
    let mut preferences = moment::preferences(&post.visit.diary);
    if let Err(error) = preferences.set(embedded(), decision, option) {
        return Problem::bad_form(format!("{}.", sentence(&error.to_string()))).page(post.visit.help);
    }
    let mut profile = Profile::default();
    if let (Ok(decision), Ok(option)) = (Words::new(decision), Words::new(option)) {
        profile.decisions.insert(decision, option);
    }
    match post.visit.keep_now(profile).await {
        Ok(()) => see_other("/now#decisions"),
        Err(error) => post.failed(&error),
    }
}

fn plan_page(visit: &Visit, Said { situation, at }: &Said) -> Response {
    let (plan, known) = moment::plan(&visit.diary, situation, &visit.zoned(), *at);
    let is_emergency = plan.urgency == Urgency::Emergency;
    let about = plan.about.map_or(("What to do now", ""), |about| (about.title.as_str(), about.lead.as_str()));
    let main = html! {
        @if is_emergency { (call_now(visit.help)) }
        (timer::line(visit))
        (gate::before(&plan, &known, visit))
        (recheck(&plan))
        (help(&plan))
        div class="stack measure" {
            @if is_emergency {
                h2 { "While you wait" }
            } @else {
                h1 { (about.0) }
                p class="lead" { (about.1) }
            }
            (said(situation))
        }
        @if situation.mobility.is_none_or(|mobility| mobility < Mobility::CanStand) {
            a class="door small measure fill-pine" href="/floor" {
                (icons::lying())
                span { b { "Guide me, one step at a time" } "For someone who is down. Large and dark." }
            }
        }
        div class="flow" {
            @for planned in &plan.now { (step(planned, visit)) }
        }
        (questions(&plan, situation))
        (list("Next", &plan.next, visit))
        (list("Later", &plan.later, visit))
        @if !plan.avoid.is_empty() {
            section class="card measure" {
                h2 { "Leave this for now" }
                ul { @for avoid in &plan.avoid { li { (avoid.text) p class="src" { "From: " (cite(&avoid.sources)) } } } }
            }
        }
        (watch(&plan))
        (decisions(&plan))
        (review(&plan, visit, known.at.filter(|_| plan.asked == Asked::Check)))
    };
    shown(visit, about.0, "/now", &main)
}

/// An emergency: the call before everything else.
fn call_now(help: Help) -> Markup {
    let number = help.number();
    html! {
        section class="card verdict" data-urgency=(Urgency::Emergency) {
            (icons::shape(Urgency::Emergency))
            div class="stack" {
                p class="word" { (urgency::word(Urgency::Emergency)) }
                h1 { "Call " (number) " now" }
            }
            a class="btn fill-red big" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
        }
    }
}

/// What was said about the moment and belongs into the check.
fn recheck(plan: &Plan<'_>) -> Markup {
    html! {
        @for recheck in &plan.recheck {
            section class="card measure" data-urgency=(recheck.rule.urgency) {
                div class="row" { (icons::shape(recheck.rule.urgency)) h2 { (urgency::word(recheck.rule.urgency)) } }
                p { (recheck.rule.because) }
                p class="src" { "From: " (cite(&recheck.rule.sources)) }
                form method="post" action="/check" {
                    (Progress::found(&yes_no(recheck.findings)))
                    button class="btn" { (icons::check()) "Start the check" }
                }
            }
        }
    }
}

/// Those of the findings that were said by what was said of the moment: a yes. A number is asked in the check.
fn yes_no(findings: &[FindingId]) -> Vec<FindingId> {
    let guidance = embedded().guidance();
    let is_yes_no =
        |id: &FindingId| guidance.findings.iter().any(|finding| finding.id == *id && finding.kind == Kind::YesNo);
    findings.iter().filter(|id| is_yes_no(id)).cloned().collect()
}

/// Whom to reach, before any relief.
fn help(plan: &Plan<'_>) -> Markup {
    html! {
        @for planned in &plan.help {
            section class="card measure" data-urgency=(plan.owed) {
                h2 { (planned.step.title) }
                p { (planned.step.how) }
                p { b { "When to stop: " } (planned.step.stop_when) }
                (who_says(planned))
            }
        }
    }
}

/// What was said, in one line, with the way to change it.
fn said(situation: &Situation) -> Markup {
    let mut parts: Vec<String> = Vec::new();
    let mobility = MOBILITY.iter().find(|(mobility, ..)| situation.mobility == Some(*mobility));
    parts.extend(mobility.map(|(_, words, _)| (*words).to_owned()));
    parts.extend(PLACES.iter().find(|(place, _)| situation.place == Some(*place)).map(|(_, words)| lower(words)));
    parts.extend(situation.alone.map(|alone| if alone { "alone" } else { "not alone" }.to_owned()));
    parts.extend(THINGS.iter().filter(|(thing, _)| situation.at_hand.contains(thing)).map(|(_, words)| lower(words)));
    html! {
        p class="soft" {
            @if !parts.is_empty() { "You said: " (parts.join(", ")) ". " }
        }
        div class="row" { a class="btn quiet" href="/now/fit" { "Make it fit me" } }
    }
}

/// One step for this moment, with the other ways to do the same behind it. What touches the skin asks about the skin first;
/// ways that differ stand side by side, closed, since the person chooses.
fn step(planned: &Planned<'_>, visit: &Visit) -> Markup {
    let ways: Vec<&Planned<'_>> = std::iter::once(planned).chain(&planned.or).collect();
    html! {
        section class="card step" id=(planned.step.id) {
            h2 { (planned.together.unwrap_or(&planned.step.title)) }
            @if moment::timers::is_on_skin(planned.step.kind) { (skin(&ways)) }
            @if planned.together.is_some() {
                div class="later" {
                    @for way in &ways {
                        details id=[(way.step.id != planned.step.id).then_some(&way.step.id)] {
                            summary { (way.step.title) }
                            div class="stack other" { (body(way, visit)) }
                        }
                    }
                }
            } @else {
                (body(planned, visit))
                @if !planned.or.is_empty() {
                    details {
                        summary { "Or instead: " (or_words(planned)) }
                        @for other in &planned.or {
                            div class="stack other" id=(other.step.id) { h3 { (other.step.title) } (body(other, visit)) }
                        }
                    }
                }
            }
        }
    }
}

/// What nobody has answered about the skin and the person: a tap for what is so, and one for no to all the others.
fn skin(ways: &[&Planned<'_>]) -> Markup {
    let open = |id: &str| ways.iter().any(|way| way.open.contains(&id));
    let asked: Vec<_> = embedded().relief().cautions.iter().filter(|caution| open(&caution.id)).collect();
    let ids: Vec<&str> = asked.iter().map(|caution| caution.id.as_str()).collect();
    html! {
        @if !asked.is_empty() {
            form class="stack tick" method="post" action="/now" {
                fieldset class="stack" {
                    legend { "First: is any of this so?" }
                    @for caution in asked {
                        label { input type="checkbox" name={ "caution." (caution.id) } value="yes"; span { (caution.ask) } }
                    }
                }
                button class="btn quiet deny" name=(situation::NO_TO_THE_OTHERS) value=(ids.join(" ")) {
                    span class="none" { "None of these" (icons::onward()) }
                    span class="others" { "Go on: no to the others" (icons::onward()) }
                }
            }
        }
    }
}

fn or_words(planned: &Planned<'_>) -> String {
    planned.or.iter().map(|other| lower(&other.step.title)).collect::<Vec<_>>().join(", ")
}

fn body(planned: &Planned<'_>, visit: &Visit) -> Markup {
    let step = planned.step;
    html! {
        @if let Some(when) = when(&planned.when, visit) { p { b { (when) } @if planned.again { ", once more" } } }
        p { (step.how) }
        @if let Some(often) = &step.often { p { b { "How often: " } (often) } }
        @if let Some(timer) = planned.timer.filter(|_| planned.when != When::Now) {
            p { b { "How long: " } (timer::length(timer.seconds)) }
        }
        p { b { "When to stop: " } (step.stop_when) }
        @if !planned.limits.is_empty() {
            ul class="limits" { @for limit in &planned.limits { li { (limit) } } }
        }
        @if step.kind == StepKind::Medicine { a class="btn quiet" href="/medicine" { "Check a medicine" (icons::onward()) } }
        @if planned.when == When::Now { (timer::start(planned)) }
        (who_says(planned))
    }
}

/// How sure it is, and who says so.
fn who_says(planned: &Planned<'_>) -> Markup {
    let step = planned.step;
    html! {
        details class="src" {
            summary { "How sure: " (lower(sureness(step.strength))) }
            p { "From: " (cite(&step.sources)) }
            @if let Some(judgement) = &step.judgement { p { "Our own judgement: " (judgement) } }
        }
    }
}

fn when(when: &When, visit: &Visit) -> Option<String> {
    match when {
        When::Now => None,
        When::At(at) => Some(format!("From {}", clock(at, visit))),
        When::WhenEased => Some("When the spasm has eased".to_owned()),
        When::AfterOnset(minutes) => Some(format!("{} hours after it began", minutes / 60)),
        When::Later => Some("Later".to_owned()),
    }
}

/// A time on the person's clock, with its day where that is not today.
fn clock(at: &Zoned, visit: &Visit) -> String {
    let time = at.strftime("%H:%M");
    if at.date() == visit.today() {
        time.to_string()
    } else {
        format!("{}, {time}", tell::short_day(at.date(), visit.today()))
    }
}

/// Steps for later, each behind its title: what counts now stays in view.
fn list(title: &str, steps: &[Planned<'_>], visit: &Visit) -> Markup {
    html! {
        @if !steps.is_empty() {
            section class="card measure later" {
                h2 { (title) }
                @for planned in steps {
                    details {
                        summary {
                            (planned.step.title)
                            @if let Some(when) = when(&planned.when, visit).filter(|_| planned.when != When::Later) {
                                small { (when) @if planned.again { ", once more" } }
                            }
                        }
                        div class="stack other" {
                            (body(planned, visit))
                            @for other in &planned.or {
                                div class="stack other" { h3 { "Or: " (lower(&other.step.title)) } (body(other, visit)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Cautions that nobody has answered, and that no step asks about itself: until then limits stay in view, or steps are left
/// out.
fn questions(plan: &Plan<'_>, situation: &Situation) -> Markup {
    let on_skin = plan.now.iter().filter(|planned| moment::timers::is_on_skin(planned.step.kind));
    let with_a_step: Vec<&str> = on_skin
        .flat_map(|step| std::iter::once(step).chain(&step.or))
        .flat_map(|way| way.open.iter().copied())
        .collect();
    let open = |id: &str| plan.open.contains(&id) && !with_a_step.contains(&id);
    let cautions: Vec<_> = embedded().relief().cautions.iter().filter(|caution| open(&caution.id)).collect();
    let answered = !situation.cautions.is_empty();
    html! {
        @if !cautions.is_empty() {
            form class="card measure says" method="post" action="/now" id="cautions" {
                h2 { "Is any of this so?" }
                p class="soft" { @if answered { "Still open. " } "What you answer makes the steps above fit." }
                @for caution in cautions {
                    fieldset class="asked" {
                        legend { (caution.ask) }
                        div class="pick two" {
                            label { input type="radio" name={ "caution." (caution.id) } value="yes"; span { "Yes" } }
                            label { input type="radio" name={ "caution." (caution.id) } value="no"; span { "No" } }
                        }
                    }
                }
                button class="btn" { "Make it fit" (icons::onward()) }
            }
        }
    }
}

fn watch(plan: &Plan<'_>) -> Markup {
    html! {
        @if !plan.watch.is_empty() {
            section class="card measure" data-urgency=(Urgency::SameDay) {
                h2 { "What to watch for" }
                ul { @for watch in &plan.watch { li { (watch.text) " " (watch.then) } } }
                a class="btn" href="/check" { (icons::check()) "Start the check" }
            }
        }
    }
}

/// Where sources disagree: what the plan does, in one line, the other ways one tap away, and who says what.
fn decisions(plan: &Plan<'_>) -> Markup {
    html! {
        @if !plan.decisions.is_empty() {
            section class="card measure" id="decisions" {
                h2 { "Where sources disagree, you decide" }
                @for decided in &plan.decisions { (decision(decided)) }
            }
        }
    }
}

fn decision(decided: &Decided<'_>) -> Markup {
    let decision = decided.decision;
    html! {
        details {
            summary {
                (decided.option.line)
                @if decided.by_the_person { small { "Your choice" } } @else { small { "What we start with" } }
            }
            form class="stack other" method="post" action="/now/decide" {
                input type="hidden" name="decision" value=(decision.id);
                p { (decision.ask) }
                div class="taps" {
                    @for option in &decision.options {
                        button class="btn quiet" name="option" value=(option.id) aria-pressed=[(option.id == decided.option.id).then_some("true")] {
                            (option.label)
                        }
                    }
                }
                p class="src" { a href=(disagreements::address(&decision.disagreement)) { "Who says what" } }
            }
        }
    }
}

fn review(plan: &Plan<'_>, visit: &Visit, checked: Option<Timestamp>) -> Markup {
    html! {
        section class="card measure" {
            @if let (Some(at), Some(about)) = (&plan.review_at, plan.about) {
                @if at.timestamp() > visit.now.at() { h2 { "Look again at " (clock(at, visit)) } } @else {
                    h2 { "Time to look again: how is it now?" }
                    a class="btn" href="/now/fit" { "Say how it is now" (icons::onward()) }
                }
                p { (about.review) }
            }
            @if let Some(at) = checked {
                p class="soft" { "This plan stands on the check of " (tell::recorded(at, visit)) "." }
            }
            div class="row" {
                form method="post" action="/spasm" { (visit.tap()) button class="btn fill-plum" { (icons::spasm()) "Spasm now" } }
                a class="btn quiet" href="/log" { (icons::diary()) "Write something down" }
            }
        }
    }
}

/// The whole form: everything that makes a plan fit, none of which has to be said.
pub(crate) async fn fit(visit: Visit) -> Response {
    let known = moment::so_far(&visit.diary, visit.now.at());
    let fields = fill(&known);
    let form = Form { fields: &fields, troubles: &[], visit: &visit, edited: false };
    let onset = known.onset;
    let main = html! {
        div class="stack measure" {
            h1 { "Make it fit me" }
            p { "Leave out what you like. What you do not say never adds a step." }
        }
        form class="stack says" method="post" action="/now" {
            (one(form, "mobility", "How far can you move?", MOBILITY.iter().map(|(value, words, _)| (id(value), *words))))
            (one(form, "place", "Where are you?", PLACES.iter().map(|(value, words)| (id(value), *words))))
            (one(form, "alone", "Are you alone?", [("yes".to_owned(), "Yes"), ("no".to_owned(), "No")].into_iter()))
            (one(form, "spasm", "How is it now?", SPASM.iter().map(|(value, words)| (id(value), *words))))
            fieldset class="card" id="onset" {
                legend {
                    "When did it begin?"
                    @if let Some(onset) = onset { span { "So far: " (tell::recorded(onset, &visit)) } }
                }
                div class="pick free" {
                    @for onset in &supple_guidance::embedded().validity.onset {
                        label { input type="radio" name="onset" value=(onset.id); span { (onset.words) } }
                    }
                }
            }
            (several(form, "at-hand", "What is at hand?", THINGS.iter().map(|(value, words)| (id(value), *words))))
            (several(form, "worse", "What makes it worse?", WORSE.iter().map(|(value, words)| (id(value), *words))))
            (several(form, "parts", "Where does it hurt?", PARTS.iter().map(|(value, words)| (id(value), *words))))
            (one(form, "pattern", "How do the spasms come?", PATTERNS.iter().map(|(value, words)| (id(value), *words))))
            fieldset class="card" {
                legend { "Is any of this so?" }
                @for caution in &embedded().relief().cautions {
                    (form.yes_no(&format!("caution.{}", caution.id), &html! { (caution.ask) }, &html! {}))
                }
            }
            button class="btn big" { "Make the plan" (icons::onward()) }
        }
    };
    shown(&visit, "Make it fit me", "/now/fit", &main)
}

/// What is known, as fields of the form.
fn fill(known: &Situation) -> Fields {
    let mut fields = Fields::default();
    fields.put("mobility", known.mobility.map_or(String::new(), id));
    fields.put("place", known.place.map_or(String::new(), id));
    fields.put("spasm", known.spasm.map_or(String::new(), id));
    fields.put("pattern", known.pattern.map_or(String::new(), id));
    fields.put("alone", known.alone.map_or("", |alone| if alone { "yes" } else { "no" }));
    known.at_hand.iter().for_each(|thing| fields.put("at-hand", id(thing)));
    known.worse.iter().for_each(|worse| fields.put("worse", id(worse)));
    known.parts.iter().for_each(|part| fields.put("parts", id(part)));
    for (caution, yes) in &known.cautions {
        fields.put(format!("caution.{caution}"), if *yes { "yes" } else { "no" });
    }
    fields
}

/// A question of which one answer is chosen.
fn one(form: Form<'_>, field: &str, legend: &str, answers: impl Iterator<Item = (String, &'static str)>) -> Markup {
    html! {
        fieldset class="card" id=(field) {
            legend { (legend) }
            div class="pick free" {
                @for (value, words) in answers {
                    label {
                        input type="radio" name=(field) value=(value) checked[form.fields.get(field) == value];
                        span { (words) }
                    }
                }
            }
        }
    }
}

/// A question of which several answers may be chosen. The hidden field says that it was asked.
fn several(form: Form<'_>, field: &str, legend: &str, answers: impl Iterator<Item = (String, &'static str)>) -> Markup {
    html! {
        fieldset class="card" id=(field) {
            legend { (legend) span { "Tap all that fit." } }
            input type="hidden" name=(field) value="";
            div class="pick free" {
                @for (value, words) in answers {
                    label {
                        input type="checkbox" name=(field) value=(value) checked[form.fields.has(field, &value)];
                        span { (words) }
                    }
                }
            }
        }
    }
}
