//! scratch
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]
use supple_insight::Settings;
use supple_insight::simulate::{evaluate, settings, table};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let people: u64 = args[1].parse().unwrap();
    let ms: Vec<f64> = args[2].split(',').map(|m| m.parse().unwrap()).collect();
    let block: i64 = args[3].parse().unwrap();
    let washout: i64 = args[4].parse().unwrap();
    let only: Option<usize> = args.get(5).and_then(|a| a.parse().ok());
    let methods: Vec<Settings> = ms.iter().map(|m| Settings { log_f: *m, block, washout, ..Settings::default() }).collect();
    let first: u64 = std::env::var("FIRST").ok().and_then(|f| f.parse().ok()).unwrap_or(0);
    for (k, setting) in settings().iter().enumerate() {
        if only.is_some_and(|o| o != k) { continue; }
        let start = std::time::Instant::now();
        let all = evaluate(setting, &methods, 7, first, people).unwrap();
        let text = table(&all);
        print!("{}", text.lines().skip(if k == 0 { 0 } else { 2 }).map(|l| format!("{l}\n")).collect::<String>());
        println!("{}", serde_json::to_string(&all).unwrap());
        println!("<!-- {:.1} ms a person -->", start.elapsed().as_secs_f64() * 1e3 / people as f64);
    }
}
