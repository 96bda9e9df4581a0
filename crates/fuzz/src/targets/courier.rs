//! What answers the requests of a sync: the server, another one, a login page, half an answer.

use super::machine::Machine;
use super::now;
use super::sync::{DIARY, chain};
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use supple_diary::{Log, verify};
use supple_journal::{Answer, Controller, Courier, Facts, Journal, Message, Request, Ways, Wish};
use supple_sync::{Chains, VERSION};
use tokio::runtime::Builder;
use uuid::Uuid;

pub(super) const COURIER: Target = Target {
    name: "courier",
    shape: Shape::Lines,
    tokens: &[
        "status",
        "type",
        "schema",
        "body",
        "200",
        "401",
        "409",
        "503",
        "application/json",
        "text/html",
        "needed",
        "paired",
        "name",
        "diary",
        "left",
        "error",
        "version",
        "have",
        "entries",
        "refused",
        "lines",
        "last",
        "fault",
        "{\"needed\":false}",
        "{\"error\":\"no\"}",
    ],
    most: 48 << 10,
    made,
    judge: courier,
};

/// Another diary.
const OTHER: Uuid = Uuid::from_u128(0x0193_b3f0_0000_7000_8000_0000_0000_00d2);

/// An answer is a line: an object with status, type, schema and body; a body that is a text is sent as it is, any other as
/// JSON. A line that is no such object is a body itself.
fn answer(line: &str) -> Answer {
    let object = serde_json::from_str::<Value>(line).ok().filter(|value| value.get("body").is_some());
    let Some(object) = object else {
        let content_type = "application/json".to_owned();
        return Answer { status: 200, content_type, schema: None, body: line.as_bytes().to_vec() };
    };
    let body = match &object["body"] {
        Value::String(text) => text.clone().into_bytes(),
        value => value.to_string().into_bytes(),
    };
    Answer {
        status: object["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default(),
        content_type: object["type"].as_str().unwrap_or_default().to_owned(),
        schema: object["schema"].as_u64(),
        body,
    }
}

fn made() -> Vec<Vec<u8>> {
    let said = |status: u16, body: Value| {
        json!({"status": status, "type": "application/json", "schema": 10, "body": body}).to_string()
    };
    let state = |diary: Uuid| said(200, json!({"needed": false, "name": "Laptop", "diary": diary}));
    let message = |of: &Chains, to: &Chains, diary: Uuid| {
        let entries = of.offer(&to.have());
        said(200, json!(Message { version: VERSION, diary, have: of.have(), entries, refused: Vec::new() }))
    };
    let here = Chains::of([chain(1, 6, "here"), chain(2, 3, "both")].concat());
    let theirs = Chains::of([chain(2, 6, "both"), chain(3, 4, "there")].concat());
    let both = Chains::of([chain(1, 6, "here"), chain(2, 6, "both"), chain(3, 4, "there")].concat());
    let nothing = Chains::of([]);
    let whole = [state(DIARY), message(&theirs, &here, DIARY), message(&both, &both, DIARY)];
    let adopted = [state(OTHER), message(&theirs, &nothing, OTHER), message(&theirs, &theirs, OTHER)];
    let fork = [state(DIARY), message(&Chains::of(chain(1, 7, "fork")), &here, DIARY)];
    let another = [state(DIARY), said(409, json!({"error": "another diary", "diary": OTHER})), state(OTHER)];
    let unpaired = [said(200, json!({"needed": true})), said(401, json!({"error": "this device is not paired"}))];
    let login = json!({"status": 200, "type": "text/html", "body": "<title>Welcome</title>"}).to_string();
    let left = [said(200, json!({"needed": true, "left": true})), login, state(DIARY)];
    let scripts: [&[String]; 6] = [&whole, &adopted, &fork, &another, &unpaired, &left];
    scripts.iter().map(|lines| lines.join("\n").into_bytes()).collect()
}

/// Whoever answers: the lines in their order, and nobody after the last.
struct Script {
    answers: Vec<Answer>,
    asked: AtomicUsize,
    /// What was sent, of each message its entries.
    sent: Mutex<Vec<String>>,
}

impl Ways for Script {
    async fn ask(&self, request: &Request) -> Result<Answer, String> {
        if let Some(body) = request.body() {
            let message = Message::read(body.as_bytes()).expect("what is sent can be read");
            self.sent.lock().unwrap().extend(message.entries.into_iter().flat_map(|run| run.lines));
        }
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        self.answers.get(number).cloned().ok_or_else(|| "nobody answers".to_owned())
    }
}

/// Answers of whatever stands in the place of the server, to a diary with entries and to a new one. No entry is lost or sent to
/// another diary; what comes was sent; all chains are whole; a diary with entries keeps its identity; each
/// line for the person is clear; and the sync comes to its end.
pub fn courier(bytes: &[u8]) -> Seen {
    let text = String::from_utf8_lossy(bytes);
    let answers: Vec<Answer> = text.lines().map(answer).collect();
    let filled = [chain(1, 6, "here"), chain(2, 3, "both")].concat().into_iter().collect();
    synced(&answers, &filled).and(synced(&answers, &Log::default()))
}

fn synced(answers: &[Answer], before: &Log) -> Seen {
    let store = supple_store::open("sqlite::memory:").unwrap();
    let journal = Journal::new(store, DIARY, Arc::new(Machine::default()));
    let mut controller = Controller::new(false, ToString::to_string);
    controller.recall(Facts::default());
    let courier = Courier::new(Arc::new(Mutex::new(controller)));
    let script = Script { answers: answers.to_vec(), asked: AtomicUsize::new(0), sent: Mutex::default() };
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        journal.adopt(DIARY).await.expect("a new diary takes its identity");
        journal.take(before).await.expect("the diary is taken");
        courier.wish(Wish::Again, &journal, &script).await;
        let seen = judged(&courier, &journal, &script, before).await;
        // What the person may do next: sync again, and let the other side forget this one.
        courier.wish(Wish::Network, &journal, &script).await;
        courier.leave(true, &script).await.expect("nothing is written down here");
        courier.wish(Wish::News, &journal, &script).await;
        seen.and(judged(&courier, &journal, &script, before).await)
    })
}

async fn judged(courier: &Courier, journal: &Journal, script: &Script, before: &Log) -> Seen {
    let log = journal.log().await.expect("the diary can be read");
    for entry in before.iter() {
        assert_eq!(log.get(entry.id()).map(|kept| kept.line()), Some(entry.line()), "nothing is lost");
    }
    for entry in log.iter().filter(|entry| before.get(entry.id()).is_none()) {
        let line = json!(entry.line()).to_string();
        let brings = |answer: &Answer| {
            String::from_utf8_lossy(&answer.body).contains(entry.line())
                || serde_json::from_slice::<Value>(&answer.body).is_ok_and(|body| body.to_string().contains(&line))
        };
        assert!(script.answers.iter().any(brings), "only what was sent is taken");
    }
    assert_eq!(verify(log.iter()), [], "all chains are whole");
    let identity = journal.identity().await.expect("the diary can be read");
    assert!(before.is_empty() || identity == DIARY, "a diary with entries stays the one that it is");
    let sent = script.sent.lock().unwrap();
    assert!(sent.iter().all(|line| log.iter().any(|entry| entry.line() == line)), "only what is here is sent");
    drop(sent);
    let controller = courier.controller();
    let link = controller.link();
    link.name.iter().chain(&link.problem).chain(&link.refused).for_each(|line| clear(line));
    assert!(controller.clone().step(now()).is_none(), "nothing is left to do");
    let stopped = controller.stopped().map(|stop| {
        let line = stop.to_string();
        clear(&line);
        Seen::refused(&line)
    });
    let told = format!(
        "{:?} {:?} {:?} {} {} {}",
        link.peer,
        link.pending,
        link.other.is_some(),
        link.refused.len(),
        controller.taken(),
        controller.facts().theirs.is_some(),
    );
    stopped.unwrap_or_default().and(Seen::of(&told))
}
