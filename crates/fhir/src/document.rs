//! A report as a Bundle: a document, or a collection for patient-shared health documents (a draft guide).
//!
//! What a person says of themselves is labelled as such: each resource has the security label "patient asserted", the
//! condition is unconfirmed, and the Patient is the author. No profile is claimed. Spasms are counted by week: a list of a
//! thousand events helps nobody.

use crate::codes::{ICD_10_CM, LOINC, answers, canonical, patient_asserted};
use crate::content::{Checked, Content, Count, File, FileKind, Part};
use crate::resource::{
    Agent, Attachment, Bundle, Composition, Condition, Device, DeviceName, DocumentReference, Dosage, Effective,
    Entity, Entry, Event, FileContent, MedicationStatement, Name, Named, Note, Observation, Patient, Procedure,
    Provenance, Resource, Section, score,
};
use crate::study::{result, study};
use crate::types::{CodeableConcept, Coding, Identifier, Meta, Narrative, Period, Quantity, Reference, Value};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use uuid::Builder;

/// The report as a Bundle of the type `document`: a Composition with its sections first, then what they stand on.
///
/// ```
/// use supple_fhir::content::Content;
/// let content = Content { title: "My back".to_owned(), program: "Supple".to_owned(), ..Content::default() };
/// let bundle = supple_fhir::bundle(&content);
/// assert_eq!(bundle, supple_fhir::bundle(&content), "ids follow from what is written");
/// ```
pub fn bundle(content: &Content) -> Bundle {
    let mut made = Making::of(content);
    made.facts();
    let composition = made.composition();
    let composition = made.entry("composition", composition.into());
    made.provenance();
    made.entries.insert(0, composition);
    made.wrap("document")
}

/// The report as a Bundle of the type `collection`, as the draft for patient-shared health documents wants it: exactly one
/// Patient, no Composition, PDF files inline.
pub fn collection(content: &Content) -> Bundle {
    let mut made = Making::of(content);
    made.facts();
    made.provenance();
    made.wrap("collection")
}

/// Plain paragraphs as a `div` of XHTML, escaped.
///
/// ```
/// assert_eq!(
///     supple_fhir::paragraphs(["a < b"]),
///     "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &lt; b</p></div>"
/// );
/// ```
pub fn paragraphs<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // XML has no other control characters; a paragraph needs none.
    let plain = |text: &str| escaped(text).replace(|letter: char| letter.is_control() && letter != '\n', " ");
    let texts: String = texts.into_iter().map(|text| format!("<p>{}</p>", plain(text))).collect();
    let texts = if texts.is_empty() { "<p>-</p>".to_owned() } else { texts };
    format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{texts}</div>")
}

/// A Bundle on its way.
pub(crate) struct Making<'c> {
    content: &'c Content,
    /// What all ids follow from.
    seed: [u8; 32],
    entries: Vec<Entry>,
    /// The addresses of what stands behind each part.
    behind: Vec<(Part, String)>,
    patient: String,
    device: String,
    condition: String,
}

impl<'c> Making<'c> {
    fn of(content: &'c Content) -> Making<'c> {
        let seed = Sha256::digest(format!("{content:?}")).into();
        let at = |name: &str| address(&seed, name);
        let (patient, device, condition) = (at("patient"), at("device"), at("condition"));
        Making { content, seed, entries: Vec::new(), behind: Vec::new(), patient, device, condition }
    }

    fn wrap(self, kind: &str) -> Bundle {
        Bundle {
            identifier: Identifier {
                system: "urn:ietf:rfc:3986".to_owned(),
                value: address(&self.seed, &format!("bundle {kind}")),
            },
            kind: kind.to_owned(),
            timestamp: self.content.made.to_string(),
            entry: self.entries,
        }
    }

    fn entry(&self, name: &str, resource: Resource) -> Entry {
        Entry { full_url: address(&self.seed, name), resource }
    }

    fn add(&mut self, name: &str, part: Part, resource: impl Into<Resource>) -> String {
        let entry = self.entry(name, resource.into());
        let address = entry.full_url.clone();
        if part != Part::Text {
            self.behind.push((part, address.clone()));
        }
        self.entries.push(entry);
        address
    }

    fn subject(&self) -> Reference {
        Reference::to(&self.patient)
    }

    fn facts(&mut self) {
        let content = self.content;
        self.add(
            "patient",
            Part::Text,
            Patient {
                meta: asserted(),
                name: content.name.clone().map(|text| [Name { text }]),
                birth_date: content.birth_year.map(|year| format!("{year:04}")),
            },
        );
        let name = DeviceName { name: content.program.clone(), kind: "user-friendly-name".to_owned() };
        self.add("device", Part::Text, Device { meta: Meta::default(), device_name: [name] });
        self.problem();
        self.counts();
        self.course();
        for (at, measure) in content.measures.iter().enumerate() {
            let times = if measure.count == 1 { "once".to_owned() } else { format!("{} times", measure.count) };
            let effect = measure.effect.iter().map(|effect| format!("; {effect}"));
            let note = Note { text: std::iter::once(format!("Done {times}")).chain(effect).collect() };
            let done = Procedure {
                meta: asserted(),
                status: "completed".to_owned(),
                code: CodeableConcept::text(&measure.name),
                subject: self.subject(),
                performed_period: measure.days.map(period),
                reason_reference: vec![Reference::to(&self.condition)],
                note: vec![note],
            };
            self.add(&format!("measure {at}"), Part::Measures, done);
        }
        for (at, medicine) in content.medicines.iter().enumerate() {
            let taken = MedicationStatement {
                meta: asserted(),
                status: "unknown".to_owned(),
                medication_codeable_concept: CodeableConcept::text(&medicine.name),
                subject: self.subject(),
                effective_period: medicine.days.map(period),
                information_source: self.subject(),
                reason_reference: vec![Reference::to(&self.condition)],
                dosage: medicine.dosage.iter().map(|text| Dosage { text: text.clone() }).collect(),
            };
            self.add(&format!("medicine {at}"), Part::Medicines, taken);
        }
        for (at, trial) in content.trials.iter().enumerate() {
            let study = self.add(&format!("trial {at}"), Part::Trials, study(trial, &content.problem));
            if let Some(found) = result(self, trial, &study) {
                self.add(&format!("trial {at} result"), Part::Trials, found);
            }
        }
        for (at, score) in content.scores.iter().enumerate() {
            let value = Quantity { value: score.value, unit: score.unit.clone(), system: None, code: None };
            let when = Effective::At(score.day.to_string());
            let seen = self.observation(CodeableConcept::text(&score.name), when, Value::Quantity(value));
            self.add(&format!("score {at}"), Part::Scores, seen);
        }
        for (at, check) in content.checks.iter().enumerate() {
            self.check(at, check);
        }
        for (at, file) in content.files.iter().enumerate() {
            let file = self.file(file);
            self.add(&format!("file {at}"), Part::Files, file);
        }
    }

    fn problem(&mut self) {
        let status = |system: &str, code: &str| -> CodeableConcept {
            Coding::bare(&format!("http://terminology.hl7.org/CodeSystem/{system}"), code).into()
        };
        let problem = Condition {
            meta: asserted(),
            clinical_status: status("condition-clinical", "active"),
            verification_status: status("condition-ver-status", "unconfirmed"),
            category: vec![status("condition-category", "problem-list-item")],
            code: CodeableConcept::coded(
                Coding::of(ICD_10_CM, "M62.830", "Muscle spasm of back"),
                &self.content.problem,
            ),
            subject: self.subject(),
            recorded_date: self.content.made.to_string(),
            asserter: self.subject(),
        };
        self.add("condition", Part::Problem, problem);
    }

    /// Pain and spasms, a week each.
    fn course(&mut self) {
        for (at, week) in self.content.pain.iter().enumerate() {
            let code = CodeableConcept::coded(Coding::bare(LOINC, "72514-3"), "Worst pain of a week, from 0 to 10");
            let when = Effective::In(period((week.first, week.last)));
            let seen = self.observation(code, when, score(week.worst.into()));
            self.add(&format!("pain {at}"), Part::Course, seen);
        }
        for (at, week) in self.content.spasms.iter().enumerate() {
            let code = CodeableConcept::text("Back muscle spasms, number in a week");
            let when = Effective::In(period((week.first, week.last)));
            let seen = self.observation(code, when, Value::Integer(week.count.into()));
            self.add(&format!("spasms {at}"), Part::Course, seen);
        }
    }

    /// What was counted over the whole period.
    fn counts(&mut self) {
        let Some(days) = self.content.period else { return };
        for (at, count) in self.content.counts.iter().enumerate() {
            let when = Effective::In(period(days));
            let seen = self.observation(CodeableConcept::text(&count.name), when, counted(count));
            self.add(&format!("count {at}"), Part::Course, seen);
        }
    }

    pub(crate) fn observation(&self, code: CodeableConcept, effective: Effective, value: Value) -> Observation {
        let survey = Coding::bare("http://terminology.hl7.org/CodeSystem/observation-category", "survey");
        Observation {
            meta: asserted(),
            status: "final".to_owned(),
            category: vec![survey.into()],
            code,
            subject: self.subject(),
            focus: Vec::new(),
            effective,
            performer: vec![self.subject()],
            value,
            method: None,
            derived_from: Vec::new(),
            component: Vec::new(),
        }
    }

    fn check(&mut self, at: usize, check: &Checked) {
        let mut response = check.response.clone();
        response.meta = Some(asserted());
        response.subject = Some(self.subject());
        response.author = Some(self.subject());
        response.source = Some(self.subject());
        let when = Effective::At(response.authored.clone());
        let response = self.add(&format!("answers {at}"), Part::Checks, response);
        let outcome = CodeableConcept::coded(Coding::bare(&answers(), check.urgency.id()), &check.verdict);
        let mut seen = self.observation(CodeableConcept::text("Self-triage outcome"), when, Value::Concept(outcome));
        seen.derived_from = vec![Reference::to(&response)];
        self.add(&format!("outcome {at}"), Part::Checks, seen);
    }

    fn file(&self, file: &File) -> DocumentReference {
        let (code, words) = match file.kind {
            FileKind::Story => ("51855-5", "Patient Note"),
            FileKind::Rendered => ("60591-5", "Patient summary Document"),
        };
        let content = |kind: &str, bytes: &[u8]| FileContent {
            attachment: Attachment {
                content_type: kind.to_owned(),
                data: STANDARD.encode(bytes),
                size: bytes.len(),
                title: file.title.clone(),
            },
        };
        let text = file.text.as_ref().map(|text| content("text/plain", text.as_bytes()));
        DocumentReference {
            meta: asserted(),
            status: "current".to_owned(),
            kind: CodeableConcept::coded(Coding::of(LOINC, code, words), words),
            subject: self.subject(),
            date: self.content.made.to_string(),
            author: vec![self.subject()],
            description: file.title.clone(),
            content: [content("application/pdf", &file.pdf)].into_iter().chain(text).collect(),
        }
    }

    fn composition(&self) -> Composition {
        let content = self.content;
        let section = |title: &str, div: String, of: Part| Section {
            title: title.to_owned(),
            text: Narrative { status: "additional".to_owned(), div },
            entry: self.behind.iter().filter(|(part, _)| *part == of).map(|(_, at)| Reference::to(at)).collect(),
        };
        let told = content.sections.iter().map(|told| section(&told.title, told.div.clone(), told.of));
        let mut sections: Vec<Section> = told.collect();
        if !content.questions.is_empty() {
            let div = paragraphs(content.questions.iter().map(String::as_str));
            sections.push(section("Questions", div, Part::Text));
        }
        if !content.quotes.is_empty() {
            let words: Vec<String> = content.quotes.iter().map(|it| format!("{}: {}", it.day, it.words)).collect();
            let div = paragraphs(words.iter().map(String::as_str));
            sections.push(section("In the person's own words", div, Part::Text));
        }
        if sections.is_empty() {
            sections.push(section(&content.title, paragraphs([content.problem.as_str()]), Part::Problem));
        }
        // What no section is about would be in the Bundle without a way to it.
        let left = [
            Part::Problem,
            Part::Course,
            Part::Measures,
            Part::Medicines,
            Part::Trials,
            Part::Scores,
            Part::Checks,
            Part::Files,
        ];
        for (part, title) in left.into_iter().zip(TITLES) {
            let told = content.sections.iter().any(|section| section.of == part);
            let there = self.behind.iter().any(|(of, at)| *of == part && !reached(&sections, at));
            if there && !told {
                sections.push(section(title, paragraphs([title]), part));
            }
        }
        Composition {
            meta: asserted(),
            status: "final".to_owned(),
            kind: CodeableConcept::coded(
                Coding::of(LOINC, "60591-5", "Patient summary Document"),
                "Summary by the patient",
            ),
            subject: self.subject(),
            date: content.made.to_string(),
            author: vec![self.subject(), Reference::to(&self.device)],
            title: content.title.clone(),
            event: content.period.map(|days| [Event { period: period(days) }]),
            section: sections,
        }
    }

    /// Who said it, what put it together, and the chains that it was made from.
    fn provenance(&mut self) {
        let agent = |kind: &str, who: &str| Agent {
            kind: Coding::bare("http://terminology.hl7.org/CodeSystem/provenance-participant-type", kind).into(),
            who: Reference::to(who),
        };
        let target = self.entries.iter().map(|entry| Reference::to(&entry.full_url)).collect();
        let entity = |hash: &String| Entity {
            role: "source".to_owned(),
            what: Named { identifier: Identifier { system: canonical("chain-head"), value: hash.clone() } },
        };
        let provenance = Provenance {
            meta: asserted(),
            target,
            recorded: self.content.made.to_string(),
            agent: vec![agent("author", &self.patient), agent("assembler", &self.device)],
            entity: self.content.chain_heads.iter().map(entity).collect(),
        };
        self.add("provenance", Part::Text, provenance);
    }
}

/// The headings of what no section is about.
const TITLES: [&str; 8] = [
    "The problem",
    "Pain and spasms",
    "What was done",
    "Medicines",
    "Compared by chance",
    "Scores",
    "Safety checks",
    "Files",
];

/// A number with its unit in words.
pub(crate) fn counted(count: &Count) -> Value {
    Value::Quantity(Quantity { value: count.value, unit: count.unit.clone(), system: None, code: None })
}

fn reached(sections: &[Section], address: &str) -> bool {
    sections.iter().flat_map(|section| &section.entry).any(|entry| entry.reference.as_deref() == Some(address))
}

pub(crate) fn asserted() -> Meta {
    Meta { security: vec![patient_asserted()] }
}

pub(crate) fn period((first, last): (Date, Date)) -> Period {
    Period { start: first.to_string(), end: last.to_string() }
}

/// The address of a resource: a UUID of version 8 from the SHA-256 of all content and its name in it.
fn address(seed: &[u8; 32], name: &str) -> String {
    let hash = Sha256::new().chain_update(seed).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    format!("urn:uuid:{}", Builder::from_custom_bytes(bytes).into_uuid())
}
