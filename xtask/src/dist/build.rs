//! The program that is shipped.
//!
//! Rust's library for musl comes with rustup (`rustup target add`), or is built from the sources that Debian has for its own
//! compiler. Either way Zig compiles what is C and links: it brings musl itself and comes from PyPI, so that it is the same on every
//! machine, whatever C compiler that has.

use std::env;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use crate::process::{Outcome, cargo, root, run, stdout_of};
use crate::python::ZIG;
use crate::tools;

/// Debian's compiler. The one on PATH may be another.
const DEBIAN: &str = "/usr/bin/rustc";

/// A program, and what it is.
pub(super) struct Built {
    pub(super) program: PathBuf,
    /// For which machine.
    pub(super) triple: String,
    /// How it was made, as a sentence without its end.
    pub(super) how: String,
}

/// A compiler, and what it builds for.
struct Compiler {
    rustc: PathBuf,
    triple: String,
    /// Whether Rust's library is there only as sources.
    builds_std: bool,
}

/// Builds it for this kind of machine.
pub(super) fn program() -> Outcome<Built> {
    let compiler = Compiler::find()?;
    let (mut command, build) = if compiler.is_static() { (zig()?, "zigbuild") } else { (cargo(), "build") };
    command
        .args([build, "--release", "--locked", "--package", "supple", "--bin", "supple"])
        .args(["--target", &compiler.triple])
        .arg("--target-dir")
        .arg(tools::target()?)
        .current_dir(root()?)
        .env("RUSTC", &compiler.rustc)
        .env("CARGO_ENCODED_RUSTFLAGS", compiler.flags()?.join("\u{1f}"))
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
        .env_remove("RUSTFLAGS");
    if compiler.builds_std {
        command.args(["-Z", "build-std=std,panic_unwind"]).env("RUSTC_BOOTSTRAP", "1");
    }
    run(&mut command)?;
    let program =
        tools::target()?.join(&compiler.triple).join("release").join(format!("supple{}", env::consts::EXE_SUFFIX));
    let how = compiler.how();
    Ok(Built { program, triple: compiler.triple, how })
}

impl Compiler {
    fn find() -> Outcome<Compiler> {
        let own = PathBuf::from(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        if !cfg!(target_os = "linux") {
            let triple = says(&own, &["-vV"])
                .and_then(|told| told.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned)))
                .ok_or("rustc does not say for which machine it builds")?;
            return Ok(Compiler { rustc: own, triple, builds_std: false });
        }
        let triple = format!("{}-unknown-linux-musl", env::consts::ARCH);
        let has_target = says(&own, &["--print", "target-libdir", "--target", &triple])
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if has_target {
            return Ok(Compiler { rustc: own, triple, builds_std: false });
        }
        let debian = PathBuf::from(DEBIAN);
        let has_sources =
            sysroot(&debian).is_some_and(|root| root.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file());
        if has_sources {
            return Ok(Compiler { rustc: debian, triple, builds_std: true });
        }
        Err(format!(
            "no compiler here builds for {triple}: run `rustup target add {triple}`, or on Debian install rustc-web and \
             rust-web-src"
        ))
    }

    fn is_static(&self) -> bool {
        self.triple.ends_with("-musl")
    }

    fn how(&self) -> String {
        let version = says(&self.rustc, &["--version"]).unwrap_or_default();
        let library = match (self.is_static(), self.builds_std) {
            (true, true) => ", static, with musl, Rust's library from its sources",
            (true, false) => ", static, with musl",
            (false, _) => "",
        };
        format!("Built for {} with {version}{library}", self.triple)
    }

    /// Where it was built does not show in it.
    fn flags(&self) -> Outcome<Vec<String>> {
        let mut places = vec![(root()?, "supple")];
        // The one that is named last counts: the target folder may be one of the sources, and the sources of the library lie below
        // what is its compiler's.
        places.push((tools::target()?, "target"));
        places.extend(home("CARGO_HOME", ".cargo").map(|home| (home, "cargo")));
        if let Some(root) = sysroot(&self.rustc) {
            let sources = root.join("lib/rustlib/src/rust");
            let real = sources.canonicalize().ok();
            places.push((root, "rust"));
            places.push((sources, "rust"));
            places.extend(real.map(|real| (real, "rust")));
        }
        let mut flags: Vec<String> =
            places.iter().map(|(place, name)| format!("--remap-path-prefix={}={name}", place.display())).collect();
        if self.builds_std {
            // Its own start files and musl lie where rustup puts them: here they are Zig's.
            flags.extend(["-C".to_owned(), "link-self-contained=no".to_owned()]);
        }
        Ok(flags)
    }
}

/// Cargo with Zig as its C compiler and linker.
fn zig() -> Outcome<Command> {
    if !ZIG.is_current()? {
        println!(
            "Installing with pip, into the target folder: a C compiler and a linker for musl (packaging/requirements.txt)"
        );
        ZIG.install()?;
    }
    let folder = ZIG.folder()?;
    let mut command = Command::new(ZIG.program("cargo-zigbuild")?);
    let own = [folder.join("bin")].into_iter();
    let path = env::join_paths(own.chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())))
        .map_err(|error| format!("the target folder cannot stand in PATH: {error}"))?;
    command
        .env("PATH", path)
        .env("CARGO_ZIGBUILD_CACHE_DIR", folder.join("cache"))
        .env("ZIG_GLOBAL_CACHE_DIR", folder.join("cache"))
        .env("ZIG_LOCAL_CACHE_DIR", folder.join("cache"));
    Ok(command)
}

/// A folder that a variable names, or else one in the home folder.
fn home(variable: &str, name: &str) -> Option<PathBuf> {
    let given = env::var_os(variable).map(PathBuf::from);
    let own = || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(|home| PathBuf::from(home).join(name));
    given.or_else(own).map(|folder| absolute(&folder).unwrap_or(folder))
}

fn sysroot(rustc: &Path) -> Option<PathBuf> {
    says(rustc, &["--print", "sysroot"]).map(PathBuf::from)
}

fn says(program: &Path, arguments: &[&str]) -> Option<String> {
    stdout_of(Command::new(program).args(arguments))
}
