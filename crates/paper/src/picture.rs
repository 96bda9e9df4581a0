//! Drawings on paper: the shapes of a scene as curves, its words as words.

use crate::face::{Faces, Weight};
use crate::ink::colour;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use kurbo::{Ellipse, PathEl, Shape as _};
use supple_drawing::{Anchor, Area, BezPath, Form, Group, Look, Part, Scene, Shape, Text};

/// How many points a unit has where nothing makes it smaller: that of a page in a browser, printed.
const UNIT: f64 = 0.72;

/// A scene as it fits a width and a height, how many points a unit has, and how high it is, all in points. None where there is
/// nothing to see.
pub(crate) fn fitted(scene: &Scene, width: f32, tallest: f32) -> Option<(Scene, f32, f32)> {
    let scene = scene.at_width(f64::from(width) / UNIT);
    let Area::Window(window) = scene.area else { return None };
    let (wide, high) = (window.width(), window.height());
    let scale = UNIT.min(f64::from(width) / wide).min(f64::from(tallest) / high);
    let is_seen = wide > 0.0 && high > 0.0 && scale.is_finite() && scale > 1e-3 && window.is_finite();
    is_seen.then_some((scene, scale as f32, (high * scale) as f32))
}

/// How wide a fitted scene is, in points.
pub(crate) fn width(scene: &Scene, scale: f32) -> f32 {
    match scene.area {
        Area::Window(window) => window.width() as f32 * scale,
        Area::Strip { .. } => 0.0,
    }
}

/// Draws a fitted scene with its upper left corner at a point.
pub(crate) fn draw(surface: &mut Surface<'_>, faces: &Faces, scene: &Scene, scale: f32, x: f32, y: f32) {
    let Area::Window(window) = scene.area else { return };
    let corner = (x - window.x0 as f32 * scale, y - window.y0 as f32 * scale);
    surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, corner.0, corner.1));
    parts(surface, faces, &scene.parts);
    surface.pop();
    surface.set_fill(None);
    surface.set_stroke(None);
}

fn parts(surface: &mut Surface<'_>, faces: &Faces, all: &[Part]) {
    for part in all {
        match part {
            Part::Shape(it) => shape(surface, faces, it),
            Part::Group(it) => group(surface, faces, it),
        }
    }
}

fn group(surface: &mut Surface<'_>, faces: &Faces, group: &Group) {
    if !group.shift.is_finite() {
        return;
    }
    let across = if group.mirrored { -1.0 } else { 1.0 };
    let (x, y) = (group.shift.x as f32, group.shift.y as f32);
    surface.push_transform(&Transform::from_row(across, 0.0, 0.0, 1.0, x, y));
    parts(surface, faces, &group.parts);
    surface.pop();
}

fn shape(surface: &mut Surface<'_>, faces: &Faces, shape: &Shape) {
    let curves = match &shape.form {
        Form::Text(text) => return words(surface, faces, text, &shape.look),
        // Of a strip that was given a width none is left.
        Form::Stretch(..) => return,
        Form::Line(from, to) => through(&[*from, *to]),
        Form::Polyline(points) => through(points),
        Form::Path(path) => path.clone(),
        Form::Rect(rect, round) => rect.to_rounded_rect(round.max(0.0)).to_path(0.05),
        Form::Ellipse(centre, reach) => Ellipse::new(*centre, *reach, 0.0).to_path(0.05),
    };
    let Some(path) = path(&curves) else { return };
    let (fill, stroke) = (fill(&shape.look), stroke(&shape.look));
    if shape.look.halo && fill.is_some() && stroke.is_some() {
        surface.set_fill(None);
        surface.set_stroke(stroke);
        surface.draw_path(&path);
        surface.set_stroke(None);
    } else if fill.is_none() && stroke.is_none() {
        return;
    } else {
        surface.set_stroke(stroke);
    }
    if !(shape.look.halo && fill.is_none()) {
        surface.set_fill(fill);
        surface.draw_path(&path);
    }
}

fn words(surface: &mut Surface<'_>, faces: &Faces, text: &Text, look: &Look) {
    let shown = faces.shown(&text.words).replace('\n', " ");
    let is_seen = text.at.is_finite() && text.size.is_finite() && text.size > 0.0 && !shown.trim().is_empty();
    if !is_seen {
        return;
    }
    let weight = if text.bold { Weight::Bold } else { Weight::Plain };
    let size = text.size as f32;
    let wide = faces.width(weight, &shown) * size;
    let left = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => wide / 2.0,
        Anchor::End => wide,
    };
    let at = Point::from_xy(text.at.x as f32 - left, text.at.y as f32);
    let glyphs = faces.glyphs(weight, &shown);
    if let Some(halo) = stroke(look) {
        // The halo is no second text.
        surface.set_fill(None);
        surface.set_stroke(Some(halo));
        surface.draw_glyphs(at, &glyphs, faces.font(weight), &shown, size, true);
    }
    surface.set_stroke(None);
    surface.set_fill(Some(fill(look).unwrap_or_default()));
    surface.draw_glyphs(at, &glyphs, faces.font(weight), &shown, size, false);
}

fn opacity(look: &Look) -> NormalizedF32 {
    NormalizedF32::new((look.opacity as f32).clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

fn fill(look: &Look) -> Option<Fill> {
    look.fill.map(|ink| Fill { paint: colour(ink).into(), opacity: opacity(look), ..Fill::default() })
}

fn stroke(look: &Look) -> Option<Stroke> {
    let line = look.stroke.as_ref().filter(|line| line.width.is_finite() && line.width > 0.0)?;
    let array: Vec<f32> = line.dash.iter().map(|length| *length as f32).collect();
    let is_dashed = array.iter().all(|it| it.is_finite() && *it >= 0.0) && array.iter().sum::<f32>() > 0.0;
    Some(Stroke {
        paint: colour(line.ink).into(),
        width: line.width as f32,
        line_cap: if line.round { LineCap::Round } else { LineCap::Butt },
        line_join: if line.round { LineJoin::Round } else { LineJoin::Miter },
        opacity: opacity(look),
        dash: is_dashed.then_some(StrokeDash { array, offset: 0.0 }),
        ..Stroke::default()
    })
}

fn through(points: &[kurbo::Point]) -> BezPath {
    let mut path = BezPath::new();
    for (place, point) in points.iter().enumerate() {
        if place == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    path
}

fn path(curves: &BezPath) -> Option<Path> {
    let mut path = PathBuilder::new();
    for element in curves.elements() {
        match *element {
            PathEl::MoveTo(to) => path.move_to(to.x as f32, to.y as f32),
            PathEl::LineTo(to) => path.line_to(to.x as f32, to.y as f32),
            PathEl::QuadTo(by, to) => path.quad_to(by.x as f32, by.y as f32, to.x as f32, to.y as f32),
            PathEl::CurveTo(a, b, to) => {
                path.cubic_to(a.x as f32, a.y as f32, b.x as f32, b.y as f32, to.x as f32, to.y as f32);
            }
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}
