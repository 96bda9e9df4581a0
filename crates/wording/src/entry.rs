//! What entries say: a headline, the rest in few words, and the facts one by one.

use crate::described;
use crate::text::Quote;
use crate::time::{Here, clock, moment, seconds};
use crate::{answered, answers, lower, names, profile as told, questionnaire, reminders, running, trial_harm, urgency};
use supple_diary::{
    Draft, Exercise, Health, Item, Kind, KindName, Named, Phase, Precision, ProfileFact, Prose, Regions, ReturnStep,
    Said, Seconds, Timer, TimerState, isolated,
};

/// What an entry says in one line, a note by its first words.
pub fn headline(kind: &Kind) -> String {
    quoted_headline(kind, Quote::Beginning)
}

fn quoted_headline(kind: &Kind, quote: Quote) -> String {
    match kind {
        Kind::Spasm(spasm) => match (spasm.intensity, spasm.seconds) {
            (Some(level), Some(length)) => format!("Spasm {level} of 10, {}", seconds(length)),
            (Some(level), None) => format!("Spasm {level} of 10"),
            (None, Some(length)) => format!("Spasm, {}", seconds(length)),
            (None, None) => "Spasm".to_owned(),
        },
        Kind::Pain(pain) => format!("Pain {} of 10", pain.level),
        Kind::EpisodeMark(mark) => match mark.phase {
            Phase::Onset => "An episode began".to_owned(),
            Phase::Recovery => "The episode is over".to_owned(),
        },
        Kind::Symptom(symptom) => yes_no(&names::label(&symptom.what), symptom.present),
        Kind::Exposure(exposure) => yes_no(&names::exposure(exposure.what.as_str()), exposure.present),
        Kind::Measure(measure) => with_length(&names::label(&measure.what), measure.seconds),
        Kind::Medicine(medicine) => match medicine.milligrams {
            Some(amount) => format!("{}, {} mg", isolated(medicine.what.as_str()), amount.get()),
            None => isolated(medicine.what.as_str()).into_owned(),
        },
        Kind::Exercise(exercise) => with_length(&names::label(&exercise.what), exercise.seconds),
        Kind::CheckIn(check_in) => match (check_in.spasm, check_in.pain) {
            (Some(true), Some(pain)) => format!("Check-in: a spasm, pain {pain} of 10"),
            (Some(false), Some(pain)) => format!("Check-in: no spasm, pain {pain} of 10"),
            (Some(true), None) => "Check-in: a spasm".to_owned(),
            (Some(false), None) => "Check-in: no spasm".to_owned(),
            (None, Some(pain)) => format!("Check-in: pain {pain} of 10"),
            (None, None) => "Check-in".to_owned(),
        },
        Kind::Check(check) => {
            format!("Safety check: {}", urgency::stored(check.urgency.as_str()))
        }
        Kind::Note(note) => format!("Note: {}", quote.of(note.text.as_str())),
        Kind::Profile(_) => "About you".to_owned(),
        Kind::Plan(_) => "Plan for the moment".to_owned(),
        Kind::Questionnaire(said) => questionnaire::headline(said),
        Kind::ReturnStep(step) => names::return_step(step.step.as_str()),
        Kind::Trial(trial) => format!("Trial begun: {}", trial_title(trial.which.as_str())),
        Kind::TrialPain(pain) => format!("Pain in a trial: {} of 10", pain.level),
        Kind::TrialDraw(draw) => format!("Chance chose: {}", names::of(draw.measure.as_str())),
        Kind::TrialDone(done) => format!("In the trial: {}", trial_done(done.done.as_str())),
        Kind::TrialEnd(_) => "Trial stopped".to_owned(),
        Kind::TrialHarm(harm) => answered("Harm in a trial", &trial_harm::named(&harm.what)),
        Kind::DaysTrial(trial) => format!("Trial over days begun: {}", days_title(trial.which.as_str())),
        Kind::DaysPeriod(period) => format!("Chance chose, from this day on: {}", days_side(period.arm.as_str())),
        Kind::DaysDone(done) => format!("In the trial over days: {}", if done.did { "done" } else { "not done" }),
        Kind::Reminder(reminder) => reminders::headline(reminder),
        Kind::ReminderSkip(skip) => format!("Reminder left out on {}", reminders::day(skip.day)),
        Kind::ChosenStart(chosen) => format!("Chance chose the first day of {}", quote.of(chosen.what.as_str())),
        Kind::Correction(_) => "A change".to_owned(),
        Kind::Removal(_) => "A removal".to_owned(),
        #[allow(unreachable_patterns, reason = "a kind that is described alone comes here")]
        other => described::headline(other),
    }
}

fn tell_health(answer: &Health) -> String {
    match answer {
        Health::Is(true) => "Yes".to_owned(),
        Health::Is(false) => "No".to_owned(),
        Health::Unsure => "Not sure".to_owned(),
        Health::On(date) => date.strftime("%-d %B %Y").to_string(),
    }
}

/// An entry in words: a line that stands by itself, and the rest one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it says in one line.
    pub headline: String,
    /// The rest, in few words each.
    pub detail: Vec<String>,
}

impl Told {
    /// The detail, as it stands under the headline.
    pub fn rest(&self) -> String {
        running(&self.detail)
    }

    /// All of it in one line.
    pub fn line(&self) -> String {
        running(std::iter::once(&self.headline).chain(&self.detail))
    }
}

/// An entry as it stands in a list that leads to all of it: notes by their first words, what is told rarely left out.
///
/// ```
/// # use supple_diary::{Level, Pain, Regions};
/// let pain = Pain { level: Level::new(4)?, regions: Regions::default(), note: None };
/// assert_eq!(supple_wording::in_list(&pain.into()).headline, "Pain 4 of 10");
/// # Ok::<(), supple_diary::ValueError>(())
/// ```
pub fn in_list(kind: &Kind) -> Told {
    tell(kind, Quote::Beginning)
}

/// An entry where there is no other place for what else it says. The headline and each detail are those of [`in_list`], but
/// that notes are whole; what a list leaves out comes behind them, the note last.
pub fn in_full(kind: &Kind) -> Told {
    let Told { headline, mut detail } = tell(kind, Quote::Whole);
    let at = detail.len() - usize::from(listed_note(kind).is_some());
    detail.splice(at..at, more(kind));
    if let Kind::Exercise(Exercise { note: Some(note), .. }) | Kind::ReturnStep(ReturnStep { note: Some(note), .. }) =
        kind
    {
        detail.push(Quote::Whole.of(note.as_str()));
    }
    Told { headline, detail }
}

/// An entry in the middle of a text: what it says in one line, and when.
pub fn mentioned<'a>(draft: &Draft, here: impl Into<Here<'a>>) -> String {
    format!("{}, {}", headline(&draft.kind), moment(draft, here))
}

/// The time at which an item stands in a list of its day; nothing where it is known to the day, as a check-in is.
pub fn listed_time(item: &Item) -> Option<String> {
    let of_the_day = item.precision() == Some(Precision::Day) || item.name() == KindName::CheckIn;
    (!of_the_day).then(|| clock(item.happened(), item.precision()))
}

/// What stands for an entry that only a newer Supple can read.
pub const NEWER: &str = "Written by a newer Supple. It is kept as it is. Update Supple here to read it.";

/// That the time of an entry may be wrong.
pub const AHEAD: &str = "The clock was ahead when this was written.";

/// What an entry tells of that the check looks at, in a line; nothing where it tells of no such sign.
pub fn signs(kind: &Kind) -> Option<(String, &'static str)> {
    let triage = supple_triage::embedded();
    let is_sign = |what: &str| triage.place(what).is_some();
    let signs: Vec<String> = match kind {
        Kind::Spasm(spasm) => {
            let came = spasm.came_with.iter().filter(|(what, came)| **came && is_sign(what));
            came.map(|(what, _)| names::of(what)).collect()
        }
        Kind::Symptom(symptom) if symptom.present && is_sign(symptom.what.as_str()) => {
            vec![names::label(&symptom.what)]
        }
        _ => Vec::new(),
    };
    let (first, others) = signs.split_first()?;
    let line = others.iter().fold(first.clone(), |line, sign| format!("{line}; {}", lower(sign)));
    let what = match others {
        [] => "This is a sign that the check looks at.",
        _ => "These are signs that the check looks at.",
    };
    Some((format!("{line}."), what))
}

fn tell(kind: &Kind, quote: Quote) -> Told {
    Told { headline: quoted_headline(kind, quote), detail: detail(kind, quote) }
}

/// The note that a list shows the beginning of. That of an exercise or a step is on its own page only.
fn listed_note(kind: &Kind) -> Option<&Prose> {
    match kind {
        Kind::Spasm(spasm) => spasm.note.as_ref(),
        Kind::Measure(measure) => measure.note.as_ref(),
        Kind::Pain(pain) => pain.note.as_ref(),
        Kind::Medicine(medicine) => medicine.note.as_ref(),
        _ => None,
    }
}

/// What stands under the headline: the rest, in few words, the note last.
fn detail(kind: &Kind, quote: Quote) -> Vec<String> {
    let mut parts: Vec<String> = match kind {
        Kind::Spasm(spasm) => {
            let came = spasm.came_with.iter().filter(|(_, came)| **came).map(|(what, _)| names::of(what));
            let doing = spasm.doing.as_ref().map(|doing| isolated(doing.as_str()).into_owned());
            [regions(spasm.regions), doing].into_iter().flatten().chain(came).collect()
        }
        Kind::Measure(measure) => {
            let pain = match (measure.before, measure.after) {
                (Some(before), Some(after)) => Some(format!("Pain {before}, then {after}")),
                (Some(before), None) => Some(format!("Pain {before} before")),
                (None, Some(after)) => Some(format!("Pain {after} after")),
                (None, None) => None,
            };
            let helped = measure.helped.map(|helped| if helped { "It helped" } else { "It did not help" }.to_owned());
            pain.into_iter().chain(helped).collect()
        }
        Kind::Pain(pain) => regions(pain.regions).into_iter().collect(),
        Kind::CheckIn(check_in) => {
            let no = check_in.answers.iter().filter(|(_, said)| **said == Said::Is(false)).count();
            let others = check_in.answers.iter().count() > no;
            let said = said(&check_in.answers).into_iter().filter(|(_, said)| said != "No");
            let parts = said.map(|(what, said)| if said == "Yes" { what } else { format!("{what}: {said}") });
            let no = match (no, others) {
                (0, _) => None,
                (1, true) => Some("No to the other".to_owned()),
                (no, true) => Some(format!("No to the {no} others")),
                (1, false) => Some("No to the question".to_owned()),
                (no, false) => Some(format!("No to all {no} questions")),
            };
            parts.chain(no).collect()
        }
        Kind::Exercise(exercise) => exercise
            .repetitions
            .map(|times| format!("{times} {}", if times.get() == 1 { "time" } else { "times" }))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    parts.extend(listed_note(kind).map(|note| quote.of(note.as_str())));
    parts
}

/// What is said of a timer that did not simply end.
fn of_timer(timer: &Timer) -> Option<&'static str> {
    match timer.state {
        TimerState::Running(_) => Some("Its timer runs"),
        TimerState::Paused(_) => Some("Its timer is paused"),
        TimerState::Worse(_) => Some("Stopped since it got worse"),
        TimerState::Done(_) => None,
    }
}

/// What a trial compares.
fn trial_title(which: &str) -> String {
    supple_care::trials::offered().get(which).map_or_else(|| names::of(which), |of| of.title.clone())
}

/// What a trial over days tries.
fn days_title(which: &str) -> String {
    let known = supple_guidance::embedded().trials.over_days(which);
    known.map_or_else(|| names::of(which), |of| of.title.clone())
}

/// A side of a trial over days.
fn days_side(arm: &str) -> String {
    match arm {
        "a" => "without it".to_owned(),
        "b" => "with it".to_owned(),
        other => names::of(other),
    }
}

/// What was done after a draw.
fn trial_done(done: &str) -> String {
    match supple_care::trials::done(done) {
        Some(supple_trial::Done::AsDrawn) => "what chance chose".to_owned(),
        Some(supple_trial::Done::Other) => "the other measure".to_owned(),
        Some(supple_trial::Done::Neither) => "neither of the two".to_owned(),
        None => names::of(done),
    }
}

/// What a list leaves out, as parts of a line.
fn more(kind: &Kind) -> Vec<String> {
    let told = |facts: Vec<Fact>| facts.into_iter().map(|(what, said)| answered(&what, &said)).collect();
    let only = |names: &[&str]| facts(kind).into_iter().filter(|(what, _)| names.contains(&what.as_str())).collect();
    match kind {
        Kind::Spasm(spasm) => {
            let missed = spasm.came_with.iter().filter(|(_, came)| !**came);
            missed.map(|(what, _)| yes_no(&names::of(what), false)).collect()
        }
        Kind::Exposure(_) => told(only(&["How much", "Until"])),
        Kind::Measure(measure) => measure.timer.as_ref().and_then(of_timer).map(str::to_owned).into_iter().collect(),
        Kind::Medicine(_) => told(only(&["Substance", "How many"])),
        Kind::Exercise(exercise) => {
            let facts = told(only(&["Sets", "Rung", "Pain before", "Pain after", "Too much"]));
            facts.into_iter().chain(exercise.timer.as_deref().and_then(of_timer).map(str::to_owned)).collect()
        }
        Kind::ReturnStep(_) => told(only(&["Sets", "Rung", "Pain before", "Pain after", "Too much"])),
        Kind::CheckIn(_) => told(only(&["Day"])),
        Kind::Questionnaire(said) => questionnaire::numbers(said).into_iter().collect(),
        Kind::TrialDraw(draw) => vec![answered("Spasm of the trial", &draw.number.to_string())],
        Kind::Check(check) => {
            let rules = check.rules.iter().map(|rule| names::concern(rule.as_str()));
            Some(running_list(rules)).filter(|concerns| !concerns.is_empty()).into_iter().collect()
        }
        Kind::Profile(_) | Kind::Reminder(_) | Kind::DaysPeriod(_) | Kind::DaysDone(_) => told(facts(kind)),
        Kind::Plan(plan) => {
            let steps = running_list(plan.steps.iter().map(|step| names::step(step.as_str())));
            let how_soon = told(facts(kind)).into_iter();
            how_soon.chain((!steps.is_empty()).then(|| answered("Steps", &steps))).collect()
        }
        Kind::Pain(_)
        | Kind::EpisodeMark(_)
        | Kind::Symptom(_)
        | Kind::Note(_)
        | Kind::Trial(_)
        | Kind::TrialPain(_)
        | Kind::TrialDone(_)
        | Kind::TrialEnd(_)
        | Kind::TrialHarm(_)
        | Kind::DaysTrial(_)
        | Kind::Correction(_)
        | Kind::Removal(_) => Vec::new(),
        #[allow(unreachable_patterns, reason = "a kind that is described alone comes here")]
        other => told(described::facts(other)),
    }
}

/// Things in one line, each once.
fn running_list(things: impl Iterator<Item = String>) -> String {
    let mut list: Vec<String> = Vec::new();
    for thing in things {
        if !list.contains(&thing) {
            list.push(thing);
        }
    }
    list.join(", ")
}

/// One thing that an entry says: what about, and what.
pub type Fact = (String, String);

/// Everything that an entry says, but for when.
pub fn facts(kind: &Kind) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let own = |text: &str| isolated(text).into_owned();
    let mut add = |name: &str, value: Option<String>| facts.extend(value.map(|value| (name.to_owned(), value)));
    let level = |level: Option<supple_diary::Level>| level.map(|level| format!("{level} of 10"));
    let yes = |yes: bool| if yes { "Yes" } else { "No" }.to_owned();
    match kind {
        Kind::Spasm(spasm) => {
            add("How strong", level(spasm.intensity));
            add("Where", regions(spasm.regions));
            add("How long", spasm.seconds.map(seconds));
            add("Doing", spasm.doing.as_ref().map(|doing| own(doing.as_str())));
            spasm.came_with.iter().for_each(|(what, came)| add(&names::of(what), Some(yes(*came))));
            add("Back already felt wrong", spasm.felt_wrong.map(yes));
            add("Note", spasm.note.as_ref().map(|note| own(note.as_str())));
        }
        Kind::Pain(pain) => {
            add("How strong", level(Some(pain.level)));
            add("Where", regions(pain.regions));
            add("Note", pain.note.as_ref().map(|note| own(note.as_str())));
        }
        Kind::EpisodeMark(_) => add("What", Some(headline(kind))),
        Kind::Symptom(symptom) => add(&names::label(&symptom.what), Some(yes(symptom.present))),
        Kind::Exposure(exposure) => {
            add(&names::exposure(exposure.what.as_str()), Some(yes(exposure.present)));
            let unit = exposure.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
            add("How much", exposure.amount.map(|amount| format!("{}{unit}", amount.get())));
            add("Until", exposure.until.as_ref().map(|until| until.clock().strftime("%-d %B %Y, %H:%M").to_string()));
        }
        Kind::Measure(measure) => {
            add("What", Some(names::label(&measure.what)));
            add("How long", measure.seconds.map(seconds));
            add("Pain before", level(measure.before));
            add("Pain after", level(measure.after));
            add("Did it help", measure.helped.map(yes));
            add("Note", measure.note.as_ref().map(|note| own(note.as_str())));
        }
        Kind::Medicine(medicine) => {
            add("What", Some(own(medicine.what.as_str())));
            add("Substance", medicine.substance.as_ref().map(|substance| own(substance.as_str())));
            add("Milligrams", medicine.milligrams.map(|amount| amount.get().to_string()));
            add("How many", medicine.units.map(|amount| amount.get().to_string()));
            add("Note", medicine.note.as_ref().map(|note| own(note.as_str())));
        }
        Kind::Exercise(exercise) => {
            add("What", Some(names::label(&exercise.what)));
            add("How long", exercise.seconds.map(seconds));
            add("How often", exercise.repetitions.map(|times| times.to_string()));
            add("Sets", exercise.sets.map(|sets| sets.to_string()));
            add("Rung", exercise.rung.as_ref().map(|rung| rung.as_str().to_owned()));
            add("Pain before", level(exercise.before));
            add("Pain after", level(exercise.after));
            add("Too much", exercise.too_much.map(yes));
            add("Note", exercise.note.as_ref().map(|note| own(note.as_str())));
        }
        Kind::Trial(trial) => {
            add("Which", Some(trial_title(trial.which.as_str())));
            // The seed stays where it is until the end: who knows it knows each draw.
            add("Promised", Some(trial.promised.as_str().to_owned()));
        }
        Kind::TrialPain(pain) => add("How strong", level(Some(pain.level))),
        Kind::TrialDraw(draw) => {
            add("Measure", Some(names::of(draw.measure.as_str())));
            add("Spasm of the trial", Some(draw.number.to_string()));
        }
        Kind::TrialDone(done) => add("What you did", Some(trial_done(done.done.as_str()))),
        Kind::TrialHarm(harm) => add("What", Some(trial_harm::named(&harm.what))),
        Kind::DaysTrial(trial) => {
            add("Which", Some(days_title(trial.which.as_str())));
            add("Promised", Some(trial.promised.as_str().to_owned()));
        }
        Kind::DaysPeriod(period) => {
            add("Period of the trial", Some(period.number.to_string()));
            add("Side", Some(days_side(period.arm.as_str())));
            add("From", Some(reminders::day(period.first)));
        }
        Kind::DaysDone(done) => {
            add("Day", Some(reminders::day(done.day)));
            add("Done", Some(yes(done.did)));
        }
        Kind::Reminder(reminder) => {
            add("When", Some(reminders::when(reminder)));
            add("On", Some(yes(reminder.on)));
        }
        Kind::ReminderSkip(skip) => add("Day", Some(reminders::day(skip.day))),
        Kind::ChosenStart(chosen) => {
            add("What", Some(own(chosen.what.as_str())));
            add("Decided", Some(reminders::day(chosen.decided)));
            add("First day", Some(reminders::day(chosen.start)));
        }
        Kind::ReturnStep(step) => {
            add("Step", Some(headline(kind)));
            add("Pain before", level(step.pain));
            add("Note", step.note.as_ref().map(|note| own(note.as_str())));
        }
        Kind::CheckIn(check_in) => {
            add("Day", Some(check_in.date.strftime("%A %-d %B %Y").to_string()));
            add("A spasm", check_in.spasm.map(yes));
            add("Pain over the day", level(check_in.pain));
            said(&check_in.answers).into_iter().for_each(|(what, said)| add(&what, Some(said)));
        }
        Kind::Check(check) => {
            add("How soon", Some(headline(kind)));
            let triage = supple_triage::embedded();
            let answers = supple_triage::Answers::from_kept(triage, check.answers.json());
            for (place, answer) in answers.given() {
                let label = answers::chosen(place, answer).map_or("", |pick| pick.label);
                add(&triage.guidance().findings[place].ask, Some(label.to_owned()));
            }
            // What an earlier version asked in other words is shown as it was written.
            if supple_triage::Answers::from_json(triage, check.answers.json()).is_err() {
                add("All answers, as kept", Some(check.answers.json().to_owned()));
            }
        }
        Kind::Note(note) => add("Note", Some(own(note.text.as_str()))),
        Kind::Profile(profile) => {
            add("Year of birth", profile.birth_year.map(|year| year.to_string()));
            add("Country", profile.country.map(|country| country.code().to_owned()));
            add("Time zone", profile.zone.as_ref().map(ToString::to_string));
            add(
                "Asked every day",
                profile.own_exposures.as_ref().map(|own| match own.len() {
                    0 => "Nothing of your own".to_owned(),
                    _ => own.iter().map(|one| names::exposure(one.as_str())).collect::<Vec<_>>().join(", "),
                }),
            );
            add("Where help has to come to", profile.place.as_ref().map(ToString::to_string));
            add(&told::label(ProfileFact::Contact), profile.contact.as_deref().map(told::contact));
            add(
                &told::label(ProfileFact::AtHand),
                profile.at_hand.as_ref().map(|things| match things.len() {
                    0 => "Nothing".to_owned(),
                    _ => things.iter().map(|one| told::thing(one.as_str())).collect::<Vec<_>>().join(", "),
                }),
            );
            for (decision, option) in profile.decisions.iter() {
                add(&names::decision(decision), Some(names::option(decision, option.as_str())));
            }
            for (question, answer) in profile.health.iter() {
                add(&names::of(question), Some(tell_health(answer)));
            }
        }
        Kind::Plan(plan) => add("How soon", Some(urgency::stored(plan.urgency.as_str()))),
        Kind::Questionnaire(said) => facts.extend(questionnaire::facts(said)),
        Kind::TrialEnd(_) | Kind::Correction(_) | Kind::Removal(_) => {}
        #[allow(unreachable_patterns, reason = "a kind that is described alone comes here")]
        other => facts.extend(described::facts(other)),
    }
    facts
}

/// Everything that an entry says, when first.
pub fn all_facts<'a>(draft: &Draft, here: impl Into<Here<'a>>) -> Vec<Fact> {
    let mut facts = vec![("When".to_owned(), moment(draft, here))];
    facts.extend(self::facts(&draft.kind));
    facts
}

/// What was answered in a check-in.
fn said(answers: &Named<Said>) -> Vec<Fact> {
    let say = |said: &Said| match said {
        Said::Is(true) => "Yes".to_owned(),
        Said::Is(false) => "No".to_owned(),
        Said::Number(number) => number.get().to_string(),
    };
    answers.iter().map(|(what, said)| (names::of(what), say(said))).collect()
}

fn yes_no(what: &str, is: bool) -> String {
    if is { what.to_owned() } else { answered(what, "no") }
}

fn with_length(what: &str, length: Option<Seconds>) -> String {
    length.map_or_else(|| what.to_owned(), |length| format!("{what}, {}", seconds(length)))
}

/// The regions in one line.
fn regions(regions: Regions) -> Option<String> {
    let mut names = regions.iter().map(names::region);
    let first = names.next()?.to_owned();
    Some(names.fold(first, |line, name| format!("{line}, {}", lower(name))))
}
