//! `cargo run --package bundle`: builds the part of Supple that runs inside a browser into `TARGET/offline`.
//!
//! It is the crate `supple-worker` as WebAssembly, the glue that wasm-bindgen makes for it, the same of
//! `supple-paper-worker`, which makes PDFs, and the script of the service worker with the names of all. Nothing is built when nothing has changed. `supple` embeds the folder when it
//! is built after this.
//!
//! The compiler is the installed target, or Debian's compiler with the sources of its library (`wasm.rs`); then come
//! wasm-bindgen as a library, and brotli. The build script of `supple` takes the folder in if the hash of its sources
//! (`inputs.rs`) is that of the sources as they are; else the app says that the part is missing. So a plain `cargo
//! build` works, and nothing that was generated is kept.
//!
//! With the word `store-bridge` it builds that crate alone into `TARGET/store-bridge`: the store of a browser, for the tests of
//! `supple-store`.

#![allow(clippy::print_stdout, reason = "a task talks to whoever runs it")]

mod inputs;
mod wasm;

use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// How hard brotli works: the most, since it is done once and read by many phones.
const QUALITY: u32 = 11;

/// The packages that are shipped.
const SHIPPED: [&str; 2] = ["supple-worker", "supple-paper-worker"];

/// The word for the store of a browser for tests, and the folder that it goes to.
const STORE_BRIDGE: &str = "store-bridge";

/// The scripts of the service worker, in the order in which they make up one file.
const SCRIPTS: [&str; 7] =
    ["spare_copy.js", "indexed_db.js", "loss_marker.js", "host.js", "sync.js", "push.js", "worker.js"];

fn main() -> ExitCode {
    let is_for_tests = env::args().nth(1).is_some_and(|word| word == STORE_BRIDGE);
    match if is_for_tests { build_store_bridge() } else { build() } {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("bundle: {message}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let root = root()?;
    let folder = target()?.join("offline");
    let manifest = folder.join("bundle.json");
    let hash = inputs::hash(&root).map_err(|error| format!("the sources cannot be read: {error}"))?;
    let compiler = wasm::Compiler::find()?;
    // A newer compiler makes other bytes of the same sources.
    let made_from = json!({"inputs": hash, "compiler": compiler.version()});
    if fs::read_to_string(&manifest).is_ok_and(|text| is_of(&text, &made_from)) {
        return Ok(());
    }
    println!("Building the part for the browser with {}.", compiler.version());
    let modules = compiler.build(&root, &SHIPPED)?;
    let (glue, code) = wasm::bind(&modules.join("supple_worker.wasm"), "wasm_bindgen")?;
    let (paper_glue, paper) = wasm::bind(&modules.join("supple_paper_worker.wasm"), "paper")?;

    let _ = fs::remove_dir_all(&folder);
    let cannot = |error| format!("{} cannot be written: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(cannot)?;
    let glue_name = named("glue", "js", glue.as_bytes());
    let code_name = named("app", "wasm", &code);
    let (paper_glue_name, paper_name) = (named("paper", "js", paper_glue.as_bytes()), named("paper", "wasm", &paper));
    let script = script(&root, [&glue_name, &code_name, &paper_glue_name, &paper_name])?;
    let files = [
        ("/sw.js".to_owned(), "text/javascript; charset=utf-8", script.into_bytes()),
        (format!("/offline/{glue_name}"), "text/javascript; charset=utf-8", glue.into_bytes()),
        (format!("/offline/{code_name}"), "application/wasm", code),
        (format!("/offline/{paper_glue_name}"), "text/javascript; charset=utf-8", paper_glue.into_bytes()),
        (format!("/offline/{paper_name}"), "application/wasm", paper),
    ];
    let mut list = Vec::new();
    for (path, kind, content) in files {
        let packed = pack(&content)?;
        let name = path.trim_start_matches('/').replace('/', "-");
        fs::write(folder.join(format!("{name}.br")), &packed).map_err(cannot)?;
        println!("{path}: {} bytes, {} as brotli", content.len(), packed.len());
        list.push(json!({"path": path, "kind": kind, "packed": format!("{name}.br"), "length": content.len()}));
    }
    // Last of all: a folder without it is not whole.
    let bundle = json!({"made_from": made_from, "files": list});
    fs::write(&manifest, format!("{bundle:#}\n")).map_err(cannot)
}

/// Builds the store of a browser for the tests of `supple-store`, beside the part that is shipped: by itself it would have fewer
/// features of what both depend on, and all of that would be compiled again.
fn build_store_bridge() -> Result<(), String> {
    let folder = target()?.join(STORE_BRIDGE);
    // The tests must find none rather than one of before.
    let _ = fs::remove_dir_all(&folder);
    let modules = wasm::Compiler::find()?.build(&root()?, &[SHIPPED[0], SHIPPED[1], "supple-store-bridge"])?;
    let (glue, code) = wasm::bind(&modules.join("supple_store_bridge.wasm"), "wasm_bindgen")?;
    let cannot = |error| format!("{} cannot be written: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(cannot)?;
    fs::write(folder.join("bridge.js"), glue).map_err(cannot)?;
    fs::write(folder.join("bridge.wasm"), code).map_err(cannot)
}

fn is_of(manifest: &str, made_from: &serde_json::Value) -> bool {
    serde_json::from_str::<serde_json::Value>(manifest).is_ok_and(|bundle| bundle["made_from"] == *made_from)
}

/// The script of the service worker: what it is made of and the version, then our own files.
fn script(root: &Path, names: [&str; 4]) -> Result<String, String> {
    let folder = root.join("crates/worker/js");
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
    };
    let own = SCRIPTS.into_iter().map(read).collect::<Result<Vec<_>, _>>()?.join("\n");
    let mut version = Sha256::new();
    for part in names.into_iter().chain([own.as_str()]) {
        version.update(part.as_bytes());
        version.update([0]);
    }
    let version = &inputs::digits(&version.finalize())[..16];
    let [glue, code, paper_glue, paper] = names.map(|name| format!("/offline/{name}"));
    let bundle = json!({"version": version, "glue": glue, "code": code, "paperGlue": paper_glue, "paper": paper});
    Ok(format!("'use strict';\nconst BUNDLE = {bundle};\n{own}"))
}

/// A name that changes with the content, so that what has it may be kept for good.
fn named(name: &str, extension: &str, content: &[u8]) -> String {
    format!("{name}-{}.{extension}", &inputs::digits(&Sha256::digest(content))[..16])
}

fn pack(content: &[u8]) -> Result<Vec<u8>, String> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: QUALITY as i32, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut packed, &parameters)
        .map_err(|error| format!("brotli cannot compress: {error}"))?;
    Ok(packed)
}

/// The workspace's root folder. Cargo sets the variable at run time.
fn root() -> Result<PathBuf, String> {
    env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|own| PathBuf::from(own).ancestors().nth(2).map(PathBuf::from))
        .ok_or_else(|| "start this through cargo: `cargo xtask offline`".to_owned())
}

/// The target folder: this program is two levels below it.
fn target() -> Result<PathBuf, String> {
    let own = env::current_exe().map_err(|error| format!("cannot find the build: {error}"))?;
    own.ancestors()
        .nth(2)
        .map(PathBuf::from)
        .ok_or_else(|| "start this through cargo: `cargo xtask offline`".to_owned())
}
