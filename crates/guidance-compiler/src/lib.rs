//! The compiler of the guidance: `guidance/*.toml` in, checked [`Guidance`] out, or every fault with its file and id.
//!
//! The build script of `supple-guidance` calls it, so that a build that succeeds has checked what the program says.
//! [`compile`] parses the files into the types of [`supple_guidance_schema`] and checks the whole: every id is unique and
//! every reference leads somewhere; every claim, rule and screen has a source, and every source is used; no rule is empty,
//! and none is below a level that one of its sources gives; every threshold lies on the edge of a band; every red flag and
//! every warning sign has a promise; every item of the inventory is carried or listed with a reason; every step of the plan
//! stands on a claim and keeps the limits of its kind; and no dose is above the limit of a day.
//!
//! ```
//! use supple_guidance_compiler::{TomlFile, compile};
//! let file = TomlFile {
//!     name: "guidance/guide.toml".to_owned(),
//!     text: "[[topic]]\nid = \"what\"\ntitle = \"What a spasm is\"\nlead = \"And what it is not.\"".to_owned(),
//! };
//! let faults = compile(&[file]).unwrap_err();
//! assert_eq!(faults[0].to_string(), "guidance/guide.toml: topic \"what\": has no claim");
//! ```

mod check;
mod fault;
mod parse;

pub use fault::Fault;

use std::path::Path;
use std::{fs, io};
use supple_guidance_schema::Guidance;

/// A TOML file, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlFile {
    /// The name that faults give it, with its folder: `guidance/rules.toml`. Some names decide which tables are in it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Parses and checks the guidance.
///
/// # Errors
/// Every fault that was found: those of the syntax if there are any, else those of what the files say.
pub fn compile(files: &[TomlFile]) -> Result<Guidance, Vec<Fault>> {
    let parsed = parse::parse(files)?;
    check::check(&parsed)?;
    Ok(parsed.guidance)
}

/// Reads all TOML files of a folder, in the order of their names. Each is named with the folder's own name before it.
///
/// # Errors
/// If the folder or one of the files cannot be read, or is no UTF-8.
pub fn read_folder(folder: &Path) -> io::Result<Vec<TomlFile>> {
    let within = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let own = path.file_name().unwrap_or_default().to_string_lossy();
            files.push(TomlFile { name: format!("{within}/{own}"), text: fs::read_to_string(&path)? });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
