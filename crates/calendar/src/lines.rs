//! Content lines (RFC 5545, 3.1): folded at 75 octets, ended by CRLF, with their texts escaped (3.3.11).

/// The most octets of a line, without its CRLF.
const WIDTH: usize = 75;

/// The lines of a file, one after the other.
#[derive(Default)]
pub(crate) struct Lines {
    written: String,
}

impl Lines {
    /// A line that holds nothing to escape.
    pub(crate) fn put(&mut self, line: &str) {
        let mut width = 0;
        for letter in line.chars() {
            if width + letter.len_utf8() > WIDTH {
                self.written.push_str("\r\n ");
                width = 1;
            }
            self.written.push(letter);
            width += letter.len_utf8();
        }
        self.written.push_str("\r\n");
    }

    /// A property whose value is text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.put(&format!("{name}:{}", escaped(value)));
    }

    pub(crate) fn into_string(self) -> String {
        self.written
    }
}

/// A text as it stands in a file. Control characters are dropped but for the tab. Every kind of line break becomes `\n`:
/// programs that split lines by Unicode's rules would break a line at U+2028.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            '\t' => escaped.push(letter),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
