//! The rows that are compared: sets of days, and what each was exposed to.

use super::Design;
use super::exposures::{How, Reading};
use super::shape::Also;
use super::strata::{BLOCK, strata};
use std::collections::BTreeSet;

/// What can be varied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plan<'p> {
    /// The exposures to look at, by their places.
    pub(crate) exposures: &'p [usize],
    /// What else is made of them, as columns behind theirs.
    pub(crate) also: &'p [Also],
    /// How many days after an episode are left out.
    pub(crate) washout: i64,
    /// How long a block is, in days.
    pub(crate) block: i64,
    /// Whether what is looked at by day is taken from the same day, instead of from before the spasm.
    pub(crate) same_day: bool,
    /// What is compared with.
    pub(crate) controls: Controls,
    /// Without what was recorded about this exposure after the onset. By hours, only what was written down by the time
    /// that is looked at counts, on spasm days and on others; otherwise such spasm days are left out.
    pub(crate) without_late: Option<usize>,
    /// Which spasm days count, by what was said of the back before.
    pub(crate) signs: Signs,
}

/// Which spasm days count, by whether the back had already felt wrong: what was done since may answer that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    /// All.
    Any,
    /// Not those of which it was said.
    NotFelt,
    /// Only those of which it was said that it had not.
    SurelyNot,
}

impl Signs {
    fn counts(self, felt_wrong: Option<bool>) -> bool {
        match self {
            Signs::Any => true,
            Signs::NotFelt => felt_wrong != Some(true),
            Signs::SurelyNot => felt_wrong == Some(false),
        }
    }
}

/// Which days a spasm day is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Controls {
    /// The other days of its stratum.
    Stratum,
    /// The day before, two days before and a week before: what a person does after a spasm cannot matter.
    PastOnly,
}

impl<'p> Plan<'p> {
    /// The comparison that is shown, of these exposures.
    pub(crate) fn shown(exposures: &'p [usize]) -> Plan<'p> {
        Plan {
            exposures,
            also: &[],
            washout: 1,
            block: BLOCK,
            same_day: false,
            controls: Controls::Stratum,
            without_late: None,
            signs: Signs::Any,
        }
    }
}

/// The days that are compared with a spasm day by [`Controls::PastOnly`].
const DAYS_BEFORE: [i64; 3] = [1, 2, 7];

/// Asked on less than this share of a set, an exposure counts as not asked there.
const ASKED: f64 = 0.5;

/// Rows ready to be fitted. Lists of values have a column for each exposure of the plan, for what else is made of them, and a last
/// one for "the day before is not known", which takes up what is missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) x: Vec<f64>,
    /// What was compared, for each exposure of the plan, then for what else is made of them.
    pub(crate) compared: Vec<Compared>,
    /// Spasm days in sets that can be compared.
    pub(crate) spasm_days: usize,
    /// Days without a spasm in such sets.
    pub(crate) other_days: usize,
}

/// A day as of a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) set: u64,
    pub(crate) day: i64,
    pub(crate) is_case: bool,
}

/// What was compared for one exposure. An exposed row is one with it; of a number, one above its mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    /// Spasm days of which it is known.
    pub(crate) cases: usize,
    /// Those with it.
    pub(crate) cases_exposed: usize,
    /// Other days of which it is known: as of one time of day each, so that a day may count several times.
    pub(crate) others: usize,
    /// Those with it.
    pub(crate) others_exposed: usize,
    /// Different days with it.
    pub(crate) days_exposed: usize,
    /// Different days without it.
    pub(crate) days_unexposed: usize,
    /// Spasm days for which the answer was recorded after the onset.
    pub(crate) late: usize,
}

/// Days that are compared with one another as of one minute of the day.
struct Set {
    minute: Option<i64>,
    /// The number of the day, and whether a spasm began on it at this time.
    days: Vec<(i64, bool)>,
}

impl Design {
    /// The rows of a plan.
    pub(crate) fn table(&self, plan: &Plan<'_>) -> Table {
        let strata = strata(self.days.at_risk(plan.washout), plan.block);
        let mut sets = Vec::new();
        for stratum in &strata {
            let of_stratum = self.sets(stratum);
            match plan.controls {
                Controls::Stratum => sets.extend(of_stratum),
                Controls::PastOnly => {
                    for set in of_stratum {
                        sets.extend(self.past_only(&set, plan.washout));
                    }
                }
            }
        }
        self.read(plan, &sets)
    }

    /// The sets of a stratum: one for each time at which a spasm began, with the days on which nothing had begun until
    /// then. Those whose time is not known come last, all at once.
    fn sets(&self, stratum: &[i64]) -> Vec<Set> {
        let onset = |day: i64| self.days.get(day).and_then(|day| day.onset);
        // An unknown time is after all known ones.
        let when = |minute: Option<i64>| minute.unwrap_or(i64::MAX);
        let onsets: Vec<Option<i64>> = stratum.iter().map(|day| onset(*day).map(|onset| when(onset.minute))).collect();
        let times: BTreeSet<i64> = onsets.iter().flatten().copied().collect();
        let set = |time: i64| Set {
            minute: (time != i64::MAX).then_some(time),
            days: stratum
                .iter()
                .zip(&onsets)
                // Of a day with a spasm at an unknown time nobody knows whether it had begun by then.
                .filter(|(_, onset)| onset.is_none_or(|onset| onset == time || (onset > time && onset != i64::MAX)))
                .map(|(day, onset)| (*day, *onset == Some(time)))
                .collect(),
        };
        times.into_iter().map(set).collect()
    }

    /// For each spasm day of a set, the days before it with which it is compared.
    fn past_only(&self, set: &Set, washout: i64) -> Vec<Set> {
        let free = |day: i64| {
            let onset = self.days.get(day).and_then(|day| day.onset);
            let later =
                |onset: super::days::Onset| onset.minute.zip(set.minute).is_some_and(|(other, this)| other > this);
            self.days.is_at_risk(day, washout) && onset.is_none_or(later)
        };
        let cases = set.days.iter().filter(|(_, is_case)| *is_case);
        let before = |case: i64| DAYS_BEFORE.iter().map(move |days| case - days).filter(|day| free(*day));
        cases
            .map(|(case, _)| Set {
                minute: set.minute,
                days: std::iter::once((*case, true)).chain(before(*case).map(|day| (day, false))).collect(),
            })
            .collect()
    }

    fn read(&self, plan: &Plan<'_>, sets: &[Set]) -> Table {
        let columns = plan.exposures.len() + plan.also.len();
        let mut table = Table { compared: vec![Compared::default(); columns], ..Table::default() };
        // For each column and each day, from the first on, whether it was so; none where that is not known.
        let mut tally: Vec<Vec<Option<bool>>> = vec![vec![None; self.days.days.len()]; columns];
        let (mut spasm_days, mut other_days) = (BTreeSet::new(), BTreeSet::new());
        for (label, set) in (0..).zip(sets) {
            // A row of readings for each day.
            let mut readings: Vec<Vec<Reading>> = Vec::with_capacity(set.days.len());
            for &(day, is_case) in &set.days {
                let onset = self.days.get(day).and_then(|day| day.onset).filter(|_| is_case).and_then(|onset| onset.at);
                let read = |(column, place): (usize, &usize)| {
                    let how = match (plan.without_late == Some(column), plan.same_day) {
                        (true, _) => How::ByThen,
                        (false, true) => How::SameDay,
                        (false, false) => How::Usual,
                    };
                    self.exposures[*place].at(&self.days, day, set.minute, onset, how)
                };
                readings.push(plan.exposures.iter().enumerate().map(read).collect());
            }
            let is_asked: Vec<bool> = (0..plan.exposures.len())
                .map(|column| {
                    let unknown = readings.iter().filter(|row| row[column] == Reading::Unknown).count();
                    (unknown as f64) <= (1.0 - ASKED) * readings.len() as f64
                })
                .collect();
            for (row, &(day, is_case)) in readings.iter_mut().zip(&set.days) {
                let onset = self.days.get(day).and_then(|day| day.onset).filter(|_| is_case).and_then(|onset| onset.at);
                let made: Vec<Reading> =
                    plan.also.iter().map(|also| self.also(also, plan, row, (day, onset))).collect();
                row.extend(made);
            }
            let is_usable = |row: &Vec<Reading>, is_case: bool| {
                let all_known =
                    row.iter().zip(&is_asked).all(|(reading, asked)| !asked || *reading != Reading::Unknown);
                let late = plan.without_late.and_then(|column| row.get(column));
                all_known && !(is_case && matches!(late, Some(Reading::Known { is_late: true, .. })))
            };
            let counts = |day: i64, is_case: bool| {
                let onset = self.days.get(day).and_then(|day| day.onset);
                !is_case || plan.signs.counts(onset.and_then(|onset| onset.felt_wrong))
            };
            let usable: Vec<(i64, bool, &Vec<Reading>)> = set
                .days
                .iter()
                .zip(&readings)
                .filter(|((day, is_case), row)| is_usable(row, *is_case) && counts(*day, *is_case))
                .map(|((day, is_case), row)| (*day, *is_case, row))
                .collect();
            let cases = usable.iter().filter(|(_, is_case, _)| *is_case).count();
            if cases == 0 || cases == usable.len() {
                continue;
            }
            // What is not known of what else is made is as on the mean of its set: it tells nothing, and costs no day.
            let mean = |column: usize| {
                let known = usable.iter().filter_map(|(_, _, row)| match row[column] {
                    Reading::Known { x, .. } => Some(x),
                    Reading::Unknown | Reading::NoDayBefore => None,
                });
                let (sum, many) = known.fold((0.0, 0.0), |(sum, many), x| (sum + x, many + 1.0));
                if many > 0.0 { sum / many } else { 0.0 }
            };
            let means: Vec<f64> = (plan.exposures.len()..columns).map(mean).collect();
            for (day, is_case, row) in usable {
                table.rows.push(Row { set: label, day, is_case });
                if is_case {
                    spasm_days.insert(day)
                } else {
                    other_days.insert(day)
                };
                let place = usize::try_from(day - self.days.first).unwrap_or(0);
                let mut no_day_before = false;
                for (column, reading) in row.iter().enumerate() {
                    let (x, known) = match reading {
                        Reading::Known { x, is_late } if is_asked.get(column).is_none_or(|asked| *asked) => {
                            (*x, Some(*is_late))
                        }
                        _ if column >= plan.exposures.len() => (means[column - plan.exposures.len()], None),
                        Reading::NoDayBefore => {
                            no_day_before = true;
                            (0.0, None)
                        }
                        Reading::Known { .. } | Reading::Unknown => (0.0, None),
                    };
                    table.x.push(x);
                    if let Some(is_late) = known {
                        table.compared[column].add(is_case, x > 0.0, is_late);
                        *tally[column][place].get_or_insert(false) |= x > 0.0;
                    }
                }
                table.x.push(f64::from(u8::from(no_day_before)));
            }
        }
        for (compared, tally) in table.compared.iter_mut().zip(tally) {
            compared.days_exposed = tally.iter().flatten().filter(|exposed| **exposed).count();
            compared.days_unexposed = tally.iter().flatten().count() - compared.days_exposed;
        }
        table.spasm_days = spasm_days.len();
        table.other_days = other_days.difference(&spasm_days).count();
        debug_assert_eq!(table.x.len(), (columns + 1) * table.rows.len());
        table
    }
}

impl Compared {
    fn add(&mut self, is_case: bool, is_exposed: bool, is_late: bool) {
        let (all, exposed) = if is_case {
            (&mut self.cases, &mut self.cases_exposed)
        } else {
            (&mut self.others, &mut self.others_exposed)
        };
        *all += 1;
        *exposed += usize::from(is_exposed);
        self.late += usize::from(is_case && is_late);
    }
}
