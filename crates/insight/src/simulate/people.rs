//! One made-up person: what happened, and the diary of it.

use super::dice::{Dice, exceeded_with};
use super::settings::{Habit, Kind, Setting};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use supple_diary::{
    CheckIn, Draft, EntryError, EpisodeMark, Exercise, Exposure, KindName, Label, Level, Log, Moment, Named, Phase,
    Precision, Said, Seconds, Spasm, Tail, Words,
};
use supple_stats::number::{exp, ln};
use uuid::Uuid;

const ZONE: &str = "Europe/Berlin";

/// A spasm may begin at each of these minutes.
const STEP: i64 = 10;

const STEPS_A_DAY: i64 = 24 * 60 / STEP;

/// So many days, from the first on which one can begin again, spasms come more often where they cluster.
const CLUSTER: i64 = 3;

/// The night is over at this minute.
const MORNING: i64 = 6 * 60;

/// A made-up person.
#[derive(Clone, Debug)]
pub struct Person {
    /// The diary, as entries.
    pub log: Log,
    /// The time at which it ends.
    pub now: Zoned,
}

/// A day of what happened.
#[derive(Clone, Default)]
struct Day {
    /// For each habit, whether it was so.
    is: Vec<bool>,
    /// For each habit that has times, the minutes of the day at which it was so.
    at: Vec<Vec<i64>>,
}

/// The person of this number of a kind. The same seed gives the same one.
///
/// # Errors
/// None that a person could cause: the entries are good ones.
pub fn person(setting: &Setting, seed: u64, number: u64) -> Result<Person, EntryError> {
    let mut dice = Dice::new(seed, number);
    let mut life = Life::new(setting, &mut dice);
    for day in 0..setting.days {
        life.live(day, &mut dice);
    }
    life.write(&mut dice)
}

/// What happens to a person.
struct Life<'s> {
    setting: &'s Setting,
    thresholds: Vec<f64>,
    /// The rate of new episodes in a step, at the mean of everything.
    rate: f64,
    /// The variable that all habits share, and that of each.
    shared: f64,
    own: Vec<f64>,
    days: Vec<Day>,
    /// Until when nothing new begins, in minutes since the beginning.
    busy_until: i64,
    /// The day of the last new episode, and the day on which it ended.
    last: Option<i64>,
    ended: Option<i64>,
    /// All bouts, in minutes since the beginning.
    bouts: Vec<i64>,
    recoveries: Vec<i64>,
}

impl<'s> Life<'s> {
    fn new(setting: &'s Setting, dice: &mut Dice) -> Life<'s> {
        // The rate that is given is that at the mean of all exposures.
        let on = |habit: &Habit| match habit.kind {
            Kind::Hours => habit.share * 0.25,
            Kind::Night | Kind::Day | Kind::Exercise => habit.share,
        };
        let mean: f64 = setting.habits.iter().map(|habit| ln(1.0 + on(habit) * (exp(habit.b) - 1.0))).sum();
        Life {
            setting,
            thresholds: setting.habits.iter().map(|habit| exceeded_with(habit.share)).collect(),
            rate: setting.episodes_a_year / 365.0 / exp(mean),
            shared: dice.normal(),
            own: setting.habits.iter().map(|_| dice.normal()).collect(),
            days: Vec::new(),
            busy_until: 0,
            last: None,
            ended: None,
            bouts: Vec::new(),
            recoveries: Vec::new(),
        }
    }

    fn live(&mut self, day: i64, dice: &mut Dice) {
        let next =
            |value: f64, lasts: f64, dice: &mut Dice| lasts * value + (1.0 - lasts * lasts).sqrt() * dice.normal();
        self.shared = next(self.shared, 0.4, dice);
        let is_sparing = self.last.is_some_and(|last| day > last && day - last <= self.setting.spared_days);
        let mut today = Day::default();
        for (place, habit) in self.setting.habits.iter().enumerate() {
            self.own[place] = next(self.own[place], habit.lasts, dice);
            let value = habit.shared * self.shared + (1.0 - habit.shared * habit.shared).sqrt() * self.own[place];
            let mut is = value > self.thresholds[place];
            if is_sparing && dice.chance(self.setting.spares) {
                is = habit.kind == Kind::Night;
            }
            let mut at = Vec::new();
            if habit.kind == Kind::Exercise {
                is |= self.last == Some(day - 1) && dice.chance(self.setting.answers);
                at.extend(is.then(|| dice.between(7 * 6, 21 * 6) * STEP));
            }
            if is && habit.kind == Kind::Hours {
                // Once or twice between 7 and 21.
                at.push(dice.between(7 * 6, 21 * 6) * STEP);
                if dice.chance(0.7) {
                    at.push(dice.between(7 * 6, 21 * 6) * STEP);
                }
                at.sort_unstable();
                at.dedup();
            }
            today.is.push(is);
            today.at.push(at);
        }
        self.days.push(today);
        let trend = exp(ln(self.setting.rises) * day as f64 / self.setting.days as f64);
        for step in 0..STEPS_A_DAY {
            let minute = step * STEP;
            let is_near = self.ended.is_some_and(|ended| day <= ended + 1 + CLUSTER);
            let near = if is_near { self.setting.clusters } else { 1.0 };
            let rate = self.rate * near * trend * share_of_day(minute) * exp(self.log_ratio(day, minute));
            if day * 24 * 60 + minute >= self.busy_until && dice.chance(1.0 - exp(-rate)) {
                self.begin(day, minute, dice);
            }
        }
    }

    /// The sum of b of what is on.
    fn log_ratio(&self, day: i64, minute: i64) -> f64 {
        let of = |day: i64| usize::try_from(day).ok().and_then(|day| self.days.get(day));
        let all = self.setting.habits.iter().enumerate().filter(|(_, habit)| habit.b != 0.0);
        all.filter(|(place, habit)| match habit.kind {
            Kind::Night if minute >= MORNING => of(day).is_some_and(|day| day.is[*place]),
            Kind::Night | Kind::Day => of(day - 1).is_some_and(|day| day.is[*place]),
            Kind::Exercise => {
                let done = |day: i64, from: i64| of(day).is_some_and(|day| day.at[*place].iter().any(|at| *at >= from));
                done(day - 1, minute) || of(day).is_some_and(|day| day.at[*place].iter().any(|at| *at < minute))
            }
            Kind::Hours => {
                of(day).is_some_and(|day| day.at[*place].iter().any(|at| (minute - 120..minute).contains(at)))
            }
        })
        .map(|(_, habit)| habit.b)
        .sum()
    }

    /// An episode: one bout, perhaps others on the next days, and an end.
    fn begin(&mut self, day: i64, minute: i64, dice: &mut Dice) {
        self.last = Some(day);
        let exercises = self.setting.habits.iter().enumerate().filter(|(_, habit)| habit.kind == Kind::Exercise);
        for (place, _) in exercises {
            let after = minute + 60;
            let today = self.days.last_mut().filter(|_| after < 24 * 60 && dice.chance(self.setting.answers));
            if let Some(today) = today {
                today.at[place].push(after);
            }
        }
        self.bouts.push(day * 24 * 60 + minute);
        let mut end = day;
        while dice.chance(self.setting.flares) && end + 1 < self.setting.days {
            end += 1;
            self.bouts.push(end * 24 * 60 + dice.between(48, 132) * STEP);
        }
        // Nothing new on the last day of it, nor on the day after.
        self.busy_until = (end + 2) * 24 * 60;
        self.ended = Some(end);
        if dice.chance(self.setting.says_recovery) && end + 1 < self.setting.days {
            self.recoveries.push(end * 24 * 60 + 23 * 60);
        }
    }

    /// The diary: everything as an entry, in the order in which it was written down.
    fn write(self, dice: &mut Dice) -> Result<Person, EntryError> {
        let setting = self.setting;
        // Even two years from here on are past, and a diary takes nothing of the future.
        let first = Date::constant(2024, 1, 8);
        let moment = |minutes: i64| -> Option<Moment> {
            let shown = DateTime::from_parts(first, Time::midnight()).checked_add(minutes.minutes()).ok()?;
            Moment::around(shown, ZONE).ok()
        };
        // When it was written down, and what.
        let mut drafts: Vec<(Timestamp, Draft)> = Vec::new();
        let mut write = |said: i64, draft: Option<Draft>| {
            if let (Some(said), Some(draft)) = (moment(said), draft) {
                drafts.push((said.at().checked_add(SignedDuration::from_secs(30)).unwrap_or(said.at()), draft));
            }
        };
        let mut told = vec![false; self.days.len()];
        for &bout in &self.bouts {
            if let Some(told) = usize::try_from(bout / (24 * 60)).ok().and_then(|day| told.get_mut(day)) {
                *told = true;
            }
            if dice.chance(setting.untimed) {
                continue;
            }
            let seconds = Seconds::new(dice.between(10, 3_600)).ok();
            let intensity = Level::new(dice.between(3, 10)).ok();
            write(
                bout,
                moment(bout).map(|at| {
                    Draft::new(at, Spasm { seconds, intensity, felt_wrong: Some(false), ..Spasm::default() })
                }),
            );
        }
        for &recovery in &self.recoveries {
            write(recovery, moment(recovery).map(|at| Draft::new(at, EpisodeMark { phase: Phase::Recovery })));
        }
        let follows = |minute: i64| self.bouts.iter().find(|bout| (minute + 1..=minute + 120).contains(*bout));
        for (place, day) in self.days.iter().enumerate() {
            let begins = place as i64 * 24 * 60;
            for (habit, times) in setting.habits.iter().zip(&day.at) {
                for at in times.iter().map(|at| begins + at) {
                    let spasm = follows(at);
                    let said = match spasm {
                        Some(spasm) if dice.chance(setting.forgets) => spasm + 20,
                        None if dice.chance(setting.forgets) => continue,
                        _ if dice.chance(setting.late) => (begins + 21 * 60 + 30).max(at + 1),
                        _ => at + 1,
                    };
                    write(said, moment(at).and_then(|at| timed(habit, at)));
                }
            }
            let is_late = dice.chance(setting.late);
            let said = if is_late { begins + (24 + 8) * 60 } else { begins + 22 * 60 + dice.between(0, 30) };
            let is_last = place + 1 == self.days.len();
            if dice.chance(setting.checks_in) && !(is_late && is_last) {
                let date = first.checked_add((place as i64).days()).unwrap_or(first);
                let asked = setting
                    .habits
                    .iter()
                    .zip(&day.is)
                    .filter(|(habit, _)| matches!(habit.kind, Kind::Night | Kind::Day));
                let answers: Named<Said> = asked
                    .filter_map(|(habit, is)| Some((Words::new(habit.id.as_str()).ok()?, Said::Is(*is))))
                    .collect();
                let check_in = CheckIn { date, spasm: Some(told[place]), pain: None, answers };
                write(said, moment(said).map(|at| Draft::new(at, check_in)));
            }
        }
        drafts.sort_by_key(|(recorded, draft)| (*recorded, draft.happened.at()));
        let mut tail = Tail::new(Uuid::from_u128(1));
        let mut entries = Vec::with_capacity(drafts.len());
        for (recorded, draft) in drafts {
            entries.push(tail.write(draft, recorded, dice.bytes(), None)?);
        }
        let end = DateTime::from_parts(first, Time::midnight())
            .checked_add((setting.days * 24 * 60 - 1).minutes())
            .and_then(|end| end.in_tz(ZONE))
            .unwrap_or_default();
        Ok(Person { log: entries.into_iter().collect(), now: end })
    }
}

fn timed(habit: &Habit, at: Moment) -> Option<Draft> {
    let words = Words::new(habit.id.as_str()).ok()?;
    let draft = match habit.kind {
        Kind::Exercise => Draft::new(at, Exercise::of(crate::names::label(KindName::Exercise, words))),
        Kind::Hours | Kind::Night | Kind::Day => {
            let what = Label::plain(words);
            Draft::new(at, Exposure { what, present: true, amount: None, unit: None, until: None })
        }
    };
    Some(draft.about(Precision::Minute))
}

/// The share of a day's rate that falls on the ten minutes from this minute on: most in the morning, little at night.
fn share_of_day(minute: i64) -> f64 {
    let weight = |minute: i64| match minute / 60 {
        6..10 => 1.6,
        10..20 => 1.2,
        20..22 => 0.8,
        _ => 0.4,
    };
    let all = 4.0 * 1.6 + 10.0 * 1.2 + 2.0 * 0.8 + 8.0 * 0.4;
    weight(minute) / all * STEP as f64 / 60.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use supple_stats::distributions::normal_cdf;

    #[test]
    fn the_shares_of_a_day_add_up() {
        let sum: f64 = (0..STEPS_A_DAY).map(|step| share_of_day(step * STEP)).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert!((normal_cdf(exceeded_with(0.3)) - 0.7).abs() < 1e-12);
    }
}
