//! What someone said about themselves, and whom they reach, on the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::{Home, fails};
use supple_diary::Profile;

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const ANNA: [&str; 6] = ["log", "profile", "--contact", "Anna=+49 (0)30 901820", "--says", "Bring the key"];

#[test]
fn the_plan_and_the_floor_print_whom_to_reach_and_without_anyone_the_plan_offers_to_name_someone() {
    let home = Home::new();
    let plan = flat(&home.done(&["now", "--can", "stand"]));
    assert!(
        plan.ends_with("Name one person to call or text: `supple log profile --contact \"NAME=NUMBER\"`."),
        "{plan}"
    );
    home.done(&ANNA);
    home.done(&["log", "profile", "--place", "1 Elm Street"]);
    let plan = flat(&home.done(&["now", "--can", "stand"]));
    assert!(plan.contains("Call Anna: +49 (0)30 901820."), "{plan}");
    assert!(plan.ends_with("Text Anna: “Bring the key. I am here: 1 Elm Street.”"), "{plan}");
    let floor = home.run_with(&["now", "--floor", "--alone"], b"q\n");
    let floor = flat(&String::from_utf8(floor.stdout).unwrap());
    assert!(floor.contains("call 112 now.") && floor.contains("Call Anna: +49 (0)30 901820."), "{floor}");
    assert!(floor.contains(
        "“I am on the floor and cannot get up. My back has locked. Bring the key. I am here: 1 Elm Street. Down since"
    ));
    assert!(floor.find("112").unwrap() < floor.find("Call Anna").unwrap(), "the number for emergencies comes first");
}

#[test]
fn the_profile_is_shown_confirmed_and_taken_out() {
    let home = Home::new();
    home.done(&ANNA);
    home.done(&["log", "profile", "--at-hand", "heat,chair", "--yes", "gout"]);
    let shown = flat(&home.done(&["profile"]));
    assert!(
        shown.contains("Your person: Anna, +49 (0)30 901820 (said today)") && shown.contains("Gout: Yes"),
        "{shown}"
    );
    assert!(shown.contains("What you have at home: Something warm, A chair"), "{shown}");
    let facts = home.json(&["profile", "--json"]);
    assert_eq!(facts["facts"].as_array().unwrap().len(), 3, "{facts}");
    let left = flat(&home.done(&["profile", "--forget", "contact"]));
    assert!(!left.contains("Anna") && left.contains("Gout: Yes"), "{left}");
    fails(&home.run(&["profile", "--forget", "contact"]), 1, "you said nothing of");
    fails(&home.run(&["profile", "--forget", "hair"]), 2, "there is no fact");
    fails(&home.run(&["log", "profile", "--contact", "Anna=soon"]), 2, "a phone number of 3 to 15 digits");
    fails(&home.run(&["log", "profile", "--at-hand", "sauna"]), 2, "nothing at hand is called");
}

#[test]
fn an_export_and_a_table_hold_the_number_until_it_is_taken_out_and_the_words_for_a_doctor_never_do() {
    let home = Home::new();
    home.done(&ANNA);
    assert!(home.export().contains(r#""contact":{"name":"Anna","number":"+49 (0)30 901820","says":"Bring the key"}"#));
    let folder = home.path("tables");
    let table = || {
        let said = home.done(&["export", "--csv", folder.to_str().unwrap()]);
        (said, std::fs::read_to_string(folder.join("profile.csv")).unwrap())
    };
    let (said, csv) = table();
    assert!(said.contains("It holds the name and the number of your person, too."), "{said}");
    assert!(csv.contains("+49 (0)30 901820") && csv.lines().next().unwrap().contains("contact"), "{csv}");
    // The table comes back in as it went out.
    let other = Home::new();
    other.done(&["import", folder.join("profile.csv").to_str().unwrap(), "--csv", "profile"]);
    let contact = other.log().iter().find_map(|entry| entry.get::<Profile>()?.contact.clone()).unwrap();
    assert_eq!(contact.number.to_dial(), "+4930901820");
    home.done(&["profile", "--forget", "contact"]);
    std::fs::remove_dir_all(&folder).unwrap();
    let (said, csv) = table();
    assert!(!csv.contains("901820") && !said.contains("your person"), "{said}");
    let check =
        home.done(&["check", "--answers", &home.write("a.json", r#"{"urine-retention": true}"#), "--assume-no"]);
    assert!(!check.contains("Anna") && !check.contains("901820"));
}
