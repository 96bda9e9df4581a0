//! What travels, byte for byte, and the page that shows it: `docs/channels.md`.

use crate::world::at;
use jiff::civil::time;
use supple_reach::{Act, Letter, Notice, NoticeOf, State, Wire, apply, message_id, wire};

const SERVER: &str = "https://supple.home";

/// The person of the page, with every channel, and a check that has begun.
fn sam() -> State {
    let document = r#"{
        "name": "Sam",
        "address": "https://supple.home",
        "mine": [
            {"id": "w1", "name": "Phone", "is_on": true, "reminds": true,
             "to": {"by": "push", "subscription": "{\"endpoint\":\"https://push.example/x\"}"}},
            {"id": "w2", "name": "Tablet", "is_on": true, "reminds": true,
             "to": {"by": "ntfy", "url": "https://ntfy.example/sams-topic"}},
            {"id": "w3", "name": "This computer", "is_on": true, "reminds": true, "to": {"by": "desktop"}}
        ],
        "contacts": [
            {"id": "c1", "name": "Ann", "is_on": true, "to": {"by": "mail", "address": "ann@example.org"}},
            {"id": "c2", "name": "Bob", "is_on": true, "to": {"by": "ntfy", "url": "https://ntfy.example/bobs-topic"}},
            {"id": "c3", "name": "The neighbours", "is_on": true,
             "to": {"by": "webhook", "url": "https://house.example/supple"}}
        ],
        "check": {
            "id": "k1", "began": "2026-12-01T20:00:00Z", "deadline": "2026-12-01T20:30:00Z", "grace": 300,
            "said": "My back is in spasm and I am on my own.", "place": "Mill Lane 4, second floor",
            "zone": "Europe/Berlin", "warned": null, "seen": null, "ended": null,
            "contacts": [
                {"id": "c1", "name": "Ann", "to": {"by": "mail", "address": "ann@example.org"},
                 "secret": "SECRET-OF-ANN", "attempts": 0, "next": null, "knows_the_end": false},
                {"id": "c2", "name": "Bob", "to": {"by": "ntfy", "url": "https://ntfy.example/bobs-topic"},
                 "secret": "SECRET-OF-BOB", "attempts": 0, "next": null, "knows_the_end": false},
                {"id": "c3", "name": "The neighbours", "to": {"by": "webhook", "url": "https://house.example/supple"},
                 "secret": "SECRET-OF-THEM", "attempts": 0, "next": null, "knows_the_end": false}
            ]
        }
    }"#;
    serde_json::from_str(document).unwrap()
}

/// What goes out, as the page shows it.
fn shown(letter: &Letter) -> String {
    match wire(letter, Some(SERVER)) {
        Wire::Mail(post) => {
            format!("To: {}\nSubject: {}\nMessage-ID: {}\n\n{}", post.to, post.subject, post.message_id, post.text)
        }
        Wire::Http(http) => {
            let headers: Vec<String> = http.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
            format!("POST {}\n{}\n{}", http.url, headers.concat(), http.body)
        }
        Wire::Push { subscription, title, body, path, tag, is_urgent } => {
            assert_eq!(subscription, r#"{"endpoint":"https://push.example/x"}"#);
            format!("title: {title}\nbody: {body}\npath: {path}\ntag: {tag}\nurgent: {is_urgent}")
        }
        Wire::Desktop { title, body, is_urgent } => format!("title: {title}\nbody: {body}\nurgent: {is_urgent}"),
    }
}

fn of(letters: &[Letter], way: &str) -> String {
    shown(letters.iter().find(|letter| letter.way == way).unwrap())
}

/// A check from the warning to the end, a reminder and a test.
fn examples() -> Vec<String> {
    let mut state = sam();
    let warning = state.tick(at("2026-12-01T20:30:00Z")).lay;
    let told = state.tick(at("2026-12-01T20:35:00Z")).lay;
    let again = state.tick(at("2026-12-01T20:45:00Z")).lay;
    let now = at("2026-12-01T20:46:00Z");
    let seen = apply(&mut state, Act::Seen("SECRET-OF-ANN".to_owned()), now, "").unwrap().lay;
    let everyone = ["c1", "c2", "c3"].map(str::to_owned);
    let others = state.follow_up(now, &everyone).lay;
    let mut longer = state.clone();
    apply(&mut longer, Act::PutOff(60), now, "").unwrap();
    let more = longer.follow_up(now, &everyone).lay;
    apply(&mut state, Act::AllRight, now, "").unwrap();
    let end = state.follow_up(now, &everyone).lay;
    let test = apply(&mut state, Act::Test, now, "chance").unwrap().lay;
    let due = at("2026-12-02T08:45:00Z");
    state.noticed = Some(due - jiff::SignedDuration::from_secs(20));
    let notice =
        Notice { of: NoticeOf::Break, uid: "b1@supple.invalid".to_owned(), at: due, on_clock: time(9, 45, 0, 0) };
    let reminder = state.remind(&[notice], due, false).lay;
    vec![
        of(&reminder, "w1"),
        of(&reminder, "w2"),
        of(&warning, "w1"),
        of(&warning, "w2"),
        of(&warning, "w3"),
        of(&told, "c1"),
        of(&told, "c2"),
        of(&told, "c3"),
        of(&again, "c1"),
        of(&seen, "w2"),
        of(&others, "c2"),
        of(&more, "c1"),
        of(&end, "c1"),
        of(&end, "c3"),
        of(&test, "w1"),
        of(&test, "c1"),
    ]
}

#[test]
fn the_page_about_channels_shows_what_is_sent_byte_for_byte() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/channels.md")).unwrap();
    let blocks: Vec<&str> = page.split("```").skip(1).step_by(2).map(|block| block.trim_matches('\n')).collect();
    let examples = examples();
    for (number, example) in examples.iter().enumerate() {
        assert_eq!(blocks.get(number), Some(&example.as_str()), "example {number} should be\n{example}\n");
    }
    assert_eq!(blocks.len(), examples.len());
}

#[test]
fn only_a_contact_hears_what_the_person_wrote_and_only_of_their_own_link() {
    for (number, example) in examples().iter().enumerate() {
        let is_told = (5..=8).contains(&number);
        assert_eq!(example.contains("My back is in spasm") && example.contains("Mill Lane 4"), is_told, "{example}");
        assert_eq!(example.matches("/seen/").count(), usize::from(is_told), "{example}");
    }
}

#[test]
fn without_an_address_of_the_server_nothing_holds_a_link() {
    let mut state = State { address: None, ..sam() };
    let mut letters = state.tick(at("2026-12-01T20:30:00Z")).lay;
    letters.extend(state.tick(at("2026-12-01T20:35:00Z")).lay);
    assert_eq!(letters.len(), 6);
    for letter in &letters {
        let sent = format!("{:?}", wire(letter, None));
        assert!(!sent.contains("supple.home") && !sent.contains("SECRET") && !sent.contains("/seen/"), "{sent}");
        if let Wire::Http(http) = wire(letter, None) {
            let body: serde_json::Value = serde_json::from_str(&http.body).unwrap();
            assert!(body.get("click").is_none() && body.get("link").is_none_or(serde_json::Value::is_null));
        }
    }
}

#[test]
fn one_letter_is_the_same_bytes_each_time_that_it_is_tried() {
    assert_eq!(examples(), examples());
}

#[test]
fn keys_that_differ_give_ids_that_differ() {
    let keys =
        ["c1/check/k1/told/1", "c1/check/k1/told/11", "c1/check/k11/told/1", "c1/check/k1/all-right", "c1/test/1"];
    let ids: std::collections::BTreeSet<String> = keys.iter().map(|key| message_id(key)).collect();
    assert_eq!(ids.len(), keys.len());
    assert_eq!(message_id("a\r\nb: c"), "<a..b..c@supple.invalid>");
}
