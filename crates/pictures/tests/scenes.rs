//! Every drawing has words, stays in its window, and can be read by others.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use roxmltree::Document;
use std::sync::LazyLock;
use supple_care::Standing;
use supple_diary::testing::level;
use supple_diary::{Diary, KindName, PainAbout, PainPoint, Region};
use supple_drawing::svg::{self, Role};
use supple_drawing::{Area, Form, Ink, Part, Scene};
use supple_guidance::Urgency;
use supple_insight::Findings;
use supple_insight::findings::{Map, Share, Verdict};
use supple_insight::progress::Progress;
use supple_insight::simulate::{person, settings};
use supple_pictures::chart::{self, Curve, Known, Row};
use supple_pictures::keeping::{self, Beside};
use supple_pictures::{body, icon, mark, pace, squares};
use uuid::Uuid;

/// Made-up people of each kind: their diaries, and what those show.
static PEOPLE: LazyLock<Vec<(Diary, Zoned, Findings)>> = LazyLock::new(|| {
    let people = settings().into_iter().map(|setting| person(&setting, 7, 1).unwrap());
    people
        .map(|person| {
            let diary = Diary::fold(&person.log);
            let findings = Findings::of(&diary, &person.now);
            (diary, person.now, findings)
        })
        .collect()
});

fn signs() -> Vec<Scene> {
    let plain = [
        icon::call,
        icon::start,
        icon::check,
        icon::guide,
        icon::differ,
        icon::speech,
        icon::spasm,
        icon::diary,
        icon::insight,
        icon::pill,
        icon::ladder,
        icon::undo,
        icon::back,
        icon::onward,
        icon::lying,
        icon::halt,
        mark::mark,
        mark::on_ground,
        body::arms,
        body::spine,
    ];
    let mut all: Vec<Scene> = plain.iter().map(|scene| scene()).collect();
    all.extend(Urgency::ALL.map(icon::urgency));
    all.extend([Standing::Met, Standing::Unmet, Standing::Open].map(icon::standing));
    all.extend([Map::Raises, Map::Lowers, Map::NoLinkSeen, Map::NotYet].map(icon::map));
    all.extend([KindName::Spasm, KindName::Measure, KindName::Pain, KindName::Note].map(icon::entry));
    all.extend(Region::ALL.map(body::piece));
    let beside = [Beside::Nothing, Beside::Old, Beside::File, Beside::Place];
    all.extend(beside.map(|beside| keeping::safety(beside, "Your diary is in one place.")));
    all.extend([&[][..], &[Region::LowLeft], &Region::ALL].map(body::map));
    all
}

/// Whatever is drawn of data, from nothing to more than fits.
fn charts() -> Vec<Scene> {
    let mut all = Vec::new();
    for (diary, now, findings) in PEOPLE.iter() {
        let today = now.date();
        for back in 0..3 {
            let month = today.saturating_sub(back.months()).first_of_month();
            all.extend(chart::month(&diary.calendar(month), today, "A month."));
        }
        let known: Vec<Known> =
            (0..14_i32).rev().map(|back| Known::of(diary.day(today.saturating_sub(back.days())))).collect();
        all.push(chart::strip(&known, "Days."));
        all.extend(findings.triggers.each.iter().filter_map(chart::mini));
        all.extend(chart::weeks(&findings.frequency, "Weeks."));
        all.push(chart::gaps(&findings.gaps));
        let names = ["Days with exercise", "Minutes walked", "Pain", "Spasms"];
        all.push(chart::progress(&Progress::of(diary, now), names, "How it went."));
        all.extend(findings.gaps.gaps.iter().take(3).map(|gap| chart::gap(*gap, false, &findings.gaps)));
        all.extend(chart::calendar(&findings.rhythm.calendar));
        let parts = findings.rhythm.weekdays.parts.iter().chain(&findings.rhythm.hours.parts);
        all.extend(parts.map(|part| chart::share(part, 0.5, part.days > 10)));
        let durations = &findings.durations;
        for lasting in [&durations.episode_days, &durations.between_bouts_days, &durations.spasm_minutes] {
            all.extend(chart::left(lasting, 60.0, "How long."));
            all.extend(chart::each(lasting, "How long each."));
        }
    }
    let none = Share { spasm_days: 0, days: 0, lower: 0.0, upper: 1.0 };
    all.extend([0.0, 1.0].map(|widest| chart::share(&none, widest, true)));
    all.push(chart::strip(&[Known::Unknown; 14], "Nothing."));
    all.push(chart::strip(&[Known::Spasms(99, None), Known::Spasms(0, None), Known::Quiet], "Many."));
    for verdict in [None, Some(Verdict::Likely), Some(Verdict::CannotTell)] {
        let row = |ratio: f64| Row { words: "As we compare", ratio, lower: ratio / 9.0, upper: ratio * 1e12, verdict };
        all.push(chart::intervals(&[row(2.0), row(1e-9)], "Two intervals."));
    }
    let from: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let at = |hours: i64| from + SignedDuration::from_hours(hours);
    let pains: Vec<PainPoint> = (0..900)
        .map(|hour| PainPoint { at: at(hour), level: level(hour % 11), about: PainAbout::Now, item: Uuid::nil() })
        .collect();
    for pains in [&pains[..], &pains[..1], &[]] {
        let marks = vec![(at(-90), "long ago".to_owned()), (at(5_000), "later".to_owned())];
        let curve = Curve { pains, spasms: vec![at(-5), at(400), at(9_999)], from, to: at(800), marks };
        all.extend(curve.scene("Pain."));
    }
    for falls in [&[(2, 5), (-3, 0), (10, -10)][..], &[(0, 0)], &[(1, 2); 10]] {
        all.push(chart::pairs(falls, ["After cold", "After heat"], "Pair by pair."));
    }
    all.extend([(4, 6), (3, 3), (60, 60)].map(|(inward, outward)| pace::pace(inward, outward)));
    all.extend(
        [vec![], vec![vec![true]], vec![vec![true, false, true]; 3]].map(|rows| squares::code(&rows, "A code.")),
    );
    all
}

fn each(parts: &[Part], look: &mut dyn FnMut(&Form)) {
    for part in parts {
        match part {
            Part::Shape(shape) => look(&shape.form),
            Part::Group(group) => each(&group.parts, look),
        }
    }
}

#[test]
fn every_drawing_has_a_title_and_a_description() {
    for scene in signs().into_iter().chain(charts()) {
        assert!(!scene.title.is_empty() && scene.description.len() > 4, "{scene:?}");
        assert!(scene.description.ends_with('.') || scene.title.starts_with("The gaps"), "{}", scene.description);
    }
}

#[test]
fn every_drawing_is_read_by_others_as_a_part_of_a_page_and_as_a_file() {
    for scene in signs().into_iter().chain(charts()) {
        let shown = svg::shown(&scene, "fig", Role::Picture);
        let file = svg::file(&scene, &|_| "#000");
        for text in [&shown, &file] {
            let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert!(document.descendants().filter(roxmltree::Node::is_element).count() > 1, "{text}");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
}

#[test]
fn every_shape_lies_in_its_window() {
    // The page lets these show over the edge of the map.
    let over = [body::arms(), body::piece(Region::Neck)];
    for scene in signs().into_iter().chain(charts()) {
        if over.contains(&scene) {
            continue;
        }
        for width in [310.0, 900.0] {
            let scene = scene.at_width(width);
            let (bounds, outside) = (scene.bounds(), scene.outside());
            let first = outside.first().map(|place| bounds[*place]);
            assert_eq!(first, None, "{} in {:?}", scene.title, scene.area);
        }
    }
}

#[test]
fn every_path_that_is_kept_as_data_is_read() {
    for scene in signs() {
        each(&scene.parts, &mut |form| {
            if let Form::Path(path) = form {
                assert!(path.elements().len() > 1, "{}", scene.title);
            }
        });
    }
}

#[test]
fn the_whole_map_has_every_region_in_its_place_and_marks_what_is_marked() {
    let filled = |marked: &[Region]| {
        let mut filled = 0;
        let file = svg::file(&body::map(marked), &|ink| if ink == Ink::Body { "#b0d" } else { "#000" });
        Document::parse(&file).unwrap();
        filled += file.matches("fill=\"#b0d\"").count();
        filled
    };
    assert_eq!((filled(&[]), filled(&[Region::LowLeft])), (0, 1));
    assert!(filled(&[Region::LowLeft, Region::SeatRight]) >= 2);
    // Its lowest piece ends where the map does.
    let lowest = body::map(&[]).bounds().into_iter().map(|rect| rect.y1).fold(0.0, f64::max);
    assert!((lowest - 715.0).abs() < 2.0, "{lowest}");
}

#[test]
fn each_safety_of_a_diary_has_a_shape_of_its_own() {
    let shapes =
        [Beside::Nothing, Beside::Old, Beside::File, Beside::Place].map(|beside| keeping::safety(beside, "x."));
    for (at, one) in shapes.iter().enumerate() {
        assert!(shapes[at + 1..].iter().all(|other| other.parts != one.parts), "{at}");
    }
}

#[test]
fn a_day_that_nobody_knows_is_a_dashed_ring_and_never_a_dot() {
    let looks = |known: Known| {
        let scene = chart::strip(&[known], "A day.");
        let Some(Part::Shape(shape)) = scene.parts.into_iter().next() else { panic!("one shape") };
        (shape.look.fill.is_some(), shape.look.stroke.map_or(0, |stroke| stroke.dash.len()))
    };
    assert_eq!(looks(Known::Unknown), (false, 2));
    assert_eq!(looks(Known::Quiet), (true, 0));
}

#[test]
fn a_course_is_drawn_of_two_points_and_has_a_scale_only_where_there_is_pain() {
    let from: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let at = |hours: i64| from + SignedDuration::from_hours(hours);
    let pain = |hour| PainPoint { at: at(hour), level: level(4), about: PainAbout::Now, item: Uuid::nil() };
    let pains = [pain(1), pain(2)];
    let drawn = |pains, spasms: &[i64]| {
        let spasms = spasms.iter().map(|hours| at(*hours)).collect();
        Curve { pains, spasms, from, to: at(9), marks: Vec::new() }.scene("Pain.")
    };
    assert!(drawn(&[], &[]).is_none() && drawn(&[], &[3]).is_none() && drawn(&pains[..1], &[3]).is_none());
    let bars = drawn(&[], &[3, 4]).unwrap();
    each(&bars.parts, &mut |form| assert!(!matches!(form, Form::Text(..) | Form::Line(..)), "no scale: {form:?}"));
    assert!(drawn(&pains, &[]).is_some() && drawn(&pains[..1], &[3, 4]).is_some());
}

#[test]
fn a_month_draws_nothing_of_the_days_to_come() {
    let first: Date = "2026-02-01".parse().unwrap();
    let days: Vec<(Date, _)> = (0..28).map(|day: i32| (first + day.days(), None)).collect();
    let rings = |today: Date| {
        let mut rings = 0;
        each(&chart::month(&days, today, "A month.").unwrap().parts, &mut |form| {
            rings += usize::from(matches!(form, Form::Ellipse(..)))
        });
        rings
    };
    assert_eq!((rings(first), rings(first + 9.days()), rings(first + 27.days())), (1, 10, 28));
}

#[test]
fn the_longest_gap_leaves_room_for_its_round_end_on_every_screen() {
    let (_, _, findings) = &PEOPLE[0];
    let gaps = &findings.gaps;
    let longest = *gaps.gaps.iter().chain(&gaps.open).max_by_key(|gap| gap.seconds).unwrap();
    for width in [180.0, 320.0, 1200.0] {
        let scene = chart::gap(longest, false, gaps).at_width(width);
        assert!(matches!(scene.area, Area::Window(_)) && scene.outside().is_empty(), "{width}");
    }
}

#[test]
fn the_calendar_has_a_bar_a_dot_or_a_ring_for_each_day() {
    for (_, _, findings) in PEOPLE.iter() {
        let rhythm = &findings.rhythm;
        let scene = chart::calendar(&rhythm.calendar).unwrap();
        let bars: usize = rhythm.calendar.iter().map(|day| (day.bouts as usize).min(3)).sum();
        let others = rhythm.calendar.iter().filter(|day| day.bouts == 0).count();
        assert_eq!(scene.parts.len(), bars + others);
        let days = rhythm.calendar.iter().filter(|day| day.bouts > 0).count();
        let said: usize = scene
            .description
            .split(['.', ',', ':'])
            .filter_map(|part| part.split(' ').nth(2)?.parse::<usize>().ok())
            .sum();
        assert_eq!(said, days, "{}", scene.description);
    }
}

#[test]
fn each_that_lasted_is_a_dot_and_what_goes_on_a_ring() {
    for (_, _, findings) in PEOPLE.iter() {
        let lasting = &findings.durations.between_bouts_days;
        let scene = chart::each(lasting, "Each.").unwrap();
        assert_eq!(scene.parts.len(), lasting.latest.len() + 1);
        let mut rings = 0;
        for part in &scene.parts {
            let Part::Shape(shape) = part else { panic!("a shape") };
            rings += usize::from(matches!(shape.form, Form::Ellipse(..)) && shape.look.fill.is_none());
        }
        assert_eq!(rings, lasting.latest.iter().filter(|one| !one.ended).count());
    }
}
