//! What the findings say, in plain words.
//!
//! A sentence is made from [`Findings`] and nothing else, so it cannot say another number than a page or `--json` shows.
//! Each of those about triggers carries the words "linked, not proven": a diary watches, it does not try.

use crate::figures::{duration, durations, number, one_in, times};
use crate::findings::{
    Changed, Findings, Frequency, FrequencyVerdict, FrequencyWarning, Gap, Gaps, GapsOf, GapsVerdict, LEAST_GAPS,
    Lasting, Looked, Method, Ratio, Relief, Since, SinceMethod, Stage, State, Trigger, Verdict,
};
use serde::{Deserialize, Serialize};

/// Something that the findings say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// What it is about.
    pub about: About,
    /// The id of the exposure, measure or exercise, where it is about one; of a duration, its key in
    /// [`Durations`](crate::findings::Durations).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The words: one sentence or a few that belong together.
    pub text: String,
}

/// What a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// All exposures together.
    Overall,
    /// One exposure.
    Trigger,
    /// How often spasms come.
    Frequency,
    /// How long things last.
    Durations,
    /// What was followed by relief.
    Relief,
}

/// Ends what says of a thing that it is no link, or not known to be one.
const LINKED: &str = "This can only show what is linked, not proven to cause.";

impl Findings {
    /// What the findings say, in the order in which it should be read.
    pub fn sentences(&self) -> Vec<Sentence> {
        let one = |about: About, text: String| Sentence { about, id: None, text };
        let mut all = Vec::new();
        let (gaps, rate) = (self.gaps(), frequency(&self.frequency, &self.gaps));
        // What can be said comes first.
        let gaps_first = self.gaps.is_clear() && !self.frequency.verdict.is_change();
        let both = if gaps_first { [gaps, rate] } else { [rate, gaps] };
        all.extend(both.into_iter().flatten().map(|text| one(About::Frequency, text)));
        all.push(one(About::Overall, self.overall()));
        // Before anything can be compared, one sentence says so for all.
        let each = self.triggers.each.iter().filter(|trigger| trigger.state != State::TooEarly);
        all.extend(each.map(|trigger| Sentence {
            about: About::Trigger,
            id: Some(trigger.id.clone()),
            text: self.sentence_of(trigger),
        }));
        let durations = &self.durations;
        const DAY: f64 = 86_400.0;
        let lasting = [
            ("episode_days", "Half of your episodes were over within", "", DAY, &durations.episode_days),
            (
                "free_days",
                "Once you were well, the next episode came within",
                " half of the time",
                DAY,
                &durations.free_days,
            ),
            (
                "between_bouts_days",
                "From one spasm to the next it took, half of the time, less than",
                "",
                DAY,
                &durations.between_bouts_days,
            ),
            ("spasm_minutes", "Half of your spasms let go within", "", 60.0, &durations.spasm_minutes),
        ];
        all.extend(lasting.into_iter().filter_map(|(key, begin, end, unit, lasting)| {
            let text = lasts(begin, end, unit, lasting)?;
            Some(Sentence { about: About::Durations, id: Some(key.to_owned()), text })
        }));
        all.extend(self.relief.iter().map(|relief| Sentence {
            about: About::Relief,
            id: Some(relief.id.clone()),
            text: relieved(relief),
        }));
        all
    }

    /// What is said of one exposure, also while it is too early to compare any.
    pub fn sentence_of(&self, trigger: &Trigger) -> String {
        let name = capital(&trigger.words);
        let more = trigger.more_spasms.filter(|more| *more > 0).map_or_else(String::new, |more| {
            format!(" It may take about {} to know.", count(more, "more spasm day", "more spasm days"))
        });
        let cannot = |why: &str| format!("{name}: cannot tell yet. {why}{more} {LINKED}");
        match &trigger.state {
            State::TooEarly => cannot("It is too early to compare."),
            State::Unseen { always: true } => cannot("On the days we can compare you nearly always had it."),
            State::Unseen { always: false } => cannot("On the days we can compare you almost never had it."),
            State::LongLasting => cannot("Once it is there it stays for more than a week, so we cannot compare days."),
            State::Together { with } => {
                let other =
                    self.triggers.each.iter().find(|other| other.id == *with).map_or(with, |other| &other.words);
                cannot(&format!("It nearly always comes with {other}, so we cannot tell the two apart."))
            }
            State::MostlyAssumed => cannot("An answer now would be mostly our guess, not your data."),
            State::Hint | State::Usable => judged(trigger, &name, &more),
        }
    }

    /// What the gaps between spasms show, and on what that rests.
    fn gaps(&self) -> Vec<String> {
        const FAIR: &str = "This looks only at which gap is longer. It holds if you wrote down every spasm.";
        let gaps = &self.gaps;
        let Some(order) = gaps.order else { return Vec::new() };
        let many = count(order.n, "gap", "gaps");
        let pairs = |so: usize| format!("Of {} pairs of gaps, the later one is {{}} in {so}.", order.pairs);
        if gaps.is_against(&self.frequency) {
            let (gap, rate) = match gaps.verdict {
                GapsVerdict::Shorter => ("shorter", "less"),
                _ => ("longer", "more"),
            };
            return vec![format!(
                "The gaps between them get {gap}. But on days with a check-in they come {rate} often. So this may be about how \
                 you log."
            )];
        }
        match gaps.verdict {
            GapsVerdict::Shorter => {
                let how = match gaps.each_is_shorter() {
                    true => "Your spasms come closer and closer. Each gap is shorter than the one before.".to_owned(),
                    false => {
                        format!("Your spasms come closer together. {}", pairs(order.shorter).replace("{}", "shorter"))
                    }
                };
                let chance = one_in(gaps.p_shorter.unwrap_or(order.p_shorter));
                let check = match gaps.of {
                    GapsOf::Bouts if self.frequency.verdict != FrequencyVerdict::MoreOften => {
                        " Do the safety check. It asks about this."
                    }
                    GapsOf::Bouts | GapsOf::Spasms => "",
                };
                vec![
                    format!("{how} If nothing had changed, {many} would fall like this about {chance}.{check}"),
                    FAIR.to_owned(),
                ]
            }
            GapsVerdict::ShorterBefore => {
                let last = gaps.onsets.last().map_or(String::new(), |onset| onset.clock.strftime("%-d %B").to_string());
                let since = gaps.open.map_or(String::new(), |open| duration(open.seconds as f64));
                vec![
                    format!(
                        "Your spasms came closer together until {last}. Since then {since} have passed, so we cannot say that this goes on."
                    ),
                    FAIR.to_owned(),
                ]
            }
            GapsVerdict::Longer => vec![
                format!(
                    "The gaps between your spasms get longer. {} If nothing had changed, {many} would fall like this about {}.",
                    pairs(order.longer).replace("{}", "longer"),
                    one_in(order.p_longer)
                ),
                FAIR.to_owned(),
            ],
            GapsVerdict::NoClearOrder => {
                vec![format!(
                    "We see no clear order in the {many} between your spasms. They get neither shorter nor longer."
                )]
            }
            GapsVerdict::CannotTell if gaps.more > 0 => vec![format!(
                "We know {many} between your spasms. From {LEAST_GAPS} on we can tell if they get shorter or longer."
            )],
            GapsVerdict::CannotTell => vec![format!(
                "We cannot tell if the {many} between your spasms get shorter. They are too much alike, or their times are too \
                 rough."
            )],
        }
    }

    /// What is said of all exposures together.
    fn overall(&self) -> String {
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
                let mut text = match overall.likely {
                    0 => format!(
                        "No trigger stands out. We looked at {} on {} and {}. {LINKED}",
                        count(overall.compared, "thing", "things"),
                        count(triggers.spasm_days, "spasm day", "spasm days"),
                        count(triggers.days_at_risk - triggers.spasm_days, "quiet day", "quiet days"),
                    ),
                    likely => format!(
                        "{} of the {} we looked at {} likely linked, not proven.",
                        likely,
                        count(overall.compared, "thing", "things"),
                        if likely == 1 { "is" } else { "are" },
                    ),
                };
                if overall.possible > 0 {
                    text.push_str(&format!(
                        " Of the things we looked at, {} may be linked. By chance alone we would expect about {}.",
                        overall.possible,
                        number(overall.possible_by_chance)
                    ));
                }
                if let Some(seen) = overall.would_be_seen {
                    text.push_str(&format!(
                        " If a thing made spasms {} times as often, we would most likely have seen it. A weaker link may hide.",
                        times(seen)
                    ));
                }
                text
            }
        }
    }
}

impl Gap {
    /// How long it is, no more exactly than it is known.
    pub fn words(&self) -> String {
        const HOUR: i64 = 3_600;
        const DAY: i64 = 24 * HOUR;
        let step = match self.most - self.least {
            HOUR.. if self.most - self.least >= DAY => DAY,
            HOUR.. => HOUR,
            _ => return duration(self.seconds as f64),
        };
        match (self.seconds + step / 2) / step * step {
            0 if step == DAY => "within a day".to_owned(),
            0 => "within an hour".to_owned(),
            about => format!("about {}", duration(about as f64)),
        }
    }
}

impl Since {
    /// What is said of it, in one or two sentences.
    pub fn sentence(&self) -> String {
        let date = self.date.strftime("%-d %B %Y");
        let (Some((from, to)), Some(ratio)) = (self.before.rate.zip(self.after.rate), &self.ratio) else {
            return match self.method {
                SinceMethod::TooFewBefore if self.before.days == 0 => {
                    format!("We cannot compare: no day before {date} has a check-in.")
                }
                SinceMethod::TooFewBefore => format!(
                    "We cannot compare: before {date} only {} a check-in.",
                    count(self.before.days, "day has", "days have")
                ),
                SinceMethod::TooFewSince if self.more_days == 0 => format!(
                    "We cannot compare: in the 26 weeks from {date} on only {} a check-in.",
                    count(self.after.days, "day has", "days have")
                ),
                SinceMethod::TooFewSince => format!(
                    "We cannot tell yet what changed since {date}. We need about {} with a check-in.",
                    count(self.more_days, "more day", "more days")
                ),
                SinceMethod::NoSpasm | SinceMethod::Exact | SinceMethod::Weeks => {
                    let stored = match self.before.stored + self.after.stored {
                        0 => String::new(),
                        stored => format!(
                            " {} on other days.",
                            count(usize::try_from(stored).unwrap_or(usize::MAX), "stands", "stand")
                        ),
                    };
                    format!(
                        "There is nothing to compare: no spasm stands on a day with a check-in around {date}.{stored}"
                    )
                }
            };
        };
        let rates = format!(
            "about {} in 4 weeks, before it about {} ({}{})",
            number(to),
            number(from),
            ratio.ratio.map_or_else(String::new, |ratio| format!("{} times as many, ", times(ratio))),
            range(ratio)
        );
        match self.verdict {
            FrequencyVerdict::MoreOften => format!(
                "Since {date} your spasms come more often: {rates}. This shows what came after that day, not what did it."
            ),
            FrequencyVerdict::LessOften => format!(
                "Since {date} your spasms come less often: {rates}. Linked, not proven: people often change something when it \
                 is worst, and then it also gets better by itself."
            ),
            FrequencyVerdict::NoClearChange => format!("We see no clear change since {date}: {rates}."),
            FrequencyVerdict::CannotTell => format!("We cannot tell yet what changed since {date}: {rates}."),
        }
    }
}

/// The limits of a ratio of rates.
fn range(ratio: &Ratio) -> String {
    match ratio.upper {
        Some(upper) => format!("95 % range {} to {}", times(ratio.lower), times(upper)),
        None => format!("95 % range {} or more", times(ratio.lower)),
    }
}

/// A trigger with an interval.
fn judged(trigger: &Trigger, name: &str, more: &str) -> String {
    let (Some(ratio), Some(lower), Some(upper)) = (trigger.odds_ratio, trigger.lower, trigger.upper) else {
        return format!("{name}: cannot tell yet.{more} {LINKED}");
    };
    let range = format!("{} to {}", times(lower), times(upper));
    let after = match (trigger.looked, trigger.per) {
        (Looked::Hours { hours }, _) => format!("in the {} after it", count_of(hours, "hour", "hours")),
        (Looked::Night | Looked::Day, Some(per)) => format!("for each {} more of it", number(per)),
        (Looked::Night, None) => "after it".to_owned(),
        (Looked::Day, None) => "on the day after it".to_owned(),
    };
    let counts = &trigger.counts;
    let with = if trigger.per.is_some() { "It was high before" } else { "It came before" };
    let counted = format!(
        "{with} {} of {} spasms, and before {} of {} other times.",
        counts.spasm_days_with, counts.spasm_days, counts.other_times_with, counts.other_times
    );
    let linked = |how: &str| {
        format!(
            "{name}: {how} linked, not proven. Spasms began {} times as often {after} (95 % range {range}). {counted}",
            times(ratio)
        )
    };
    let mut text = match trigger.verdict {
        Verdict::Likely => linked("likely"),
        Verdict::Possible => format!("{}{more}", linked("possibly")),
        Verdict::ProbablyNot => format!(
            "{name}: probably not a strong trigger. Spasms began {} times as often {after} (95 % range {range}). {counted} \
             {LINKED}",
            times(ratio)
        ),
        Verdict::CannotTell => {
            let doubts: Vec<String> = trigger.doubts.iter().map(|doubt| format!("But {doubt}.")).collect();
            let looks =
                if doubts.is_empty() { String::new() } else { format!(" It looks linked. {}", doubts.join(" ")) };
            format!(
                "{name}: cannot tell yet.{looks} Spasms may begin {range} times as often {after}. {counted}{more} {LINKED}"
            )
        }
    };
    if matches!(trigger.verdict, Verdict::Likely | Verdict::Possible) {
        if counts.typed_after > 0 {
            text.push_str(&format!(
                " For {} of {} spasms you wrote it down when the spasm had begun. It is easy to blame it then.",
                counts.typed_after, counts.spasm_days
            ));
        }
        if let Some(check) = trigger.checks.iter().find(|check| check.what == Changed::SameDay) {
            text.push_str(&format!(
                " On the same day, in place of the day before, it is {} times ({} to {}).",
                times(check.odds_ratio),
                times(check.lower),
                times(check.upper)
            ));
        }
    }
    text
}

fn frequency(frequency: &Frequency, gaps: &Gaps) -> Vec<String> {
    let mut all = Vec::new();
    let rates = frequency.rate_from.zip(frequency.rate_to);
    match (frequency.method, rates, &frequency.ratio) {
        (Method::Trend, Some((from, to)), Some(ratio)) => {
            let rates = format!("from about {} to {} in 4 weeks", number(from), number(to));
            let each = ratio.ratio.map_or_else(String::new, |times_as_many| {
                format!(" Every 4 weeks there were {} times as many ({}).", times(times_as_many), range(ratio))
            });
            all.push(match frequency.verdict {
                FrequencyVerdict::MoreOften => format!(
                    "Your spasms come more often: {rates}.{each} Do the safety check. It asks about this."
                ),
                FrequencyVerdict::LessOften => format!("Your spasms come less often: {rates}.{each}"),
                FrequencyVerdict::NoClearChange | FrequencyVerdict::CannotTell if gaps.is_clear() => {
                    format!("On days with a check-in we see no clear change in how often they come.{each}")
                }
                FrequencyVerdict::NoClearChange | FrequencyVerdict::CannotTell => {
                    format!("We see no clear change in how often your spasms come.{each}")
                }
            });
        }
        (Method::LastWeeks, Some((from, to)), Some(ratio)) => {
            let rates = format!(
                "In the last 4 weeks there were about {}, in the 4 weeks before about {} ({} times as many).",
                number(to),
                number(from),
                range(ratio).replace("95 % range ", "95 % range of ")
            );
            all.push(match frequency.verdict {
                FrequencyVerdict::MoreOften => {
                    format!("Your spasms come more often. {rates} Do the safety check. It asks about this.")
                }
                FrequencyVerdict::LessOften => format!("Your spasms come less often. {rates}"),
                FrequencyVerdict::NoClearChange | FrequencyVerdict::CannotTell if gaps.is_clear() => {
                    format!("How many there are in 4 weeks we cannot tell well yet. {rates}")
                }
                FrequencyVerdict::NoClearChange | FrequencyVerdict::CannotTell => {
                    format!("We cannot tell yet if your spasms come more or less often. {rates}")
                }
            });
        }
        _ if gaps.is_clear() => all.push(
            "How many there are in 4 weeks we cannot tell yet. That takes a check-in each day, also a quiet one.".to_owned(),
        ),
        _ => all.push(
            "We cannot tell yet if your spasms come more or less often. A check-in each day, also a quiet one, makes it \
             clear."
                .to_owned(),
        ),
    }
    if let Some(change) = &frequency.change {
        all.push(format!(
            "There may have been a turn about {} after you began: from {} to {} in 4 weeks.",
            count(change.week.max(0.0) as usize, "week", "weeks"),
            number(change.rate_before),
            number(change.rate_after)
        ));
    }
    for warning in &frequency.warnings {
        let FrequencyWarning::CheckInsChanged { ratio } = warning;
        all.push(format!(
            "You checked in {} times as much in the later half, so this may be about how you log.",
            times(*ratio)
        ));
    }
    all
}

/// How long something lasts, in a unit of so many seconds.
fn lasts(begin: &str, end: &str, unit: f64, lasting: &Lasting) -> Option<String> {
    let median = lasting.median?;
    let range = match (lasting.lower, lasting.upper) {
        (Some(lower), Some(upper)) => format!(" (95 % range {})", durations(lower * unit, upper * unit)),
        (Some(lower), None) => format!(" (95 % range {} or more)", duration(lower * unit)),
        _ => String::new(),
    };
    Some(format!("{begin} {}{end}{range}. We saw {} of {} end.", duration(median * unit), lasting.ended, lasting.n))
}

fn relieved(relief: &Relief) -> String {
    let mut text = format!(
        "After {} ({}), pain went from {} to {} on average. In {} of them it fell by 2 or more.",
        relief.words,
        count(relief.times, "time", "times"),
        number(relief.before),
        number(relief.after),
        relief.fell_by_two,
    );
    if relief.asked > 0 {
        text.push_str(&format!(
            " You said that it helped {} of {}.",
            relief.helped,
            count(relief.asked, "time", "times")
        ));
    }
    text.push_str(" Pain also falls by itself, so this does not show what did it.");
    text
}

fn count(many: usize, one: &str, more: &str) -> String {
    format!("{many} {}", if many == 1 { one } else { more })
}

fn count_of(many: f64, one: &str, more: &str) -> String {
    format!("{} {}", number(many), if many == 1.0 { one } else { more })
}

/// With its first letter large.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
