//! A sheet: the report in words, before anything sets it on a page or on paper.

use serde::{Deserialize, Serialize};
use supple_drawing::Scene;

/// A document in words: its first page, and what may follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is, and whose.
    pub title: String,
    /// The language of its words, as a BCP 47 tag.
    pub language: String,
    /// What stands on the first page, in reading order. It is bounded, so that it fits whatever the diary holds; where
    /// it does not, paper goes on over more pages.
    pub first: Vec<Block>,
    /// What follows on pages of its own, in order.
    pub annexes: Vec<Annex>,
}

/// A part after the first page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// Its heading.
    pub title: String,
    /// What stands in it, in reading order. It may go on over many pages.
    pub blocks: Vec<Block>,
}

/// One piece of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// What is read first: the whole in a few sentences.
    Lead(String),
    /// A heading of a section.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// Somebody's own words, and when they were written.
    Quote {
        /// As they were written.
        words: String,
        /// When they were said, and how long after it happened they were written.
        written: String,
    },
    /// One item a line.
    List(Vec<String>),
    /// Names with their values.
    Facts(Vec<Fact>),
    /// A table.
    Table {
        /// What it shows.
        caption: String,
        /// The headings of its columns.
        head: Vec<String>,
        /// Its rows, each as long as `head`. The first cell of a row names it.
        rows: Vec<Vec<String>>,
    },
    /// A drawing; its description is its alternative text.
    Picture(Box<Scene>),
    /// What is needed, but read last.
    Small(String),
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// What is so.
    pub value: String,
}
