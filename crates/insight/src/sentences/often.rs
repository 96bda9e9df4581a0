//! How often spasms come: the rate, the gaps, and before and since a day.

use super::count;
use crate::figures::{as_often, could_be, duration, number, one_in};
use crate::findings::{
    Findings, Frequency, FrequencyVerdict, FrequencyWarning, Gap, Gaps, GapsOf, GapsVerdict, LEAST_GAPS, Method, Ratio,
    Since, SinceMethod,
};
use supple_stats::number::{exp, ln};

/// A range of ratios that lies within this and one over it is no change that anyone would notice.
const UNNOTICED: f64 = 1.5;

impl Findings {
    /// How often, with what can be said first.
    pub(super) fn often(&self) -> Vec<String> {
        let (gaps, rate) = (self.gaps(), self.frequency.sentences(&self.gaps));
        // Gaps in no clear order do not gainsay a rate that changes.
        let gaps = if self.frequency.verdict.is_change() && !self.gaps.is_clear() { Vec::new() } else { gaps };
        let gaps_first = self.gaps.is_clear() && !self.frequency.verdict.is_change();
        let both = if gaps_first { [gaps, rate] } else { [rate, gaps] };
        both.into_iter().flatten().collect()
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

impl Frequency {
    fn sentences(&self, gaps: &Gaps) -> Vec<String> {
        let mut all = vec![match (self.method, self.rate_from.zip(self.rate_to), &self.ratio) {
            (Method::Trend, Some(rates), Some(ratio)) => self.trend_in_words(rates, ratio, gaps),
            (Method::LastWeeks, Some(rates), Some(_)) => self.last_weeks_in_words(rates, gaps),
            _ if gaps.is_clear() => "How many there are in 4 weeks we cannot tell yet.".to_owned(),
            _ => "We cannot tell yet if your spasms come more or less often.".to_owned(),
        }];
        if let Some(change) = &self.change {
            all.push(format!(
                "There may have been a turn about {} after you began: from {} to {} in 4 weeks.",
                count(change.week.max(0.0) as usize, "week", "weeks"),
                rate(change.rate_before),
                rate(change.rate_after)
            ));
        }
        // A doubt stands with what it is a doubt about.
        if let Some(said) = all.first_mut() {
            for warning in &self.warnings {
                said.push_str(&match warning {
                    FrequencyWarning::CheckInsChanged { ratio } => {
                        format!(" You checked in {} in the later half.", as_often(*ratio))
                    }
                    FrequencyWarning::OnlyWhereLogged { rises } => format!(
                        " On days with a check-in there are {}. Counted by the calendar there are not.",
                        if *rises { "more" } else { "fewer" }
                    ),
                });
            }
            if !self.warnings.is_empty() {
                said.push_str(" So this may be about how you log.");
            }
        }
        all
    }

    /// The rate now against the rate when the looking back begins.
    fn trend_in_words(&self, (from, to): (f64, f64), each: &Ratio, gaps: &Gaps) -> String {
        let weeks = match (self.weeks.first(), self.weeks.last()) {
            (Some(first), Some(last)) => last.week - first.week,
            _ => 0.0,
        };
        let over = |ratio: f64| exp(ln(ratio.max(f64::MIN_POSITIVE)) * weeks / 4.0);
        let (lower, upper) = (over(each.lower), each.upper.map(over));
        let ago = match weeks.round() {
            weeks if weeks >= 48.0 => "a year ago".to_owned(),
            weeks => format!("{weeks} weeks ago"),
        };
        let now = rate(28.0 * self.bouts as f64 / self.days.max(1) as f64);
        let times_as = each.ratio.map_or_else(String::new, |ratio| {
            format!(" That is about {} as {ago}. {}", as_often(over(ratio)), could_be(lower, upper))
        });
        let unnoticed = lower >= 1.0 / UNNOTICED && upper.is_some_and(|upper| upper <= UNNOTICED);
        let change = format!("from about {} to {} in 4 weeks.{times_as}", rate(from), rate(to));
        match self.verdict {
            FrequencyVerdict::MoreOften => {
                format!("Your spasms come more often: {change} Do the safety check. It asks about this.")
            }
            FrequencyVerdict::LessOften => format!("Your spasms come less often: {change}"),
            _ if unnoticed && !gaps.is_clear() => {
                format!("Your spasms come about as often as {ago}: about {now} in 4 weeks, unchanged.")
            }
            _ => {
                let see = match gaps.is_clear() {
                    true => "On days with a check-in we see no clear change in how often they come:",
                    false => "We see no clear change in how often your spasms come:",
                };
                format!("{see} about {now} in 4 weeks. Against {ago}: {}", lower_first(&could_be(lower, upper)))
            }
        }
    }

    /// The last 4 weeks against the 4 before.
    fn last_weeks_in_words(&self, (from, to): (f64, f64), gaps: &Gaps) -> String {
        let rates = format!("about {} in the last 4 weeks, about {} in the 4 before", rate(to), rate(from));
        let could = self.ratio.map_or_else(String::new, |ratio| could_be(ratio.lower, ratio.upper));
        match self.verdict {
            FrequencyVerdict::MoreOften => {
                format!("Your spasms come more often: {rates}. {could} Do the safety check. It asks about this.")
            }
            FrequencyVerdict::LessOften => format!("Your spasms come less often: {rates}. {could}"),
            _ if gaps.is_clear() => format!("How many there are in 4 weeks we cannot tell well yet: {rates}."),
            _ => format!("We cannot tell yet if your spasms come more or less often: {rates}."),
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
            "about {} in 4 weeks, before it about {}. {}",
            rate(to),
            rate(from),
            could_be(ratio.lower, ratio.upper)
        );
        match self.verdict {
            FrequencyVerdict::MoreOften => format!(
                "Since {date} your spasms come more often: {rates} This shows what came after that day, not what did it."
            ),
            FrequencyVerdict::LessOften if self.chosen.is_some() => format!(
                "Since {date} your spasms come less often: {rates} Linked, not proven: chance chose the day, but something else may \
                 have changed as well."
            ),
            FrequencyVerdict::LessOften => format!(
                "Since {date} your spasms come less often: {rates} Linked, not proven: people often change something when it \
                 is worst, and then it also gets better by itself."
            ),
            FrequencyVerdict::NoClearChange => format!("We see no clear change since {date}: {rates}"),
            FrequencyVerdict::CannotTell => format!("We cannot tell yet what changed since {date}: {rates}"),
        }
    }
}

/// A rate, no more exactly than it is known.
fn rate(in_four_weeks: f64) -> String {
    number(if in_four_weeks >= 3.0 { in_four_weeks.round() } else { in_four_weeks })
}

/// A sentence that goes on behind a colon.
fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
