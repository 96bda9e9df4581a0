//! Two servers on one database: each letter goes out once, either goes on alone, and both go on when the database is back.

use crate::hook::Hook;
use crate::person::{AFTER_A_LEASE, Person as _, SOON, until};
use crate::shared::Home;
use crate::shared::served::Server;
use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::Duration;
use supple_store::testing::Cluster;

const CONTACTS: usize = 20;

/// How often each letter came, by its key.
fn came(hook: &Hook) -> BTreeMap<String, usize> {
    let mut came = BTreeMap::new();
    for of in 0..CONTACTS {
        for request in hook.tries(&format!("/c{of}")) {
            *came.entry(request.key().to_owned()).or_default() += 1;
        }
    }
    came
}

#[test]
fn two_servers_on_one_database_send_each_letter_once_and_go_on_when_one_or_the_database_ends() {
    let mut cluster = Cluster::start().unwrap();
    let database = cluster.fresh_database().unwrap();
    let (home, other) = (Home::with(&database), Home::with(&database));
    let hook = Hook::start();
    for of in 0..CONTACTS {
        home.contact(&format!("c{of}"), "--webhook", &hook.url(&format!("/c{of}")));
    }
    let (one, two) = (Server::start(&home), Server::start(&other));
    let everyone_was_told = |count: usize, what: &str| {
        until(what, AFTER_A_LEASE, || (came(&hook).len() >= count * CONTACTS).then_some(()));
        // Whatever is to come twice has come by then.
        sleep(Duration::from_secs(3));
        let came = came(&hook);
        assert_eq!(came.len(), count * CONTACTS, "{what}");
        assert!(came.values().all(|times| *times == 1), "{what}: {came:?}");
    };
    home.begin("1s", "1s");
    everyone_was_told(1, "told by two");
    other.on_me(&["all-right"]);
    everyone_was_told(2, "told the end by two");

    drop(one);
    other.begin("1s", "1s");
    everyone_was_told(3, "told by the one that is left");

    let one = Server::start(&home);
    cluster.kill("QUIT").unwrap();
    sleep(Duration::from_secs(3));
    cluster.restart().unwrap();
    until("the database answers", SOON, || home.run(&["check-on-me", "all-right"]).status.success().then_some(()));
    everyone_was_told(4, "told the end by servers whose database was away");
    home.begin("1s", "1s");
    everyone_was_told(5, "told by servers whose database was away");
    drop((one, two));
}

#[test]
fn contacts_are_told_when_the_database_goes_in_the_middle_of_a_countdown_and_comes_back_after_its_end() {
    let mut cluster = Cluster::start().unwrap();
    let home = Home::with(&cluster.fresh_database().unwrap());
    let hook = Hook::start();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    home.way("Phone", &hook.url("/me"));
    let _server = Server::start(&home);
    home.begin("2s", "2s");
    cluster.kill("QUIT").unwrap();
    sleep(Duration::from_secs(6));
    cluster.restart().unwrap();
    let told = hook.wait("/bob", 1, AFTER_A_LEASE);
    let warned = hook.wait("/me", 1, AFTER_A_LEASE);
    assert!(told[0].at - warned[0].at > 1.0, "the warning comes first also then, and the grace after it");
}
