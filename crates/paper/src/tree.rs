//! The structure of the document, for those who hear it: what is a heading, a list, a table, and in which order.

use krilla::geom::Rect;
use krilla::tagging::{BBox, Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::num::NonZeroU16;

/// A place in the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(usize);

/// What something is.
#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// With its level, from 1.
    Heading(u16, String),
    Paragraph,
    Section,
    Quote,
    /// Without bullets where its labels are names.
    List {
        bullets: bool,
    },
    Item,
    Label,
    Body,
    Table,
    Caption,
    Head,
    Rows,
    Row,
    /// The name of a column.
    Column,
    /// The name of a row.
    Name,
    Cell,
    /// With its words.
    Figure(String),
}

struct Element {
    role: Role,
    parts: Vec<Node>,
    /// What is drawn for it.
    drawn: Vec<Identifier>,
    place: Option<BBox>,
}

/// The whole of it.
pub(crate) struct Tree {
    elements: Vec<Element>,
    roots: Vec<Node>,
}

impl Tree {
    pub(crate) fn new() -> Tree {
        Tree { elements: Vec::new(), roots: Vec::new() }
    }

    /// What comes next, in another or on its own.
    pub(crate) fn add(&mut self, within: Option<Node>, role: Role) -> Node {
        let node = Node(self.elements.len());
        self.elements.push(Element { role, parts: Vec::new(), drawn: Vec::new(), place: None });
        match within.and_then(|Node(place)| self.elements.get_mut(place)) {
            Some(around) => around.parts.push(node),
            None => self.roots.push(node),
        }
        node
    }

    /// Says what is drawn for something.
    pub(crate) fn drawn(&mut self, node: Node, drawn: Identifier) {
        if let Some(element) = self.elements.get_mut(node.0) {
            element.drawn.push(drawn);
        }
    }

    /// Says where something is drawn.
    pub(crate) fn placed(&mut self, node: Node, page: usize, rect: Rect) {
        if let Some(element) = self.elements.get_mut(node.0) {
            element.place = Some(BBox::new(page, rect));
        }
    }

    /// The same as the library that writes it has it.
    pub(crate) fn tags(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for node in std::mem::take(&mut self.roots) {
            if let Some(group) = self.group(node) {
                tree.push(group);
            }
        }
        tree
    }

    fn group(&mut self, node: Node) -> Option<TagGroup> {
        let element = self.elements.get_mut(node.0)?;
        let parts = std::mem::take(&mut element.parts);
        let mut group = TagGroup::new(tag(&element.role, element.place));
        element.drawn.drain(..).for_each(|drawn| group.push(drawn));
        for part in parts {
            if let Some(part) = self.group(part) {
                group.push(part);
            }
        }
        Some(group)
    }
}

fn tag(role: &Role, place: Option<BBox>) -> TagKind {
    match role {
        Role::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Section => Tag::Section.into(),
        Role::Quote => Tag::BlockQuote.into(),
        Role::List { bullets: true } => Tag::L(ListNumbering::Disc).into(),
        Role::List { bullets: false } => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Caption => Tag::Caption.into(),
        Role::Head => Tag::THead.into(),
        Role::Rows => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::Column => Tag::TH(TableHeaderScope::Column).into(),
        Role::Name => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(words) => Tag::Figure(Some(words.clone())).with_bbox(place).into(),
    }
}
