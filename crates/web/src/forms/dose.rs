//! How much of a medicine: asked, read and filled in the same way wherever a dose is written down.

use crate::forms::form::Form;
use crate::http::fields::{Fields, Reader};
use maud::{Markup, html};
use supple_diary::Amount;

/// How much: units, and milligrams in one.
pub(crate) fn how_much(form: Form<'_>) -> Markup {
    html! {
        div class="card dose" {
            (form.line("units", "How many?", "decimal"))
            (form.line("mg", "Milligrams in one, as on the pack", "decimal"))
        }
    }
}

/// Milligrams of all units together, and how many units.
pub(crate) fn read_how_much(reader: &mut Reader<'_>) -> (Option<Amount>, Option<Amount>) {
    let units = more_than_none(reader, "units", Reader::how_many);
    let each = more_than_none(reader, "mg", Reader::milligrams);
    let mg = each.map(|each| Amount::new(each.get() * units.map_or(1.0, Amount::get)));
    if matches!(mg, Some(Err(_))) {
        reader.wrong("mg", "This is more than a kilogram all together. Give the milligrams in one.");
    }
    (mg.and_then(Result::ok), units)
}

/// How much as the form asks for it: units, and milligrams in one.
pub(crate) fn fill_how_much(fields: &mut Fields, milligrams: Option<Amount>, units: Option<Amount>) {
    let each = milligrams.map(|mg| mg.get() / units.map_or(1.0, Amount::get));
    let text = |number: Option<f64>| number.map_or(String::new(), |number| ((number * 1e3).round() / 1e3).to_string());
    fields.put("units", text(units.map(Amount::get)));
    fields.put("mg", text(each));
}

fn more_than_none<'f>(
    reader: &mut Reader<'f>,
    field: &str,
    read: impl FnOnce(&mut Reader<'f>, &str) -> Option<Amount>,
) -> Option<Amount> {
    let amount = read(reader, field)?;
    if amount.get() > 0.0 {
        return Some(amount);
    }
    reader.wrong(field, "Give a number above 0, or leave it empty if you do not know.");
    None
}
