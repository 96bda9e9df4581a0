//! What all rows of a table become, before anything of it is taken.

use crate::dates::{self, Dates, settle};
use crate::entry::Reader;
use crate::fields::Fields;
use crate::names::Names;
use crate::sheet::Sheet;
use crate::why::{Unsettled, Why};
use csv::StringRecord;
use std::collections::BTreeMap;
use supple_diary::{Diary, Draft, KindName};

/// How the rows of a table are read.
#[derive(Debug)]
pub enum Plan {
    /// Each row is an entry of one kind.
    Fields(Fields),
    /// What a row says of each name becomes what was chosen for the name.
    Names(Names),
}

/// What became of a table. Each row is taken, refused or left out: `rows == taken_rows + refused + left_out`.
#[derive(Debug, Default)]
pub struct Judged {
    /// The rows that are not blank.
    pub rows: usize,
    /// The rows that became entries.
    pub taken_rows: usize,
    /// The rows that were refused.
    pub refused: usize,
    /// The rows that say nothing, or that the person leaves out.
    pub left_out: usize,
    /// The entries that the diary has already.
    pub known: usize,
    /// The others, in the order of the table.
    pub new: Vec<Draft>,
}

/// No row has a time.
#[derive(Debug)]
pub struct NoTimes {
    /// The first row that was refused, by its line.
    pub first: Option<(u64, Why)>,
}

/// What became of a row.
enum Row {
    LeftOut,
    Entries(Vec<Draft>),
}

impl Plan {
    /// The times of a row, as they are written.
    fn times(&self, cells: &StringRecord) -> Vec<String> {
        match self {
            Plan::Fields(fields) => fields.times(cells).collect(),
            Plan::Names(names) => names.time(cells).into_iter().collect(),
        }
    }

    /// Which comes first in the days of a table, the day or the month; none where it makes no difference.
    ///
    /// # Errors
    /// Where none of them tells, or two tell otherwise.
    pub fn dates(&self, sheet: &Sheet, zone: &str) -> Result<Option<Dates>, Unsettled> {
        let cells = sheet.rows.iter().filter_map(|row| row.cells.as_ref().ok());
        let times: Vec<String> = cells.flat_map(|cells| self.times(cells)).collect();
        settle(times.iter().map(String::as_str), zone)
    }

    fn row(&self, cells: &StringRecord, sheet: &Sheet, reader: &Reader<'_>) -> Result<Row, Why> {
        if cells.len() != sheet.titles.len() {
            return Err(Why::Cells { has: cells.len(), named: sheet.titles.len() });
        }
        let entries = match self {
            Plan::Fields(fields) => vec![fields.row(cells, reader)?],
            Plan::Names(names) => names.row(cells, reader)?,
        };
        Ok(if entries.is_empty() { Row::LeftOut } else { Row::Entries(entries) })
    }

    fn kinds(&self) -> Vec<KindName> {
        match self {
            Plan::Fields(fields) => vec![fields.kind],
            Plan::Names(names) => names.kinds(),
        }
    }

    /// Judges all rows. What is refused is told as it is found, by the line of its row.
    ///
    /// # Errors
    /// If no row has a time: then it is the form of the times, and not a row.
    pub fn judge(
        &self,
        sheet: &Sheet,
        reader: &Reader<'_>,
        diary: &Diary,
        refuse: &mut dyn FnMut(u64, Why),
    ) -> Result<Judged, NoTimes> {
        // Equal rows of one file are as many entries: ten doses at one time are ten. Each entry that is there is one known.
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for kind in self.kinds() {
            for text in diary.of(kind).iter().filter_map(|item| as_compared(item.draft())) {
                *known.entry(text).or_default() += 1;
            }
        }
        let mut judged = Judged::default();
        let mut without_time = 0;
        let mut first = None;
        for one in &sheet.rows {
            judged.rows += 1;
            let Ok(cells) = &one.cells else {
                judged.refused += 1;
                first.get_or_insert((one.line, Why::NotText));
                refuse(one.line, Why::NotText);
                continue;
            };
            if matches!(self, Plan::Fields(fields) if fields.leaves_out(cells)) {
                judged.left_out += 1;
                continue;
            }
            let is_timeless = |time: &String| dates::happened(time, reader.clock).is_err();
            without_time += usize::from(self.times(cells).iter().any(is_timeless));
            let row = self.row(cells, sheet, reader).and_then(|row| match row {
                Row::LeftOut => Ok(None),
                Row::Entries(entries) => sort(entries, &mut known, reader).map(Some),
            });
            match row {
                Ok(None) => judged.left_out += 1,
                Ok(Some((there, new))) => {
                    judged.taken_rows += 1;
                    judged.known += there;
                    judged.new.extend(new);
                }
                Err(why) => {
                    judged.refused += 1;
                    // Only a table of which no row has a time asks for it, and its rows are refused for their times.
                    if first.is_none() {
                        first = self.row(cells, sheet, reader).err().map(|why| (one.line, why));
                    }
                    refuse(one.line, why);
                }
            }
        }
        if without_time > 1 && without_time == judged.rows {
            return Err(NoTimes { first });
        }
        Ok(judged)
    }
}

/// How many entries of a row are known, and the others. A known one is taken off those that are there.
///
/// What is known is not judged again: a year of birth that was told later refuses no entry of before.
fn sort(
    entries: Vec<Draft>,
    known: &mut BTreeMap<String, usize>,
    reader: &Reader<'_>,
) -> Result<(usize, Vec<Draft>), Why> {
    let count = |of: &BTreeMap<String, usize>, text: &String| of.get(text).copied().unwrap_or(0);
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    let mut new = Vec::new();
    for draft in entries {
        let text = as_compared(&draft).filter(|text| count(known, text) > count(&there, text));
        match text {
            Some(text) => *there.entry(text).or_default() += 1,
            None => {
                draft.in_life_of(reader.birth_year)?;
                new.push(draft);
            }
        }
    }
    // Only now: a row that is refused takes nothing off.
    for (text, count) in &there {
        if let Some(left) = known.get_mut(text) {
            *left -= count;
        }
    }
    Ok((there.values().sum(), new))
}

/// The text by which an entry is known, however it came: a table cannot tell an id from own words, so both sides are
/// labelled anew.
fn as_compared(draft: &Draft) -> Option<String> {
    let draft = Draft { kind: supple_insight::names::labelled(draft.kind.clone()), ..draft.clone() };
    serde_json::to_string(&draft).ok()
}
