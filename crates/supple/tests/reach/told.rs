//! Everyone is told what was promised, when it was promised, and nobody else is told anything.

use crate::hook::{Hook, How};
use crate::mail::MailServer;
use crate::person::{Person as _, SOON, now, until};
use crate::shared::Home;
use crate::shared::served::Server;
use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::Duration;

/// How early the clocks of two programs may make something look.
const APART: f64 = 0.05;

#[test]
fn the_person_is_warned_first_then_contacts_are_told_and_all_right_reaches_whoever_was_told() {
    let (mail, hook, broken) = (MailServer::start(), Hook::start(), Hook::start());
    broken.how(How::Answer(500));
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann", "--mail", "ann@example.org");
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    home.contact("Carl", "--webhook", &broken.url("/carl"));
    home.contact("Dora", "--mail", "dora@example.org");
    home.on_me(&["remove", "Dora"]);
    home.way("Phone", &hook.url("/me"));
    let _server = Server::start(&home);
    home.begin("1s", "3s");
    let warning = hook.wait("/me", 1, SOON).remove(0);
    assert_eq!(warning.subject(), "Are you all right?");
    let tells = home.tells();
    let (told, by_mail) = (hook.wait("/bob", 1, SOON), mail.wait("ann@example.org", 1, SOON));
    assert!(told[0].at >= tells - APART && by_mail[0].at >= tells - APART, "{tells} {told:?} {by_mail:?}");
    assert!(told[0].at - warning.at > 1.5, "the grace lies between them");
    assert!(told[0].at - tells < 10.0 && by_mail[0].at - tells < 10.0, "and no more than that");
    until("Carl's server has refused it", SOON, || (!broken.tries("/carl").is_empty()).then_some(()));
    sleep(Duration::from_secs(1));
    home.on_me(&["all-right"]);
    let (end, end_by_mail) = (hook.wait("/bob", 2, SOON), mail.wait("ann@example.org", 2, SOON));
    assert!(end[1].subject().contains("I am all right"), "{end:?}");
    assert!(end_by_mail[1].header("subject").contains("I am all right"), "{end_by_mail:?}");
    broken.how(How::Answer(200));
    sleep(Duration::from_secs(12));
    assert_eq!(broken.taken("/carl").len(), 0, "Carl was not told, so there is nothing that he need not worry about");
    assert_eq!((hook.tries("/bob").len(), hook.tries("/me").len(), mail.tries().len()), (2, 1, 2), "and that is all");
}

#[test]
fn what_the_person_writes_adds_no_line_to_the_head_of_a_mail() {
    let mail = MailServer::start();
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann\r\nBcc: eve@example.org", "--mail", "ann@example.org");
    home.on_me(&["say", "--name", "Sam\r\nBcc: eve@example.org\r\n\r\nX"]);
    let _server = Server::start(&home);
    let said = "fell\r\n.\r\nMAIL FROM:<eve@example.org>\r\nBcc: eve@example.org\n.\n";
    home.on_me(&[
        "start",
        "--after",
        "1s",
        "--grace",
        "1s",
        "--say",
        said,
        "--place",
        "here\r\n.\r\nBcc: eve@example.org",
    ]);
    let told = mail.wait("ann@example.org", 1, SOON).remove(0);
    let names: BTreeSet<&str> = told.headers.iter().map(|(name, _)| name.as_str()).collect();
    let known = [
        "auto-submitted",
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
    ];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    assert_eq!(told.header("auto-submitted"), "auto-generated");
    assert!(told.id().starts_with('<') && told.id().ends_with("@supple.invalid>"), "{}", told.id());
    assert!(told.text.contains("fell\n.\nMAIL FROM:"), "it is told as it was written: {}", told.text);
    sleep(Duration::from_secs(2));
    assert_eq!(mail.tries().len(), 1, "nobody else hears of it");
}

#[test]
fn each_try_of_a_letter_is_the_same_letter_whatever_goes_wrong_with_a_mail_server() {
    let mut mail = MailServer::start();
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann", "--mail", "ann@example.org");
    let _server = Server::start(&home);
    let failed = |why: &str| {
        until(why, SOON, || {
            let letter =
                home.letters().into_iter().find(|letter| letter["key"].as_str().unwrap().contains("/told/"))?;
            letter["trouble"].as_str()?.contains(why).then_some(letter)
        })
    };
    mail.down();
    home.begin("1s", "1s");
    let letter = failed("Connection");
    assert_eq!(letter["stage"], "waiting", "nobody answers: it goes on: {letter}");
    mail.how("refuse 421");
    mail.up();
    failed("421");
    mail.how("slow 1");
    mail.wait("ann@example.org", 1, SOON);
    until("it is sent", SOON, || home.letters().iter().all(|letter| letter["stage"] == "sent").then_some(()));
    let ids: Vec<_> = mail.tries().iter().map(|mail| mail.id().to_owned()).collect();
    assert_eq!(ids.len(), 2, "once refused, once taken");
    assert_eq!(ids[0], ids[1]);
    home.on_me(&["all-right"]);
    let end = mail.wait("ann@example.org", 2, SOON).remove(1);
    assert_ne!(end.id(), ids[0], "another letter is another one");
}

#[test]
fn a_mail_that_is_refused_for_good_is_given_up_and_the_person_can_see_why() {
    let mail = MailServer::start();
    mail.how("refuse 550");
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann", "--mail", "ann@example.org");
    let _server = Server::start(&home);
    home.begin("1s", "1s");
    let letter = until("it is given up", SOON, || home.letters().into_iter().find(|one| one["stage"] == "given-up"));
    assert!(letter["trouble"].as_str().unwrap().contains("550"), "{letter}");
    sleep(Duration::from_secs(7));
    assert_eq!(mail.tries().len(), 1);
}

#[test]
fn each_try_of_a_letter_has_the_same_key_whatever_goes_wrong_with_a_webhook() {
    let hook = Hook::start();
    hook.how(How::Answer(500));
    let home = Home::new();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    let _server = Server::start(&home);
    home.begin("1s", "1s");
    let tried = |count: usize| {
        until(&format!("{count} tries"), Duration::from_secs(60), || {
            Some(hook.tries("/bob")).filter(|tries| tries.len() >= count)
        })
    };
    tried(1);
    hook.how(How::TooMany(13));
    let busy = tried(2).remove(1);
    hook.how(How::Slow(Duration::from_secs(1)));
    let tries = tried(3);
    assert!(tries[2].at - busy.at >= 13.0 - APART, "it waits as long as it is asked to: {tries:?}");
    until("it is sent", SOON, || home.letters().iter().all(|letter| letter["stage"] == "sent").then_some(()));
    assert!(tries.iter().all(|again| again.key() == tries[0].key() && again.body == tries[0].body), "{tries:?}");
}

#[test]
fn whoever_may_have_been_told_hears_the_end_also_when_no_answer_came_or_a_later_try_failed() {
    let (mut mail, hook) = (MailServer::start(), Hook::start());
    mail.how("drop");
    hook.how(How::Drop);
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann", "--mail", "ann@example.org");
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    let _server = Server::start(&home);
    home.begin("1s", "1s");
    mail.wait("ann@example.org", 1, SOON);
    hook.wait("/bob", 1, SOON);
    hook.how(How::Answer(503));
    mail.down();
    until("both are tried again in vain", SOON, || {
        let letters = home.letters();
        letters.iter().all(|letter| letter["tries"].as_u64() >= Some(2) && !letter["trouble"].is_null()).then_some(())
    });
    sleep(Duration::from_secs(1));
    home.on_me(&["all-right"]);
    hook.how(How::Answer(200));
    mail.how("take");
    mail.up();
    let told = mail.wait("ann@example.org", 2, SOON);
    assert!(told[1].header("subject").contains("I am all right"), "{told:?}");
    let told = hook.wait("/bob", 2, SOON);
    assert!(told[1].subject().contains("I am all right"), "{told:?}");
}

#[test]
fn a_mail_server_that_was_never_there_leaves_nobody_told() {
    let mut mail = MailServer::start();
    mail.down();
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann", "--mail", "ann@example.org");
    let hook = Hook::start();
    home.contact("Bob", "--webhook", &format!("http://127.0.0.1:{}/bob", mail.port));
    home.contact("Cleo", "--webhook", &hook.url("/cleo"));
    let _server = Server::start(&home);
    home.begin("1s", "1s");
    hook.wait("/cleo", 1, SOON);
    until("both were tried", SOON, || {
        home.letters().iter().all(|letter| letter["tries"].as_u64() > Some(0)).then_some(())
    });
    sleep(Duration::from_secs(1));
    home.on_me(&["all-right"]);
    hook.wait("/cleo", 2, SOON);
    mail.up();
    sleep(Duration::from_secs(8));
    assert_eq!(mail.tries().len(), 0, "nobody hears that all is well who never heard that it was not");
    assert_eq!(home.letters().iter().filter(|one| one["key"].as_str().unwrap().ends_with("all-right")).count(), 1);
}

#[test]
fn nobody_is_told_of_someone_who_answers_a_fifth_of_a_second_before_it_is_too_late() {
    let hook = Hook::start();
    let home = Home::new();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    let _server = Server::start(&home);
    let mut in_time = 0;
    for _ in 0..10 {
        home.begin("1s", "1s");
        until("the warning", SOON, || matches!(home.stage().as_str(), "warned" | "telling").then_some(()));
        let tells = home.tells();
        sleep(Duration::from_secs_f64((tells - 0.2 - now()).max(0.0)));
        let before = hook.tries("/bob").len();
        home.on_me(&["all-right"]);
        if now() < tells {
            in_time += 1;
            sleep(Duration::from_millis(1_500));
            assert_eq!(hook.tries("/bob").len(), before, "it was acknowledged in time");
        } else {
            // The machine was too slow: let what was told come to its end.
            sleep(Duration::from_secs(3));
        }
    }
    eprintln!("{in_time} of 10 answers were in time");
    assert!(in_time > 0, "the machine is too busy for this test");
}
