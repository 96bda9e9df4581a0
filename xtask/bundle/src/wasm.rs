//! Compiling to WebAssembly.
//!
//! With rustup the target is installed as `rustup target add wasm32-unknown-unknown` does it. Where it is missing,
//! Debian's own compiler builds it together with the standard library, of which Debian has the sources (packages
//! `rustc-web`, `rust-web-src` and `lld`; `cargo xtask setup` installs them).

use std::env;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler. The one on PATH may be another.
const DEBIAN: &str = "/usr/bin/rustc";

/// A compiler that can build for the browser.
#[derive(Debug)]
pub(crate) struct Compiler {
    rustc: PathBuf,
    version: String,
    /// Whether the standard library is there only as sources.
    builds_std: bool,
}

impl Compiler {
    /// The compiler of this build if it has the target, or else Debian's with the sources.
    pub(crate) fn find() -> Result<Compiler, String> {
        let own = PathBuf::from(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let with =
            |rustc: PathBuf, builds_std| Some(Compiler { version: says(&rustc, &["--version"])?, rustc, builds_std });
        let has_target = says(&own, &["--print", "target-libdir", "--target", TARGET])
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if has_target && let Some(compiler) = with(own, false) {
            return Ok(compiler);
        }
        let debian = PathBuf::from(DEBIAN);
        let has_sources = says(&debian, &["--print", "sysroot"])
            .is_some_and(|root| Path::new(&root).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file());
        if has_sources && let Some(compiler) = with(debian, true) {
            return Ok(compiler);
        }
        Err(format!("no compiler here builds for {TARGET}: run `cargo xtask setup`, or `rustup target add {TARGET}`"))
    }

    /// Its name and version.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Builds these packages and gives the folder with their modules.
    pub(crate) fn build(&self, root: &Path, packages: &[&str]) -> Result<PathBuf, String> {
        let folder = crate::target()?.join("wasm");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(["build", "--profile", "wasm", "--target", TARGET, "--locked"])
            .args(packages.iter().flat_map(|package| ["--package", package]))
            .arg("--target-dir")
            .arg(&folder)
            .current_dir(root)
            .env("RUSTC", &self.rustc)
            // Where it was built does not show in it.
            .env("CARGO_ENCODED_RUSTFLAGS", remap(root))
            .env_remove("RUSTFLAGS")
            // A wrapper is for the compiler that cargo would take.
            .env_remove("RUSTC_WORKSPACE_WRAPPER");
        if self.builds_std {
            command
                .args(["-Z", "build-std=std,panic_abort"])
                // None of them: a browser has no backtrace to read.
                .args(["-Z", "build-std-features="])
                .env("RUSTC_BOOTSTRAP", "1")
                // Debian has the linker under its own name.
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
        }
        let status = command.status().map_err(|error| format!("could not start cargo: {error}"))?;
        if !status.success() {
            return Err(format!("cargo could not build {} for {TARGET} ({status}): see above", packages.join(" and ")));
        }
        Ok(folder.join(TARGET).join("wasm"))
    }
}

/// The glue, which defines `global`, and the module without names and without what only wasm-bindgen needs.
pub(crate) fn bind(module: &Path, global: &str) -> Result<(String, Vec<u8>), String> {
    let mut output = Bindgen::new()
        .input_path(module)
        .no_modules(true)
        .map_err(failed)?
        .no_modules_global(global)
        .map_err(failed)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(failed)?;
    let glue = output.js().to_owned();
    Ok((glue, output.wasm_mut().emit_wasm()))
}

fn failed(error: impl Display) -> String {
    format!("wasm-bindgen: {error:#}")
}

fn remap(root: &Path) -> String {
    let mut flags = vec![format!("--remap-path-prefix={}=supple", root.display())];
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    flags.extend(home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
    flags.join("\u{1f}")
}

fn says(program: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
