//! Blocks as rows: what stands beside each other on one height, and stays together on one page.

use crate::face::{Faces, Weight, unseen};
use crate::ink::{BLACK, Colour, GREY};
use crate::lines::{Style, broken, unbroken};
use crate::picture;
use crate::tree::{Node, Role, Tree};
use std::rc::Rc;
use supple_drawing::Scene;
use supple_report::sheet::{Block, Fact};

/// What is drawn.
pub(crate) enum What {
    /// A line of letters; its height is where they stand.
    Words { style: Style, ink: Colour, text: String },
    /// A line across, so wide and so thick.
    Rule { width: f32, thick: f32, ink: Colour },
    /// A drawing, by its upper left corner.
    Picture { scene: Scene, scale: f32 },
}

/// One thing on a page: how far right and down it is from the corner of its row, in points, and what it belongs to. What
/// belongs to nothing is not read aloud.
pub(crate) struct Mark {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) node: Option<Node>,
    pub(crate) what: What,
}

/// What stays on one page. Lengths are in points.
pub(crate) struct Row {
    /// How far it is from what stands above it on the same page.
    pub(crate) above: f32,
    pub(crate) height: f32,
    /// Whether the next row stands on the same page, if there is room for both.
    pub(crate) keep: bool,
    pub(crate) marks: Vec<Mark>,
    /// The head of the table that it is in, to be shown again on the next page.
    pub(crate) head: Option<Rc<Vec<Row>>>,
}

/// Where letters begin, how far the lines go, and what they look like.
#[derive(Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
    style: Style,
    ink: Colour,
}

/// Rows of one width, made of blocks.
pub(crate) struct Flow<'f> {
    pub(crate) faces: &'f Faces,
    pub(crate) tree: &'f mut Tree,
    /// The size of the letters of the body, in points.
    pub(crate) size: f32,
    /// In points.
    pub(crate) width: f32,
    /// How high a drawing may be, in points.
    pub(crate) tallest: f32,
    /// The heading that was set last.
    pub(crate) heading: String,
    pub(crate) rows: Vec<Row>,
}

impl Flow<'_> {
    pub(crate) fn plain(&self) -> Style {
        Style { weight: Weight::Plain, size: self.size }
    }

    pub(crate) fn bold(&self) -> Style {
        Style { weight: Weight::Bold, size: self.size }
    }

    pub(crate) fn small(&self) -> Style {
        Style { weight: Weight::Plain, size: (self.size * 0.86).max(7.5) }
    }

    /// The name of the document, or of a part.
    pub(crate) fn title(&mut self, within: Option<Node>, words: &str, level: u16, size: f32) {
        let style = Style { weight: Weight::Bold, size };
        self.headed(within, words, level, style, 0.0);
    }

    fn headed(&mut self, within: Option<Node>, words: &str, level: u16, style: Style, above: f32) {
        if unseen(words).is_empty() {
            return;
        }
        words.clone_into(&mut self.heading);
        let node = self.tree.add(within, Role::Heading(level, unseen(words)));
        self.lines(Some(node), words, self.whole(style, BLACK), above);
        self.keep();
    }

    fn whole(&self, style: Style, ink: Colour) -> Column {
        Column { x: 0.0, width: self.width, style, ink }
    }

    /// The last row stays with the next.
    pub(crate) fn keep(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.keep = true;
        }
    }

    /// A line across.
    pub(crate) fn rule(&mut self, above: f32, thick: f32, ink: Colour) {
        let what = What::Rule { width: self.width, thick, ink };
        let marks = vec![Mark { x: 0.0, y: 0.0, node: None, what }];
        self.rows.push(Row { above, height: thick, keep: false, marks, head: None });
    }

    /// Sets a text; no line of a pair stands alone on a page.
    fn lines(&mut self, node: Option<Node>, words: &str, column: Column, above: f32) {
        let lines = broken(self.faces, column.style, words, column.width);
        let count = lines.len();
        for (place, text) in lines.into_iter().enumerate() {
            let style = column.style;
            let what = What::Words { style, ink: column.ink, text };
            self.rows.push(Row {
                above: if place == 0 { above } else { 0.0 },
                height: style.leading(),
                keep: (place == 0 && count > 1) || place + 2 == count,
                marks: vec![Mark { x: column.x, y: style.baseline(), node, what }],
                head: None,
            });
        }
    }

    /// The rows of a block. `level` is the one of its heading.
    pub(crate) fn block(&mut self, within: Option<Node>, block: &Block, level: u16) {
        let (plain, bold, small, gap) = (self.plain(), self.bold(), self.small(), self.size * 0.45);
        match block {
            Block::Lead(words) => {
                let style = Style { size: self.size * 1.08, ..bold };
                self.paragraph(within, words, style, BLACK, gap);
            }
            Block::Heading(words) => {
                let style = Style { size: self.size * 1.12, ..bold };
                self.headed(within, words, level, style, self.size * 0.95);
            }
            Block::Words(words) => self.paragraph(within, words, plain, BLACK, gap),
            Block::Small(words) => self.paragraph(within, words, small, GREY, gap),
            Block::Quote { words, written } => self.quote(within, words, written),
            Block::List(items) => self.list(within, items),
            Block::Facts(facts) => self.facts(within, facts),
            Block::Table { caption, head, rows } => self.table(within, caption, head, rows),
            Block::Picture(scene) => self.picture(within, scene),
        }
    }

    fn paragraph(&mut self, within: Option<Node>, words: &str, style: Style, ink: Colour, above: f32) {
        if is_empty(words) {
            return;
        }
        let node = self.tree.add(within, Role::Paragraph);
        self.lines(Some(node), words, self.whole(style, ink), above);
    }

    fn quote(&mut self, within: Option<Node>, words: &str, written: &str) {
        if is_empty(words) && is_empty(written) {
            return;
        }
        let quote = self.tree.add(within, Role::Quote);
        let x = self.size * 0.9;
        let column = Column { x, width: self.width - x, style: self.plain(), ink: BLACK };
        let mut above = self.size * 0.45;
        if !is_empty(words) {
            let node = self.tree.add(Some(quote), Role::Paragraph);
            self.lines(Some(node), &format!("“{}”", words.trim()), column, above);
            above = 0.0;
        }
        if !is_empty(written) {
            if above == 0.0 {
                self.keep();
            }
            let node = self.tree.add(Some(quote), Role::Paragraph);
            self.lines(Some(node), written, Column { style: self.small(), ink: GREY, ..column }, above);
        }
    }

    fn list(&mut self, within: Option<Node>, items: &[String]) {
        let items = || items.iter().filter(|item| !is_empty(item));
        if items().next().is_none() {
            return;
        }
        let list = self.tree.add(within, Role::List { bullets: true });
        let x = self.size * 0.9;
        for (place, words) in items().enumerate() {
            let item = self.tree.add(Some(list), Role::Item);
            let label = self.tree.add(Some(item), Role::Label);
            let body = self.tree.add(Some(item), Role::Body);
            let first = self.rows.len();
            let above = self.size * if place == 0 { 0.35 } else { 0.1 };
            let column = Column { x, width: self.width - x, style: self.plain(), ink: BLACK };
            self.lines(Some(body), words, column, above);
            let style = self.plain();
            let what = What::Words { style, ink: BLACK, text: "•".to_owned() };
            if let Some(row) = self.rows.get_mut(first) {
                row.marks.insert(0, Mark { x: 0.0, y: style.baseline(), node: Some(label), what });
            }
        }
    }

    fn facts(&mut self, within: Option<Node>, facts: &[Fact]) {
        let facts = || facts.iter().filter(|fact| !is_empty(&fact.name) || !is_empty(&fact.value));
        if facts().next().is_none() {
            return;
        }
        let list = self.tree.add(within, Role::List { bullets: false });
        let style = self.plain();
        let widest = facts().map(|fact| unbroken(self.faces, style, &fact.name)).fold(0.0, f32::max);
        let names = widest.min(self.width * 0.38);
        let x = names + self.size * 0.9;
        for (place, fact) in facts().enumerate() {
            let item = self.tree.add(Some(list), Role::Item);
            let label = self.tree.add(Some(item), Role::Label);
            let body = self.tree.add(Some(item), Role::Body);
            let above = self.size * if place == 0 { 0.35 } else { 0.12 };
            let name = Column { x: 0.0, width: names.max(1.0), style, ink: GREY };
            let value = Column { x, width: self.width - x, style, ink: BLACK };
            self.beside(&[(label, &fact.name, name), (body, &fact.value, value)], above);
        }
    }

    /// Texts beside each other: the first lines on one height, and so on.
    fn beside(&mut self, columns: &[(Node, &str, Column)], above: f32) {
        let from = self.rows.len();
        let mut stacks = Vec::new();
        for (node, words, column) in columns {
            let words = if is_empty(words) { "–" } else { words };
            self.lines(Some(*node), words, *column, above);
            stacks.push(self.rows.split_off(from));
        }
        self.rows.extend(side_by_side(stacks));
    }

    fn picture(&mut self, within: Option<Node>, scene: &Scene) {
        let words = unseen(&scene.description);
        let words = if words.is_empty() { unseen(&scene.title) } else { words };
        let Some((scene, scale, height)) = picture::fitted(scene, self.width, self.tallest) else {
            self.paragraph(within, &words, self.plain(), BLACK, self.size * 0.45);
            return;
        };
        let words = if words.is_empty() { "Drawing".to_owned() } else { words };
        let node = self.tree.add(within, Role::Figure(words));
        let what = What::Picture { scene, scale };
        let marks = vec![Mark { x: 0.0, y: 0.0, node: Some(node), what }];
        self.rows.push(Row { above: self.size * 0.5, height, keep: false, marks, head: None });
    }
}

/// So many lines beside each other are kept on one page.
const WHOLE: usize = 24;

/// Stacks of rows side by side. Where they stay on one page each is written as a whole, so that who takes the text out of the
/// file reads one after the other; else line by line.
pub(crate) fn side_by_side(stacks: Vec<Vec<Row>>) -> Vec<Row> {
    if stacks.iter().any(|stack| stack.len() > WHOLE) {
        return stacks.into_iter().reduce(joined).unwrap_or_default();
    }
    let above = stacks.iter().flatten().next().map_or(0.0, |row| row.above);
    let mut whole = Row { above, height: 0.0, keep: false, marks: Vec::new(), head: None };
    for stack in stacks {
        let mut down = 0.0;
        for row in stack {
            whole.marks.extend(row.marks.into_iter().map(|mark| Mark { y: mark.y + down, ..mark }));
            down += row.height;
        }
        whole.height = whole.height.max(down);
    }
    vec![whole]
}

/// Two stacks of rows side by side, row by row.
fn joined(left: Vec<Row>, right: Vec<Row>) -> Vec<Row> {
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let mut all = Vec::new();
    loop {
        all.push(match (left.next(), right.next()) {
            (None, None) => return all,
            (Some(row), None) | (None, Some(row)) => row,
            (Some(mut row), Some(other)) => {
                row.above = row.above.max(other.above);
                row.height = row.height.max(other.height);
                row.keep |= other.keep;
                row.marks.extend(other.marks);
                row
            }
        });
    }
}

/// Whether nothing of a text is seen.
pub(crate) fn is_empty(words: &str) -> bool {
    words.chars().all(|letter| letter.is_whitespace() || crate::face::is_ignorable(letter))
}
