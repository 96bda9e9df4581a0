//! Files with their rights, as a tape archive.

use flate2::{Compression, GzBuilder};
use std::collections::BTreeMap;
use std::io::Write;
use tar::{Builder, EntryType, Header};

/// Files by their path, in the order of the paths.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, Item>,
}

#[derive(Debug)]
struct Item {
    kind: EntryType,
    mode: u32,
    owner: u64,
    content: Vec<u8>,
}

impl Item {
    fn of_root(mode: u32, content: Vec<u8>) -> Item {
        Item { kind: EntryType::Regular, mode, owner: 0, content }
    }
}

impl Tree {
    /// A file that everyone may read.
    pub(crate) fn file(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), Item::of_root(0o644, content));
    }

    /// A file that everyone may run.
    pub(crate) fn program(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), Item::of_root(0o755, content));
    }

    /// An empty folder that this account alone may enter.
    pub(crate) fn private_folder(&mut self, path: &str, owner: u64) {
        let item = Item { kind: EntryType::Directory, mode: 0o700, owner, content: Vec::new() };
        self.files.insert(format!("{path}/"), item);
    }

    /// The files with their contents.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, item)| (path.as_str(), item.content.as_slice()))
    }

    /// As a tape archive (ustar) in gzip (RFC 1952), everything below `root`, which is empty or ends with a slash. All is of this
    /// time, in seconds since 1970; the gzip holds neither a time nor a name.
    ///
    /// # Errors
    /// If a path is too long for an archive.
    pub(crate) fn packed(&self, root: &str, time: u64) -> Result<Vec<u8>, String> {
        let cannot = |error| format!("the archive cannot be written: {error}");
        let mut archive = Builder::new(Vec::new());
        let mut folders = Vec::new();
        let parent = Item { kind: EntryType::Directory, mode: 0o755, owner: 0, content: Vec::new() };
        for (path, item) in &self.files {
            let path = format!("{root}{path}");
            for (at, _) in path.match_indices('/').filter(|(at, _)| at + 1 < path.len()) {
                let folder = &path[..=at];
                if !folders.iter().any(|known| known == folder) {
                    folders.push(folder.to_owned());
                    add(&mut archive, folder, &parent, time).map_err(cannot)?;
                }
            }
            add(&mut archive, &path, item, time).map_err(cannot)?;
        }
        let archive = archive.into_inner().map_err(cannot)?;
        let mut packed = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
        packed.write_all(&archive).map_err(cannot)?;
        packed.finish().map_err(cannot)
    }
}

fn add(archive: &mut Builder<Vec<u8>>, path: &str, item: &Item, time: u64) -> std::io::Result<()> {
    let name = if item.owner == 0 { "root" } else { "" };
    let mut header = Header::new_ustar();
    header.set_entry_type(item.kind);
    header.set_mode(item.mode);
    header.set_uid(item.owner);
    header.set_gid(item.owner);
    header.set_username(name)?;
    header.set_groupname(name)?;
    header.set_mtime(time);
    header.set_size(item.content.len() as u64);
    archive.append_data(&mut header, path, &item.content[..])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use flate2::read::GzDecoder;
    use tar::Archive;

    #[test]
    fn an_archive_is_the_same_whatever_the_order_in_which_files_were_added() {
        let (mut one, mut other) = (Tree::default(), Tree::default());
        one.file("b/c", b"words".to_vec());
        one.program("a", b"run".to_vec());
        other.program("a", b"run".to_vec());
        other.file("b/c", b"words".to_vec());
        assert_eq!(one.packed("x/", 5), other.packed("x/", 5));
        assert_ne!(one.packed("x/", 5), other.packed("x/", 6), "the time is that which is given");
    }

    #[test]
    fn everything_is_of_the_time_that_was_given_and_belongs_to_root_unless_it_is_private() {
        let mut tree = Tree::default();
        tree.file("b/c", b"words".to_vec());
        tree.program("a", b"run".to_vec());
        tree.private_folder("d", 7);
        let packed = tree.packed("x/", 1_700_000_000).unwrap();
        let mut archive = Archive::new(GzDecoder::new(&packed[..]));
        let told: Vec<(String, u32, u64, u64)> = archive
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let header = entry.header();
                let path = entry.path().unwrap().to_string_lossy().into_owned();
                (path, header.mode().unwrap(), header.uid().unwrap(), header.mtime().unwrap())
            })
            .collect();
        let at = |path: &str, mode| (path.to_owned(), mode, 0, 1_700_000_000);
        let private = ("x/d/".to_owned(), 0o700, 7, 1_700_000_000);
        assert_eq!(told, [at("x/", 0o755), at("x/a", 0o755), at("x/b/", 0o755), at("x/b/c", 0o644), private]);
    }
}
