//! An entry of a kind that has no words of its own: it is told by its description.

use crate::entry::Fact;
use crate::names;
use crate::text::sentence;
use crate::time::seconds;
use serde_json::Value;
use supple_diary::{Field, Kind, Label, Region, Seconds, Shape, isolated};

/// What it is called, with what it is about.
pub(crate) fn headline(kind: &Kind) -> String {
    let name = names::kind(kind.name());
    let about = kind.values().into_iter().find(|(field, _)| field.shape == Shape::Label);
    about.map_or_else(|| name.to_owned(), |(field, value)| format!("{name}: {}", said(field, &value)))
}

/// Each field that is there, under the words that ask for it.
pub(crate) fn facts(kind: &Kind) -> Vec<Fact> {
    kind.values().iter().map(|(field, value)| (asked(field), said(field, value))).collect()
}

/// The words for a field: those that a form asks it with, else its name.
pub fn asked(field: &Field) -> String {
    field.asked.map_or_else(|| sentence(&field.name.replace('_', " ")), str::to_owned)
}

fn said(field: &Field, value: &Value) -> String {
    let text = || value.as_str().map(|text| isolated(text).into_owned());
    let of_shape = match field.shape {
        Shape::Truth => value.as_bool().map(|yes| if yes { "Yes" } else { "No" }.to_owned()),
        Shape::Whole { least: 0, most: 10 } => Some(format!("{value} of 10")),
        Shape::Whole { .. } if field.unit == Some("s") => {
            value.as_i64().and_then(|length| Seconds::new(length).ok()).map(seconds)
        }
        Shape::Label => serde_json::from_value::<Label>(value.clone()).ok().map(|label| names::label(&label)),
        Shape::Id | Shape::Choice(_) => value.as_str().map(names::of),
        Shape::Regions => value.as_array().map(|regions| {
            let regions = regions.iter().filter_map(|region| Region::from_id(region.as_str()?));
            regions.map(names::region).collect::<Vec<_>>().join(", ")
        }),
        _ => text(),
    };
    let unit = field.unit.filter(|unit| *unit != "s").map(|unit| format!(" {unit}")).unwrap_or_default();
    of_shape.unwrap_or_else(|| format!("{value}{unit}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use supple_diary::KindName;

    fn kind(name: KindName, fields: &str) -> Kind {
        name.read(&serde_json::from_str(fields).unwrap()).unwrap()
    }

    /// Whatever has words of its own shows here what another kind with such fields would be told as.
    #[test]
    fn every_field_of_every_shape_is_told_in_words() {
        let measure = kind(KindName::Measure, r#"{"what":"ice","seconds":900,"before":7,"helped":true}"#);
        assert_eq!(headline(&measure), "Relief: Ice");
        let told: Vec<String> = facts(&measure).into_iter().map(|(what, said)| format!("{what}: {said}")).collect();
        assert_eq!(told, ["What: Ice", "Seconds: 15 minutes", "Before: 7 of 10", "Helped: Yes"]);
        let pain = kind(KindName::Pain, r#"{"level":3,"where":["low-left"],"note":"as ever"}"#);
        assert_eq!(headline(&pain), "Pain");
        assert!(facts(&pain).iter().any(|(what, said)| what == "Where" && said == "Low left"));
        let dose = kind(KindName::Medicine, r#"{"what":"Aleve","milligrams":220}"#);
        assert!(facts(&dose).iter().any(|(what, said)| what == "Milligrams" && said == "220 mg"));
    }
}
