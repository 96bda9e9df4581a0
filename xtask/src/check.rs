//! `cargo xtask check`: formatting, lints and documentation.

use crate::process::{Outcome, cargo, run};

/// Runs the three checks, quickest first, and stops at the first that fails.
pub(crate) fn run_all() -> Outcome {
    println!("==> formatting");
    run(cargo().args(["fmt", "--all", "--check"]))
        .map_err(|error| format!("{error}: run `cargo fmt --all` and look at what it changed"))?;

    println!("==> lints");
    run(cargo().args(["clippy", "--workspace", "--all-targets"]).args(["--", "-D", "warnings"]))
        .map_err(|error| format!("{error}: mend what clippy says above"))?;

    println!("==> documentation");
    run(cargo()
        .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings"))
    .map_err(|error| format!("{error}: mend what rustdoc says above"))?;

    println!("check summary: formatting, lints and documentation are clean");
    Ok(())
}
