//! The file passes the checks that we have, and says what it is.

use crate::sheets::{print, realistic, with_annex};
use crate::tools::File;
use supple_paper::{PaperError, pdf};
use supple_report::print::{Attachment, Paper, Print};

#[test]
fn one_page_and_many_pages_pass_the_checks() {
    for sheet in [realistic(), with_annex(120)] {
        File::of(&pdf(&print(sheet)).unwrap().bytes).check();
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    assert_eq!(pdf(&print(with_annex(40))), pdf(&print(with_annex(40))));
}

#[test]
fn the_file_says_which_standards_it_was_written_for() {
    let printed = pdf(&print(realistic())).unwrap();
    let file = File::of(&printed.bytes);
    let metadata = String::from_utf8_lossy(&file.run("pdfinfo", &["-meta"], &[]).stdout).into_owned();
    assert!(metadata.contains("pdfaid:part>3<"), "{metadata}");
    assert!(metadata.contains("pdfaid:conformance>A<"), "{metadata}");
    assert!(metadata.contains("pdfuaid:part>1<"), "{metadata}");
    assert!(
        String::from_utf8_lossy(&printed.bytes).contains("urn:supple:heads|a-device.7.abcdef"),
        "what it was made from is there to read without unpacking"
    );
    let about = file.about();
    assert!(about.contains("Tagged:          yes"), "{about}");
    assert!(about.contains("Back spasm record: Jo Example, born 1979"), "{about}");
    assert!(about.contains("Wed Nov 25 21:07:00 2026"), "{about}");
}

#[test]
fn the_attachment_comes_out_as_it_went_in_and_is_data() {
    let text: String = (0..5000_u32).filter_map(char::from_u32).collect();
    let attachment = Attachment {
        name: "report.json".to_owned(),
        mime: "application/fhir+json".to_owned(),
        description: "The data".to_owned(),
        text: text.clone(),
    };
    let printed = pdf(&Print { attachment: Some(attachment), ..print(realistic()) }).unwrap();
    let file = File::of(&printed.bytes);
    assert_eq!(file.run("qpdf", &["--show-attachment=report.json"], &[]).stdout, text.into_bytes());
    let objects = file.qpdf(&["--json"]);
    assert!(objects.contains("\"/AFRelationship\": \"/Data\""));
}

#[test]
fn an_attachment_without_a_media_type_is_refused() {
    let attachment =
        Attachment { name: "a".to_owned(), mime: "data".to_owned(), description: "b".to_owned(), text: String::new() };
    let refused = pdf(&Print { attachment: Some(attachment), ..print(realistic()) });
    assert_eq!(refused, Err(PaperError::MediaType));
}

#[test]
fn paper_has_the_size_that_is_asked_for() {
    for (paper, size) in [(Paper::A4, "595.28 x 841.89 pts (A4)"), (Paper::Letter, "612 x 792 pts (letter)")] {
        let about = File::of(&pdf(&Print { paper, ..print(realistic()) }).unwrap().bytes).about();
        assert!(about.contains(size), "{about}");
    }
}
