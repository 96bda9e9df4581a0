//! Changes of JSON: of values, of the names of fields, and of lines of it.

use super::{ODD, Pool};
use crate::chance::Dice;
use serde_json::{Map, Number, Value};

/// Changes a value of JSON; gives whether it was one.
pub(super) fn change(input: &mut Vec<u8>, pool: &Pool, dice: &mut Dice) -> bool {
    let Ok(mut value) = serde_json::from_slice::<Value>(input) else { return false };
    // A donor gives what this target knows elsewhere.
    let donor = serde_json::from_slice(pool.input(dice)).unwrap_or(Value::Null);
    value_in(&mut value, &donor, pool, dice);
    *input = value.to_string().into_bytes();
    if dice.one_in(8) {
        twice(input, dice);
    }
    true
}

/// Changes lines: one of them as JSON, or their order and number.
pub(super) fn change_lines(input: &mut Vec<u8>, pool: &Pool, dice: &mut Dice) -> bool {
    let mut lines: Vec<Vec<u8>> = input.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (at, other) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(8) {
        0 => lines.swap(at, other),
        1 => {
            let line = lines[other].clone();
            lines.insert(at, line);
        }
        2 => drop(lines.remove(at)),
        3 => {
            let donor = pool.input(dice).to_vec();
            let donors: Vec<&[u8]> = donor.split(|byte| *byte == b'\n').collect();
            let line = dice.pick(&donors).map_or(Vec::new(), |line| line.to_vec());
            lines.insert(at, line);
        }
        _ => {
            let donor = pool.input(dice).to_vec();
            let donors: Vec<&[u8]> = donor.split(|byte| *byte == b'\n').collect();
            let donor = dice.pick(&donors).and_then(|line| serde_json::from_slice(line).ok()).unwrap_or(Value::Null);
            let Ok(mut value) = serde_json::from_slice::<Value>(&lines[at]) else { return false };
            value_in(&mut value, &donor, pool, dice);
            lines[at] = value.to_string().into_bytes();
            if dice.one_in(8) {
                twice(&mut lines[at], dice);
            }
        }
    }
    *input = lines.join(&b'\n');
    true
}

/// Puts another value, or another number of fields, somewhere.
fn value_in(value: &mut Value, donor: &Value, pool: &Pool, dice: &mut Dice) {
    let goes_in = !dice.one_in(3);
    match value {
        Value::Object(fields) if !fields.is_empty() && goes_in => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = dice.pick(&names).cloned().unwrap_or_default();
            match dice.below(10) {
                0 => drop(fields.remove(&name)),
                1 => {
                    let held = fields.remove(&name).unwrap_or_default();
                    fields.insert(other_name(&name, donor, pool, dice), held);
                }
                2 => drop(fields.insert(other_name(&name, donor, pool, dice), made(donor, pool, dice))),
                3 => {
                    // The same field as it is elsewhere.
                    let fields_of_donor = donor.as_object().cloned().unwrap_or_default();
                    fields.insert(name.clone(), fields_of_donor.get(&name).cloned().unwrap_or_default());
                }
                4 => {
                    let other = dice.pick(&names).cloned().unwrap_or_default();
                    let (one, two) = (fields.get(&name).cloned(), fields.get(&other).cloned());
                    fields.insert(name, two.unwrap_or_default());
                    fields.insert(other, one.unwrap_or_default());
                }
                _ => {
                    if let Some(held) = fields.get_mut(&name) {
                        let donor = donor.get(&name).unwrap_or(donor);
                        value_in(held, donor, pool, dice);
                    }
                }
            }
        }
        Value::Array(items) if !items.is_empty() && goes_in => {
            let at = dice.below(items.len());
            match dice.below(6) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => items.insert(at, made(donor, pool, dice)),
                3 => items.swap(at, 0),
                _ => value_in(&mut items[at], donor, pool, dice),
            }
        }
        Value::String(text) if goes_in => {
            let mut bytes = text.clone().into_bytes();
            super::bytes::change(&mut bytes, pool, dice);
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        Value::Number(number) if goes_in => *number = other_number(number, dice),
        held => *held = made(donor, pool, dice),
    }
}

/// Another name: of the donor, of the target, or a slip of this one.
fn other_name(name: &str, donor: &Value, pool: &Pool, dice: &mut Dice) -> String {
    let names: Vec<&String> = donor.as_object().map(Map::keys).into_iter().flatten().collect();
    match (dice.below(3), dice.pick(&names)) {
        (0, Some(name)) => (*name).clone(),
        (1, _) => String::from_utf8_lossy(pool.token(dice)).into_owned(),
        _ => {
            let mut bytes = name.to_owned().into_bytes();
            super::bytes::change(&mut bytes, pool, dice);
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }
}

fn other_number(number: &Number, dice: &mut Dice) -> Number {
    let small = i64::try_from(dice.below(20)).unwrap_or_default() - 5;
    match dice.below(7) {
        0 => Number::from(small),
        1 => Number::from(number.as_i64().unwrap_or_default().wrapping_add(small)),
        2 => Number::from(u64::MAX >> dice.below(64)),
        3 => Number::from(i64::MIN >> dice.below(64)),
        4 => Number::from_f64(number.as_f64().unwrap_or_default() + 0.5).unwrap_or_else(|| Number::from(0)),
        5 => Number::from_f64(1e300).unwrap_or_else(|| Number::from(0)),
        _ => Number::from_f64(-0.0).unwrap_or_else(|| Number::from(0)),
    }
}

/// A value: of the donor, of the target, or one at an edge.
fn made(donor: &Value, pool: &Pool, dice: &mut Dice) -> Value {
    let text = |dice: &mut Dice| dice.pick(ODD).map_or_else(String::new, |odd| (*odd).to_owned());
    match dice.below(11) {
        0 => Value::Null,
        1 => Value::Bool(dice.one_in(2)),
        2 => Value::Number(other_number(&Number::from(1), dice)),
        3 => Value::String(text(dice)),
        4 => Value::String(String::from_utf8_lossy(pool.token(dice)).into_owned()),
        5 => Value::Array(Vec::new()),
        6 => Value::Object(Map::new()),
        7 => Value::String(text(dice).repeat(1 + dice.below(300))),
        // Deeper than parsers go.
        8 => (0..[3, 40, 120][dice.below(3)]).fold(Value::Null, |inner, _| Value::Array(vec![inner])),
        9 => donor.clone(),
        _ => {
            let fields: Vec<&Value> = donor.as_object().map(Map::values).into_iter().flatten().collect();
            dice.pick(&fields).map_or(Value::Null, |value| (*value).clone())
        }
    }
}

/// Has a field of an object stand twice, which no value in memory does.
fn twice(input: &mut Vec<u8>, dice: &mut Dice) {
    let opens: Vec<usize> = (0..input.len()).filter(|at| input[*at] == b'{').collect();
    let Some(at) = dice.pick(&opens).copied() else { return };
    let rest = &input[at + 1..];
    let Some(end) = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b'{' | b'[')) else { return };
    if rest.get(end) == Some(&b',') {
        let field = rest[..=end].to_vec();
        drop(input.splice(at + 1..at + 1, field));
    }
}
