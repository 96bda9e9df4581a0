//! The controller of a sync, event by event.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::talk::{Talk, answer, later, now, refusal};
use jiff::Timestamp;
use serde_json::json;
use supple_journal::{
    Answer, Controller, Did, Facts, JournalError, MOST_ANSWER_BYTES, MessageError, Note, Peer, Progress, Request, Step,
    Stop, VersionVector, Wish,
};
use supple_store::StoreError;
use uuid::Uuid;

const HERE: Uuid = Uuid::from_u128(1);
const THERE: Uuid = Uuid::from_u128(2);
const LOGIN: &str = "<!DOCTYPE html><title>Wi-Fi</title>";

fn html(status: u16) -> Answer {
    Answer {
        status,
        content_type: "text/html; charset=utf-8".to_owned(),
        body: LOGIN.as_bytes().to_vec(),
        ..Answer::default()
    }
}

/// What answers in the place of a server.
fn others() -> Vec<(&'static str, Answer)> {
    let mut long = b" ".repeat(MOST_ANSWER_BYTES);
    long.extend(b"{\"needed\":false,\"version\":1}");
    vec![
        ("the login page of a hotel", html(200)),
        ("the same with 511", html(511)),
        ("a proxy without the server behind it", html(502)),
        ("a proxy that says so in JSON", answer(503, r#"{"message":"no healthy upstream"}"#)),
        ("a way elsewhere", html(302)),
        ("a way elsewhere that is hidden", Answer::default()),
        ("a page that calls itself JSON", answer(200, LOGIN)),
        ("nothing", answer(200, "")),
        ("nothing at all", Answer { status: 204, ..Answer::default() }),
        ("half of an answer", answer(200, r#"{"needed":false,"version":1,"#)),
        ("JSON of something else", answer(200, r#"{"ok":true}"#)),
        ("JSON that is no object", answer(200, "null")),
        ("JSON in a list", answer(200, "[false,true,null,null]")),
        (
            "JSON under another name",
            Answer { content_type: "text/plain".to_owned(), ..answer(200, "{\"needed\":false}") },
        ),
        ("an error that is no sentence", answer(409, r#"{"error":{"code":7},"diary":{}}"#)),
        ("letters that are none", Answer { body: b"{\xff\xfe}".to_vec(), ..answer(200, "") }),
        ("an answer without end", Answer { body: long, ..answer(200, "") }),
    ]
}

#[test]
fn the_name_that_whoever_answers_gives_is_one_line_that_can_be_shown() {
    let long = "x".repeat(100_000);
    for (name, shown) in [("Anna's phone", Some("Anna's phone")), ("a\nb", Some("a\\nb")), (" \n", None), ("", None)] {
        assert_eq!(named(name).as_deref(), shown);
    }
    assert!(named(&long).unwrap().chars().count() < 1_000);
}

/// What is known of the name after an answer that gives this one.
fn named(name: &str) -> Option<String> {
    let mut talk = Talk::new();
    talk.wish(Wish::News);
    talk.next(Step::Ask(Request::State));
    talk.answered(&json!({"needed": false, "name": name, "diary": THERE}));
    talk.next(Step::Look(THERE));
    talk.did(Did::Found { diary: HERE, is_empty: false });
    talk.close();
    talk.controller.link().name.clone()
}

#[test]
fn a_sync_meets_the_server_sees_that_both_keep_one_diary_and_goes_on_until_there_is_no_message() {
    let mut talk = Talk::new();
    talk.wish(Wish::News);
    talk.next(Step::Ask(Request::State));
    talk.answered(&json!({"needed": true, "paired": true, "name": "My phone", "diary": HERE}));
    talk.next(Step::Look(HERE));
    talk.did(Did::Found { diary: HERE, is_empty: false });
    talk.next(Step::Begin(None));
    talk.did(Did::Done);
    talk.next(Step::Make);
    talk.did(Did::Made(Some("{}".to_owned()), Progress::default()));
    talk.next(Step::Ask(Request::Sync("{}".to_owned())));
    talk.message(Some(7));
    assert!(matches!(talk.step(), Some(Step::Take(message)) if message.diary == HERE));
    talk.did(Did::Took(Some(VersionVector::default())));
    talk.next(Step::Note(vec![Note::Theirs(Some(VersionVector::default()))]));
    talk.did(Did::Done);
    talk.next(Step::Make);
    talk.did(Did::Made(None, Progress { taken: 3, ..Progress::default() }));
    talk.next(Step::Arrived { has_adopted: false });
    talk.did(Did::Done);
    let link = talk.controller.link().clone();
    assert_eq!((link.peer, link.name.as_deref(), link.pending), (Peer::Server, Some("My phone"), Some(0)));
    assert_eq!((link.schema, link.synced, link.problem.as_deref()), (Some(7), Some(now()), None));
    talk.next(Step::Note(vec![Note::Link(Box::new(link)), Note::Ready]));
    talk.did(Did::Done);
    talk.nothing();
    assert_eq!((talk.controller.taken(), talk.controller.stopped().is_none()), (3, true));
    // Who was met is not asked again, and what it had is known.
    talk.wish(Wish::News);
    talk.next(Step::Begin(Some(VersionVector::default())));
}

#[test]
fn whatever_answers_in_the_place_of_a_server_says_nothing_of_it() {
    for (name, other) in others() {
        for is_met in [false, true] {
            let mut talk = Talk::new();
            talk.wish(Wish::News);
            if is_met {
                talk.meet(HERE);
                talk.send();
            } else {
                talk.next(Step::Ask(Request::State));
            }
            talk.did(Did::Answered(Ok(other.clone())));
            assert!(matches!(talk.controller.stopped(), Some(Stop::NotTheServer { .. })), "{name} {is_met}");
            let link = talk.controller.link();
            assert_eq!(link.peer, if is_met { Peer::Server } else { Peer::Unmet }, "{name}");
            assert_eq!(
                link.problem.as_deref(),
                Some("something else answers in the place of your server, such as a login page of this network")
            );
            assert!(!talk.controller.facts().is_ready, "{name}: what the server has is not here");
            talk.close();
            // The next sync begins with who is there.
            talk.wish(Wish::Network);
            talk.next(Step::Ask(Request::State));
        }
    }
}

#[test]
fn a_server_that_lets_in_by_a_code_and_not_this_one_is_told_apart() {
    let mut talk = Talk::new();
    talk.wish(Wish::News);
    talk.next(Step::Ask(Request::State));
    talk.answered(&json!({"needed": true, "paired": false, "name": null, "diary": null}));
    assert!(matches!(talk.controller.stopped(), Some(Stop::NotPaired)));
    assert_eq!(talk.controller.link().peer, Peer::NotPaired);
    assert!(talk.controller.facts().is_ready, "this browser has a diary of its own");
    let mut talk = Talk::met();
    talk.send();
    talk.did(Did::Answered(Ok(refusal(401, "this device is not paired with this server"))));
    assert_eq!(talk.controller.link().peer, Peer::NotPaired);
    assert_eq!(talk.controller.link().problem.as_deref(), Some("this device is not paired with this server"));
}

#[test]
fn what_a_server_says_is_wrong_with_it_is_told_in_its_own_words() {
    let mut talk = Talk::met();
    talk.send();
    talk.did(Did::Answered(Ok(refusal(503, "the disk is full"))));
    assert!(matches!(talk.controller.stopped(), Some(Stop::Refused { status: 503, .. })));
    assert_eq!(talk.controller.link().problem.as_deref(), Some("the disk is full"));
    assert_eq!(talk.controller.link().peer, Peer::Server);
}

#[test]
fn a_message_of_a_newer_supple_is_no_login_page() {
    let mut talk = Talk::met();
    talk.send();
    talk.did(Did::Answered(Ok(answer(200, r#"{"version":9,"more":true}"#))));
    assert!(matches!(talk.controller.stopped(), Some(Stop::Unreadable(MessageError::Newer(9)))));
    let mut talk = Talk::met();
    talk.send();
    talk.did(Did::Answered(Ok(answer(200, r#"{"version":"new"}"#))));
    assert!(matches!(talk.controller.stopped(), Some(Stop::NotTheServer { status: 200 })));
}

#[test]
fn another_diary_is_taken_over_only_where_there_is_none() {
    for is_empty in [true, false] {
        let mut talk = Talk::new();
        talk.wish(Wish::News);
        talk.next(Step::Ask(Request::State));
        talk.answered(&json!({"needed": false, "paired": false, "diary": THERE}));
        talk.next(Step::Look(THERE));
        talk.did(Did::Found { diary: HERE, is_empty });
        if is_empty {
            talk.next(Step::Adopt(THERE));
            talk.did(Did::Done);
            talk.next(Step::Begin(None));
            talk.did(Did::Done);
            talk.next(Step::Make);
            talk.did(Did::Made(None, Progress { taken: 1, ..Progress::default() }));
            talk.next(Step::Arrived { has_adopted: true });
        } else {
            let link = talk.controller.link();
            assert_eq!((link.peer, link.other), (Peer::OtherDiary, Some(THERE)));
            assert!(matches!(talk.step(), Some(Step::Note(_))), "nothing was sent or taken");
        }
    }
}

#[test]
fn a_server_whose_diary_became_another_one_since_it_was_met_is_noticed_by_its_refusal() {
    let mut talk = Talk::met();
    talk.send();
    let told = json!({"error": "this is another diary", "diary": THERE}).to_string();
    talk.did(Did::Answered(Ok(answer(409, &told))));
    talk.next(Step::Look(THERE));
    talk.did(Did::Found { diary: HERE, is_empty: false });
    assert!(matches!(talk.controller.stopped(), Some(Stop::OtherDiary { there: THERE })));
    talk.close();
    // It stays known while the server is away, so that the person can still join it.
    talk.wish(Wish::Network);
    talk.next(Step::Ask(Request::State));
    talk.did(Did::Answered(Err(String::new())));
    assert_eq!((talk.controller.link().peer, talk.controller.link().other), (Peer::OtherDiary, Some(THERE)));
}

#[test]
fn a_server_that_becomes_another_one_with_each_answer_is_taken_over_once() {
    let mut talk = Talk::new();
    talk.wish(Wish::News);
    talk.next(Step::Ask(Request::State));
    talk.answered(&json!({"needed": false, "paired": false, "diary": THERE}));
    talk.next(Step::Look(THERE));
    talk.did(Did::Found { diary: HERE, is_empty: true });
    talk.next(Step::Adopt(THERE));
    talk.did(Did::Done);
    talk.send();
    let third = Uuid::from_u128(3);
    talk.did(Did::Answered(Ok(answer(409, &json!({"error": "another", "diary": third}).to_string()))));
    talk.next(Step::Look(third));
    talk.did(Did::Found { diary: THERE, is_empty: true });
    assert!(matches!(talk.controller.stopped(), Some(Stop::OtherDiary { .. })));
}

#[test]
fn the_person_joins_the_diary_that_was_told_of_and_no_third_one() {
    let third = Uuid::from_u128(3);
    for (there, is_joined) in [(THERE, true), (third, false)] {
        let mut talk = Talk::other(THERE);
        talk.wish(Wish::Join);
        talk.next(Step::Note(vec![Note::Left(false)]));
        talk.did(Did::Done);
        talk.next(Step::Ask(Request::State));
        talk.answered(&json!({"needed": false, "paired": false, "diary": there}));
        talk.next(Step::Look(there));
        talk.did(Did::Found { diary: HERE, is_empty: false });
        if is_joined {
            talk.next(Step::Adopt(THERE));
            talk.did(Did::Done);
            talk.next(Step::Begin(None));
            talk.did(Did::Done);
            talk.next(Step::Make);
            talk.did(Did::Made(None, Progress { taken: 1, ..Progress::default() }));
            // What was lost is not back: this is the diary of the other side.
            talk.next(Step::Arrived { has_adopted: false });
            talk.did(Did::Done);
            assert_eq!(talk.controller.link().other, None);
        } else {
            assert_eq!(talk.controller.link().other, Some(third));
        }
    }
    let mut talk = Talk::new();
    talk.wish(Wish::Join);
    talk.nothing();
    talk.wish(Wish::JoinAny);
    assert!(talk.step().is_some());
}

#[test]
fn after_a_failure_it_rests_for_ten_seconds_unless_the_person_asks_or_the_network_is_back() {
    let failed = || {
        let mut talk = Talk::new();
        talk.wish(Wish::News);
        talk.next(Step::Ask(Request::State));
        talk.did(Did::Answered(Err("no route".to_owned())));
        assert!(matches!(talk.controller.stopped(), Some(Stop::Unreachable(why)) if why == "no route"));
        assert_eq!(talk.controller.patience(), None, "no page waits for it");
        talk.close();
        talk
    };
    for (seconds, is_asked) in [(0, false), (9, false), (10, true), (-1_000, true)] {
        let mut talk = failed();
        talk.now = later(seconds);
        assert_eq!(talk.controller.may_try(talk.now), is_asked, "{seconds}");
        talk.wish(Wish::News);
        assert_eq!(talk.step().is_some(), is_asked, "{seconds}");
    }
    for wish in [Wish::Network, Wish::Again, Wish::Welcome, Wish::JoinAny] {
        let mut talk = failed();
        talk.wish(wish);
        assert!(talk.step().is_some(), "{wish:?}");
    }
}

#[test]
fn what_breaks_off_with_entries_to_send_is_called_back_by_the_network() {
    for (pending, is_called) in [(Did::Counted(2), true), (Did::Counted(0), false)] {
        let mut talk = Talk::met();
        talk.took();
        talk.did(Did::Made(Some(String::new()), Progress { taken: 2, ..Progress::default() }));
        talk.next(Step::Ask(Request::Sync(String::new())));
        talk.did(Did::Answered(Err(String::new())));
        talk.next(Step::Count(VersionVector::default()));
        talk.did(pending);
        if is_called {
            talk.next(Step::CallBack);
            talk.did(Did::Done);
        }
        assert_eq!(talk.controller.link().pending, Some(if is_called { 2 } else { 0 }));
        assert!(matches!(talk.step(), Some(Step::Note(_))));
        assert_eq!(talk.controller.taken(), 2, "what came is kept");
    }
}

#[test]
fn a_store_that_refuses_ends_a_sync_with_its_own_words() {
    let error = JournalError::from(StoreError::Stopped);
    let words = error.to_string();
    let mut talk = Talk::met();
    talk.next(Step::Begin(None));
    talk.did(Did::Done);
    talk.next(Step::Make);
    talk.did(Did::Failed(error));
    assert_eq!(talk.controller.link().problem.as_deref(), Some(words.as_str()));
    let mut talk = Talk::met();
    talk.send();
    talk.message(None);
    assert!(matches!(talk.step(), Some(Step::Take(_))));
    talk.did(Did::Took(None));
    talk.next(Step::Note(vec![Note::Theirs(None)]));
    talk.did(Did::NotNoted("the disk is full".to_owned()));
    assert_eq!(talk.controller.link().problem.as_deref(), Some("the disk is full"));
    // It is not the server that failed: who is there is still known.
    talk.close();
    talk.wish(Wish::Network);
    talk.next(Step::Begin(None));
}

#[test]
fn a_server_that_always_claims_to_have_more_is_left_and_what_it_sent_is_kept() {
    let mut talk = Talk::met();
    talk.next(Step::Begin(None));
    talk.did(Did::Done);
    talk.next(Step::Make);
    talk.did(Did::Made(None, Progress { taken: 1, has_given_up: true, ..Progress::default() }));
    let link = talk.controller.link();
    assert!(matches!(talk.controller.stopped(), Some(Stop::GivenUp)));
    assert_eq!((link.peer, talk.controller.taken()), (Peer::Server, 1));
    assert!(talk.controller.facts().is_ready, "all that it does send is here");
    let mut talk = Talk::met();
    let mut messages = 0;
    while let Some(step) = talk.step() {
        match step {
            Step::Make => talk.did(Did::Made(Some(String::new()), Progress { taken: 9, ..Progress::default() })),
            Step::Ask(Request::Sync(_)) => {
                messages += 1;
                talk.message(None);
            }
            Step::Take(_) => talk.did(Did::Took(Some(VersionVector::default()))),
            _ => talk.did(Did::Done),
        }
    }
    assert_eq!(messages, 2_000);
    assert!(matches!(talk.controller.stopped(), Some(Stop::GivenUp)));
}

#[test]
fn nothing_comes_of_a_sync_that_was_left_in_the_middle() {
    let mut talk = Talk::met();
    talk.took();
    talk.did(Did::Made(Some(String::new()), Progress::default()));
    talk.next(Step::Ask(Request::Sync(String::new())));
    talk.wish(Wish::Again);
    let notes = talk.controller.leave(false);
    assert_eq!(notes.iter().map(Note::name).collect::<Vec<_>>(), ["left", "theirs", "link", "ready"]);
    assert_eq!(notes[1], Note::Theirs(None));
    talk.message(Some(7));
    talk.nothing();
    let link = talk.controller.link();
    assert!(link.has_left && link.peer == Peer::Unmet && link.schema.is_none());
    for wish in [Wish::News, Wish::Network, Wish::Unpair, Wish::Join] {
        talk.wish(wish);
        talk.nothing();
    }
    talk.wish(Wish::Again);
    talk.next(Step::Note(vec![Note::Left(false)]));
    talk.did(Did::Done);
    talk.next(Step::Ask(Request::State));
}

#[test]
fn what_the_server_is_still_to_be_told_comes_before_anything_else() {
    let mut talk = Talk::met();
    talk.next(Step::Begin(None));
    let notes = talk.controller.leave(true);
    assert!(notes.contains(&Note::Unpairs(true)));
    assert!(talk.controller.link().owes && talk.controller.owes(now()));
    talk.did(Did::Done);
    // It cannot be told: nothing is synced, even though the person asks.
    talk.wish(Wish::Again);
    talk.next(Step::Ask(Request::Leave));
    talk.did(Did::Answered(Err(String::new())));
    talk.next(Step::CallBack);
    talk.did(Did::Done);
    talk.nothing();
    assert!(talk.controller.link().has_left && talk.controller.link().problem.is_some());
    assert!(!talk.controller.owes(now()), "it rests");
    talk.wish(Wish::News);
    talk.nothing();
    // The network is back: it is told, and that is all.
    talk.wish(Wish::Network);
    talk.next(Step::Ask(Request::Leave));
    talk.answered(&json!({"needed": true, "left": true}));
    assert!(talk.controller.may_clear());
    assert!(
        matches!(talk.step(), Some(Step::Note(notes)) if notes.iter().map(Note::name).eq(["unpairs", "link"])),
        "nothing else is noted"
    );
    talk.did(Did::Done);
    talk.nothing();
    let link = talk.controller.link();
    assert!(link.has_left && !link.owes && link.problem.is_none());
}

#[test]
fn once_the_server_was_told_the_person_who_asked_gets_a_sync() {
    let mut talk = Talk::met();
    let _ = talk.controller.leave(true);
    talk.wish(Wish::Again);
    talk.next(Step::Ask(Request::Leave));
    talk.answered(&json!({"needed": false, "left": false}));
    assert!(!talk.controller.may_clear(), "a server that is open has no files to clear");
    assert!(matches!(talk.step(), Some(Step::Note(notes)) if notes.last() == Some(&Note::Left(false))));
    talk.did(Did::Done);
    talk.next(Step::Ask(Request::State));
}

#[test]
fn a_new_pairing_settles_what_was_owed_of_the_old_one() {
    let mut talk = Talk::new();
    let _ = talk.controller.leave(true);
    talk.wish(Wish::Welcome);
    assert!(
        matches!(talk.step(), Some(Step::Note(notes)) if notes.iter().map(Note::name).eq(["unpairs", "link", "left"]))
    );
    talk.did(Did::Done);
    talk.next(Step::Ask(Request::State));
    assert!(!talk.controller.facts().unpairs);
}

#[test]
fn whoever_leaves_while_the_server_is_told_does_not_come_back_by_that() {
    let mut talk = Talk::new();
    let _ = talk.controller.leave(true);
    talk.wish(Wish::Again);
    talk.next(Step::Ask(Request::Leave));
    let _ = talk.controller.leave(false);
    assert!(talk.controller.facts().unpairs, "what is owed is owed until it is told");
    talk.answered(&json!({"needed": true, "left": true}));
    assert!(matches!(talk.step(), Some(Step::Note(notes)) if notes.len() == 2));
    talk.did(Did::Done);
    talk.nothing();
    assert!(talk.controller.facts().has_left);
}

#[test]
fn whoever_wishes_for_news_while_a_sync_is_under_way_gets_what_that_one_brings() {
    let mut talk = Talk::met();
    talk.wish(Wish::News);
    talk.wish(Wish::Network);
    talk.next(Step::Begin(None));
    assert_eq!(talk.step(), None, "one step is under way at a time");
    talk.did(Did::Done);
    talk.next(Step::Make);
    talk.did(Did::Made(None, Progress::default()));
    talk.close();
    talk.nothing();
}

#[test]
fn a_sync_whose_steps_nobody_does_any_more_is_broken_off() {
    let mut talk = Talk::met();
    talk.next(Step::Begin(None));
    talk.controller.break_off();
    talk.nothing();
    talk.wish(Wish::News);
    talk.next(Step::Begin(None));
}

#[test]
fn a_host_of_files_and_a_controller_that_knows_nothing_yet_ask_nobody() {
    let mut alone = Controller::new(true, ToString::to_string);
    alone.recall(Facts::default());
    let mut unknown = Controller::new(false, ToString::to_string);
    for controller in [&mut alone, &mut unknown] {
        for wish in [Wish::News, Wish::Network, Wish::Again, Wish::Welcome, Wish::Join, Wish::JoinAny, Wish::Unpair] {
            controller.wish(wish);
            assert_eq!(controller.step(now()), None, "{wish:?}");
        }
        assert!(!controller.may_try(now()) && !controller.has_server());
    }
    assert!(alone.link().peer == Peer::Nobody && alone.facts().is_ready);
    let notes = alone.leave(true);
    assert!(!notes.contains(&Note::Unpairs(true)), "nobody is to be told");
    assert_eq!(alone.link().peer, Peer::Nobody);
}

#[test]
fn that_a_host_only_sends_files_is_forgotten_where_a_server_is() {
    let mut controller = Controller::new(false, ToString::to_string);
    controller.recall(Facts::read(r#"{"link": {"peer": "nobody"}}"#));
    assert_eq!(controller.link().peer, Peer::Unmet);
}

#[test]
fn a_page_waits_for_a_server_that_answered_and_not_for_one_that_was_late() {
    let mut talk = Talk::new();
    assert_eq!(talk.controller.patience().map(|patience| patience.as_millis()), Some(80));
    talk.controller.late();
    assert_eq!(talk.controller.patience(), None);
    talk.wish(Wish::News);
    talk.meet(HERE);
    talk.next(Step::Begin(None));
    talk.did(Did::Done);
    talk.next(Step::Make);
    talk.did(Did::Made(None, Progress::default()));
    assert!(talk.controller.patience().is_some());
    assert!(talk.controller.has_server());
}

#[test]
fn what_is_written_down_is_read_again() {
    let link = Talk::other(THERE).controller.link().clone();
    let theirs = VersionVector::default();
    let notes = [Note::Theirs(Some(theirs.clone())), Note::Ready, Note::Left(true), Note::Link(Box::new(link.clone()))];
    let facts: Vec<String> =
        notes.iter().map(|note| format!("\"{}\": {}", note.name(), note.json().unwrap())).collect();
    let facts = Facts::read(&format!("{{{}}}", facts.join(", ")));
    assert_eq!(facts, Facts { theirs: Some(theirs), is_ready: true, has_left: true, unpairs: false, link });
}

#[test]
fn what_older_versions_wrote_down_is_read_and_what_is_damaged_costs_only_itself() {
    let facts = Facts::read(
        r#"{"theirs": "{}", "ready": true, "unpairs": true, "link": {"peer": "server", "hasLeft": false, "name": "A",
            "synced": 1790000000000, "refused": ["x"], "pending": 2, "schema": 7}}"#,
    );
    assert!(facts.is_ready && facts.unpairs && !facts.has_left && facts.theirs.is_some());
    assert_eq!((facts.link.synced, facts.link.pending), (Timestamp::from_millisecond(1_790_000_000_000).ok(), Some(2)));
    let facts = Facts::read(r#"{"theirs": "{", "ready": true, "link": {"peer": "someone"}}"#);
    assert!(facts.is_ready && facts.theirs.is_none() && facts.link.peer == Peer::Unmet);
}

#[test]
fn a_message_says_which_schema_is_read_here_and_a_question_does_not() {
    let message = Request::Sync("{}".to_owned());
    assert_eq!((message.path(), message.method(), message.body()), ("/sync", "POST", Some("{}")));
    let names: Vec<&str> = message.headers().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["accept", "content-type", "supple-schema"]);
    assert_eq!((Request::State.path(), Request::State.method(), Request::State.body()), ("/pair/state", "GET", None));
    assert_eq!(
        (Request::Leave.path(), Request::Leave.method(), Request::Leave.headers().len()),
        ("/pair/leave", "POST", 1)
    );
}
