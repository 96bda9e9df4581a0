//! The whole way from the diary to the verdict, over many made-up people, against the truth.

use super::people::person;
use super::settings::Setting;
use crate::design::Design;
use crate::findings::{
    FrequencyVerdict, GapsVerdict, Settings, Stage, State, Triggers, Verdict, frequency, gaps, since, triggers,
};
use jiff::ToSpan;
use serde::{Serialize, Serializer};
use supple_diary::{Diary, EntryError};
use supple_stats::number::ln;

/// A mean over people, with its Monte Carlo error.
///
/// Each person adds a numerator and a denominator, such as the intervals that hold the truth and all intervals; intervals
/// of one person go together, so the error is that of a ratio over people. Serialises as `{"value", "error", "of"}`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    top: f64,
    bottom: f64,
    top_top: f64,
    top_bottom: f64,
    bottom_bottom: f64,
}

impl Share {
    fn add(&mut self, top: f64, bottom: f64) {
        self.top += top;
        self.bottom += bottom;
        self.top_top += top * top;
        self.top_bottom += top * bottom;
        self.bottom_bottom += bottom * bottom;
    }

    fn merge(&mut self, other: &Share) {
        self.top += other.top;
        self.bottom += other.bottom;
        self.top_top += other.top_top;
        self.top_bottom += other.top_bottom;
        self.bottom_bottom += other.bottom_bottom;
    }

    fn add_if(&mut self, is: bool) {
        self.add(f64::from(u8::from(is)), 1.0);
    }

    /// The mean; none without anything to take it of.
    pub fn value(&self) -> Option<f64> {
        (self.bottom > 0.0).then(|| self.top / self.bottom)
    }

    /// Its standard error over repeated evaluations.
    pub fn error(&self) -> Option<f64> {
        let value = self.value()?;
        let squares = self.top_top - 2.0 * value * self.top_bottom + value * value * self.bottom_bottom;
        Some(squares.max(0.0).sqrt() / self.bottom)
    }

    /// Of how many it is the mean.
    pub fn of(&self) -> f64 {
        self.bottom
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Plain {
            value: Option<f64>,
            error: Option<f64>,
            of: f64,
        }
        Plain { value: self.value(), error: self.error(), of: self.of() }.serialize(serializer)
    }
}

/// What the method made of people of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// The kind of people.
    pub setting: Setting,
    /// The size of the log-F penalty.
    pub log_f: f64,
    /// How many people.
    pub people: u64,
    /// Spasm days that could be compared, for each person.
    pub spasm_days: Share,
    /// The share of people whose diary had come to verdicts.
    pub with_verdicts: Share,
    /// The share of exposures of which it is said, from 5 spasm days on, that an answer would be mostly assumption.
    pub assumed: Share,
    /// The share of all shown 95 % intervals that hold the truth.
    pub coverage: Share,
    /// The same for true triggers.
    pub coverage_of_triggers: Share,
    /// The same for what has no link.
    pub coverage_of_others: Share,
    /// The mean of estimate less truth, on the log scale, for true triggers.
    pub bias: Share,
    /// The same for what has no link.
    pub bias_of_others: Share,
    /// The share of true triggers that were called likely, by people with verdicts.
    pub power: Share,
    /// The same for people with 24 to 39 spasm days.
    pub power_from_24: Share,
    /// The same for people with 40 to 59.
    pub power_from_40: Share,
    /// The same for people with 60 or more.
    pub power_from_60: Share,
    /// The share of true triggers called likely or possible, by people with verdicts.
    pub seen: Share,
    /// False discoveries: the share of likely links that are none, or point the wrong way; 0 for who has none. The mean
    /// over people with verdicts.
    pub false_discoveries: Share,
    /// Of people with verdicts, the share with at least one such.
    pub any_false: Share,
    /// Of people with verdicts, the share who are told that nothing stands out.
    pub nothing_stands_out: Share,
    /// The share of people who are told that spasms come more often.
    pub more_often: Share,
    /// The share of people who are told that spasms come less often.
    pub less_often: Share,
    /// The share of people who are told, when they name the middle day of their diary, that they come more often since.
    pub more_since: Share,
    /// The same for less often.
    pub less_since: Share,
    /// The share of people who are told that the gaps between spasms get shorter.
    pub closer: Share,
    /// The same for longer.
    pub apart: Share,
}

/// Makes up people of a kind and evaluates what each method makes of them: for each, the same people. `first` is the
/// number of the first person, so that parts can be run apart.
///
/// # Errors
/// None that the seed could cause: made-up entries are good ones.
pub fn evaluate(
    setting: &Setting,
    methods: &[Settings],
    seed: u64,
    first: u64,
    people: u64,
) -> Result<Vec<Evaluation>, EntryError> {
    let mut all: Vec<Evaluation> = methods.iter().map(|method| Evaluation::new(setting, method)).collect();
    for number in first..first + people {
        let person = person(setting, seed, number)?;
        let diary = Diary::fold(&person.log);
        let design = Design::of(&diary, &person.now);
        for (place, (evaluation, method)) in all.iter_mut().zip(methods).enumerate() {
            evaluation.add(&triggers(&design, method));
            // It does not depend on the penalty.
            if place == 0 {
                evaluation.add_frequency(frequency(&design.days, method).verdict);
                evaluation.add_gaps(gaps(&diary, &person.now, method).verdict);
                let today = person.now.date();
                let middle = today.saturating_sub((setting.days / 2).days());
                evaluation.add_since(since(&design.days, today, middle, method).verdict);
            }
        }
    }
    Ok(all)
}

impl Evaluation {
    fn new(setting: &Setting, method: &Settings) -> Evaluation {
        let share = Share::default();
        Evaluation {
            setting: setting.clone(),
            log_f: method.log_f,
            people: 0,
            spasm_days: share,
            with_verdicts: share,
            assumed: share,
            coverage: share,
            coverage_of_triggers: share,
            coverage_of_others: share,
            bias: share,
            bias_of_others: share,
            power: share,
            power_from_24: share,
            power_from_40: share,
            power_from_60: share,
            seen: share,
            false_discoveries: share,
            any_false: share,
            nothing_stands_out: share,
            more_often: share,
            less_often: share,
            more_since: share,
            less_since: share,
            closer: share,
            apart: share,
        }
    }

    /// Adds what was made of other people of the same kind by the same method, such as another part of them.
    pub fn merge(&mut self, other: &Evaluation) {
        self.people += other.people;
        let mut other = other.clone();
        for (mine, theirs) in self.shares().into_iter().zip(other.shares()) {
            mine.merge(theirs);
        }
    }

    fn shares(&mut self) -> [&mut Share; 22] {
        [
            &mut self.spasm_days,
            &mut self.with_verdicts,
            &mut self.coverage,
            &mut self.coverage_of_triggers,
            &mut self.coverage_of_others,
            &mut self.bias,
            &mut self.bias_of_others,
            &mut self.power,
            &mut self.power_from_24,
            &mut self.power_from_40,
            &mut self.power_from_60,
            &mut self.seen,
            &mut self.false_discoveries,
            &mut self.any_false,
            &mut self.nothing_stands_out,
            &mut self.more_often,
            &mut self.less_often,
            &mut self.more_since,
            &mut self.less_since,
            &mut self.closer,
            &mut self.apart,
            &mut self.assumed,
        ]
    }

    fn add_frequency(&mut self, verdict: FrequencyVerdict) {
        self.more_often.add_if(verdict == FrequencyVerdict::MoreOften);
        self.less_often.add_if(verdict == FrequencyVerdict::LessOften);
    }

    fn add_gaps(&mut self, verdict: GapsVerdict) {
        self.closer.add_if(verdict == GapsVerdict::Shorter);
        self.apart.add_if(verdict == GapsVerdict::Longer);
    }

    fn add_since(&mut self, verdict: FrequencyVerdict) {
        self.more_since.add_if(verdict == FrequencyVerdict::MoreOften);
        self.less_since.add_if(verdict == FrequencyVerdict::LessOften);
    }

    fn add(&mut self, triggers: &Triggers) {
        let has_verdicts = triggers.overall.stage == Stage::Verdicts;
        self.people += 1;
        self.spasm_days.add(triggers.spasm_days as f64, 1.0);
        self.with_verdicts.add_if(has_verdicts);

        if triggers.overall.stage != Stage::TooEarly {
            let assumed = triggers.each.iter().filter(|one| one.state == State::MostlyAssumed).count();
            self.assumed.add(assumed as f64, triggers.each.len() as f64);
        }

        // Of true triggers, then of the others: shown, holding the truth, sum of errors.
        let mut shown = [[0.0; 3]; 2];
        let (mut claimed, mut wrong, mut right, mut seen, mut true_ones) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for habit in &self.setting.habits {
            let is_trigger = habit.b != 0.0;
            true_ones += f64::from(u8::from(is_trigger));
            let Some(trigger) = triggers.each.iter().find(|one| habit.is(one)) else { continue };
            let (Some(ratio), Some(lower), Some(upper)) = (trigger.odds_ratio, trigger.lower, trigger.upper) else {
                continue;
            };
            let of = &mut shown[usize::from(!is_trigger)];
            of[0] += 1.0;
            of[1] += f64::from(u8::from((ln(lower)..=ln(upper)).contains(&habit.b)));
            of[2] += ln(ratio) - habit.b;
            let points_right = is_trigger && (ratio > 1.0) == (habit.b > 0.0);
            if trigger.verdict == Verdict::Likely {
                claimed += 1.0;
                wrong += f64::from(u8::from(!points_right));
                right += f64::from(u8::from(points_right));
            }
            if matches!(trigger.verdict, Verdict::Likely | Verdict::Possible) {
                seen += f64::from(u8::from(points_right));
            }
        }
        let [true_shown, others_shown] = shown;
        self.coverage.add(true_shown[1] + others_shown[1], true_shown[0] + others_shown[0]);
        self.coverage_of_triggers.add(true_shown[1], true_shown[0]);
        self.coverage_of_others.add(others_shown[1], others_shown[0]);
        self.bias.add(true_shown[2], true_shown[0]);
        self.bias_of_others.add(others_shown[2], others_shown[0]);
        if has_verdicts {
            self.false_discoveries.add(wrong / f64::max(claimed, 1.0), 1.0);
            self.any_false.add_if(wrong > 0.0);
            self.power.add(right, true_ones);
            self.seen.add(seen, true_ones);
            self.nothing_stands_out.add_if(claimed == 0.0);
            match triggers.spasm_days {
                ..40 => self.power_from_24.add(right, true_ones),
                40..60 => self.power_from_40.add(right, true_ones),
                _ => self.power_from_60.add(right, true_ones),
            }
        }
    }
}

/// The evaluations as a table in Markdown, a line for each: percentages with their Monte Carlo error.
pub fn table(evaluations: &[Evaluation]) -> String {
    let mut text = String::from(
        "| people | m | spasm days | with verdicts | coverage | coverage: triggers | coverage: others | bias: triggers | bias: others | power at 24-39 / 40-59 / 60+ | false discoveries | any false | nothing stands out | more often | less often | more since | less since | closer | apart |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for one in evaluations {
        let percent = |share: &Share| match (share.value(), share.error()) {
            (Some(value), Some(error)) => format!("{:.1} ± {:.1} %", 100.0 * value, 100.0 * error),
            _ => "–".to_owned(),
        };
        let plain = |share: &Share| match (share.value(), share.error()) {
            (Some(value), Some(error)) => format!("{value:+.2} ± {error:.2}"),
            _ => "–".to_owned(),
        };
        let short = |share: &Share| share.value().map_or("–".to_owned(), |value| format!("{:.0} %", 100.0 * value));
        text.push_str(&format!(
            "| {} | {} | {:.0} | {} | {} | {} | {} | {} | {} | {} / {} / {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            one.setting.name,
            one.log_f,
            one.spasm_days.value().unwrap_or(0.0),
            short(&one.with_verdicts),
            percent(&one.coverage),
            percent(&one.coverage_of_triggers),
            percent(&one.coverage_of_others),
            plain(&one.bias),
            plain(&one.bias_of_others),
            short(&one.power_from_24),
            short(&one.power_from_40),
            short(&one.power_from_60),
            percent(&one.false_discoveries),
            percent(&one.any_false),
            percent(&one.nothing_stands_out),
            percent(&one.more_often),
            percent(&one.less_often),
            percent(&one.more_since),
            percent(&one.less_since),
            percent(&one.closer),
            percent(&one.apart),
        ));
    }
    text
}
