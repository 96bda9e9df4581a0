//! What becomes of an entry that a form sends: its address, and why it is refused.

use crate::http::fields::FieldError;
use crate::http::remedy::Remedy;
use crate::http::visit::see_other;
use axum::response::Response;
use supple_diary::EntryError;
use supple_journal::Written;
use uuid::Uuid;

/// Below which address entries stand.
pub(crate) const ENTRIES: &str = "/diary/entry";

/// The address of an entry.
pub(crate) fn address(id: Uuid) -> String {
    format!("{ENTRIES}/{id}")
}

/// On to what was stored. What the same tap had stored already asks there whether it was another one.
pub(crate) fn stored(written: &Written, below: &str) -> Response {
    let to = format!("{below}/{}", written.entry().id());
    match written {
        Written::Stored(_) => see_other(&to),
        Written::Already(_) => see_other(&format!("{to}?{AGAIN}")),
    }
}

/// What the address of an entry ends with where it came twice.
pub(crate) const AGAIN: &str = "again";

/// Why the diary does not take an entry, at the field that it is about.
pub(crate) fn refused(error: &EntryError) -> FieldError {
    let field = match error {
        EntryError::Future { .. } | EntryError::BeforeBirth { .. } | EntryError::EndsBeforeStart => "when",
        EntryError::TooLong => "note",
        _ => "",
    };
    FieldError { field: field.to_owned(), line: error.told() }
}
