//! Tables of other programs.

use super::{ZONE, nothing, now};
use crate::chance::hash;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use supple_diary::{Diary, Draft, Log, Tail};
use supple_intake::{Becomes, Clock, Dates, Plan, Reader, Sheet, recognise};
use uuid::Uuid;

pub(super) const TABLE: Target = Target {
    name: "table",
    shape: Shape::Table,
    tokens: &[
        "date",
        "time",
        "pain",
        "note",
        "happened",
        "kind",
        "level",
        "spasm",
        "precision",
        "recorded",
        "id",
        "mood",
        "activities",
        "full_date",
        "Timestamp",
        "value",
        "Date",
        "0",
        "1",
        "10",
        "11",
        "yes",
        "no",
        "true",
        "false",
        "7.5",
        "7,5",
        "1h30m",
        "00:15:00",
        "2026-11-20",
        "20.11.2026",
        "11/20/2026",
        "20/11/26",
        "2026-11-20 07:30",
        "2026-11-20T07:30:00+01:00",
        "1763625600",
        "1763625600000",
        "20 Nov 2026",
        "Nov 20, 2026",
        "7:30 PM",
        "24:00",
        "=1+1",
        "'=1+1",
        "400 mg",
        "2 x 400",
        "left | right",
        "{\"a\":1}",
        "[]",
        "neck low-left",
    ],
    most: 24 << 10,
    made: nothing,
    judge: table,
};

/// A table. Each of its rows is taken, refused with a line, or left out; what is taken can be written, and is known when the
/// same table comes again.
pub fn table(bytes: &[u8]) -> Seen {
    let sheet = match Sheet::of(bytes.to_vec()) {
        Ok(sheet) => sheet,
        Err(why) => return Seen::refused(&format!("the file{why}")),
    };
    let mut plan = match recognise(&sheet, ZONE) {
        Ok(plan) => plan,
        Err(why) => return Seen::refused(&why.to_string()),
    };
    if let Plan::Names(names) = &mut plan {
        // By its bytes, so that every input has one result.
        for (place, source) in (0..).zip(&mut names.sources) {
            let choice = usize::try_from(hash(bytes).rotate_left(place) >> 32).unwrap_or_default();
            if choice % 3 > 0 {
                source.becomes = Becomes::ALL[choice % Becomes::ALL.len()];
            }
        }
    }
    let (dates, seen) = match plan.dates(&sheet, ZONE) {
        Ok(dates) => (dates, Seen::of("dates")),
        Err(why) => {
            (Some(if bytes.len().is_multiple_of(2) { Dates::Dmy } else { Dates::Mdy }), Seen::refused(&why.to_string()))
        }
    };
    let reader = Reader { clock: Clock { zone: ZONE, dates }, now: now(), birth_year: None };
    let mut whys = Vec::new();
    let mut refuse = |line: u64, why: supple_intake::Why| {
        clear(&why.to_string());
        whys.push((line, why.to_string()));
    };
    let judged = match plan.judge(&sheet, &reader, &Diary::fold(&Log::new()), &mut refuse) {
        Ok(judged) => judged,
        Err(none) => return none.first.map_or(seen, |(_, why)| seen.and(Seen::refused(&why.to_string()))),
    };
    assert_eq!(judged.rows, judged.taken_rows + judged.refused + judged.left_out, "each row becomes something");
    assert_eq!(judged.refused, whys.len(), "each refused row is told");
    assert_eq!(judged.known, 0, "an empty diary knows nothing");
    let log = written(&judged.new);
    let again = plan
        .judge(&sheet, &reader, &Diary::fold(&log), &mut |_, _| ())
        .unwrap_or_else(|_| panic!("it was judged before"));
    assert_eq!((again.new.len(), again.known), (0, judged.new.len()), "the same table again brings nothing");
    let kinds: std::collections::BTreeSet<&str> = judged.new.iter().map(|draft| draft.kind.name().id()).collect();
    let first = whys.first().map_or(seen, |(_, why)| seen.and(Seen::refused(why)));
    first.and(Seen::of(&format!("{kinds:?} {} {}", judged.left_out.min(2), sheet.is_open)))
}

/// The entries of drafts, as a journal writes them.
fn written(drafts: &[Draft]) -> Log {
    let mut tail = Tail::new(Uuid::from_u128(0x0193_b3f0_0000_7000_8000_0000_0000_0001));
    let chance = |number: usize| {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&(number as u64).to_be_bytes());
        bytes
    };
    let written = drafts.iter().enumerate().map(|(number, draft)| {
        tail.write(draft.clone(), now(), chance(number), None).expect("what a table becomes can be written")
    });
    written.collect::<Vec<_>>().into_iter().collect()
}
