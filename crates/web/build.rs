//! Draws the icons of the installed app from the mark, so that no picture is kept beside the code; and takes the comments out
//! of stylesheets and scripts, which a bad line need not carry.

#[path = "../pictures/src/spine.rs"]
mod mark;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use tiny_skia::{FillRule, LineCap, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

/// The square that an icon shows, in the numbers of the mark: its corner and its side.
///
/// It leaves every bar inside the circle that a phone may cut out of an icon (four tenths of the side around the
/// middle), so that one drawing serves for all shapes.
const CORNER: f32 = -8.0;
const SIDE: f32 = 56.0;

/// How round the corners of an icon are that is shown as it is.
const ROUND: f32 = 14.0;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../pictures/src/spine.rs");
    println!("cargo::rerun-if-changed=assets");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    for (name, size, round) in
        [("icon-192", 192, ROUND), ("icon-512", 512, ROUND), ("icon-whole", 512, 0.0), ("icon-touch", 180, 0.0)]
    {
        std::fs::write(out.join(name).with_extension("png"), icon(size, round)?)?;
    }
    for asset in std::fs::read_dir("assets")? {
        let path = asset?.path();
        let text = std::fs::read_to_string(&path)?;
        let is_sheet = path.extension().is_some_and(|extension| extension == "css");
        let name = path.file_name().ok_or("an asset has a name")?;
        std::fs::write(out.join(name), if is_sheet { sheet(&text) } else { script(&text) })?;
    }
    Ok(())
}

/// A stylesheet without its comments and the room before its lines.
fn sheet(text: &str) -> String {
    let (first, rest) = text.split_once("/*").unwrap_or((text, ""));
    let after = rest.split("/*").map(|part| part.split_once("*/").map_or("", |(_, after)| after));
    let plain: String = std::iter::once(first).chain(after).collect();
    lines(plain.lines().map(str::trim))
}

/// A script without the lines that are comments.
fn script(text: &str) -> String {
    lines(text.lines().filter(|line| !line.trim_start().starts_with("//")))
}

fn lines<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
}

/// The mark on its ground, as PNG.
fn icon(size: u16, round: f32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut picture = Pixmap::new(size.into(), size.into()).ok_or("an icon has a size")?;
    let scale = f32::from(size) / SIDE;
    let to_picture = Transform::from_translate(-CORNER, -CORNER).post_scale(scale, scale);
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(0x0d, 0x4a, 0x3b, 0xff);
    let mut ground = PathBuilder::new();
    if round == 0.0 {
        ground.push_rect(Rect::from_xywh(CORNER, CORNER, SIDE, SIDE).ok_or("a square")?);
    } else {
        round_square(&mut ground, CORNER, CORNER + SIDE, round);
    }
    let ground = ground.finish().ok_or("a square has sides")?;
    picture.fill_path(&ground, &paint, FillRule::Winding, to_picture, None);
    paint.set_color_rgba8(0xd3, 0xe7, 0xdc, 0xff);
    let bar = Stroke { width: mark::BAR, line_cap: LineCap::Round, ..Stroke::default() };
    for (x, y, width) in mark::SPINE {
        let (end, middle) = (mark::BAR / 2.0, y + mark::BAR / 2.0);
        let mut line = PathBuilder::new();
        line.move_to(x + end, middle);
        line.line_to(x + width - end, middle);
        picture.stroke_path(&line.finish().ok_or("a bar has a length")?, &paint, &bar, to_picture, None);
    }
    packed(&picture)
}

/// The picture as PNG with a palette: it has few colours, and every phone loads it.
fn packed(picture: &Pixmap) -> Result<Vec<u8>, Box<dyn Error>> {
    let (mut palette, mut places) = (BTreeMap::new(), Vec::new());
    for pixel in picture.pixels() {
        let colour = pixel.demultiply();
        let colour = [colour.red(), colour.green(), colour.blue(), colour.alpha()];
        let next = palette.len();
        places.push(u8::try_from(*palette.entry(colour).or_insert(next))?);
    }
    let mut colours: Vec<([u8; 4], usize)> = palette.into_iter().collect();
    colours.sort_by_key(|(_, place)| *place);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder
        .set_palette(colours.iter().flat_map(|([red, green, blue, _], _)| [*red, *green, *blue]).collect::<Vec<_>>());
    encoder.set_trns(colours.iter().map(|([.., alpha], _)| *alpha).collect::<Vec<_>>());
    encoder.set_compression(png::Compression::Best);
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.write_header()?.write_image_data(&places)?;
    Ok(file)
}

/// A square with round corners, each a curve that is as good as a quarter of a circle.
fn round_square(path: &mut PathBuilder, low: f32, high: f32, round: f32) {
    let pull = round * (1.0 - 0.552_285);
    path.move_to(low + round, low);
    path.line_to(high - round, low);
    path.cubic_to(high - pull, low, high, low + pull, high, low + round);
    path.line_to(high, high - round);
    path.cubic_to(high, high - pull, high - pull, high, high - round, high);
    path.line_to(low + round, high);
    path.cubic_to(low + pull, high, low, high - pull, low, high - round);
    path.line_to(low, low + round);
    path.cubic_to(low, low + pull, low + pull, low, low + round, low);
    path.close();
}
