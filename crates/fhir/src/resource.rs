//! The resources of a Bundle, with the few fields that are written.

use crate::response::QuestionnaireResponse;
use crate::types::{CodeableConcept, Identifier, Meta, Narrative, Period, Quantity, Reference, Value};
use serde::Serialize;

/// A Bundle of FHIR R4.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct Bundle {
    /// Its name, the same for the same content.
    pub identifier: Identifier,
    /// `document` or `collection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was put together.
    pub timestamp: String,
    /// What is in it.
    pub entry: Vec<Entry>,
}

/// A resource of a Bundle with its address.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// `urn:uuid:` and an id that follows from the content.
    pub full_url: String,
    /// The resource.
    pub resource: Resource,
}

/// A resource of a Bundle.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each is named as its resource")]
pub enum Resource {
    Composition(Box<Composition>),
    Patient(Patient),
    Device(Device),
    Condition(Box<Condition>),
    Observation(Box<Observation>),
    Procedure(Box<Procedure>),
    MedicationStatement(Box<MedicationStatement>),
    ResearchStudy(Box<ResearchStudy>),
    QuestionnaireResponse(Box<QuestionnaireResponse>),
    DocumentReference(Box<DocumentReference>),
    Provenance(Box<Provenance>),
}

macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "resourceType", rename_all = "camelCase")]
        #[allow(missing_docs, reason = "each field is one of the standard, of the same name")]
        pub struct $name {
            /// Its labels.
            pub meta: Meta,
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl From<$name> for Resource {
            fn from(it: $name) -> Resource {
                Resource::$name(it.into())
            }
        }
    )+};
}

resources! {
    /// What holds a document together.
    Composition {
        status: String,
        #[serde(rename = "type")]
        kind: CodeableConcept,
        subject: Reference,
        date: String,
        author: Vec<Reference>,
        title: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        event: Option<[Event; 1]>,
        section: Vec<Section>,
    }
    /// The person.
    Patient {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<[Name; 1]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        birth_date: Option<String>,
    }
    /// The program.
    Device {
        device_name: [DeviceName; 1],
    }
    /// The problem.
    Condition {
        clinical_status: CodeableConcept,
        verification_status: CodeableConcept,
        category: Vec<CodeableConcept>,
        code: CodeableConcept,
        subject: Reference,
        recorded_date: String,
        asserter: Reference,
    }
    /// A number, a score or an outcome.
    Observation {
        status: String,
        category: Vec<CodeableConcept>,
        code: CodeableConcept,
        subject: Reference,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        focus: Vec<Reference>,
        #[serde(flatten)]
        effective: Effective,
        performer: Vec<Reference>,
        #[serde(flatten)]
        value: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<CodeableConcept>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        derived_from: Vec<Reference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        component: Vec<Component>,
    }
    /// A trial.
    ResearchStudy {
        identifier: [Identifier; 1],
        title: String,
        status: String,
        primary_purpose_type: CodeableConcept,
        condition: Vec<CodeableConcept>,
        keyword: Vec<CodeableConcept>,
        description: String,
        period: Since,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason_stopped: Option<CodeableConcept>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        note: Vec<Note>,
        arm: Vec<StudyArm>,
        objective: [Objective; 1],
    }
    /// What was done.
    Procedure {
        status: String,
        code: CodeableConcept,
        subject: Reference,
        #[serde(skip_serializing_if = "Option::is_none")]
        performed_period: Option<Period>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        reason_reference: Vec<Reference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        note: Vec<Note>,
    }
    /// What was taken.
    MedicationStatement {
        status: String,
        medication_codeable_concept: CodeableConcept,
        subject: Reference,
        #[serde(skip_serializing_if = "Option::is_none")]
        effective_period: Option<Period>,
        information_source: Reference,
        reason_reference: Vec<Reference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        dosage: Vec<Dosage>,
    }
    /// A file.
    DocumentReference {
        status: String,
        #[serde(rename = "type")]
        kind: CodeableConcept,
        subject: Reference,
        date: String,
        author: Vec<Reference>,
        description: String,
        content: Vec<FileContent>,
    }
    /// Who said all this, and what put it together.
    Provenance {
        target: Vec<Reference>,
        recorded: String,
        agent: Vec<Agent>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        entity: Vec<Entity>,
    }
}

impl From<QuestionnaireResponse> for Resource {
    fn from(it: QuestionnaireResponse) -> Resource {
        Resource::QuestionnaireResponse(Box::new(it))
    }
}

/// A number of a result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Component {
    /// What it is.
    pub code: CodeableConcept,
    /// The number.
    #[serde(flatten)]
    pub value: Value,
}

/// A stretch of time that may go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Since {
    /// The day on which it begins.
    pub start: String,
    /// The day on which it ends; none while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// An arm of a study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StudyArm {
    /// Its name.
    pub name: String,
    /// What is done.
    pub description: String,
}

/// What a study is to find out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Objective {
    /// The question.
    pub name: String,
    /// As what: `primary`.
    #[serde(rename = "type")]
    pub kind: CodeableConcept,
}

/// When something was so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Effective {
    /// At this time.
    #[serde(rename = "effectiveDateTime")]
    At(String),
    /// In this time.
    #[serde(rename = "effectivePeriod")]
    In(Period),
}

/// What a document is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The time that it covers.
    pub period: Period,
}

/// A section of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: Narrative,
    /// The resources that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entry: Vec<Reference>,
}

/// A name of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The name as it was typed.
    pub text: String,
}

/// A name of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceName {
    /// The name.
    pub name: String,
    /// Who calls it so.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The remark.
    pub text: String,
}

/// How much of a medicine, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dosage {
    /// The words.
    pub text: String,
}

/// The file of a DocumentReference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileContent {
    /// The file.
    pub attachment: Attachment,
}

/// A file, inline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Its media type.
    pub content_type: String,
    /// Its bytes in base64.
    pub data: String,
    /// How many bytes.
    pub size: usize,
    /// Its title.
    pub title: String,
}

/// Who took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agent {
    /// As what.
    #[serde(rename = "type")]
    pub kind: CodeableConcept,
    /// Who.
    pub who: Reference,
}

/// What something was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// As what: `source`.
    pub role: String,
    /// What it is called.
    pub what: Named,
}

/// A thing that is named and cannot be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its name.
    pub identifier: Identifier,
}

/// A score as a quantity of UCUM's arbitrary unit "score".
pub(crate) fn score(value: f64) -> Value {
    let code = || "{score}".to_owned();
    Value::Quantity(Quantity { value, unit: code(), system: Some(crate::codes::UCUM.to_owned()), code: Some(code()) })
}
