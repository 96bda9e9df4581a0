//! What entries of each kind hold, and who may write them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::civil::date;
use supple_diary::testing::{Keeper, exposure, pain, some_label, some_words};
use supple_diary::{
    Amount, ChosenStart, Correction, Diary, Draft, Entry, Exercise, Exposure, Kind, KindName, Label, Log, Medicine,
    Moment, Object, Precision, ReturnStep,
};

const TIME: &str = "2026-03-01T08:00:00Z";

fn draft(kind: impl Into<Kind>) -> Draft {
    Draft::new(Moment::parse(TIME).unwrap(), kind)
}

fn correction(kind: impl Into<Kind>) -> Correction {
    Correction { of: uuid::Uuid::nil(), entry: Box::new(draft(kind)) }
}

fn ids(of: fn(KindName) -> bool) -> Vec<&'static str> {
    KindName::ALL.into_iter().filter(|name| of(*name)).map(KindName::id).collect()
}

#[test]
fn no_form_offers_what_criteria_or_chance_decide() {
    let said = [
        "spasm", "pain", "episode", "symptom", "exposure", "measure", "medicine", "exercise", "ability", "check-in",
        "note",
    ];
    assert_eq!(ids(KindName::is_said), said);
    let of_a_trial = [
        "trial",
        "trial-pain",
        "trial-draw",
        "trial-done",
        "trial-end",
        "trial-harm",
        "days-trial",
        "days-period",
        "days-done",
    ];
    assert_eq!(ids(KindName::is_of_a_trial), of_a_trial);
    let of_a_reminder = ["reminder", "reminder-skip"];
    assert_eq!(ids(KindName::is_of_a_reminder), of_a_reminder);
    let decided = [&["return-step"][..], &of_a_trial, &of_a_reminder, &["chosen-start"]].concat();
    assert_eq!(ids(KindName::is_decided), decided);
}

#[test]
fn a_step_of_the_return_is_not_written_by_hand_under_its_old_name_or_by_a_correction() {
    let step = supple_diary::Id::new("contact-sport").unwrap();
    let step = ReturnStep { step, pain: None, note: None };
    let old = Exercise::of(some_label("way-back:contact-sport"));
    let bridge = Exercise::of(some_label("bridge"));
    for decided in [step.clone().into(), old.clone().into(), Kind::from(correction(step)), Kind::from(correction(old))]
    {
        assert!(decided.is_decided(), "{decided:?}");
    }
    for by_hand in [bridge.clone().into(), pain(3).into(), Kind::from(correction(pain(3))), correction(bridge).into()] {
        assert!(!by_hand.is_decided(), "{by_hand:?}");
    }
}

#[test]
fn a_start_that_was_not_decided_before_it_came_is_no_choice_of_chance() {
    let start = |day| ChosenStart { what: some_words("a walk"), decided: date(2026, 3, 2), start: date(2026, 3, day) };
    assert_eq!([1, 2, 3].map(|day| start(day).is_a_choice()), [false, false, true]);
}

#[test]
fn own_words_that_look_like_an_id_stay_own_words_also_on_an_older_program() {
    let own = || Label::Own(some_words("sport"));
    let known = some_label("sport");
    assert_eq!((known.known(), own().known(), some_label("my garden").known()), (Some("sport"), None, None));
    assert_eq!((known.to_string(), format!("{:>7}", own())), ("sport".to_owned(), "  sport".to_owned()));
    // An older program would read it as an id: it must see that a newer one wrote it.
    let schema = |kind: Kind| {
        let mut keeper = Keeper::new(1);
        keeper.write(draft(kind));
        serde_json::from_str::<serde_json::Value>(keeper.entries[0].line()).unwrap()["schema"].as_u64().unwrap()
    };
    let of = |what: Label| Exposure { what, ..exposure("lifting", true) };
    assert_eq!((schema(of(known.clone()).into()), schema(of(own()).into())), (1, 3));
    assert_eq!((schema(correction(of(known)).into()), schema(correction(of(own())).into())), (1, 3));
}

#[test]
fn an_amount_is_the_number_that_was_given() {
    let milligrams = Amount::new(12.5).ok();
    let medicine = Medicine { what: some_words("ibuprofen"), substance: None, milligrams, units: None, note: None };
    let mut keeper = Keeper::new(1);
    keeper.say(TIME, medicine);
    let diary = keeper.diary();
    let (_, read) = diary.last::<Medicine>().unwrap();
    assert_eq!(read.milligrams.map(Amount::get), Some(12.5));
    assert_eq!(read.what.to_string(), "ibuprofen");
}

#[test]
fn what_was_answered_in_a_check_stays_as_it_was_answered() {
    let object = |json: &str| Object::new(json).unwrap();
    assert_eq!(object(r#"{"pain": 8}"#).json(), r#"{"pain": 8}"#);
    assert_eq!(object(r#"{"pain":8}"#), object(r#"{"pain":8}"#));
    assert_ne!(object(r#"{"pain":8}"#), object(r#"{"pain":9}"#));
}

#[test]
fn an_item_says_that_it_was_corrected_and_how_exactly_its_time_is_known() {
    let mut keeper = Keeper::new(1);
    let about = keeper.write(draft(pain(3)).about(Precision::Hour));
    let exact = keeper.write(draft(pain(4)));
    let correction = keeper.correct(exact, TIME, pain(5));
    let diary = keeper.diary();
    let [about, exact] = [about, exact].map(|id| diary.get(id).unwrap());
    assert_eq!((about.precision(), exact.precision()), (Some(Precision::Hour), None));
    assert_eq!((about.correction(), exact.correction().map(|entry| entry.id())), (None, Some(correction)));
}

#[test]
fn a_merge_says_how_much_was_new_and_loses_nothing() {
    let [mut one, mut other] = [1, 2].map(Keeper::new);
    for level in 0..5 {
        one.say(TIME, pain(level));
    }
    other.say(TIME, pain(9));
    let mut log = one.log();
    assert_eq!(log.merge(&other.log()), 1);
    assert_eq!((log.merge(&other.log()), log.len()), (0, 6));
    assert_eq!(other.log().merge(&log), 5);
    assert_eq!(Log::new().merge(&log), 6);
    assert!(Log::new().is_empty() && !log.is_empty());
    let mut extended = Log::from_iter(other.entries.clone());
    extended.extend(one.entries.iter().rev().chain(&other.entries).cloned());
    assert_eq!(extended, log, "in whatever order they come, and each once");
}

#[test]
fn which_of_two_corrections_with_one_place_counts_is_the_same_in_every_version() {
    // Two programs wrote for one device, at the same time, and each corrects.
    let mut keeper = Keeper::new(1);
    let id = keeper.say(TIME, pain(3));
    let mut other = keeper.clone();
    let first = keeper.correct(id, TIME, pain(5));
    other.correct(id, TIME, pain(7));
    let later = other.entries[1].line().replacen(&first.to_string(), &first.to_string().replace("-7000-", "-7001-"), 1);
    let log = |later: &str| {
        Log::from_iter([&keeper.entries[0], &keeper.entries[1], &Entry::parse(later).unwrap()].map(Clone::clone))
    };
    let diary = Diary::fold(&log(&later));
    assert_eq!(diary.history(id).len(), 2);
    assert_eq!(*diary.get(id).unwrap().kind(), Kind::Pain(pain(5)), "the one with the smaller id");
}
