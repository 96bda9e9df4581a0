//! The check: one screen a danger, worst first, until the verdict stands.
//!
//! Which findings stand on a screen is worked out anew from the earlier answers each time, so a form that was made up
//! or left lying for a year is read like any other. What was not asked or not answered is never a no: only the button
//! that says so turns what is left open on a screen into one.

use crate::http::headers::NO_STORE;
use crate::http::problem::{Problem, quoted};
use crate::pages::check::asking::{Asking, Open};
use crate::pages::check::verdict;
use crate::pages::start::country;
use crate::picks;
use crate::ui::help::Help;
use crate::ui::help::SOON;
use crate::words;
use axum::Form;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use supple_care::health::{self, KnownFacts};
use supple_care::moment;
use supple_care::moment::check::Ahead;
use supple_diary::{Diary, Draft, EntryError, Item};
use supple_guidance::{Kind, Screen};
use supple_journal::Journal;
use supple_triage::{Answer, Answers, Step, Verdict, embedded};
use supple_wording::check::KnownWords;
use uuid::Uuid;

/// The fields of the form that are not findings.
pub(crate) mod field {
    /// The answers of the screens that are done.
    pub(crate) const BEFORE: &str = "before";
    /// What was answered on screens that the person came back from.
    pub(crate) const KNOWN: &str = "known";
    /// "None of these": what is open on this screen is a no.
    pub(crate) const REST: &str = "rest";
    /// Only what was tapped counts: nothing that is open becomes a no.
    pub(crate) const ONLY: &str = "only";
    /// One screen back.
    pub(crate) const BACK: &str = "back";
    /// A finding that another page found out: a yes, or behind `=` the answer that it is.
    pub(crate) const FOUND: &str = "found";
    /// Another country, and with it another number.
    pub(crate) const COUNTRY: &str = "country";
    /// What is known of the person, as it was shown.
    pub(crate) const FACTS: &str = "facts";
    /// Whether that is still so.
    pub(crate) const STILL: &str = "still";
    /// Something changed, as was said on an earlier screen.
    pub(crate) const CHANGED: &str = "changed";
}

/// How far someone is in the check.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// The answers of the screens that are done. The verdict is on these and on nothing else.
    pub(crate) before: Answers,
    /// Answers of screens that the person came back from: checked in advance there, and counted only when sent again.
    pub(crate) known: Answers,
    /// Whether something that lasts has changed, said before the screen that asks about it.
    pub(crate) changed: bool,
}

impl Progress {
    /// The field of a form that leads into the check with what another page found out.
    pub(crate) const FOUND: &str = field::FOUND;

    fn new() -> Progress {
        Progress { before: Answers::none_yet(embedded()), known: Answers::none_yet(embedded()), changed: false }
    }

    /// The hidden fields that carry it from screen to screen.
    pub(crate) fn carried(&self) -> Markup {
        html! {
            input type="hidden" name=(field::BEFORE) value=(self.before.to_json(embedded()));
            @if self.known.given().next().is_some() {
                input type="hidden" name=(field::KNOWN) value=(self.known.to_json(embedded()));
            }
            @if self.changed { input type="hidden" name=(field::CHANGED) value="1"; }
        }
    }

    /// One screen back: what was answered there and after it, and what is tapped on this one, is known but no longer counts.
    fn back(mut self, tapped: &[(usize, Answer)]) -> Progress {
        let guidance = embedded().guidance();
        let place_of = |id: &str| guidance.screens.iter().position(|screen| screen.id == id);
        // What was found out elsewhere, or stood beside another screen, may be of a screen that is still to come.
        let here = match embedded().next(&self.before) {
            Step::Ask { screen, .. } => place_of(&screen.id),
            Step::Done(_) => None,
        };
        let earlier = |screen: &&Screen| here.is_none_or(|here| place_of(&screen.id).is_some_and(|at| at < here));
        let last = screens_done(&self.before).filter(earlier).last().and_then(|screen| place_of(&screen.id));
        let is_there = |place: usize| last.is_some() && place_of(&guidance.findings[place].screen) >= last;
        let there: Vec<(usize, Answer)> = self.before.given().filter(|(place, _)| is_there(*place)).collect();
        for (place, _) in &there {
            self.before.clear(*place);
        }
        put(&mut self.known, tapped);
        put(&mut self.known, &there);
        self
    }

    /// The hidden fields of a form that leads into the check with findings that another page found out. The check does not
    /// ask for them again; where they decide it, the verdict follows at once.
    pub(crate) fn found(findings: &[impl AsRef<str>]) -> Markup {
        html! { @for id in findings { input type="hidden" name=(field::FOUND) value=(id.as_ref()); } }
    }

    /// The way back from the verdict, with everything that was answered.
    pub(crate) fn change(&self) -> Markup {
        html! {
            form method="post" action="/check" {
                (self.carried())
                button class="btn quiet" name=(field::BACK) value="1" { "Change an answer" }
            }
        }
    }

    /// Another number on the very page that asks for the call: the answers stay, and nobody has to start again.
    pub(crate) fn other_country(&self, help: Help) -> Markup {
        html! {
            details class="dial" {
                summary { "Somewhere else?" }
                form class="row" method="post" action="/check" {
                    (self.carried())
                    label for="country" { "Your country" }
                    select id="country" name=(field::COUNTRY) { (country::options(help)) }
                    button class="btn quiet" { "Show its number" }
                }
            }
        }
    }
}

/// Sets answers that were checked when they were read.
fn put(answers: &mut Answers, given: &[(usize, Answer)]) {
    for (place, answer) in given {
        let fits = answers.set_at(embedded(), *place, *answer);
        debug_assert!(fits.is_ok(), "{fits:?}");
    }
}

/// The screens on which something was answered.
pub(crate) fn screens_done(answers: &Answers) -> impl Iterator<Item = &'static Screen> {
    let guidance = embedded().guidance();
    let answered: Vec<&str> = answers.given().map(|(place, _)| guidance.findings[place].screen.as_str()).collect();
    guidance.screens.iter().filter(move |screen| answered.contains(&screen.id.as_str()))
}

/// A form as it was sent, with every field understood.
struct Sent {
    progress: Progress,
    tapped: Vec<(usize, Answer)>,
    /// What was shown as known of the person on this screen.
    facts: Answers,
    /// What was answered to "Still so?".
    still: Option<bool>,
    button: Button,
}

/// Which button sent the form.
#[derive(Clone, Copy)]
enum Button {
    Rest,
    Only,
    Back,
    Found,
    Country(Help),
}

type Pairs = Vec<(String, String)>;

impl Sent {
    fn read(pairs: Pairs) -> Result<Sent, Problem> {
        let mut progress = Progress::new();
        let mut button = Button::Only;
        let (mut facts, mut still) = (Answers::none_yet(embedded()), None);
        let mut rest = Pairs::new();
        for (name, value) in pairs {
            match (name.as_str(), value.as_str()) {
                (field::BEFORE, json) => progress.before = earlier(json)?,
                (field::KNOWN, json) => progress.known = earlier(json)?,
                (field::REST, "no") => button = Button::Rest,
                (field::ONLY, "1") => button = Button::Only,
                (field::BACK, "1") => button = Button::Back,
                (field::FOUND, said) => {
                    let found = found(said);
                    let unknown =
                        || Problem::bad_form(format!("{} is nothing that can be found out so.", quoted(said)));
                    put(&mut progress.before, &[found.ok_or_else(unknown)?]);
                    button = Button::Found;
                }
                (field::COUNTRY, code) => {
                    button = Button::Country(Help::in_country(code).ok_or_else(|| Problem::no_number(code))?)
                }
                (field::FACTS, json) => facts = earlier(json)?,
                (field::STILL, "yes") => still = Some(true),
                (field::STILL, "no") => still = Some(false),
                (field::CHANGED, "1") => progress.changed = true,
                // An answer that was taken back.
                (name, "") if embedded().place(name).is_some() => {}
                _ => rest.push((name, value)),
            }
        }
        let mut tapped = tapped(&progress.before, &rest)?;
        if still == Some(true) {
            // What was tapped counts before what was known.
            let known = facts.given().filter(|(place, _)| progress.before.get(*place).is_none());
            let known: Vec<_> = known.filter(|(place, _)| tapped.iter().all(|(other, _)| other != place)).collect();
            tapped.extend(known);
        }
        Ok(Sent { progress, tapped, facts, still, button })
    }
}

/// What another page found out: never a no.
fn found(said: &str) -> Option<(usize, Answer)> {
    let (id, value) = said.split_once('=').unwrap_or((said, "yes"));
    let place = embedded().place(id)?;
    let pick = picks::of(place).iter().find(|pick| pick.value == value)?;
    (pick.answer != embedded().no(place)).then_some((place, pick.answer))
}

/// As [`field::FOUND`] carries an answer that is no plain yes.
pub(crate) fn found_so(finding: &str, value: &str) -> String {
    format!("{finding}={value}")
}

fn earlier(json: &str) -> Result<Answers, Problem> {
    Answers::from_json(embedded(), json)
        .map_err(|_| Problem::bad_form("Your earlier answers came in damaged. Please start the check again."))
}

/// The answers of this screen. What is not asked on it must have been answered before, as when a form is sent twice.
fn tapped(before: &Answers, pairs: &Pairs) -> Result<Vec<(usize, Answer)>, Problem> {
    let triage = embedded();
    let asked = match triage.next(before) {
        Step::Ask { findings, .. } => findings,
        Step::Done(_) => Vec::new(),
    };
    let ahead = Ahead::of(before);
    let mut tapped: Vec<(usize, Answer)> = Vec::new();
    for (name, value) in pairs {
        let unknown = || Problem::bad_form(format!("The form has a field {} that Supple does not know.", quoted(name)));
        let place = triage.place(name).ok_or_else(unknown)?;
        let ask = &triage.guidance().findings[place].ask;
        let pick = picks::of(place).iter().find(|pick| pick.value == *value);
        let Some(pick) = pick else {
            return Err(Problem::bad_form(format!("{} is no answer to “{ask}”.", quoted(value))));
        };
        if tapped.iter().any(|(other, _)| *other == place) {
            return Err(Problem::bad_form(format!("“{ask}” is answered twice.")));
        }
        if asked.contains(&place) || ahead.as_ref().is_some_and(|ahead| ahead.asks(place)) {
            tapped.push((place, pick.answer));
        } else if before.get(place).is_none() {
            return Err(Problem::bad_form(format!("“{ask}” is not asked on this part of the check.")));
        }
    }
    Ok(tapped)
}

/// The first screen, as it was made: it is the same for all who call one number and have nothing to be told first. There are as
/// many as countries.
static FIRST: Mutex<BTreeMap<Option<&'static str>, Bytes>> = Mutex::new(BTreeMap::new());

pub(crate) async fn first(help: Help) -> Response {
    let made = || first_screen(help).map(|page| Bytes::from(page.into_string()));
    let page = if help.notice().is_some() {
        made()
    } else {
        let mut all = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get(&help.country()) {
            Some(page) => Some(page.clone()),
            None => made().inspect(|page| drop(all.insert(help.country(), page.clone()))),
        }
    };
    match page {
        Some(page) => (NO_STORE, Html(page)).into_response(),
        None => Problem::not_found().page(help),
    }
}

/// None where nothing is asked.
fn first_screen(help: Help) -> Option<Markup> {
    let (progress, facts, known) = (Progress::new(), Answers::none_yet(embedded()), KnownWords::default());
    let Step::Ask { screen, findings } = embedded().next(&progress.before) else { return None };
    let (progress, facts, known) = (&progress, &facts, &known);
    let first = Asking { progress, screen, findings: &findings, ahead: None, open: None, facts, known, still: None };
    Some(first.page(help))
}

/// The diary and the day that it is for the person, by what is known in memory: the request has just asked for more. The
/// check works without a diary, too.
fn known(journal: &Journal) -> (Arc<Diary>, Date) {
    let (diary, machine) = (journal.known().diary, journal.host());
    let today = moment::clock::moment(&diary, machine.now(), &machine.zone()).date();
    (diary, today)
}

pub(crate) async fn post(
    help: Help,
    State(journal): State<Arc<Journal>>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Response {
    match form.map_err(Problem::from).and_then(|Form(pairs)| Sent::read(pairs)) {
        Ok(Sent { progress, button: Button::Country(help), .. }) => {
            // Whoever asks for another number needs it now, also where it cannot be kept.
            page(&progress, &journal, help.keep(&journal).await.unwrap_or(help.not_taken()))
        }
        Ok(sent) => answer(sent, &journal, help).await,
        Err(problem) => problem.page(help),
    }
}

async fn answer(sent: Sent, journal: &Arc<Journal>, help: Help) -> Response {
    let Sent { mut progress, tapped, facts: shown, still, button } = sent;
    if matches!(button, Button::Back) {
        return page(&progress.back(&tapped), journal, help);
    }
    let triage = embedded();
    let (screen, findings) = match triage.next(&progress.before) {
        Step::Ask { screen, findings } if !matches!(button, Button::Found) => (screen, findings),
        Step::Done(verdict) if matches!(button, Button::Found) => {
            return done(&progress, &verdict, journal, help).await;
        }
        Step::Ask { .. } | Step::Done(_) => return page(&progress, journal, help),
    };
    let earlier = progress.before.clone();
    // They stood there where all that lasts among them was shown as known.
    let ahead = Ahead::of(&earlier).filter(|ahead| ahead.is_known(&shown));
    put(&mut progress.before, &tapped);
    if matches!(button, Button::Rest) {
        // What is known of a person is never taken as a no by a button that was meant for the rest.
        let denied = |place: &usize| !required(*place) && (still.is_some() || shown.get(*place).is_none());
        let optional: Vec<usize> = findings.iter().copied().filter(denied).collect();
        progress.before.none_of(triage, &optional);
        if let Some(ahead) = &ahead {
            progress.before.none_of(triage, &ahead.anew());
        }
    }
    progress.changed |= ahead.is_some() && still == Some(false);
    // The same screen comes back while something on it is unanswered and still counts.
    match triage.next(&progress.before) {
        Step::Ask { screen: again, findings: open } if again.id == screen.id => {
            progress.before = earlier;
            put(&mut progress.known, &tapped);
            let open = if matches!(button, Button::Rest) { Open::Required(open) } else { Open::Anything };
            let (diary, today) = known(journal);
            let places: Vec<usize> = shown.given().map(|(place, _)| place).collect();
            let said = health::known_facts(&diary, today, &places).said;
            let known = words::known(&KnownFacts { answers: shown.clone(), said }, today);
            let (progress, facts, known, open) = (&progress, &shown, &known, Some(&open));
            let ahead = ahead.as_ref();
            let again = Asking { progress, screen, findings: &findings, ahead, open, facts, known, still }.page(help);
            (StatusCode::UNPROCESSABLE_ENTITY, NO_STORE, again).into_response()
        }
        Step::Done(verdict) => done(&progress, &verdict, journal, help).await,
        Step::Ask { .. } => page(&progress, journal, help),
    }
}

/// What someone sees who is this far: the next screen, with what is known of them, or the verdict.
fn page(progress: &Progress, journal: &Journal, help: Help) -> Response {
    let page = match embedded().next(&progress.before) {
        Step::Ask { screen, findings } => {
            let (diary, today) = known(journal);
            let (ahead, facts) = match moment::check::known_ahead(&diary, today, &progress.before, &progress.known) {
                Some((ahead, facts)) => (Some(ahead), facts),
                None => (None, moment::check::known_facts(&diary, today, &progress.before, &progress.known)),
            };
            let (known, facts, ahead) = (&words::known(&facts, today), &facts.answers, ahead.as_ref());
            let still = progress.changed.then_some(false);
            Asking { progress, screen, findings: &findings, ahead, open: None, facts, known, still }.page(help)
        }
        Step::Done(verdict) => {
            let known = journal.known();
            let check = moment::check::entry(&progress.before, &verdict);
            let entry = check.and_then(|check| moment::check::same(&known.diary, &check).map(Item::id));
            let entry = entry.filter(|entry| !known.waiting.contains(entry));
            verdict::page(progress, &verdict, entry, help, known.diary.profile())
        }
    };
    (NO_STORE, page).into_response()
}

/// The check is done: it is kept, and its verdict is shown.
async fn done(progress: &Progress, verdict: &Verdict<'static>, journal: &Arc<Journal>, help: Help) -> Response {
    let kept = keep(&progress.before, verdict, journal).await;
    let known = journal.known();
    let help = if kept.is_ok() { help.as_known(journal, &known) } else { help.not_taken() };
    let entry = kept.ok().flatten().filter(|entry| !known.waiting.contains(entry));
    (NO_STORE, verdict::page(progress, verdict, entry, help, known.diary.profile())).into_response()
}

/// Writes the check into the diary: what was answered, and how it came out. Gives its entry. Nobody waits for it.
async fn keep(answers: &Answers, verdict: &Verdict<'_>, journal: &Arc<Journal>) -> Result<Option<Uuid>, EntryError> {
    let machine = journal.host();
    let Some(check) = moment::check::entry(answers, verdict) else { return Ok(None) };
    let diary = journal.known().diary;
    let now = moment::clock::moment(&diary, machine.now(), &machine.zone());
    match moment::check::twin(&diary, &check, now.at()) {
        Some(item) => Ok(Some(item.id())),
        None => journal.keep(Draft::new(now, check), SOON).await.map(Some),
    }
}

/// Whether the finding must be tapped by itself.
pub(crate) fn required(place: usize) -> bool {
    matches!(&embedded().guidance().findings[place].kind, Kind::Number(number) if number.required)
}

#[cfg(test)]
mod tests {
    use super::field;
    use supple_triage::embedded;

    #[test]
    fn no_finding_has_the_name_of_another_field() {
        let own = [field::BEFORE, field::KNOWN, field::REST, field::ONLY, field::BACK, field::FOUND];
        for name in own.into_iter().chain([field::COUNTRY, field::FACTS, field::STILL, field::CHANGED]) {
            assert_eq!(embedded().place(name), None, "{name}");
        }
    }
}
