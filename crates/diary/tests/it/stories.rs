//! What the diary makes of entries, told as small stories.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::civil::date;
use supple_diary::testing::{Keeper, check_in, exposure, level, measure, pain, some_label, some_words};
use supple_diary::{
    Amount, CheckIn, CheckInState, Choice, Country, Day, Diary, Ending, EpisodeMark, EpisodeState, Exercise, Kind,
    KindName, Log, Measure, Medicine, Moment, Named, PainAbout, Phase, Profile, Region, Regions, Said, Seconds, Spasm,
    Symptom, Words,
};

const ONSET: EpisodeMark = EpisodeMark { phase: Phase::Onset };
const RECOVERY: EpisodeMark = EpisodeMark { phase: Phase::Recovery };

fn spasm() -> Spasm {
    Spasm::default()
}

fn at(time: &str) -> jiff::Timestamp {
    Moment::parse(&utc(time)).unwrap().at()
}

fn utc(time: &str) -> String {
    format!("{time}+00:00[UTC]")
}

/// The spasms of each bout.
fn bouts(diary: &Diary) -> Vec<usize> {
    diary.bouts().iter().map(|bout| bout.spasms.len()).collect()
}

#[test]
fn spasms_less_than_two_hours_apart_are_one_bout() {
    let mut keeper = Keeper::new(1);
    for time in ["08:00:00", "09:59:59", "11:59:58", "13:59:58"] {
        keeper.say(&utc(&format!("2026-03-01T{time}")), spasm());
    }
    assert_eq!(bouts(&keeper.diary()), [3, 1], "exactly two hours is another bout");
}

#[test]
fn a_bout_ends_when_its_last_spasm_to_end_has_ended() {
    let mut keeper = Keeper::new(1);
    let long = Spasm { seconds: Some(Seconds::new(7_200).unwrap()), intensity: Some(level(4)), ..spasm() };
    keeper.say(&utc("2026-03-01T08:00:00"), long);
    keeper.say(&utc("2026-03-01T09:00:00"), Spasm { intensity: Some(level(8)), ..spasm() });
    let diary = keeper.diary();
    let bout = &diary.bouts()[0];
    assert_eq!(bout.end.to_string(), "2026-03-01T10:00:00Z");
    assert_eq!(bout.last_onset.at().to_string(), "2026-03-01T09:00:00Z");
    assert_eq!(bout.worst, Some(level(8)));
}

#[test]
fn the_first_spasm_begins_an_episode_and_a_recovery_ends_it() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    keeper.say(&utc("2026-03-04T08:00:00"), spasm());
    assert_eq!(keeper.diary().open_episode(at("2026-03-05T08:00:00")).unwrap().spasms, 0..2);
    keeper.say(&utc("2026-03-09T08:00:00"), RECOVERY);
    keeper.say(&utc("2026-03-10T08:00:00"), spasm());

    let diary = keeper.diary();
    let [first, second] = diary.episodes() else { panic!("there are two episodes") };
    assert!(!first.said);
    assert_eq!(first.ending, Ending::Recovered(Moment::parse(&utc("2026-03-09T08:00:00")).unwrap()));
    assert_eq!(second.onset.date(), date(2026, 3, 10), "the first bout after a recovery begins another");
    assert_eq!(second.ending, Ending::Open);
}

#[test]
fn after_fourteen_days_without_a_spasm_the_next_one_begins_another_episode() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    keeper.say(&utc("2026-03-15T07:59:59"), spasm());
    assert_eq!(keeper.diary().episodes().len(), 1, "a second less than fourteen days");
    keeper.say(&utc("2026-03-29T07:59:59"), spasm());

    let diary = keeper.diary();
    let [first, second] = diary.episodes() else { panic!("there are two episodes") };
    assert_eq!(first.ending, Ending::Unsaid(Moment::parse(&utc("2026-03-15T07:59:59")).unwrap()));
    assert_eq!(second.ending, Ending::Open);
}

#[test]
fn spasms_of_seconds_leave_no_episode_open_and_pass_by_themselves() {
    let mut keeper = Keeper::new(1);
    let short = || Spasm { seconds: Some(Seconds::new(10).unwrap()), ..spasm() };
    for day in ["01", "10", "17", "21"] {
        keeper.say(&utc(&format!("2026-03-{day}T08:00:00")), short());
    }
    let diary = keeper.diary();
    let [episode] = diary.episodes() else { panic!("they stand together") };
    let last = Moment::parse(&utc("2026-03-21T08:00:00")).unwrap();
    assert_eq!(episode.state(at("2026-03-21T08:00:09")), EpisodeState::Open, "it has not let go");
    for now in ["2026-03-21T08:00:10", "2026-03-22T08:00:00", "2026-05-20T08:00:00"] {
        assert_eq!(episode.state(at(now)), EpisodeState::Passed(last.clone()), "{now}");
        assert_eq!(diary.open_episode(at(now)), None);
    }
    keeper.say(&utc("2026-03-24T08:00:00"), spasm());
    let diary = keeper.diary();
    let open = diary.open_episode(at("2026-03-24T09:00:00")).unwrap();
    assert_eq!(open.since.date(), date(2026, 3, 24), "nobody knows how long this one lasts, but those before are over");
}

#[test]
fn an_episode_of_which_nobody_says_more_goes_on_for_fourteen_days_and_no_longer() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    let moment = |time: &str| Moment::parse(&utc(time)).unwrap();
    let state = |keeper: &Keeper, now: &str| keeper.diary().episodes().last().unwrap().state(at(now));
    assert_eq!(state(&keeper, "2026-03-15T07:59:59"), EpisodeState::Open);
    assert_eq!(state(&keeper, "2026-03-15T08:00:00"), EpisodeState::Unsaid(moment("2026-03-01T08:00:00")));
    // Pain is a sign of an episode that the person named, and of no other.
    keeper.say(&utc("2026-03-10T08:00:00"), pain(3));
    assert_ne!(state(&keeper, "2026-03-15T08:00:00"), EpisodeState::Open);
    keeper.say(&utc("2026-03-01T09:00:00"), ONSET);
    assert_eq!(state(&keeper, "2026-03-24T07:59:59"), EpisodeState::Open);
    assert_eq!(state(&keeper, "2026-03-24T08:00:00"), EpisodeState::Unsaid(moment("2026-03-01T09:00:00")));
    keeper.say(&utc("2026-03-10T09:00:00"), pain(0));
    assert_ne!(state(&keeper, "2026-03-24T08:30:00"), EpisodeState::Open, "no pain is no sign");
}

#[test]
fn a_named_episode_of_short_spasms_goes_on_until_it_is_said_to_be_over() {
    let mut keeper = Keeper::new(1);
    let short = Spasm { seconds: Some(Seconds::new(10).unwrap()), ..spasm() };
    keeper.say(&utc("2026-03-01T08:00:00"), short.clone());
    keeper.say(&utc("2026-03-10T08:00:00"), ONSET);
    keeper.say(&utc("2026-03-11T08:00:00"), short);
    let diary = keeper.diary();
    let open = diary.open_episode(at("2026-03-12T08:00:00")).unwrap();
    assert_eq!(open.since.date(), date(2026, 3, 10), "what had passed nine days before is not what began");
    keeper.say(&utc("2026-03-13T08:00:00"), RECOVERY);
    let diary = keeper.diary();
    assert!(matches!(diary.episodes()[0].state(at("2026-09-01T08:00:00")), EpisodeState::Recovered(_)));
}

#[test]
fn a_recorded_onset_begins_an_episode_or_confirms_the_one_under_way() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-03-01T07:00:00"), ONSET);
    keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    keeper.say(&utc("2026-03-02T08:00:00"), ONSET);
    keeper.say(&utc("2026-03-05T08:00:00"), RECOVERY);
    keeper.say(&utc("2026-03-06T08:00:00"), RECOVERY);
    keeper.say(&utc("2026-03-07T08:00:00"), spasm());
    keeper.say(&utc("2026-03-07T08:05:00"), ONSET);

    let diary = keeper.diary();
    let [first, second] = diary.episodes() else { panic!("there are two episodes") };
    assert!(first.said && second.said);
    assert_eq!(first.onset.clock().to_string(), "2026-03-01T07:00:00");
    assert_eq!(first.ending, Ending::Recovered(Moment::parse(&utc("2026-03-05T08:00:00")).unwrap()));
    assert_eq!(second.onset.clock().to_string(), "2026-03-07T08:00:00", "the spasm came before the tap");
}

#[test]
fn a_recovery_in_the_middle_of_a_bout_does_not_tear_it_apart() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    keeper.say(&utc("2026-03-01T08:30:00"), RECOVERY);
    keeper.say(&utc("2026-03-01T09:00:00"), spasm());
    let diary = keeper.diary();
    assert_eq!(diary.episodes().len(), 1);
    assert_eq!(diary.episodes()[0].spasms, 0..2);
}

#[test]
fn an_episode_has_its_course_of_pain() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-02-01T08:00:00"), pain(1));
    keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    keeper.say(&utc("2026-03-01T09:00:00"), pain(8));
    let ice = Measure {
        before: Some(level(7)),
        after: Some(level(4)),
        seconds: Some(Seconds::new(900).unwrap()),
        ..measure("ice")
    };
    keeper.say(&utc("2026-03-01T10:00:00"), ice);
    keeper.say(&utc("2026-03-02T18:00:00"), CheckIn { pain: Some(level(9)), ..check_in("2026-03-02", None) });
    keeper.say(&utc("2026-03-02T20:00:00"), CheckIn { pain: Some(level(5)), ..check_in("2026-03-02", None) });
    keeper.say(&utc("2026-03-02T21:00:00"), check_in("2026-03-02", Some(true)));
    keeper.say(&utc("2026-03-05T08:00:00"), RECOVERY);
    keeper.say(&utc("2026-03-06T08:00:00"), pain(2));

    let diary = keeper.diary();
    let course: Vec<(String, u32, PainAbout)> = diary.pains()[diary.episodes()[0].pains.clone()]
        .iter()
        .map(|pain| (pain.at.to_string(), pain.level.get(), pain.about))
        .collect();
    assert_eq!(
        course,
        [
            ("2026-03-01T09:00:00Z".to_owned(), 8, PainAbout::Now),
            ("2026-03-01T10:00:00Z".to_owned(), 7, PainAbout::Before),
            ("2026-03-01T10:15:00Z".to_owned(), 4, PainAbout::After),
            ("2026-03-02T12:00:00Z".to_owned(), 5, PainAbout::Day),
        ]
    );
    assert_eq!(diary.pains().len(), 6);
    let [from, to] = ["2026-03-01T10:00:00Z", "2026-03-02T12:00:00Z"].map(|time| time.parse().unwrap());
    assert_eq!(diary.pains_in(from, to).len(), 2, "the end is not included");
    assert_eq!(diary.pains_in(to, from).len(), 0);
}

#[test]
fn a_day_without_a_check_in_is_unknown_and_never_quiet() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2026-03-01T20:00:00"), check_in("2026-03-01", Some(false)));
    keeper.say(&utc("2026-03-02T20:00:00"), CheckIn { pain: Some(level(2)), ..check_in("2026-03-02", None) });
    keeper.say(&utc("2026-03-03T20:00:00"), pain(0));
    keeper.say(&utc("2026-03-04T20:00:00"), spasm());
    keeper.say(&utc("2026-03-05T12:00:00"), check_in("2026-03-05", Some(false)));
    keeper.say(&utc("2026-03-05T20:00:00"), spasm());

    let diary = keeper.diary();
    let day = |day| diary.day(date(2026, 3, day));
    assert_eq!(day(1).map(Day::spasm), Some(Some(false)));
    assert_eq!(day(2).map(|day| (day.check_in, day.spasm())), Some((CheckInState::Partial, None)));
    assert_eq!(day(3).map(|day| (day.check_in, day.spasm())), Some((CheckInState::None, None)));
    assert_eq!(day(4).map(|day| (day.check_in, day.spasm())), Some((CheckInState::None, Some(true))));
    assert_eq!(day(5).map(|day| (day.check_in, day.spasm())), Some((CheckInState::Done { spasm: false }, Some(true))));
    assert_eq!(day(6), None);
}

#[test]
fn check_ins_of_one_day_add_up_and_the_later_one_wins() {
    let mut keeper = Keeper::new(1);
    let number = |number| Said::Number(Amount::new(number).unwrap());
    let answers = |pairs: &[(&str, Said)]| -> Named<Said> {
        pairs.iter().map(|(name, said)| (some_words(name), *said)).collect()
    };
    let evening = CheckIn { answers: answers(&[("stress", Said::Is(true))]), ..check_in("2026-03-01", Some(true)) };
    let morning = CheckIn {
        pain: Some(level(3)),
        answers: answers(&[("sleep", number(6.5)), ("stress", Said::Is(false))]),
        ..check_in("2026-03-01", Some(false))
    };
    // Written down in the wrong order, and the last one on the next day.
    keeper.say(&utc("2026-03-01T21:00:00"), evening);
    keeper.say(&utc("2026-03-01T08:00:00"), morning);
    keeper.say(&utc("2026-03-02T08:00:00"), CheckIn { pain: Some(level(6)), ..check_in("2026-03-01", None) });

    let diary = keeper.diary();
    let day = diary.day(date(2026, 3, 1)).unwrap();
    assert_eq!(day.items.len(), 3);
    assert_eq!(day.check_in, CheckInState::Done { spasm: true });
    assert_eq!(day.pain, Some(level(6)));
    assert_eq!(day.answers.get("sleep"), Some(&number(6.5)));
    assert_eq!(day.answers.get("stress"), Some(&Said::Is(true)));
    assert_eq!(day.answers.get("alcohol"), None, "it was not asked");
    assert_eq!(diary.days().len(), 1);
}

#[test]
fn a_correction_of_a_clock_that_was_ahead_gives_way_to_the_next() {
    let mut keeper = Keeper::new(1);
    let id = keeper.say(&utc("2026-03-01T08:00:00"), pain(3));
    keeper.move_clock(400 * 24 * 60);
    let ahead = keeper.correct(id, &utc("2026-03-01T08:00:00"), pain(5));
    let item = keeper.diary();
    assert_eq!(*item.get(id).unwrap().kind(), Kind::Pain(pain(5)));
    keeper.move_clock(-400 * 24 * 60);
    let right = keeper.correct(id, &utc("2026-03-01T08:00:00"), pain(7));
    let diary = keeper.diary();
    assert_eq!(*diary.get(id).unwrap().kind(), Kind::Pain(pain(7)), "what its device wrote later wins");
    assert_eq!(diary.history(id).iter().map(|change| change.entry.id()).collect::<Vec<_>>(), [ahead, right]);
    // So it does against another device that corrects now.
    let mut other = Keeper::new(2);
    other.move_clock(100);
    other.entries.clone_from(&keeper.entries);
    other.correct(id, &utc("2026-03-01T08:00:00"), pain(9));
    assert_eq!(*other.diary().get(id).unwrap().kind(), Kind::Pain(pain(9)));
}

#[test]
fn a_correction_shows_in_place_of_what_was_written_and_the_first_stays_visible() {
    let mut keeper = Keeper::new(1);
    let id = keeper.say(&utc("2026-03-01T08:00:00"), pain(3));
    let first = keeper.correct(id, &utc("2026-03-02T08:00:00"), pain(5));
    // Naming the correction is naming what it corrects.
    let second = keeper.correct(first, &utc("2026-03-03T08:00:00"), spasm());

    let diary = keeper.diary();
    let item = diary.get(id).unwrap();
    assert_eq!(item.name(), KindName::Spasm);
    assert_eq!(item.happened().date(), date(2026, 3, 3));
    assert_eq!(item.first().kind(), Some(&Kind::Pain(pain(3))));
    assert_eq!(diary.days().keys().copied().collect::<Vec<_>>(), [date(2026, 3, 3)]);
    let history: Vec<_> = diary.history(id).iter().map(|change| (change.entry.id(), change.removed)).collect();
    assert_eq!(history, [(first, false), (second, false)]);

    // Undoing the last change brings back the one before it.
    keeper.remove(second);
    assert_eq!(keeper.diary().get(id).map(|item| item.kind().clone()), Some(Kind::Pain(pain(5))));
    keeper.remove(first);
    assert_eq!(keeper.diary().get(id).map(|item| item.kind().clone()), Some(Kind::Pain(pain(3))));
}

#[test]
fn removing_a_removal_restores_and_removing_that_removes_again() {
    let mut keeper = Keeper::new(1);
    let mut last = keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    let id = last;
    for round in 0..6 {
        let there = keeper.diary().get(id).is_some();
        assert_eq!(there, round % 2 == 0, "after {round} removals");
        assert_eq!(keeper.diary().removed().len(), usize::from(!there));
        last = keeper.remove(last);
    }
    assert_eq!(keeper.diary().history(id).len(), 6);
}

#[test]
fn removing_twice_needs_restoring_twice() {
    let mut keeper = Keeper::new(1);
    let id = keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    let one = keeper.remove(id);
    let two = keeper.remove(id);
    keeper.remove(one);
    assert!(keeper.diary().get(id).is_none(), "the other device removed it, too");
    keeper.remove(two);
    assert!(keeper.diary().get(id).is_some());
}

#[test]
fn a_long_chain_of_undone_undoings_takes_no_longer_than_its_length() {
    let mut keeper = Keeper::new(1);
    let id = keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    let mut last = id;
    for _ in 0..20_001 {
        last = keeper.remove(last);
    }
    assert!(keeper.diary().get(id).is_none());
}

#[test]
fn a_change_waits_for_what_it_names() {
    let mut keeper = Keeper::new(1);
    let id = keeper.say(&utc("2026-03-01T08:00:00"), spasm());
    keeper.remove(id);
    let [spasm, removal] = [0, 1].map(|place| keeper.entries[place].clone());

    let mut log = Log::from_iter([removal.clone()]);
    let diary = Diary::fold(&log);
    assert_eq!(diary.loose().iter().map(|entry| entry.id()).collect::<Vec<_>>(), [removal.id()]);
    log.insert(spasm);
    assert!(Diary::fold(&log).items().is_empty());
    assert!(Diary::fold(&log).loose().is_empty());
}

#[test]
fn changes_that_name_each_other_in_a_circle_change_nothing() {
    let id = |number: u32| format!("019aa957-4463-7000-8000-00000000000{number}");
    let line = |number: u32, sequence: u32, rest: &str| {
        format!(
            r#"{{"schema":1,"id":"{}","device":"{}","sequence":{sequence},"previous":null,"happened":"2026-03-01T08:00:00Z","recorded":"2026-03-01T08:00:00.000Z",{rest}}}"#,
            id(number),
            uuid::Uuid::nil()
        )
    };
    let removal = |of: u32| format!(r#""kind":"removal","of":"{}""#, id(of));
    let correction = |of: u32| {
        format!(
            r#""kind":"correction","of":"{}","entry":{{"happened":"2026-03-01T08:00:00Z","kind":"pain","level":5}}"#,
            id(of)
        )
    };
    let text = [
        line(0, 0, r#""kind":"pain","level":3"#),
        line(1, 1, &removal(2)),
        line(2, 2, &removal(1)),
        line(3, 3, &removal(3)),
        line(4, 4, &correction(5)),
        line(5, 5, &correction(4)),
        line(6, 6, &correction(1)),
        line(7, 7, &removal(0)),
        line(8, 8, &correction(7)),
    ]
    .join("\n");
    let (log, refused) = Log::from_lines(&text);
    assert_eq!(refused, []);
    let diary = Diary::fold(&log);
    assert_eq!(diary.removed().len(), 1);
    assert_eq!(diary.removed()[0].kind(), &Kind::Pain(pain(3)), "a removal cannot be corrected into something else");
    let loose: Vec<String> = diary.loose().iter().map(|entry| entry.id().to_string()).collect();
    assert_eq!(loose, [1, 2, 3, 4, 5, 6].map(id));
}

#[test]
fn an_exposure_counts_while_it_is_on() {
    let mut keeper = Keeper::new(1);
    let moment = |time: &str| Moment::parse(&utc(time)).unwrap();
    let sitting = supple_diary::Exposure { until: Some(moment("2026-03-01T12:00:00")), ..exposure("sitting", true) };
    keeper.say(&utc("2026-03-01T08:00:00"), sitting);
    keeper.say(&utc("2026-03-01T10:30:00"), exposure("lifting", true));
    keeper.say(&utc("2026-03-01T10:45:00"), exposure("cold", false));

    let diary = keeper.diary();
    let exposed = |what: &str, from: &str, to: &str| {
        diary.exposed(what, moment(&format!("2026-03-01T{from}")).at(), moment(&format!("2026-03-01T{to}")).at())
    };
    assert_eq!(exposed("sitting", "10:00:00", "11:00:00"), Some(true), "it had begun before and ended after");
    assert_eq!(exposed("sitting", "12:00:00", "13:00:00"), None, "it had ended");
    assert_eq!(exposed("lifting", "10:30:00", "11:00:00"), Some(true), "the beginning is included");
    assert_eq!(exposed("lifting", "10:00:00", "10:30:00"), None, "the end is not");
    assert_eq!(exposed("cold", "10:00:00", "11:00:00"), Some(false));
    assert_eq!(exposed("twisting", "10:00:00", "11:00:00"), None, "nobody asked");
}

#[test]
fn a_later_profile_wins_field_by_field() {
    let mut keeper = Keeper::new(1);
    let list = |names: &[&str]| Some(names.iter().map(|name| some_words(name)).collect());
    keeper.say(
        &utc("2026-03-01T08:00:00"),
        Profile { country: Some(Country::new("de").unwrap()), own_exposures: list(&["cello"]), ..Profile::default() },
    );
    keeper.say(
        &utc("2026-03-02T08:00:00"),
        Profile { zone: Some(some_words("Europe/Berlin")), own_exposures: list(&[]), ..Profile::default() },
    );
    let diary = keeper.diary();
    let profile = diary.profile();
    assert_eq!(profile.country.map(|country| country.code().to_owned()), Some("DE".to_owned()));
    assert_eq!(profile.zone.as_ref().map(Words::as_str), Some("Europe/Berlin"));
    assert_eq!(profile.own_exposures, list(&[]), "an empty list says that there are none");
    assert_eq!(profile.birth_year, None);
}

#[test]
fn what_was_chosen_last_is_offered_first() {
    let mut keeper = Keeper::new(1);
    for (hour, what) in ["ice", "heat", "a walk", "heat"].into_iter().enumerate() {
        keeper.say(&utc(&format!("2026-03-01T0{hour}:00:00")), measure(what));
    }
    let doing = Spasm { doing: Some(some_words("sneezing")), ..spasm() };
    keeper.say(&utc("2026-03-01T04:00:00"), doing);
    keeper.say(&utc("2026-03-01T05:00:00"), spasm());
    keeper.say(&utc("2026-03-01T06:00:00"), Symptom { what: some_label("fever"), present: false });

    let diary = keeper.diary();
    assert_eq!(diary.recent(Choice::Measure, 10), ["heat", "a walk", "ice"]);
    assert_eq!(diary.recent(Choice::Measure, 2), ["heat", "a walk"]);
    assert_eq!(diary.recent(Choice::Doing, 10), ["sneezing"]);
    assert_eq!(diary.recent(Choice::Symptom, 10), ["fever"]);
    assert!(diary.recent(Choice::Medicine, 10).is_empty());
    assert_eq!(diary.last::<Measure>().unwrap().0.happened().clock().hour(), 3);
    assert!(diary.last::<Medicine>().is_none());
    assert_eq!(diary.all::<Measure>().count(), 4);
    assert_eq!(diary.all::<Exercise>().count(), 0);
}

#[test]
fn an_export_is_ordered_by_when_things_happened() {
    let mut keeper = Keeper::new(1);
    for time in ["2026-03-02T08:00:00", "2026-03-01T08:00:00", "2026-03-03T08:00:00"] {
        keeper.say(&utc(time), spasm());
    }
    let text = keeper.log().to_lines();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines, [1, 0, 2].map(|place| keeper.entries[place].line()));
}

#[test]
fn every_region_is_one_of_its_own() {
    for region in Region::ALL {
        let one = Regions::from_iter([region]);
        assert_eq!(one.iter().collect::<Vec<_>>(), [region]);
        assert_eq!(Region::from_id(region.id()), Some(region));
        assert_eq!(serde_json::to_string(&one).unwrap(), format!("[\"{}\"]", region.id()));
        assert_eq!(serde_json::from_str::<Regions>(&format!("[\"{}\"]", region.id())).unwrap(), one);
    }
}

#[test]
fn a_calendar_has_every_day_of_the_month() {
    let mut keeper = Keeper::new(1);
    keeper.say(&utc("2024-02-29T12:00:00"), spasm());
    let diary = keeper.diary();
    let month = diary.calendar(date(2024, 2, 10));
    assert_eq!(month.len(), 29);
    assert_eq!((month[0].0, month[28].0), (date(2024, 2, 1), date(2024, 2, 29)));
    assert!(month[..28].iter().all(|(_, day)| day.is_none()));
    assert_eq!(month[28].1.map(|day| day.spasms), Some(1));

    let count = |from, to| diary.between(date(2024, 2, from), date(2024, 2, to)).count();
    assert_eq!([count(29, 29), count(1, 28), count(29, 1)], [1, 0, 0]);
}
