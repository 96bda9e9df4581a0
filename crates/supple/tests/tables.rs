//! Files as other programs export them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::{Value, json};
use shared::{Home, fails, out};

fn import(home: &Home, file: impl AsRef<[u8]>, kind: &str, more: &[&str]) -> Value {
    let file = home.write("foreign.csv", file);
    home.json(&[&["import", &file, "--csv", kind, "--json"], more].concat())
}

fn times(home: &Home, kind: &str) -> Vec<String> {
    let log = home.log();
    let mut of: Vec<_> = log.iter().filter(|entry| entry.name().id() == kind).collect();
    of.sort_by_key(|entry| entry.happened().at());
    of.iter().map(|entry| entry.happened().to_string()).collect()
}

#[test]
fn a_file_of_another_program_comes_in_as_it_is_where_it_says_one_thing() {
    // Loop Habit Tracker, Checkmarks.csv: a separator ends each line, and 2 is a check mark.
    let home = Home::new();
    let file = "Date,Walk,Sit long,\n2024-01-03,2,-1,\n2024-01-02,0,2,\n2024-01-01,-1,0,\n";
    let map =
        ["--map", "Date=happened,Walk=present,what=Walk", "--values", "present:2=true,present:0=false,present:-1="];
    let report = import(&home, file, "exposure", &map);
    assert_eq!((&report["read"], &report["taken"], &report["left_out"]), (&json!(3), &json!(2), &json!(1)), "{report}");
    assert_eq!(report["ignored_columns"], json!(["Sit long"]));
    assert_eq!(import(&home, file, "exposure", &map)["known"], 2, "a second time nothing is new");
    let said = home.json(&["diary", "--since", "2024-01-01", "--json"]);
    assert_eq!((&said[0]["what"], &said[0]["present"]), (&json!("Walk"), &json!(false)), "{said}");

    // A spreadsheet set to German: semicolons, decimal commas, days with points, and a line for other spreadsheets.
    let home = Home::new();
    let file = "sep=;\r\nDatum;Zeit;Schmerz;\"Bemerkung; frei\"\r\n20.11.2026;7:30;7;\"links; unten\"\r\n21.11.2026;;3;\r\n;;;\r\n";
    let map = ["--map", "Datum=happened,Zeit=happened,Schmerz=level,Bemerkung; frei=note"];
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(file.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(import(&home, file, "pain", &map)["taken"], 2);
    assert_eq!(import(&home, &utf16, "pain", &map)["known"], 2, "the same as Unicode text");
    assert_eq!(import(&home, format!("\u{feff}{file}"), "pain", &map)["known"], 2);
    assert_eq!(
        times(&home, "pain"),
        ["2026-11-20T07:30:00+01:00[Europe/Berlin]", "2026-11-21T12:00:00+01:00[Europe/Berlin]"]
    );

    // An app for blood pressure: milliseconds since 1970.
    let home = Home::new();
    let file = "timestamp,systolic,diastolic,comment\n1703175193324,120,80,after a walk\n1703261593000,125,82,\n";
    assert_eq!(
        import(&home, file, "note", &["--map", "timestamp=happened,comment=text", "--take-the-rest"])["taken"],
        1
    );
    assert_eq!(times(&home, "note"), ["2023-12-21T17:13:13.324+01:00[Europe/Berlin]"]);

    // Daylio: the day twice, and the time with AM or PM.
    let home = Home::new();
    let file = "full_date,date,weekday,time,mood,activities,note_title,note\n\
                2026-11-20,November 20,Friday,10:05 PM,good,\"walk | family\",\"\",\"my \"\"best\"\" day\"\n\
                2026-11-19,November 19,Thursday,7:00\u{202f}AM,bad,\"\",\"\",\"slept badly\"\n";
    let map = ["--map", "full_date=happened,time=happened,note=text"];
    assert_eq!(import(&home, file, "note", &map)["taken"], 2);
    assert_eq!(
        times(&home, "note"),
        ["2026-11-19T07:00:00+01:00[Europe/Berlin]", "2026-11-20T22:05:00+01:00[Europe/Berlin]"]
    );

    // A diary of headaches: one-digit parts, and the month first, which one row tells.
    let home = Home::new();
    let file = "Start,Pain Level,Notes\n1/2/2015 7:05 PM,4,\n1/25/2015 12:30 AM,6,x\n";
    assert_eq!(import(&home, file, "pain", &["--map", "Start=happened,Pain Level=level,Notes=note"])["taken"], 2);
    assert_eq!(
        times(&home, "pain"),
        ["2015-01-02T19:05:00+01:00[Europe/Berlin]", "2015-01-25T00:30:00+01:00[Europe/Berlin]"]
    );
    let days = "date;spasm;pain\n20.11.2026;no;3\n";
    assert_eq!(import(&home, days, "check-in", &[])["taken"], 1);
}

#[test]
fn what_may_mean_two_things_is_refused_once_with_what_to_do() {
    let home = Home::new();
    let write = |text: &str| home.write("foreign.csv", text);
    let ambiguous = write(&("happened,level\n".to_owned() + &"1/2/2015,4\n3/4/2015,5\n".repeat(20)));
    let arguments = ["import", &ambiguous, "--csv", "pain"];
    fails(
        &home.run(&arguments),
        1,
        "no row tells whether the day or the month comes first in \"1/2/2015\": say which with --dates dmy",
    );
    let with =
        |order| home.json(&[&arguments[..], &["--dates", order, "--dry-run", "--json"]].concat())["would_take"].clone();
    assert_eq!((with("dmy"), with("mdy")), (json!(40), json!(40)));
    let both = write("happened,level\n13/2/2015,4\n3/14/2015,5\n");
    fails(
        &home.run(&["import", &both, "--csv", "pain"]),
        1,
        "in \"13/2/2015\" the day comes first, and in \"3/14/2015\" the month",
    );
    let marks = write("happened;a,level\n1;2,3\n");
    fails(&home.run(&["import", &marks, "--csv", "pain"]), 1, "may be separated by commas or by semicolons");
    let odd = write("happened,level\n20th of Nov,4\n21st of Nov,5\n");
    fails(
        &home.run(&["import", &odd, "--csv", "pain"]),
        1,
        "no row has a time that Supple understands (line 2: \"happened\" takes",
    );
    // What all rows lack is said once.
    let lacks = write(&("happened,what\n".to_owned() + &"2026-11-20,Walk\n".repeat(30)));
    let said = out(&home.run(&["import", &lacks, "--csv", "exposure"])).replace("\n  ", " ");
    assert!(said.contains("lines 2, 3, 4, 5, 6 and 25 more: the field \"present\" is missing"), "{said}");
    assert!(said.contains("--map present=VALUE") && said.matches("missing").count() == 1, "{said}");
    let marked = write("happened,what,present\n2026-11-20,Walk,-1\n2026-11-21,Walk,2\n");
    let said = out(&home.run(&["import", &marked, "--csv", "exposure"])).replace("\n  ", " ");
    assert!(
        said.contains("takes true or false, not \"-1\"; say what it means with --values present:-1=true"),
        "{said}"
    );
    let unknown = ["import", &marked, "--csv", "exposure", "--values", "presents:2=true"];
    fails(&home.run(&unknown), 2, "no column is the field \"presents\"");
    fails(&home.run(&["import", &marked, "--csv", "exposure", "--values", "present"]), 2, "takes FIELD:CELL=VALUE");
    assert_eq!(home.export(), "");
}

#[test]
fn statistics_read_the_same_tables_as_an_import() {
    let home = Home::new();
    let km = |bytes: &[u8]| {
        let file = home.write("table.csv", bytes);
        home.json(&["stats", "km", &file, "--json"])
    };
    let plain = km(b"time,status\n1.5,1\n2,0\n3,1\n");
    let other = "time;status\r\n1,5;1\r\n2;0\r\n3;1\r\n";
    for text in [
        other.to_owned(),
        format!("sep=;\r\n{other}"),
        format!("\u{feff}\"sep=;\"\r\n{other}"),
        other.replace(';', "\t"),
        other.replace("\r\n", ";\r\n") + ";;\r\n",
    ] {
        assert_eq!(km(text.as_bytes()), plain, "{text}");
        let utf16: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(km(&utf16), plain);
    }
    let mcf = |text: &str| home.json(&["stats", "mcf", &home.write("table.csv", text), "--json"]);
    let table = "id,start,stop,event\na,0,5,1\na,5,6,0\nb,0,3,1\n";
    assert_eq!(mcf(&table.replace(',', ";")), mcf(table));
    // A comma before three digits may group thousands.
    let file = home.write("table.csv", "time;status\n1,500;1\n2;0\n");
    fails(&home.run(&["stats", "km", &file]), 1, "line 2: time is \"1,500\", which is no number");
    let file = home.write("table.csv", "time;x,status\n1;2,1\n");
    fails(&home.run(&["stats", "km", &file]), 1, "may be separated by commas or by semicolons");
}

#[test]
fn a_mark_at_the_beginning_and_blank_lines_at_the_end_change_nothing() {
    let home = Home::new();
    let answers = "{\"saddle-numbness\": false}";
    let plain = home.json(&["check", "--answers", &home.write("a.json", answers), "--json"]);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(answers.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [format!("\u{feff}{answers}\r\n").into_bytes(), utf16] {
        assert_eq!(home.json(&["check", "--answers", &home.write("a.json", bytes), "--json"]), plain);
    }
    home.done(&["log", "pain", "3"]);
    home.done(&["log", "note", "x"]);
    let export = home.export();
    for text in [
        format!("{export}   \n\t\n"),
        format!("\u{feff}{}  \r\n\r\n ", export.replace('\n', "\r\n")),
        export.replace('\n', "  \n"),
    ] {
        let file = home.write("copy.jsonl", text);
        let other = Home::new();
        assert!(other.done(&["import", &file]).contains("2 lines read: 2 taken, 0 known already, 0 refused."));
        assert_eq!(other.log(), home.log());
        home.done(&["verify", &file]);
    }
}

/// A file that is no diary, and one whose every line begins another chain in the middle, cost what their lines cost.
#[test]
fn a_file_without_a_good_line_is_told_in_a_few_lines_and_nothing_is_taken() {
    let home = Home::new();
    let file = home.write("letters.jsonl", "a\n".repeat(200_000));
    let said = home.run(&["import", &file]);
    assert!(
        out(&said).contains("200,000 lines read: 0 would be taken, 0 known already, 200000 refused."),
        "{}",
        out(&said)
    );
    assert!(out(&said).lines().count() < 20, "{}", out(&said));
    let said: Value = serde_json::from_slice(&home.run(&["import", &file, "--json"]).stdout).unwrap();
    assert_eq!((said["refused"].as_array().unwrap().len(), &said["refused_lines"]), (10_000, &json!(200_000)));
    // One line that is longer than any entry is not kept.
    let long = home.write("long.jsonl", "x".repeat(3_000_000) + "\n" + &" ".repeat(1_000_000));
    let said = out(&home.run(&["import", &long]));
    assert!(said.contains("2 lines read: 0 would be taken") && said.contains("64 KiB"), "{said}");
}
