//! What goes with spasms: all of it together, and thing by thing.

use super::{capital, count, count_of};
use crate::figures::{as_often, could_be, number, of_so_many};
use crate::findings::{Doubt, Findings, LEAST_EXPOSED, Looked, MEANINGLESS, Pair, Stage, State, Trigger, Verdict};

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
                let doubtful = triggers.each.iter().filter(|one| !one.doubts.is_empty()).count();
                let things = count(overall.compared, "thing", "things");
                let looks = match doubtful {
                    0 => String::new(),
                    _ => format!(
                        " {} linked, but we cannot be sure. It says why below.",
                        count(doubtful, "thing looks", "things look")
                    ),
                };
                match overall.likely {
                    0 => format!(
                        "No trigger stands out. We looked at {things} on {} and {}.{looks} A weak link may hide. {LINKED}",
                        count(triggers.spasm_days, "spasm day", "spasm days"),
                        count(triggers.days_at_risk - triggers.spasm_days, "quiet day", "quiet days"),
                    ),
                    likely => format!(
                        "{likely} of the {things} we looked at {} likely linked, not proven.{}{looks} {}",
                        if likely == 1 { "is" } else { "are" },
                        self.pairs_in_words(),
                        likely_means(),
                    ),
                }
            }
        }
    }

    fn pairs_in_words(&self) -> String {
        let words = |id: &str| self.triggers.each.iter().find(|one| one.id == id).map_or("", |one| &one.words);
        let pair = |pair: &Pair| {
            let (first, second) = (capital(words(&pair.first)), words(&pair.second));
            let which = if pair.is_more { "more" } else { "fewer" };
            format!(" {first} and {second} together go with still {which} spasms than each alone would give.")
        };
        self.triggers.pairs.iter().map(pair).collect()
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
            State::Unseen { .. } if matches!(trigger.looked, Looked::Cycle { .. }) => {
                cannot("We know of too few periods. Note the first day of each.")
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

/// What it takes to be called likely, by how often it is wrong.
fn likely_means() -> String {
    let told = supple_guidance::embedded().advice.likely.told_of_100;
    format!("Likely means: of 100 people in whom nothing sets it off, about {told} would be told of something.")
}

/// A trigger with an interval.
fn judged(trigger: &Trigger, name: &str) -> String {
    let (Some(ratio), Some(lower), Some(upper)) = (trigger.told, trigger.lower, trigger.upper) else {
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
    match trigger.verdict {
        Verdict::Likely => {
            let late = match counts.typed_after {
                0 => String::new(),
                late => format!(" For {late} of {} spasms you noted it only afterwards.", counts.spasm_days),
            };
            format!("{name} goes with {which} spasms: likely linked, not proven. {began}{seen}{late}{chosen}")
        }
        Verdict::ProbablyNot => {
            format!("{name}: probably no strong link. {could}{}{chosen} {LINKED}", power(trigger))
        }
        Verdict::CannotTell if !trigger.doubts.is_empty() => {
            let early_sign = &supple_guidance::embedded().advice.early_sign;
            let doubts: Vec<String> = trigger
                .doubts
                .iter()
                .map(|doubt| match doubt {
                    Doubt::EarlySign => format!("{} {}", early_sign.may_be, early_sign.tell),
                    _ => format!("But {doubt}."),
                })
                .collect();
            format!("{name} looks linked with {which} spasms, but we cannot tell yet. {} {LINKED}", doubts.join(" "))
        }
        Verdict::CannotTell if upper > MEANINGLESS * lower => {
            format!("{name}: cannot tell yet. There is too little to tell.{} {LINKED}", more(trigger))
        }
        Verdict::CannotTell => format!("{name}: cannot tell yet. {could}{}{} {LINKED}", power(trigger), more(trigger)),
    }
}

/// What would have been seen of it by now: said where it is a strength that anyone would want to know of, and is not what it could be.
fn power(trigger: &Trigger) -> String {
    /// What is told of no more: few things make spasms so many times as often.
    const STRONG: f64 = 6.0;
    let seen = trigger.would_be_seen.filter(|seen| *seen <= STRONG && trigger.upper.is_some_and(|upper| *seen > upper));
    seen.map_or_else(String::new, |seen| {
        format!(" If it made spasms {}, we would probably have seen it.", as_often(seen))
    })
}

/// After what, or between which two levels.
fn after(trigger: &Trigger) -> String {
    if let Some(above) = trigger.above {
        return format!("with more than {} of it", number((10.0 * above).round() / 10.0));
    }
    match (trigger.looked, trigger.levels) {
        (Looked::Hours { hours }, _) => format!("in the {} after it", count_of(hours, "hour", "hours")),
        (Looked::Night | Looked::Day | Looked::DaysBefore { .. }, Some([low, high])) => {
            let level = |level: f64| if high - low >= 2.0 { level.round() } else { (10.0 * level).round() / 10.0 };
            format!("with {} of it as with {}", number(level(high)), number(level(low)))
        }
        (Looked::Cycle { .. }, _) => "on the days around it".to_owned(),
        (Looked::Night, None) => "after it".to_owned(),
        (Looked::Day, None) => "on the day after it".to_owned(),
        (Looked::DaysBefore { days: 1 }, None) => "on the next day".to_owned(),
        (Looked::DaysBefore { days }, None) => format!("{days} days after it"),
    }
}

/// What was counted, in days. Nothing where the plain count points the other way: it does not take apart what the comparison
/// does.
fn counted(trigger: &Trigger) -> Option<String> {
    let raises = trigger.raises()?;
    if let Some(days) = trigger
        .by_day
        .filter(|days| (trigger.levels.is_none() || trigger.above.is_some()) && days.with > 0 && days.without > 0)
    {
        let shares = [(days.with_spasm, days.with), (days.without_spasm, days.without)];
        let (of, [with, without]) = of_so_many(shares.map(|(some, all)| some as f64 / all as f64))?;
        return ((with > without) == raises).then(|| {
            let which = if matches!(trigger.looked, Looked::Cycle { .. }) { "around" } else { "after" };
            format!("Of {of} days {which} it, {} had a spasm; of {of} others, {}.", about(with), about(without))
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
