//! Changes of tables: of cells, rows, columns, separators and the ways in which programs write them.

use super::{ODD, Pool};
use crate::chance::Dice;

/// Changes a table; gives whether it was one.
pub(super) fn change(input: &mut Vec<u8>, pool: &Pool, dice: &mut Dice) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    let marks = [',', ';', '\t'];
    let mark = marks.into_iter().max_by_key(|mark| text.matches(*mark).count()).unwrap_or(',');
    // Cut plainly: quotes that come apart are changes, too.
    let mut rows: Vec<Vec<String>> = text.split('\n').map(|row| row.split(mark).map(str::to_owned).collect()).collect();
    let (row, other) = (dice.below(rows.len()), dice.below(rows.len()));
    let column = dice.below(rows[0].len());
    match dice.below(16) {
        0 => rows.swap(row, other),
        1 => {
            let copy = rows[row].clone();
            rows.insert(other, copy);
        }
        2 => drop(rows.remove(row)),
        3 => rows.iter_mut().filter(|row| column < row.len()).for_each(|row| drop(row.remove(column))),
        4 => rows.iter_mut().filter(|row| column < row.len()).for_each(|row| row.insert(column, row[column].clone())),
        5 => rows.iter_mut().filter(|row| column < row.len()).for_each(|row| row.swap(0, column)),
        6 => {
            let to = if dice.one_in(2) { "\r\n" } else { "\r" };
            *input = text.replace('\n', to).into_bytes();
            return true;
        }
        7 => {
            let to = dice.pick(&marks).copied().unwrap_or(',');
            *input = text.replace(mark, &to.to_string()).into_bytes();
            return true;
        }
        8 => {
            *input = format!("sep={mark}\n{text}").into_bytes();
            return true;
        }
        // As some programs of Windows write it.
        9 if dice.one_in(4) => {
            *input = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            return true;
        }
        _ => {
            let at = dice.below(rows[row].len());
            let here = rows[row][at].clone();
            let there = rows[other].get(at).cloned().unwrap_or_default();
            rows[row][at] = cell(&here, &there, pool, dice);
        }
    }
    let rows: Vec<String> = rows.iter().map(|row| row.join(&mark.to_string())).collect();
    *input = rows.join("\n").into_bytes();
    true
}

/// Another cell in the place of one.
fn cell(here: &str, there: &str, pool: &Pool, dice: &mut Dice) -> String {
    let odd = |dice: &mut Dice| dice.pick(ODD).map_or_else(String::new, |odd| (*odd).to_owned());
    match dice.below(9) {
        0 => String::new(),
        1 => there.to_owned(),
        2 => odd(dice),
        3 | 4 => String::from_utf8_lossy(pool.token(dice)).into_owned(),
        5 => format!("\"{}\"", here.replace('"', "\"\"")),
        6 => format!("\"{here}\n{}\"", odd(dice)),
        7 => format!(" {here} "),
        _ => {
            let mut bytes = here.to_owned().into_bytes();
            super::bytes::change(&mut bytes, pool, dice);
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }
}
