//! A table in a file of this machine.

use crate::problem::{Context, Problem};
use std::io::Read;
use std::path::Path;
pub(crate) use supple_intake::{NotText, Row, Sheet, plain};

/// Reads a table from a file, or from standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Sheet, Problem> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.context(format_args!("{} cannot be read", path.display()))?;
    Sheet::of(bytes).map_err(|why| Problem::Cannot(format!("{}{why}", path.display())))
}
