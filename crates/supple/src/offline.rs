//! The part of Supple that works in a browser without a server: the same pages, compiled for its service worker.

/// A file of it, as it is sent.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path on the site, which begins with a slash.
    pub(crate) path: &'static str,
    /// Its content, compressed with Brotli.
    pub(crate) bytes: &'static [u8],
    /// Its media type.
    pub(crate) kind: &'static str,
}

/// Its files; none where this program was built without it.
pub(crate) fn files() -> &'static [File] {
    &[]
}
