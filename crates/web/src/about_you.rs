//! What medicines ask about a person: asked once, kept in the profile, and read back as the guard takes it.
//!
//! A yes holds until it is changed. A no to what comes and goes holds for [`PASSES_DAYS`] days and is asked again after
//! that: an old no to "pregnant" must not keep the guard silent. A pregnancy is kept as the day on which the child is
//! due, so that its week follows by itself; some weeks after that day it is over and asked anew. What a check asked is not
//! asked again, and where check and profile differ, the yes counts.

use crate::country::way_back;
use crate::fields::{Fields, Reader, Trouble, date};
use crate::form::{Form, place};
use crate::visit::{Post, Visit, see_other};
use crate::when::days_before;
use crate::{icons, medicine, names, tell};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use supple_care::About;
use supple_diary::{BirthYear, Check, Diary, Health, Profile, Words};
use supple_guidance::{Kind, embedded};
use supple_journal::JournalError;
use supple_triage::{Answer, Answers};

/// How long a no to what comes and goes holds.
const PASSES_DAYS: i32 = 30;

/// What comes and goes.
const PASSING: [&str; 11] = [
    "pregnant",
    "chickenpox",
    "steroids-now",
    "heart-surgery",
    "other-nsaid",
    "other-paracetamol",
    "breastfeeding",
    "ulcer",
    "ulcer-now",
    "sleepy-medicine",
    TODAY,
];

/// What is said of today only, yes or no.
const TODAY: &str = "alcohol-today";

const PREGNANT: &str = "pregnant";
const WEEK: &str = "pregnancy-week";
pub(crate) const AGE: &str = "age";

/// From the first day of the last period to the day on which the child is due.
const TERM_DAYS: i32 = 280;

/// So long after that day nobody is pregnant any more.
const OVERDUE_DAYS: i32 = 21;

/// The field that says where to go after the answers.
pub(crate) const TO: &str = "to";

/// The address.
pub(crate) const ADDRESS: &str = "/medicine/about-you";

/// What the diary knows of the person, as the guard of the medicines takes it.
pub fn about(diary: &Diary, today: Date) -> About {
    let guidance = embedded();
    let mut about = About::nothing_yet();
    // Without a country of their own choice the strictest label counts.
    about.set_country(diary.profile().country.as_ref().map(supple_diary::Country::code));
    let mut set = |id: &str, answer| {
        let taken = about.set(guidance, id, answer);
        debug_assert!(taken.is_ok(), "{taken:?}");
    };
    for id in questions() {
        if let Some(answer) = holds(diary, id, today) {
            set(id, answer);
        }
    }
    if let Some(week) = week(diary, today) {
        set(WEEK, week);
    }
    if let Some(age) = age(diary, today) {
        set(AGE, Answer::Number(age));
    }
    about
}

/// What is asked with yes and no: findings of the check and questions of the medicines, each once, as the data has them.
pub(crate) fn questions() -> impl Iterator<Item = &'static str> {
    let guidance = embedded();
    let reasons = guidance.medicines.reasons();
    let signs: Vec<&str> = reasons.flat_map(|reason| &reason.any).map(|sign| sign.finding.as_str()).collect();
    let of_check = guidance.findings.iter().map(|finding| finding.id.as_str());
    let own = guidance.medicines.questions.iter().filter(|question| question.number.is_none());
    let all = own.map(|question| question.id.as_str()).chain(of_check);
    all.filter(move |id| *id != AGE && signs.contains(id))
}

/// The answer that holds today, if there is one.
pub(crate) fn holds(diary: &Diary, id: &str, today: Date) -> Option<Answer> {
    let (kept, checked) = (kept(diary, id, today), checked(diary, id, today));
    if checked == Some(Answer::Yes) { checked } else { kept.or(checked) }
}

/// What the profile says, if it still holds.
fn kept(diary: &Diary, id: &str, today: Date) -> Option<Answer> {
    let health = diary.profile().health.get(id)?;
    let mut said = diary.all::<Profile>().filter(|(_, profile)| profile.health.get(id) == Some(health));
    let said = said.next_back().map(|(item, _)| item.happened().date());
    match health {
        Health::Is(true) if id == PREGNANT && !may_last(diary, said, today) => None,
        Health::Is(_) | Health::Unsure if id == TODAY && said != Some(today) => None,
        Health::Is(true) => Some(Answer::Yes),
        Health::Is(false) if is_old(id, said, today) => None,
        Health::Is(false) => Some(Answer::No),
        Health::Unsure => Some(Answer::Unsure),
        Health::On(_) => None,
    }
}

/// Whether a pregnancy can still be under way: by the day on which the child is due, or by when it was said.
fn may_last(diary: &Diary, said: Option<Date>, today: Date) -> bool {
    match due(diary) {
        Some(due) if said.is_none_or(|said| due >= said) => due >= days_before(today, OVERDUE_DAYS),
        _ => said.is_none_or(|said| said >= days_before(today, TERM_DAYS + OVERDUE_DAYS)),
    }
}

fn is_old(id: &str, said: Option<Date>, today: Date) -> bool {
    // A clock that was ahead said it of no day that can be told.
    PASSING.contains(&id) && said.is_none_or(|said| said < days_before(today, PASSES_DAYS) || said > today)
}

/// What the last check says. What its rules do not ask about is not there.
fn checked(diary: &Diary, id: &str, today: Date) -> Option<Answer> {
    let triage = supple_triage::embedded();
    let place = triage.place(id)?;
    let (item, check) = diary.last::<Check>()?;
    let answers = Answers::from_kept(triage, check.answers.json());
    let said = item.happened().date();
    match answers.get(place)? {
        Answer::Yes if id == PREGNANT && said < days_before(today, TERM_DAYS + OVERDUE_DAYS) => None,
        // A clock that was ahead said it of no day that can be told.
        Answer::No if said < days_before(today, PASSES_DAYS) || said > today => None,
        answer => Some(answer),
    }
}

/// The day on which the child is due.
pub(crate) fn due(diary: &Diary) -> Option<Date> {
    match diary.profile().health.get(WEEK) {
        Some(Health::On(due)) => Some(*due),
        _ => None,
    }
}

/// Whether a child can be due on this day: as late as 40 weeks from today, and overdue by three weeks at most.
pub fn can_be_due(due: Date, today: Date) -> bool {
    (days_before(today, OVERDUE_DAYS)..=days_before(today, -TERM_DAYS)).contains(&due)
}

/// The week of the pregnancy, if someone may be pregnant: it follows from the day on which the child is due.
pub(crate) fn week(diary: &Diary, today: Date) -> Option<Answer> {
    if !matches!(holds(diary, PREGNANT, today), Some(Answer::Yes | Answer::Unsure)) {
        return None;
    }
    let weeks = due(diary).filter(|due| *due >= days_before(today, OVERDUE_DAYS)).map(|due| {
        let days = TERM_DAYS - today.until(due).map_or(0, |span| span.get_days());
        (f64::from(days) / 7.0).max(0.0)
    });
    let unsure = diary.profile().health.get(WEEK) == Some(&Health::Unsure);
    weeks.map(Answer::Number).or(unsure.then_some(Answer::Unsure))
}

/// The age: of the two that a year of birth leaves open, the one that asks for more care. Else what a check was told.
fn age(diary: &Diary, today: Date) -> Option<f64> {
    let Some(born) = diary.profile().birth_year else {
        let triage = supple_triage::embedded();
        let answers = Answers::from_kept(triage, diary.last::<Check>()?.1.answers.json());
        return match answers.get(triage.place(AGE)?) {
            Some(Answer::Number(age)) => Some(age),
            _ => None,
        };
    };
    let most = f64::from(i32::from(today.year()) - i32::try_from(born.get()).unwrap_or_default()).max(0.0);
    let least = (most - 1.0).max(0.0);
    let age = if least < grown_up() { least } else { most };
    let believed = embedded().finding(AGE).map(|finding| &finding.kind);
    Some(match believed {
        Some(Kind::Number(number)) => age.clamp(number.min, number.max),
        _ => age,
    })
}

/// The age where both ages that a year of birth leaves open fall into one band of the check; else what a check of the last
/// year was told.
pub(crate) fn age_in_one_band(diary: &Diary, today: Date) -> Option<f64> {
    let finding = embedded().finding(AGE)?;
    let Kind::Number(number) = &finding.kind else { return None };
    let Some(born) = diary.profile().birth_year else {
        let triage = supple_triage::embedded();
        let place = triage.place(AGE)?;
        let recent = diary.all::<Check>().filter(|(item, _)| item.happened().date() >= days_before(today, 365));
        let told = recent.map(|(_, check)| Answers::from_kept(triage, check.answers.json()).get(place));
        return told
            .flatten()
            .filter_map(|answer| if let Answer::Number(age) = answer { Some(age) } else { None })
            .next_back();
    };
    let most = f64::from(i32::from(today.year()) - i32::try_from(born.get()).unwrap_or_default());
    let age = most.clamp(number.min, number.max);
    let crossed = number.bands.iter().any(|band| band.from == age && age > number.min);
    (!crossed).then_some(age)
}

/// The age below which medicines have something to say.
fn grown_up() -> f64 {
    let signs = embedded().medicines.reasons().flat_map(|reason| &reason.any).filter(|sign| sign.finding == AGE);
    signs.filter_map(|sign| sign.below).fold(0.0, f64::max)
}

/// How many of the questions have no answer that holds.
pub(crate) fn open(visit: &Visit) -> usize {
    // What is said of today only is asked beside the medicine.
    let open = questions().filter(|id| *id != TODAY && holds(&visit.diary, id, visit.today()).is_none()).count();
    open + usize::from(age(&visit.diary, visit.today()).is_none())
}

// ---------------------------------------------------------------- the page

pub(crate) async fn page(visit: Visit) -> Response {
    let mut fields = Fields::default();
    for id in questions() {
        let answer = match holds(&visit.diary, id, visit.today()) {
            Some(Answer::Yes) => "yes",
            Some(Answer::No) => "no",
            Some(Answer::Unsure) => "unsure",
            _ => "",
        };
        fields.put(field(id), answer);
    }
    if matches!(week(&visit.diary, visit.today()), Some(Answer::Number(_))) {
        fields.put("due", due(&visit.diary).map_or(String::new(), |due| due.to_string()));
    }
    asking(&visit, &fields, &[])
}

/// What the names of the fields begin with that answer a question.
const IS: &str = "is.";

fn field(id: &str) -> String {
    format!("{IS}{id}")
}

fn asking(visit: &Visit, fields: &Fields, troubles: &[Trouble]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let born = visit.diary.profile().birth_year;
    let main = html! {
        div class="stack measure" {
            h1 { "Before a medicine" }
            (form.summary())
            p class="lead" { "Tap what is so. Each can be a reason to ask first, or not to take one at all." }
            p { "We ask once and keep it. “Not sure” is fine. What you leave out stays open. It never counts as a no." }
        }
        form class="stack asks" method="post" action=(ADDRESS) novalidate {
            button name="rest" value="" hidden { "Save what I tapped" }
            @if !fields.get(TO).is_empty() { input type="hidden" name=(TO) value=(fields.get(TO)); }
            div class="card" {
                @match born {
                    Some(born) => {
                        p { "You were born in " b { (born) } ". " a href="/profile" { "Change it" } }
                    }
                    None => (form.line("birth-year", "Year of birth", "numeric")),
                }
            }
            @for id in questions() { (one(form, id)) }
            (buttons("Save what I tapped", "Save"))
        }
        (medicine::links_back())
    };
    medicine::page(visit, "Before a medicine", ADDRESS, &main)
}

/// Questions beside a medicine, in this order, with the year of birth and the week of a pregnancy where they are asked.
///
/// The form says which it showed: "no to the others" is about these and no more.
pub(crate) fn some(form: Form<'_>, ids: &[&str]) -> Markup {
    html! {
        @for id in ids {
            input type="hidden" name=(SHOWN) value=(id);
            @match *id {
                AGE => div class="card" { (form.line("birth-year", "Year of birth", "numeric")) },
                WEEK => div class="card" { (when_due(form)) },
                id => (one(form, id)),
            }
        }
    }
}

/// The field that names a question that was shown.
const SHOWN: &str = "shown";

/// The questions that a form showed or answers. What is none of ours is none.
pub(crate) fn shown(fields: &Fields) -> Vec<&'static str> {
    let ours = || questions().chain([AGE, WEEK]);
    let named = fields.all(SHOWN).chain(fields.under(IS).map(|(id, _)| id));
    let mut shown: Vec<&'static str> = named.filter_map(|named| ours().find(|id| *id == named)).collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

/// The buttons below such questions. The Enter key presses the first button of a form, which must not be one that says no.
pub(crate) fn buttons(some: &str, rest: &str) -> Markup {
    html! {
        button class="btn big deny" name="rest" value="no" {
            span class="none" { "None of these" (icons::onward()) small { "No to all of them." } }
            span class="others" { (rest) (icons::onward()) small { "No to all the others." } }
        }
        button class="btn quiet" name="rest" value="" { (some) }
    }
}

/// One question as a row that opens; what was said stands on it when it is closed.
fn one(form: Form<'_>, id: &str) -> Markup {
    let Some((ask, hint)) = names::asks(id) else { return html! {} };
    let (name, chosen) = (field(id), form.fields.get(&field(id)).to_owned());
    let troubled = form.has_trouble(&name) || (id == PREGNANT && (form.has_trouble("due") || form.has_trouble("week")));
    html! {
        details class="ask" id=(place(&name)) open[troubled || (!chosen.is_empty() && chosen != "no")] {
            summary { span { (ask) } }
            @if let Some(hint) = hint { p { (hint) } }
            (form.note(&name))
            div class="pick three" role="radiogroup" aria-label=(ask) {
                @for (value, words) in [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")] {
                    label { input type="radio" name=(name) value=(value) checked[chosen == value]; span { (words) } }
                }
                label class="undo" { input type="radio" name=(name) value=""; span { "Take it back" } }
            }
            @if id == PREGNANT { (when_due(form)) }
        }
    }
}

/// Asked of someone who may be pregnant: either of two, whichever is known.
fn when_due(form: Form<'_>) -> Markup {
    let week = embedded().medicines.question(WEEK);
    html! {
        div class="due stack" {
            (form.note("due"))
            (form.note("week"))
            div class="row" id="due" {
                label for="due-field" { "The day it is due" }
                input id="due-field" type="date" name="due" value=(form.fields.get("due"));
            }
            @if let Some(week) = week {
                div class="row" id="week" {
                    label for="week-field" { "Or: " (crate::layout::lower(&week.ask)) }
                    input id="week-field" class="number" inputmode="decimal" name="week" autocomplete="off"
                        value=(form.fields.get("week"));
                }
                @if let Some(hint) = &week.hint { p class="soft" { (hint) } }
            }
            p class="soft" { "We keep the day, so that you are not asked each week. You can leave it out." }
        }
    }
}

pub(crate) async fn store(post: Post) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    // Without a word on what was shown it was all of them.
    let all = post.fields.get(SHOWN).is_empty();
    let asked = if all { questions().collect() } else { shown(&post.fields) };
    let wanted = read(&mut reader, visit, &asked);
    let to = post.fields.get(TO);
    let to = if to.is_empty() { medicine::ADDRESS } else { way_back(Some(to)) };
    let troubles = match reader.done(Some(wanted)) {
        Ok(wanted) if wanted == Profile::default() => return see_other(to),
        Ok(wanted) => match post.write_now(wanted).await {
            Ok(_) => return see_other(to),
            Err(JournalError::Entry(error)) => vec![crate::entry::refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, &post.fields, &troubles)).into_response()
}

/// What is new in a form that asks these questions: what holds already is not written a second time.
pub(crate) fn read(reader: &mut Reader<'_>, visit: &Visit, asked: &[&'static str]) -> Profile {
    let today = visit.today();
    let fields = reader.fields;
    for (id, _) in fields.under(IS) {
        if !questions().any(|known| known == id) {
            reader.wrong("", format!("The form asks nothing about {}.", crate::problem::quoted(id)));
        }
    }
    let rest = match fields.get("rest") {
        "" => None,
        "no" => Some(Answer::No),
        other => {
            reader.wrong("", format!("{} is none of the buttons.", crate::problem::quoted(other)));
            None
        }
    };
    let mut profile = Profile::default();
    let mut pregnant = holds(&visit.diary, PREGNANT, today);
    // Of a few questions the rest are those that were shown.
    for id in asked.iter().copied().filter(|id| questions().any(|known| known == *id)) {
        let said = match fields.get(&field(id)) {
            "yes" => Some(Answer::Yes),
            "no" => Some(Answer::No),
            "unsure" => Some(Answer::Unsure),
            "" => rest.filter(|_| holds(&visit.diary, id, today).is_none()),
            other => {
                let line = format!("Tap yes, no or not sure. {} is none of them.", crate::problem::quoted(other));
                reader.wrong(&field(id), line);
                None
            }
        };
        if id == PREGNANT {
            pregnant = said.or(pregnant);
        }
        let health = match said {
            Some(said) if Some(said) == holds(&visit.diary, id, today) => None,
            Some(Answer::Yes) => Some(Health::Is(true)),
            Some(Answer::No) => Some(Health::Is(false)),
            Some(_) => Some(Health::Unsure),
            None => None,
        };
        keep(&mut profile, id, health);
    }
    let asks_when = asked.contains(&PREGNANT) || asked.contains(&WEEK);
    if asks_when && matches!(pregnant, Some(Answer::Yes | Answer::Unsure)) {
        let wanted = read_due(reader, today);
        let stands = due(&visit.diary).filter(|_| matches!(week(&visit.diary, today), Some(Answer::Number(_))));
        match wanted {
            Some(wanted) if Some(wanted) != stands => keep(&mut profile, WEEK, Some(Health::On(wanted))),
            // It was taken out.
            None if stands.is_some() && fields.get("due").trim().is_empty() => {
                keep(&mut profile, WEEK, Some(Health::Unsure));
            }
            _ => {}
        }
    }
    if visit.diary.profile().birth_year.is_none() {
        let born: Option<BirthYear> = reader.whole("birth-year", "A year of birth is a whole number from 1900");
        if born.is_some_and(|year| i64::from(year.get()) > i64::from(today.year())) {
            reader.wrong("birth-year", "This year has not been yet. Give the year in which you were born.");
        }
        profile.birth_year = born;
    }
    profile
}

fn keep(profile: &mut Profile, id: &str, health: Option<Health>) {
    if let (Some(health), Ok(id)) = (health, Words::new(id)) {
        profile.health.insert(id, health);
    }
}

/// The day on which the child is due: as given, or from the week.
fn read_due(reader: &mut Reader<'_>, today: Date) -> Option<Date> {
    let week = reader.amount("week").map(supple_diary::Amount::get);
    let given = reader.fields.get("due").trim().to_owned();
    let last = days_before(today, -TERM_DAYS);
    // The day may stand there from before, so a week that is typed counts first.
    if let Some(week) = week {
        let range = embedded().medicines.question(WEEK).and_then(|question| question.number.as_ref());
        if range.is_some_and(|range| !(range.min..=range.max).contains(&week)) {
            reader.wrong("week", "A week of a pregnancy is a number from 0 to 45.");
            return None;
        }
        #[allow(clippy::cast_possible_truncation, reason = "at most 45 weeks")]
        let days = TERM_DAYS - (week * 7.0).round() as i32;
        return Some(days_before(today, -days));
    }
    if given.is_empty() {
        return None;
    }
    match date(&given) {
        Ok(due) if !can_be_due(due, today) => {
            let last = tell::short_day(last, today);
            reader.wrong("due", format!("Give a day from three weeks ago to {last}. Or leave it out."));
            None
        }
        Ok(due) => Some(due),
        Err(line) => {
            reader.wrong("due", line);
            None
        }
    }
}
