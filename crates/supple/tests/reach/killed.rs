//! A server that is killed in the middle of a check: contacts are told all the same, and never of someone who has answered.

use crate::hook::{Hook, How};
use crate::mail::MailServer;
use crate::person::{AFTER_A_LEASE, Person as _, SOON, now, until};
use crate::shared::Home;
use crate::shared::served::Server;
use std::collections::BTreeSet;
use std::thread;
use std::thread::sleep;
use std::time::Duration;
use supple_store::testing::Cluster;

/// So many at one time, so that their waiting is shared.
const AT_ONCE: usize = 10;

fn kills() -> usize {
    std::env::var("SUPPLE_KILLS").map_or(10, |text| text.parse().expect("SUPPLE_KILLS takes a number"))
}

/// Moments that nobody chose, the same in each run: the fractional parts of multiples of the golden ratio, which lie evenly.
fn moment(of: usize) -> f64 {
    (of as f64 * 0.618_033_988_749_894_9).fract()
}

#[test]
fn whenever_a_server_is_killed_contacts_are_told_at_least_once_and_twice_only_as_the_same_letter() {
    let (mail, hook) = (MailServer::start(), Hook::start());
    // Someone is often killed in the middle of sending.
    mail.how("slow 0.3");
    hook.how(How::Slow(Duration::from_millis(300)));
    let cluster = Cluster::shared().unwrap();
    let all: Vec<usize> = (0..kills()).collect();
    for some in all.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for &of in some {
                let (cluster, mail, hook) = (&cluster, &mail, &hook);
                scope.spawn(move || killed(of, cluster, mail, hook));
            }
        });
    }
    let doubles =
        mail.tries().len() - mail.tries().iter().map(|mail| mail.id().to_owned()).collect::<BTreeSet<_>>().len();
    eprintln!("{} kills, {doubles} mails came twice", kills());
}

fn killed(of: usize, cluster: &Cluster, mail: &MailServer, hook: &Hook) {
    let home = if of % 5 == 4 { Home::with(&cluster.fresh_database().unwrap()) } else { Home::new() };
    let (address, bob, me) = (format!("ann{of}@example.org"), format!("/bob{of}"), format!("/me{of}"));
    home.mails_by(mail);
    home.contact("Ann", "--mail", &address);
    home.contact("Bob", "--webhook", &hook.url(&bob));
    home.way("Phone", &hook.url(&me));
    let server = Server::start(&home);
    home.begin("1s", "1s");
    // The warning is sent after about one to two seconds, the word to contacts a second later.
    sleep(Duration::from_secs_f64(0.5 + 4.0 * moment(of)));
    drop(server);
    let _server = Server::start(&home);
    mail.wait(&address, 1, AFTER_A_LEASE);
    hook.wait(&bob, 1, AFTER_A_LEASE);
    until("all letters are out", AFTER_A_LEASE, || {
        home.letters().iter().all(|letter| letter["stage"] != "waiting").then_some(())
    });
    assert_eq!(home.stage(), "telling");
    let by_mail: BTreeSet<_> = mail.mails_to(&address).iter().map(|mail| mail.id().to_owned()).collect();
    let by_hook: BTreeSet<_> = hook.taken(&bob).iter().map(|request| request.key().to_owned()).collect();
    let warnings: BTreeSet<_> = hook.taken(&me).iter().map(|request| request.key().to_owned()).collect();
    assert_eq!((by_mail.len(), by_hook.len()), (1, 1), "{of}: twice, it is the same letter");
    assert!(warnings.len() <= 1, "{of}: {warnings:?}");
}

#[test]
fn whenever_a_server_is_killed_nobody_is_told_of_someone_who_answered_in_time() {
    let hook = Hook::start();
    let all: Vec<usize> = (0..kills()).collect();
    let mut in_time = 0;
    for some in all.chunks(AT_ONCE) {
        in_time += thread::scope(|scope| {
            let rounds: Vec<_> = some.iter().map(|&of| (of, &hook)).collect();
            let rounds: Vec<_> = rounds.into_iter().map(|(of, hook)| scope.spawn(move || answered(of, hook))).collect();
            rounds.into_iter().map(|round| usize::from(round.join().unwrap())).sum::<usize>()
        });
    }
    eprintln!("{} kills, {in_time} answers in time", kills());
    assert!(in_time > 0, "the machine is too busy for this test");
}

fn answered(of: usize, hook: &Hook) -> bool {
    let home = Home::new();
    let bob = format!("/answered{of}");
    home.contact("Bob", "--webhook", &hook.url(&bob));
    let server = Server::start(&home);
    home.begin("2s", "3s");
    // At latest then, whatever becomes of the server.
    let tells = home.tells();
    let (dies, answers) = (5.0 * moment(of), 1.0 + 3.0 * moment(of + 7));
    let mut server = Some(server);
    if dies < answers {
        sleep(Duration::from_secs_f64(dies));
        server = None;
    }
    sleep(Duration::from_secs_f64((tells - 5.0 + answers - now()).max(0.0)));
    home.on_me(&["all-right"]);
    let is_in_time = now() < tells;
    if server.is_some() && dies > answers {
        sleep(Duration::from_secs_f64((dies - answers).min(1.0)));
    }
    drop(server);
    let _server = Server::start(&home);
    sleep(Duration::from_secs_f64((tells + 4.0 - now()).max(0.0)));
    if is_in_time {
        assert_eq!(hook.tries(&bob).len(), 0, "{of}: {:?}", home.letters());
    }
    is_in_time
}

#[test]
fn contacts_are_told_when_the_mail_server_is_back_also_by_a_server_that_was_started_meanwhile() {
    let mut mail = MailServer::start();
    mail.down();
    let home = Home::new();
    home.mails_by(&mail);
    home.contact("Ann", "--mail", "ann@example.org");
    let server = Server::start(&home);
    home.begin("1s", "1s");
    until("it was tried twice", SOON, || {
        home.letters().iter().any(|letter| letter["tries"].as_u64() >= Some(2)).then_some(())
    });
    drop(server);
    let _server = Server::start(&home);
    mail.up();
    mail.wait("ann@example.org", 1, AFTER_A_LEASE);
}
