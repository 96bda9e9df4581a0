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

/// The most bytes of [`brief`]: a QR code of them is read from the screen of a small phone.
pub const BRIEF_BYTES: usize = 800;

/// The first page in short, for a code that any camera reads: what is said in sentences and facts, as far as it goes into
/// [`BRIEF_BYTES`] of UTF-8. A line is there as a whole or not at all, and one that is left out is told of.
pub fn brief(sheet: &Sheet) -> String {
    const MORE: &str = "\n(The whole page says more.)\n";
    let mut text = format!("{}\n", sheet.title);
    let mut heading = String::new();
    let mut left_out = false;
    for block in &sheet.first {
        let mut lines = String::new();
        match block {
            Block::Heading(_) => {
                heading.clear();
                add(block, &mut heading);
                continue;
            }
            Block::Lead(_) | Block::Words(_) | Block::Facts(_) | Block::List(_) => add(block, &mut lines),
            Block::Small(_) | Block::Quote { .. } | Block::Table { .. } | Block::Picture(_) => left_out = true,
        }
        for line in lines.split_inclusive('\n') {
            if text.len() + heading.len() + line.len() + MORE.len() > BRIEF_BYTES {
                left_out = true;
                break;
            }
            // A heading with nothing below it would say nothing.
            text.push_str(&std::mem::take(&mut heading));
            text.push_str(line);
        }
    }
    if left_out { format!("{}\n{MORE}", text.trim_end()) } else { text }
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
