//! Changes of requests: of their address, of the fields of a form, and of the parts of one with files.

use super::{BOUNDARY, ODD, Pool, table};
use crate::chance::Dice;

/// Changes a request with a form.
pub(super) fn change(input: &mut Vec<u8>, pool: &Pool, dice: &mut Dice) -> bool {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (head, body) = (input[..end].to_vec(), input.get(end + 1..).unwrap_or_default().to_vec());
    if dice.one_in(8) {
        // To another page, or from one.
        let other = pool.input(dice);
        let head = other.split(|byte| *byte == b'\n').next().unwrap_or_default();
        *input = [head, b"\n", &body].concat();
        return true;
    }
    if dice.one_in(6) {
        let (address, query) = match head.iter().position(|byte| *byte == b'?') {
            Some(mark) => (head[..mark].to_vec(), head[mark + 1..].to_vec()),
            None => (head, Vec::new()),
        };
        let query = fields(&query, pool, dice);
        *input = [&address[..], b"?", &query, b"\n", &body].concat();
        return true;
    }
    let body = fields(&body, pool, dice);
    *input = [&head[..], b"\n", &body].concat();
    true
}

/// Changes fields.
fn fields(body: &[u8], pool: &Pool, dice: &mut Dice) -> Vec<u8> {
    let mut pairs: Vec<Vec<u8>> = body.split(|byte| *byte == b'&').map(<[u8]>::to_vec).collect();
    let (at, other) = (dice.below(pairs.len()), dice.below(pairs.len()));
    let name = |pair: &[u8]| pair.split(|byte| *byte == b'=').next().unwrap_or_default().to_vec();
    match dice.below(9) {
        0 => drop(pairs.remove(at)),
        1 => {
            let pair = pairs[at].clone();
            pairs.insert(other, pair);
        }
        2 => pairs.swap(at, other),
        3 => pairs.push(pool.token(dice).to_vec()),
        4 => {
            // A field of another form.
            let form = pool.input(dice).to_vec();
            let body: Vec<&[u8]> = form.split(|byte| *byte == b'&' || *byte == b'\n').collect();
            pairs.insert(at, dice.pick(&body).map_or(Vec::new(), |pair| pair.to_vec()));
        }
        5 | 6 => {
            let odd = dice.pick(ODD).copied().unwrap_or_default();
            pairs[at] = [&name(&pairs[at])[..], b"=", &encoded(odd.as_bytes())].concat();
        }
        7 => pairs[at] = [&name(&pairs[at])[..], b"=", pool.token(dice)].concat(),
        _ => super::bytes::change(&mut pairs[at], pool, dice),
    }
    pairs.join(&b'&')
}

/// Every byte as its two digits, as browsers do with all but letters.
pub(super) fn encoded(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect()
}

/// Changes a request with files: a part of it as a table, or what holds the parts together.
pub(super) fn change_parts(input: &mut Vec<u8>, pool: &Pool, dice: &mut Dice) -> bool {
    let between = format!("--{BOUNDARY}");
    let text = String::from_utf8_lossy(input).into_owned();
    let mut parts: Vec<String> = text.split(&between).map(str::to_owned).collect();
    let (at, other) = (dice.below(parts.len()), dice.below(parts.len()));
    match dice.below(10) {
        0 => drop(parts.remove(at)),
        1 => {
            let part = parts[at].clone();
            parts.insert(other, part);
        }
        2 => parts.swap(at, other),
        3 => {
            let donor = String::from_utf8_lossy(pool.input(dice)).into_owned();
            let donors: Vec<&str> = donor.split(&between).collect();
            parts.insert(at, dice.pick(&donors).copied().unwrap_or_default().to_owned());
        }
        4 => {
            let heads = [
                "\r\nContent-Disposition: form-data; name=\"rest\"\r\n\r\n1\r\n",
                "\r\nContent-Disposition: form-data; name=\"dates\"\r\n\r\ndmy\r\n",
                "\r\nContent-Disposition: form-data; name=\"held\"\r\n\r\nRGF5LFBhaW4KMjAyNi0xMS0wMSw3Cg==\r\n",
                "\r\nContent-Disposition: form-data; name*=UTF-8''t%00\r\n\r\nx\r\n",
                "\r\ncontent-disposition: attachment\r\n\r\nx\r\n",
                "\r\n\r\n\r\n",
                "--\r\n",
            ];
            parts.insert(at, dice.pick(&heads).map_or_else(String::new, |head| (*head).to_owned()));
        }
        _ => {
            let (head, content) = match parts[at].split_once("\r\n\r\n") {
                Some((head, content)) => (format!("{head}\r\n\r\n"), content.to_owned()),
                None => (String::new(), parts[at].clone()),
            };
            let (content, end) = match content.strip_suffix("\r\n") {
                Some(content) => (content.to_owned(), "\r\n"),
                None => (content, ""),
            };
            let mut bytes = content.into_bytes();
            if !table::change(&mut bytes, pool, dice) {
                return false;
            }
            parts[at] = format!("{head}{}{end}", String::from_utf8_lossy(&bytes));
        }
    }
    *input = parts.join(&between).into_bytes();
    true
}
