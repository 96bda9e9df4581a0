//! The parsers, each as a function of bytes with what must hold for all of them.

mod answers;
mod copy;
mod courier;
mod database;
mod diary;
mod forms;
mod machine;
mod pages;
mod pool;
mod reach;
mod report;
mod sync;
mod table;
mod trial;
mod typed;

pub use answers::answers;
pub use copy::copy;
pub use courier::courier;
pub use database::database;
pub use diary::{entry, lines};
pub use pages::{pages, uploads};
pub use pool::pool;
pub use reach::reach;
pub use report::report;
pub use sync::sync;
pub use table::table;
pub use trial::trial;
pub use typed::typed;

use crate::harness::Target;
use jiff::Timestamp;

/// All of them.
pub static ALL: [Target; 15] = [
    diary::ENTRY,
    diary::LINES,
    sync::SYNC,
    courier::COURIER,
    copy::COPY,
    table::TABLE,
    answers::ANSWERS,
    report::REPORT,
    pool::POOL,
    trial::TRIAL,
    reach::REACH,
    typed::TYPED,
    database::DATABASE,
    pages::PAGES,
    pages::UPLOADS,
];

/// The zone of the person.
const ZONE: &str = "Europe/Berlin";

/// Sunday 22 November 2026, 21:12 in Berlin: what the clock shows in all targets.
fn now() -> Timestamp {
    Timestamp::from_second(1_795_378_320).unwrap()
}

fn nothing() -> Vec<Vec<u8>> {
    Vec::new()
}
