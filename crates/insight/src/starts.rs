//! Starts that chance chose: the first day of something that someone begins with and goes on with.
//!
//! Before and since a day that the person names, spasms mostly come less often: people begin when it is worst. So on request chance
//! chooses the first day, once, and it is written down before it comes; [`Since`](crate::findings::Since) then compares with the days
//! since the decision alone. It stays a comparison of before and since: something else may have changed on that day too.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use supple_diary::{ChosenStart, Diary, Item, Words};
use supple_guidance::embedded;

/// The start that lies ahead, if there is one: chance chooses one at a time.
///
/// Of several, which two devices may have written apart from each other, the one that was written first.
pub fn ahead(diary: &Diary, today: Date) -> Option<(&Item, &ChosenStart)> {
    let ahead = diary.all::<ChosenStart>().filter(|(_, chosen)| chosen.is_a_choice() && chosen.start > today);
    ahead.min_by_key(|(item, _)| (item.first().recorded(), item.id()))
}

/// The starts that have come, the newest first.
pub fn come(diary: &Diary, today: Date) -> Vec<(&Item, &ChosenStart)> {
    let come = diary.all::<ChosenStart>().filter(|(_, chosen)| chosen.is_a_choice() && chosen.start <= today);
    let mut come: Vec<_> = come.collect();
    come.sort_by_key(|(item, chosen)| (std::cmp::Reverse(chosen.start), item.first().recorded(), item.id()));
    come
}

/// Chooses the first day of something, from a number that is all chance, in the way that `guidance/trials.toml` says. None where a start
/// lies ahead: whoever could draw again would choose.
///
/// ```
/// # use jiff::civil::date;
/// # use supple_diary::{Diary, Log, Words};
/// # use supple_insight::starts::choose;
/// let diary = Diary::fold(&Log::new());
/// let chair = Words::new("a new chair").unwrap();
/// let chosen = choose(&diary, chair, u64::MAX, date(2026, 3, 2)).unwrap();
/// assert_eq!(chosen.decided, date(2026, 3, 2));
/// assert!((date(2026, 3, 16)..=date(2026, 4, 12)).contains(&chosen.start));
/// ```
pub fn choose(diary: &Diary, what: Words, chance: u64, today: Date) -> Option<ChosenStart> {
    if ahead(diary, today).is_some() {
        return None;
    }
    let start = &embedded().trials.start;
    // 2^64 is so much more than these few days that each is as likely as the others.
    let among = chance % u64::from(start.among);
    let wait: Span = (i64::from(start.wait) + i64::try_from(among).ok()?).days();
    Some(ChosenStart { what, decided: today, start: today.checked_add(wait).ok()? })
}
