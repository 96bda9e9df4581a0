//! Tables: how wide their columns are, and their rows.

use crate::block::{Flow, Mark, Row, What, is_empty, side_by_side};
use crate::face::Faces;
use crate::ink::{BLACK, HAIR, LINE};
use crate::lines::{Style, broken, unbroken, widest_word, width};
use crate::tree::{Node, Role};
use std::rc::Rc;

/// From one column to the next, by the size of the letters.
const GAP: f32 = 1.2;

/// The cells of a table, one text a cell, each row as long as the longest.
struct Cells<'c> {
    columns: usize,
    head: &'c [String],
    rows: &'c [Vec<String>],
}

impl<'c> Cells<'c> {
    fn of(head: &'c [String], rows: &'c [Vec<String>]) -> Cells<'c> {
        let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
        Cells { columns, head, rows }
    }

    /// What a measure gives for the widest cell of each column.
    fn widest(&self, bold: Style, plain: Style, measure: impl Fn(Style, &str) -> f32) -> Vec<f32> {
        let cell = |row: &[String], style: Style, column: usize| row.get(column).map_or(0.0, |it| measure(style, it));
        let column = |column: usize| {
            let body = self.rows.iter().map(|row| cell(row, plain, column)).fold(0.0, f32::max);
            body.max(cell(self.head, bold, column))
        };
        (0..self.columns).map(column).collect()
    }

    /// Which columns are numbers, to be set to the right.
    fn numbers(&self) -> Vec<bool> {
        let is_number =
            |cell: &&String| cell.chars().all(|letter| letter.is_ascii_digit() || "+-−–.,%/ ".contains(letter));
        let column = |column: usize| {
            let mut cells =
                self.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !is_empty(cell)).peekable();
            column > 0 && cells.peek().is_some() && cells.all(|cell| is_number(&cell))
        };
        (0..self.columns).map(column).collect()
    }
}

/// How wide a table is at least where no word is parted, in points.
pub(crate) fn least(faces: &Faces, plain: Style, bold: Style, head: &[String], rows: &[Vec<String>]) -> f32 {
    let cells = Cells::of(head, rows);
    let words = cells.widest(bold, plain, |style, text| widest_word(faces, style, text));
    words.iter().sum::<f32>() + gaps(plain, cells.columns)
}

fn gaps(plain: Style, columns: usize) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "a table has some columns")]
    let between = columns.saturating_sub(1) as f32;
    GAP * plain.size * between
}

/// Widths of columns that fill at most `most` together: as wide as what stands in them where there is room for it; else each
/// has its widest word, and shares the rest by what it wants more.
fn shared(wanted: &[f32], least: &[f32], most: f32) -> Vec<f32> {
    let (all, needed) = (wanted.iter().sum::<f32>(), least.iter().sum::<f32>());
    if all <= most {
        return wanted.to_vec();
    }
    if needed >= most {
        return least.iter().map(|least| least / needed * most.max(0.0)).collect();
    }
    let share = (most - needed) / (all - needed);
    wanted.iter().zip(least).map(|(wanted, least)| least + (wanted - least) * share).collect()
}

impl Flow<'_> {
    pub(crate) fn table(&mut self, within: Option<Node>, caption: &str, head: &[String], rows: &[Vec<String>]) {
        let cells = Cells::of(head, rows);
        let (plain, bold) = (self.plain(), self.bold());
        if cells.columns == 0 {
            return;
        }
        let table = self.tree.add(within, Role::Table);
        // A caption that says the same as the heading above it is read twice.
        let has_caption = !is_empty(caption) && caption != self.heading;
        if has_caption {
            let node = self.tree.add(Some(table), Role::Caption);
            let style = self.small();
            for (place, text) in broken(self.faces, style, caption, self.width).into_iter().enumerate() {
                let what = What::Words { style, ink: crate::ink::GREY, text };
                let marks = vec![Mark { x: 0.0, y: style.baseline(), node: Some(node), what }];
                let above = if place == 0 { self.size * 0.5 } else { 0.0 };
                self.rows.push(Row { above, height: style.leading(), keep: true, marks, head: None });
            }
        }
        let wanted = cells.widest(bold, plain, |style, text| unbroken(self.faces, style, text) + 0.01);
        let least = cells.widest(bold, plain, |style, text| widest_word(self.faces, style, text) + 0.01);
        let widths = shared(&wanted, &least, self.width - gaps(plain, cells.columns));
        let columns: Vec<(f32, bool)> = widths.into_iter().zip(cells.numbers()).collect();
        let across = columns.iter().map(|(width, _)| width).sum::<f32>() + gaps(plain, cells.columns);

        let thead = self.tree.add(Some(table), Role::Head);
        let mut top = self.cells(thead, head, &columns, bold, |_| Role::Column);
        if let Some(row) = top.first_mut() {
            row.above = self.size * if has_caption { 0.1 } else { 0.5 };
        }
        let under = What::Rule { width: across, thick: 0.7, ink: LINE };
        top.push(Row {
            above: 0.5,
            height: 1.7,
            keep: true,
            marks: vec![Mark { x: 0.0, y: 0.0, node: None, what: under }],
            head: None,
        });
        top.iter_mut().for_each(|row| row.keep = true);
        let repeated = Rc::new(again(&top));
        self.rows.extend(top);
        if rows.is_empty() {
            return;
        }
        let tbody = self.tree.add(Some(table), Role::Rows);
        for (place, row) in rows.iter().enumerate() {
            let role = |column: usize| if column == 0 { Role::Name } else { Role::Cell };
            let mut set = self.cells(tbody, row, &columns, plain, role);
            let is_whole = set.len() == 1;
            set.iter_mut().for_each(|row| row.head = Some(Rc::clone(&repeated)));
            if let Some(last) = set.last_mut() {
                // The first row stays with the head, the last with the one before.
                last.keep = place + 2 == rows.len() && is_whole;
                last.height += 1.4;
                if place + 1 < rows.len() {
                    let what = What::Rule { width: across, thick: 0.3, ink: HAIR };
                    last.marks.push(Mark { x: 0.0, y: last.height - 0.6, node: None, what });
                }
            }
            self.rows.extend(set);
        }
    }

    /// The lines of one row.
    fn cells(
        &mut self,
        within: Node,
        texts: &[String],
        columns: &[(f32, bool)],
        style: Style,
        role: impl Fn(usize) -> Role,
    ) -> Vec<Row> {
        let row = self.tree.add(Some(within), Role::Row);
        let mut stacks = Vec::new();
        let mut x = 0.0;
        for (column, (wide, is_number)) in columns.iter().enumerate() {
            let node = self.tree.add(Some(row), role(column));
            let text = texts.get(column).map_or("", String::as_str);
            let mut lines = broken(self.faces, style, text, *wide);
            if lines.is_empty() {
                // An empty cell is a cell, too: without anything in it the columns would shift for who hears the table.
                lines.push(" ".to_owned());
            }
            let line = |text: String| {
                let right = if *is_number { wide - width(self.faces, style, text.trim_end()) } else { 0.0 };
                let what = What::Words { style, ink: BLACK, text };
                let mark = Mark { x: x + right.max(0.0), y: style.baseline(), node: Some(node), what };
                Row { above: 0.0, height: style.leading(), keep: false, marks: vec![mark], head: None }
            };
            stacks.push(lines.into_iter().map(line).collect());
            x += wide + GAP * style.size;
        }
        side_by_side(stacks)
    }
}

/// The same rows for the eye alone.
pub(crate) fn again(rows: &[Row]) -> Vec<Row> {
    let mark = |mark: &Mark| {
        let what = match &mark.what {
            What::Words { style, ink, text } => What::Words { style: *style, ink: *ink, text: text.clone() },
            What::Rule { width, thick, ink } => What::Rule { width: *width, thick: *thick, ink: *ink },
            What::Picture { scene, scale } => What::Picture { scene: scene.clone(), scale: *scale },
        };
        Mark { x: mark.x, y: mark.y, node: None, what }
    };
    let row = |row: &Row| Row {
        above: row.above,
        height: row.height,
        keep: true,
        marks: row.marks.iter().map(mark).collect(),
        head: None,
    };
    rows.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_words_where_there_is_room() {
        assert_eq!(shared(&[10.0, 20.0], &[5.0, 5.0], 40.0), [10.0, 20.0]);
    }

    #[test]
    fn columns_that_want_more_get_more_and_never_less_than_a_word() {
        assert_eq!(shared(&[10.0, 110.0], &[10.0, 10.0], 60.0), [10.0, 50.0]);
    }

    #[test]
    fn columns_that_are_too_wide_even_so_fill_the_width() {
        assert_eq!(shared(&[50.0, 200.0], &[30.0, 90.0], 60.0), [15.0, 45.0]);
    }
}
