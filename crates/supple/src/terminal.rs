//! Printing to a terminal: wrapped paragraphs, indented lists, JSON.

use crate::problem::Problem;
use std::io::{self, Write};

/// Lines are wrapped at this width, or at that of the terminal where it is narrower.
const WIDTH: usize = 80;

/// Where a command prints its result.
pub(crate) struct Out {
    to: Box<dyn Write>,
}

impl Out {
    /// Standard output, buffered.
    pub(crate) fn standard() -> Out {
        Out { to: Box::new(io::BufWriter::new(io::stdout())) }
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
        Ok(writeln!(self.to, "{text}")?)
    }

    /// A question, with the cursor left behind it.
    pub(crate) fn prompt(&mut self, text: &str) -> Result<(), Problem> {
        write!(self.to, "{text} ")?;
        Ok(self.to.flush()?)
    }

    /// A value as JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Problem> {
        let text = serde_json::to_string_pretty(value).map_err(|error| Problem::Cannot(error.to_string()))?;
        Ok(writeln!(self.to, "{text}")?)
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
        for line in textwrap::wrap(text, options) {
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
