//! The file: pages, structure, outline, what the document says of itself, and what is attached.

use crate::PaperError;
use crate::block::{Mark, What};
use crate::face::{Faces, Weight, unseen};
use crate::ink::{Colour, GREY};
use crate::lines::{Style, broken, width};
use crate::page::{Frame, Placed, Set};
use crate::picture;
use crate::tree::{Node, Tree};
use jiff::tz::TimeZone;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};
use krilla::{Document, SerializeSettings};
use supple_report::print::Print;

/// What stands at the foot of a page, in points.
const FOOT: f32 = 8.0;

/// Writes a sheet that was set.
pub(crate) fn write(print: &Print, faces: &Faces, frame: Frame, set: Set) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PaperError::Refused(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let Set { placed, mut tree, pages, parts, .. } = set;
    let mut placed = placed.into_iter().peekable();
    for page in 0..pages {
        let settings = PageSettings::from_wh(frame.paper.0, frame.paper.1)
            .ok_or_else(|| PaperError::Refused("paper without a size".to_owned()))?;
        let mut sheet_of_paper = document.start_page_with(settings);
        let mut surface = sheet_of_paper.surface();
        let mut pen = Pen { surface: &mut surface, faces, tree: &mut tree, page, open: None };
        while let Some(it) = placed.next_if(|it| it.page == page) {
            pen.row(&it);
        }
        pen.close();
        foot(&mut surface, faces, frame, &print.sheet.title, page, pages);
        surface.finish();
        sheet_of_paper.finish();
    }
    let mut outline = Outline::new();
    for (title, page) in parts {
        outline.push_child(OutlineNode::new(title, XyzDestination::new(page, Point::from_xy(0.0, 0.0))));
    }
    document.set_outline(outline);
    document.set_tag_tree(tree.tags(&print.sheet.language));
    document.set_metadata(metadata(print));
    attach(&mut document, print)?;
    document.finish().map_err(|error| PaperError::Refused(said(&error)))
}

/// What the library says, in short.
fn said(error: &KrillaError) -> String {
    match error {
        KrillaError::Validation(errors) => {
            errors.iter().map(|(error, _)| format!("{error:?}")).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// What draws, and which element of the structure it draws for.
struct Pen<'p, 's> {
    surface: &'p mut Surface<'s>,
    faces: &'p Faces,
    tree: &'p mut Tree,
    page: usize,
    /// None where nothing was begun.
    open: Option<Option<Node>>,
}

impl Pen<'_, '_> {
    fn row(&mut self, placed: &Placed) {
        for mark in &placed.row.marks {
            self.open(mark.node);
            self.mark(mark, placed.x + mark.x, placed.y + mark.y);
        }
    }

    /// From here on, what is drawn is for this element, or for the eye alone.
    fn open(&mut self, node: Option<Node>) {
        if self.open == Some(node) {
            return;
        }
        self.close();
        match node {
            Some(node) => {
                let drawn = self.surface.start_tagged(ContentTag::Other);
                self.tree.drawn(node, drawn);
            }
            None => {
                self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            }
        }
        self.open = Some(node);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.surface.end_tagged();
        }
    }

    fn mark(&mut self, mark: &Mark, x: f32, y: f32) {
        match &mark.what {
            What::Words { style, ink, text } => words(self.surface, self.faces, *style, *ink, text, x, y),
            What::Rule { width, thick, ink } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(x, y, *width, *thick) {
                    path.push_rect(rect);
                }
                if let Some(path) = path.finish() {
                    self.surface.set_fill(Some(Fill { paint: (*ink).into(), ..Fill::default() }));
                    self.surface.draw_path(&path);
                }
            }
            What::Picture { scene, scale } => {
                let rect = Rect::from_xywh(x, y, picture::width(scene, *scale), mark_height(scene, *scale));
                if let (Some(node), Some(rect)) = (mark.node, rect) {
                    self.tree.placed(node, self.page, rect);
                }
                picture::draw(self.surface, self.faces, scene, *scale, x, y);
            }
        }
    }
}

fn mark_height(scene: &supple_drawing::Scene, scale: f32) -> f32 {
    match scene.area {
        supple_drawing::Area::Window(window) => window.height() as f32 * scale,
        supple_drawing::Area::Strip { .. } => 0.0,
    }
}

fn words(surface: &mut Surface<'_>, faces: &Faces, style: Style, ink: Colour, text: &str, x: f32, y: f32) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: ink.into(), ..Fill::default() }));
    let glyphs = faces.glyphs(style.weight, text);
    surface.draw_glyphs(Point::from_xy(x, y), &glyphs, faces.font(style.weight), text, style.size, false);
}

/// The name of the document and the number of the page. They are repeated on each, so they are not read aloud.
fn foot(surface: &mut Surface<'_>, faces: &Faces, frame: Frame, title: &str, page: usize, pages: usize) {
    let style = Style { weight: Weight::Plain, size: FOOT };
    let number = format!("Page {} of {pages}", page + 1);
    let wide = width(faces, style, &number);
    let y = frame.paper.1 - 26.0;
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let mut lines = broken(faces, style, title, frame.width - wide - 24.0);
    lines.truncate(1);
    for line in lines {
        words(surface, faces, style, GREY, line.trim_end(), frame.left, y);
    }
    words(surface, faces, style, GREY, &number, frame.left + frame.width - wide, y);
    surface.end_tagged();
}

fn metadata(print: &Print) -> Metadata {
    let made = date(print);
    let creator = unseen(&print.creator);
    let data =
        Metadata::new().title(unseen(&print.sheet.title)).language(print.sheet.language.clone()).creation_date(made);
    let data = data
        .creator(creator.clone())
        .producer(creator)
        .keywords(print.keywords.iter().map(|word| unseen(word)).collect());
    match print.author.as_deref().map(unseen).filter(|author| !author.is_empty()) {
        Some(author) => data.authors(vec![author]),
        None => data,
    }
}

fn date(print: &Print) -> DateTime {
    let at = print.made.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn attach(document: &mut Document, print: &Print) -> Result<(), PaperError> {
    let Some(attachment) = &print.attachment else { return Ok(()) };
    document.embed_file(EmbeddedFile {
        path: unseen(&attachment.name),
        mime_type: Some(MimeType::new(&attachment.mime).ok_or(PaperError::MediaType)?),
        description: Some(unseen(&attachment.description)),
        association_kind: AssociationKind::Data,
        data: attachment.text.clone().into_bytes().into(),
        modification_date: Some(date(print)),
        compress: None,
        location: None,
    });
    Ok(())
}
