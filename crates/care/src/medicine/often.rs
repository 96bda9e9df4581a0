//! On how many days painkillers were taken: what no label of one medicine sees, since each counts its own days in a row.

use crate::names::{Found, Names, Part, Substance};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_diary::{Diary, Medicine};
use supple_guidance::Guidance;
use supple_guidance::medicines::{Mark, Often, Route};

/// Days with painkillers, of the last ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PainkillerDays<'g> {
    /// What is counted, over how many days, and what to do about it.
    pub often: &'g Often,
    /// The days with any painkiller.
    pub days: usize,
    /// Each mark, with the days that count towards it.
    pub marks: Vec<(&'g Mark, usize)>,
    /// The days with something that is not known by its name, or not wholly: it may have been a painkiller.
    pub unsure: usize,
}

impl<'g> PainkillerDays<'g> {
    /// The mark that is reached; of several, the one of the most days.
    pub fn reached(&self) -> Option<&'g Mark> {
        self.marks.iter().rev().find(|(mark, days)| *days >= usize::from(mark.days)).map(|(mark, _)| *mark)
    }
}

/// On how many of the last days painkillers were taken, by mouth or any other way but on the skin. None where none was.
///
/// A day is that of the person's own clock when it was taken.
pub fn painkiller_days<'g>(guidance: &'g Guidance, diary: &Diary, today: Date) -> Option<PainkillerDays<'g>> {
    let (often, names) = (&guidance.medicines.often, Names::of(guidance));
    let first = today.checked_sub((i64::from(often.days) - 1).days()).ok()?;
    let country = diary.profile().country.map(|country| country.code().to_owned());
    let mut days = BTreeSet::new();
    let mut towards: Vec<BTreeSet<Date>> = vec![BTreeSet::new(); often.marks.len()];
    let mut unsure = BTreeSet::new();
    for (date, day) in diary.days().range(first..=today) {
        for (_, taken) in day.all::<Medicine>() {
            let found = find(&names, country.as_deref(), taken);
            let painkillers: Vec<&Part<'_>> = painkillers(often, &found).collect();
            let in_one_pack = painkillers.iter().any(|part| {
                painkillers.iter().any(|other| other.name == part.name && other.substance.id() != part.substance.id())
            });
            if painkillers.is_empty() && !found.is_known() {
                unsure.insert(*date);
            }
            if !painkillers.is_empty() {
                days.insert(*date);
            }
            for (mark, days) in often.marks.iter().zip(&mut towards) {
                let counts =
                    |part: &&Part<'_>| mark.groups.is_empty() || in_one_pack || is_any(part.substance, &mark.groups);
                if painkillers.iter().any(counts) {
                    days.insert(*date);
                }
            }
        }
    }
    let unsure = unsure.difference(&days).count();
    let marks = often.marks.iter().zip(towards.iter().map(BTreeSet::len)).collect();
    (!days.is_empty()).then_some(PainkillerDays { often, days: days.len(), marks, unsure })
}

/// Whether what was taken may have been a painkiller that works in the whole body: it is one, or it is not known by its name.
pub(crate) fn may_be_painkiller(diary: &Diary, taken: &Medicine) -> bool {
    let guidance = supple_guidance::embedded();
    let country = diary.profile().country.map(|country| country.code().to_owned());
    let found = find(&Names::of(guidance), country.as_deref(), taken);
    !found.is_known() || painkillers(&guidance.medicines.often, &found).next().is_some()
}

/// What was taken, by its name and by what the person said is in it.
fn find<'g>(names: &Names<'g>, country: Option<&str>, taken: &Medicine) -> Found<'g> {
    let found = names.find(country, taken.what.as_str());
    match &taken.substance {
        Some(words) => found.and(names.find(country, words.as_str())),
        None => found,
    }
}

/// The painkillers in what was taken.
fn painkillers<'f, 'g>(often: &Often, found: &'f Found<'g>) -> impl Iterator<Item = &'f Part<'g>> {
    let is_on_skin = |part: &Part<'_>| part.substance.medicine().is_some_and(|one| one.route == Route::Skin);
    found.parts.iter().filter(move |part| is_any(part.substance, &often.groups) && !is_on_skin(part))
}

fn is_any(substance: Substance<'_>, groups: &[String]) -> bool {
    groups.iter().any(|group| substance.is(group))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use jiff::Timestamp;
    use supple_diary::{Draft, Log, Moment, Tail, Words};
    use uuid::Uuid;

    /// A diary of medicines taken at noon, so many days before the last of November.
    fn days(taken: &[(i64, &str)]) -> Diary {
        let mut tail = Tail::new(Uuid::from_u128(1));
        let last: Timestamp = "2026-11-30T12:00:00Z".parse().unwrap();
        let mut taken = taken.to_vec();
        taken.sort_by_key(|(ago, _)| -ago);
        let entries = taken.iter().enumerate().map(|(place, (ago, what))| {
            let at = last.checked_sub((ago * 24).hours()).unwrap();
            let kind = Medicine { what: Words::new(*what).unwrap(), ..plain() };
            let draft = Draft::new(Moment::in_zone(at, "UTC").unwrap(), kind);
            tail.write(draft, at, [u8::try_from(place).unwrap(); 10], None).unwrap()
        });
        Diary::fold(&entries.collect::<Log>())
    }

    fn counted(taken: &[(i64, &str)]) -> Option<PainkillerDays<'static>> {
        painkiller_days(supple_guidance::embedded(), &days(taken), "2026-11-30".parse().unwrap())
    }

    fn plain() -> Medicine {
        let what = Words::new("-").unwrap();
        Medicine { what, substance: None, milligrams: None, units: None, note: None }
    }

    #[test]
    fn days_count_once_however_much_was_taken_and_only_the_last_thirty() {
        assert_eq!(counted(&[(0, "magnesium"), (30, "ibuprofen 400")]), None);
        let found = counted(&[(0, "ibuprofen 400"), (0, "Paracetamol"), (3, "naproxen"), (29, "Paracetamol")]).unwrap();
        let towards: Vec<usize> = found.marks.iter().map(|(_, days)| *days).collect();
        assert_eq!((found.days, towards, found.unsure, found.reached()), (3, vec![0, 3], 0, None));
    }

    #[test]
    fn what_goes_on_the_skin_is_no_painkiller_and_what_is_not_known_is_told() {
        assert_eq!(counted(&[(1, "diclofenac gel"), (2, "the green ones")]), None);
        let found = counted(&[(0, "ibuprofen"), (1, "diclofenac gel"), (2, "the green ones")]).unwrap();
        assert_eq!((found.days, found.unsure), (1, 1));
    }

    #[test]
    fn the_mark_of_the_most_days_is_reached_and_an_opioid_or_a_mix_has_one_of_its_own() {
        let on = |days: i64, what: &'static str| (0..days).map(move |ago| (ago, what));
        let reached = |taken: Vec<(i64, &'static str)>| counted(&taken).unwrap().reached().map(|mark| mark.days);
        assert_eq!(reached(on(14, "ibuprofen").collect()), None);
        assert_eq!(reached(on(15, "ibuprofen").collect()), Some(15));
        assert_eq!(reached(on(9, "tramadol").collect()), None);
        assert_eq!(reached(on(10, "tramadol").collect()), Some(10));
        assert_eq!(reached(on(15, "codeine").collect()), Some(15));
        assert_eq!(reached(on(10, "Advil Dual Action").collect()), Some(10), "two in one tablet");
        let both = on(10, "ibuprofen").chain(on(10, "paracetamol"));
        assert_eq!(reached(both.collect()), None, "each from a pack of its own");
    }
}
