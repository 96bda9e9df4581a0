//! What entries say, in words: a headline, the facts one by one, and when.

use crate::layout::{answered, lower, sentence};
use crate::visit::Visit;
use crate::{names, urgency};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, tz::Offset};
use supple_diary::{Draft, Health, Item, Kind, Moment, Named, Phase, Precision, Regions, Said, Seconds, isolated};
use supple_guidance::Urgency;
use supple_insight::figures;

/// What an entry says in one line.
pub(crate) fn headline(kind: &Kind) -> String {
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
            format!("Safety check: {}", urgency_words(check.urgency.as_str()))
        }
        Kind::Note(note) => format!("Note: {}", beginning(note.text.as_str())),
        Kind::Profile(_) => "About you".to_owned(),
        Kind::Plan(_) => "Plan for the moment".to_owned(),
        Kind::ReturnStep(step) => crate::activity::name(step.step.as_str()),
        Kind::Correction(_) => "A change".to_owned(),
        Kind::Removal(_) => "A removal".to_owned(),
    }
}

/// The words for an urgency as it was stored; one that is not known stands as it is.
fn urgency_words(id: &str) -> String {
    let known = Urgency::ALL.into_iter().find(|urgency| urgency.id() == id);
    known.map_or_else(|| id.to_owned(), |known| urgency::word(known).to_owned())
}

fn tell_health(answer: &Health) -> String {
    match answer {
        Health::Is(true) => "Yes".to_owned(),
        Health::Is(false) => "No".to_owned(),
        Health::Unsure => "Not sure".to_owned(),
        Health::On(date) => date.strftime("%-d %B %Y").to_string(),
    }
}

/// What stands under the headline in a list: the rest, in few words.
pub(crate) fn rest(kind: &Kind) -> String {
    let parts: Vec<String> = match kind {
        Kind::Spasm(spasm) => {
            let came = spasm.came_with.iter().filter(|(_, came)| **came).map(|(what, _)| names::of(what));
            let parts =
                [regions(spasm.regions), spasm.doing.as_ref().map(|doing| isolated(doing.as_str()).into_owned())];
            parts
                .into_iter()
                .flatten()
                .chain(came)
                .chain(spasm.note.as_ref().map(|note| beginning(note.as_str())))
                .collect()
        }
        Kind::Measure(measure) => {
            let pain = match (measure.before, measure.after) {
                (Some(before), Some(after)) => Some(format!("Pain {before}, then {after}")),
                (Some(before), None) => Some(format!("Pain {before} before")),
                (None, Some(after)) => Some(format!("Pain {after} after")),
                (None, None) => None,
            };
            let helped = measure.helped.map(|helped| if helped { "It helped" } else { "It did not help" }.to_owned());
            pain.into_iter().chain(helped).chain(measure.note.as_ref().map(|note| beginning(note.as_str()))).collect()
        }
        Kind::Pain(pain) => {
            let note = pain.note.as_ref().map(|note| beginning(note.as_str()));
            regions(pain.regions).into_iter().chain(note).collect()
        }
        Kind::CheckIn(check_in) => {
            let no = check_in.answers.iter().filter(|(_, said)| **said == Said::Is(false)).count();
            let others = check_in.answers.iter().count() > no;
            let said = said(&check_in.answers).into_iter().filter(|(_, said)| said != "No");
            let parts = said.map(|(what, said)| if said == "Yes" { what } else { format!("{what}: {said}") });
            let no = match (no, others) {
                (0, _) => None,
                (1, true) => Some("No to the other".to_owned()),
                (no, true) => Some(format!("No to the {no} others")),
                (no, false) => Some(format!("No to all {no} questions")),
            };
            parts.chain(no).collect()
        }
        Kind::Exercise(exercise) => exercise.repetitions.map(|times| format!("{times} times")).into_iter().collect(),
        Kind::Medicine(medicine) => medicine.note.as_ref().map(|note| beginning(note.as_str())).into_iter().collect(),
        _ => Vec::new(),
    };
    parts.join(". ")
}

/// One thing that an entry says: what about, and what.
pub(crate) type Fact = (String, String);

/// Everything that an entry says, but for when.
pub(crate) fn facts(kind: &Kind) -> Vec<Fact> {
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
            add("Pain before", level(exercise.before));
            add("Pain after", level(exercise.after));
            add("Note", exercise.note.as_ref().map(|note| own(note.as_str())));
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
                let label = crate::picks::chosen(place, answer).map_or("", |pick| pick.label);
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
                    _ => own.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                }),
            );
            add("Where help has to come to", profile.place.as_ref().map(ToString::to_string));
            for (decision, option) in profile.decisions.iter() {
                add(&sentence(decision), Some(sentence(option.as_str())));
            }
            for (question, answer) in profile.health.iter() {
                add(&names::of(question), Some(tell_health(answer)));
            }
        }
        Kind::Plan(plan) => add("How soon", Some(urgency_words(plan.urgency.as_str()))),
        Kind::Correction(_) | Kind::Removal(_) => {}
    }
    facts
}

/// Everything that an entry says, when first.
pub(crate) fn all_facts(draft: &Draft, visit: &Visit) -> Vec<Fact> {
    let mut facts = vec![("When".to_owned(), moment(draft, visit))];
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

/// The direction of a line: that of the person's own words where there is nothing else, and that of the page where more
/// follows them.
pub(crate) fn direction(line: &str) -> &'static str {
    let goes_on = line.starts_with('\u{2068}')
        && line.find('\u{2069}').is_some_and(|end| end + '\u{2069}'.len_utf8() < line.len());
    if goes_on { "ltr" } else { "auto" }
}

/// The first words of a note.
fn beginning(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(80).collect();
    let short =
        if short.len() == text.trim_end().len() { short } else { format!("{}…", short.trim_end_matches(['.', ' '])) };
    isolated(&short).into_owned()
}

/// How long, in the units that fit.
pub(crate) fn seconds(length: Seconds) -> String {
    figures::duration(f64::from(length.get()))
}

/// The time on the clock, as exactly as it is known.
pub(crate) fn clock(moment: &Moment, precision: Option<Precision>) -> String {
    let clock = moment.clock();
    match precision {
        None | Some(Precision::Minute) => clock.strftime("%H:%M").to_string(),
        Some(Precision::Hour) => clock.strftime("about %H:%M").to_string(),
        Some(Precision::Day) => "that day".to_owned(),
    }
}

/// A day in words, with the year where it is not this one.
pub(crate) fn day(date: Date, today: Date) -> String {
    let form = if date.year() == today.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
    let words = date.strftime(form).to_string();
    match today.yesterday() {
        _ if date == today => format!("Today, {words}"),
        Ok(yesterday) if date == yesterday => format!("Yesterday, {words}"),
        _ => words,
    }
}

/// A day in few words, to stand in a line.
pub(crate) fn short_day(date: Date, today: Date) -> String {
    let form = if date.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    date.strftime(form).to_string()
}

/// When something happened, in one line: the day only where it is not today.
pub(crate) fn moment(draft: &Draft, visit: &Visit) -> String {
    let time = clock(&draft.happened, draft.precision);
    let line = match draft.happened.date() {
        date if date == visit.today() && draft.precision == Some(Precision::Day) => "today".to_owned(),
        date if date == visit.today() => time,
        date if draft.precision == Some(Precision::Day) => short_day(date, visit.today()),
        date => format!("{}, {time}", short_day(date, visit.today())),
    };
    match elsewhere(&draft.happened, &visit.zone) {
        Some(place) => format!("{line} ({place})"),
        None => line,
    }
}

/// Where it was so late, if not where the person is now.
pub(crate) fn elsewhere(moment: &Moment, zone: &str) -> Option<String> {
    match moment.zone() {
        Some(other) if other == zone => None,
        Some(other) => {
            let city = other.rsplit('/').next().unwrap_or(other).replace('_', " ");
            Some(format!("{city} time"))
        }
        None => Some(offset(moment.offset())),
    }
}

/// What a clock is ahead of UTC, such as UTC+2.
pub(crate) fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// A time at which something was written down, on the clock of now.
pub(crate) fn recorded(at: Timestamp, visit: &Visit) -> String {
    match Moment::in_zone(at, &visit.zone) {
        Ok(moment) if moment.date() == visit.today() => clock(&moment, None),
        Ok(moment) => format!("{}, {}", short_day(moment.date(), visit.today()), clock(&moment, None)),
        Err(_) => at.to_string(),
    }
}

/// How long ago something was written is still a slip that can be undone at once.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(10);

/// Whether an item was just written, and not changed since.
pub(crate) fn is_fresh(item: &Item, visit: &Visit) -> bool {
    item.correction().is_none() && visit.now.at().duration_since(item.first().recorded()) < JUST_NOW
}

/// A count with its noun.
pub(crate) fn count(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// How many more, in words: "1 more day", "3 more days".
pub(crate) fn count_more(count: usize, one: &str) -> String {
    if count == 1 { format!("1 more {one}") } else { format!("{count} more {one}s") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn lengths_are_said_in_the_unit_that_fits() {
        for (length, words) in [
            (0, "under 1 second"),
            (1, "1 second"),
            (40, "40 seconds"),
            (60, "1 minute"),
            (90, "90 seconds"),
            (900, "15 minutes"),
            (3_600, "1 hour"),
            (5_400, "1 hour 30 minutes"),
            (86_400, "1 day"),
            (180_000, "2 days 2 hours"),
        ] {
            assert_eq!(seconds(Seconds::new(length).unwrap()), words);
        }
    }

    #[test]
    fn a_time_is_said_as_exactly_as_it_is_known() {
        let moment = Moment::parse("2026-11-22T03:10:00+01:00[Europe/Berlin]").unwrap();
        assert_eq!(clock(&moment, None), "03:10");
        assert_eq!(clock(&moment, Some(Precision::Hour)), "about 03:10");
        assert_eq!(clock(&moment, Some(Precision::Day)), "that day");
        assert_eq!(elsewhere(&moment, "Europe/Berlin"), None);
        assert_eq!(elsewhere(&moment, "America/New_York").unwrap(), "Berlin time");
        assert_eq!(offset(moment.offset()), "UTC+1");
    }
}
