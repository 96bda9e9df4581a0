//! One table on the page and in the terminal: the same entries.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::import::{Import, Report, rows};
use crate::place::wait;
use crate::support::{App, Page, runtime};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use clap::Parser;
use std::path::Path;
use supple_diary::Draft;
use tokio::runtime::Runtime;

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    import: Import,
}

fn send(on: &Runtime, app: &App, fields: &[(&str, &[u8])]) -> Page {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes());
        body.extend(*value);
        body.extend(b"\r\n");
    }
    body.extend(b"--limit--\r\n");
    let request = Request::post("/keep/import").header("content-type", "multipart/form-data; boundary=limit");
    on.block_on(app.send(request.body(Body::from(body)).unwrap()))
}

fn drafts(on: &Runtime, app: &App) -> Vec<Draft> {
    on.block_on(app.log()).iter().filter_map(|entry| entry.draft().cloned()).collect()
}

#[test]
fn page_and_terminal_make_the_same_entries_of_each_sample() {
    let on = runtime();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intake/tests/samples");
    let mut samples = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.display().to_string();
        let (page, terminal) = (on.block_on(async { App::new() }), on.block_on(async { App::new() }));
        let shown = send(&on, &page, &[("table", &std::fs::read(&file).unwrap())]);
        assert_eq!(shown.status, StatusCode::OK, "{name}: {}", shown.text());
        let (held, chosen) = (shown.hidden("held").unwrap(), shown.hidden("shown").unwrap());
        let taken = send(&on, &page, &[("held", held.as_bytes()), ("shown", chosen.as_bytes()), ("do", b"take")]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{name}: {}", taken.text());

        let typed = Typed::parse_from(["import", name.as_str(), "--table"]);
        let mut report = Report::default();
        let new = rows(&typed.import, &terminal.journal, &mut report).unwrap();
        assert!(!new.is_empty() && report.refused.is_empty(), "{name}: {report:?}");
        wait(terminal.journal.write_all(new)).unwrap();
        assert_eq!(drafts(&on, &page), drafts(&on, &terminal), "{name}");
        samples += 1;
    }
    assert!(samples >= 9, "{samples}");
}
