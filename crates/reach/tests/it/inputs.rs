//! What a person types: addresses, names and times.

use crate::world::at;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, proptest};
use supple_reach::{
    Act, Begin, Letter, Mail, NewWay, Refused, Security, State, To, WayFault, Wire, apply, clock_time, wire,
};

const FRESH: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn common_mail_addresses_are_taken() {
    for address in [
        "ann@example.org",
        "ann+supple@example.org",
        "a.b-c_d@mail.example.co.uk",
        "o'neil@example.org",
        "ann@xn--bcher-kva.example",
        "ann@bücher.example",
        "дима@пример.рф",
        "1@2.example",
        "root@localhost",
        "  ann@example.org\n",
    ] {
        assert_eq!(To::mail(address).unwrap(), To::Mail { address: address.trim().to_owned() });
    }
}

#[test]
fn what_would_add_to_the_head_of_a_mail_is_no_address() {
    for address in [
        "",
        "@",
        "ann",
        "ann@",
        "@example.org",
        "ann@example.org\r\nBcc: all@example.org",
        "ann\r\n@example.org",
        "ann@exam\nple.org",
        "ann@example.org,bob@example.org",
        "ann@example.org;bob@example.org",
        "Ann <ann@example.org>",
        "\"ann\"@example.org",
        "ann smith@example.org",
        "ann@exam ple.org",
        "ann@one@two.example",
        "ann@example..org",
        ".ann@example.org",
        "ann.@example.org",
        "ann@.example.org",
        "ann@example.org.",
        "ann@exa\u{2028}mple.org",
        "ann@exa\u{85}mple.org",
        "ann\0@example.org",
        "ann(me)@example.org",
        "ann@[127.0.0.1]",
        "ann@exam_ple.org",
        "ann@-example.org",
        "ann@example-.org",
        "ann@exam/ple.org",
        &format!("ann@{}.org", "a".repeat(64)),
        &format!("{}@example.org", "a".repeat(65)),
    ] {
        assert!(matches!(To::mail(address), Err(WayFault::Mail(_))), "{address:?}");
    }
    assert_eq!(To::mail(&format!("{}@example.org", "a".repeat(243))), Err(WayFault::Long));
}

#[test]
fn a_server_of_which_no_letter_is_seen_or_that_mixes_directions_is_none() {
    for domain in
        ["\u{ad}", "\u{200b}", "a.\u{ad}", "\u{200b}.example", "אb.example", "\u{301}a.example", "a\u{2024}\u{2024}b"]
    {
        assert!(matches!(To::mail(&format!("ann@{domain}")), Err(WayFault::Mail(_))), "{domain:?}");
    }
    // 63 letters of two bytes are a name of more than 63 bytes once it is asked for.
    assert!(matches!(To::mail(&format!("ann@{}.example", "ü".repeat(60))), Err(WayFault::Mail(_))));
}

#[test]
fn common_web_addresses_are_taken() {
    for url in [
        "https://example.org",
        "https://example.org/",
        "http://localhost:8080/hook",
        "https://[::1]:8443/hook",
        "https://[2001:db8::1]/hook",
        "https://xn--bcher-kva.example/a/b?c=d&e=%20f",
        "https://hooks.example.org/services/T0/B0/xyz~!$()*,;=:@",
        "https://192.0.2.1:9/",
    ] {
        assert_eq!(To::webhook(&format!(" {url}\n")).unwrap(), To::Webhook { url: url.to_owned() });
    }
}

#[test]
fn what_is_no_web_address_is_refused() {
    for url in [
        "",
        "example.org",
        "//example.org",
        "https://",
        "https:///hook",
        "https://?a",
        "https://:8080/",
        "ftp://example.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/plain,x",
        "mailto:ann@example.org",
        "https:example.org",
        "https://example.org/a b",
        "https://example.org/\r\nX-More: 1",
        "https://exam\nple.org/",
        "https://example.org/#part",
        "https://exam\\ple.org/",
        "https://example.org/\u{7f}",
        "https://bücher.example/",
        "https://example.org/<a>",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org:port/",
        "https://example.org:/",
        "https://a:b:c/",
        "https://exam[ple.org/",
        "https://[::/",
        "https://[example]/",
        "https://exam%70le.org/",
    ] {
        assert!(matches!(To::webhook(url), Err(WayFault::Url(_))), "{url:?}");
        assert!(To::ntfy(url).is_err(), "{url:?}");
    }
    assert_eq!(To::webhook(&format!("https://example.org/{}", "a".repeat(981))), Err(WayFault::Long));
    assert!(To::webhook(&format!("https://example.org/{}", "a".repeat(980))).is_ok());
    // No server has a longer name, and lists show it whole.
    let named = |length: usize| format!("https://{}org/topic", "a.".repeat((length - 3) / 2));
    assert!(To::webhook(&named(253)).is_ok() && To::ntfy(&named(253)).is_ok());
    assert!(matches!(To::webhook(&named(255)), Err(WayFault::Url(_))) && To::ntfy(&named(255)).is_err());
}

#[test]
fn an_address_with_a_user_and_a_password_is_refused() {
    for url in
        ["https://ann:secret@example.org/", "https://ann@example.org", "https://a:b@[::1]/", "http://@example.org"]
    {
        assert_eq!(To::webhook(url), Err(WayFault::Credentials), "{url}");
        assert_eq!(To::ntfy(&format!("{url}/topic")), Err(WayFault::Credentials), "{url}");
    }
}

#[test]
fn an_ntfy_address_ends_with_a_topic() {
    let longest = format!("https://ntfy.sh/{}", "a".repeat(64));
    for url in
        ["https://ntfy.sh/mine", "https://ntfy.sh/My_Topic-1/", "http://10.0.0.2:8080/ntfy/mine", longest.as_str()]
    {
        assert_eq!(To::ntfy(url).unwrap(), To::Ntfy { url: url.to_owned() });
    }
    for url in ["https://ntfy.sh", "https://ntfy.sh/", "https://ntfy.sh//"] {
        assert!(matches!(To::ntfy(url), Err(WayFault::Missing(_))), "{url}");
    }
    let long = format!("{longest}a");
    for url in [
        "https://ntfy.sh/mine?auth=x",
        "https://ntfy.sh?x/mine",
        "https://ntfy.sh/my.topic",
        "https://ntfy.sh/m%20",
        &long,
    ] {
        assert_eq!(To::ntfy(url), Err(WayFault::Topic), "{url}");
    }
}

#[test]
fn a_refused_address_is_named_in_one_short_line() {
    let fault = To::webhook(&format!("ftp://\r\n\t{}", "x".repeat(500))).unwrap_err().to_string();
    assert!(!fault.contains(char::is_control) && fault.chars().count() < 160, "{fault}");
}

fn mail() -> Mail {
    Mail {
        server: "smtp.example.org".to_owned(),
        port: 465,
        security: Security::Tls,
        user: None,
        password: None,
        from: "supple@example.org".to_owned(),
    }
}

#[test]
fn a_mail_server_has_a_name_and_a_sender() {
    assert_eq!(mail().checked(), Ok(mail()));
    for server in
        ["", " ", "smtp example", "smtp\r\n.example", "smtp\0.example", "https://smtp.example", "me@smtp", "smtp:25"]
    {
        let bad = Mail { server: server.to_owned(), ..mail() };
        assert!(matches!(bad.checked(), Err(WayFault::Missing(_))), "{server:?}");
    }
    for from in ["", "supple", "a@b\r\nBcc: c@d", "Supple <a@b>"] {
        assert!(Mail { from: from.to_owned(), ..mail() }.checked().is_err(), "{from:?}");
    }
    let blank = Mail { user: Some(" ".to_owned()), password: Some(String::new()), ..mail() };
    assert_eq!(blank.checked(), Ok(mail()), "an empty field is none");
}

#[test]
fn without_encryption_only_a_mail_server_on_this_machine_is_used() {
    for server in ["localhost", "127.0.0.1", "::1"] {
        let here = Mail { server: server.to_owned(), security: Security::None, ..mail() };
        assert!(here.checked().is_ok(), "{server}");
    }
    for server in ["smtp.example.org", "localhost.example.org", "127.0.0.2", "2001:db8::1"] {
        let away = Mail { server: server.to_owned(), security: Security::None, ..mail() };
        assert_eq!(away.checked(), Err(WayFault::Open), "{server}");
    }
}

#[test]
fn the_address_of_this_server_is_its_name_alone() {
    let mut state = State::default();
    let mut set = |address: &str| {
        apply(&mut state, Act::Address(address.to_owned()), at("2026-12-01T20:00:00Z"), FRESH)
            .map(|_| state.address.clone())
    };
    assert_eq!(set(" https://supple.home/ "), Ok(Some("https://supple.home".to_owned())));
    assert_eq!(set("http://[::1]:8080"), Ok(Some("http://[::1]:8080".to_owned())));
    assert_eq!(set("  "), Ok(None));
    for bad in [
        "supple.home",
        "https://supple.home/check",
        "https://supple.home?a",
        "https://me@supple.home",
        "https://a\r\nb",
    ] {
        assert!(set(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn times_of_day_are_read_with_one_or_two_digits_of_the_hour() {
    for (text, hour, minute) in
        [("7:30", 7, 30), ("07:30", 7, 30), ("0:00", 0, 0), ("23:59", 23, 59), (" 18:05 ", 18, 5)]
    {
        assert_eq!(clock_time(text), Some(jiff::civil::time(hour, minute, 0, 0)), "{text}");
    }
    for text in [
        "", ":", "7", "7:5", "7:5 ", "24:00", "12:60", "007:30", "-1:00", "+7:30", "7:30:00", "7.30", "7: 30", "٧:٣٠",
        "7:30pm",
    ] {
        assert_eq!(clock_time(text), None, "{text:?}");
    }
}

#[test]
fn a_name_is_a_line_of_at_most_sixty_characters() {
    let now = at("2026-12-01T20:00:00Z");
    let add = |name: &str| {
        let mut state = State::default();
        let new = NewWay { name: name.to_owned(), to: To::mail("ann@example.org").unwrap() };
        apply(&mut state, Act::AddContact(new), now, FRESH).map(|_| state.contacts[0].name.clone())
    };
    assert_eq!(add(" Ann\r\nSmith\u{85} "), Ok("Ann  Smith".to_owned()));
    assert_eq!(add("\r\n"), Err(Refused::Way(WayFault::Missing("a name"))));
    assert!(add(&"é".repeat(60)).is_ok());
    assert_eq!(add(&"é".repeat(61)), Err(Refused::Long("a name", 60)));
}

#[test]
fn there_are_at_most_twenty_of_each() {
    let now = at("2026-12-01T20:00:00Z");
    let mut state = State::default();
    for number in 0..60 {
        let new = || NewWay { name: "Ann".to_owned(), to: To::mail(&format!("ann{number}@example.org")).unwrap() };
        for act in [
            Act::AddMine(new()),
            Act::AddContact(new()),
            Act::OpenDoor(supple_reach::DoorKind::Capture, "a".to_owned(), "b".to_owned()),
        ] {
            let done = apply(&mut state, act, now, &format!("{number:064}"));
            assert_eq!(done.is_ok(), number < 20);
        }
    }
}

#[test]
fn a_door_opens_to_its_secret_and_kind_alone_and_keeps_only_a_hash() {
    use supple_reach::DoorKind::{Calendar, Capture};
    let now = at("2026-12-01T20:00:00Z");
    let mut state = State::default();
    apply(&mut state, Act::OpenDoor(Capture, "Button".to_owned(), "a secret".to_owned()), now, FRESH).unwrap();
    assert!(state.door(Capture, "a secret").is_some());
    let hash = state.doors[0].hash.clone();
    for (kind, secret) in [(Calendar, "a secret"), (Capture, ""), (Capture, "A secret"), (Capture, hash.as_str())] {
        assert_eq!(state.door(kind, secret), None, "{secret}");
    }
    assert!(!serde_json::to_string(&state).unwrap().contains("a secret"));
    let id = state.doors[0].id.clone();
    apply(&mut state, Act::CloseDoor(id.clone()), now, FRESH).unwrap();
    assert_eq!(state.door(Capture, "a secret"), None);
    assert_eq!(apply(&mut state, Act::CloseDoor(id.clone()), now, FRESH), Err(Refused::Unknown(id)));
}

#[test]
fn the_first_key_for_push_services_stays() {
    let mut state = State::default();
    for key in ["first", "second"] {
        apply(&mut state, Act::Vapid(key.to_owned()), at("2026-12-01T20:00:00Z"), FRESH).unwrap();
    }
    assert_eq!(state.vapid.as_deref(), Some("first"));
}

/// Texts with much in them that ends a line somewhere.
fn odd() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        3 => any::<char>(),
        2 => proptest::sample::select(vec!['\r', '\n', '\0', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{1b}', '\u{7f}', ':', ' ']),
        2 => proptest::char::range('a', 'z'),
    ];
    prop_oneof![
        vec(letter, 0..40).prop_map(String::from_iter),
        Just("Ann\r\nBcc: all@example.org\r\n\r\nmore".to_owned()),
    ]
}

fn has_a_break(text: &str) -> bool {
    text.contains(char::is_control)
}

proptest! {
    #[test]
    fn no_name_and_no_text_puts_a_line_break_into_a_subject_or_an_id(
        (name, contact, said, place, zone) in (odd(), odd(), odd(), odd(), odd()),
    ) {
        let mut now = at("2026-12-01T20:00:00Z");
        let mut state = State::default();
        let mut letters: Vec<Letter> = Vec::new();
        let mut drawn = 0;
        let mut act = |state: &mut State, now, act| {
            drawn += 1;
            apply(state, act, now, &format!("{drawn:064}"))
        };
        let _ = act(&mut state, now, Act::Name(name));
        let _ = act(&mut state, now, Act::AddMine(NewWay { name: contact.clone(), to: To::mail("me@example.org").unwrap() }));
        let _ = act(&mut state, now, Act::AddContact(NewWay { name: contact, to: To::mail("ann@example.org").unwrap() }));
        for to in [To::webhook("https://example.org/hook").unwrap(), To::ntfy("https://ntfy.sh/mine").unwrap()] {
            act(&mut state, now, Act::AddContact(NewWay { name: "Bob".to_owned(), to })).unwrap();
        }
        let begin = Begin { minutes: 1, said, place, zone, ..Begin::default() };
        act(&mut state, now, Act::BeginCheck(begin)).unwrap();
        letters.extend(act(&mut state, now, Act::Test).unwrap().lay);
        for seconds in [60, 300] {
            now += jiff::SignedDuration::from_secs(seconds);
            letters.extend(state.tick(now).lay);
        }
        let check = state.check.clone().unwrap();
        let everyone: Vec<String> = check.contacts.iter().map(|contact| contact.id.clone()).collect();
        letters.extend(act(&mut state, now, Act::Seen(check.contacts[0].secret.clone())).unwrap().lay);
        letters.extend(state.follow_up(now, &everyone).lay);
        act(&mut state, now, Act::AllRight).unwrap();
        letters.extend(state.follow_up(now, &everyone).lay);
        prop_assert!(letters.iter().any(|letter| letter.key.contains("/told/")));
        for letter in &letters {
            prop_assert!(!has_a_break(&letter.words.subject), "{:?}", letter.words.subject);
            prop_assert!(!letter.words.text.replace('\n', "").contains(char::is_control), "{:?}", letter.words.text);
            match wire(letter, Some("https://supple.home")) {
                Wire::Mail(post) => {
                    prop_assert!(!has_a_break(&post.subject) && !has_a_break(&post.to) && !has_a_break(&post.message_id));
                }
                Wire::Http(http) => {
                    prop_assert!(!has_a_break(&http.url));
                    for (_, value) in &http.headers {
                        prop_assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", value);
                    }
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&http.body).is_ok());
                }
                Wire::Push { .. } | Wire::Desktop { .. } => {}
            }
        }
    }

    #[test]
    fn no_text_is_taken_as_an_address_that_breaks_a_line(text in odd(), before in odd()) {
        for text in [text.clone(), format!("{before}@{text}"), format!("ann@{text}"), format!("https://{text}"), format!("https://example.org/{text}")] {
            if let Ok(To::Mail { address }) = To::mail(&text) {
                prop_assert!(!address.contains(|letter: char| letter.is_control() || letter.is_whitespace()));
                prop_assert!(address.matches('@').count() == 1);
            }
            for to in [To::webhook(&text), To::ntfy(&text)].into_iter().flatten() {
                let (To::Webhook { url } | To::Ntfy { url }) = to else { unreachable!() };
                prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic()));
            }
            let _ = clock_time(&text);
        }
    }
}

#[test]
fn a_list_shows_of_a_secret_address_no_more_than_its_server() {
    let push = To::Push { subscription: r#"{"endpoint":"https://push.example/very/secret","keys":{}}"#.to_owned() };
    let none = To::Push { subscription: "not json".to_owned() };
    let shown = [
        To::webhook("https://h.example:8443/secret?x").unwrap(),
        To::ntfy("https://ntfy.sh/secret").unwrap(),
        push,
        none,
    ];
    assert_eq!(shown.map(|to| to.shown()), ["h.example:8443", "ntfy.sh", "push.example", ""]);
}
