//! The whole way from the diary to the verdict, over many made-up people, against the truth.

use super::settings::Setting;
use super::truth::{People, Truth};
use crate::design::Design;
use crate::findings::{
    Frequency, FrequencyVerdict, GapsVerdict, Settings, Stage, State, Trigger, Triggers, Verdict, frequency, gaps,
    since, triggers,
};
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
pub struct Evaluation<P = Setting> {
    /// The kind of people.
    pub setting: P,
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
    /// The share of true triggers called likely, or looking so but for a doubt, by people with verdicts.
    pub seen: Share,
    /// False discoveries: the share of likely links that are none, or point the wrong way; 0 for who has none. The mean
    /// over people with verdicts.
    pub false_discoveries: Share,
    /// Of people with verdicts, the share with at least one such.
    pub any_false: Share,
    /// The same of all people.
    pub any_false_of_all: Share,
    /// Of what has no link, the share called likely, or looking so but for a doubt, by people with verdicts.
    pub noise: Share,
    /// Of people with verdicts, the share with at least one such.
    pub any_noise: Share,
    /// The share of true triggers called probably not one, by people with verdicts.
    pub denied: Share,
    /// The same of what has no link.
    pub denied_rightly: Share,
    /// Of people with verdicts, the share who are told that nothing stands out.
    pub nothing_stands_out: Share,
    /// The share of people who are told that spasms come more often.
    pub more_often: Share,
    /// The share of people who are told that spasms come less often.
    pub less_often: Share,
    /// The share of people who are told of a turn.
    pub turn: Share,
    /// The share of people who are told, when they name their day, that they come more often since. It is the middle day of
    /// their diary, where nothing else is told of these people.
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
pub fn evaluate<P: People + Clone>(
    of: &P,
    methods: &[Settings],
    seed: u64,
    first: u64,
    people: u64,
) -> Result<Vec<Evaluation<P>>, EntryError> {
    let mut all: Vec<Evaluation<P>> = methods.iter().map(|method| Evaluation::new(of, method)).collect();
    for number in first..first + people {
        let person = of.known(seed, number)?;
        let diary = Diary::fold(&person.log);
        let design = Design::of(&diary, &person.now);
        for (place, (evaluation, method)) in all.iter_mut().zip(methods).enumerate() {
            evaluation.add(&triggers(&design, method), &person.truths);
            // It does not depend on the penalty.
            if place == 0 {
                evaluation.add_frequency(&frequency(&design.days, method));
                evaluation.add_gaps(gaps(&diary, &person.now, method).verdict);
                evaluation
                    .add_since(since(&design.days, person.now.date(), (person.decided, person.named), method).verdict);
            }
        }
    }
    Ok(all)
}

impl<P: Clone> Evaluation<P> {
    fn new(of: &P, method: &Settings) -> Evaluation<P> {
        let share = Share::default();
        Evaluation {
            setting: of.clone(),
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
            any_false_of_all: share,
            noise: share,
            any_noise: share,
            denied: share,
            denied_rightly: share,
            nothing_stands_out: share,
            more_often: share,
            less_often: share,
            turn: share,
            more_since: share,
            less_since: share,
            closer: share,
            apart: share,
        }
    }

    /// Adds what was made of other people of the same kind by the same method, such as another part of them.
    pub fn merge(&mut self, other: &Evaluation<P>) {
        self.people += other.people;
        let mut other = other.clone();
        for (mine, theirs) in self.shares().into_iter().zip(other.shares()) {
            mine.merge(theirs);
        }
    }

    fn shares(&mut self) -> [&mut Share; 28] {
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
            &mut self.any_false_of_all,
            &mut self.noise,
            &mut self.any_noise,
            &mut self.denied,
            &mut self.denied_rightly,
            &mut self.nothing_stands_out,
            &mut self.more_often,
            &mut self.less_often,
            &mut self.turn,
            &mut self.more_since,
            &mut self.less_since,
            &mut self.closer,
            &mut self.apart,
            &mut self.assumed,
        ]
    }

    fn add_frequency(&mut self, frequency: &Frequency) {
        self.more_often.add_if(frequency.verdict == FrequencyVerdict::MoreOften);
        self.less_often.add_if(frequency.verdict == FrequencyVerdict::LessOften);
        self.turn.add_if(frequency.change.is_some());
    }

    fn add_gaps(&mut self, verdict: GapsVerdict) {
        self.closer.add_if(verdict == GapsVerdict::Shorter);
        self.apart.add_if(verdict == GapsVerdict::Longer);
    }

    fn add_since(&mut self, verdict: FrequencyVerdict) {
        self.more_since.add_if(verdict == FrequencyVerdict::MoreOften);
        self.less_since.add_if(verdict == FrequencyVerdict::LessOften);
    }

    fn add(&mut self, triggers: &Triggers, truths: &[Truth]) {
        let has_verdicts = triggers.overall.stage == Stage::Verdicts;
        self.people += 1;
        self.spasm_days.add(triggers.spasm_days as f64, 1.0);
        self.with_verdicts.add_if(has_verdicts);

        if triggers.overall.stage != Stage::TooEarly {
            let assumed = triggers.each.iter().filter(|one| one.state == State::MostlyAssumed).count();
            self.assumed.add(assumed as f64, triggers.each.len() as f64);
        }

        let mut told = Told::default();
        for truth in truths {
            told.add(truth, triggers.each.iter().find(|one| truth.is_about(one)));
        }
        let [true_ones, others] = &told.of;
        self.coverage.add(true_ones.held + others.held, true_ones.shown + others.shown);
        self.coverage_of_triggers.add(true_ones.held, true_ones.shown);
        self.coverage_of_others.add(others.held, others.shown);
        self.bias.add(true_ones.errors, true_ones.shown);
        self.bias_of_others.add(others.errors, others.shown);
        self.any_false_of_all.add_if(told.wrong > 0.0);
        if has_verdicts {
            self.false_discoveries.add(told.wrong / f64::max(told.wrong + told.right, 1.0), 1.0);
            self.any_false.add_if(told.wrong > 0.0);
            self.noise.add(others.seen, others.asked);
            self.any_noise.add_if(others.seen > 0.0);
            self.denied.add(true_ones.denied, true_ones.asked);
            self.denied_rightly.add(others.denied, others.asked);
            self.power.add(told.right, true_ones.asked);
            self.seen.add(true_ones.seen, true_ones.asked);
            self.nothing_stands_out.add_if(told.wrong + told.right == 0.0);
            match triggers.spasm_days {
                ..40 => self.power_from_24.add(told.right, true_ones.asked),
                40..60 => self.power_from_40.add(told.right, true_ones.asked),
                _ => self.power_from_60.add(told.right, true_ones.asked),
            }
        }
    }
}

/// What one person was told.
#[derive(Default)]
struct Told {
    /// Of true triggers, and of the others.
    of: [Sums; 2],
    /// Links called likely that are none, or point the wrong way.
    wrong: f64,
    /// The other likely ones.
    right: f64,
}

#[derive(Default)]
struct Sums {
    /// How many there are.
    asked: f64,
    /// Intervals that are shown where the truth is a number, those that hold it, and the sum of the errors.
    shown: f64,
    held: f64,
    errors: f64,
    /// Called likely, or looking so but for a doubt; of triggers, the right way round.
    seen: f64,
    /// Called probably not one.
    denied: f64,
}

impl Told {
    fn add(&mut self, truth: &Truth, found: Option<&Trigger>) {
        let of = &mut self.of[usize::from(!truth.is_trigger)];
        of.asked += 1.0;
        let Some(found) = found else { return };
        let (Some(ratio), Some(lower), Some(upper)) = (found.odds_ratio, found.lower, found.upper) else { return };
        if let Some(log_ratio) = truth.log_ratio {
            of.shown += 1.0;
            of.held += f64::from(u8::from((ln(lower)..=ln(upper)).contains(&log_ratio)));
            of.errors += ln(ratio) - log_ratio;
        }
        // Where there is no single number, it raises.
        let points_right = truth.is_trigger && (ratio > 1.0) == truth.log_ratio.is_none_or(|log_ratio| log_ratio > 0.0);
        let is_likely = found.verdict == Verdict::Likely;
        self.right += f64::from(u8::from(is_likely && points_right));
        self.wrong += f64::from(u8::from(is_likely && !points_right));
        let is_seen = is_likely || !found.doubts.is_empty();
        of.seen += f64::from(u8::from(is_seen && (points_right || !truth.is_trigger)));
        of.denied += f64::from(u8::from(found.verdict == Verdict::ProbablyNot));
    }
}
