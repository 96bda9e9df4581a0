//! Codes, names, who let whom in, and what becomes of a list of before.

use super::shelf::document_of;
use super::*;
use std::fs;

/// What a code that counts has brought.
fn welcome(entered: Result<Entered, String>) -> PairingGrant {
    match entered {
        Ok(Entered::In(welcome)) => welcome,
        other => panic!("{other:?}"),
    }
}

fn place(folder: &tempfile::TempDir) -> Place {
    let address = format!("sqlite:{}", folder.path().join("diary.db").display());
    Place::new(Some(&address)).unwrap()
}

fn paired(folder: &tempfile::TempDir) -> DeviceRegistry {
    DeviceRegistry::of(&place(folder))
}

#[test]
fn a_code_works_once_in_any_spelling_and_in_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let (server, command) = (paired(&folder), paired(&folder));
    let code = command.new_code().unwrap().code;
    assert_eq!(code.len(), 9, "{code}");
    assert!(matches!(server.enter("AAAA-AAAA", "x"), Ok(Entered::Not)));
    let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
    let welcome = welcome(server.enter(&typed, " Phone\n "));
    assert_eq!(welcome.name, "Phone");
    assert!(matches!(server.enter(&code, "x"), Ok(Entered::Not)), "once");
    assert_eq!(command.guest(&welcome.token).unwrap().unwrap().device.name, "Phone");
    assert!(command.guest("").unwrap().is_none() && command.guest(&code).unwrap().is_none());
    let kept = document_of(&place(&folder)).unwrap();
    assert!(kept.contains("Phone") && !kept.contains(&welcome.token), "only its hash is kept");
    assert_eq!(command.remove("Phone").unwrap().len(), 1);
    assert!(server.guest(&welcome.token).unwrap().is_none());
}

#[test]
fn a_code_counts_for_ten_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let paired = paired(&folder);
    let code = paired.new_code().unwrap();
    assert!(code.until > Timestamp::now() + SignedDuration::from_mins(9));
    paired.change(|known| known.codes[0].until = Timestamp::now() - SignedDuration::from_secs(1)).unwrap();
    assert!(paired.invitation("").unwrap().is_none());
    assert!(matches!(paired.enter(&code.code, "x"), Ok(Entered::Not)));
}

#[test]
fn each_device_has_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let paired = paired(&folder);
    let enter = |name: &str| welcome(paired.enter(&paired.new_code().unwrap().code, name)).name;
    assert_eq!([enter("Phone"), enter("Phone"), enter(""), enter("Phone")], ["Phone", "Phone 2", "Device", "Phone 3"]);
    assert_eq!(enter(&"x".repeat(500)).len(), LONGEST_NAME);
}

#[test]
fn a_code_that_is_right_is_told_apart_from_a_list_that_is_full_and_stays_good() {
    let folder = tempfile::tempdir().unwrap();
    let paired = paired(&folder);
    for number in 0..MOST {
        welcome(paired.enter(&paired.new_code().unwrap().code, &format!("{number}")));
    }
    let code = paired.new_code().unwrap().code;
    assert!(matches!(paired.enter(&code, "one more"), Ok(Entered::Full)));
    assert!(matches!(paired.enter("22222222", "one more"), Ok(Entered::Not)));
    paired.remove("7").unwrap();
    assert_eq!(welcome(paired.enter(&code, "one more")).name, "one more");
}

#[test]
fn who_let_whom_in_is_known_and_a_device_that_is_unpaired_leaves_no_code_behind() {
    let folder = tempfile::tempdir().unwrap();
    let paired = paired(&folder);
    let id = |name: &str| paired.paired().unwrap().into_iter().find(|device| device.name == name).unwrap().id;
    let enter = |by: Option<&str>, name: &str| {
        let code = paired.code_by(by.map(id).as_deref()).unwrap().code;
        welcome(paired.enter(&code, name));
    };
    enter(None, "Phone");
    enter(Some("Phone"), "Tablet");
    enter(Some("Tablet"), "Laptop");
    enter(None, "Other");
    let phone = id("Phone");
    let code = paired.code_by(Some(&phone)).unwrap().code;
    let own = paired.new_code().unwrap().code;
    paired.remove("Phone").unwrap();
    let left = paired.paired().unwrap();
    let by: Vec<&str> = supple_journal::let_in_by(&phone, &left).into_iter().map(|one| one.name.as_str()).collect();
    assert_eq!(by, ["Tablet", "Laptop"]);
    assert!(matches!(paired.enter(&code, "x"), Ok(Entered::Not)), "its code counts no more");
    welcome(paired.enter(&own, "x"));
}

#[test]
fn a_code_leads_a_phone_to_an_address_that_it_can_reach() {
    let folder = tempfile::tempdir().unwrap();
    let paired = paired(&folder);
    paired.new_code().unwrap();
    let address = |here: &str| paired.invitation(here).unwrap().unwrap().address;
    assert_eq!(address("http://localhost:7878"), None);
    assert_eq!(address("http://[::1]:7878"), None);
    paired.note_address(Some("http://10.0.0.7:7878")).unwrap();
    assert!(address("http://127.0.0.1:7878").unwrap().starts_with("http://10.0.0.7:7878/pair?code="));
    assert!(address("https://supple.home").unwrap().starts_with("https://supple.home/pair?code="));
    let squares = paired.invitation("https://supple.home").unwrap().unwrap().squares;
    assert!(squares.len() >= 21 && squares.iter().all(|row| row.len() == squares.len()));
}

#[test]
fn many_programs_that_pair_at_once_lose_none() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for name in 0..8 {
            let folder = &folder;
            scope.spawn(move || {
                let paired = paired(folder);
                let code = paired.new_code().unwrap().code;
                welcome(paired.enter(&code, &format!("device {name}")));
            });
        }
    });
    assert_eq!(paired(&folder).paired().unwrap().len(), 8);
}

/// A list as a Supple of before wrote it.
fn before(names: &[&str]) -> String {
    let device = |name: &&str| {
        let (token, day) = (LineHash::of(&format!("token of {name}")), "2026-01-01T00:00:00Z");
        serde_json::json!({"name": name, "token": token, "since": day, "seen": day, "schema": 3})
    };
    let code = serde_json::json!({"code": "ABCDEFGH", "until": "2999-01-01T00:00:00Z"});
    let devices: Vec<_> = names.iter().map(device).collect();
    serde_json::json!({"devices": devices, "codes": [code], "address": "https://supple.home"}).to_string()
}

fn names(paired: &DeviceRegistry) -> Vec<String> {
    paired.paired().unwrap().into_iter().map(|device| device.name).collect()
}

#[test]
fn a_list_of_before_counts_at_once_and_is_taken_over_whole_with_the_next_change() {
    let folder = tempfile::tempdir().unwrap();
    let (paired, file) = (paired(&folder), folder.path().join("diary.db.paired"));
    fs::write(&file, before(&["Phone", "Tablet"])).unwrap();
    assert_eq!(names(&paired), ["Phone", "Tablet"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "looking makes and removes nothing");
    // What changes nothing else takes it over as well.
    assert!(matches!(paired.enter("22222222", "x"), Ok(Entered::Not)));
    assert!(!file.exists() && !folder.path().join("diary.db.paired-lock").exists());
    assert_eq!(names(&paired), ["Phone", "Tablet"]);
    assert_eq!(paired.guest("token of Phone").unwrap().unwrap().device.schema, Some(3));
    assert_eq!(welcome(paired.enter("abcd-efgh", "Laptop")).name, "Laptop", "its code counts");
    assert!(paired.new_code().unwrap().address.unwrap().starts_with("https://supple.home/pair?code="));
}

#[test]
fn a_takeover_that_was_cut_off_loses_no_device_and_brings_none_back() {
    let folder = tempfile::tempdir().unwrap();
    let (paired, file) = (paired(&folder), folder.path().join("diary.db.paired"));
    let old = before(&["Phone", "Tablet"]);
    fs::write(&file, &old).unwrap();
    paired.new_code().unwrap();
    paired.remove("Phone").unwrap();
    // The power went before the file was removed, or another machine has the same one.
    fs::write(&file, &old).unwrap();
    assert_eq!(names(&paired), ["Tablet"]);
    assert!(paired.guest("token of Phone").unwrap().is_none());
    paired.new_code().unwrap();
    assert!(!file.exists());
    assert_eq!(names(&paired), ["Tablet"]);
}

#[test]
fn lists_of_two_machines_become_one_in_which_each_device_has_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (paired, file) = (paired(&folder), folder.path().join("diary.db.paired"));
    welcome(paired.enter(&paired.new_code().unwrap().code, "Phone"));
    fs::write(&file, before(&["Phone", "Tablet"])).unwrap();
    paired.new_code().unwrap();
    assert_eq!(names(&paired), ["Phone", "Phone 2", "Tablet"]);
    assert_eq!(paired.guest("token of Phone").unwrap().unwrap().device.name, "Phone 2");
}

#[test]
fn many_who_take_over_the_same_list_at_once_take_it_over_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("diary.db.paired"), before(&["Phone", "Tablet"])).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| paired(&folder).new_code().unwrap());
        }
    });
    assert_eq!(names(&paired(&folder)), ["Phone", "Tablet"]);
}

#[test]
fn a_list_of_before_that_cannot_be_read_lets_nobody_in_and_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (paired, file) = (paired(&folder), folder.path().join("diary.db.paired"));
    let token = welcome(paired.enter(&paired.new_code().unwrap().code, "Phone")).token;
    fs::write(&file, "{").unwrap();
    assert!(paired.guest(&token).is_err_and(|line| line.contains("diary.db.paired cannot be read")));
    assert!(paired.new_code().is_err() && paired.remove("Phone").is_err());
    assert_eq!(fs::read_to_string(&file).unwrap(), "{");
}

#[test]
fn a_wrong_code_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let paired = paired(&folder);
    paired.new_code().unwrap();
    let before = document_of(&place(&folder));
    assert!(matches!(paired.enter("22222222", "x"), Ok(Entered::Not)));
    assert_eq!(document_of(&place(&folder)), before);
}

#[test]
fn of_a_database_in_memory_the_list_is_in_memory_too() {
    let paired = DeviceRegistry::served(&Place::nowhere(), false);
    let token = welcome(paired.enter(&paired.new_code().unwrap().code, "Phone")).token;
    assert_eq!(paired.guest(&token).unwrap().unwrap().device.name, "Phone");
}

#[test]
fn an_erase_of_another_program_is_seen_by_a_server_and_devices_can_be_paired_anew() {
    let folder = tempfile::tempdir().unwrap();
    let server = DeviceRegistry::served(&place(&folder), false);
    let token = welcome(server.enter(&server.new_code().unwrap().code, "Phone")).token;
    assert!(server.guest(&token).unwrap().is_some());
    place(&folder).forget().unwrap();
    assert!(server.guest(&token).unwrap().is_none());
    let code = paired(&folder).new_code().unwrap().code;
    let token = welcome(server.enter(&code, "Phone")).token;
    assert!(server.guest(&token).unwrap().is_some() && paired(&folder).guest(&token).unwrap().is_some());
}

#[test]
fn what_a_newer_supple_keeps_with_the_list_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (paired, file) = (paired(&folder), folder.path().join("diary.db.paired"));
    let (token, day) = (LineHash::of("token"), "2026-01-01T00:00:00Z");
    let device = serde_json::json!({"name": "Phone", "token": token, "since": day, "seen": day, "colour": "green"});
    fs::write(&file, serde_json::json!({"devices": [device], "groups": [1, 2]}).to_string()).unwrap();
    welcome(paired.enter(&paired.new_code().unwrap().code, "Tablet"));
    let mut kept: serde_json::Value = serde_json::from_str(&document_of(&place(&folder)).unwrap()).unwrap();
    assert_eq!(kept["devices"][0]["colour"], "green");
    assert_eq!(kept["devices"][1].as_object_mut().unwrap().len(), 4, "and nothing is added: {kept}");
}
