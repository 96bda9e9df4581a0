//! The verdict: how soon, what to say, why, and who says so.

use crate::forms::contact;
use crate::forms::written::address;
use crate::http::headers::NO_STORE;
use crate::http::problem::Problem;
use crate::http::visit::Visit;
use crate::pages::check::screens::Progress;
use crate::pages::guide::disagreements;
use crate::pages::guide::topics as guide;
use crate::tell::counted;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite, known, link};
use crate::ui::urgency;
use crate::words;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_diary::{Check, Item, Profile};
use supple_guidance::Urgency;
use supple_triage::{Answers, Verdict, embedded};
use supple_wording::Line;
use supple_wording::verdict::{self as wording, say_title};
use uuid::Uuid;

/// What to read next for someone who can care for it at home.
const AT_HOME: [&str; 3] = ["relief", "course", "prevention"];

/// `entry` is the check in the diary, once it is stored there. The verdict is shown in any case.
pub(crate) fn page(
    progress: &Progress,
    verdict: &Verdict<'static>,
    entry: Option<Uuid>,
    help: Help,
    profile: &Profile,
) -> Markup {
    let answers = &progress.before;
    let told = wording::verdict(verdict, answers, help.number());
    let main = html! {
        (block(progress, &told, help))
        @if !told.say.is_empty() { (read_out(told.say_title, &told.say, entry)) }
        (what_now(told.urgency))
        @match told.urgency {
            Urgency::Emergency => {}
            Urgency::SelfCare => (contact::ways(profile)),
            Urgency::SameDay | Urgency::SeeDoctor => (contact::ways_or_offer(profile)),
        }
        div class="flow" {
            @if told.urgency == Urgency::Emergency { (while_you_wait(profile)) }
            @if !told.gravest.is_empty() { (gravest(&told)) }
            @if told.urgency == Urgency::SelfCare { (at_home()) }
            (behind(&told, answers))
        }
        div class="row ends noprint" { (progress.change()) a href="/check" { "Start again" } }
    };
    Frame { title: told.word, room: Room::Check, path: "/check", help, lost: None }.of_a_task(&main)
}

/// All that stands behind a verdict, each in a row that opens.
fn behind(told: &wording::Verdict, answers: &Answers) -> Markup {
    html! {
        section class="folds" {
            (open(told))
            (why(told))
            (stricter(wording::STRICTER, &told.stricter))
            (stricter(wording::DOCTOR_SOONER, &told.doctor_sooner))
            (who_says(told))
            (watch(told))
            (not_settling(told))
            (denied(answers, !told.say.is_empty()))
            (kindness(told))
        }
    }
}

/// How soon, in shape, word and colour, and the one thing to do.
fn block(progress: &Progress, told: &wording::Verdict, help: Help) -> Markup {
    let number = help.number();
    html! {
        section class="card verdict" data-urgency=(told.urgency) {
            (icons::shape(told.urgency))
            div class="stack" {
                p class="word" { (told.word) }
                h1 { (told.headline) }
                @for line in &told.lead { p { (with_a_call(line, number)) } }
            }
            @if told.urgency == Urgency::Emergency {
                div class="stack" {
                    a class="btn fill-red big" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
                    div class="noprint" { p { (help.place()) } (progress.other_country(help)) }
                }
            }
        }
    }
}

/// A line in which the number to call can be tapped.
fn with_a_call(line: &str, number: &str) -> Markup {
    html! {
        @match line.split_once(number) {
            Some((before, after)) => { (before) a href={ "tel:" (number) } { (number) } (after) },
            None => (line),
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
fn read_out(title: &str, said: &[String], entry: Option<Uuid>) -> Markup {
    let text = said.join("\n\n");
    html! {
        section class="card speech" {
            h2 { (title) }
            (quote(said))
            div class="row noprint" {
                @if let Some(id) = entry { a class="btn quiet" href={ (address(id)) "/words" } data-copy=(text) { "Copy" } }
                a class="btn quiet" href=(contact::sms(None, &text)) { "Send" }
                @if let Some(id) = entry { a class="btn quiet" href={ (address(id)) "/sheet" } { "Print" } }
            }
        }
    }
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
pub(crate) fn words_of(check: &Check, entry: Option<Uuid>) -> Markup {
    html! {
        @if let Some((answers, verdict)) = stored(check) {
            (read_out(say_title(verdict.urgency), &words::to_say(&answers, &verdict), entry))
            section class="folds" { (denied(&answers, true)) }
        }
    }
}

/// A check in the diary: the words, and all that stands behind its verdict. What to do at once was of its day.
pub(crate) fn of_entry(check: &Check, entry: Uuid, help: Help) -> Markup {
    let answers = Answers::from_kept(embedded(), check.answers.json());
    let told = wording::verdict(&embedded().verdict(&answers), &answers, help.number());
    html! {
        @if !told.say.is_empty() { (read_out(told.say_title, &told.say, Some(entry))) }
        (behind(&told, &answers))
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
    let title = say_title(verdict.urgency);
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

/// Signs that a list is stricter about than we are: who, why not, and with what they would be more urgent.
fn stricter(title: &str, signs: &[wording::Stricter]) -> Markup {
    html! {
        @if !signs.is_empty() {
            details {
                summary { span { (title) small { (counted(signs.len(), "of your answers", "of your answers")) } } }
                @for sign in signs {
                    div class="reason" {
                        (said(&sign.said))
                        @for line in &sign.lines { p { (line) } }
                        p class="src" { "From: " (cite(sign.sources)) }
                    }
                }
            }
        }
    }
}

/// Plain practical lines. None of them is about health, so none needs a source.
fn while_you_wait(profile: &Profile) -> Markup {
    html! {
        section class="folds noprint" {
            details {
                summary { span { "While you wait" small { "Your phone, the door, where you are" } } }
                ol class="steps" {
                    li { "Keep this phone with you, and on charge if you can." }
                    li { "If someone is near, ask them to open the door and stay." }
                    li { "Say where you are: town, street, floor." }
                }
            }
            (contact::ways(profile))
        }
    }
}

fn why(told: &wording::Verdict) -> Markup {
    html! {
        @if !told.reasons.is_empty() { details {
            summary { span { (wording::WHY) small { (counted(told.reasons.len(), "reason", "reasons")) } } }
            @for reason in &told.reasons {
                div class="reason" {
                    (said(&reason.said))
                    p { (reason.because) }
                    @if let Some(urgency) = reason.by_itself { p { "By itself: " (urgency::tag(urgency)) } }
                    @if reason.unsure { p { (wording::UNSURE) } }
                    @if let Some(judgement) = reason.judgement { p class="soft" { "Our own judgement: " (judgement) } }
                    p class="src" { "From: " (cite(reason.sources)) }
                }
            }
        } }
    }
}

/// What was answered that speaks for a rule.
fn said(lines: &[Line]) -> Markup {
    html! { @for line in lines { p { b { (line.label) ": " } (line.text) } } }
}

fn who_says(told: &wording::Verdict) -> Markup {
    html! {
        @if !told.positions.is_empty() {
            details {
                summary { (wording::WHO_SAYS) }
                @for positions in &told.positions { (camps(positions)) }
                p class="soft" { (wording::MOST_URGENT) }
            }
        }
    }
}

/// What the sources say of one sign, the most urgent first, and how they are split.
fn camps(positions: &wording::Positions) -> Markup {
    if positions.camps.is_empty() {
        return html! { p { (wording::OWN_TIME) } };
    }
    html! {
        h3 { (positions.headline) }
        dl class="camps" {
            @for (urgency, camp) in &positions.camps {
                dt { (urgency::opinion(*urgency)) }
                @for (source, says) in camp {
                    dd {
                        @for source in known([*source]) { (link(source)) }
                        @if let Some(says) = says { ": " (says) }
                    }
                }
            }
        }
        @if let Some(split) = &positions.split { p { (split) } }
        @if let Some(disagreement) = disagreements::about(positions.rule) {
            p class="src noprint" {
                "More on this: "
                a href=(disagreements::address(&disagreement.id)) { (disagreement.question) }
            }
        }
    }
}

/// What the person was not sure of and what it would change.
fn open(told: &wording::Verdict) -> Markup {
    html! {
        @if !told.open.is_empty() {
            details {
                summary { span { (wording::OPEN) small { (wording::open_in_short(&told.open)) } } }
                @for open in &told.open {
                    div class="reason" {
                        p { b { (open.ask) ". " } (open.then) }
                        @if let Some(find_out) = open.find_out {
                            div class="find" { p { b { "A quick way to find out: " } (find_out) } }
                        }
                    }
                }
            }
        }
    }
}

/// Most people whom we send to a doctor turn out to be well, and should know it.
fn kindness(told: &wording::Verdict) -> Markup {
    html! {
        @if let Some(claim) = told.calm {
            details {
                summary { span { (wording::CALM) small { "How rare a serious cause is" } } }
                p { (claim.text) }
                @if let Some(caution) = &claim.caution { p { (caution) } }
                p class="src" { (claim.strength.plain()) ": " (cite(&claim.sources)) }
            }
        }
    }
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
fn gravest(told: &wording::Verdict) -> Markup {
    html! {
        section class="card" {
            h2 { (wording::GRAVEST) }
            ul class="watch" { @for sign in &told.gravest { li { (sign) } } }
        }
    }
}

/// What to watch for: each of these would have changed the verdict.
fn watch(told: &wording::Verdict) -> Markup {
    html! {
        @if !told.watch.is_empty() {
            details {
                summary { (wording::WATCH) }
                p { (wording::WATCH_LEAD) }
                @for (danger, signs) in &told.watch {
                    h3 { (danger) }
                    ul class="watch" { @for sign in signs { li { (sign) } } }
                }
            }
        }
    }
}

/// When a spasm that can be cared for at home should be seen all the same.
fn not_settling(told: &wording::Verdict) -> Markup {
    html! {
        @if !told.see_doctor.is_empty() {
            details {
                summary { (wording::SEE_DOCTOR) }
                ul class="watch" {
                    @for rule in &told.see_doctor { li { (rule.because) " " span class="src" { (cite(&rule.sources)) } } }
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
        for topic in AT_HOME {
            assert!(guidance.topics.iter().any(|known| known.id == topic), "{topic}");
        }
    }
}
