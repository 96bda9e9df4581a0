//! The courier of a sync, on real journals: one asks, the other answers as a server does.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::Ticking;
use crate::support::talk::answer;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use supple_diary::{Draft, Level, Pain};
use supple_journal::{
    Answer, Controller, Courier, Facts, Journal, JournalError, Message, Note, Peer, Request, Stop, Ways, Wish,
};
use uuid::Uuid;

fn journal(seed: u64) -> Journal {
    let store = supple_store::open("sqlite::memory:").unwrap();
    Journal::new(store, Uuid::from_u128(u128::from(seed)), Arc::new(Ticking::new(seed)))
}

async fn write(journal: &Journal, count: usize) {
    let pain = Pain { level: Level::new(3).unwrap(), regions: Default::default(), note: None };
    let draft = Draft::new(journal.host().moment().unwrap(), pain);
    journal.write_all(vec![draft; count]).await.unwrap();
}

fn courier() -> Courier {
    let mut controller = Controller::new(false, ToString::to_string);
    controller.recall(Facts::default());
    Courier::new(Arc::new(Mutex::new(controller)))
}

/// A server that others ask, and what they note.
struct Server<'s> {
    journal: &'s Journal,
    is_away: bool,
    /// Whether it always tells of something that it does not send.
    lies: bool,
    /// Who leaves while it is asked for a sync.
    leaves: Option<&'s Courier>,
    asked: AtomicUsize,
    noted: Mutex<Vec<&'static str>>,
    arrived: Mutex<Vec<bool>>,
}

impl<'s> Server<'s> {
    fn of(journal: &'s Journal) -> Server<'s> {
        let (asked, noted, arrived) = Default::default();
        Server { journal, is_away: false, lies: false, leaves: None, asked, noted, arrived }
    }

    fn noted(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.noted.lock().unwrap())
    }

    async fn sync(&self, message: &str, asked: usize) -> Answer {
        match self.journal.receive(&Message::read(message.as_bytes()).unwrap()).await {
            Ok(received) => {
                let mut said = json!(received.answer);
                if self.lies {
                    let last = "a".repeat(64);
                    said["have"][Uuid::from_u128(9).to_string()] = json!({"entries": 10 + asked, "last": last});
                }
                Answer { schema: Some(7), ..answer(200, &said.to_string()) }
            }
            Err(error @ JournalError::OtherDiary { here, .. }) => {
                answer(409, &json!({"error": error.to_string(), "diary": here}).to_string())
            }
            Err(error) => answer(503, &json!({"error": error.to_string()}).to_string()),
        }
    }
}

impl Ways for Server<'_> {
    async fn ask(&self, request: &Request) -> Result<Answer, String> {
        tokio::task::yield_now().await;
        if self.is_away {
            return Err("no route".to_owned());
        }
        Ok(match request {
            Request::State => {
                let diary = self.journal.identity().await.unwrap();
                answer(200, &json!({"needed": false, "paired": false, "name": null, "diary": diary}).to_string())
            }
            Request::Sync(message) => {
                let asked = self.asked.fetch_add(1, Ordering::Relaxed);
                let answer = self.sync(message, asked).await;
                if let Some(courier) = self.leaves {
                    courier.leave(true, self).await.unwrap();
                }
                answer
            }
            Request::Leave => answer(200, r#"{"needed":true,"left":true}"#),
        })
    }

    async fn note(&self, notes: &[Note]) -> Result<(), String> {
        self.noted.lock().unwrap().extend(notes.iter().map(Note::name));
        Ok(())
    }

    async fn arrived(&self, has_adopted: bool) {
        self.arrived.lock().unwrap().push(has_adopted);
    }
}

#[tokio::test]
async fn an_empty_diary_becomes_that_of_the_server_and_what_is_written_goes_there() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    let server = Server::of(&there);
    write(&there, 5).await;
    assert_eq!(courier.wish(Wish::News, &here, &server).await, 5);
    assert_eq!(*server.arrived.lock().unwrap(), [true]);
    write(&here, 20).await;
    assert_eq!(courier.wish(Wish::News, &here, &server).await, 0);
    assert!(here.log().await.unwrap() == there.log().await.unwrap());
    let link = courier.controller().link().clone();
    assert_eq!((link.peer, link.pending, link.schema), (Peer::Server, Some(0), Some(7)));
    assert_eq!(courier.outcome().await.sent, 20);
    write(&here, 2).await;
    courier.count(&here).await;
    assert_eq!(courier.controller().link().pending, Some(2));
}

#[tokio::test]
async fn two_diaries_become_one_only_when_the_person_joins_them() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    let server = Server::of(&there);
    write(&here, 2).await;
    write(&there, 3).await;
    assert_eq!(courier.wish(Wish::News, &here, &server).await, 0);
    assert_eq!(courier.controller().link().peer, Peer::OtherDiary);
    assert_eq!((here.log().await.unwrap().len(), there.log().await.unwrap().len()), (2, 3));
    assert_eq!(server.asked.load(Ordering::Relaxed), 0, "nothing was sent");
    assert_eq!(courier.wish(Wish::Join, &here, &server).await, 3);
    assert!(here.log().await.unwrap() == there.log().await.unwrap());
    assert_eq!(*server.arrived.lock().unwrap(), [false]);
}

#[tokio::test]
async fn a_server_that_always_tells_of_something_new_is_asked_a_few_times_and_what_it_has_is_here() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    write(&there, 1).await;
    let server = Server { lies: true, ..Server::of(&there) };
    assert_eq!(courier.wish(Wish::News, &here, &server).await, 1);
    assert!(matches!(courier.controller().stopped(), Some(Stop::GivenUp)));
    let asked = server.asked.load(Ordering::Relaxed);
    assert!((2..=6).contains(&asked), "{asked} messages");
    assert_eq!(here.log().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_left_in_the_middle_of_a_message_takes_nothing_and_notes_nothing_more() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    here.adopt(there.identity().await.unwrap()).await.unwrap();
    write(&there, 3).await;
    let server = Server { leaves: Some(&courier), ..Server::of(&there) };
    assert_eq!(courier.wish(Wish::News, &here, &server).await, 0);
    assert_eq!(server.noted(), ["left", "theirs", "link", "ready", "unpairs"]);
    assert!(here.log().await.unwrap().is_empty());
    courier.wish(Wish::News, &here, &server).await;
    assert_eq!(server.noted(), ["unpairs", "link"], "the server was told");
    let server = Server::of(&there);
    for wish in [Wish::News, Wish::Network] {
        courier.wish(wish, &here, &server).await;
    }
    assert!(server.noted().is_empty() && here.log().await.unwrap().is_empty());
    assert_eq!(courier.wish(Wish::Again, &here, &server).await, 3);
}

#[tokio::test]
async fn whoever_wishes_for_the_same_at_once_gets_one_sync() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    write(&there, 1).await;
    let server = Server::of(&there);
    let wish = || courier.wish(Wish::News, &here, &server);
    let (one, other) = tokio::join!(wish(), wish());
    assert_eq!((one, other), (1, 1));
    let asked = server.asked.load(Ordering::Relaxed);
    assert_eq!(asked, 1, "one message brings it");
}

#[tokio::test]
async fn a_sync_whose_asker_has_gone_away_keeps_no_other_one_from_going_on() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    write(&there, 1).await;
    let server = Server::of(&there);
    tokio::select! {
        biased;
        _ = courier.wish(Wish::News, &here, &server) => panic!("it waits for the server"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(courier.wish(Wish::Again, &here, &server).await, 1);
}

#[tokio::test]
async fn a_server_that_is_away_costs_nothing_of_what_was_written() {
    let (here, there, courier) = (journal(1), journal(2), courier());
    write(&here, 1).await;
    let mut server = Server::of(&there);
    there.adopt(here.identity().await.unwrap()).await.unwrap();
    courier.wish(Wish::News, &here, &server).await;
    write(&here, 2).await;
    server.is_away = true;
    courier.wish(Wish::Network, &here, &server).await;
    assert!(matches!(courier.controller().stopped(), Some(Stop::Unreachable(why)) if why == "no route"));
    assert_eq!(courier.controller().link().pending, Some(2));
    server.is_away = false;
    courier.wish(Wish::Network, &here, &server).await;
    assert_eq!(there.log().await.unwrap().len(), 3);
}
