//! `supple manual FOLDER`: the pages of the manual (roff, man(7)) and the completions of all shells, made of the same description as
//! the help. For whoever packs Supple, so the help does not list it.

use crate::problem::{Context, Problem};
use clap::{Command, ValueEnum};
use clap_complete::{Shell, generate_to};
use std::fs;
use std::path::Path;

/// Writes `man/*.1` and `completions/*` into the folder.
///
/// # Errors
/// If a file cannot be written.
pub(crate) fn write(mut command: Command, folder: &Path) -> Result<(), Problem> {
    let (pages, completions) = (folder.join("man"), folder.join("completions"));
    for folder in [&pages, &completions] {
        fs::create_dir_all(folder).context(format_args!("{} cannot be made", folder.display()))?;
    }
    for shell in Shell::value_variants() {
        generate_to(*shell, &mut command, "supple", &completions)
            .context(format_args!("{} cannot be written", completions.display()))?;
    }
    // The page of the whole names each command once; "help" is no page.
    let command = command.disable_help_subcommand(true);
    clap_mangen::generate_to(command, &pages).context(format_args!("{} cannot be written", pages.display()))
}
