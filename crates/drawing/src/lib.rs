//! A scene: what is drawn, before anything draws it.
//!
//! Shapes in units, inks by what they mean, and a title with a description for those who do not see it. A scene knows no
//! page, no paper and no colour, so that one drawing serves all of them: [`svg`] writes it for pages and for files, and
//! whatever draws on paper reads the same shapes.
//!
//! ```
//! use supple_drawing::{Area, Ink, Scene, Shape, svg};
//!
//! let mut scene = Scene::new(Area::window(0.0, 0.0, 20.0, 10.0), "A spasm", "One bar: one spasm.");
//! scene.add(Shape::bar(2.0, 2.0, 16.0, 6.0, 3.0).fill(Ink::Body));
//! let drawn = svg::shown(&scene, "fig", svg::Role::Picture);
//! assert!(drawn.contains(r#"<rect class="f-body" x="2" y="2" width="16" height="6" rx="3"/>"#));
//! assert!(drawn.contains(r#"aria-label="One bar: one spasm.""#));
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod look;
mod path;
mod scene;
mod shape;
pub mod svg;

pub use kurbo::{BezPath, Point, Rect, Vec2};
pub use look::{Ink, Look, Stroke};
pub use path::{Path, outline};
pub use scene::{Area, Group, Part, Scene};
pub use shape::{Along, Anchor, Form, Shape, Text};

/// To a tenth of a unit: in a drawing of some hundred units no screen shows more.
pub fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
