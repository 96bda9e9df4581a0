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
            // A path is told as it was given.
            if !text.starts_with("sqlite:") {
                clear(&format!("in {place}"));
            }
            let password = text
                .split_once("://")
                .and_then(|(_, rest)| rest.split_once('@'))
                .and_then(|(user, _)| user.split_once(':'));
            if let Some((_, password)) = password.filter(|(_, password)| password.len() > 3) {
                assert!(!place.contains(password) || text.matches(password).count() > 1, "a password is told: {place}");
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
