//! The guard in words. Short ones: someone in pain reads them.
//!
//! None of them says that something may be taken. Times of day are left to whoever knows the person's clock.

use crate::about::Truth;
use crate::medicine::{Ask, Concern, Counted, MedicineReview, Stop, TooMuchTaken, Unknown, Which, Why};
use crate::names::Substance;
use supple_guidance::medicines::{Label, Medicine};

/// The most that the guard ever says in favour.
pub const NO_LIMIT_PASSED: &str = "I see no label limit passed by what you entered.";

/// The name of the medicine that some take each day for their heart.
const ASPIRIN: &str = "aspirin";

/// Whoever takes a small aspirin for the heart must not stop it over what the guard says of pain.
const SMALL_ASPIRIN: &str =
    " If a doctor put you on a small aspirin each day, keep taking it, and ask before you add more.";

/// What stands below the stops.
pub const SET_BY_A_DOCTOR: &str =
    "These are limits for use without a doctor. If a doctor set your dose, ask there before you change it.";

/// Not everything in it is known.
pub const NOT_ALL_KNOWN: &str = "I do not know all that is in it. Ask a pharmacist first.";

/// How much it is, or what form it has, is not known for sure.
pub const NOT_SURE: &str = "I cannot count it for sure. Look at the pack first.";

/// There is no label to look at.
pub const NO_LABEL: &str = "A doctor sets its dose. I cannot count it.";

/// Nothing is against the dose that was asked about, and something is not settled of what was taken before.
pub const BEFORE: &str = "Look first at what you took before.";

/// A limit is passed if an amount that is not known is as it counts, which is the most that it can be.
pub(crate) const MAY_BE_TOO_MUCH: &str = "It may be too much. Look at the pack first.";

/// A limit is passed if a time that is not known is as it counts.
pub(crate) const MAY_BE_TOO_SOON: &str = "It may be too soon. Do not take it yet.";

/// Questions come before anything else is said.
pub const QUESTIONS_FIRST: &str = "Some questions come first.";

/// The line above everything else. It answers the medicine that was asked about; what concerns others comes after "Also".
///
/// It says [`NO_LIMIT_PASSED`] only if the guard [is calm](MedicineReview::is_calm).
pub fn headline(guard: &MedicineReview<'_>) -> String {
    if !guard.too_much.is_empty() {
        let sure = guard.too_much.iter().any(|one| one.certain);
        return if sure {
            "Too much was taken. Get help."
        } else {
            "Too much may have been taken. Look at the pack now."
        }
        .to_owned();
    }
    let proposed = || guard.stops.iter().filter(|stop| stop.which == Which::Proposed);
    if proposed().any(|stop| stop.certain) {
        return "Stop. Do not take it now.".to_owned();
    }
    if proposed().any(|stop| matches!(stop.why, Why::Dose { .. } | Why::Window { .. })) {
        return MAY_BE_TOO_MUCH.to_owned();
    }
    if proposed().next().is_some() {
        return MAY_BE_TOO_SOON.to_owned();
    }
    let sure = guard.stops.iter().any(|stop| stop.certain);
    match (guard.stops.is_empty(), guard.asked.is_empty(), sure) {
        (true, _, _) => without_stops(guard).to_owned(),
        (false, true, true) => "Stop. A limit is passed.".to_owned(),
        (false, true, false) => "A limit may be passed. Look at the pack and the times.".to_owned(),
        (false, false, true) => format!("{} Also: a limit is passed.", without_stops(guard)),
        (false, false, false) => format!("{} Also: a limit may be passed.", without_stops(guard)),
    }
}

/// What the guard says, its stops apart. Where a dose was asked about, it is about that.
fn without_stops(guard: &MedicineReview<'_>) -> &'static str {
    let all = guard.asked.is_empty();
    let asks = || guard.asks.iter().filter(|ask| all || guard.is_asked(ask.substance));
    let unknown = guard.unknown.iter().skip(if all { 0 } else { guard.unknown_taken });
    let holds = |ask: &Ask<'_>| match &ask.truth {
        Truth::Yes => true,
        Truth::Open { unsure, .. } => !unsure.is_empty(),
        Truth::No => false,
    };
    let contents = |unknown: &Unknown<'_>| {
        matches!(unknown, Unknown::Words { .. } | Unknown::NotAll { .. } | Unknown::Pack { .. })
    };
    match () {
        () if asks().any(holds) => "Ask a pharmacist or doctor first.",
        () if unknown.clone().any(contents) => NOT_ALL_KNOWN,
        () if unknown.clone().any(Unknown::is_open) => NOT_SURE,
        () if asks().next().is_some() => QUESTIONS_FIRST,
        () if !guard.has_label() => NO_LABEL,
        () if guard.is_calm() => NO_LIMIT_PASSED,
        () => BEFORE,
    }
}

/// What a label allows, in the order in which people look for it.
pub fn say_label(medicine: &Medicine, label: &Label) -> String {
    let strength = label.strength_mg.map_or_else(String::new, |mg| format!(", {} each", amount(mg)));
    let mut parts = vec![format!("{} ({}{strength})", capital(&medicine.name), label.country)];
    if let Some(mg) = label.dose_mg {
        parts.push(format!("At most {} at one time", amount(mg)));
    }
    if let Some(hours) = label.gap_hours {
        parts.push(format!("Leave {hours} hours from one dose to the next"));
    }
    parts.extend(label.windows.iter().map(|window| format!("At most {} in {} hours", amount(window.mg), window.hours)));
    if let Some(times) = label.times {
        parts.push(format!("At most {times} times in 24 hours"));
    }
    if let Some(days) = label.days {
        parts.push(format!("After {days} days, ask"));
    }
    format!("{}.", parts.join(". "))
}

/// What to do because too much was taken. What is not certain is said to be so.
pub fn say_too_much(much: &TooMuchTaken<'_>) -> String {
    let text = &much.advice.text;
    if much.certain { text.clone() } else { format!("An amount or a time is not known. If it was so much: {text}") }
}

/// A stop, with its reason. What is not certain is said to be so: what it counts is the most that it can be.
pub fn say_stop(stop: &Stop<'_>) -> String {
    let name = stop.substance.name();
    let proposed = stop.which == Which::Proposed;
    let said = |proposed_and_sure, proposed_and_unsure, sure, unsure| match (proposed, stop.certain) {
        (true, true) => proposed_and_sure,
        (true, false) => proposed_and_unsure,
        (false, true) => sure,
        (false, false) => unsure,
    };
    let total = || said("With this, you would have", "With this, you could have", "You had", "You may have had");
    let reason = match &stop.why {
        Why::Dose { mg, limit, .. } => {
            let verb = said("This is", "This could be", "You took", "You may have taken");
            format!("{verb} {} of {name} at one time. The most is {}.", amount(*mg), amount(*limit))
        }
        Why::Window { hours, mg, limit, .. } => {
            format!("{} {} of {name} in {hours} hours. The most is {}.", total(), amount(*mg), amount(*limit))
        }
        Why::Times { times, limit, .. } => {
            format!("{} {times} doses of {name} in 24 hours. The most is {limit}.", total())
        }
        Why::Gap { between, hours, .. } => {
            let verb = said("It is too soon", "It may be too soon", "That was too soon", "That may have been too soon");
            let here = match (between.as_secs() < 60, stop.certain) {
                (true, _) => "Here both are at about the same time.".to_owned(),
                (false, true) => format!("Here it is {}.", so_far(between.as_secs())),
                (false, false) => format!("Here it is about {}.", so_far(between.as_secs())),
            };
            format!("{verb} for more {name}. Leave {hours} hours from one dose to the next. {here}")
        }
        Why::Days { limit, .. } => {
            let verb = if stop.certain { "You have used" } else { "You may have used" };
            let so_long = format!("{verb} {name} for more than {limit} days with no break.");
            let heart = if name == ASPIRIN { SMALL_ASPIRIN } else { "" };
            format!("{so_long} Ask a doctor before you go on.{heart}")
        }
        Why::SameKind { other, group } => {
            let other = other.name();
            let heart = if [name, other].contains(&ASPIRIN) { SMALL_ASPIRIN } else { "" };
            let together = group.together.as_deref().unwrap_or_default();
            format!("Both {other} and {name} are {}. {together}{heart}", group.name)
        }
        Why::Together { other, pair } => {
            format!("{} and {name} do not go together. {}", capital(other.name()), pair.because)
        }
        Why::MustNot(reason) => format!("Do not take {name}. {}", reason.because),
    };
    // Whether two were close enough to count as together hangs on when; what they are does not.
    match &stop.why {
        Why::SameKind { .. } | Why::Together { .. } if !stop.certain => {
            format!("{reason} A time is not known, so it may be so.")
        }
        _ => reason,
    }
}

/// A reason to ask first, or a question that is still open.
pub fn say_ask(ask: &Ask<'_>) -> String {
    let (name, because) = (ask.substance.name(), ask.about.because());
    match (&ask.truth, ask.about) {
        (_, Concern::Other(other, _)) => {
            format!("You took {}. Ask a pharmacist or doctor before you take {name} too. {because}", other.name())
        }
        (Truth::Yes | Truth::No, _) => format!("Ask a pharmacist or doctor before you take {name}. {because}"),
        (Truth::Open { unsure, .. }, _) if !unsure.is_empty() => {
            format!("You are not sure, so ask before you take {name}. {because}")
        }
        (Truth::Open { .. }, _) => format!("Not asked yet, and it counts for {name}."),
    }
}

/// What counts of one substance.
pub fn say_counted(counted: &Counted<'_>) -> String {
    let name = counted.substance.name();
    let from = counted.words.join(", ");
    let least = if counted.at_least { "at least " } else { "" };
    match counted.mg {
        Some(mg) => format!("In the last 24 hours: {least}{} of {name} ({from}).", amount(mg)),
        None => format!("In the last 24 hours: {name}, {} times ({from}).", counted.entries),
    }
}

/// What cannot be counted.
pub fn say_unknown(unknown: &Unknown<'_>) -> String {
    let meant = |mean: &Option<&str>| mean.map_or_else(String::new, |name| format!(" Did you mean {name}?"));
    match unknown {
        Unknown::Words { words, mean, .. } => {
            format!(
                "I do not know \"{words}\" and cannot count it.{} Read its label, and ask a pharmacist.",
                meant(mean)
            )
        }
        Unknown::NotAll { words, left, mean, .. } => {
            let left = left.join(" ");
            let meant = meant(mean);
            format!("In \"{words}\" I do not know \"{left}\".{meant} There may be more in it: read the pack.")
        }
        Unknown::Pack { words, .. } => {
            format!("More than one pack is called \"{words}\". Which is it? Write the whole name, as on the pack.")
        }
        Unknown::Form { words, .. } => {
            format!("\"{words}\" can be a gel or a tablet. Which is it? I count it as a tablet.")
        }
        Unknown::NoLabel { substance: Substance::Other(one), .. } if one.sold => {
            format!("I do not count {}. Keep to the pack, or to what you were told.", one.name)
        }
        Unknown::NoLabel { substance, .. } => {
            format!("A doctor sets the dose of {}. I cannot count it. Keep to what you were told.", substance.name())
        }
        Unknown::Amount { substance, counts_mg, strengths, .. } => {
            let name = substance.name();
            let counts = format!("I am not sure how much {name} it was. I count {}.", amount(*counts_mg));
            match &strengths[..] {
                [fewer @ .., most] if !fewer.is_empty() => {
                    let fewer: Vec<String> = fewer.iter().copied().map(amount).collect();
                    format!("{counts} One can hold {} or {}: read the pack.", fewer.join(", "), amount(*most))
                }
                _ => format!("{counts} It may be more: read the pack."),
            }
        }
        Unknown::Unread { substance, .. } => {
            format!("I am not sure how much {} it was. Read the pack.", substance.name())
        }
        Unknown::Ahead { words, .. } => {
            format!("The time of \"{words}\" is still to come. I count it as taken. Check the time.")
        }
    }
}

/// Milligrams, without a fraction that nobody needs: `400 mg`.
pub fn amount(mg: f64) -> String {
    let rounded = (mg * 10.0).round() / 10.0;
    format!("{rounded} mg")
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn so_far(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let count = |number: i64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match (minutes / 60, minutes % 60) {
        (0, minutes) => count(minutes, "minute"),
        (hours, 0) => count(hours, "hour"),
        (hours, minutes) => format!("{} and {}", count(hours, "hour"), count(minutes, "minute")),
    }
}
