//! The gaps between spasms: a bar for each, as wide or as high as there is room.

use supple_drawing::{Along, Area, Ink, Scene, Shape, round};
use supple_insight::findings::{Gap, Gaps};

/// What a gap is, and what is not over yet.
fn ink(is_open: bool) -> Ink {
    if is_open { Ink::Quiet } else { Ink::Body }
}

/// Up to where a bar goes, as a share: the shortest is a dot, and the longest leaves room for its round end, on the narrowest
/// phone, too.
fn share(gap: Gap, longest: f64) -> f64 {
    0.08 + 0.82 * (gap.seconds as f64 / longest).min(1.0)
}

/// What bars are drawn against: the longest of all gaps. One that is open far longer ends at the edge, so that the others can still
/// be told apart.
fn longest(gaps: &Gaps) -> f64 {
    let seconds = |gap: &Gap| gap.seconds as f64;
    let closed = gaps.gaps.iter().map(seconds).fold(1.0, f64::max);
    gaps.open.as_ref().map_or(closed, |open| seconds(open).clamp(closed, FAR_LONGER * closed))
}

/// An open gap is drawn up to so many times the longest closed one.
const FAR_LONGER: f64 = 1.5;

/// One gap as a bar along a line of the page. `is_open` where no spasm has ended it yet.
pub fn gap(gap: Gap, is_open: bool, all: &Gaps) -> Scene {
    let area = Area::Strip { height: 22.0 };
    let end = Along::Share(share(gap, longest(all)));
    let bar = Shape::stretch((Along::Units(8.0), 11.0), (end, 11.0)).stroke(ink(is_open), 16.0).rounded();
    Scene::new(area, "A gap between spasms", format!("{}.", gap.words())).with(bar)
}

const HIGH: f64 = 120.0;

/// All gaps, a bar each, the newest at the right, and at last the one that no spasm has ended yet.
pub fn gaps(gaps: &Gaps) -> Scene {
    let description = match (gaps.gaps.first(), gaps.gaps.last()) {
        (Some(first), Some(last)) => {
            format!("{} gaps, from {} at first to {} at last", gaps.gaps.len(), first.words(), last.words())
        }
        _ => "No gap yet.".to_owned(),
    };
    let mut scene = Scene::new(Area::Strip { height: HIGH }, "The gaps between spasms", description);
    let (longest, many) = (longest(gaps), gaps.gaps.len() + usize::from(gaps.open.is_some()));
    let width = if many > 30 { 3.0 } else { 10.0 };
    for (place, gap) in gaps.gaps.iter().chain(&gaps.open).enumerate() {
        let x = Along::Share((place as f64 + 0.5) / many as f64);
        let top = round(HIGH - 6.0 - (HIGH - 14.0) * share(*gap, longest));
        let line = Shape::stretch((x, HIGH - 6.0), (x, top));
        scene.add(line.stroke(ink(place >= gaps.gaps.len()), width).rounded());
    }
    scene
}
