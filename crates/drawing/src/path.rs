//! Paths: written by hand in the notation of SVG, and written out as short as it goes.

use kurbo::{BezPath, PathEl, Point};

/// A path in the notation that drawing programs write: `M2 2h8v8Z`. Drawings that are data stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path(pub &'static str);

impl Path {
    /// Its curves. What cannot be read is left out: tests read every path that is kept.
    pub fn curves(self) -> BezPath {
        BezPath::from_svg(self.0).unwrap_or_default()
    }
}

/// A smooth closed outline through points: a uniform Catmull-Rom curve. Its control points mirror each other.
pub fn outline(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    let many = points.len();
    let at = |place: usize| points[place % many];
    if many < 3 {
        return path;
    }
    path.move_to(at(0));
    for place in 0..many {
        let (before, from, to, after) = (at(place + many - 1), at(place), at(place + 1), at(place + 2));
        path.curve_to(from + (to - before) / 6.0, to - (after - from) / 6.0, to);
    }
    path.close_path();
    path
}

/// Numbers on a grid, so that steps from point to point add up to what they should.
#[derive(Clone, Copy)]
pub(crate) struct Grid {
    decimals: usize,
}

/// A point on the grid.
type Knot = (i64, i64);

impl Grid {
    /// Fine enough for a drawing of this width: a thousandth of it is not seen.
    pub(crate) fn of(width: f64) -> Grid {
        Grid { decimals: if width < 100.0 { 2 } else { 1 } }
    }

    fn fine(self) -> f64 {
        [1.0, 10.0, 100.0][self.decimals]
    }

    #[allow(clippy::cast_possible_truncation, reason = "it saturates, and no drawing is so large")]
    fn on(self, number: f64) -> i64 {
        (number * self.fine()).round() as i64
    }

    fn knot(self, point: Point) -> Knot {
        (self.on(point.x), self.on(point.y))
    }

    /// A number as short as it goes.
    pub(crate) fn number(self, number: f64) -> String {
        self.steps(self.on(number))
    }

    fn steps(self, steps: i64) -> String {
        let sign = if steps < 0 { "-" } else { "" };
        let fine = [1, 10, 100][self.decimals];
        let (whole, rest) = (steps.unsigned_abs() / fine, steps.unsigned_abs() % fine);
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let rest = format!("{rest:0width$}", width = self.decimals);
        let whole = if whole == 0 { String::new() } else { whole.to_string() };
        format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
    }

    /// Numbers behind a letter: a space only where two would run into one.
    fn numbers(self, numbers: &[i64]) -> String {
        let mut text = String::new();
        for (place, number) in numbers.iter().enumerate() {
            let number = self.steps(*number);
            if place > 0 && !number.starts_with('-') {
                text.push(' ');
            }
            text += &number;
        }
        text
    }

    /// A path as the `d` of SVG.
    pub(crate) fn path(self, path: &BezPath) -> String {
        let mut writer = Writer { grid: self, text: String::new(), letter: ' ', at: (0, 0), start: (0, 0), pull: None };
        for element in path.elements() {
            writer.element(*element);
        }
        writer.text
    }

    /// The same with every command written out, so that two paths of the same commands are lists of the same length: one can
    /// become the other.
    pub(crate) fn plain_path(self, path: &BezPath) -> String {
        let mut text = String::new();
        let mut command = |letter: char, points: &[Point]| {
            text.push(letter);
            let knots: Vec<i64> = points.iter().flat_map(|point| <[i64; 2]>::from(self.knot(*point))).collect();
            text += &self.numbers(&knots);
        };
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => command('M', &[to]),
                PathEl::LineTo(to) => command('L', &[to]),
                PathEl::QuadTo(by, to) => command('Q', &[by, to]),
                PathEl::CurveTo(one, two, to) => command('C', &[one, two, to]),
                PathEl::ClosePath => command('Z', &[]),
            }
        }
        text
    }
}

struct Writer {
    grid: Grid,
    text: String,
    letter: char,
    at: Knot,
    start: Knot,
    /// The second control point of the curve before, from its end: the next one mirrors it.
    pull: Option<Knot>,
}

impl Writer {
    fn element(&mut self, element: PathEl) {
        let mut pull = None;
        match element {
            PathEl::MoveTo(to) => {
                let to = self.grid.knot(to);
                self.command('M', &[to.0, to.1]);
                // Further points behind an M would be lines.
                self.letter = if self.letter == 'M' { 'L' } else { 'l' };
                (self.at, self.start) = (to, to);
            }
            PathEl::LineTo(to) => {
                let to = self.grid.knot(to);
                if to.1 == self.at.1 {
                    self.along('H', to.0, self.at.0);
                } else if to.0 == self.at.0 {
                    self.along('V', to.1, self.at.1);
                } else {
                    self.command('L', &[to.0, to.1]);
                }
                self.at = to;
            }
            PathEl::QuadTo(by, to) => {
                let (by, to) = (self.grid.knot(by), self.grid.knot(to));
                self.command('Q', &[by.0, by.1, to.0, to.1]);
                self.at = to;
            }
            PathEl::CurveTo(one, two, to) => {
                let (one, two, to) = (self.grid.knot(one), self.grid.knot(two), self.grid.knot(to));
                let lead = (one.0 - self.at.0, one.1 - self.at.1);
                // A step of the grid is not seen.
                let is_mirrored = |pull: Knot| (lead.0 + pull.0).abs() <= 1 && (lead.1 + pull.1).abs() <= 1;
                if self.pull.is_some_and(is_mirrored) {
                    self.command('S', &[two.0, two.1, to.0, to.1]);
                } else {
                    self.command('C', &[one.0, one.1, two.0, two.1, to.0, to.1]);
                }
                pull = Some((two.0 - to.0, two.1 - to.1));
                self.at = to;
            }
            PathEl::ClosePath => {
                self.text.push('Z');
                self.letter = 'Z';
                self.at = self.start;
            }
        }
        self.pull = pull;
    }

    /// A line along one axis.
    fn along(&mut self, letter: char, to: i64, from: i64) {
        let (absolute, relative) = (self.grid.numbers(&[to]), self.grid.numbers(&[to - from]));
        self.shorter(letter, &absolute, &relative);
    }

    /// A command with points, as it is or from where the pen is: whichever is shorter.
    fn command(&mut self, letter: char, numbers: &[i64]) {
        let relative: Vec<i64> =
            numbers.chunks(2).flat_map(|point| [point[0] - self.at.0, point[1] - self.at.1]).collect();
        let (absolute, relative) = (self.grid.numbers(numbers), self.grid.numbers(&relative));
        self.shorter(letter, &absolute, &relative);
    }

    fn shorter(&mut self, letter: char, absolute: &str, relative: &str) {
        let small = letter.to_ascii_lowercase();
        let cost = |text: &str, letter: char| {
            let joined = letter == self.letter;
            text.len() + usize::from(!joined || !text.starts_with('-'))
        };
        let is_first = self.text.is_empty();
        let (text, letter) = if !is_first && cost(relative, small) < cost(absolute, letter) {
            (relative, small)
        } else {
            (absolute, letter)
        };
        if letter != self.letter {
            self.text.push(letter);
            self.letter = letter;
        } else if !text.starts_with('-') {
            self.text.push(' ');
        }
        self.text += text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(path: &str) -> String {
        Grid::of(24.0).path(&Path(Box::leak(path.to_owned().into_boxed_str())).curves())
    }

    #[test]
    fn a_path_is_written_as_short_as_by_hand() {
        for path in ["M4 8h14l-4-4M20 16H6l4 4", "M5 4h14v16H5ZM9 8h6M9 12h6M9 16h3", "M24 18v11M24 35.5v.1"] {
            assert!(again(path).len() <= path.len(), "{path}: {}", again(path));
        }
        assert_eq!(again("M0 0C1 1 2 1 3 0S5 -1 6 0"), "M0 0C1 1 2 1 3 0S5-1 6 0");
    }

    #[test]
    fn numbers_lose_what_says_nothing() {
        let grid = Grid::of(24.0);
        let short: Vec<String> = [0.5, -0.25, 3.0, 1.999, -0.001, 120.05].map(|number| grid.number(number)).into();
        assert_eq!(short, [".5", "-.25", "3", "2", "0", "120.05"]);
    }
}
