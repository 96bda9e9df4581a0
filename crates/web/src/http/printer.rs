//! Who makes a PDF: a library on a server, a module that is loaded when it is wanted in a browser.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use supple_report::print::Print;

/// Makes the PDF of a report.
pub trait Printer: Debug + Send + Sync {
    /// Its bytes.
    fn print(&self, print: Print) -> Printing;
}

/// A PDF on its way.
pub type Printing = Pin<Box<dyn Future<Output = Result<Vec<u8>, NotPrinted>> + Send>>;

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPrinted {
    /// What makes it is not on this device, and the network is away.
    #[error("what makes a PDF is not on this device yet")]
    NotHere,
    /// It was tried.
    #[error("{0}")]
    Failed(String),
}

/// The printer of the app, as its pages ask for it.
#[derive(Clone, Debug)]
pub(crate) struct Press(pub(crate) Arc<dyn Printer>);
