//! One made-up sample of each form that is known.

use crate::{judged, short};
use supple_intake::{Becomes, Looks, NotRecognised, Plan, Sheet, recognise};

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/samples/{name}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn told(name: &str, choices: &[(&str, Becomes)]) -> (Option<&'static str>, Vec<String>) {
    let (plan, judged, refused) = judged(&sample(name), choices);
    assert_eq!(refused, [""; 0], "{name}");
    let Plan::Names(names) = plan else { panic!("{name}") };
    (names.preset.map(|preset| preset.name), judged.new.iter().map(short).collect())
}

#[test]
fn the_check_marks_of_loop_say_done_not_done_and_nothing() {
    let (form, entries) = told("loop", &[]);
    assert_eq!(form, Some("Loop Habit Tracker"));
    // Walk is an exercise, of which there is an entry where it was done; nothing is known of the plants.
    assert_eq!(
        entries,
        [
            "2026-11-03 kind=exercise what=Walk",
            "2026-11-02 kind=exposure present=true what=Long sitting",
            "2026-11-01 kind=exposure present=false what=Long sitting",
        ]
    );
    let (_, entries) = told("loop", &[("Water the plants", Becomes::Exposure), ("Walk", Becomes::Nothing)]);
    assert!(entries.contains(&"2026-11-03 kind=exposure present=true what=Water the plants".to_owned()), "{entries:?}");
    let (form, entries) = told("loop-words", &[]);
    assert_eq!((form, entries.len()), (Some("Loop Habit Tracker"), 1), "{entries:?}");
}

#[test]
fn track_and_graph_tells_of_each_feature_by_its_name() {
    let (form, entries) = told("track-and-graph", &[("Stretching", Becomes::Exercise), ("Mood", Becomes::Answer)]);
    assert_eq!(form, Some("Track & Graph"));
    assert_eq!(
        entries,
        [
            "2026-11-01 kind=pain level=6 note=after the garden",
            "2026-11-02 kind=pain level=3",
            "2026-11-02 kind=exercise seconds=600 what=Stretching",
            "2026-11-02 kind=spasm note=left",
            "2026-11-02 answers={Mood:4} date=2026-11-02 kind=check-in",
        ]
    );
    let (_, entries) = told("track-and-graph-old", &[("Lifting", Becomes::Exposure)]);
    assert_eq!(entries[0], "2026-11-01 kind=pain level=6 note=bad\\nSo:me n:ot:e");
    // The label has no place in what may set a spasm off, so it is a note.
    assert_eq!(entries[2], "2026-11-02 kind=note text=Lifting: boxes");
    assert_eq!(entries.len(), 3);
}

#[test]
fn daylio_tells_of_activities_and_notes() {
    let (form, entries) = told("daylio", &[("mood", Becomes::Note), ("family", Becomes::Exposure)]);
    assert_eq!(form, Some("Daylio"));
    let said = entries.join("; ");
    assert!(said.contains("kind=exercise what=Walk") && said.contains("present=true what={own:family}"), "{said}");
    assert!(said.contains("mood: good") && said.contains("A night\\nslept badly"), "{said}");
}

#[test]
fn scales_tell_numbers_of_the_day() {
    let (form, entries) = told("openscale", &[]);
    assert_eq!(form, Some("openScale"));
    assert_eq!(
        entries,
        [
            "2026-11-01 answers={BMI:23.1,Body fat:21.5,Weight:72.4} date=2026-11-01 kind=check-in",
            "2026-11-02 answers={Weight:72.9} date=2026-11-02 kind=check-in",
            "2026-11-02 kind=note text=after breakfast",
        ]
    );
    let (form, entries) = told("openscale-2", &[]);
    assert_eq!((form, entries.len()), (Some("openScale"), 1));
    assert!(entries[0].contains("Weight:72.4") && !entries[0].contains("Biceps"), "{entries:?}");
    let (form, entries) = told("wger", &[]);
    assert_eq!((form, entries.len()), (Some("wger"), 2));
}

#[test]
fn a_plain_diary_of_pain_needs_no_program() {
    let (form, entries) = told("pain-diary", &[]);
    assert_eq!(form, None);
    assert_eq!(
        entries,
        [
            "2026-11-20 kind=pain level=7 note=left; low",
            "2026-11-21 kind=pain level=3",
            "2026-11-22 kind=note text=only words",
        ]
    );
}

#[test]
fn the_other_files_of_loop_lead_to_the_right_one() {
    for table in [
        "Position,Name,Question,Description,NumRepetitions,Interval,Color\n001,Walk,,,1,1,#FF8F00\n",
        "Date,Value,Notes\n2026-11-03,2,\n2026-11-02,0,\n",
    ] {
        let sheet = Sheet::of(table.into()).unwrap();
        let why = recognise(&sheet, "UTC").unwrap_err();
        assert!(matches!(why, NotRecognised::Instead(_)) && why.to_string().contains("Checkmarks.csv"), "{why}");
    }
    let sheet = Sheet::of(b"a,b\n1,2\n".to_vec()).unwrap();
    assert_eq!(recognise(&sheet, "UTC").unwrap_err(), NotRecognised::NoTimes);
}

#[test]
fn a_pain_that_is_whole_numbers_is_no_check_mark() {
    let (plan, judged, _) = judged(b"Date,Pain\n2026-11-03,2\n2026-11-02,0\n", &[]);
    let Plan::Names(names) = plan else { panic!() };
    assert!(names.preset.is_none());
    assert_eq!((names.sources[0].looks, names.sources[0].becomes), (Looks::Levels, Becomes::Pain));
    assert_eq!(judged.new.len(), 2);
}

#[test]
fn what_was_chosen_and_cannot_be_is_refused_by_its_row() {
    let table = b"Date,Pain,Sleep\n2026-11-03,2,7.5\n2026-11-02,11,6\n2026-11-01,3.5,8\n";
    let (_, judged, refused) = judged(table, &[("Sleep", Becomes::Answer)]);
    assert_eq!((judged.taken_rows, judged.refused, judged.new.len()), (1, 2, 2));
    assert!(refused[0].starts_with("3: \"level\" takes a whole number from 0 to 10, not 11"), "{refused:?}");
    assert!(refused[1].starts_with("4: "), "{refused:?}");
}
