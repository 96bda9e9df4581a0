//! Changes of bytes, whatever they mean.

use super::Pool;
use crate::chance::Dice;

/// The most that one change adds, in bytes, but for what is repeated.
const ADDED: usize = 64;

/// Changes bytes somewhere.
pub(super) fn change(input: &mut Vec<u8>, pool: &Pool, dice: &mut Dice) {
    let at = dice.below(input.len() + 1);
    match dice.below(14) {
        0 if at < input.len() => input[at] ^= 1 << dice.below(8),
        1 if at < input.len() => input[at] = dice.byte(),
        2 => drop(input.drain(dice.range(input.len()))),
        3 => {
            let many = 1 + dice.below(8);
            let new: Vec<u8> = (0..many).map(|_| dice.byte()).collect();
            input.splice(at..at, new);
        }
        // A piece once more, here or elsewhere.
        4 => {
            let range = dice.range(input.len());
            let piece = input[range].to_vec();
            input.splice(at..at, piece);
        }
        // A piece many times: what costs more than once its length shows here.
        5 => {
            let range = dice.range(input.len());
            let piece = input[range].to_vec();
            let times = [2, 10, 100, 2_000].get(dice.below(4)).copied().unwrap_or(2);
            input.splice(at..at, piece.repeat(times.min(1 + 60_000 / piece.len().max(1))));
        }
        6 | 7 => drop(input.splice(at..at, pool.token(dice).iter().copied())),
        8 => {
            let range = dice.range(input.len());
            drop(input.splice(range, pool.token(dice).iter().copied()));
        }
        // The beginning of one, the end of another.
        9 => {
            let other = pool.input(dice);
            let from = dice.below(other.len() + 1);
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        10 => {
            let other = pool.input(dice);
            let range = dice.range(other.len());
            let piece = other[range].iter().copied().take(ADDED);
            drop(input.splice(at..at, piece));
        }
        11 => input.truncate(at),
        12 => number(input, dice),
        _ => letter(input, at, dice),
    }
}

/// Puts another number in the place of one.
fn number(input: &mut Vec<u8>, dice: &mut Dice) {
    let starts: Vec<usize> = (0..input.len())
        .filter(|at| input[*at].is_ascii_digit() && (*at == 0 || !input[at - 1].is_ascii_digit()))
        .collect();
    let Some(from) = dice.pick(&starts).copied() else { return };
    let digits = input[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let old = String::from_utf8_lossy(&input[from..from + digits]).parse::<u64>().unwrap_or(u64::MAX);
    let new = match dice.below(7) {
        0 => old.wrapping_add(1),
        1 => old.wrapping_sub(1),
        2 => old.wrapping_mul(10),
        3 => 0,
        4 => u64::MAX >> dice.below(64),
        5 => u64::try_from(dice.below(10)).unwrap_or_default(),
        _ => u64::try_from(dice.below(100_000)).unwrap_or_default(),
    };
    // Often of the same length, as dates and ids want it.
    let new = if dice.one_in(2) { format!("{new:0digits$}") } else { new.to_string() };
    drop(input.splice(from..from + digits, new.into_bytes()));
}

/// Turns a letter into the other case, or swaps it with the next.
fn letter(input: &mut [u8], at: usize, dice: &mut Dice) {
    if at + 1 >= input.len() {
        return;
    }
    if dice.one_in(2) {
        input.swap(at, at + 1);
    } else if input[at].is_ascii_alphabetic() {
        input[at] ^= 0x20;
    }
}
