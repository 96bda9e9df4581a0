//! What a report holds, as plain data: whoever knows a diary fills it in, and `document` makes FHIR of it.
//!
//! Everything is optional but who wrote it and when. What is empty is left out of the Bundle, and never said as none.

use crate::response::QuestionnaireResponse;
use jiff::Timestamp;
use jiff::civil::Date;
use supple_guidance::Urgency;

/// Everything that a report says.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// When the report was made. The caller's clock.
    pub made: Timestamp,
    /// The first and the last day that it covers.
    pub period: Option<(Date, Date)>,
    /// The title of the report.
    pub title: String,
    /// The program that put it together, with its version, such as "Supple 0.1.0".
    pub program: String,
    /// The name of the person as they typed it.
    pub name: Option<String>,
    /// The year in which they were born.
    pub birth_year: Option<i16>,
    /// What the trouble is called, in words, such as "Back muscle spasms".
    pub problem: String,
    /// Pain from 0 to 10, week by week.
    pub pain: Vec<WeekOfPain>,
    /// Spasms, week by week.
    pub spasms: Vec<WeekOfSpasms>,
    /// What was done against the pain.
    pub measures: Vec<Measure>,
    /// What was taken.
    pub medicines: Vec<Medicine>,
    /// Randomised trials that the person did on themselves.
    pub trials: Vec<Trial>,
    /// What was counted or measured over the whole period.
    pub counts: Vec<Count>,
    /// Scores of what the person is able to do.
    pub scores: Vec<Score>,
    /// Safety checks, with what came out.
    pub checks: Vec<Checked>,
    /// The sections for people, in their order.
    pub sections: Vec<Section>,
    /// What the person wants to ask.
    pub questions: Vec<String>,
    /// The worst moments in the person's own words.
    pub quotes: Vec<Quote>,
    /// The report as PDF files.
    pub files: Vec<File>,
    /// The last entries of the diary's chains, each as the caller names it: what it was made from.
    pub chain_heads: Vec<String>,
}

/// Pain of one week.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekOfPain {
    /// Its first day.
    pub first: Date,
    /// Its last day that is covered.
    pub last: Date,
    /// The worst that was written down, 0 to 10.
    pub worst: u32,
}

/// Spasms of one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekOfSpasms {
    /// Its first day.
    pub first: Date,
    /// Its last day that is covered.
    pub last: Date,
    /// How many were written down.
    pub count: u32,
}

/// A measure, such as heat, over the period of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What it is.
    pub name: String,
    /// How often it was done.
    pub count: u32,
    /// The first and the last day on which it was.
    pub days: Option<(Date, Date)>,
    /// How it went, in words.
    pub effect: Option<String>,
}

/// A medicine, as the person said what they took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medicine {
    /// Its name.
    pub name: String,
    /// How much and how often, in words.
    pub dosage: Option<String>,
    /// The first and the last day on which it was taken.
    pub days: Option<(Date, Date)>,
}

/// A randomised trial of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// What kind of study it is, in words.
    pub kind: String,
    /// What is asked.
    pub title: String,
    /// SHA-256 of seed and protocol, written before the first spasm, in hexadecimal digits: what the trial is named by.
    pub promised: String,
    /// The day on which it was begun.
    pub begun: Date,
    /// The day on which it came to its end; none while it runs.
    pub ended: Option<Date>,
    /// Whether it runs, and how it ended.
    pub state: TrialState,
    /// The measures that are compared.
    pub arms: Vec<TrialArm>,
    /// How it goes, in sentences.
    pub goes: Vec<String>,
    /// What else is said of it, in sentences. Of a trial that runs nothing that tells one measure from the other.
    pub notes: Vec<String>,
    /// What came out; none while it runs.
    pub result: Option<TrialResult>,
}

/// Whether a trial runs, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrialState {
    /// It runs.
    Runs,
    /// By its rule.
    Ended,
    /// Before its rule came to its end, for this reason in words.
    Stopped(String),
}

/// A measure of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialArm {
    /// Its name.
    pub name: String,
    /// What is done.
    pub does: String,
}

/// What came out of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialResult {
    /// What its rule says, in words.
    pub verdict: String,
    /// Its numbers.
    pub numbers: Vec<Count>,
}

/// What was counted or measured over the whole period.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// What, in words.
    pub name: String,
    /// The number.
    pub value: f64,
    /// The unit in words, such as "days".
    pub unit: String,
}

/// A score of what someone is able to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What was measured, in words.
    pub name: String,
    /// The number.
    pub value: f64,
    /// The unit in words, such as "of 10".
    pub unit: String,
    /// On which day.
    pub day: Date,
}

/// A safety check.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The answers, as [`crate::response()`] writes them; the time is theirs.
    pub response: QuestionnaireResponse,
    /// What came out.
    pub urgency: Urgency,
    /// The verdict in words.
    pub verdict: String,
}

/// A section of the report for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its text as a `div` of XHTML, with its namespace, as [`crate::paragraphs`] makes one.
    pub div: String,
    /// Which of the facts of the report stand behind it.
    pub of: Part,
}

/// Which facts a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// None: text alone.
    Text,
    /// The problem.
    Problem,
    /// Pain and spasms.
    Course,
    /// Measures.
    Measures,
    /// Medicines.
    Medicines,
    /// Trials and what came out.
    Trials,
    /// Scores.
    Scores,
    /// Checks and what came out.
    Checks,
    /// Files.
    Files,
}

/// What someone said of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// On which day.
    pub day: Date,
    /// The words.
    pub words: String,
}

/// A PDF file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its title.
    pub title: String,
    /// What it is to a reader.
    pub kind: FileKind,
    /// Its bytes.
    pub pdf: Vec<u8>,
    /// The same as plain text, for a reader that shows no PDF.
    pub text: Option<String>,
}

/// What a file is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// The story in the person's own words.
    Story,
    /// All else of the Bundle, to be read.
    Rendered,
}
