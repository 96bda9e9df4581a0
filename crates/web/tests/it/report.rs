//! The report on the pages: as a page, as a PDF, as data, and whether the diary still holds it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::support::App;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::sync::{Arc, Mutex};
use supple_report::print::Print;
use supple_web::{NotPrinted, Printer, Printing};

/// A printer that keeps what it was given, and gives what it is told to.
#[derive(Debug)]
struct Kept {
    given: Mutex<Vec<Print>>,
    gives: Result<Vec<u8>, NotPrinted>,
}

fn with(gives: Result<Vec<u8>, NotPrinted>) -> (App, Arc<Kept>) {
    let printer = Arc::new(Kept { given: Mutex::default(), gives });
    (App::new().with_printer(Arc::clone(&printer) as Arc<dyn Printer>), printer)
}

impl Printer for Kept {
    fn print(&self, print: Print) -> Printing {
        self.given.lock().unwrap().push(print);
        let gives = self.gives.clone();
        Box::pin(async move { gives })
    }
}

#[tokio::test]
async fn a_choice_on_the_page_goes_into_the_file() {
    let (app, printer) = with(Ok(b"%PDF-".to_vec()));
    app.post("/spasm", &[]).await;
    let form = [
        ("chosen", "yes"),
        ("part", "course"),
        ("annex", "weeks"),
        ("name", "Jo"),
        ("own", "Why?"),
        ("paper", "letter"),
    ];
    let page = app.post("/doctor/report", &form).await;
    for kept in ["Jo", "course", "weeks", "letter"] {
        assert!(page.body.contains(&format!("value=\"{kept}\"")), "{kept} goes along with the button: {}", page.body);
    }
    let file = app.post("/doctor/report.pdf", &form).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(file.header("content-disposition").contains("back-spasm-record-"));
    let given = printer.given.lock().unwrap().pop().unwrap();
    assert_eq!(given.paper.id(), "letter");
    assert!(given.sheet.title.contains("Jo") && given.sheet.annexes.len() == 1, "{:?}", given.sheet);
    let data = app.post("/doctor/report.json", &form).await;
    assert_eq!(data.header("content-type"), "application/fhir+json");
    assert_eq!(Some(data.body), given.attachment.map(|file| file.text), "the PDF has the same inside");
}

#[tokio::test]
async fn each_trial_is_offered_only_where_one_is_and_one_that_runs_shows_no_result() {
    let app = App::new();
    let offered = |page: &str| page.contains("value=\"trials\"");
    assert!(!offered(&app.get("/doctor/report").await.body));
    let of = supple_care::trials::offered().get("heat-or-cold").unwrap();
    let begun = supple_care::trials::begin(of, supple_care::trials::USUAL_MARGIN, [7; 32]).unwrap();
    let at = supple_diary::Moment::in_zone(app.journal.host().now(), "Europe/Berlin").unwrap();
    app.journal.decide(supple_diary::Draft::new(at, begun)).await.unwrap();
    let page = app.get("/doctor/report").await;
    assert!(offered(&page.body), "{}", page.body);
    assert!(page.text().contains("Compared by chance") && page.text().contains("It goes on."), "{}", page.text());
    assert!(!page.body.contains(&"07".repeat(32)), "no page shows the seed");
}

#[tokio::test]
async fn without_what_makes_a_pdf_the_page_says_what_is_left() {
    for gives in [NotPrinted::NotHere, NotPrinted::Failed("too long".to_owned())] {
        let (app, _) = with(Err(gives.clone()));
        let page = app.get("/doctor/report.pdf").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.text().contains("Go back: the page itself can be printed"), "{gives:?}: {}", page.text());
    }
}

#[tokio::test]
async fn the_pdf_and_the_data_name_the_same_entries_to_the_diary() {
    let app = App::new();
    app.post("/spasm", &[]).await;
    let pdf = app.get("/doctor/report.pdf").await;
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let heads = supple_report::Proof::read(&pdf.bytes).unwrap();
    assert_eq!(heads, supple_report::Proof::read(&app.get("/doctor/report.json").await.bytes).unwrap());
    assert_eq!(heads.heads.len(), 1);
}

#[tokio::test]
async fn a_letter_tells_what_was_ticked() {
    let app = App::new();
    app.post("/spasm", &[]).await;
    let often = "it came on 1 day";
    let plain = app.get("/doctor/letter/work").await;
    let said = |page: &crate::support::Page| page.body.split("</article>").next().unwrap().to_owned();
    assert!(!said(&plain).contains(often) && plain.body.contains(often), "offered, not told: {}", plain.body);
    let told = app.post("/doctor/letter/work", &[("line", "often"), ("line", "no-such-line"), ("name", "Jo")]).await;
    assert!(said(&told).contains(often) && said(&told).contains("Jo"), "{}", told.body);
    assert_eq!(app.get("/doctor/letter/nobody").await.status, StatusCode::NOT_FOUND);
}

async fn proof(app: &App, file: &str) -> crate::support::Page {
    let body = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"report\"; filename=\"r\"\r\n\r\n{file}\r\n--limit--\r\n"
    );
    let request = Request::post("/doctor/proof").header("content-type", "multipart/form-data; boundary=limit");
    app.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_report_is_found_in_its_diary_and_in_no_other() {
    let app = App::new();
    app.post("/spasm", &[]).await;
    let report = app.get("/doctor/report.json").await.body;
    assert!(proof(&app, &report).await.text().contains("holds all that report"));
    app.post("/log/note", &[("text", "Later")]).await;
    assert!(proof(&app, &report).await.text().contains("1 entry came since"));
    let other = App::new();
    other.post("/log/note", &[("text", "Another diary")]).await;
    let said = proof(&other, &report).await;
    assert!(said.text().contains("was made from other entries"), "{}", said.text());
    let nothing = proof(&app, "{}").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("This is no report of Supple"), "{}", nothing.text());
}
