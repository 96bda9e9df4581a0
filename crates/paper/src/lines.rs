//! Line breaking: a paragraph in lines that fit a width.

use crate::face::{Faces, Weight};

/// How letters are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// In points.
    pub(crate) size: f32,
}

impl Style {
    /// From one line to the next, in points.
    pub(crate) fn leading(self) -> f32 {
        self.size * 1.3
    }

    /// From the top of a line to where its letters stand, in points.
    pub(crate) fn baseline(self) -> f32 {
        self.leading() / 2.0 + self.size * 0.388
    }
}

/// How wide a shown text is, in points.
pub(crate) fn width(faces: &Faces, style: Style, text: &str) -> f32 {
    faces.width(style.weight, text) * style.size
}

/// Sets a text in lines at most so wide. A line that is followed by one of the same paragraph ends with a space, so that who
/// copies it has the words apart. A word that is wider than a line is parted where the line ends.
pub(crate) fn broken(faces: &Faces, style: Style, text: &str, most: f32) -> Vec<String> {
    let shown = faces.shown(text);
    let mut lines = Vec::new();
    for paragraph in shown.split('\n') {
        let before = lines.len();
        let mut line = String::new();
        let mut used = 0.0;
        let space = width(faces, style, " ");
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let wide = width(faces, style, word);
            if !line.is_empty() && used + space + wide > most {
                line.push(' ');
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            if wide <= most {
                line.push_str(word);
                used += wide;
                continue;
            }
            for letter in word.chars() {
                let wide = width(faces, style, letter.encode_utf8(&mut [0; 4]));
                if !line.is_empty() && used + wide > most {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += wide;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        // A paragraph of its own: the words of the next line are others.
        if lines.len() > before
            && let Some(last) = lines.last_mut()
        {
            last.push(' ');
        }
    }
    if let Some(last) = lines.last_mut() {
        last.pop();
    }
    lines
}

/// How wide the widest word of a text is, in points.
pub(crate) fn widest_word(faces: &Faces, style: Style, text: &str) -> f32 {
    let shown = faces.shown(text);
    let words = shown.split([' ', '\n']);
    words.map(|word| width(faces, style, word)).fold(0.0, f32::max)
}

/// How wide a text is where nothing breaks it, in points.
pub(crate) fn unbroken(faces: &Faces, style: Style, text: &str) -> f32 {
    let shown = faces.shown(text);
    shown.split('\n').map(|line| width(faces, style, line.trim())).fold(0.0, f32::max)
}
