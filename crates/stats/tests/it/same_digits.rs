//! A phone's browser and a server give the same digits: the machine's own mathematics differ in the last ones.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, into) } else { into.push(path) }
    }
}

#[test]
fn all_mathematics_go_through_libm() {
    let mut files = Vec::new();
    for name in ["stats", "insight", "research", "trial"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../{name}/src")), &mut files);
    }
    assert!(files.len() > 45, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for name in [
            "exp", "exp2", "exp_m1", "ln", "ln_1p", "log2", "log10", "powf", "powi", "tanh", "sin", "cos", "mul_add",
            "cbrt",
        ] {
            assert!(!code.contains(&format!(".{name}(")), "{} uses .{name}()", file.display());
            assert!(!code.contains(&format!("f64::{name}")), "{} uses f64::{name}", file.display());
        }
    }
}
