//! Nothing is dropped without a word, whatever the table is.

use crate::{ZONE, reader};
use proptest::prelude::*;
use supple_diary::{Diary, Log};
use supple_intake::{Becomes, Dates, Plan, Sheet, recognise};

fn title() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Date".to_owned()),
        Just("Time".to_owned()),
        Just("Pain".to_owned()),
        Just("Note".to_owned()),
        Just("FeatureName".to_owned()),
        Just("Timestamp".to_owned()),
        Just("Value".to_owned()),
        Just("Ibuprofen".to_owned()),
        "[a-zA-Z ]{0,8}",
    ]
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "2026-1[01]-[0-2][0-9]",
        1 => "[01]?[0-9]/[0-3]?[0-9]/2026",
        1 => "[0-2][0-9]:[0-5][0-9]",
        2 => "-?[0-9]{1,2}(\\.[0-9])?",
        1 => "0:[0-5][0-9]:[0-5][0-9]",
        1 => Just(String::new()),
        1 => Just("yes".to_owned()),
        1 => "\\PC{0,6}".prop_map(|text| text.replace(['"', ',', ';', '\t'], "")),
    ]
}

fn table() -> impl Strategy<Value = String> {
    (1usize..5).prop_flat_map(|columns| {
        let titles = proptest::collection::vec(title(), columns);
        let rows = proptest::collection::vec(proptest::collection::vec(cell(), columns), 0..12);
        (titles, rows).prop_map(|(titles, rows)| {
            let lines = std::iter::once(titles).chain(rows).map(|cells| cells.join(","));
            lines.collect::<Vec<_>>().join("\n")
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn each_row_is_taken_refused_or_left_out(
        table in table(),
        choices in proptest::collection::vec(0usize..Becomes::ALL.len(), 8),
        day_first: bool,
    ) {
        let Ok(sheet) = Sheet::of(table.clone().into_bytes()) else { return Ok(()) };
        let Ok(mut plan) = recognise(&sheet, ZONE) else { return Ok(()) };
        if let Plan::Names(names) = &mut plan {
            for (source, choice) in names.sources.iter_mut().zip(choices) {
                source.becomes = Becomes::ALL[choice];
            }
        }
        let dates = plan.dates(&sheet, ZONE).unwrap_or(Some(if day_first { Dates::Dmy } else { Dates::Mdy }));
        let mut lines = Vec::new();
        let diary = Diary::fold(&Log::new());
        let judged = plan.judge(&sheet, &reader(dates), &diary, &mut |line, why| lines.push((line, why.to_string())));
        let Ok(judged) = judged else { return Ok(()) };
        prop_assert_eq!(judged.rows, sheet.rows.len());
        prop_assert_eq!(judged.rows, judged.taken_rows + judged.refused + judged.left_out, "{}", table);
        prop_assert_eq!(judged.refused, lines.len());
        prop_assert!(judged.new.len() >= judged.taken_rows && judged.known == 0);
        prop_assert!(lines.iter().all(|(line, why)| *line > 1 && !why.is_empty()));
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(sheet) = Sheet::of(bytes) {
            let _ = recognise(&sheet, ZONE);
        }
    }
}
