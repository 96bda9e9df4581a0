//! `cargo xtask figures`: every figure on one page, by day and by night, to be looked at. With `--blind` no words stand
//! below them, and they are in another order: ask someone what they see.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used, reason = "a tool that speaks and fails")]

use std::fmt::Write;
use supple_drawing::Area;
use supple_drawing::svg::{Role, shown};
use supple_figure::{check, ids, motion, scene};
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
    let mut ids: Vec<&str> =
        ids().filter(|id| only.is_empty() || only.iter().any(|one| id.contains(one.as_str()))).collect();
    if is_blind {
        // An order that neighbours tell nothing by.
        ids.sort_by_key(|id| id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())));
    }
    let mut page = String::new();
    for theme in ["light", "dark"] {
        let _ = write!(page, "<section class=\"{theme}\">");
        for id in &ids {
            let scene = scene(id).expect("it was listed");
            let svg = shown(&scene, "figure", Role::Picture);
            let width = match scene.area {
                Area::Window(window) => window.width() * 2.4,
                Area::Strip { .. } => 0.0,
            };
            let words = if is_blind { String::new() } else { format!("{}<br>{id}, {} bytes", scene.title, svg.len()) };
            let _ =
                write!(page, "<figure><svg width=\"{width:.0}\"{}<figcaption>{words}</figcaption></figure>", &svg[4..]);
        }
        if !is_blind && only.is_empty() {
            for movement in &figures.movement {
                for step in 0..5 {
                    let Some(pose) = motion::frame(figures, movement, f64::from(step) / 4.0) else { continue };
                    let svg = shown(&supple_figure::draw(figures, &pose), "figure", Role::Picture);
                    let _ = write!(
                        page,
                        "<figure><svg width=\"200\"{}<figcaption>{} {step}</figcaption></figure>",
                        &svg[4..],
                        movement.id
                    );
                }
            }
        }
        page += "</section>";
    }
    let style = include_str!("../../web/assets/supple.css");
    let html = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>Figures</title><style>{style}\nbody{{display:block;font-size:14px}}section{{display:flex;\
         flex-wrap:wrap;gap:24px;padding:20px;align-items:end;background:var(--surface);color:var(--ink)}}.light{{color-scheme:light}}\
         .dark{{color-scheme:dark}}figure{{margin:0;text-align:center}}svg{{height:auto}}</style>{page}"
    );
    std::fs::write(file, html).expect("the sheet can be written");
}
