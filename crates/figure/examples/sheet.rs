//! `cargo xtask figures`: every figure on one page, by day and by night, to be looked at. With `--blind` it is the
//! exercises, without words, numbered in another order: ask someone what they see. The key stands in a file beside it.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used, reason = "a tool that speaks and fails")]

use std::fmt::Write;
use std::path::Path;
use supple_drawing::svg::{Role, shown};
use supple_drawing::{Area, Scene};
use supple_figure::{check, frames, ids, motion, scene};
use supple_guidance::embedded;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_blind = arguments.iter().any(|argument| argument == "--blind");
    let only: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).skip(1).collect();
    let Some(file) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        eprintln!("say where to write the sheet: FILE.html [--blind] [ID…]");
        std::process::exit(2);
    };
    let figures = &embedded().figures;
    for pose in &figures.pose {
        for fault in check::faults(figures, pose) {
            println!("{}: {fault}", pose.id);
        }
    }
    let page = if is_blind { blind(Path::new(file)) } else { every_figure(&only) };
    let style = include_str!("../../web/assets/supple.css");
    let html = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>Figures</title><style>{style}\nbody{{display:block;font-size:14px}}section{{display:flex;\
         flex-wrap:wrap;gap:24px;padding:20px;align-items:end;background:var(--surface);color:var(--ink)}}.light{{color-scheme:light}}\
         .dark{{color-scheme:dark}}figure{{margin:0;text-align:center}}svg{{height:auto}}\
         .blind svg{{display:inline-block;max-height:16rem}}</style>{page}"
    );
    std::fs::write(file, html).expect("the sheet can be written");
}

/// A scene as a drawing that is so many pixels wide.
fn drawn(scene: &Scene, width: f64) -> String {
    let svg = shown(scene, "figure", Role::Picture);
    format!("<svg width=\"{width:.0}\"{}", &svg[4..])
}

/// All positions with their words, and all movements in five moments. `only`: those whose id holds one of these.
fn every_figure(only: &[&String]) -> String {
    let figures = &embedded().figures;
    let is_asked = |id: &str| only.is_empty() || only.iter().any(|one| id.contains(one.as_str()));
    let mut page = String::new();
    for theme in ["light", "dark"] {
        let _ = write!(page, "<section class=\"{theme}\">");
        for id in ids().filter(|id| is_asked(id)) {
            let scene = scene(id).expect("it was listed");
            let width = match scene.area {
                Area::Window(window) => window.width() * 2.4,
                Area::Strip { .. } => 0.0,
            };
            let svg = drawn(&scene, width);
            let _ = write!(
                page,
                "<figure>{svg}<figcaption>{}<br>{id}, {} bytes</figcaption></figure>",
                scene.title,
                svg.len()
            );
        }
        for movement in figures.movement.iter().filter(|_| only.is_empty()) {
            for step in 0..5 {
                let Some(pose) = motion::frame(figures, movement, f64::from(step) / 4.0) else { continue };
                let svg = drawn(&supple_figure::draw(figures, &pose), 200.0);
                let _ = write!(page, "<figure>{svg}<figcaption>{} {step}</figcaption></figure>", movement.id);
            }
        }
        page += "</section>";
    }
    page
}

/// The exercises, each as it begins and as it ends, without words; below them all names in another order. Writes the key.
fn blind(file: &Path) -> String {
    let known = &embedded().exercises.exercises;
    let mut mixed: Vec<_> = known.iter().collect();
    // An order that neighbours tell nothing by.
    let place = |id: &str| id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    mixed.sort_by_key(|exercise| place(exercise.id.as_str()));
    let (mut page, mut key) = (String::from("<section class=\"light blind\">"), String::new());
    for (number, exercise) in (1..).zip(&mixed) {
        let scenes = exercise.figures.iter().flat_map(|figure| begins_and_ends(figure));
        let pictures: String = scenes.map(|scene| drawn(&scene, 330.0)).collect();
        let _ = write!(page, "<figure>{pictures}<figcaption>{number}</figcaption></figure>");
        let _ = writeln!(key, "{number} {}", exercise.id);
    }
    let mut names: Vec<&str> = known.iter().map(|exercise| exercise.name.as_str()).collect();
    names.sort_unstable();
    let _ = write!(page, "</section><p>{}</p>", names.join("<br>"));
    std::fs::write(file.with_extension("key.txt"), key).expect("the key can be written");
    page
}

/// What shows an exercise: the positions of a sequence, a movement as it begins and ends, or a position.
fn begins_and_ends(figure: &str) -> Vec<Scene> {
    let figures = &embedded().figures;
    if let Some(sequence) = figures.sequence.iter().find(|sequence| sequence.id == figure) {
        return sequence.poses.iter().filter_map(|pose| scene(pose)).collect();
    }
    let ends = figures.movement.iter().find(|movement| movement.id == figure).map_or(figure, |movement| &movement.to);
    frames(figure, 2).into_iter().take(1).chain(scene(ends)).collect()
}
