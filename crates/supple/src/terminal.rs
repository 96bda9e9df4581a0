//! Printing to a terminal: wrapped paragraphs, indented lists, JSON.

use crate::problem::Problem;
use std::borrow::Cow;
use std::io::{self, Write};
use supple_guidance::Urgency;
use supple_wording::{lower, urgency};

/// Lines are wrapped at this width, or at that of the terminal where it is narrower.
const WIDTH: usize = 80;

/// Text as a terminal may show it: what would steer the terminal, or turn the order of what follows, is shown as `\u001b`.
///
/// Words come from people, files and other machines. Everything that is printed goes through here, so that none of them
/// can move the cursor, set a title or hide a line. The form is that of JSON, which stays the same value by it.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| {
        let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        (letter.is_control() && letter != '\n') || turns
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().fold(String::new(), |mut shown, letter| {
        match letter {
            '\t' => shown.push(' '),
            letter if steers(letter) => shown.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => shown.push(letter),
        }
        shown
    });
    Cow::Owned(shown)
}

/// How soon, where neither shape nor colour can say it: "TODAY: speak to a doctor today".
pub(crate) fn how_soon(urgency: Urgency, headline: &str) -> String {
    format!("{}: {}", urgency::word(urgency).to_uppercase(), lower(headline))
}

/// Where a command prints its result.
pub(crate) struct Out {
    to: Box<dyn Write>,
}

impl Out {
    /// Standard output, buffered.
    pub(crate) fn standard() -> Out {
        Out { to: Box::new(io::BufWriter::new(io::stdout())) }
    }

    /// What is printed, for tests that read it.
    #[cfg(test)]
    pub(crate) fn into(to: impl Write + 'static) -> Out {
        Out { to: Box::new(to) }
    }

    /// Standard error, for questions while standard output holds only the JSON of the result.
    pub(crate) fn aside() -> Out {
        Out { to: Box::new(io::stderr()) }
    }

    /// A paragraph, wrapped.
    pub(crate) fn say(&mut self, text: &str) -> Result<(), Problem> {
        self.block("", "", text)
    }

    /// A paragraph behind a mark such as "- ", wrapped and indented below the mark.
    pub(crate) fn item(&mut self, mark: &str, text: &str) -> Result<(), Problem> {
        let indent = " ".repeat(textwrap::core::display_width(mark));
        self.block(mark, &indent, text)
    }

    /// A heading with a line below it.
    pub(crate) fn heading(&mut self, text: &str) -> Result<(), Problem> {
        self.say(text)?;
        self.say(&"-".repeat(textwrap::core::display_width(text).min(WIDTH)))
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) -> Result<(), Problem> {
        Ok(writeln!(self.to)?)
    }

    /// One line as it stands, however long.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Problem> {
        Ok(writeln!(self.to, "{}", harmless(text))?)
    }

    /// A question, with the cursor left behind it.
    pub(crate) fn prompt(&mut self, text: &str) -> Result<(), Problem> {
        write!(self.to, "{} ", harmless(text))?;
        Ok(self.to.flush()?)
    }

    /// A value as JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Problem> {
        let text = serde_json::to_string_pretty(value)?;
        Ok(writeln!(self.to, "{}", harmless(&text))?)
    }

    /// Writes what is still buffered, and gives the problem that what was shown says.
    pub(crate) fn then_fail(&mut self) -> Problem {
        match self.to.flush() {
            Ok(()) => Problem::Shown,
            Err(error) => error.into(),
        }
    }

    /// Writes what is still buffered.
    pub(crate) fn finish(mut self) -> Result<(), Problem> {
        Ok(self.to.flush()?)
    }

    fn block(&mut self, first: &str, rest: &str, text: &str) -> Result<(), Problem> {
        let options = textwrap::Options::new(WIDTH).initial_indent(first).subsequent_indent(rest);
        for line in textwrap::wrap(&harmless(text), options) {
            writeln!(self.to, "{line}")?;
        }
        Ok(())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn nothing_that_steers_a_terminal_comes_through() {
        for (text, shown) in [
            ("\u{1b}[2J\u{1b}]0;title\u{7}", "\\u001b[2J\\u001b]0;title\\u0007"),
            ("\u{9b}31m", "\\u009b31m"),
            ("a\u{202e}b\u{2066}c", "a\\u202eb\\u2066c"),
            ("\r over", "\\u000d over"),
            ("tab\there\nnew line", "tab here\nnew line"),
            ("Rücken – שלום 👩‍⚕️", "Rücken – שלום 👩‍⚕️"),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }
}
