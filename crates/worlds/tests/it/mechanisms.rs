//! What is told of how a diary is kept, counted in diaries.

use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_diary::{CheckIn, CheckInState, Diary, Exposure, KindName, Said};
use supple_worlds::{Made, World, worlds};

const PEOPLE: u64 = 60;

fn world(id: &str) -> World {
    worlds().into_iter().find(|world| world.id == id).unwrap()
}

fn people(id: &str) -> impl Iterator<Item = (Made, Diary)> {
    let world = world(id);
    (0..PEOPLE).map(move |number| {
        let made = world.person(3, number).unwrap();
        let diary = Diary::fold(&made.log);
        (made, diary)
    })
}

/// A share and its standard error, of yes and no.
fn share(of: impl Iterator<Item = bool>) -> (f64, f64) {
    let all: Vec<bool> = of.collect();
    let share = all.iter().filter(|yes| **yes).count() as f64 / all.len() as f64;
    (share, (share * (1.0 - share) / all.len() as f64).sqrt())
}

fn is_about(found: (f64, f64), expected: f64) {
    assert!((found.0 - expected).abs() < 4.0 * found.1, "{found:?}, not {expected}");
}

fn is_above(high: (f64, f64), low: (f64, f64)) {
    assert!(high.0 - low.0 > 4.0 * (high.1 + low.1), "{high:?} and {low:?}");
}

/// The days of a diary, with how far they are, whether there is a check-in, and whether there was a spasm before ten.
fn days(id: &str) -> Vec<(f64, bool, bool)> {
    let long = world(id).days;
    let mut all = Vec::new();
    for (made, diary) in people(id) {
        let first = made.now.date().saturating_sub((long - 1).days());
        for number in 0..long {
            let date: Date = first.saturating_add(number.days());
            let day = diary.day(date);
            let checked = day.is_some_and(|day| matches!(day.check_in, CheckInState::Done { .. }));
            let mut spasms = day.into_iter().flat_map(supple_diary::Day::all::<supple_diary::Spasm>);
            let spasm = spasms.any(|(item, _)| item.happened().clock().hour() < 22);
            all.push((number as f64 / long as f64, checked, spasm));
        }
    }
    all
}

#[test]
fn quiet_days_fade_and_days_with_a_spasm_do_not() {
    let all = days("quiet-days-fade");
    let checked = |from: f64, to: f64, spasm: bool| {
        let those = all.iter().filter(|(far, _, had)| (from..to).contains(far) && *had == spasm);
        share(those.map(|(_, checked, _)| *checked))
    };
    is_above(checked(0.0, 0.1, false), checked(0.45, 0.55, false));
    is_above(checked(0.45, 0.55, false), checked(0.9, 1.0, false));
    assert!((0.3..0.45).contains(&checked(0.9, 0.99, false).0), "{:?}", checked(0.9, 1.0, false));
    is_about(checked(0.0, 0.5, true), 0.95);
    is_about(checked(0.5, 0.98, true), 0.95);
}

#[test]
fn check_ins_are_missed_as_is_told() {
    let all = days("quiet-days-missed");
    // Check-ins of the next morning do not come on the last day.
    let checked = |spasm: bool| share(all.iter().filter(|day| day.0 < 0.99 && day.2 == spasm).map(|day| day.1));
    is_about(checked(false), 0.7);
    is_about(checked(true), 0.95);
    let paused = days("a-pause");
    assert!(paused.iter().all(|(far, checked, spasm)| !(0.4..0.65).contains(far) || !(*checked || *spasm)));
    is_about(share(paused.iter().filter(|day| day.0 < 0.39).map(|day| day.1)), 0.92);
}

/// How often the night was called bad in the evening, on days with a spasm before that, and on others.
fn bad_nights(id: &str) -> [(f64, f64); 2] {
    let mut all = Vec::new();
    for (_, diary) in people(id) {
        for (item, check_in) in diary.all::<CheckIn>() {
            if let Some(Said::Is(bad)) = check_in.answers.get("poor-sleep") {
                let day = diary.day(check_in.date).unwrap();
                let said = item.happened().at();
                let spasm = day.all::<supple_diary::Spasm>().any(|(item, _)| item.happened().at() < said);
                all.push((spasm, *bad));
            }
        }
    }
    [true, false].map(|spasm| share(all.iter().filter(|(had, _)| *had == spasm).map(|(_, bad)| *bad)))
}

#[test]
fn a_night_is_blamed_in_the_evening_and_not_in_the_morning() {
    let [blamed, quiet] = bad_nights("blamed-nights");
    is_above(blamed, quiet);
    // No spasm has come by then, but for those of the night itself.
    let [_, morning] = bad_nights("nights-in-the-morning");
    assert!((morning.0 - quiet.0).abs() < 0.03, "{morning:?} {quiet:?}");
}

#[test]
fn half_of_the_spasms_without_a_time_stand_in_no_entry() {
    let of = |id: &str| people(id).map(|(_, diary)| diary.of(KindName::Spasm).len() as f64).sum::<f64>();
    let ratio = of("untimed") / of("working-week");
    assert!((0.42..0.58).contains(&ratio), "{ratio}");
    let told = share(people("untimed").flat_map(|(_, diary)| {
        let days: Vec<bool> =
            diary.days().values().filter(|day| day.spasm() == Some(true)).map(|day| day.spasms == 0).collect();
        days
    }));
    assert!((0.3..0.55).contains(&told.0), "{told:?}");
}

#[test]
fn a_day_late_is_late_and_nothing_else_is() {
    let late = |id: &str| {
        share(people(id).flat_map(|(_, diary)| {
            let all = diary.all::<CheckIn>();
            all.map(|(item, check_in)| item.happened().date() != check_in.date).collect::<Vec<_>>()
        }))
    };
    assert_eq!(late("a-day-late").0, 1.0);
    is_about(late("nothing"), 0.05);
}

#[test]
fn signs_stand_in_the_hours_before_a_spasm() {
    let before = |id: &str, what: &str| {
        share(people(id).flat_map(|(_, diary)| {
            let stretched: Vec<_> = diary
                .all::<Exposure>()
                .filter(|(_, one)| one.what.as_str() == what)
                .map(|(item, _)| item.happened().at())
                .collect();
            let hours = |at: jiff::Timestamp| {
                stretched.iter().any(|then| *then < at && at.duration_since(*then).as_hours() < 2)
            };
            diary.bouts().iter().map(|bout| hours(bout.onset.at())).collect::<Vec<_>>()
        }))
    };
    is_above(before("stretching-first", "stretching my back"), before("stretching-first", "lifting"));
    let (found, _) = before("stretching-first", "stretching my back");
    assert!(found > 0.25, "{found}");
}

#[test]
fn travellers_write_on_the_clock_where_they_are() {
    let mut zones = BTreeSet::new();
    for (made, _) in people("travels").take(10) {
        zones.extend(made.log.iter().filter_map(|entry| entry.happened().zone().map(str::to_owned)));
    }
    assert_eq!(
        zones.iter().map(String::as_str).collect::<Vec<_>>(),
        ["America/New_York", "Asia/Tokyo", "Europe/Berlin"]
    );
}

#[test]
fn some_have_few_spasms_and_some_have_many_short_ones() {
    let mean = |id: &str| people(id).map(|(_, diary)| diary.bouts().len() as f64).sum::<f64>() / PEOPLE as f64;
    assert!((4.0..9.0).contains(&mean("few")), "{}", mean("few"));
    let (made, diary) = people("many-short").next().unwrap();
    let spasms: Vec<_> = diary.all::<supple_diary::Spasm>().collect();
    assert!(spasms.len() > 2 * diary.bouts().len() && diary.bouts().len() > 100, "{}", made.log.len());
    assert!(spasms.iter().all(|(_, spasm)| spasm.seconds.is_none_or(|seconds| seconds.get() < 60)));
}

#[test]
fn most_worlds_have_a_spasm_on_two_of_five_days() {
    for world in worlds().iter().filter(|world| !["few", "many-short"].contains(&world.id) && world.days < 300) {
        let many = people(world.id).take(30).map(|(_, diary)| diary.bouts().len() as f64).sum::<f64>() / 30.0;
        let often = many / world.days as f64;
        // The pause, and what is told without a time, take some away.
        let least = if ["a-pause", "untimed"].contains(&world.id) { 0.15 } else { 0.3 };
        assert!((least..0.5).contains(&often), "{} {often}", world.id);
    }
}
