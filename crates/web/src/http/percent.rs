//! Percent-encoding (RFC 3986): a text as part of an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as a part of an address, where no character of it has a meaning of its own.
pub(crate) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn no_character_keeps_a_meaning_of_its_own() {
        assert_eq!(encoded("a-b._~9").to_string(), "a-b._~9");
        assert_eq!(encoded("Zoë & co?/#%+ \n").to_string(), "Zo%C3%AB%20%26%20co%3F%2F%23%25%2B%20%0A");
    }
}
