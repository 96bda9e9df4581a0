//! Which days belong together: blocks of the calendar, workdays and weekends apart.

use std::collections::BTreeMap;

/// How long a block is, in days. Whole weeks, so that each has as many days of each kind.
pub(crate) const BLOCK: i64 = 28;

/// A block with fewer days at risk than this of a kind does not keep the kinds apart.
const LEAST_OF_A_KIND: usize = 4;

/// 1970-01-19, a Monday. Any would do, as long as it stays.
const FIRST_MONDAY: i64 = 18;

/// The block that a day belongs to. Its edges depend on the calendar alone.
fn block(day: i64, length: i64) -> i64 {
    (day - FIRST_MONDAY).div_euclid(length)
}

/// How many days after Monday.
pub(crate) fn weekday(day: i64) -> usize {
    usize::try_from((day - FIRST_MONDAY).rem_euclid(7)).unwrap_or(0)
}

fn is_weekend(day: i64) -> bool {
    weekday(day) >= 5
}

/// The strata of these days, each with its days in order.
pub(crate) fn strata(days: impl Iterator<Item = i64>, length: i64) -> Vec<Vec<i64>> {
    let mut blocks: BTreeMap<i64, [Vec<i64>; 2]> = BTreeMap::new();
    for day in days {
        blocks.entry(block(day, length)).or_default()[usize::from(is_weekend(day))].push(day);
    }
    let mut strata = Vec::with_capacity(2 * blocks.len());
    for [workdays, weekends] in blocks.into_values() {
        if workdays.len() < LEAST_OF_A_KIND || weekends.len() < LEAST_OF_A_KIND {
            let mut all = [workdays, weekends].concat();
            all.sort_unstable();
            strata.push(all);
        } else {
            strata.extend([workdays, weekends]);
        }
    }
    strata
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::day_number;
    use jiff::civil::date;

    #[test]
    fn a_block_is_four_weeks_from_monday_to_sunday_with_workdays_and_weekends_apart() {
        let monday = day_number(date(2026, 1, 5));
        assert_eq!(block(monday, BLOCK), block(monday - 1, BLOCK) + 1, "this monday begins a block");
        let strata = strata(monday..monday + 28, BLOCK);
        assert_eq!(strata.iter().map(Vec::len).collect::<Vec<_>>(), [20, 8]);
        assert!(strata[1].iter().all(|day| is_weekend(*day)));
        assert!(is_weekend(day_number(date(2026, 1, 10))) && !is_weekend(day_number(date(2026, 1, 9))));
    }

    #[test]
    fn a_block_with_few_weekend_days_keeps_them_with_the_workdays() {
        let monday = day_number(date(2026, 1, 5));
        let days = (monday..monday + 28).filter(|day| !is_weekend(*day) || *day < monday + 13);
        let strata = strata(days, BLOCK);
        assert_eq!(strata.len(), 1);
        assert_eq!(strata[0].len(), 23);
        assert!(strata[0].is_sorted());
    }
}
