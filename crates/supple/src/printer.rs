//! The PDF of a report on a server: set on a thread of its own, since ten years take longer than a page may hold up others.

use supple_paper::pdf;
use supple_report::print::Print;
use supple_web::{NotPrinted, Printer, Printing};
use tokio::task::spawn_blocking;

/// Sets reports with the library.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Library;

impl Printer for Library {
    fn print(&self, print: Print) -> Printing {
        Box::pin(async move {
            let failed = |error: &dyn std::fmt::Display| NotPrinted::Failed(error.to_string());
            let printed = spawn_blocking(move || pdf(&print)).await.map_err(|error| failed(&error))?;
            printed.map(|printed| printed.bytes).map_err(|error| failed(&error))
        })
    }
}
