//! What holds for every diary: 10,000 random ones for each law.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use supple_diary::testing::{diaries, drafts, moments, now};
use supple_diary::{
    BOUT_GAP, CheckIn, Correction, Diary, Draft, Ending, Entry, Exposure, Item, KindName, Log, Moment, QUIET, Removal,
    Spasm, Tail, verify,
};
use uuid::Uuid;

const MOST: usize = 24;

/// The log of the entries that one bit of their mask selects. Now and then an entry comes in another version.
fn part(entries: &[Entry], masks: &[u8], bit: u8) -> Log {
    let mut log = Log::new();
    for (entry, mask) in entries.iter().zip(masks.iter().cycle()) {
        if mask & (1 << bit) != 0 {
            log.insert(entry.clone());
        }
        if mask & (8 << bit) == 8 << bit && mask % 5 == 0 {
            log.insert(other_version(entry));
        }
    }
    log
}

/// The same entry, changed after it was written.
fn other_version(entry: &Entry) -> Entry {
    Entry::parse(&entry.line().replacen("\"sequence\":", "\"sequence\":1", 1)).unwrap()
}

fn merged(a: &Log, b: &Log) -> Log {
    let mut log = a.clone();
    log.merge(b);
    log
}

/// The day in the text of a happened-at: the first ten characters of what was written down.
fn day_as_written(draft: &Draft) -> String {
    let written = serde_json::to_value(draft).unwrap();
    let day = written.get("date").unwrap_or(&written["happened"]);
    day.as_str().unwrap()[..10].to_owned()
}

/// What stands, found by trying everything: the slow and obvious way.
fn standing_by_definition(entries: &[Entry]) -> BTreeMap<Uuid, Draft> {
    fn removed(entries: &[Entry], id: Uuid) -> bool {
        entries.iter().any(|entry| match entry.kind() {
            Some(supple_diary::Kind::Removal(Removal { of })) => *of == id && !removed(entries, entry.id()),
            _ => false,
        })
    }
    fn corrected(entries: &[Entry], id: Uuid) -> Option<Uuid> {
        match entries.iter().find(|entry| entry.id() == id)?.kind() {
            Some(supple_diary::Kind::Correction(Correction { of, .. })) => corrected(entries, *of),
            Some(supple_diary::Kind::Removal(_)) => None,
            _ => Some(id),
        }
    }
    let mut standing = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !entry.is_change() && !removed(entries, entry.id())) {
        let corrections = entries.iter().filter_map(|change| match change.kind() {
            Some(supple_diary::Kind::Correction(Correction { of, entry: draft }))
                if corrected(entries, *of) == Some(entry.id()) && !removed(entries, change.id()) =>
            {
                // No later than anything that its device recorded after it.
                let own = entries.iter().filter(|other| other.device() == change.device());
                let from_it_on = own.filter(|other| other.sequence() >= change.sequence());
                let recorded = from_it_on.map(Entry::recorded).min();
                Some(((recorded, change.device(), change.sequence()), draft))
            }
            _ => None,
        });
        let latest = corrections.max_by_key(|(order, _)| *order);
        let draft = latest.map_or_else(|| entry.draft().unwrap().clone(), |(_, draft)| (**draft).clone());
        standing.insert(entry.id(), draft);
    }
    standing
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(entries in diaries(MOST), masks in vec(any::<u8>(), 1..MOST)) {
        let [a, b, c] = [0, 1, 2].map(|bit| part(&entries, &masks, bit));
        let union = merged(&merged(&a, &b), &c);
        prop_assert_eq!(&merged(&a, &b), &merged(&b, &a));
        prop_assert_eq!(&union, &merged(&a, &merged(&b, &c)));
        prop_assert_eq!(&merged(&union, &a), &union);
        prop_assert_eq!(&merged(&a, &a), &a);
        prop_assert_eq!(&merged(&a, &Log::new()), &a);

        // It is the union: nothing is lost, nothing is made up.
        for entry in a.iter().chain(b.iter()).chain(c.iter()) {
            prop_assert!(union.iter().any(|other| other.line() == entry.line()));
        }
        let mut lines: Vec<&str> = a.iter().chain(b.iter()).chain(c.iter()).map(Entry::line).collect();
        lines.sort_unstable();
        lines.dedup();
        prop_assert_eq!(union.len(), lines.len());

        // And so the diary of a household does not depend on who merged first.
        prop_assert_eq!(Diary::fold(&merged(&c, &merged(&b, &a))), Diary::fold(&union));
    }

    #[test]
    fn what_is_exported_comes_back_byte_for_byte(entries in diaries(MOST)) {
        let log: Log = entries.into_iter().collect();
        let text = log.to_lines();
        let (back, refused) = Log::from_lines(&text);
        prop_assert_eq!(refused, []);
        prop_assert_eq!(&back, &log);
        prop_assert_eq!(back.to_lines(), text);
    }

    #[test]
    fn an_entry_reads_as_it_was_written(draft in drafts(), random in any::<[u8; 10]>()) {
        let entry = Tail::new(Uuid::nil()).write(draft.clone(), now(0), random, None).unwrap();
        prop_assert_eq!(entry.draft(), Some(&draft));
        prop_assert_eq!(entry.recorded(), now(0));
        let again = Entry::parse(entry.line()).unwrap();
        prop_assert_eq!(again.draft(), Some(&draft));
        prop_assert_eq!(again.hash(), entry.hash());
    }

    #[test]
    fn the_diary_does_not_depend_on_the_order_of_entries(
        (entries, shuffled) in diaries(MOST).prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle()))
    ) {
        let diary = Diary::fold(&entries.iter().cloned().collect());
        let mut one_by_one = Log::new();
        for entry in shuffled {
            prop_assert!(one_by_one.insert(entry.clone()));
            prop_assert!(!one_by_one.insert(entry));
        }
        prop_assert_eq!(&Diary::fold(&one_by_one), &diary);
    }

    #[test]
    fn corrections_and_removals_leave_what_they_should(entries in diaries(MOST)) {
        let diary = Diary::fold(&entries.iter().cloned().collect());
        let found: BTreeMap<Uuid, Draft> = diary.items().iter().map(|item| (item.id(), item.draft().clone())).collect();
        prop_assert_eq!(found, standing_by_definition(&entries));

        // Nothing is out of sight: what does not stand is removed, in the history of something, or loose.
        let history: usize = diary.items().iter().chain(diary.removed()).map(|item| diary.history(item.id()).len()).sum();
        prop_assert_eq!(diary.items().len() + diary.removed().len() + history + diary.loose().len(), entries.len());
        for item in diary.items() {
            prop_assert_eq!(diary.get(item.id()), Some(item));
        }
        for item in diary.removed() {
            prop_assert_eq!(diary.get(item.id()), None);
        }
    }

    #[test]
    fn every_item_is_on_the_day_that_the_clock_of_the_person_showed(entries in diaries(MOST)) {
        let diary = Diary::fold(&entries.into_iter().collect());
        let mut count = 0;
        for (date, day) in diary.days() {
            prop_assert_eq!(*date, day.date);
            for item in &day.items {
                prop_assert_eq!(day_as_written(item.draft()), date.to_string());
            }
            prop_assert!(day.items.is_sorted_by_key(|item| (item.happened().at(), item.id())));
            prop_assert_eq!(day.spasms, day.all::<Spasm>().count());
            let said = day.all::<CheckIn>().any(|(_, check_in)| check_in.spasm.is_some());
            prop_assert_eq!(day.spasm().is_some(), said || day.spasms > 0);
            count += day.items.len();
        }
        prop_assert_eq!(count, diary.items().len());
    }

    #[test]
    fn a_moment_shows_what_the_clock_of_its_zone_shows(moment in moments()) {
        prop_assert_eq!(&Moment::parse(&moment.to_string()).unwrap(), &moment);
        // The strict reader of jiff, with its own time zone database, agrees wherever it knows the zone.
        if let Some(zone) = moment.zone().filter(|zone| *zone != "Mars/Olympus") {
            let zoned = moment.at().to_zoned(jiff::tz::TimeZone::get(zone).unwrap());
            prop_assert_eq!(moment.date(), zoned.date());
            prop_assert_eq!(moment.clock(), zoned.datetime());
        }
    }

    #[test]
    fn bouts_and_episodes_share_out_all_spasms(entries in diaries(MOST)) {
        let diary = Diary::fold(&entries.into_iter().collect());
        let spasms = diary.of(KindName::Spasm);
        let onset = |place: usize| spasms[place].happened().at();
        let mut next = 0;
        for bout in diary.bouts() {
            prop_assert_eq!(bout.spasms.start, next);
            prop_assert!(next == 0 || onset(next).duration_since(onset(next - 1)) >= BOUT_GAP);
            for place in bout.spasms.clone().skip(1) {
                prop_assert!(onset(place).duration_since(onset(place - 1)) < BOUT_GAP);
            }
            next = bout.spasms.end;
        }
        prop_assert_eq!(next, spasms.len());

        let (mut bouts, mut spasms_so_far) = (0, 0);
        for (place, episode) in diary.episodes().iter().enumerate() {
            prop_assert_eq!((episode.bouts.start, episode.spasms.start), (bouts, spasms_so_far));
            prop_assert!(episode.said || !episode.bouts.is_empty());
            prop_assert!(episode.ending != Ending::Open || place + 1 == diary.episodes().len());
            for (one, two) in episode.bouts.clone().zip(episode.bouts.clone().skip(1)) {
                let quiet = diary.bouts()[two].onset.at().duration_since(diary.bouts()[one].last_onset.at());
                let between = diary.bouts()[one].last_onset.at()..=diary.bouts()[two].onset.at();
                let mut marks = diary.of(KindName::EpisodeMark).iter().map(|mark| mark.happened().at());
                let bridged = marks.any(|mark| between.contains(&mark));
                prop_assert!(quiet < QUIET || bridged);
            }
            prop_assert!(diary.pains()[episode.pains.clone()].iter().all(|pain| pain.at >= episode.onset.at()));
            (bouts, spasms_so_far) = (episode.bouts.end, episode.spasms.end);
        }
        prop_assert_eq!((bouts, spasms_so_far), (diary.bouts().len(), spasms.len()));
    }

    #[test]
    fn a_window_holds_the_exposures_that_were_on_in_it(
        entries in diaries(MOST), from in 1_789_990_000i64..1_795_000_000, length in 1i64..200_000
    ) {
        let diary = Diary::fold(&entries.into_iter().collect());
        let from = Timestamp::from_second(from).unwrap();
        let to = from + SignedDuration::from_secs(length);
        let found: Vec<&Item> = diary.exposures_in(from, to).map(|(item, _)| item).collect();
        let by_definition: Vec<&Item> = diary
            .all::<Exposure>()
            .filter(|(item, exposure)| {
                let start = item.happened().at();
                let end = exposure.until.as_ref().map_or(start, Moment::at);
                (from..to).contains(&start) || (start < from && end > from)
            })
            .map(|(item, _)| item)
            .collect();
        prop_assert_eq!(found, by_definition);
    }

    #[test]
    fn a_sealed_diary_is_whole(entries in diaries(MOST)) {
        prop_assert_eq!(verify(&entries), []);
    }

    #[test]
    fn a_missing_entry_is_seen(entries in diaries(MOST), which in any::<prop::sample::Index>()) {
        if entries.is_empty() {
            return Ok(());
        }
        let gone = &entries[which.index(entries.len())];
        let next = entries.iter().find(|entry| entry.device() == gone.device() && entry.sequence() == gone.sequence() + 1);
        let broken = verify(entries.iter().filter(|entry| *entry != gone));
        // The end of a chain can be lost without a trace: nothing carries it on.
        prop_assert_eq!(broken.first().map(|broken| broken.id), next.map(Entry::id));
    }

    #[test]
    fn a_changed_entry_is_seen(
        entries in diaries(MOST), which in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), byte in b' '..=b'~'
    ) {
        let later = |one: &Entry| entries.iter().any(|two| two.device() == one.device() && two.sequence() > one.sequence());
        let followed: Vec<&Entry> = entries.iter().filter(|entry| later(entry)).collect();
        if followed.is_empty() {
            return Ok(());
        }
        let changed = followed[which.index(followed.len())];
        let mut line = changed.line().as_bytes().to_vec();
        let place = place.index(line.len());
        if line[place] == byte || !line[place].is_ascii() {
            return Ok(());
        }
        line[place] = byte;
        if let Ok(other) = Entry::parse(std::str::from_utf8(&line).unwrap()) {
            let rest = entries.iter().filter(|entry| *entry != changed);
            prop_assert_ne!(verify(rest.chain([&other])), []);
        }
    }

    #[test]
    fn no_line_can_make_it_panic(
        entries in diaries(4), cuts in vec((any::<prop::sample::Index>(), 0usize..30, "\\PC{0,6}|[0-9eE.+-]{1,25}|[\\[{\"]{1,9}"), 1..4)
    ) {
        let mut lines: Vec<String> = entries.iter().map(|entry| entry.line().to_owned()).collect();
        lines.push("{}".to_owned());
        let mut log = Log::new();
        for line in &lines {
            let mut line: Vec<char> = line.chars().collect();
            for (place, length, put) in &cuts {
                let from = place.index(line.len() + 1);
                let to = (from + length).min(line.len());
                line.splice(from..to, put.chars());
            }
            match Entry::parse(&String::from_iter(line)) {
                Ok(entry) => {
                    log.insert(entry);
                }
                Err(error) => {
                    let message = error.to_string();
                    prop_assert!(!message.is_empty() && !message.contains('\n') && message.chars().count() < 400);
                }
            }
        }
        let diary = Diary::fold(&log);
        let _ = (diary.recent(supple_diary::Choice::Measure, 3), diary.calendar(jiff::civil::Date::MAX));
        let _ = verify(log.iter());
    }

    #[test]
    fn no_bytes_can_make_an_import_panic(bytes in vec(any::<u8>(), 0..400)) {
        let (log, refused) = Log::from_bytes(&bytes);
        prop_assert!(log.is_empty());
        prop_assert!(refused.len() <= bytes.len() + 1);
    }
}
