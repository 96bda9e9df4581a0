//! `cargo xtask figures`: every figure on one page, to be looked at.

use crate::process::{Outcome, cargo, run};
use crate::tools;

/// Writes the page, and says where it is. With `--blind` it has the exercises without words, to ask someone
/// what they see.
pub(crate) fn sheet(arguments: &[String]) -> Outcome {
    let file = tools::target()?.join("figures.html");
    run(cargo()
        .args(["run", "--quiet", "--package", "supple-figure", "--example", "sheet", "--"])
        .arg(&file)
        .args(arguments))?;
    println!("Look at each, by day and by night: {}", file.display());
    Ok(())
}
