//! What a diary is known by among those of one database.

use crate::Bytes;
use std::fmt;

/// What a diary is known by in its database: sixteen bytes, such as a UUID, that whoever keeps several chooses. It stays the
/// same over an erase, and is no secret. It is not the identity of a diary, which devices agree on
/// ([`Store::identity`](crate::Store::identity)).
///
/// ```
/// use supple_store::DiaryKey;
///
/// assert_eq!(DiaryKey::FIRST, DiaryKey([0; 16]));
/// assert_eq!(DiaryKey([0xAB; 16]).to_string(), "abababab-abab-abab-abab-abababababab");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DiaryKey(
    /// The bytes.
    pub [u8; 16],
);

impl DiaryKey {
    /// The diary that each database has: the only one of a database from before there could be several.
    pub const FIRST: DiaryKey = DiaryKey([0; 16]);
}

impl fmt::Display for DiaryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Bytes(self.0), f)
    }
}

impl fmt::Debug for DiaryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
