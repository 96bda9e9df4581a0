//! The verdict: how soon, what to say, why, and who says so.

use crate::check::Progress;
use crate::country::Help;
use crate::entry::address;
use crate::headers::NO_STORE;
use crate::layout::{Frame, Room, answered, cite, known, link, lower, sentence};
use crate::percent::encoded;
use crate::problem::Problem;
use crate::visit::Visit;
use crate::{disagreements, guide, icons, picks, urgency, words};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_diary::{Check, Item};
use supple_guidance::{Claim, Finding, Rule, Urgency};
use supple_triage::{Answer, Answers, Fired, Verdict, embedded};
use uuid::Uuid;

/// The claim that serious causes are rare, for those whom we send to a doctor and who will mostly be well.
const RARE: &str = "warning-signs.rare";

/// What to read next for someone who can care for it at home.
const AT_HOME: [&str; 3] = ["relief", "course", "prevention"];

/// `entry` is the check in the diary, once it is stored there. The verdict is shown in any case.
pub(crate) fn page(progress: &Progress, verdict: &Verdict<'static>, entry: Option<Uuid>, help: Help) -> Markup {
    let answers = &progress.before;
    let self_care = verdict.urgency == Urgency::SelfCare;
    let main = html! {
        (block(progress, verdict.urgency, answers, help))
        @if verdict.urgency == Urgency::Emergency { (read_out(verdict, answers, entry)) }
        (what_now(verdict.urgency))
        div class="flow" {
            @if self_care {
                (open(verdict, answers))
                (gravest(answers))
                (stricter(verdict, answers))
                (at_home())
                section class="folds" {
                    (doctor_sooner(verdict, answers))
                    (watch(answers))
                    (not_settling())
                    (denied(answers, false))
                }
            } @else {
                @if verdict.urgency != Urgency::Emergency { (read_out(verdict, answers, entry)) }
                @if verdict.urgency == Urgency::Emergency { (while_you_wait()) }
                (open(verdict, answers))
                (stricter(verdict, answers))
                section class="folds" {
                    (why(verdict, answers))
                    (doctor_sooner(verdict, answers))
                    (who_says(verdict))
                    (denied(answers, true))
                }
                (kindness())
            }
        }
        div class="row noprint" {
            (progress.change())
            a class="btn quiet" href="/check" { "Start again" }
        }
    };
    Frame { title: urgency::word(verdict.urgency), room: Room::Check, path: "/check", help, lost: None }.around(&main)
}

/// How soon, in shape, word and colour, and the one thing to do.
fn block(progress: &Progress, urgency: Urgency, answers: &Answers, help: Help) -> Markup {
    let number = help.number();
    html! {
        section class="card verdict" data-urgency=(urgency) {
            (icons::shape(urgency))
            div class="stack" {
                p class="word" { (urgency::word(urgency)) }
                @match urgency {
                    Urgency::Emergency => {
                        h1 { "Call " (number) " now" }
                        p { "Or go to an emergency department now. Do not wait to see if it passes." }
                    }
                    Urgency::SameDay => {
                        h1 { "Speak to a doctor today" }
                        p { "Call your doctor, or an urgent care line. Today, not tomorrow." }
                        p {
                            "If you cannot reach a doctor today, call " a href={ "tel:" (number) } { (number) }
                            " or go to an emergency department."
                        }
                    }
                    Urgency::SeeDoctor => {
                        h1 { "See a doctor within days" }
                        p { "At most two weeks from now. If it gets worse or something new comes, do the check again." }
                    }
                    Urgency::SelfCare => {
                        h1 { "You can care for this at home" }
                        p { (words::why_at_home(answers)) " If something changes, do the check again." }
                    }
                }
            }
            @if urgency == Urgency::Emergency {
                div class="stack" {
                    a class="btn fill-red big" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
                    div class="noprint" { p { (help.place()) } (progress.other_country(help)) }
                }
            }
        }
    }
}

/// On to the plan: what helps in this minute, or what is safe until someone has looked at it.
fn what_now(urgency: Urgency) -> Markup {
    let words = match urgency {
        Urgency::SelfCare => "What to do now",
        Urgency::SeeDoctor | Urgency::SameDay => "What to do until then",
        Urgency::Emergency => "What is safe while you wait",
    };
    html! {
        div class="row noprint" {
            a class={ "btn" @if urgency == Urgency::SelfCare { " big" } @else { " quiet" } } href="/now" { (words) (icons::onward()) }
        }
    }
}

/// The card to read out on the phone, or to hand over: what is so, what to ask about, and what is not so. It can be copied,
/// sent and printed; where the check is not in the diary, only sent.
fn read_out(verdict: &Verdict<'_>, answers: &Answers, entry: Option<Uuid>) -> Markup {
    let said = words::to_say(answers, verdict);
    let text = said.join("\n\n");
    html! {
        section class="card speech" {
            h2 { (speech_title(verdict.urgency)) }
            (quote(&said))
            div class="row noprint" {
                @if let Some(id) = entry { a class="btn quiet" href={ (address(id)) "/words" } data-copy=(text) { "Copy" } }
                a class="btn quiet" href={ "sms:?&body=" (encoded(&text).to_string()) } { "Send" }
                @if let Some(id) = entry { a class="btn quiet" href={ (address(id)) "/sheet" } { "Print" } }
            }
        }
    }
}

fn speech_title(urgency: Urgency) -> &'static str {
    if urgency == Urgency::SeeDoctor { "What to tell the doctor" } else { "Read this out" }
}

fn quote(said: &[String]) -> Markup {
    html! { blockquote { @for paragraph in said { p { (paragraph) } } } }
}

/// What a check in the diary comes to; nothing where there is nothing to say to a doctor.
fn stored(check: &Check) -> Option<(Answers, Verdict<'static>)> {
    let answers = Answers::from_kept(embedded(), check.answers.json());
    let verdict = embedded().verdict(&answers);
    (verdict.urgency > Urgency::SelfCare).then_some((answers, verdict))
}

/// The words of a check that is in the diary, as they were to be read out: whoever comes to the doctor days later finds them.
pub(crate) fn words_of(check: &Check, entry: Uuid) -> Markup {
    html! {
        @if let Some((answers, verdict)) = stored(check) {
            (read_out(&verdict, &answers, Some(entry)))
            section class="folds" { (denied(&answers, true)) }
        }
    }
}

/// The check of this entry, if it still counts and has words.
fn kept<'v>(visit: &'v Visit, id: &str) -> Option<(&'v Item, Answers, Verdict<'static>)> {
    let item = visit.diary.get(Uuid::try_parse(id).ok()?)?;
    let (answers, verdict) = stored(item.get::<Check>()?)?;
    Some((item, answers, verdict))
}

/// The words as plain text, to copy where there is no script.
pub(crate) async fn plain(visit: Visit, Path(id): Path<String>) -> Response {
    match kept(&visit, &id) {
        Some((_, answers, verdict)) => {
            let text = words::to_say(&answers, &verdict).join("\n\n") + "\n";
            (NO_STORE, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
        }
        None => Problem::not_found().page(visit.help),
    }
}

/// The words on a sheet of paper.
pub(crate) async fn sheet(visit: Visit, Path(id): Path<String>) -> Response {
    let Some((item, answers, verdict)) = kept(&visit, &id) else { return Problem::not_found().page(visit.help) };
    let title = speech_title(verdict.urgency);
    let main = html! {
        div class="stack measure speech" {
            h1 { (title) }
            p class="soft" { "My check of " (item.happened().clock().strftime("%-d %B %Y, %H:%M").to_string()) }
            (quote(&words::to_say(&answers, &verdict)))
            div class="row noprint" {
                button class="btn" id="print" hidden { "Print" }
                a class="btn quiet" href=(address(item.id())) { (icons::back()) "Back to the check" }
            }
            noscript { p class="noprint" { "You can print this page from the menu of your browser." } }
        }
    };
    visit.page(title, &format!("{}/sheet", address(item.id())), &main)
}

/// Every danger sign that was denied, folded: complete, and out of the way. `said`: whether the page has words to say, which
/// tell of every yes.
fn denied(answers: &Answers, said: bool) -> Markup {
    let denied = words::denied(answers);
    let count: usize = denied.iter().map(|(_, denies)| denies.len()).sum();
    if count == 0 {
        return html! {};
    }
    // "Others" than those in the words to say: without words it would hide a yes.
    let others = said && words::no_to_all_others(answers);
    html! {
        details class="denied" {
            summary {
                @if others { span { "No to all other warning signs" small { (count) " that we asked about" } } }
                @else { "You said no to " (count) " warning signs" }
            }
            @for (danger, denies) in denied {
                p { b { (danger) ": " } "no " (denies.join(", no ")) "." }
            }
        }
    }
}

/// Signs that a list calls more urgent by themselves than we do: who, why not, and with what they would be.
fn stricter(verdict: &Verdict<'static>, answers: &Answers) -> Markup {
    let urgent = standing_alone(verdict, answers, |urgency| urgency > Urgency::SeeDoctor);
    html! { @if let Some(urgent) = urgent { section class="card" { h2 { "Where some lists are stricter" } (urgent) } } }
}

/// The same of signs for which a list says to see a doctor: complete, and out of the way.
fn doctor_sooner(verdict: &Verdict<'static>, answers: &Answers) -> Markup {
    let milder = standing_alone(verdict, answers, |urgency| urgency == Urgency::SeeDoctor);
    html! { @if let Some(milder) = milder { details { summary { "Where some lists say doctor sooner" } (milder) } } }
}

/// The weak signs that stand alone, of rules of these urgencies; none where there are none.
fn standing_alone(verdict: &Verdict<'static>, answers: &Answers, of: impl Fn(Urgency) -> bool) -> Option<Markup> {
    let fired = verdict.fired.iter().filter(|fired| of(fired.rule.urgency));
    let alone: Vec<(&Fired<'static>, words::Alone)> =
        fired.filter_map(|fired| Some((fired, words::alone(fired)?))).collect();
    (!alone.is_empty()).then(|| {
        html! {
            @for (fired, alone) in alone {
                div class="reason" {
                    (said(fired, answers))
                    p { (alone.who) " Studies or guidelines do not: " (alone.because) }
                    p { (alone.company) }
                    p class="src" { "From: " (cite(alone.evidence)) }
                }
            }
        }
    })
}

/// Plain practical lines. None of them is about health, so none needs a source.
fn while_you_wait() -> Markup {
    html! {
        section class="card noprint" {
            h2 { "While you wait" }
            ol class="steps" {
                li { "Keep this phone with you, and on charge if you can." }
                li { "If someone is near, ask them to open the door and stay." }
                li { "Say where you are: town, street, floor." }
            }
        }
    }
}

fn why(verdict: &Verdict<'_>, answers: &Answers) -> Markup {
    let fired: Vec<&Fired<'_>> = verdict.fired.iter().filter(|fired| fired.urgency > Urgency::SelfCare).collect();
    html! {
        details {
            summary { "Why we say this" }
            @for fired in fired {
                div class="reason" {
                    (said(fired, answers))
                    p { (fired.rule.because) }
                    @if fired.alone {
                        p { "By itself: " (urgency::tag(fired.urgency)) }
                    } @else if fired.urgency < fired.rule.urgency {
                        p { "You are not sure, so we say today and not now." }
                    } @else if fired.urgency < verdict.urgency {
                        p { "By itself: " (urgency::tag(fired.urgency)) }
                    }
                    @if let Some(judgement) = &fired.rule.judgement {
                        p class="soft" { "Our own judgement: " (judgement) }
                    }
                    p class="src" { "From: " (cite(&fired.rule.sources)) }
                }
            }
        }
    }
}

/// What was answered that speaks for a rule.
fn said(fired: &Fired<'_>, answers: &Answers) -> Markup {
    let triage = embedded();
    let places = fired.findings.iter().filter_map(|id| triage.place(id));
    html! {
        @for place in places {
            @let ask = &triage.guidance().findings[place].ask;
            @match answers.get(place) {
                Some(Answer::Yes) => p { b { "You said yes: " } (lower(ask)) },
                Some(Answer::Unsure) => p { b { "You were not sure: " } (lower(ask)) },
                Some(answer) => p {
                    b { "You said: " }
                    (lower(&answered(ask, picks::chosen(place, answer).map_or("", |pick| pick.label))))
                },
                None => {}
            }
        }
    }
}

fn who_says(verdict: &Verdict<'_>) -> Markup {
    html! {
        details {
            summary { "Who says how soon" }
            @for fired in words::deciding(verdict) { (positions(fired.rule)) }
            p class="soft" { "When sources differ, we go with the most urgent, but for signs that studies find to tell nothing alone." }
        }
    }
}

/// What the sources say of one sign, the most urgent first, and how they are split.
fn positions(rule: &Rule) -> Markup {
    if rule.positions.is_empty() {
        return html! { p { "No source gives a time for this. It is our own judgement." } };
    }
    let camp = |urgency| rule.positions.iter().filter(move |position| position.urgency == urgency);
    html! {
        h3 { (sentence(&rule.concern)) }
        dl class="camps" {
            @for urgency in Urgency::ALL.into_iter().rev().filter(|urgency| camp(*urgency).next().is_some()) {
                dt { (urgency::opinion(urgency)) }
                @for position in camp(urgency) {
                    dd {
                        @for source in known([&position.source]) { (link(source)) }
                        @if let Some(says) = &position.says { ": " (says) }
                    }
                }
            }
        }
        @if let Some(split) = words::split(rule) { p { (split) } }
        @if let Some(disagreement) = disagreements::about(rule) {
            p class="src noprint" {
                "More on this: "
                a href=(disagreements::address(&disagreement.id)) { (disagreement.question) }
            }
        }
    }
}

/// What the person was not sure of and what it would change.
fn open(verdict: &Verdict<'_>, answers: &Answers) -> Markup {
    let triage = embedded();
    let open: Vec<usize> =
        verdict.unsure.iter().filter(|id| verdict.open.contains(id)).filter_map(|id| triage.place(id)).collect();
    if open.is_empty() {
        return html! {};
    }
    html! {
        section class="card" {
            h2 { "What you were not sure about" }
            @for place in open {
                @let finding = &triage.guidance().findings[place];
                div class="reason" {
                    p {
                        b { (finding.ask) ". " }
                        "If it turns out to be so, this "
                        @if alone_an_emergency(answers, place) { "becomes" } @else { "could become" }
                        " an emergency."
                    }
                    @if let Some(find_out) = &finding.find_out {
                        div class="find" { p { b { "A quick way to find out: " } (find_out) } }
                    }
                }
            }
        }
    }
}

/// Whether this finding, were it so, would make an emergency of what else was said.
fn alone_an_emergency(answers: &Answers, place: usize) -> bool {
    let triage = embedded();
    picks::of(place).iter().any(|pick| {
        let mut answers = answers.clone();
        answers.set_at(triage, place, pick.answer).is_ok() && triage.verdict(&answers).urgency == Urgency::Emergency
    })
}

/// Most people whom we send to a doctor turn out to be well, and should know it.
fn kindness() -> Markup {
    let Some(claim) = claim(RARE) else { return html! {} };
    html! {
        section class="card calm" {
            h2 { "Most often it is not that" }
            p { (claim.text) }
            @if let Some(caution) = &claim.caution { p { (caution) } }
            p class="src" { (claim.strength.plain()) ": " (cite(&claim.sources)) }
        }
    }
}

fn claim(id: &str) -> Option<&'static Claim> {
    embedded().guidance().claims.iter().find(|claim| claim.id == id)
}

fn at_home() -> Markup {
    let topics = embedded().guidance().topics.iter();
    html! {
        section class="card" {
            h2 { "What helps" }
            ul class="links" {
                @for topic in topics.filter(|topic| AT_HOME.contains(&topic.id.as_str())) {
                    li { a href=(guide::address(&topic.id)) { b { (topic.title) } span { (topic.lead) } } }
                }
            }
        }
    }
}

/// The gravest signs to watch for, in the open: bladder, bowel, saddle, leg strength, chest and breath.
fn gravest(answers: &Answers) -> Markup {
    let signs = words::watch_for(answers).into_iter().flat_map(|(_, signs)| signs);
    let grave: Vec<&str> = signs.filter(|(place, _)| finding(*place).unsure_is_yes).map(|(_, sign)| sign).collect();
    html! {
        section class="card" {
            h2 { "Call at once if one of these comes" }
            ul class="watch" { @for sign in grave { li { (sign) } } }
        }
    }
}

fn finding(place: usize) -> &'static Finding {
    &embedded().guidance().findings[place]
}

/// What to watch for: each of these would have changed the verdict.
fn watch(answers: &Answers) -> Markup {
    html! {
        details {
            summary { "All signs to watch for" }
            p { "Come back to the check, or call, if any of these comes:" }
            @for (danger, signs) in words::watch_for(answers) {
                h3 { (danger) }
                ul class="watch" { @for (_, sign) in signs { li { (sign) } } }
            }
        }
    }
}

/// When a spasm that can be cared for at home should be seen all the same.
fn not_settling() -> Markup {
    let guidance = embedded().guidance();
    let persistent = |rule: &&Rule| {
        rule.urgency == Urgency::SeeDoctor && rule.red_flags.iter().any(|red_flag| red_flag == "rf.persistent")
    };
    html! {
        details {
            summary { "When to see a doctor" }
            ul class="watch" {
                @for rule in guidance.rules.iter().filter(persistent) {
                    li { (rule.because) " " span class="src" { (cite(&rule.sources)) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn what_the_page_names_is_in_the_guidance() {
        let guidance = embedded().guidance();
        assert!(claim(RARE).unwrap().text.contains("rare"));
        for topic in AT_HOME {
            assert!(guidance.topics.iter().any(|known| known.id == topic), "{topic}");
        }
        assert!(guidance.rules.iter().any(|rule| rule.red_flags.iter().any(|red_flag| red_flag == "rf.persistent")));
    }
}
