//! What the method makes of the people of `supple-worlds`: `cargo run --release -p supple-insight --example worlds -- 500 7`
//! prints the tables. A third argument is a file for all of it as JSON, or `-`; a fourth has the ids of some worlds, with commas.
#![allow(clippy::print_stdout, reason = "it prints")]

#[path = "../tests/it/of_worlds.rs"]
mod of_worlds;

use of_worlds::OfWorld;
use std::error::Error;
use supple_insight::Settings;
use supple_insight::simulate::{Evaluation, evaluate, links, rates};
use supple_worlds::worlds;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, usual: u64| arguments.get(place).map_or(Ok(usual), |text| text.parse());
    let (people, seed) = (number(0, 100)?, number(1, 7)?);
    let chosen = arguments.get(3);
    let mut all: Vec<Evaluation<OfWorld>> = Vec::new();
    for world in worlds().into_iter().filter(|world| chosen.is_none_or(|id| id.split(',').any(|id| id == world.id))) {
        all.extend(evaluate(&OfWorld(world), &[Settings::default()], seed, 0, people)?);
    }
    println!("{}\n{}", links(&all), rates(&all));
    if let Some(file) = arguments.get(2).filter(|file| *file != "-") {
        std::fs::write(file, serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}
