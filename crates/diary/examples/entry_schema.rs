//! Prints the JSON Schema of an entry: `cargo run -p supple-diary --example entry_schema > docs/entry.schema.json`.

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(&supple_diary::json_schema())?);
    Ok(())
}
