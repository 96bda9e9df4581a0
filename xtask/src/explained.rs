//! The mutants that survive and are no fault, as `docs/mutants.md` explains them.

use crate::process::Outcome;

/// A mutant, told by the words of its line: numbers of lines change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Explained {
    /// Its file, from the root of the sources.
    pub(crate) file: String,
    /// What cargo-mutants calls it.
    pub(crate) what: String,
    /// The line that it changes, without the space around it.
    pub(crate) line: String,
}

/// The entries of the page. Each is a heading of its file, and then items of the form
/// ``- `WHAT` in `LINE`: why``, where a quotation that has a backtick itself is put in two.
pub(crate) fn explained(page: &str) -> Outcome<Vec<Explained>> {
    let list = page.split("\n## What survives\n").nth(1).ok_or("docs/mutants.md has no part \"What survives\"")?;
    let list = list.split("\n## ").next().unwrap_or_default();
    let (mut file, mut found) = (None, Vec::new());
    for line in list.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            file = Some(heading.trim_matches('`'));
        }
        let Some(item) = line.strip_prefix("- ") else { continue };
        let read = || -> Option<Explained> {
            let (what, rest) = quoted(item)?;
            let (line, why) = quoted(rest.strip_prefix(" in ")?)?;
            let reason = why.strip_prefix(": ")?;
            (reason.len() > 20).then_some(())?;
            Some(Explained { file: file?.to_owned(), what: what.to_owned(), line: line.to_owned() })
        };
        found.push(read().ok_or_else(|| format!("docs/mutants.md: this is no explained mutant: {line}"))?);
    }
    Ok(found)
}

/// What stands between backticks at the start of a text, one or two, and what comes behind.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mark = if text.starts_with("``") { "``" } else { "`" };
    let (inner, rest) = text.strip_prefix(mark)?.split_once(mark)?;
    Some((if mark == "``" { inner.trim() } else { inner }, rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_explained_mutant_is_of_a_line_that_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for one in explained(&fs::read_to_string(root.join("docs/mutants.md")).unwrap()).unwrap() {
            let source = fs::read_to_string(root.join(&one.file)).unwrap();
            assert!(source.lines().any(|line| line.trim() == one.line), "{}: there is no line {}", one.file, one.line);
            // `replace > with >= in F`, or `replace F -> TYPE with VALUE`.
            let whole = one.what.strip_prefix("replace ").and_then(|what| what.split(" -> ").next());
            let whole = one.what.rsplit_once(" in ").map_or(whole, |(_, function)| Some(function));
            let function = whole.unwrap().rsplit("::").next().unwrap();
            assert!(source.contains(&format!("fn {function}")), "{}: there is no {function}", one.file);
        }
    }

    #[test]
    fn an_explained_mutant_has_its_file_its_line_and_a_reason() {
        let page = "# M\n\n## What survives\nWords.\n\n### `crates/a/src/lib.rs`\n- `replace > with >= in f` in `a > b`: the two are never the same.\n\
                    - `replace x` in `` `y` ``: one more reason of some length.\n\n## After\n- no\n";
        let read = explained(page).unwrap_or_default();
        assert_eq!(read.len(), 2, "{read:?}");
        assert_eq!((read[0].file.as_str(), read[0].line.as_str()), ("crates/a/src/lib.rs", "a > b"));
        assert_eq!(read[1].line, "`y`");
        assert!(explained("## What survives\n").is_err(), "it begins a line of its own behind others");
        let short = page.replace("the two are never the same.", "no.");
        assert!(explained(&short).is_err_and(|line| line.contains("no explained mutant")));
    }
}
