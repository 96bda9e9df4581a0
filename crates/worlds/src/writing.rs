//! The diary of a life: what a person writes down, when, and how truly.

use crate::dice::Dice;
use crate::life::{HOME, Life, Spasm, level};
use crate::model::{DAY, EVENING, Kind, Model, RIGHT, TWO_HOURS, Thing};
use jiff::Zoned;
use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use supple_diary::{
    Amount, CheckIn, Draft, EntryError, EpisodeMark, Exercise, Exposure, Label, Level, Log, Moment, Named, Phase,
    Precision, Said, Seconds, Spasm as SpasmEntry, Tail, Words,
};
use uuid::Uuid;

/// So many days without a spasm, and someone says that it is over.
const OVER: i64 = 3;

/// A person with a pen.
struct Writer<'w> {
    model: &'w Model,
    life: &'w Life,
    /// The last minute that anything can be written in.
    end: i64,
    drafts: Vec<(Timestamp, Draft)>,
}

/// The diary of a life, and the time at which it ends.
pub(crate) fn write(model: &Model, life: &Life, dice: &mut Dice) -> Result<(Log, Zoned), EntryError> {
    let end = life.diary.end * DAY - 1;
    let mut writer = Writer { model, life, end, drafts: Vec::new() };
    let days: Vec<i64> = life.diary.clone().filter(|day| !writer.pauses(*day)).collect();
    for day in days {
        writer.spasms(day, dice);
        writer.times(day, dice);
        writer.check_ins(day, dice);
    }
    let mut drafts = writer.drafts;
    drafts.sort_by_key(|(recorded, draft)| (*recorded, draft.happened.at()));
    let mut tail = Tail::new(Uuid::from_u128(2));
    let mut entries = Vec::with_capacity(drafts.len());
    for (recorded, draft) in drafts {
        entries.push(tail.write(draft, recorded, dice.salt(), None)?);
    }
    let last = DateTime::from_parts(life.date(life.diary.end - 1), Time::midnight());
    let now = last.saturating_add((DAY - 1).minutes()).in_tz(HOME).unwrap_or_default();
    Ok((entries.into_iter().collect(), now))
}

impl Writer<'_> {
    fn say(&mut self, said: i64, draft: Option<Draft>) {
        let recorded = self.life.moment(said).filter(|_| said <= self.end);
        if let (Some(recorded), Some(draft)) = (recorded, draft) {
            // Whatever the clock was set to meanwhile: first it happens, then it is written down.
            let recorded = recorded.at().max(draft.happened.at());
            self.drafts.push((recorded.saturating_add(SignedDuration::from_secs(30)).unwrap_or(recorded), draft));
        }
    }

    /// How far the diary is on a day, from 0 to 1.
    fn far(&self, day: i64) -> f64 {
        (day - self.life.diary.start) as f64 / (self.life.diary.end - self.life.diary.start) as f64
    }

    fn pauses(&self, day: i64) -> bool {
        self.model.pen.pause.is_some_and(|(from, to)| (from..to).contains(&self.far(day)))
    }

    fn spasms(&mut self, day: i64, dice: &mut Dice) {
        let life = self.life;
        for spasm in life.spasms_in(day * DAY..(day + 1) * DAY) {
            if dice.yes(self.model.pen.untimed) {
                continue;
            }
            for at in std::iter::once(spasm.at).chain(spasm.more.iter().copied()) {
                let seconds = Seconds::new(dice.whole(5, self.model.lasts)).ok();
                let intensity = Level::new(dice.whole(2, 11)).ok();
                let felt_wrong = answer_about_signs(spasm);
                let entry = SpasmEntry { seconds, intensity, felt_wrong, ..SpasmEntry::default() };
                self.say(at + dice.whole(1, 15), life.moment(at).map(|at| Draft::new(at, entry)));
            }
            let next = (spasm.at + 1)..(day + OVER) * DAY;
            if life.spasms_in(next).is_empty() && dice.yes(self.model.pen.says_over) {
                let over = (day + 1) * DAY + 10 * 60;
                let mark = EpisodeMark { phase: Phase::Recovery };
                self.say(over, life.moment(over).map(|at| Draft::new(at, mark)));
            }
        }
    }

    /// What is written down with its time: a minute later, or with the check-in of a day late.
    fn times(&mut self, day: i64, dice: &mut Dice) {
        for (place, thing) in self.model.things.iter().enumerate() {
            if !matches!(thing.kind, Kind::Hours | Kind::Exercise) {
                continue;
            }
            let said = |at: i64, late: bool| if late { (day + 1) * DAY + EVENING + 20 } else { at + 1 };
            let late = self.model.pen.a_day_late;
            for &at in &self.life.days[day as usize].at[place] {
                let at = day * DAY + at;
                let truth = self.truth(thing, at..at + TWO_HOURS, said(at, late));
                if dice.yes(truth.sensitivity) {
                    self.say(said(at, late), self.life.moment(at).and_then(|at| timed(thing, at)));
                }
            }
            let wrongly = 1.0 - self.truth(thing, 0..0, 0).specificity;
            if wrongly > 0.0 && dice.yes(wrongly) {
                let at = day * DAY + dice.whole(10 * 6, 21 * 6) * 10;
                self.say(said(at, late), self.life.moment(at).and_then(|at| timed(thing, at)));
            }
        }
    }

    fn check_ins(&mut self, day: i64, dice: &mut Dice) {
        let pen = &self.model.pen;
        let begins = day * DAY;
        let chance = self.chance(day);
        if pen.night_in_the_morning && dice.yes(chance) {
            let morning = begins + dice.whole(8 * 60 + 10, 9 * 60);
            self.check_in(day, morning, &[Kind::Night], None, dice);
        }
        let said = match pen.a_day_late {
            true => begins + DAY + EVENING + dice.whole(30, 60),
            false if dice.yes(pen.next_morning) => begins + DAY + 9 * 60,
            false => begins + EVENING + dice.whole(0, 30),
        };
        if dice.yes(chance) {
            let spasm = !self.life.spasms_in(begins..said.min(begins + DAY)).is_empty();
            let kinds: &[Kind] = match pen.night_in_the_morning {
                true => &[Kind::Day, Kind::Level],
                false => &[Kind::Night, Kind::Day, Kind::Level],
            };
            self.check_in(day, said, kinds, Some(spasm), dice);
        }
    }

    /// The chance of a check-in. On quiet days its log odds go evenly from the one at the beginning to that at the end.
    fn chance(&self, day: i64) -> f64 {
        let pen = &self.model.pen;
        let had = !self.life.spasms_in(day * DAY..day * DAY + EVENING).is_empty();
        let log_odds = |chance: f64| libm::log(chance / (1.0 - chance));
        let quiet = log_odds(pen.quiet) + self.far(day) * (log_odds(pen.quiet_at_the_end) - log_odds(pen.quiet));
        let chance = if had { pen.after_a_spasm } else { 1.0 / (1.0 + libm::exp(-quiet)) };
        let kept = pen.kept_from.filter(|(place, _)| self.life.days[day as usize].is[*place]);
        kept.map_or(chance, |(_, then)| chance.min(then))
    }

    fn check_in(&mut self, day: i64, said: i64, kinds: &[Kind], spasm: Option<bool>, dice: &mut Dice) {
        let mut answers: Named<Said> = Named::new();
        let of_day = &self.life.days[day as usize];
        for (place, thing) in self.model.things.iter().enumerate().filter(|(_, thing)| kinds.contains(&thing.kind)) {
            let answer = if thing.kind == Kind::Level {
                Amount::new(level(of_day.behind[place])).ok().map(Said::Number)
            } else {
                // What followed: after the night, or from the evening on for a day.
                let from = day * DAY + if thing.kind == Kind::Night { 0 } else { EVENING };
                let truth = self.truth(thing, from..from + DAY, said);
                let yes = if of_day.is[place] { truth.sensitivity } else { 1.0 - truth.specificity };
                Some(Said::Is(dice.yes(yes)))
            };
            if let (Ok(id), Some(answer)) = (Words::new(thing.id), answer) {
                answers.insert(id, answer);
            }
        }
        let check_in = CheckIn { date: self.life.date(day), spasm, pain: None, answers };
        self.say(said, self.life.moment(said).map(|at| Draft::new(at, check_in)));
    }

    /// How true an answer is that is given at this minute, by whether a spasm in its time was known by then.
    fn truth(&self, thing: &Thing, works: std::ops::Range<i64>, said: i64) -> crate::model::Truthful {
        let pen = &self.model.pen;
        if pen.only_nights && thing.kind != Kind::Night {
            return RIGHT;
        }
        let known = works.start..works.end.min(said);
        let followed = known.start < known.end && !self.life.spasms_in(known).is_empty();
        pen.truth[usize::from(followed)]
    }
}

/// An entry with its time.
fn timed(thing: &Thing, at: Moment) -> Option<Draft> {
    let what = Label::plain(Words::new(thing.id).ok()?);
    let draft = match thing.kind {
        Kind::Exercise => Draft::new(at, Exercise::of(what)),
        _ => Draft::new(at, Exposure { what, present: true, amount: None, unit: None, until: None }),
    };
    Some(draft.about(Precision::Minute))
}

/// What a person would say who is asked whether the back had already felt wrong before a spasm. One in ten does not answer.
fn answer_about_signs(spasm: &Spasm) -> Option<bool> {
    (spasm.at % 10 != 7).then_some(spasm.warned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_felt_it_coming_says_so_and_who_did_not_says_that() {
        let spasm = |at: i64, warned: bool| Spasm { at, warned, more: Vec::new() };
        assert_eq!(answer_about_signs(&spasm(31, true)), Some(true));
        assert_eq!(answer_about_signs(&spasm(31, false)), Some(false));
        assert_eq!(answer_about_signs(&spasm(37, true)), None);
    }
}
