//! Pieces become items: a mass, a count, a volume, a joint between them.

use super::words::{fraction_sign, is_form, is_poured, is_skin, is_slow, number_word, shape_of};
use super::{Said, Shape, believed};
use crate::pieces::{Number, Piece};

/// A grain, in milligrams.
const GRAIN: f64 = 65.0;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// Milligrams; `false` if they can be read in another way.
    Mass(f64, bool),
    Volume(f64),
    Spoon(f64),
    /// How many, of what, and whether the word was in the plural.
    Count(Number, Shape),
    Bare(Number),
    /// A half, a third or a quarter with a stroke, and the larger number in it: "1/2" may mean "1 or 2".
    Fraction(f64, f64),
    Shape,
    Times,
    Plus,
    Stroke,
    Range,
    Each,
    Total,
    Of,
    Equals,
    Twice,
}

pub(super) struct Reader<'p> {
    pub(super) pieces: &'p [Piece],
    pub(super) at: usize,
    pub(super) items: Vec<Item>,
    pub(super) said: Said,
}

impl Reader<'_> {
    pub(super) fn items(&mut self) {
        while let Some(piece) = self.pieces.get(self.at) {
            self.at += 1;
            match piece {
                Piece::Number(number) => self.number(number.clone()),
                Piece::Word(word) => self.word(word),
                Piece::Sign(sign) => self.sign(*sign),
            }
        }
    }

    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.at)
    }

    fn peek_word(&self, ahead: usize) -> Option<&str> {
        match self.pieces.get(self.at + ahead) {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// A number, with the unit that follows it.
    fn number(&mut self, mut number: Number) {
        if let Some(Piece::Sign(sign)) = self.peek()
            && let Some(part) = fraction_sign(*sign)
        {
            self.at += 1;
            number = Number::exactly(number.high + part);
        }
        if self.peek_word(0) == Some("and") {
            let article = usize::from(self.peek_word(1) == Some("a"));
            if self.peek_word(1 + article) == Some("half") {
                self.at += 2 + article;
                number = Number::exactly(number.high + 0.5);
            }
        }
        if let Some(fraction) = self.fraction(&number) {
            self.items.push(fraction);
            return;
        }
        // "2 soluble tablets": what lies between number and unit is a form.
        let mut ahead = 0;
        while self.peek_word(ahead).is_some_and(|word| is_form(word) && shape_of(word).is_none()) {
            ahead += 1;
        }
        if ahead > 0 && self.peek_word(ahead).and_then(shape_of).is_some() {
            self.at += ahead;
        }
        let Some(word) = self.peek_word(0).map(str::to_owned) else {
            if self.peek() == Some(&Piece::Sign('%')) {
                self.at += 1;
                self.said.form.skin = true;
            } else {
                self.items.push(Item::Bare(number));
            }
            return;
        };
        self.at += 1;
        if let Some(item) = measured(&number, &word) {
            self.items.push(item);
        } else if let Some(shape) = shape_of(&word) {
            self.said.form.shape = self.said.form.shape.or(Some(shape));
            self.said.form.skin |= matches!(shape, Shape::Patch | Shape::Layer);
            self.items.push(Item::Count(number, shape));
        } else {
            match word.as_str() {
                "ct" | "count" | "pack" | "pk" => {}
                "percent" => self.said.form.skin = true,
                "hundred" | "thousand" => {
                    let by = if word == "hundred" { 100.0 } else { 1000.0 };
                    self.number(Number::exactly(number.high * by));
                }
                // Times of day and how often say nothing of how much, and how much cannot be told for sure.
                "am" | "pm" | "h" | "hr" | "hrs" | "hour" | "hours" | "day" | "days" | "daily" | "min" | "minutes"
                | "oclock" => self.said.left.push(format!("{} {word}", Piece::Number(number).shown())),
                _ => {
                    self.at -= 1;
                    self.items.push(Item::Bare(number));
                }
            }
        }
    }

    /// "1/2", "1 1/2": a stroke between small numbers is a fraction, not a list of strengths.
    fn fraction(&mut self, number: &Number) -> Option<Item> {
        let rest = &self.pieces[self.at..];
        let (whole, top, rest) = match rest {
            [Piece::Number(top), rest @ ..] if matches!(rest, [Piece::Sign('/' | '⁄'), ..]) => {
                (number.certain()?, top.certain()?, rest)
            }
            rest => (0.0, number.certain()?, rest),
        };
        let [Piece::Sign('/' | '⁄'), Piece::Number(bottom), ..] = rest else { return None };
        let bottom = bottom.certain()?;
        if !(2.0..=4.0).contains(&bottom) || top >= bottom || top.fract() != 0.0 || top < 1.0 {
            return None;
        }
        self.at += if whole > 0.0 { 3 } else { 2 };
        let value = whole + top / bottom;
        let singular = matches!(self.peek_word(0), Some("tablet" | "tab" | "pill" | "caplet" | "capsule" | "sachet"));
        if singular || whole > 0.0 {
            if self.peek_word(0).and_then(shape_of).is_some() {
                self.at += 1;
                return Some(Item::Count(Number::exactly(value), Shape::Solid));
            }
            return Some(Item::Bare(Number::exactly(value)));
        }
        Some(Item::Fraction(value, bottom))
    }

    fn word(&mut self, word: &str) {
        if let Some(number) = number_word(word) {
            return self.number(Number::exactly(number));
        }
        let next = self.peek_word(0).map(str::to_owned);
        match word {
            "plus" if self.between_numbers() => self.items.push(Item::Plus),
            "a" | "an" => match next.as_deref() {
                Some(next) if measured(&Number::exactly(1.0), next).is_some() || shape_of(next).is_some() => {
                    self.number(Number::exactly(1.0));
                }
                _ => {}
            },
            "half" => {
                if self.peek_word(0) == Some("of") {
                    self.at += 1;
                }
                if matches!(self.peek_word(0), Some("a" | "an")) {
                    self.at += 1;
                }
                self.number(Number::exactly(0.5));
            }
            "pair" => self.items.push(Item::Count(Number::exactly(2.0), Shape::Solid)),
            "couple" | "double" => self.vague(word, 2.0),
            "few" => self.vague(word, 3.0),
            "dozen" => self.items.push(Item::Bare(Number::exactly(12.0))),
            "twice" => self.items.push(Item::Twice),
            "x" | "times" => self.items.push(Item::Times),
            "each" | "apiece" => self.items.push(Item::Each),
            "total" | "altogether" => self.items.push(Item::Total),
            "of" => self.items.push(Item::Of),
            "or" | "to" | "maybe" if self.between_numbers() => self.items.push(Item::Range),
            "per" => self.items.push(Item::Stroke),
            "the" | "and" | "with" => {}
            "ml" | "mls" if self.items.last() == Some(&Item::Stroke) => self.items.push(Item::Volume(1.0)),
            _ if shape_of(word).is_some() || is_form(word) => {
                // "Liquid gels" are swallowed.
                let is_capsule = matches!(word, "gel" | "gels") && self.said.form.poured;
                let shape = shape_of(word).or(is_capsule.then_some(Shape::Solid));
                self.said.form.poured = (self.said.form.poured && !is_capsule) || is_poured(word);
                self.said.form.slow |= is_slow(word);
                self.said.form.skin |=
                    (is_skin(word) && !is_capsule) || matches!(shape, Some(Shape::Patch | Shape::Layer));
                self.said.form.shape = self.said.form.shape.or(shape);
                if shape.is_some() {
                    self.items.push(Item::Shape);
                }
            }
            _ => self.said.left.push(word.to_owned()),
        }
    }

    /// Whether the word that was just read joins two numbers.
    fn between_numbers(&self) -> bool {
        let before = matches!(self.items.last(), Some(Item::Bare(_) | Item::Mass(..) | Item::Count(..)));
        let after = match self.peek() {
            Some(Piece::Number(_)) => true,
            Some(Piece::Word(word)) => number_word(word).is_some(),
            _ => false,
        };
        before && after
    }

    fn vague(&mut self, word: &str, count: f64) {
        self.said.left.push(word.to_owned());
        self.items.push(Item::Bare(Number::exactly(count)));
    }

    fn sign(&mut self, sign: char) {
        let before_number = matches!(self.peek(), Some(Piece::Number(_)));
        match sign {
            '×' | '*' => self.items.push(Item::Times),
            '+' if self.at < self.pieces.len() => self.items.push(Item::Plus),
            '/' | '⁄' => self.items.push(Item::Stroke),
            '=' => self.items.push(Item::Equals),
            '-' | '–' | '—' | '−' | '‐' | '‑' => match self.items.last() {
                Some(Item::Bare(_) | Item::Mass(..) | Item::Count(..)) if before_number => {
                    self.items.push(Item::Range);
                }
                // An amount below nothing.
                None if before_number => self.said.left.push("-".to_owned()),
                _ => {}
            },
            '(' | ')' | '[' | ']' | ',' | '.' | ';' | ':' | '\'' | '’' | '"' | '!' | '&' | '®' | '™' | '_' | '|' =>
                {}
            _ => match fraction_sign(sign) {
                Some(part) => self.number(Number::exactly(part)),
                None => self.said.left.push(sign.to_string()),
            },
        }
    }
}

/// A number with a unit of mass or volume.
fn measured(number: &Number, unit: &str) -> Option<Item> {
    let certain = number.certain();
    let mass = |mg_in_one: f64| {
        // A thousand with a comma is what English writes; a thousand grams of a medicine is not.
        let in_mg = mg_in_one <= 1.0;
        let (value, sure) = match certain {
            Some(value) => (value, true),
            None if number.comma && in_mg => (number.high, true),
            None if number.high * mg_in_one <= believed().most_mg => (number.high, false),
            None => (number.low, false),
        };
        Item::Mass(value * mg_in_one, sure && value.is_finite() && value > 0.0)
    };
    Some(match unit {
        "mg" | "mgs" | "milligram" | "milligrams" | "milligramm" | "milligramme" | "milligrammes" => mass(1.0),
        "g" | "gm" | "gms" | "gram" | "grams" | "gramm" | "gramme" | "grammes" => mass(1000.0),
        "mcg" | "μg" | "ug" | "microgram" | "micrograms" => mass(0.001),
        "grain" | "grains" => mass(GRAIN),
        // A gram in some countries, a grain in others.
        "gr" | "grs" => match mass(1000.0) {
            Item::Mass(mg, _) => Item::Mass(mg, false),
            item => item,
        },
        "ml" | "mls" | "millilitre" | "millilitres" | "milliliter" | "milliliters" => {
            Item::Volume(certain.filter(|value| *value > 0.0)?)
        }
        "tsp" | "tsps" | "teaspoon" | "teaspoons" | "teaspoonful" | "spoon" | "spoons" | "spoonful" | "spoonfuls" => {
            Item::Spoon(number.high * 5.0)
        }
        "tbsp" | "tablespoon" | "tablespoons" => Item::Spoon(number.high * 15.0),
        _ => return None,
    })
}
