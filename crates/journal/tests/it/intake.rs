//! What is taken of a file, and what looking at it costs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::Timestamp;
use std::io::{BufRead, Cursor, Read};
use std::time::{Duration, Instant};
use supple_diary::{Draft, Level, Log, Moment, Pain, Tail};
use supple_journal::Judged;
use uuid::Uuid;

/// Lines of so many devices, of each the entries with these numbers.
fn lines(devices: u64, numbers: &[u64]) -> String {
    let now = Timestamp::from_second(1_795_313_467).unwrap();
    let pain = Pain { level: Level::new(3).unwrap(), regions: Default::default(), note: None };
    let mut lines = String::new();
    for device in 0..devices {
        let mut tail = Tail::new(Uuid::from_u64_pair(7, device));
        for number in 0..=*numbers.iter().max().unwrap() {
            let mut random = [0; 10];
            random[2..].copy_from_slice(&(device << 8 | number).to_be_bytes());
            let draft = Draft::new(Moment::in_zone(now, "Europe/Berlin").unwrap(), pain.clone());
            let entry = tail.write(draft, now, random, None).unwrap();
            if numbers.contains(&number) {
                lines.push_str(entry.line());
                lines.push('\n');
            }
        }
    }
    lines
}

/// At a cost that grows with the square, this would take many minutes.
#[test]
fn chains_with_a_gap_cost_as_much_as_their_lines_however_many_there_are() {
    let text = lines(20_000, &[1]);
    let began = Instant::now();
    let judged = Judged::of(text.as_bytes(), &Log::new(), None);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    assert_eq!((judged.read, judged.good.len(), judged.refused.len()), (20_000, 0, 20_000));
    assert_eq!(judged.refused.told().len(), 10_000);
    assert!(judged.refused.told()[0].why.to_string().contains("comes after a gap"), "{}", judged.refused.told()[0].why);
    assert!(judged.refused.told().is_sorted_by_key(|one| one.line));
}

#[test]
fn each_broken_chain_is_cut_where_it_breaks_and_no_other_suffers() {
    let text = lines(3, &[0, 1, 3, 4]) + &lines(1, &[0]).replace("\"level\":3", "\"level\":4");
    let (whole, _) = Log::from_lines(&lines(3, &[2]));
    let there: Log = whole.shared().filter(|entry| entry.device() == Uuid::from_u64_pair(7, 1)).collect();
    let judged = Judged::of(text.as_bytes(), &there, None);
    assert_eq!((judged.read, judged.good.len()), (13, 2 + 4 + 2));
    let refused: Vec<u64> = judged.refused.told().iter().map(|one| one.line).collect();
    assert_eq!(refused, [3, 4, 11, 12, 13]);
    let why: Vec<String> = judged.refused.told().iter().map(|one| one.why.to_string()).collect();
    assert!(why[0].contains("entry number 2 of this device is missing") && why[1].contains("at or behind number 3"));
    assert!(why[4].contains("says something else"), "{}", why[4]);
}

/// A reader that never ends its line, and counts what was kept of it by whoever reads.
struct Endless {
    left: u64,
}

impl Read for Endless {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        unreachable!("it is read by its buffer")
    }
}

impl BufRead for Endless {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        static PART: [u8; 64 * 1024] = [b'x'; 64 * 1024];
        Ok(if self.left == 0 { &[] } else { &PART })
    }

    fn consume(&mut self, _: usize) {
        self.left -= 1;
    }
}

#[test]
fn a_line_without_end_is_refused_without_being_kept() {
    // Four gigabytes: kept, they would be more than a test has.
    let judged = Judged::read(Endless { left: 64 * 1024 }, &Log::new(), None).unwrap();
    assert_eq!((judged.read, judged.refused.len()), (1, 1));
    assert!(judged.refused.told()[0].why.to_string().contains("64 KiB"), "{}", judged.refused.told()[0].why);
}

#[test]
fn a_file_in_small_pieces_is_judged_as_in_one() {
    let text = "\u{feff}".to_owned() + &lines(2, &[0, 1, 3]).replace('\n', " \r\n") + "\n  \nx\n{\"a\":1}";
    let whole = Judged::of(text.as_bytes(), &Log::new(), None);
    assert_eq!((whole.good.len(), whole.refused.len()), (4, 4));
    for size in [1, 2, 7, 1_000] {
        let pieces = std::io::BufReader::with_capacity(size, Cursor::new(text.as_bytes()));
        assert_eq!(Judged::read(pieces, &Log::new(), None).unwrap(), whole, "{size}");
    }
}
