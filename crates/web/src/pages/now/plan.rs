//! What to do now: the plan for this moment, made anew each time it is looked at.
//!
//! First one question, how far someone can move; that is enough for a plan. What else is said makes it fit better, and
//! never has to be said.

use crate::forms::contact;
use crate::forms::form::Form;
use crate::forms::trial;
use crate::forms::written::refused;
use crate::http::fields::Fields;
use crate::http::problem::Problem;
use crate::http::remedy::Remedy;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::check::screens::Progress;
use crate::pages::guide::disagreements;
use crate::pages::now::gate;
use crate::pages::now::situation::{self, id};
use crate::pages::now::timer;
use crate::tell;
use crate::ui::drawn::figure;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite, lower, sentence};
use crate::ui::urgency;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::moment::{self, Said};
use supple_care::{By, Plan, Planned, Situation, When, embedded, trials};
use supple_diary::{Profile, Words};
use supple_guidance::{FindingId, Kind, Mobility, StepKind, Urgency};
use supple_journal::JournalError;
use supple_wording::plan::{self as wording, MOBILITY, PARTS, PATTERNS, PLACES, SPASM, THINGS, WORSE};
use supple_wording::verdict::headline;

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
    (crate::http::headers::NO_STORE, frame.around(main)).into_response()
}

fn first_question(visit: &Visit) -> Response {
    let is_emergency =
        supple_care::known(&visit.diary, &Situation::default(), visit.now.at()).owed == Urgency::Emergency;
    let main = html! {
        @if is_emergency { (call_now(visit.help)) (contact::ways(visit.diary.profile())) }
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
pub(crate) async fn tell(post: FormRequest) -> Response {
    let visit = &post.visit;
    let known = moment::so_far(&visit.diary, visit.now.at());
    let situation = match situation::read(&post.fields, &known, visit.now.at()) {
        Ok(situation) => situation,
        Err(error) => return Problem::bad_form(error.told()).page(visit.help),
    };
    // A form that asks what is at hand says it, even where that is nothing.
    let is_asked = post.fields.all("at-hand").next().is_some();
    let situation = if is_asked { situation } else { moment::begun(&visit.diary, situation, visit.now.at()) };
    // Someone who is down is led step by step. At an emergency the plan shows the call first, and leads there too.
    let asked_first = !post.fields.get("mobility").is_empty() && post.fields.get(field::FIRST) == "1";
    let down = situation.mobility.is_some_and(|mobility| mobility < Mobility::CanStand);
    let owed = supple_care::known(&visit.diary, &situation, visit.now.at()).owed;
    let led = asked_first && down && owed < Urgency::Emergency;
    match store(visit, &situation).await {
        Ok(()) if led => see_other("/floor"),
        // Whoever answered about the skin wants what it was asked for: the row that holds it opens.
        Ok(()) if !post.fields.get(situation::NO_TO_THE_OTHERS).is_empty() => see_other(MORE),
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
        Some(entry) => visit.keep_now(entry).await?,
        None => return Ok(()),
    }
    // What is so of the person is kept where everything else about them stands, and is not asked again.
    match supple_care::profile::told_to_a_plan(&visit.diary, &situation.cautions, visit.now.at()) {
        nothing if nothing == Profile::default() => Ok(()),
        told => visit.keep_now(told).await,
    }
}

/// Remembers what the person decided where sources disagree.
pub(crate) async fn decide(post: FormRequest) -> Response {
    let (decision, option) = (post.fields.get("decision"), post.fields.get("option"));
    let mut preferences = moment::preferences(&post.visit.diary);
    if let Err(error) = preferences.set(embedded(), decision, option) {
        return Problem::bad_form(error.told()).page(post.visit.help);
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
    let told = wording::plan(&plan, &known, situation, visit.help.number(), visit.into(), visit.now.at());
    let main = html! {
        @if is_emergency { (call_now(visit.help)) (contact::ways(visit.diary.profile())) }
        (timer::line(visit))
        @if plan.owed < Urgency::SameDay { (trial::line(visit)) }
        (gate::before(&told.basis, known.owed))
        (recheck(&told))
        (help(&told, plan.owed, visit.diary.profile()))
        div class="stack measure" {
            @if is_emergency {
                h2 { (told.headline) }
            } @else {
                h1 { (told.headline) }
                p class="lead" { (told.lead) }
            }
            (said(&told))
            @for why in found(&plan, visit) { p class="soft" { (why) } }
        }
        @if situation.mobility.is_none_or(|mobility| mobility < Mobility::CanStand) {
            a class="door slim measure fill-pine" href="/floor" {
                (icons::lying())
                span { b { "Guide me, one step at a time" } "For someone who is down. Large and dark." }
            }
        }
        // What comes before any relief leaves room for one thing beside it.
        @let at_once = if stands_alone(&told) { AT_ONCE } else { 1 };
        div class="flow" {
            @for (planned, told) in plan.now.iter().zip(&told.now).take(at_once) { (step(planned, told)) }
        }
        section class="folds measure" {
            @if plan.now.len() > at_once {
                @let more = plan.now.iter().zip(&told.now).skip(at_once);
                @let titles = told.now.iter().skip(at_once).map(|step| step.title);
                (fold("More for now", &in_short(titles), &html! {
                    div class="stack" id="more" { @for (planned, told) in more { (step(planned, told)) } }
                }))
            }
            (watch(&told))
            (questions(&plan, situation))
            (list(wording::NEXT, &plan.next, &told.next))
            (list(wording::LATER, &plan.later, &told.later))
            @if !told.avoid.is_empty() {
                (fold(wording::AVOID, "", &html! {
                    ul { @for avoid in &told.avoid { li { (avoid.text) p class="src" { "From: " (cite(&avoid.sources)) } } } }
                }))
            }
            (decisions(&told))
        }
        (review(&told, plan.owed, visit))
    };
    let title = plan.about.map_or(wording::TITLE, |about| &about.title);
    shown(visit, title, "/now", &main)
}

/// Why the plan starts with what a trial of the person found.
fn found(plan: &Plan<'_>, visit: &Visit) -> Vec<String> {
    let by_trial = plan.decisions.iter().filter(|decided| decided.by == By::Trial);
    let found = by_trial.filter_map(|decided| trials::of_decision(&visit.diary, &decided.decision.id, visit.now.at()));
    found.map(|found| supple_wording::trial::why(&found)).collect()
}

/// How many steps stand open. Someone in pain does one thing, then the next; the others are one tap away.
const AT_ONCE: usize = 3;

/// The plan with the row of further steps open.
const MORE: &str = "/now#more";

/// Whether nothing stands before the steps: no sign is still asked about, nothing leads back to the check, nobody is to be
/// reached first.
fn stands_alone(told: &wording::Plan<'_>) -> bool {
    matches!(told.basis, wording::Basis::Check { .. } | wording::Basis::Passed { .. })
        && told.recheck.is_empty()
        && told.help.is_empty()
}

/// A row that opens: its name, what is inside in few words, and all of it.
fn fold(name: &str, inside: &str, whole: &Markup) -> Markup {
    html! {
        details {
            summary { span { (name) @if !inside.is_empty() { small { (inside) } } } }
            div class="stack" { (whole) }
        }
    }
}

/// The titles of what a closed row holds: two of them, and how many more.
fn in_short<'t>(titles: impl Iterator<Item = &'t str>) -> String {
    let titles: Vec<&str> = titles.collect();
    let named: Vec<String> = titles.iter().take(2).map(|title| sentence(title)).collect();
    match titles.len().saturating_sub(2) {
        0 => named.join(". "),
        more => format!("{}, and {more} more", named.join(". ")),
    }
}

/// An emergency: the call before everything else.
fn call_now(help: Help) -> Markup {
    let number = help.number();
    html! {
        section class="card verdict" data-urgency=(Urgency::Emergency) {
            (icons::shape(Urgency::Emergency))
            div class="stack" {
                p class="word" { (urgency::word(Urgency::Emergency)) }
                h1 { (headline(Urgency::Emergency, number)) }
            }
            a class="btn fill-red big" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
        }
    }
}

/// What was said about the moment and belongs into the check.
fn recheck(told: &wording::Plan<'_>) -> Markup {
    html! {
        @for recheck in &told.recheck {
            section class="card measure" data-urgency=(recheck.rule.urgency) {
                div class="row" { (icons::shape(recheck.rule.urgency)) h2 { (recheck.word) } }
                p { (recheck.rule.because) span class="src" { " From: " (cite(&recheck.rule.sources)) } }
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

/// Whom to reach, before any relief: one card, with what it rests on in one row.
fn help(told: &wording::Plan<'_>, owed: Urgency, profile: &Profile) -> Markup {
    html! {
        @if !told.help.is_empty() {
            section class="card measure" data-urgency=(owed) {
                @for step in &told.help {
                    h2 { (step.title) }
                    p { (step.how) }
                    p { b { "When to stop: " } (step.stop_when) }
                }
                @if owed < Urgency::Emergency { (contact::ways_and_check(profile)) }
                details class="src" {
                    summary { "How sure" }
                    @for step in &told.help {
                        p { (step.title) ": " (lower(step.sureness)) ". From: " (cite(step.sources)) }
                        @if let Some(judgement) = step.judgement { p { "Our own judgement: " (judgement) } }
                    }
                }
            }
        }
    }
}

/// What was said, in one line, with the way to change it.
fn said(told: &wording::Plan<'_>) -> Markup {
    html! {
        p class="soft" { @if let Some(said) = &told.said { (said) " " } a href="/now/fit" { "Make it fit me" } }
    }
}

/// One step for this moment, with the other ways to do the same behind it. What touches the skin asks about the skin first;
/// ways that differ stand side by side, closed, since the person chooses.
fn step(planned: &Planned<'_>, told: &wording::Step<'_>) -> Markup {
    let ways: Vec<&Planned<'_>> = std::iter::once(planned).chain(&planned.or).collect();
    let others: Vec<_> = planned.or.iter().zip(&told.or).collect();
    html! {
        section class="card step" id=(told.id) {
            (figure(supple_figure::of_step(told.id)))
            h2 { (told.headline()) }
            @if moment::timers::is_on_skin(planned.step.kind) { (skin(&ways)) }
            @if told.together.is_some() {
                div class="later" {
                    @for (way, words) in std::iter::once((planned, told)).chain(others) {
                        details id=[(words.id != told.id).then_some(words.id)] {
                            summary { (words.title) }
                            div class="stack other" { (body(way, words)) }
                        }
                    }
                }
            } @else {
                (body(planned, told))
                @if !others.is_empty() {
                    details {
                        summary { "Or instead: " (or_words(told)) }
                        @for (other, words) in others {
                            div class="stack other" id=(words.id) { h3 { (words.title) } (body(other, words)) }
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
            details class="skin" {
                summary { "First: is any of this so?" }
                form class="stack tick" method="post" action="/now" {
                fieldset class="stack" {
                    legend { "Tap what is so" }
                    @for caution in asked {
                        label { input type="checkbox" name={ "caution." (caution.id) } value="yes"; span { (caution.ask) } }
                    }
                }
                button class="btn quiet deny" name=(situation::NO_TO_THE_OTHERS) value=(ids.join(" ")) {
                    span class="none" { "None of these" (icons::onward()) }
                    span class="others" { "Go on: no to the others" (icons::onward()) }
                }
            } }
        }
    }
}

fn or_words(told: &wording::Step<'_>) -> String {
    told.or.iter().map(|other| lower(other.title)).collect::<Vec<_>>().join(", ")
}

fn body(planned: &Planned<'_>, told: &wording::Step<'_>) -> Markup {
    html! {
        @if let Some(when) = &told.when { p { b { (when) } } }
        p { (told.how) @if let Some(often) = told.often { " " b { "How often: " } (often) } }
        @if let Some(length) = told.length.as_ref().filter(|_| planned.when != When::Now) {
            p { b { "How long: " } (length) }
        }
        p { b { "When to stop: " } (told.stop_when) }
        @if !told.limits.is_empty() {
            ul class="limits" { @for limit in &told.limits { li { (limit) } } }
        }
        @if planned.step.kind == StepKind::Medicine { a class="btn quiet" href="/medicine" { "Check a medicine" (icons::onward()) } }
        @if planned.when == When::Now { (timer::start(planned)) }
        (who_says(told))
    }
}

/// How sure it is, and who says so.
fn who_says(told: &wording::Step<'_>) -> Markup {
    html! {
        details class="src" {
            summary { "How sure: " (lower(told.sureness)) }
            p { "From: " (cite(told.sources)) }
            @if let Some(judgement) = told.judgement { p { "Our own judgement: " (judgement) } }
        }
    }
}

/// Steps for later, each behind its title: what counts now stays in view.
fn list(title: &str, steps: &[Planned<'_>], told: &[wording::Step<'_>]) -> Markup {
    let whole = html! {
        div class="later" {
            @for (planned, words) in steps.iter().zip(told) {
                details {
                    summary {
                        (words.title)
                        @if let Some(when) = words.when.as_ref().filter(|_| planned.when != When::Later) { small { (when) } }
                    }
                    div class="stack other" {
                        (figure(supple_figure::of_step(words.id)))
                        (body(planned, words))
                        @for (other, words) in planned.or.iter().zip(&words.or) {
                            div class="stack other" { h3 { "Or: " (lower(words.title)) } (body(other, words)) }
                        }
                    }
                }
            }
        }
    };
    html! { @if !steps.is_empty() { (fold(title, &in_short(told.iter().map(|step| step.title)), &whole)) } }
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
            @let whole = html! { form class="stack says" method="post" action="/now" id="cautions" {
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
            } };
            (fold("Is any of this so?", "It makes the steps fit you", &whole))
        }
    }
}

fn watch(told: &wording::Plan<'_>) -> Markup {
    html! {
        @if !told.watch.is_empty() {
            (fold(wording::WATCH, "When to check again, and when to call", &html! {
                ul { @for watch in &told.watch { li { (watch.text) " " (watch.then) } } }
                a class="btn" href="/check" { (icons::check()) "Start the check" }
            }))
        }
    }
}

/// Where sources disagree: what the plan does, in one line, the other ways one tap away, and who says what.
fn decisions(told: &wording::Plan<'_>) -> Markup {
    html! {
        @if !told.decisions.is_empty() {
            (fold(wording::DECISIONS, "", &html! {
                div class="later" id="decisions" { @for decided in &told.decisions { (decision(decided)) } }
            }))
        }
    }
}

fn decision(decided: &wording::Decision<'_>) -> Markup {
    let decision = decided.decision;
    html! {
        details {
            summary { (decided.line) small { (decided.by) } }
            form class="stack other" method="post" action="/now/decide" {
                input type="hidden" name="decision" value=(decision.id);
                p { (decision.ask) }
                div class="taps" {
                    @for option in &decision.options {
                        button class="btn quiet" name="option" value=(option.id) aria-pressed=[(option.id == decided.option).then_some("true")] {
                            (option.label)
                        }
                    }
                }
                p class="src" { a href=(disagreements::address(&decision.disagreement)) { "Who says what" } }
            }
        }
    }
}

/// When to look again, and what to write down meanwhile.
fn review(told: &wording::Plan<'_>, owed: Urgency, visit: &Visit) -> Markup {
    html! {
        div class="stack measure" {
            @if let Some(review) = &told.review {
                p { b { (review.line) } ". " (review.text) }
                @if review.is_due { a class="btn" href="/now/fit" { "Say how it is now" (icons::onward()) } }
            }
            @if let wording::Basis::Check { line: Some(line), .. } = &told.basis { p class="soft" { (line) } }
            div class="row" {
                form method="post" action="/spasm" { (visit.tap()) button class="btn fill-plum" { (icons::spasm()) "Spasm now" } }
                a class="btn quiet" href="/log" { "Note it" }
            }
            // Where someone is to be reached, this stands there.
            @if told.help.is_empty() && owed < Urgency::Emergency { (contact::ways_and_check(visit.diary.profile())) }
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
