//! The encoding of the guidance inside the program: postcard, compact and without self-description.
//!
//! Writer and reader are always of one build, so the encoding carries no version: it never leaves the program.
//!
//! Both are `#[inline]`, so that each is compiled where it is called: the build script alone writes, `supple-guidance` alone reads,
//! and to compile one for all types takes as long as the rest of this crate.

use crate::guidance::Guidance;

/// Why bytes are no guidance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The bytes end too early, or hold something that the types cannot.
    #[error("the bytes are no guidance: {0}")]
    Postcard(#[from] postcard::Error),
    /// There are bytes behind the guidance: it was written from other types.
    #[error("{0} bytes follow the guidance")]
    Trailing(usize),
}

/// Encodes the guidance. [`decode`] gives it back, equal in every field.
///
/// # Errors
/// None for plain data; the serializer has them in its signature.
#[inline]
pub fn encode(guidance: &Guidance) -> Result<Vec<u8>, CodecError> {
    Ok(postcard::to_allocvec(guidance)?)
}

/// Decodes what [`encode`] wrote.
///
/// ```
/// use supple_guidance_schema::{Guidance, codec};
/// let nothing = Guidance::default();
/// let mut bytes = codec::encode(&nothing).unwrap();
/// assert_eq!(codec::decode(&bytes), Ok(nothing));
/// bytes.push(0);
/// assert_eq!(codec::decode(&bytes), Err(codec::CodecError::Trailing(1)));
/// ```
///
/// # Errors
/// If the bytes are cut short, damaged, or followed by others.
#[inline]
pub fn decode(bytes: &[u8]) -> Result<Guidance, CodecError> {
    match postcard::take_from_bytes(bytes)? {
        (guidance, []) => Ok(guidance),
        (_, rest) => Err(CodecError::Trailing(rest.len())),
    }
}
