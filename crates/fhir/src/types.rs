//! Data types of FHIR R4 (4.0.1): the few fields that are written here, under the names of the standard.

use serde::Serialize;

/// A code of a code system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coding {
    /// The address of the code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The code in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Coding {
    /// A code of this system, in these words.
    pub fn of(system: &str, code: &str, display: &str) -> Coding {
        let some = |text: &str| Some(text.to_owned());
        Coding { system: some(system), code: some(code), display: some(display) }
    }

    /// A code of this system, without words.
    pub fn bare(system: &str, code: &str) -> Coding {
        Coding { display: None, ..Coding::of(system, code, "") }
    }
}

/// A thing as codes, as text, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CodeableConcept {
    /// The codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl CodeableConcept {
    /// Words alone.
    pub fn text(text: &str) -> CodeableConcept {
        CodeableConcept { coding: Vec::new(), text: Some(text.to_owned()) }
    }

    /// A code with words beside it.
    pub fn coded(coding: Coding, text: &str) -> CodeableConcept {
        CodeableConcept { coding: vec![coding], text: Some(text.to_owned()) }
    }
}

impl From<Coding> for CodeableConcept {
    fn from(coding: Coding) -> CodeableConcept {
        CodeableConcept { coding: vec![coding], text: None }
    }
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// The unit in words.
    pub unit: String,
    /// The address of the system of units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The unit in that system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A stretch of time; days or instants, as FHIR writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// When it begins.
    pub start: String,
    /// When it ends; a day counts to its end.
    pub end: String,
}

/// A reference to another resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The address of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The resource in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Reference {
    /// To the resource at this address.
    pub fn to(address: &str) -> Reference {
        Reference { reference: Some(address.to_owned()), display: None }
    }
}

/// What a thing is called in a system of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// The system of names.
    pub system: String,
    /// The name.
    pub value: String,
}

/// What is said of a resource as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Security labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Coding>,
}

/// A further fact that the standard has no field for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Extension {
    /// What it means.
    pub url: String,
    /// Its value.
    #[serde(flatten)]
    pub value: Value,
}

/// A value of one of several types. The name of its field tells the type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Value {
    /// A code.
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    /// A number.
    #[serde(rename = "valueDecimal")]
    Decimal(f64),
    /// A count.
    #[serde(rename = "valueInteger")]
    Integer(i64),
    /// A number with its unit.
    #[serde(rename = "valueQuantity")]
    Quantity(Quantity),
    /// A thing as codes or text.
    #[serde(rename = "valueCodeableConcept")]
    Concept(CodeableConcept),
    /// Text.
    #[serde(rename = "valueString")]
    String(String),
}

/// The text of a resource, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Narrative {
    /// How it came about: `generated` from the data.
    pub status: String,
    /// An XHTML `div`.
    pub div: String,
}

/// What something rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelatedArtifact {
    /// How it is related: `citation` or `documentation`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// How to cite it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
