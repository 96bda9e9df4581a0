//! The file passes the checks that we have, and says what it is.

use crate::sheets::{options, realistic, with_annex};
use crate::tools::File;
use supple_paper::{Attachment, Options, Paper, PaperError, pdf};

#[test]
fn one_page_and_many_pages_pass_the_checks() {
    for sheet in [realistic(), with_annex(120)] {
        File::of(&pdf(&sheet, &options()).unwrap().bytes).check();
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    assert_eq!(pdf(&with_annex(40), &options()), pdf(&with_annex(40), &options()));
}

#[test]
fn the_file_says_which_standards_it_was_written_for() {
    let file = File::of(&pdf(&realistic(), &options()).unwrap().bytes);
    let metadata = String::from_utf8_lossy(&file.run("pdfinfo", &["-meta"], &[]).stdout).into_owned();
    assert!(metadata.contains("pdfaid:part>3<"), "{metadata}");
    assert!(metadata.contains("pdfaid:conformance>A<"), "{metadata}");
    assert!(metadata.contains("pdfuaid:part>1<"), "{metadata}");
    let about = file.about();
    assert!(about.contains("Tagged:          yes"), "{about}");
    assert!(about.contains("Back spasm record: Jo Example, born 1979"), "{about}");
    assert!(about.contains("Wed Nov 25 21:07:00 2026"), "{about}");
}

#[test]
fn the_attachment_comes_out_as_it_went_in_and_is_data() {
    let bytes: Vec<u8> = (0..5000_u32).flat_map(u32::to_le_bytes).collect();
    let attachment = Attachment {
        name: "report.json".to_owned(),
        mime: "application/fhir+json".to_owned(),
        description: "The data".to_owned(),
        bytes: bytes.clone(),
    };
    let printed = pdf(&realistic(), &Options { attachment: Some(attachment), ..options() }).unwrap();
    let file = File::of(&printed.bytes);
    assert_eq!(file.run("qpdf", &["--show-attachment=report.json"], &[]).stdout, bytes);
    let objects = file.qpdf(&["--json"]);
    assert!(objects.contains("\"/AFRelationship\": \"/Data\""));
}

#[test]
fn an_attachment_without_a_media_type_is_refused() {
    let attachment =
        Attachment { name: "a".to_owned(), mime: "data".to_owned(), description: "b".to_owned(), bytes: Vec::new() };
    let refused = pdf(&realistic(), &Options { attachment: Some(attachment), ..options() });
    assert_eq!(refused, Err(PaperError::MediaType));
}

#[test]
fn paper_has_the_size_that_is_asked_for() {
    for (paper, size) in [(Paper::A4, "595.28 x 841.89 pts (A4)"), (Paper::Letter, "612 x 792 pts (letter)")] {
        let about = File::of(&pdf(&realistic(), &Options { paper, ..options() }).unwrap().bytes).about();
        assert!(about.contains(size), "{about}");
    }
}
