//! What is printed: a sheet, and what it does not say of the file that it becomes.
//!
//! Whoever makes a PDF of it may be elsewhere, such as in a module of a browser that is loaded when it is wanted: so it can
//! be sent as JSON.

use crate::sheet::Sheet;
use crate::summary::Summary;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The program that makes reports, with its version.
pub const PROGRAM: &str = concat!("Supple ", env!("CARGO_PKG_VERSION"));

/// The file inside the PDF: the report as FHIR.
pub const BUNDLE: &str = "report.fhir.json";

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl Paper {
    /// Every size of paper.
    pub const ALL: [Paper; 2] = [Paper::A4, Paper::Letter];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
        }
    }

    /// The paper of this id.
    pub fn from_id(id: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| paper.id() == id)
    }
}

/// A file inside the file: the data that the pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type, such as `application/fhir+json`.
    pub mime: String,
    /// What it is, for a person.
    pub description: String,
    /// What is in it.
    pub text: String,
}

/// A sheet to be printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Print {
    /// What is printed.
    pub sheet: Sheet,
    /// On which paper.
    pub paper: Paper,
    /// When it was made: whoever prints has no clock.
    pub made: Timestamp,
    /// Who wrote what it says, if that is to be told.
    pub author: Option<String>,
    /// The program that made it.
    pub creator: String,
    /// Words that the metadata of the file hold in the clear, for whoever reads the file and not the pages.
    pub keywords: Vec<String>,
    /// A file that goes along.
    pub attachment: Option<Attachment>,
}

impl Summary {
    /// The report to be printed, with its Bundle inside.
    ///
    /// # Errors
    /// If the Bundle cannot be written, which no content brings about.
    pub fn print(&self, paper: Paper) -> serde_json::Result<Print> {
        let attachment = Attachment {
            name: BUNDLE.to_owned(),
            mime: "application/fhir+json".to_owned(),
            description: "The same report as FHIR R4, for programs".to_owned(),
            text: self.bundle_json()?,
        };
        Ok(Print {
            sheet: self.sheet(),
            paper,
            made: self.made.as_ref().map(jiff::Zoned::timestamp).unwrap_or_default(),
            author: self.request.as_ref().and_then(|request| request.name.clone()),
            creator: PROGRAM.to_owned(),
            keywords: if self.proof.heads.is_empty() { Vec::new() } else { vec![self.proof.named()] },
            attachment: Some(attachment),
        })
    }
}
