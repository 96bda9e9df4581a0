//! A table of entries of one kind: each row is one of them, and each column one of its fields.

use crate::columns::{self, Column, Shape, as_meant, fields};
use crate::entry::{Pairs, Reader};
use crate::sheet::Sheet;
use crate::why::Why;
use csv::StringRecord;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use supple_diary::{Draft, KindName};

/// Which columns of a table are which fields, what is the same for all rows, and what a cell means.
#[derive(Debug)]
pub struct Fields {
    /// The kind of the entries.
    pub kind: KindName,
    /// The columns by their place, from the left.
    pub columns: Vec<(usize, Column)>,
    /// Fields with one value for all rows.
    pub constants: Vec<(Column, String)>,
    /// The name of a field, a cell, and what it means; where that is empty, its row is left out.
    pub values: Vec<(String, String, String)>,
}

impl Fields {
    /// The fields by which `supple export` has written a table; none if it has not.
    pub fn of_our_own(sheet: &Sheet) -> Option<Fields> {
        let titles: Vec<&str> = sheet.titles.iter().map(|title| as_meant(title)).collect();
        let rest = titles.strip_prefix(&["id", "recorded", "happened", "precision"][..])?;
        let is_named = |shape| matches!(shape, Shape::Truths | Shape::Answers);
        let fits = |kind: &KindName| {
            let mut own = fields(*kind).peekable();
            let columns: Option<Vec<Column>> = rest.iter().map(|title| Column::find(*kind, title)).collect();
            own.peek().is_some()
                && !kind.is_decided()
                && own.filter(|(_, shape)| !is_named(*shape)).all(|(field, _)| rest.contains(&field))
                && columns.is_some()
        };
        let mut kinds = KindName::ALL.into_iter().filter(fits);
        let (kind, None) = (kinds.next()?, kinds.next()) else { return None };
        let columns = titles.iter().enumerate().filter_map(|(place, title)| Some((place, Column::find(kind, title)?)));
        Some(Fields { kind, columns: columns.collect(), constants: Vec::new(), values: Vec::new() })
    }

    /// The times of a row, as they are written.
    pub(crate) fn times<'c>(&'c self, cells: &'c StringRecord) -> impl Iterator<Item = String> + 'c {
        let of = |wanted: fn(&Column) -> bool| {
            let cells = self
                .columns
                .iter()
                .filter(move |(_, column)| wanted(column))
                .filter_map(|(place, _)| cells.get(*place));
            cells.map(|cell| as_meant(cell).trim()).filter(|cell| !cell.is_empty())
        };
        let happened = of(|column| matches!(column, Column::Happened)).collect::<Vec<_>>().join(" ");
        let others = of(|column| matches!(column, Column::Field(_, Shape::Moment | Shape::Day)));
        others.map(str::to_owned).chain(Some(happened).filter(|happened| !happened.is_empty()))
    }

    /// Whether the person has said to leave rows with such a cell out.
    pub(crate) fn leaves_out(&self, cells: &StringRecord) -> bool {
        self.columns.iter().any(|(place, column)| {
            let cell = cells.get(*place).map_or("", |cell| as_meant(cell).trim());
            self.values.iter().any(|(field, from, to)| to.is_empty() && column.is(field) && cell == from)
        })
    }

    /// One row as an entry.
    pub(crate) fn row(&self, record: &StringRecord, reader: &Reader<'_>) -> Result<Draft, Why> {
        let mut happened = Vec::new();
        let mut precision = String::new();
        let mut named: BTreeMap<&str, Vec<(String, Box<RawValue>)>> = BTreeMap::new();
        let mut fields: BTreeMap<&str, Box<RawValue>> = BTreeMap::new();
        let value = |field: &str, shape: Shape, cell: &str| -> Result<Box<RawValue>, Why> {
            let value = columns::json(shape, cell, reader.clock)
                .map_err(|why| Why::Field { field: field.to_owned(), why: Box::new(why) })?;
            // A text that stands for neither yes nor no.
            if matches!(shape, Shape::Truth | Shape::Truths) && value.starts_with('"') {
                return Err(Why::NeitherYesNorNo { field: field.to_owned(), cell: cell.trim().to_owned() });
            }
            Ok(RawValue::from_string(value)?)
        };
        let cells =
            self.columns.iter().map(|(place, column)| (column, as_meant(record.get(*place).unwrap_or_default())));
        for (column, cell) in cells.chain(self.constants.iter().map(|(column, cell)| (column, cell.as_str()))) {
            let meant = self.values.iter().find(|(field, from, _)| column.is(field) && cell.trim() == from);
            let cell = meant.map_or(cell, |(.., to)| to.as_str());
            if cell.trim().is_empty() {
                continue;
            }
            match column {
                Column::Happened => happened.push(cell.trim()),
                Column::Precision => cell.trim().clone_into(&mut precision),
                Column::Field(field, shape) => {
                    let value = value(field, *shape, cell)?;
                    if fields.insert(field, value).is_some() {
                        return Err(Why::Twice { field: (*field).to_owned() });
                    }
                }
                Column::Named(field, shape, name) => {
                    let value = value(&format!("{field}:{name}"), *shape, cell)?;
                    named.entry(field).or_default().push((name.clone(), value));
                }
            }
        }
        for (field, values) in named {
            fields.insert(field, serde_json::value::to_raw_value(&Pairs(values))?);
        }
        let date = fields.get("date").filter(|_| self.kind == KindName::CheckIn);
        let date = date.map(|date| date.get().trim_matches('"').to_owned());
        let said = match (happened.is_empty(), date) {
            (false, _) => happened.join(" "),
            (true, Some(date)) => date,
            (true, None) => return Err(Why::NoTime),
        };
        let (moment, known) = reader.time(&said)?;
        let precision = if precision.is_empty() { known } else { &precision };
        reader.draft(self.kind, (&moment, precision), |name| fields.remove(name))
    }
}
