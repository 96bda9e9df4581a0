//! The exercises of a day in words: how much, why more or less, why one is left out, and why there are none.

use supple_guidance::exercise::{Dose, Need, Setting};
use supple_guidance::walking::Level;
use supple_programme::count::{Beat, Count};
use supple_programme::{Out, Pause, Step, Why};

/// How much of an exercise: "5 times on each side, each held for 2 seconds. 3 times a day."
///
/// ```
/// use supple_guidance::exercise::Dose;
/// let dose = Dose { sets: 2, repetitions: 10, times: 1, ..Dose::default() };
/// assert_eq!(supple_wording::programme::dose(&dose), "2 sets of 10.");
/// let dose = Dose { sets: 1, repetitions: 5, hold: 2, sides: true, times: 3, ..Dose::default() };
/// assert_eq!(
///     supple_wording::programme::dose(&dose),
///     "5 times on each side, each held for 2 seconds. 3 times a day."
/// );
/// ```
pub fn dose(dose: &Dose) -> String {
    let mut text = dose_once(dose);
    if dose.times > 1 {
        text += &format!(" {} a day.", many(dose.times, "time", "times"));
    }
    text
}

/// The same for one time: "5 times on each side, each held for 2 seconds."
pub fn dose_once(dose: &Dose) -> String {
    let mut text = match dose.sets {
        0 | 1 => many(dose.repetitions, "time", "times"),
        sets => format!("{sets} sets of {}", dose.repetitions),
    };
    if dose.sides {
        text += " on each side";
    }
    if dose.hold > 0 {
        text += &format!(", each held for {}", many(dose.hold, "second", "seconds"));
    }
    text + "."
}

fn many(number: u32, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// What is done in a second of a count.
pub fn beat(beat: Beat) -> &'static str {
    match beat {
        Beat::Ready => "Get ready",
        Beat::Move => "Move, slowly",
        Beat::Hold => "Hold, and breathe",
        Beat::Back => "Back, slowly",
        Beat::Rest => "Rest",
    }
}

/// The words between how often and of how many.
pub const OF: &str = " of ";
/// The words for the second side.
pub const OTHER_SIDE: &str = ", other side";
/// The words before the set.
pub const SET: &str = "Set ";

/// Where a count stands: "2 of 5, other side. Set 1 of 3". A script says the same from the same words.
pub fn time(count: &Count, dose: &Dose) -> String {
    let mut text = match count.beat {
        Beat::Rest => String::new(),
        _ => format!("{}{OF}{}", count.repetition, dose.repetitions),
    };
    if count.other_side {
        text += OTHER_SIDE;
    }
    if dose.sets > 1 {
        text += if text.is_empty() { "" } else { ". " };
        text += &format!("{SET}{}{OF}{}", count.set, dose.sets);
    }
    text
}

/// What a level of walking asks for: "5 minutes, on 3 days of the week."
pub fn level(level: &Level) -> String {
    format!("{} minutes, on {} days of the week.", level.minutes, level.days)
}

/// Where an exercise goes, and why.
pub fn step(step: Step, why: Why) -> &'static str {
    match (step, why) {
        (Step::Start, _) => "New. Begin gently.",
        (Step::Up, _) => "A little more today, since it went well.",
        (Step::Down, Why::TooMuch) => "A little less today, since it was too much.",
        (Step::Down, Why::Worse) => "A little less today, since your pain went up.",
        (Step::Down, Why::SpasmSince) => "A little less today, since you had a spasm.",
        (Step::Down, _) => "A little less today, since it was a while ago.",
        (Step::Stay, Why::TooMuch) => "At its easiest, since it was too much.",
        (Step::Stay, Why::Worse) => "At its easiest, since your pain went up.",
        (Step::Stay, Why::SpasmSince) => "At its easiest, since you had a spasm.",
        (Step::Stay, Why::LongAgo) => "At its easiest, since it was a while ago.",
        (Step::Stay, Why::BadDay) => "As last time. A bad day is no day for more.",
        (Step::Stay, Why::AtTop) => "You do all of it. Keep it up.",
        (Step::Stay, Why::New | Why::WentWell | Why::NotYet) => "As last time.",
    }
}

/// Why there is no programme, in a few words.
pub fn pause_title(pause: &Pause<'_>) -> &'static str {
    match pause {
        Pause::WarningSign(_) => "Get help first",
        Pause::Spasm => "Not now",
        Pause::Condition(_) => "Ask someone first",
        Pause::CheckFirst => "The check comes first",
        Pause::Episode => "Not yet",
        Pause::NoTime => "No time today?",
        Pause::NothingFits => "Nothing fits today",
    }
}

/// Why there is no programme, and what comes first.
pub fn pause(pause: &Pause<'_>) -> String {
    let text = match pause {
        Pause::WarningSign(_) => "Your check found something that comes first. Get the help that it named.",
        Pause::Spasm => "Not in a spasm. What to do now comes first.",
        Pause::Condition(condition) => return format!("{} {}", condition.told, condition.mind),
        Pause::CheckFirst => "Do the check first. It takes a few minutes.",
        Pause::Episode => {
            "Your back needs some more days. Take the way back step by step. Exercise begins when your day at home goes well."
        }
        Pause::NoTime => "Say how many minutes you have. Five are enough.",
        Pause::NothingFits => "Nothing fits today. A physiotherapist can find exercises that suit you.",
    };
    text.to_owned()
}

/// Why an exercise is left out.
pub fn out(out: &Out<'_>) -> String {
    match out {
        Out::Condition(condition) => condition.told.clone(),
        Out::Unanswered(condition) => format!("Nobody has asked yet. {}", condition.mind),
        Out::Hurts(need) => format!("{} hurts.", moves(*need)),
        Out::Elsewhere => "It is done in another place.".to_owned(),
        Out::PutAside => "You put it aside.".to_owned(),
        Out::Later => "It is for later.".to_owned(),
        Out::RestDay => "Its muscles rest today.".to_owned(),
        Out::TooMuch => "It was too much. It rests for now, and is smaller next time.".to_owned(),
        Out::Load => "It takes a weight. That is for when you are back at lifting.".to_owned(),
    }
}

/// A move or a position, as it begins a sentence.
pub fn moves(need: Need) -> &'static str {
    match need {
        Need::Bending => "Bending forward",
        Need::Arching => "Leaning back",
        Need::Turning => "Turning",
        Need::Sitting => "Sitting",
        Need::Standing => "Standing",
        Need::Walking => "Walking",
        Need::Kneeling => "Kneeling",
        Need::Lying => "Lying",
    }
}

/// Where it is done.
pub fn place(setting: Setting) -> &'static str {
    match setting {
        Setting::Floor => "On the floor",
        Setting::Bed => "On a bed",
        Setting::Chair => "On a chair",
        Setting::Wall => "At a wall",
        Setting::Standing => "Standing",
    }
}
