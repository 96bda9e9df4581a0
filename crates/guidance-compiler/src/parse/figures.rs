//! Parses `figures.toml`. A pose may take what it does not say from another one.

use serde::Deserialize;
use serde::de::Error;
use std::collections::BTreeMap;
use supple_guidance_schema::figure::{Body, Figures, Limits, Movement, Pose, Sequence};
use toml::{Table, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    body: Body,
    limits: Limits,
    pose: Vec<Table>,
    sequence: Vec<Sequence>,
    movement: Vec<Movement>,
}

/// All figures of the file.
pub(super) fn parse(text: &str) -> Result<Figures, toml::de::Error> {
    let File { body, limits, pose: tables, sequence, movement } = toml::from_str(text)?;
    let mut said: BTreeMap<String, Table> = BTreeMap::new();
    let mut poses = Vec::new();
    for mut table in tables {
        let id = table.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if let Some(base) = table.remove("base") {
            let base = base.as_str().unwrap_or_default();
            let Some(other) = said.get(base) else {
                return Err(Error::custom(format!("the pose \"{id}\" takes from \"{base}\", which is not above it")));
            };
            table = over(other.clone(), table);
        }
        said.insert(id.clone(), table.clone());
        let pose: Pose =
            Value::Table(table).try_into().map_err(|error| Error::custom(format!("the pose \"{id}\": {error}")))?;
        poses.push(pose);
    }
    Ok(Figures { body, limits, pose: poses, sequence, movement })
}

/// One table with another over it. What lies within `side` or `front` is taken one by one, anything else as a whole.
fn over(mut below: Table, above: Table) -> Table {
    // What a position shows is its own.
    for own in ["step", "floor", "finding", "claim"] {
        below.remove(own);
    }
    for (key, value) in above {
        let merged = match (below.remove(&key), value) {
            (Some(Value::Table(mut below)), Value::Table(above)) if key == "side" || key == "front" => {
                // Angles that another solver gave are of one body alone.
                below.remove("expect");
                Value::Table(below.into_iter().chain(above).collect())
            }
            (_, value) => value,
        };
        below.insert(key, merged);
    }
    below
}
