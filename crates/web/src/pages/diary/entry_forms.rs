//! The form of each kind of entry: how it is asked, how it is filled with what stands, and how it is read.
//!
//! What a form does not ask is kept as it stands: whoever edits an entry loses nothing of it.

use crate::forms::form::Form;
use crate::http::fields::{Fields, Reader};
use crate::names;
use crate::pages::diary::described;
use crate::ui::icons;
use crate::ui::layout::lower;
use maud::{Markup, html};
use supple_diary::{
    CheckIn, Choice, EpisodeMark, Exercise, Exposure, Kind, KindName, Label, Measure, Medicine, Named, Note, Pain,
    Phase, Region, Regions, Said, Spasm, Symptom,
};
use supple_insight::names::exposure;
use uuid::Uuid;

/// The kinds that have a form of their own. That of the others follows from their description.
const OWN: [KindName; 10] = [
    KindName::Spasm,
    KindName::Pain,
    KindName::EpisodeMark,
    KindName::Symptom,
    KindName::Exposure,
    KindName::Measure,
    KindName::Medicine,
    KindName::Exercise,
    KindName::CheckIn,
    KindName::Note,
];

/// Whether an entry of this kind can be filled in and edited.
pub(crate) fn is_editable(kind: KindName) -> bool {
    kind.is_said()
}

/// Whether the form of this kind follows from its description.
pub(crate) fn is_described(kind: KindName) -> bool {
    kind.is_said() && !OWN.contains(&kind)
}

/// How long a spasm lasts: seconds that are stored, words, what is stored in words.
const SPASM_LENGTHS: [(&str, &str, &str); 5] = [
    ("10", "Seconds", "about 10"),
    ("30", "Under a minute", "about 30 sec"),
    ("300", "Minutes", "about 5"),
    ("1800", "Under an hour", "about 30 min"),
    ("7200", "Hours", "about 2"),
];

/// How long something is done.
const LENGTHS: [(&str, &str, &str); 4] =
    [("300", "5 minutes", ""), ("600", "10 minutes", ""), ("900", "15 minutes", ""), ("1800", "30 minutes", "")];

/// Of a spasm: whether the back had already felt wrong.
pub(super) const FELT_WRONG: &str = "felt_wrong";

/// The question of it.
pub(super) fn felt_wrong() -> &'static str {
    let mut described = KindName::Spasm.fields().iter();
    described.find_map(|field| field.asked.filter(|_| field.name == FELT_WRONG)).unwrap_or_default()
}

/// What is offered again of what was chosen before.
const RECENT: usize = 6;

const WORST: &str = "0 is none, 10 the worst you know.";

/// The questions of a kind.
pub(crate) fn ask(kind: KindName, form: Form<'_>) -> Markup {
    let edited = form.edited;
    let recent = |choice| form.visit.diary.recent(choice, RECENT);
    match kind {
        KindName::Spasm => {
            // One that was just tapped is asked how long it takes; one from before has been asked when it was.
            let (long, rest) = (form.length(&SPASM_LENGTHS), "Where, what you did, and more");
            let inside = if edited { rest.to_owned() } else { format!("How long, {}", lower(rest)) };
            let fields = ["where", "doing", "came", "note", FELT_WRONG, "long", "long-number"];
            html! {
                (form.level("intensity", "How strong?", WORST))
                @if edited { (long) }
                (more(form, if edited { &fields[..5] } else { &fields }, &inside, &html! {
                    div class="card felt" { (form.yes_no(FELT_WRONG, &html! { (felt_wrong()) }, &html! {})) }
                    @if !edited { (long) }
                    (form.body_map())
                    (form.choice("doing", "What were you doing?", &recent(Choice::Doing), &names::doing().map(|name| (name, name)).collect::<Vec<_>>()))
                    (came_with(form))
                    (form.prose("note", "Anything else?"))
                }))
            }
        }
        KindName::Pain => html! {
            (form.level("level", "How strong is the pain?", WORST))
            (more(form, &["where", "note"], "Where, and a note", &html! {
                (form.body_map())
                (form.prose("note", "Anything else?"))
            }))
        },
        KindName::EpisodeMark => html! {
            fieldset class="card" id="phase" {
                legend { "What happened?" }
                div class="pick free" {
                    @for (value, words) in [("onset", "An episode began"), ("recovery", "The episode is over")] {
                        label {
                            input type="radio" name="phase" value=(value) checked[form.fields.get("phase") == value];
                            span { (words) }
                        }
                    }
                }
            }
        },
        KindName::Symptom => html! {
            (form.choice("what", "Which?", &recent(Choice::Symptom), &names::came_with().collect::<Vec<_>>()))
            div class="card" { (form.yes_no("present", &html! { "Is it there?" }, &html! {})) }
        },
        KindName::Exposure => html! {
            (form.choice("what", "What was it?", &exposures(form), &names::exposures().collect::<Vec<_>>()))
            @if edited { div class="card" { (form.yes_no("present", &html! { "Was it so?" }, &html! {})) } }
        },
        KindName::Measure => {
            let before = form.level("before", "Pain before", WORST);
            let fields = ["long", "long-number", "note", "before"];
            let inside = if edited { "How long, and a note" } else { "Pain before, how long, and a note" };
            html! {
                (form.choice("what", "What did you do?", &recent(Choice::Measure), &names::measures().collect::<Vec<_>>()))
                @if edited { (before) (after(form)) }
                (more(form, if edited { &fields[..3] } else { &fields }, inside, &html! {
                    @if !edited { (before) }
                    (form.length(&LENGTHS))
                    (form.prose("note", "Anything else?"))
                }))
            }
        }
        KindName::Medicine => html! {
            (form.choice("what", "Which, as you call it?", &recent(Choice::Medicine), &[]))
            (crate::forms::dose::how_much(form))
            (more(form, &["note"], "A note", &form.prose("note", "Anything else?")))
        },
        KindName::Exercise => html! {
            (form.choice("what", "Which?", &recent(Choice::Exercise), &[]))
            (more(form, &["long", "long-number", "times", "before", "after", "note"], "How long, how often, pain, and a note", &html! {
                (form.length(&LENGTHS))
                div class="card" { (form.line("times", "How many times?", "numeric")) }
                (form.level("before", "Pain before", WORST))
                (form.level("after", "Pain after", WORST))
                (form.prose("note", "Anything else?"))
            }))
        },
        KindName::CheckIn => html! {
            (form.level("pain", "Pain over the day", WORST))
            div class="card" { (daily(form)) }
        },
        KindName::Note => form.prose("text", "Your note"),
        kind if is_described(kind) => described::ask(kind, form),
        _ => html! {},
    }
}

/// Questions that can wait, as a row that opens. It is open where one of them is answered, or has something wrong.
fn more(form: Form<'_>, fields: &[&str], inside: &str, questions: &Markup) -> Markup {
    let is_of_it = |name: &str| fields.iter().any(|field| name == *field || name.split('.').next() == Some(*field));
    let is_open = form.fields.pairs().any(|(name, value)| is_of_it(name) && !value.is_empty())
        || form.troubles.iter().any(|trouble| is_of_it(&trouble.field));
    html! { details open[is_open] { summary { (inside) } div class="stack" { (questions) } } }
}

/// What is the same each time for many: where, how strong, what, how much. What came with it, how it ended and notes belong
/// to one entry and are never carried over.
fn recurs(kind: KindName, field: &str) -> bool {
    match kind {
        KindName::Spasm => ["intensity", "where", "doing"].contains(&field),
        KindName::Measure => ["what", "long"].contains(&field),
        KindName::Exercise => ["what", "long", "times"].contains(&field),
        KindName::Exposure => field == "what",
        _ => false,
    }
}

/// One tap that says: the same as last time. Nothing where there is no last time with anything to carry over.
pub(crate) fn same_as_last(kind: KindName, form: Form<'_>, of: Option<Uuid>, path: &str) -> Markup {
    let diary = &form.visit.diary;
    let last = diary.of(kind).iter().rev().find(|item| Some(item.id()) != of);
    let fields = last.map(|item| fill(item.kind())).unwrap_or_default();
    let carried: Vec<(&str, &str)> = fields.pairs().filter(|(name, _)| recurs(kind, name)).collect();
    let words = last.map(|item| crate::tell::mentioned(item.draft(), form.visit));
    html! {
        @if let Some(words) = words.filter(|_| !carried.is_empty() && form.troubles.is_empty()) {
            form method="post" action=(path) {
                (form.visit.tap())
                input type="hidden" name="when" value=(if of.is_some() { "keep" } else { "now" });
                @for (name, value) in &carried { input type="hidden" name=(name) value=(value); }
                button class="door slim" { (icons::undo()) span { b { "Same as last time" } (words) } }
            }
        }
    }
}

/// The questions after a measure: did it help?
pub(crate) fn after(form: Form<'_>) -> Markup {
    html! {
        (form.level("after", "Pain after", WORST))
        div class="card" { (form.yes_no("helped", &html! { "Did it help?" }, &html! {})) }
    }
}

/// What came with a spasm, one question each. A danger sign leads to the check at once.
fn came_with(form: Form<'_>) -> Markup {
    let others = others(form.fields, "came.", &names::came_with().map(|(id, _)| id).collect::<Vec<_>>());
    html! {
        fieldset class="card came" id="came" {
            legend { "What came with it?" span { "What you do not tap is not asked. It is never a no." } }
            @for (id, words) in names::came_with() { (came(form, id, words)) }
            @for id in others { (came(form, &id, &names::of(&id))) }
        }
    }
}

fn came(form: Form<'_>, id: &str, words: &str) -> Markup {
    let more = html! {
        @if supple_triage::embedded().place(id).is_some() {
            p class="sign" { "This is a sign that the check looks at. " a href="/check" { "Start the check" } }
        }
    };
    form.yes_no(&format!("came.{id}"), &html! { (words) }, &more)
}

/// The questions of every day, the same on a quiet day as on a bad one.
pub(crate) fn daily(form: Form<'_>) -> Markup {
    let mut own = own_exposures(form.visit);
    let known: Vec<&str> =
        names::daily().map(|(id, _, _)| id).chain(on_request(form.visit).map(|(id, _)| id)).collect();
    // What was answered by another name of the same thing is asked by that name.
    for answered in others(form.fields, "day.", &known) {
        own.retain(|own| exposure(own) != exposure(&answered));
        own.push(answered);
    }
    html! {
        (form.yes_no("spasm", &html! { "A spasm?" }, &html! {}))
        @for (id, question, _) in names::daily() { (form.yes_no(&format!("day.{id}"), &html! { (question) }, &html! {})) }
        @for id in own {
            (form.yes_no(&format!("day.{id}"), &html! { (names::of(&id)) "?" }, &html! {}))
        }
        @for (id, question) in on_request(form.visit) {
            (form.yes_no(&format!("day.{id}"), &html! { (question) }, &html! {}))
        }
    }
}

/// What is asked every day because this person has chosen it: id and question.
pub(crate) fn on_request(
    visit: &crate::http::visit::Visit,
) -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    let own = visit.diary.profile().own_exposures.as_deref().unwrap_or_default();
    let is_chosen = move |id: &str| own.iter().any(|one| exposure(one.as_str()) == *id);
    names::on_request().filter(move |(id, _, _)| is_chosen(id)).map(|(id, question, _)| (id, question))
}

/// The exposures of the person's own that are asked every day: the first two, so that a check-in stays short.
pub(crate) const OWN_DAILY: usize = 2;

/// The exposures of the person's own that are asked every day.
pub(crate) fn own_exposures(visit: &crate::http::visit::Visit) -> Vec<String> {
    let asked = names::daily().chain(names::on_request()).map(|(id, _, _)| id.to_owned());
    let mut asked: std::collections::BTreeSet<String> = asked.collect();
    let own = visit.diary.profile().own_exposures.iter().flatten().map(ToString::to_string);
    own.filter(|own| asked.insert(exposure(own))).take(OWN_DAILY).collect()
}

/// Names under a beginning that the form does not ask by itself, each once.
fn others(fields: &Fields, beginning: &str, known: &[&str]) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for (id, _) in fields.under(beginning) {
        if !known.contains(&id) && !others.iter().any(|other| other == id) {
            others.push(id.to_owned());
        }
    }
    others
}

/// What was chosen lately, then what the person has named in the profile.
fn exposures(form: Form<'_>) -> Vec<&str> {
    let diary = &form.visit.diary;
    let mut exposures = diary.recent(Choice::Exposure, RECENT);
    for own in diary.profile().own_exposures.iter().flatten() {
        exposures.push(own.as_str());
    }
    let mut seen = std::collections::BTreeSet::new();
    exposures.retain(|name| seen.insert(exposure(name)));
    exposures
}

/// The fields of a form that says what an entry says.
pub(crate) fn fill(kind: &Kind) -> Fields {
    let mut fields = Fields::default();
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let text = |words: &Option<supple_diary::Words>| words.as_ref().map_or(String::new(), ToString::to_string);
    let note = |note: &Option<supple_diary::Prose>| note.as_ref().map_or(String::new(), ToString::to_string);
    let level = |level: Option<supple_diary::Level>| level.map_or(String::new(), |level| level.to_string());
    let long = |long: Option<supple_diary::Seconds>| long.map_or(String::new(), |long| long.to_string());
    match kind {
        Kind::Spasm(spasm) => {
            fields.put("intensity", level(spasm.intensity));
            spasm.regions.iter().for_each(|region| fields.put("where", region.id()));
            fields.put("long", long(spasm.seconds));
            fields.put("doing", text(&spasm.doing));
            spasm.came_with.iter().for_each(|(what, came)| fields.put(format!("came.{what}"), yes(*came)));
            fields.put(FELT_WRONG, spasm.felt_wrong.map_or("", yes));
            fields.put("note", note(&spasm.note));
        }
        Kind::Pain(pain) => {
            fields.put("level", pain.level);
            pain.regions.iter().for_each(|region| fields.put("where", region.id()));
            fields.put("note", note(&pain.note));
        }
        Kind::EpisodeMark(mark) => {
            fields.put(
                "phase",
                match mark.phase {
                    Phase::Onset => "onset",
                    Phase::Recovery => "recovery",
                },
            );
        }
        Kind::Symptom(symptom) => {
            fields.put("what", &symptom.what);
            fields.put("present", yes(symptom.present));
        }
        Kind::Exposure(exposure) => {
            fields.put("what", &exposure.what);
            fields.put("present", yes(exposure.present));
        }
        Kind::Measure(measure) => {
            fields.put("what", &measure.what);
            fields.put("long", long(measure.seconds));
            fields.put("before", level(measure.before));
            fields.put("after", level(measure.after));
            fields.put("helped", measure.helped.map_or("", yes));
            fields.put("note", note(&measure.note));
        }
        Kind::Medicine(medicine) => {
            fields.put("what", &medicine.what);
            crate::forms::dose::fill_how_much(&mut fields, medicine.milligrams, medicine.units);
            fields.put("note", note(&medicine.note));
        }
        Kind::Exercise(exercise) => {
            fields.put("what", &exercise.what);
            fields.put("long", long(exercise.seconds));
            fields.put("times", exercise.repetitions.map_or(String::new(), |times| times.to_string()));
            fields.put("before", level(exercise.before));
            fields.put("after", level(exercise.after));
            fields.put("note", note(&exercise.note));
        }
        Kind::CheckIn(check_in) => {
            fields.put("spasm", check_in.spasm.map_or("", yes));
            fields.put("pain", level(check_in.pain));
            fill_answers(&mut fields, &check_in.answers);
        }
        Kind::Note(note) => fields.put("text", &note.text),
        other if is_described(other.name()) => return described::fill(other),
        _ => {}
    }
    fields
}

/// The answers of a day that are yes or no. Numbers come from elsewhere and are not asked here.
pub(crate) fn fill_answers(fields: &mut Fields, answers: &Named<Said>) {
    for (what, said) in answers.iter() {
        if let Said::Is(is) = said {
            fields.put(format!("day.{what}"), if *is { "yes" } else { "no" });
        }
    }
}

/// Reads what a form of this kind says, on top of what stands.
pub(crate) fn read(
    kind: KindName,
    reader: &mut Reader<'_>,
    visit: &crate::http::visit::Visit,
    stands: Option<&Kind>,
) -> Option<Kind> {
    match kind {
        KindName::Spasm => Some(Kind::Spasm(Spasm {
            intensity: reader.level("intensity"),
            regions: regions(reader),
            seconds: reader.length(),
            doing: reader.choice("doing"),
            came_with: came_along(reader, stands),
            felt_wrong: reader.yes_no(FELT_WRONG),
            note: reader.prose("note"),
        })),
        KindName::Pain => {
            let (level, regions, note) = (reader.level("level"), regions(reader), reader.prose("note"));
            required(reader, "level", level.as_ref(), "Tap how strong the pain is, from 0 to 10.");
            Some(Kind::Pain(Pain { level: level?, regions, note }))
        }
        KindName::EpisodeMark => {
            let phase = match reader.fields.get("phase") {
                "onset" => Phase::Onset,
                "recovery" => Phase::Recovery,
                _ => {
                    reader.wrong("phase", "Tap whether the episode began or is over.");
                    return None;
                }
            };
            Some(Kind::EpisodeMark(EpisodeMark { phase }))
        }
        KindName::Symptom => {
            let (what, present) = (label(kind, reader, stands, "Tap which, or write it."), reader.yes_no("present"));
            required(reader, "present", present.as_ref(), "Tap yes or no.");
            Some(Kind::Symptom(Symptom { what: what?, present: present? }))
        }
        KindName::Exposure => {
            let (what, present) =
                (label(kind, reader, stands, "Tap what it was, or write it."), reader.yes_no("present"));
            let before = match stands {
                Some(Kind::Exposure(before)) => Some(before),
                _ => None,
            };
            Some(Kind::Exposure(Exposure {
                what: what?,
                present: present.unwrap_or(true),
                amount: before.and_then(|before| before.amount),
                unit: before.and_then(|before| before.unit.clone()),
                until: before.and_then(|before| before.until.clone()),
            }))
        }
        KindName::Measure => {
            let what = label(kind, reader, stands, "Tap what you did, or write it.");
            let before = match stands {
                Some(Kind::Measure(before)) => Some(before),
                _ => None,
            };
            Some(Kind::Measure(Measure {
                timer: before.and_then(|before| before.timer.clone()),
                seconds: reader.length(),
                before: reader.level("before"),
                after: reader.level("after"),
                helped: reader.yes_no("helped"),
                note: reader.prose("note"),
                what: what?,
            }))
        }
        KindName::Medicine => {
            let what = what(reader, "Tap which medicine, or write it as you call it.");
            let before = match stands {
                Some(Kind::Medicine(before)) => Some(before),
                _ => None,
            };
            let same = before.filter(|before| what.as_ref() == Some(&before.what));
            let (mut milligrams, units) = crate::forms::dose::read_how_much(reader);
            // What stands is not rounded by being shown.
            if let Some(before) = before {
                let mut shown = Fields::default();
                crate::forms::dose::fill_how_much(&mut shown, before.milligrams, before.units);
                if ["units", "mg"].iter().all(|field| shown.get(field) == reader.fields.get(field).trim()) {
                    milligrams = before.milligrams;
                }
            }
            Some(Kind::Medicine(Medicine {
                milligrams,
                note: reader.prose("note"),
                // The substance goes with the name.
                substance: same.and_then(|same| same.substance.clone()),
                units,
                what: what?,
            }))
        }
        KindName::Exercise => {
            let what = label(kind, reader, stands, "Write which exercise, or tap one that you did before.");
            let before = match stands {
                Some(Kind::Exercise(before)) => Some(before),
                _ => None,
            };
            Some(Kind::Exercise(Exercise {
                rung: before.and_then(|before| before.rung.clone()),
                sets: before.and_then(|before| before.sets),
                too_much: before.and_then(|before| before.too_much),
                timer: before.and_then(|before| before.timer.clone()),
                seconds: reader.length(),
                repetitions: reader.whole("times", "This takes a whole number from 0 to 10,000"),
                before: reader.level("before"),
                after: reader.level("after"),
                note: reader.prose("note"),
                what: what?,
            }))
        }
        KindName::CheckIn => {
            let Some(Kind::CheckIn(before)) = stands else { return None };
            let (spasm, pain) = (reader.yes_no("spasm"), reader.level("pain"));
            let answers = answers(reader, visit, Some(&before.answers));
            Some(Kind::CheckIn(CheckIn { date: before.date, spasm, pain, answers }))
        }
        KindName::Note => {
            let text = reader.prose("text");
            if reader.fields.get("text").trim().is_empty() {
                reader.wrong("text", "Write something, or go back.");
            }
            Some(Kind::Note(Note { text: text? }))
        }
        kind if is_described(kind) => described::read(kind, reader, stands),
        _ => None,
    }
}

fn required<T>(reader: &mut Reader<'_>, field: &str, value: Option<&T>, line: &str) {
    if value.is_none() && reader.fields.get(field).trim().is_empty() {
        reader.wrong(field, line);
    }
}

fn what(reader: &mut Reader<'_>, line: &str) -> Option<supple_diary::Words> {
    let what = reader.choice("what");
    if what.is_none() && reader.fields.get("what-own").trim().is_empty() {
        required(reader, "what", what.as_ref(), line);
    }
    what
}

/// What it is about: what stands where it is the same, else what is offered, else own words.
fn label(kind: KindName, reader: &mut Reader<'_>, stands: Option<&Kind>, line: &str) -> Option<Label> {
    let words = what(reader, line)?;
    let before = match stands {
        Some(Kind::Symptom(symptom)) => Some(&symptom.what),
        Some(Kind::Exposure(exposure)) => Some(&exposure.what),
        Some(Kind::Measure(measure)) => Some(&measure.what),
        Some(Kind::Exercise(exercise)) => Some(&exercise.what),
        _ => None,
    };
    let same = before.filter(|before| before.as_str() == words.as_str());
    Some(same.cloned().unwrap_or_else(|| supple_insight::names::label(kind, words)))
}

fn regions(reader: &mut Reader<'_>) -> Regions {
    let mut regions = Regions::default();
    for id in reader.fields.all("where") {
        match Region::from_id(id) {
            Some(region) => regions.insert(region),
            None => reader.wrong("where", format!("{} is no region of the map.", crate::http::problem::quoted(id))),
        }
    }
    regions
}

fn came_along(reader: &mut Reader<'_>, stands: Option<&Kind>) -> Named<bool> {
    let stood = |id: &str| matches!(stands, Some(Kind::Spasm(before)) if before.came_with.get(id).is_some());
    let mut came = Named::new();
    for (id, answer) in named(reader, "came.", |id| stood(id) || names::came_with().any(|(known, _)| known == id)) {
        came.insert(id, answer);
    }
    came
}

/// The answers of a check-in, with the numbers that stand.
pub(crate) fn answers(
    reader: &mut Reader<'_>,
    visit: &crate::http::visit::Visit,
    stands: Option<&Named<Said>>,
) -> Named<Said> {
    let own = own_exposures(visit);
    let known = |id: &str| {
        names::daily().any(|(known, _, _)| known == id)
            || on_request(visit).any(|(known, _)| known == id)
            || own.iter().any(|own| exposure(own) == exposure(id))
            || stands.is_some_and(|stands| stands.get(id).is_some())
    };
    let mut answers = Named::new();
    for (id, said) in stands.iter().flat_map(|stands| stands.iter()) {
        if let (Said::Number(_), Ok(id)) = (said, supple_diary::Words::new(id)) {
            answers.insert(id, *said);
        }
    }
    for (id, answer) in named(reader, "day.", known) {
        answers.insert(id, Said::Is(answer));
    }
    answers
}

/// The answers under a beginning, by name. A name that the form does not ask is refused.
fn named(reader: &mut Reader<'_>, beginning: &str, known: impl Fn(&str) -> bool) -> Vec<(supple_diary::Words, bool)> {
    let mut named = Vec::new();
    let fields = reader.fields;
    for (id, _) in fields.under(beginning) {
        match supple_diary::Words::new(id) {
            Ok(words) if known(id) => {
                let answer = reader.yes_no(&format!("{beginning}{id}"));
                named.extend(answer.map(|answer| (words, answer)));
            }
            _ => reader.wrong("", format!("The form asks nothing about {}.", crate::http::problem::quoted(id))),
        }
    }
    named
}
