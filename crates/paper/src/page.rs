//! Pages: where each row stands. The first page is one page where it can be, an annex goes on over many.

use crate::block;
use crate::block::{Flow, Row};
use crate::face::{Faces, unseen};
use crate::ink::LINE;
use crate::table;
use crate::tree::{Node, Role, Tree};
use supple_report::print::Paper;
use supple_report::sheet::{Annex, Block, Sheet};

/// The size of the letters of an annex, in points.
const ANNEX: f32 = 9.5;

/// Between two columns, in points.
const GUTTER: f32 = 24.0;

/// Where things may stand on a paper, in points.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) paper: (f32, f32),
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Frame {
    pub(crate) fn of(paper: Paper) -> Frame {
        let (width, height) = crate::size(paper);
        let (left, top, bottom) = (45.0, 40.0, 50.0);
        Frame { paper: (width, height), left, top, width: width - 2.0 * left, height: height - top - bottom }
    }
}

/// A row and where it stands: on which page, from 0, and how far its corner is right and down, in points.
pub(crate) struct Placed {
    pub(crate) page: usize,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) row: Row,
}

/// A sheet on its pages.
pub(crate) struct Set {
    pub(crate) placed: Vec<Placed>,
    pub(crate) tree: Tree,
    pub(crate) pages: usize,
    pub(crate) size: f32,
    /// The parts to jump to, with the page where each begins.
    pub(crate) parts: Vec<(String, usize)>,
}

/// Sets a sheet, with letters of this size on its first page. None where that is more than a page.
pub(crate) fn set(sheet: &Sheet, faces: &Faces, frame: Frame, size: f32) -> Option<Set> {
    let (placed, tree) = [true, false].into_iter().find_map(|columns| first(sheet, faces, frame, size, columns))?;
    let set = Set { placed, tree, pages: 1, size, parts: vec![(unseen(&sheet.title), 0)] };
    Some(set.with_annexes(sheet, faces, frame))
}

/// Sets a sheet of which no size makes the first part one page: it goes on over more of them, in one column.
pub(crate) fn over_pages(sheet: &Sheet, faces: &Faces, frame: Frame, size: f32) -> Set {
    let mut tree = Tree::new();
    let tallest = frame.height * 0.4;
    let mut flow =
        Flow { faces, tree: &mut tree, size, width: frame.width, tallest, heading: String::new(), rows: Vec::new() };
    flow.title(None, &sheet.title, 1, size * 1.55);
    sheet.first.iter().for_each(|block| flow.block(None, block, 2));
    let rows = flow.rows;
    let mut set = Set { placed: Vec::new(), tree, pages: 0, size, parts: vec![(unseen(&sheet.title), 0)] };
    set.fill(rows, frame);
    set.with_annexes(sheet, faces, frame)
}

/// The first page; its sections in two columns or in one.
fn first(sheet: &Sheet, faces: &Faces, frame: Frame, size: f32, columns: bool) -> Option<(Vec<Placed>, Tree)> {
    let mut tree = Tree::new();
    let mut page = First { faces, frame, size, y: 0.0, placed: Vec::new(), fits: true };
    let (intro, sections, outro) = parted(&sheet.first);
    page.whole(&mut tree, |flow| {
        flow.title(None, &sheet.title, 1, size * 1.55);
        intro.iter().for_each(|block| flow.block(None, block, 2));
        if !sections.is_empty() {
            flow.rule(size * 0.6, 0.7, LINE);
        }
    });
    let is_narrow = |section: &&[Block]| columns && section.iter().all(|block| page_fits(faces, frame, size, block));
    let mut rest = sections.as_slice();
    while let Some((section, after)) = rest.split_first() {
        let run = rest.iter().take_while(|section| is_narrow(section)).count();
        if run > 1 {
            page.columns(&mut tree, rest.get(..run).unwrap_or_default());
            rest = rest.get(run..).unwrap_or_default();
        } else {
            page.whole(&mut tree, |flow| section.iter().for_each(|block| flow.block(None, block, 2)));
            rest = after;
        }
    }
    page.whole(&mut tree, |flow| outro.iter().for_each(|block| flow.block(None, block, 2)));
    page.fits.then_some((page.placed, tree))
}

/// Whether a block can be read in half the width.
fn page_fits(faces: &Faces, frame: Frame, size: f32, it: &Block) -> bool {
    let Block::Table { head, rows, .. } = it else { return true };
    let plain = crate::lines::Style { weight: crate::face::Weight::Plain, size };
    let bold = crate::lines::Style { weight: crate::face::Weight::Bold, size };
    table::least(faces, plain, bold, head, rows) <= half(frame)
}

fn half(frame: Frame) -> f32 {
    (frame.width - GUTTER) / 2.0
}

/// What stands before the first heading, the sections, and the small print at the end.
fn parted(blocks: &[Block]) -> (&[Block], Vec<&[Block]>, &[Block]) {
    let is_small = |block: &&Block| matches!(block, Block::Small(_));
    let small = blocks.iter().rev().take_while(is_small).count();
    let (blocks, outro) = blocks.split_at(blocks.len() - small);
    let is_heading = |block: &Block| matches!(block, Block::Heading(words) if !block::is_empty(words));
    let start = blocks.iter().position(is_heading).unwrap_or(blocks.len());
    let (intro, mut rest) = blocks.split_at(start);
    let mut sections = Vec::new();
    while !rest.is_empty() {
        let next = rest.iter().skip(1).position(is_heading).map_or(rest.len(), |place| place + 1);
        let (section, after) = rest.split_at(next);
        sections.push(section);
        rest = after;
    }
    (intro, sections, outro)
}

struct First<'f> {
    faces: &'f Faces,
    frame: Frame,
    size: f32,
    /// How much of the page is used, in points.
    y: f32,
    placed: Vec<Placed>,
    fits: bool,
}

impl First<'_> {
    fn rows(&self, tree: &mut Tree, width: f32, fill: impl FnOnce(&mut Flow<'_>)) -> Vec<Row> {
        let tallest = self.frame.height * 0.4;
        let mut flow =
            Flow { faces: self.faces, tree, size: self.size, width, tallest, heading: String::new(), rows: Vec::new() };
        fill(&mut flow);
        flow.rows
    }

    /// Puts rows under each other, and says where they end.
    fn stack(&mut self, rows: Vec<Row>, x: f32, from: f32) -> f32 {
        let mut y = from;
        for (place, row) in rows.into_iter().enumerate() {
            y += if place == 0 { 0.0 } else { row.above };
            let height = row.height;
            self.placed.push(Placed { page: 0, x: self.frame.left + x, y: self.frame.top + y, row });
            y += height;
        }
        self.fits &= y <= self.frame.height;
        y
    }

    fn gap(&self) -> f32 {
        if self.placed.is_empty() { 0.0 } else { self.size * 0.8 }
    }

    /// What goes over the whole width.
    fn whole(&mut self, tree: &mut Tree, fill: impl FnOnce(&mut Flow<'_>)) {
        let rows = self.rows(tree, self.frame.width, fill);
        if !rows.is_empty() {
            self.y = self.stack(rows, 0.0, self.y + self.gap());
        }
    }

    /// Sections in two columns of about one height: down the left one, then down the right one.
    fn columns(&mut self, tree: &mut Tree, sections: &[&[Block]]) {
        let mut rows = Vec::new();
        let mut starts = Vec::new();
        for section in sections {
            starts.push(rows.len());
            rows.extend(self.rows(tree, half(self.frame), |flow| {
                section.iter().for_each(|block| flow.block(None, block, 2));
            }));
        }
        let right = rows.split_off(balanced(&rows, &starts, 4.0 * self.size));
        let from = self.y + self.gap();
        let left = self.stack(rows, 0.0, from);
        let right = self.stack(right, half(self.frame) + GUTTER, from);
        self.y = left.max(right);
    }
}

/// How high rows are under each other, in points.
fn height(rows: &[Row]) -> f32 {
    let all: f32 = rows.iter().map(|row| row.above + row.height).sum();
    all - rows.first().map_or(0.0, |row| row.above)
}

/// Where to go on in the next column, so that the higher one is low. Within a section only where that saves so many points.
fn balanced(rows: &[Row], starts: &[usize], within: f32) -> usize {
    let may_part = |place: &usize| {
        let after = place.checked_sub(1).and_then(|before| rows.get(before));
        let is_in_table = rows.get(*place).is_some_and(|row| row.head.is_some());
        after.is_none_or(|row| !row.keep) && !is_in_table
    };
    let cost = |place: usize| {
        let (left, right) = rows.split_at(place);
        let costs = if starts.contains(&place) { 0.0 } else { within };
        height(left).max(height(right)) + costs
    };
    let places = (1..rows.len()).filter(may_part);
    places
        .map(|place| (place, cost(place)))
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map_or(rows.len(), |it| it.0)
}

impl Set {
    fn with_annexes(mut self, sheet: &Sheet, faces: &Faces, frame: Frame) -> Set {
        for annex in &sheet.annexes {
            self.annex(annex, faces, frame);
        }
        self
    }

    /// An annex, on pages of its own.
    fn annex(&mut self, annex: &Annex, faces: &Faces, frame: Frame) {
        let within = self.tree.add(None, Role::Section);
        let rows = annex_rows(&mut self.tree, within, annex, faces, frame);
        if rows.is_empty() {
            return;
        }
        let title = unseen(&annex.title);
        if !title.is_empty() {
            self.parts.push((title, self.pages));
        }
        self.fill(rows, frame);
    }

    /// Puts rows on new pages, as many as they take.
    fn fill(&mut self, rows: Vec<Row>, frame: Frame) {
        let mut page = self.pages;
        let mut y = 0.0_f32;
        let mut queue = rows.into_iter().peekable();
        while let Some(row) = queue.next() {
            // What stays together.
            let mut together = vec![row];
            while together.last().is_some_and(|row| row.keep) {
                let Some(next) = queue.next() else { break };
                together.push(next);
            }
            let above = together.first().map_or(0.0, |row| row.above);
            let needed = height(&together) + if y > 0.0 { above } else { 0.0 };
            if y > 0.0 && y + needed > frame.height && height(&together) <= frame.height {
                page += 1;
                y = self.head(&together, page, frame);
            }
            for row in together {
                let above = if y > 0.0 { row.above } else { 0.0 };
                if y > 0.0 && y + above + row.height > frame.height {
                    page += 1;
                    y = self.head(std::slice::from_ref(&row), page, frame);
                } else {
                    y += above;
                }
                let height = row.height;
                self.placed.push(Placed { page, x: frame.left, y: frame.top + y, row });
                y += height;
            }
        }
        self.pages = page + 1;
    }

    /// Shows the head of a table again where a page begins within it, and says where it ends.
    fn head(&mut self, rows: &[Row], page: usize, frame: Frame) -> f32 {
        let Some(head) = rows.first().and_then(|row| row.head.as_ref()) else { return 0.0 };
        let mut y = 0.0;
        let rows = table::again(head);
        // A head that leaves little room for what it is the head of is not shown again.
        if height(&rows) > frame.height / 3.0 {
            return 0.0;
        }
        for (place, row) in rows.into_iter().enumerate() {
            y += if place == 0 { 0.0 } else { row.above };
            let height = row.height;
            self.placed.push(Placed { page, x: frame.left, y: frame.top + y, row });
            y += height;
        }
        y
    }
}

fn annex_rows(tree: &mut Tree, within: Node, annex: &Annex, faces: &Faces, frame: Frame) -> Vec<Row> {
    let tallest = frame.height * 0.6;
    let mut flow =
        Flow { faces, tree, size: ANNEX, width: frame.width, tallest, heading: String::new(), rows: Vec::new() };
    flow.title(Some(within), &annex.title, 2, ANNEX * 1.4);
    // Without a title its headings are of its own level, so that none is left out.
    let level = if flow.rows.is_empty() { 2 } else { 3 };
    annex.blocks.iter().for_each(|block| flow.block(Some(within), block, level));
    flow.rows
}
