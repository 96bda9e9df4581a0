//! Embeds the part for the browser, if it has been built from the sources as they are now.
//!
//! Nothing is built here: a cargo inside a cargo would wait for its own lock. `cargo xtask offline` builds it, and so do
//! `cargo xtask run` and `cargo xtask test`. Without it everything else works, and the app says that it is missing; a part that is
//! built while the program runs is taken in then (`src/offline.rs`).

#[path = "../../xtask/bundle/src/inputs.rs"]
mod inputs;

use std::path::{Path, PathBuf};
use std::{env, fmt::Write, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for input in inputs::INPUTS {
        println!("cargo::rerun-if-changed={}", root.join(input).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    // `supple doctor` says for which machine it was built.
    println!("cargo::rustc-env=SUPPLE_TARGET={}", env::var("TARGET").unwrap_or_default());
    // A part that is built later is taken in only if it is made from the same sources.
    let inputs = inputs::hash(&root).unwrap_or_default();
    println!("cargo::rustc-env=SUPPLE_INPUTS={inputs}");
    // TARGET/PROFILE/build/PACKAGE/out, or TARGET/TRIPLE/PROFILE/… where a triple was asked for.
    let target = out.ancestors().nth(4).unwrap_or(&out);
    let is_for_triple = target.file_name() == env::var_os("TARGET").as_deref();
    let folder = target.parent().filter(|_| is_for_triple).unwrap_or(target).join("offline");
    let manifest = folder.join("bundle.json");
    if !manifest.is_file() {
        // Cargo takes a missing file for a changed one, each time: so there is one that names nothing.
        fs::create_dir_all(&folder)?;
        fs::write(&manifest, "{}\n")?;
    }
    println!("cargo::rerun-if-changed={}", manifest.display());
    let files = current(&inputs, &folder, &manifest).unwrap_or_default();
    fs::write(out.join("offline.rs"), list(&files))
}

/// A file of the bundle: its path in the app, its kind, where it is, its length before it was packed.
type File = (String, String, PathBuf, u64);

/// The files, if they were made from the sources as they are.
fn current(inputs: &str, folder: &Path, manifest: &Path) -> Option<Vec<File>> {
    let bundle: serde_json::Value = serde_json::from_str(&fs::read_to_string(manifest).ok()?).ok()?;
    if inputs.is_empty() || bundle["made_from"]["inputs"].as_str()? != inputs {
        return None;
    }
    let file = |file: &serde_json::Value| {
        let text = |name: &str| file[name].as_str().map(str::to_owned);
        let packed = folder.join(text("packed")?);
        packed.is_file().then_some((text("path")?, text("kind")?, packed, file["length"].as_u64()?))
    };
    bundle["files"].as_array()?.iter().map(file).collect()
}

fn list(files: &[File]) -> String {
    let mut text = "&[\n".to_owned();
    for (path, kind, packed, length) in files {
        let _ = writeln!(
            text,
            "File {{ path: {path:?}, kind: {kind:?}, bytes: include_bytes!({packed:?}), length: {length} }},"
        );
    }
    text + "]\n"
}
