//! Compiles `guidance/*.toml` and embeds the result. A fault in the data fails the build and names the file and the id.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "this is how a build script speaks and fails")]

use std::path::PathBuf;
use supple_guidance_compiler::{compile, read_folder};
use supple_guidance_schema::{Guidance, codec};

/// A browser carries the guidance, and not what the guidance was proved against: no page reads that, and every phone would
/// load it. The compiler has checked all of it by now.
fn leave_out_what_proves(guidance: &mut Guidance) {
    guidance.promises.clear();
    guidance.items.clear();
    guidance.conflicts.clear();
    guidance.not_shown.clear();
    for pose in &mut guidance.figures.pose {
        if let Some(side) = &mut pose.side {
            side.must.clear();
            side.expect.clear();
        }
        if let Some(front) = &mut pose.front {
            front.must.clear();
        }
    }
}

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../guidance");
    println!("cargo::rerun-if-changed={}", root.display());
    let files = read_folder(&root).expect("the folder guidance/ stands at the root of the project, in UTF-8");
    match compile(&files) {
        Ok(mut guidance) => {
            if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|target| target == "wasm32") {
                leave_out_what_proves(&mut guidance);
            }
            let bytes = codec::encode(&guidance).expect("plain data can be written");
            let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("guidance.postcard");
            std::fs::write(out, bytes).expect("cargo's output folder can be written");
        }
        Err(faults) => {
            for fault in &faults {
                println!("cargo::error={fault}");
            }
            std::process::exit(1);
        }
    }
}
