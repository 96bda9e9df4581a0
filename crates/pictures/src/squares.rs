//! A QR code, and the same as a drawing: always dark on white, whatever the page is, since cameras look for that.

use qrcodegen::{QrCode, QrCodeEcc};
use supple_drawing::{Area, BezPath, Ink, Scene, Shape};

/// The quiet zone that the standard asks for, on each side.
const QUIET: f64 = 4.0;

/// The squares of the code that holds a text, row by row; `true` is dark. None where the text is too long for a code.
///
/// ```
/// let rows = supple_pictures::squares::holding("https://supple.home").unwrap();
/// assert!(rows.len() >= 21 && rows.iter().all(|row| row.len() == rows.len()));
/// assert!(supple_pictures::squares::holding(&"long ".repeat(1_000)).is_none());
/// ```
pub fn holding(text: &str) -> Option<Vec<Vec<bool>>> {
    let qr = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let row = |y| (0..qr.size()).map(|x| qr.get_module(x, y)).collect();
    Some((0..qr.size()).map(row).collect())
}

/// The squares of a code, row by row; `true` is dark. `description` says what the code holds.
pub fn code(rows: &[Vec<bool>], description: &str) -> Scene {
    let side = rows.len() as f64 + 2.0 * QUIET;
    let mut path = BezPath::new();
    for (row, y) in rows.iter().zip(0..) {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&true) {
                let (left, top) = (f64::from(x) + QUIET, f64::from(y) + QUIET);
                let right = left + run.len() as f64;
                path.move_to((left, top));
                path.line_to((right, top));
                path.line_to((right, top + 1.0));
                path.line_to((left, top + 1.0));
                path.close_path();
            }
            x += i32::try_from(run.len()).unwrap_or(0);
        }
    }
    Scene::new(Area::window(0.0, 0.0, side, side), "A QR code", description)
        .with(Shape::bar(0.0, 0.0, side, side, 0.0).fill(Ink::White))
        .with(Shape::path(path).fill(Ink::Black))
}
