//! The report as plain text: for a terminal, a message, or a machine that reads aloud.

use crate::sheet::{Block, Sheet};
use std::fmt::Write;

/// The whole sheet, in reading order. Paragraphs are not wrapped.
pub fn text(sheet: &Sheet) -> String {
    let mut text = format!("{}\n", sheet.title);
    for block in &sheet.first {
        add(block, &mut text);
    }
    for annex in &sheet.annexes {
        let _ = write!(text, "\n\n{}\n", annex.title.to_uppercase());
        for block in &annex.blocks {
            add(block, &mut text);
        }
    }
    text
}

/// A block as lines.
pub(crate) fn add(block: &Block, text: &mut String) {
    // Writing to a text cannot fail.
    let _ = match block {
        Block::Lead(words) | Block::Words(words) | Block::Small(words) => writeln!(text, "\n{words}"),
        Block::Heading(words) => writeln!(text, "\n{}", words.to_uppercase()),
        Block::Quote { words, written } => writeln!(text, "“{words}”\n  {written}"),
        Block::List(items) => items.iter().try_for_each(|item| writeln!(text, "- {item}")),
        Block::Facts(facts) => facts.iter().try_for_each(|fact| writeln!(text, "{}: {}", fact.name, fact.value)),
        Block::Table { head, rows, .. } => rows.iter().try_for_each(|row| {
            let (first, rest) = row.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
            let rest = head.iter().skip(1).zip(rest).map(|(name, cell)| format!("{}: {cell}", name.to_lowercase()));
            writeln!(text, "- {first}; {}", rest.collect::<Vec<_>>().join("; "))
        }),
        Block::Picture(scene) => writeln!(text, "{}", scene.description),
    };
}
