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
            match self.row(cells, sheet, reader) {
                Ok(Row::LeftOut) => judged.left_out += 1,
                Ok(Row::Entries(entries)) => {
                    judged.taken_rows += 1;
                    for draft in entries {
                        let there = as_compared(&draft).and_then(|text| known.get_mut(&text)).filter(|left| **left > 0);
                        match there {
                            Some(left) => {
                                *left -= 1;
                                judged.known += 1;
                            }
                            None => judged.new.push(draft),
                        }
                    }
                }
                Err(why) => {
                    judged.refused += 1;
                    if first.is_none() {
                        // The same again, since it is told as well as kept.
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

/// The text by which an entry is known, however it came: a table cannot tell an id from own words, so both sides are
/// labelled anew.
fn as_compared(draft: &Draft) -> Option<String> {
    let draft = Draft { kind: supple_insight::names::labelled(draft.kind.clone()), ..draft.clone() };
    serde_json::to_string(&draft).ok()
}
