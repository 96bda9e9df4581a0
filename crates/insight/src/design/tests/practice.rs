//! Exercises: which of them count for which time, and which tell nothing.

use super::*;
use supple_diary::Exercise;

fn exercise(name: &str) -> Exercise {
    Exercise::of(supple_diary::testing::some_label(name))
}

#[test]
fn an_exercise_counts_for_the_day_after_it_to_the_minute_and_a_day_without_one_is_a_day_without_it() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-08T18:00:00", exercise("bridge"));
    let design = story.design();
    assert_eq!(design.exposures[0].id, "exercise:bridge");
    for (day, hour, minute, x) in [(8, 18, 0, 0.0), (8, 18, 1, 1.0), (9, 18, 0, 1.0), (9, 18, 1, 0.0), (12, 9, 0, 0.0)]
    {
        assert_eq!(reading(&design, january(day), Some((hour, minute))), known(x), "{day} {hour}:{minute}");
    }
    assert_eq!(reading(&design, january(7), Some((9, 0))), Reading::Unknown, "nothing was practised yet");
}

#[test]
fn what_answers_a_spasm_tells_nothing() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-05T08:00:00", exercise("bridge"));
    // Before the spasm, after it, and on the day after it.
    story.say("2026-01-08T09:00:00", exercise("bridge"));
    story.say("2026-01-08T12:00:00", spasm());
    story.say("2026-01-08T13:00:00", exercise("bridge"));
    story.say("2026-01-09T13:00:00", exercise("bridge"));
    let design = story.design();
    assert_eq!(reading(&design, january(8), Some((12, 0))), known(1.0), "what came before it counts");
    assert_eq!(reading(&design, january(10), Some((12, 0))), Reading::Unknown, "what was done on the day after it");
    assert_eq!(reading(&design, january(10), Some((14, 0))), known(0.0), "more than a day later");
    // What is done by oneself on the next day that can be compared counts again.
    story.say("2026-01-10T07:00:00", exercise("bridge"));
    assert_eq!(reading(&story.design(), january(10), Some((12, 0))), known(1.0));
}

#[test]
fn what_is_done_in_an_episode_tells_nothing_whatever_is_left_out_after_it() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-05T08:00:00", exercise("bridge"));
    story.say("2026-01-08T12:00:00", EpisodeMark { phase: Phase::Onset });
    story.say("2026-01-08T12:10:00", spasm());
    story.say("2026-01-10T15:00:00", exercise("bridge"));
    story.say("2026-01-11T09:00:00", EpisodeMark { phase: Phase::Recovery });
    story.say("2026-01-11T15:00:00", exercise("bridge"));
    let design = story.design();
    for day in [11, 12] {
        assert_eq!(reading(&design, january(day), Some((12, 0))), Reading::Unknown, "{day}");
    }
}

#[test]
fn an_exercise_of_which_only_the_day_is_known_is_unclear_and_never_taken_as_not_done() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-05T08:00:00", exercise("bridge"));
    let untimed = Draft::new(moment("2026-01-10T12:00:00"), exercise("bridge")).about(Precision::Day);
    story.write("2026-01-10T20:00:00", untimed);
    let design = story.design();
    for (day, x) in [(9, known(0.0)), (10, Reading::Unknown), (11, Reading::Unknown), (12, known(0.0))] {
        assert_eq!(reading(&design, january(day), Some((12, 0))), x, "{day}");
    }
}

#[test]
fn an_exercise_has_one_name_and_is_never_taken_for_something_else_of_that_name() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-06T08:00:00", exercise("bridge"));
    story.say("2026-01-07T08:00:00", exercise("Bridge"));
    story.say("2026-01-08T08:00:00", exercise("cello"));
    story.say("2026-01-09T08:00:00", exposure("cello", true));
    story.say("2026-01-10T08:00:00", exposure("exercise:bridge", true));
    let design = story.design();
    let mut ids: Vec<&str> = design.exposures.iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [":exercise:bridge", "cello", "exercise:bridge", "exercise:cello"]);
    let of = |id: &str| design.exposures.iter().find(|one| one.id == id).unwrap();
    assert_eq!(of(":exercise:bridge").exercise.as_deref(), Some("bridge"));
    assert_eq!(of("exercise:bridge").exercise, None);
    assert_eq!(of("exercise:cello").words, "\u{201c}cello\u{201d}");
}
