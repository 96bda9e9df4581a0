//! An entry in words.

use supple_diary::{
    Check, CheckIn, Entry, Exercise, Exposure, Health, Kind, Level, Measure, Medicine, Moment, Pain, Phase, Plan,
    Precision, Profile, Prose, Regions, ReturnStep, Said, Seconds, Spasm, Symptom, TimerState, Words,
};
use supple_insight::figures::duration;

/// When something happened on the person's clock, such as "21:12" or "about 03:00".
pub(crate) fn clock(happened: &Moment, precision: Option<Precision>) -> String {
    let clock = happened.clock().strftime("%H:%M");
    match precision {
        None | Some(Precision::Minute) => clock.to_string(),
        Some(Precision::Hour) => format!("about {clock}"),
        Some(Precision::Day) => "some time".to_owned(),
    }
}

/// When something happened, as the end of a sentence: " at 21:12", or with the day where that is another than today.
pub(crate) fn at(happened: &Moment, precision: Option<Precision>, now: &Moment) -> String {
    let day = if happened.date() == now.date() { String::new() } else { format!(" on {}", happened.date()) };
    match precision {
        Some(Precision::Day) if day.is_empty() => " today".to_owned(),
        Some(Precision::Day) => day,
        Some(Precision::Hour) => format!("{day} {}", clock(happened, precision)),
        precision => format!("{day} at {}", clock(happened, precision)),
    }
}

/// What an entry is about, in a few words.
pub(crate) fn subject(kind: &Kind) -> String {
    match kind {
        Kind::Spasm(_) => "spasm".to_owned(),
        Kind::Pain(pain) => format!("pain {} of 10", pain.level),
        Kind::EpisodeMark(mark) => match mark.phase {
            Phase::Onset => "the beginning of an episode".to_owned(),
            Phase::Recovery => "the end of an episode".to_owned(),
        },
        Kind::Symptom(Symptom { what, present }) | Kind::Exposure(Exposure { what, present, .. }) => {
            format!("{}{what}", if *present { "" } else { "no " })
        }
        Kind::Measure(Measure { what, .. }) | Kind::Exercise(Exercise { what, .. }) => what.to_string(),
        Kind::Medicine(Medicine { what, .. }) => what.to_string(),
        Kind::ReturnStep(step) => format!("step of the way back: {}", step.step.as_str()),
        Kind::CheckIn(check_in) => format!("check-in for {}", check_in.date),
        Kind::Check(check) => format!("safety check: {}", check.urgency),
        Kind::Note(_) => "note".to_owned(),
        Kind::Profile(_) => "about you".to_owned(),
        Kind::Plan(plan) => format!("plan: {}", plan.urgency),
        Kind::Correction(correction) => format!("correction of {}", correction.of),
        Kind::Removal(removal) => format!("removal of {}", removal.of),
    }
}

/// What an entry says, on one line.
pub(crate) fn whole(kind: &Kind) -> String {
    let mut said = Sentence { parts: vec![subject(kind)] };
    match kind {
        Kind::Spasm(Spasm { intensity, regions, seconds, doing, came_with, note }) => {
            said.level("", *intensity);
            said.regions(*regions);
            said.length(*seconds);
            said.add(doing.as_ref().map(|doing| format!("while {doing}")));
            for (name, present) in came_with.iter() {
                said.add(Some(format!("{} {name}", if *present { "with" } else { "without" })));
            }
            said.note(note.as_ref());
        }
        Kind::Pain(Pain { regions, note, .. }) => {
            said.regions(*regions);
            said.note(note.as_ref());
        }
        Kind::Exposure(Exposure { amount, unit, until, .. }) => {
            let unit = unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            said.add(amount.map(|amount| format!("{}{unit}", amount.get())));
            said.add(until.as_ref().map(|until| format!("until {}", until.clock().strftime("%Y-%m-%d %H:%M"))));
        }
        Kind::Measure(Measure { seconds, before, after, helped, note, timer, .. }) => {
            said.length(*seconds);
            said.add(timer.as_ref().and_then(|timer| match timer.state {
                TimerState::Running(_) => Some("its timer runs".to_owned()),
                TimerState::Paused(_) => Some("its timer is paused".to_owned()),
                TimerState::Worse(_) => Some("stopped since it got worse".to_owned()),
                TimerState::Done(_) => None,
            }));
            said.level("pain before ", *before);
            said.level("after ", *after);
            said.add(helped.map(|helped| if helped { "it helped".to_owned() } else { "it did not help".to_owned() }));
            said.note(note.as_ref());
        }
        Kind::Medicine(Medicine { substance, milligrams, units, note, .. }) => {
            said.add(substance.as_ref().map(ToString::to_string));
            said.add(milligrams.map(|amount| format!("{} mg", amount.get())));
            said.add(units.map(|units| format!("{} taken", units.get())));
            said.note(note.as_ref());
        }
        Kind::Exercise(Exercise { seconds, repetitions, before, after, note, .. }) => {
            said.length(*seconds);
            said.add(repetitions.map(|times| format!("{times} times")));
            said.level("pain before ", *before);
            said.level("after ", *after);
            said.note(note.as_ref());
        }
        Kind::ReturnStep(ReturnStep { pain, note, .. }) => {
            said.level("pain before ", *pain);
            said.note(note.as_ref());
        }
        Kind::CheckIn(CheckIn { spasm, pain, answers, .. }) => {
            said.add(spasm.map(|spasm| if spasm { "a spasm".to_owned() } else { "no spasm".to_owned() }));
            said.level("pain ", *pain);
            for (name, answer) in answers.iter() {
                said.add(Some(match answer {
                    Said::Is(true) => format!("{name}: yes"),
                    Said::Is(false) => format!("{name}: no"),
                    Said::Number(number) => format!("{name}: {}", number.get()),
                }));
            }
        }
        Kind::Check(Check { rules, .. }) => {
            let rules: Vec<&str> = rules.iter().map(Words::as_str).collect();
            said.add((!rules.is_empty()).then(|| rules.join(", ")));
        }
        Kind::Note(note) => said.note(Some(&note.text)),
        Kind::Profile(Profile { birth_year, country, zone, own_exposures, place, decisions, health }) => {
            said.add(birth_year.map(|year| format!("born {year}")));
            said.add(country.map(|country| country.code().to_owned()));
            said.add(zone.as_ref().map(ToString::to_string));
            said.add(own_exposures.as_ref().map(|own| {
                let names: Vec<&str> = own.iter().map(Words::as_str).collect();
                format!("own exposures: {}", names.join(", "))
            }));
            said.add(place.as_ref().map(ToString::to_string));
            for (decision, option) in decisions.iter() {
                said.add(Some(format!("{decision}: {option}")));
            }
            for (question, answer) in health.iter() {
                said.add(Some(match answer {
                    Health::Is(true) => format!("{question}: yes"),
                    Health::Is(false) => format!("{question}: no"),
                    Health::Unsure => format!("{question}: not sure"),
                    Health::On(date) => format!("{question}: {date}"),
                }));
            }
        }
        Kind::Plan(Plan { steps, .. }) => {
            let steps: Vec<&str> = steps.iter().map(Words::as_str).collect();
            said.add((!steps.is_empty()).then(|| steps.join(", ")));
        }
        Kind::EpisodeMark(_) | Kind::Symptom(_) | Kind::Correction(_) | Kind::Removal(_) => {}
    }
    said.parts.join(", ")
}

/// The parts of a sentence.
struct Sentence {
    parts: Vec<String>,
}

impl Sentence {
    fn add(&mut self, part: Option<String>) {
        self.parts.extend(part);
    }

    fn level(&mut self, before: &str, level: Option<Level>) {
        self.add(level.map(|level| format!("{before}{level} of 10")));
    }

    fn regions(&mut self, regions: Regions) {
        self.parts.extend(regions.iter().map(|region| region.id().replace('-', " ")));
    }

    fn length(&mut self, seconds: Option<Seconds>) {
        self.add(seconds.map(|seconds| duration(f64::from(seconds.get()))));
    }

    fn note(&mut self, note: Option<&Prose>) {
        self.add(note.map(|note| {
            let words: Vec<&str> = note.as_str().split_whitespace().collect();
            format!("\"{}\"", words.join(" "))
        }));
    }
}

/// A number with commas between the thousands.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

/// What an entry is about and when, as the end of a sentence.
pub(crate) fn told(entry: &Entry, now: &Moment) -> String {
    match entry.draft() {
        Some(draft) => format!("{}{}", subject(&draft.kind), at(&draft.happened, draft.precision, now)),
        None => format!("an entry that a newer Supple wrote{}", at(entry.happened(), None, now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(12_345, "entry", "entries"), "12,345 entries");
        assert_eq!(count(1, "entry", "entries"), "1 entry");
        assert_eq!(count(1_000_000, "entry", "entries"), "1,000,000 entries");
    }
}
