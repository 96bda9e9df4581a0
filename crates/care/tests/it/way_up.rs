//! The way up from the floor as one entry of the diary: where someone is, what an answer writes, and when it is over.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::{Writer, just_after, minute};
use jiff::{SignedDuration, Timestamp};
use supple_care::moment::floor_run::{Over, Run, Say, Shown, Standing, long_down, standing, start};
use supple_care::moment::plan_entry;
use supple_care::{FloorAnswer, Situation, embedded};
use supple_diary::{Check, Correction, Diary, Kind, Object, Plan, Removal, Words};
use supple_guidance::{Mobility, Place, Thing, Track, Urgency};

const DONE: Say = Say::Answer(FloorAnswer::Done);
const NOT_YET: Say = Say::Answer(FloorAnswer::NotYet);
const WORSE: Say = Say::Answer(FloorAnswer::Worse);

fn check(answers: &str, urgency: Urgency) -> Kind {
    Check { answers: Object::new(answers).unwrap(), urgency: Words::new(urgency.id()).unwrap(), rules: Vec::new() }
        .into()
}

fn emergency() -> Kind {
    check(r#"{"stuck": true, "stuck-over-an-hour": true}"#, Urgency::Emergency)
}

/// A plan that is no way up.
fn plan(situation: &str, steps: &[&str]) -> Kind {
    let situation = Situation::from_json(embedded(), situation).unwrap();
    plan_entry(&situation, Urgency::SelfCare, steps.iter().copied()).unwrap().into()
}

fn begin(writer: &mut Writer, known: Situation, at: i64) -> uuid::Uuid {
    let plan = start(&writer.diary(), known, minute(at)).unwrap();
    writer.write(at, plan)
}

/// Says something in this minute, and writes what follows. Whether there was something to write.
fn say(writer: &mut Writer, words: Say, at: i64) -> bool {
    let diary = writer.diary();
    let change = going(&diary, minute(at)).say(words, minute(at));
    let writes = change.is_some();
    if let Some(change) = change {
        writer.write(at, change);
    }
    writes
}

fn going(diary: &Diary, now: Timestamp) -> Run<'_> {
    match standing(diary, now) {
        Standing::Going(run) => run,
        other => panic!("{other:?}"),
    }
}

fn begins(diary: &Diary, now: Timestamp) -> Situation {
    match standing(diary, now) {
        Standing::Start(situation) => situation,
        other => panic!("{other:?}"),
    }
}

fn over(diary: &Diary, now: Timestamp) -> Option<Over> {
    match standing(diary, now) {
        Standing::Over(over) => Some(over),
        Standing::Start(_) => None,
        Standing::Going(run) => panic!("{run:?}"),
    }
}

/// What is shown, in a word.
fn shown(writer: &Writer, now: Timestamp) -> String {
    match going(&writer.diary(), now).shown(now) {
        Shown::Do(step) => step.id.clone(),
        Shown::Check(limit) => format!("check: {}", limit.id),
    }
}

/// The plan as it stands.
fn stands(writer: &Writer) -> (Vec<String>, Situation, String) {
    let diary = writer.diary();
    let (_, plan) = diary.last::<Plan>().unwrap();
    let steps = plan.steps.iter().map(ToString::to_string).collect();
    (steps, Situation::from_json(embedded(), plan.situation.json()).unwrap(), plan.urgency.as_str().to_owned())
}

/// Someone without a phone who began in the first minute and said "done" each minute until this was shown.
fn walked_to(id: &str) -> (Writer, i64) {
    let mut writer = Writer::new();
    begin(&mut writer, Situation::default(), 0);
    let mut at = 0;
    while shown(&writer, minute(at)) != id {
        at += 1;
        say(&mut writer, DONE, at);
    }
    (writer, at)
}

#[test]
fn it_begins_on_the_floor_now_and_with_what_is_known() {
    let mut writer = Writer::new();
    begin(&mut writer, Situation::default(), 0);
    let (steps, situation, urgency) = stands(&writer);
    assert_eq!(steps, ["tell-by-voice"]);
    assert_eq!((situation.place, situation.down_since), (Some(Place::Floor), Some(minute(0))));
    assert_eq!(urgency, "same-day", "nobody was asked, so it may be today");

    let known = |mobility, down_since| {
        let known = Situation { mobility, down_since, at_hand: [Thing::Phone].into(), ..Situation::default() };
        let plan = start(&Diary::default(), known, minute(0)).unwrap();
        (Situation::from_json(embedded(), plan.situation.json()).unwrap(), plan)
    };
    let (turns, plan) = known(Some(Mobility::CanTurn), Some(minute(-30)));
    assert_eq!(plan.steps.iter().map(Words::as_str).collect::<Vec<_>>(), ["tell-by-phone"]);
    assert_eq!((turns.mobility, turns.down_since), (Some(Mobility::CanTurn), Some(minute(-30))));
    let (stood, _) = known(Some(Mobility::CanStand), Some(minute(30)));
    assert_eq!(stood.mobility, None, "who lies on the floor does not stand");
    assert_eq!(stood.down_since, Some(minute(0)), "a clock that is ahead delays no warning");
}

#[test]
fn in_an_emergency_it_begins_with_waiting_for_help() {
    let mut writer = Writer::new();
    writer.write(0, emergency());
    begin(&mut writer, Situation::default(), 1);
    let (steps, _, urgency) = stands(&writer);
    assert_eq!((steps[0].as_str(), urgency.as_str()), ("wait-shout", "emergency"));
    assert_eq!(going(&writer.diary(), minute(1)).track(), Track::Wait);
}

#[test]
fn each_answer_is_a_correction_and_each_instruction_is_kept_once_the_last_one_now() {
    let mut writer = Writer::new();
    let way = begin(&mut writer, Situation::default(), 0);
    let run = |writer: &Writer| {
        let diary = writer.diary();
        let run = going(&diary, minute(30));
        (run.seen, run.down_since(), run.track(), run.situation().down_since)
    };
    assert_eq!(run(&writer), (way, minute(0), Track::Rise, Some(minute(0))));
    for (at, words, steps) in [
        (1, DONE, "tell-by-voice breathe"),
        (2, NOT_YET, "tell-by-voice breathe settle"),
        (3, NOT_YET, "tell-by-voice settle breathe"),
        (4, DONE, "tell-by-voice settle breathe toes"),
    ] {
        let change = going(&writer.diary(), minute(at)).say(words, minute(at)).unwrap();
        assert_eq!(change.of, way);
        let last = writer.write(at, change);
        assert_eq!(stands(&writer).0.join(" "), steps);
        assert_eq!((run(&writer).0, run(&writer).1), (last, minute(0)));
    }
    assert_eq!(writer.diary().all::<Plan>().count(), 1, "one line of the diary");
}

#[test]
fn what_a_step_shows_of_the_body_is_kept_once_it_worked() {
    let (mut writer, at) = walked_to("roll");
    assert_eq!(stands(&writer).1.mobility, None);
    let mut other = writer.clone();
    say(&mut other, NOT_YET, at + 1);
    assert_eq!((shown(&other, minute(at + 1)).as_str(), stands(&other).1.mobility), ("breathe", None));
    say(&mut writer, DONE, at + 1);
    assert_eq!(stands(&writer).1.mobility, Some(Mobility::CanTurn));
    say(&mut writer, DONE, at + 2);
    assert_eq!(stands(&writer).1.mobility, Some(Mobility::CanTurn), "a step that shows nothing takes nothing away");
}

#[test]
fn an_answer_that_changes_nothing_writes_nothing() {
    let (mut writer, at) = walked_to("rest-on-the-side");
    let before = stands(&writer);
    assert!(!say(&mut writer, NOT_YET, at + 1));
    assert_eq!(stands(&writer), before);
}

#[test]
fn whoever_is_up_stands_and_whoever_is_found_only_waits_no_longer() {
    let (mut writer, at) = walked_to("stand");
    say(&mut writer, DONE, at + 1);
    let (steps, situation, _) = stands(&writer);
    assert_eq!((situation.mobility, situation.place), (Some(Mobility::CanStand), Some(Place::Standing)));
    assert_eq!((situation.down_since, steps.last().unwrap().as_str()), (None, "stand"));
    let end = over(&writer.diary(), minute(at + 1)).unwrap();
    assert_eq!((end.track, end.down_since), (Track::Rise, Some(minute(0))));

    let mut writer = Writer::new();
    writer.write(0, emergency());
    begin(&mut writer, Situation { down_since: Some(minute(-5)), ..Situation::default() }, 1);
    for at in 2..=4 {
        say(&mut writer, DONE, at);
    }
    let (steps, situation, _) = stands(&writer);
    assert_eq!(steps.join(" "), "wait-shout wait-breathe wait-still");
    assert_eq!((situation.mobility, situation.place), (None, Some(Place::Floor)));
    assert_eq!(situation.down_since, None);
    let end = over(&writer.diary(), minute(4)).unwrap();
    assert_eq!((end.track, end.down_since), (Track::Wait, Some(minute(-5))));
}

#[test]
fn a_way_up_ends_a_day_after_the_last_word_and_its_end_is_told_for_an_hour() {
    let (writer, at) = walked_to("toes");
    let last = minute(at + 24 * 60);
    assert_eq!(going(&writer.diary(), last).down_since(), minute(0));
    assert_eq!(begins(&writer.diary(), just_after(last)), Situation::default());

    let (mut writer, at) = walked_to("stand");
    say(&mut writer, DONE, at + 1);
    let last = minute(at + 1 + 60);
    assert!(over(&writer.diary(), last).is_some());
    assert!(over(&writer.diary(), just_after(last)).is_none());
    // What was said for another plan since is newer than the end: it is where the next way up begins.
    writer.write(at + 3, plan(r#"{"mobility": "can-turn", "alone": true}"#, &[]));
    assert_eq!(begins(&writer.diary(), minute(at + 4)).alone, Some(true));
}

#[test]
fn what_was_said_within_the_hour_is_known_and_the_newest_word_counts() {
    let mut writer = Writer::new();
    writer.write(0, plan(r#"{"mobility": "can-turn", "alone": false}"#, &[]));
    assert_eq!(begins(&writer.diary(), minute(60)).alone, Some(false));
    assert_eq!(begins(&writer.diary(), just_after(minute(60))), Situation::default());
    writer.write(10, plan(r#"{"mobility": "can-turn", "alone": true}"#, &[]));
    assert_eq!(begins(&writer.diary(), minute(30)).alone, Some(true));
}

#[test]
fn who_could_stand_since_is_on_no_way_up_and_who_could_not_still_is() {
    for (mobility, goes_on) in [("can-stand", false), ("can-turn", true), ("cannot-move", true)] {
        let (mut writer, at) = walked_to("knees");
        writer.write(at + 2, plan(&format!(r#"{{"mobility": "{mobility}"}}"#), &["breathe"]));
        let diary = writer.diary();
        let standing = standing(&diary, minute(at + 3));
        assert_eq!(matches!(standing, Standing::Going(_)), goes_on, "{mobility}: {standing:?}");
    }
}

#[test]
fn only_a_plan_that_begins_with_one_first_instruction_is_a_way_up() {
    for (steps, is_one) in [
        (&["tell-by-voice"][..], true),
        (&["tell-by-phone"], true),
        (&["breathe"], false),
        (&["heat-pack"], false),
        (&[], false),
        (&["tell-by-voice", "breathe"], false),
    ] {
        let mut writer = Writer::new();
        let down = serde_json::to_string(&Situation { down_since: Some(minute(0)), ..Situation::default() }).unwrap();
        writer.write(0, plan(&down, steps));
        let diary = writer.diary();
        assert_eq!(matches!(standing(&diary, minute(1)), Standing::Going(_)), is_one, "{steps:?}");
    }
}

#[test]
fn the_minutes_without_progress_count_from_what_last_worked() {
    let (mut writer, at) = walked_to("toes");
    let deadline = |writer: &Writer, at: i64| going(&writer.diary(), minute(at)).deadline(minute(at));
    assert_eq!(deadline(&writer, at), Some(minute(20)), "to breathe is no progress");
    say(&mut writer, DONE, 15);
    assert_eq!(deadline(&writer, 15), Some(minute(35)));
    say(&mut writer, NOT_YET, 20);
    assert_eq!((shown(&writer, minute(20)).as_str(), deadline(&writer, 20)), ("breathe", Some(minute(35))));
    say(&mut writer, DONE, 21);
    assert_eq!((shown(&writer, minute(21)).as_str(), deadline(&writer, 21)), ("toes", Some(minute(35))));
    assert_eq!(shown(&writer, minute(35)), "check: nothing-works");
    assert_eq!(shown(&writer, minute(60)), "check: an-hour");
    // Past the limit an answer still leads on; the limit itself is not kept.
    let mut on = writer.clone();
    assert!(say(&mut on, NOT_YET, 36));
    assert_eq!(stands(&on).0.last().unwrap(), "breathe");
    assert_eq!(shown(&on, minute(36)), "check: nothing-works");
    // Once more from the start: that is where the twenty minutes begin, and the hour goes on.
    assert!(say(&mut writer, Say::Again, 37));
    assert_eq!((shown(&writer, minute(37)).as_str(), deadline(&writer, 37)), ("tell-by-voice", Some(minute(57))));
    assert_eq!(shown(&writer, minute(60)), "check: an-hour");
}

#[test]
fn a_clock_that_was_set_back_takes_no_progress_away() {
    let (mut writer, at) = walked_to("toes");
    say(&mut writer, DONE, at + 10);
    let diary = writer.diary();
    let change = going(&diary, minute(at + 11)).say(DONE, minute(at + 11)).unwrap();
    writer.write_at(minute(at + 5), minute(at + 11), change);
    assert_eq!(shown(&writer, minute(at + 12)), "roll");
    assert_eq!(going(&writer.diary(), minute(at + 12)).deadline(minute(at + 12)), Some(minute(at + 10 + 20)));
}

#[test]
fn an_answer_that_was_undone_counts_no_longer() {
    let (mut writer, at) = walked_to("toes");
    let diary = writer.diary();
    let change = going(&diary, minute(at + 10)).say(DONE, minute(at + 10)).unwrap();
    let last = writer.write(at + 10, change);
    assert_eq!(going(&writer.diary(), minute(at + 10)).deadline(minute(at + 10)), Some(minute(at + 30)));
    writer.write(at + 11, Removal { of: last });
    assert_eq!(shown(&writer, minute(at + 11)), "toes");
    assert_eq!(going(&writer.diary(), minute(at + 11)).deadline(minute(at + 11)), Some(minute(20)));
}

#[test]
fn worse_asks_for_the_check_until_it_was_made_or_the_way_begins_anew() {
    let (mut writer, at) = walked_to("knees");
    assert!(say(&mut writer, WORSE, at + 1));
    assert_eq!(stands(&writer).0.last().unwrap(), "worse");
    assert_eq!(shown(&writer, minute(at + 1)), "check: worse");
    for words in [DONE, NOT_YET, WORSE] {
        assert!(!say(&mut writer, words, at + 2), "{words:?}: the check comes first");
    }

    let mut again = writer.clone();
    assert!(say(&mut again, Say::Again, at + 2));
    assert_eq!(shown(&again, minute(at + 2)), "tell-by-voice");
    assert_eq!(stands(&again).0.iter().filter(|id| *id == "tell-by-voice").count(), 1);

    let mut up = writer.clone();
    assert!(say(&mut up, Say::Up, at + 2));
    assert_eq!(stands(&up).1.mobility, Some(Mobility::CanStand));
    assert!(over(&up.diary(), minute(at + 2)).is_some());

    // A check after it counts, also in the same minute; one before it does not.
    for (checked, expected) in [(at, "check: worse"), (at + 1, "tell-by-voice"), (at + 2, "tell-by-voice")] {
        let mut writer = writer.clone();
        writer.write(checked, check("{}", Urgency::SelfCare));
        assert_eq!(shown(&writer, minute(at + 2)), expected, "checked after {checked} minutes");
    }
    writer.write(at + 2, emergency());
    assert_eq!(shown(&writer, minute(at + 2)), "wait-shout");
}

#[test]
fn a_calm_check_on_the_way_interrupts_nothing_and_an_emergency_begins_to_wait() {
    let (writer, at) = walked_to("knees");
    let mut calm = writer.clone();
    calm.write(at + 8, check("{}", Urgency::SelfCare));
    assert_eq!(shown(&calm, minute(at + 8)), "knees");
    let deadline = going(&calm.diary(), minute(at + 8)).deadline(minute(at + 8));
    assert_eq!(deadline, Some(minute(at + 8 + 20)), "the minutes count from the check");
    // What worked since the check counts, too.
    say(&mut calm, DONE, at + 10);
    let deadline = going(&calm.diary(), minute(at + 10)).deadline(minute(at + 10));
    assert_eq!(deadline, Some(minute(at + 10 + 20)));

    let mut grave = writer.clone();
    grave.write(at + 2, emergency());
    assert_eq!(shown(&grave, minute(at + 2)), "wait-shout");
    say(&mut grave, DONE, at + 3);
    assert_eq!(shown(&grave, minute(at + 3)), "wait-breathe");
    assert_eq!(stands(&grave).2, "emergency");
    // A calm check then leads up again.
    grave.write(at + 4, check("{}", Urgency::SelfCare));
    assert_eq!(shown(&grave, minute(at + 4)), "tell-by-voice");
    assert_eq!(going(&grave.diary(), minute(at + 4)).track(), Track::Rise);
}

#[test]
fn a_check_after_a_limit_ran_out_begins_anew() {
    let (mut writer, _) = walked_to("knees");
    assert_eq!(shown(&writer, minute(40)), "check: nothing-works");
    let mut early = writer.clone();
    early.write(15, check("{}", Urgency::SelfCare));
    assert_eq!(shown(&early, minute(34)), "knees", "no limit had run out when it was made");
    writer.write(41, check("{}", Urgency::SelfCare));
    assert_eq!(shown(&writer, minute(41)), "tell-by-voice");
    assert_eq!(going(&writer.diary(), minute(41)).deadline(minute(41)), Some(minute(60)), "the hour goes on");
}

#[test]
fn being_down_for_long_has_words_of_its_own() {
    let (words, long) = long_down().unwrap();
    assert_eq!(long, SignedDuration::from_hours(1));
    let relief = embedded().relief();
    assert!(relief.floor_limits.iter().any(|limit| limit.said.as_deref() == Some(words) && limit.minutes == 60));
}

#[test]
fn a_way_up_whose_instructions_were_corrected_away_begins_anew() {
    let (mut writer, at) = walked_to("knees");
    let mut draft = writer.diary().last::<Plan>().unwrap().0.draft().clone();
    draft.kind = plan(r#"{"mobility": "can-turn"}"#, &[]);
    let of = writer.diary().last::<Plan>().unwrap().0.id();
    writer.write(at + 1, Correction { of, entry: Box::new(draft) });
    assert_eq!(begins(&writer.diary(), minute(at + 2)), Situation::default());
}
