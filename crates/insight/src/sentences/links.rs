//! What goes with spasms: all of it together, and thing by thing.

use super::{capital, count, count_of};
use crate::figures::{as_often, could_be, number, of_so_many};
use crate::findings::{Claim, Findings, LEAST_EXPOSED, Looked, MEANINGLESS, Stage, State, Trigger};

/// Ends what says of a thing that it is no link, or not known to be one.
const LINKED: &str = "This can only show what is linked, not proven to cause.";

impl Findings {
    /// What is said of all exposures together.
    pub(super) fn overall(&self) -> String {
        let triggers = &self.triggers;
        let overall = &triggers.overall;
        match overall.stage {
            Stage::TooEarly => {
                let spasms = count(overall.more_spasms, "more spasm day", "more spasm days");
                let days = count(overall.more_days, "more quiet day", "more quiet days");
                let stored = self.spasm_days_without_check_in;
                let needed = match (overall.more_spasms, overall.more_days) {
                    (0, 0) => "more days with a check-in".to_owned(),
                    (0, _) => format!("about {days} with a check-in"),
                    (_, 0) if stored > 0 => format!("about {spasms} with a check-in"),
                    (_, 0) => format!("about {spasms}"),
                    (more, quiet) if stored > 0 => format!(
                        "about {} and {} with a check-in",
                        count(more, "spasm day", "spasm days"),
                        count(quiet, "quiet day", "quiet days")
                    ),
                    (_, _) => format!("about {spasms}, and {days} with a check-in"),
                };
                let unchecked = match stored {
                    0 => String::new(),
                    days => format!(
                        " {} none, so we cannot compare {}.",
                        count(days, "spasm day that you wrote down has", "spasm days that you wrote down have"),
                        if days == 1 { "it" } else { "them" }
                    ),
                };
                format!(
                    "It is too early to see what goes with your spasms. Keep logging: we need {needed}.{unchecked} {LINKED}"
                )
            }
            Stage::Hints => format!(
                "These are first hints from {}: linked, not proven. To judge them we need about {}.",
                count(triggers.spasm_days, "spasm day", "spasm days"),
                count(overall.more_spasms, "more", "more"),
            ),
            Stage::Verdicts if overall.compared == 0 => {
                format!("There is nothing yet that we could compare. Log the same things each day. {LINKED}")
            }
            Stage::Verdicts => {
                let many = |claim: Claim| triggers.each.iter().filter(|one| one.claim() == claim).count();
                let (likely, after) = (many(Claim::Likely), many(Claim::NotedAfter));
                let things = count(overall.compared, "thing", "things");
                let mut text = match likely {
                    0 => format!(
                        "No trigger stands out. We looked at {things} on {} and {}. A weak link may hide. {LINKED}",
                        count(triggers.spasm_days, "spasm day", "spasm days"),
                        count(triggers.days_at_risk - triggers.spasm_days, "quiet day", "quiet days"),
                    ),
                    _ => format!(
                        "{likely} of the {things} we looked at {} likely linked, not proven.",
                        if likely == 1 { "is" } else { "are" },
                    ),
                };
                if after > 0 {
                    text.push_str(&format!(
                        " {} linked, but you noted {} mostly once the spasm had begun.",
                        count(after, "thing looks", "things look"),
                        if after == 1 { "it" } else { "them" }
                    ));
                }
                text + &self.possible_in_words()
            }
        }
    }

    /// How many may be linked, and how many would be by chance.
    fn possible_in_words(&self) -> String {
        let overall = &self.triggers.overall;
        let by_chance = overall.possible_by_chance;
        match overall.possible {
            0 => String::new(),
            possible if self.possible_are_chance() => format!(
                " {possible} may be linked, but by chance alone we would expect as many. So probably {}.",
                if possible == 1 { "it is not" } else { "none is" }
            ),
            possible => format!(
                " {possible} may be linked. By chance alone we would expect {}.",
                if by_chance < 1.0 { "fewer than 1".to_owned() } else { format!("about {by_chance:.0}") }
            ),
        }
    }

    /// Whether there are no more possible links than chance alone would give.
    pub fn possible_are_chance(&self) -> bool {
        let overall = &self.triggers.overall;
        overall.possible as f64 <= overall.possible_by_chance + 1.0
    }

    /// What is said of one exposure, also while it is too early to compare any.
    pub fn sentence_of(&self, trigger: &Trigger) -> String {
        let name = capital(&trigger.words);
        let cannot = |why: &str| format!("{name}: cannot tell yet. {why} {LINKED}");
        let counts = &trigger.counts;
        let is_exercise = trigger.exercise.is_some();
        match &trigger.state {
            State::TooEarly => cannot("It is too early to compare."),
            State::Unseen { .. } if is_exercise && counts.is_hardly_known() => {
                cannot("We know of too few days with it and without it.")
            }
            State::Unseen { always: true } if is_exercise => {
                cannot("You do it on nearly all days, so there is too little to compare it with.")
            }
            State::LongLasting if is_exercise => {
                cannot("You do it for more than a week on end, so there is too little to compare it with.")
            }
            State::Unseen { always: false } if is_exercise => {
                cannot(&format!("You hardly ever did it. To compare, it takes {} with it.", missing(counts.days_with)))
            }
            State::Unseen { .. } if counts.is_hardly_known() => {
                cannot("We know of too few days if you had it. Say so each day, also when you did not.")
            }
            State::Unseen { always: true } => cannot(&format!(
                "You nearly always have it. To compare, it takes {} without it.",
                missing(counts.days_without)
            )),
            State::Unseen { always: false } => {
                cannot(&format!("You almost never had it. To compare, it takes {} with it.", missing(counts.days_with)))
            }
            State::LongLasting if counts.days_with >= ALWAYS * counts.days_without => {
                cannot("You nearly always have it, so there is too little to compare it with.")
            }
            State::LongLasting => cannot("Once it is there it stays for more than a week, so we cannot compare days."),
            State::Together { with } => {
                let other =
                    self.triggers.each.iter().find(|other| other.id == *with).map_or(with, |other| &other.words);
                cannot(&format!("It nearly always comes with {other}, so we cannot tell the two apart."))
            }
            State::MostlyAssumed => {
                cannot(&format!("An answer now would be mostly our guess, not your data.{}", more(trigger)))
            }
            State::Hint | State::Usable => judged(trigger, &name),
        }
    }
}

/// With so many days with it for one without it, someone nearly always has it.
const ALWAYS: usize = 9;

/// How many days are missing until a thing can be compared.
fn missing(days: usize) -> String {
    count(LEAST_EXPOSED.saturating_sub(days).max(1), "more day", "more days")
}

/// How many more spasm days it takes, no more exactly than an estimate is.
fn more(trigger: &Trigger) -> String {
    let about = |more: usize| if more < 10 { more } else { (more + 2) / 5 * 5 };
    match trigger.more_spasms {
        None => " It would take very long to know.".to_owned(),
        Some(0) => String::new(),
        Some(more) => {
            format!(" It may take about {} to know.", count(about(more), "more spasm day", "more spasm days"))
        }
    }
}

/// A trigger with an interval.
fn judged(trigger: &Trigger, name: &str) -> String {
    let (Some(ratio), Some(lower), Some(upper)) = (trigger.odds_ratio, trigger.lower, trigger.upper) else {
        return format!("{name}: cannot tell yet.{} {LINKED}", more(trigger));
    };
    let which = if ratio > 1.0 { "more" } else { "fewer" };
    let could = could_be(lower, Some(upper));
    let began = format!("Spasms began about {} {}. {could}", as_often(ratio), after(trigger));
    let seen = counted(trigger).map_or_else(String::new, |counted| format!(" {counted}"));
    let counts = &trigger.counts;
    let chosen = match trigger.exercise {
        Some(_) => format!(" {}", supple_guidance::embedded().advice.practice.chosen),
        None => String::new(),
    };
    match trigger.claim() {
        Claim::Likely => {
            let late = match counts.typed_after {
                0 => String::new(),
                late => format!(" For {late} of {} spasms you noted it only afterwards.", counts.spasm_days),
            };
            format!("{name} goes with {which} spasms: likely linked, not proven. {began}{seen}{late}{chosen}")
        }
        Claim::NotedAfter => format!(
            "{name} looks linked with {which} spasms: linked, not proven. But for {} of {} spasms you noted it only once the \
             spasm had begun. It is easy to blame it then, so we do not call it likely. {began}{seen}{chosen}",
            counts.typed_after, counts.spasm_days
        ),
        Claim::Possible => format!(
            "{name} may go with {which} spasms: possibly linked, not proven. It may also be chance. {began}{seen}{}{chosen}",
            more(trigger)
        ),
        Claim::NotStrong => format!("{name}: probably not a strong trigger. {began}{chosen} {LINKED}"),
        Claim::CannotTell if !trigger.doubts.is_empty() => {
            let doubts: Vec<String> = trigger.doubts.iter().map(|doubt| format!("But {doubt}.")).collect();
            format!("{name}: cannot tell yet. It looks linked. {} {LINKED}", doubts.join(" "))
        }
        Claim::CannotTell if upper > MEANINGLESS * lower => {
            format!("{name}: cannot tell yet. There is too little to tell.{} {LINKED}", more(trigger))
        }
        Claim::CannotTell => format!("{name}: cannot tell yet. {could}{} {LINKED}", more(trigger)),
    }
}

/// After what, or between which two levels.
fn after(trigger: &Trigger) -> String {
    match (trigger.looked, trigger.levels) {
        (Looked::Hours { hours }, _) => format!("in the {} after it", count_of(hours, "hour", "hours")),
        (Looked::Night | Looked::Day, Some([low, high])) => {
            let level = |level: f64| if high - low >= 2.0 { level.round() } else { (10.0 * level).round() / 10.0 };
            format!("with {} of it as with {}", number(level(high)), number(level(low)))
        }
        (Looked::Night, None) => "after it".to_owned(),
        (Looked::Day, None) => "on the day after it".to_owned(),
    }
}

/// What was counted, in days. Nothing where the plain count points the other way: it does not take apart what the comparison
/// does.
fn counted(trigger: &Trigger) -> Option<String> {
    let raises = trigger.raises()?;
    if let Some(days) = trigger.by_day.filter(|days| trigger.levels.is_none() && days.with > 0 && days.without > 0) {
        let shares = [(days.with_spasm, days.with), (days.without_spasm, days.without)];
        let (of, [with, without]) = of_so_many(shares.map(|(some, all)| some as f64 / all as f64))?;
        return ((with > without) == raises).then(|| {
            format!("Of {of} days after it, {} had a spasm; of {of} others, {}.", about(with), about(without))
        });
    }
    let Looked::Hours { hours } = trigger.looked else { return None };
    let counts = &trigger.counts;
    if counts.other_times == 0 || counts.spasm_days == 0 {
        return None;
    }
    let others = counts.other_times_with as f64 / counts.other_times as f64;
    let spasms = counts.spasm_days_with as f64 / counts.spasm_days as f64;
    let (of, [with, other]) = of_so_many([spasms, others])?;
    ((with > other) == raises).then(|| {
        format!(
            "{} in the {} before {} of {} spasms. {} {} in {of} times.",
            if trigger.exercise.is_some() { "You did it" } else { "It came" },
            count_of(hours, "hour", "hours"),
            counts.spasm_days_with,
            counts.spasm_days,
            match trigger.exercise {
                Some(_) => "On other days you did it before the same time",
                None => "At these hours of other days it came",
            },
            about(other)
        )
    })
}

/// A count that was made of a share.
fn about(many: usize) -> String {
    if many == 0 { "fewer than 1".to_owned() } else { format!("about {many}") }
}
