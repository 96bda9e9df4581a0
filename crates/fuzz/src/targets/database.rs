//! Addresses of databases.

use super::nothing;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use supple_store::testing::understood;

pub(super) const DATABASE: Target = Target {
    name: "database",
    shape: Shape::Bytes,
    tokens: &[
        "sqlite:",
        "sqlite::memory:",
        "postgres://",
        "postgresql://",
        "user:secret@",
        "localhost",
        ":5432",
        "/supple",
        "?sslmode=require",
        "?sslmode=disable",
        "&host=/tmp",
        "?options=-c%20x",
        "%40",
        "%0a",
        "%1b",
        "%00",
        "secret",
        "[::1]",
        "?connect_timeout=1",
        "?target_session_attrs=any",
        ",",
        "@",
        "?password=secret",
        "?user=secret",
    ],
    most: 2 << 10,
    made: nothing,
    judge: database,
};

/// An address. It is understood or refused with a line, and no password is ever told. Nothing is opened.
pub fn database(bytes: &[u8]) -> Seen {
    let Ok(text) = std::str::from_utf8(bytes) else { return Seen::of("no text") };
    match understood(text) {
        Ok(place) => {
            if text.starts_with("postgres") {
                clear(&format!("in {place}"));
                // The word stands in the password, and nowhere else.
                let is_password = text.split_once('@').is_some_and(|(user, _)| user.contains(":secret"));
                assert!(
                    !(is_password && place.contains("secret") && text.matches("secret").count() == 1),
                    "a password is told: {place}"
                );
            }
            Seen::of(place.split(['"', ' ']).next().unwrap_or_default()).and(Seen::of(if text.contains('?') {
                "?"
            } else {
                ""
            }))
        }
        Err(why) => Seen::refused(&why.to_string()),
    }
}
