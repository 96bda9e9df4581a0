//! What Supple knows, each line with its source.
//!
//! The text and the rules live as data in `guidance/*.toml` at the root of the project. The build script of this crate
//! has `supple-guidance-compiler` read and check them, and embeds the result; a fault in the data fails the build with a
//! message that names the file and the id. This crate only decodes what was embedded: it does no input or output. The
//! types are those of [`supple_guidance_schema`], re-exported here.
//!
//! `reading` measures how hard a text is to read. The files of the guidance are listed in `supple-guidance-compiler`.
//!
//! ```
//! let guidance = supple_guidance::embedded();
//! let rule = guidance.rules.iter().find(|rule| rule.id == "saddle-numbness").unwrap();
//! assert_eq!(rule.urgency, supple_guidance::Urgency::Emergency);
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod reading;

pub use supple_guidance_schema::*;

use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guidance.postcard"));
static EMBEDDED: LazyLock<Guidance> = LazyLock::new(decode);

/// The guidance that was checked and embedded when this program was built.
///
/// Decoded once, on first use.
pub fn embedded() -> &'static Guidance {
    &EMBEDDED
}

/// Decodes the embedded guidance afresh. [`embedded`] is what programs want; this is for measuring the cost.
///
/// # Panics
/// Never, unless the program file itself is damaged: the bytes were written by the build script from the same types.
pub fn decode() -> Guidance {
    match codec::decode(BYTES) {
        Ok(guidance) => guidance,
        Err(error) => panic!("the guidance inside this program is damaged ({error}); install it again"),
    }
}
