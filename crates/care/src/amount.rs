//! How much someone wrote: "2 x 500 mg", "two tablets", "10 ml of 120 mg/5 ml", "a couple".
//!
//! Pieces become items (a mass, a count, a volume, a joint between them), and the row of items has to be one of the few
//! shapes that have one meaning. Everything else is [`Amount::Unclear`], with the highest reading that it bears: whoever
//! counts it says that it was not understood. A word that is not known makes an amount unclear, never smaller.

use crate::pieces::{Number, Piece};

/// How much, as far as it was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Amount {
    /// Nothing is said.
    #[default]
    Nothing,
    /// Milligrams, all together or of the only one.
    Mass(f64),
    /// Milligrams of each, and how many if that is said.
    Each(f64, Option<f64>),
    /// How many, with a word such as "tablets" or an "x".
    Count(f64, Option<Shape>),
    /// A number and no more.
    Bare(f64),
    /// A count beside milligrams: of each or in all is open.
    Beside(f64, f64, Option<Shape>),
    /// Millilitres.
    Volume(f64),
    /// Milligrams in so many millilitres.
    Rate(f64, f64),
    /// Millilitres of something with milligrams in so many millilitres.
    VolumeOf(f64, (f64, f64)),
    /// Strengths with strokes between them, and how many if that is said: "5/325 x 2".
    List(Vec<f64>, Option<f64>),
    /// Not understood. The highest milligrams and the highest count that it names.
    Unclear(Option<f64>, Option<f64>),
}

/// What one unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A tablet, a capsule and the like.
    Solid,
    /// A sachet or another powder in a paper.
    Powder,
    /// A suppository.
    Suppository,
    /// A patch or a plaster.
    Patch,
    /// A layer, or a use of a gel.
    Layer,
    /// Something that is no measure: drops, puffs, cups.
    Other,
}

/// What else the words say of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// It goes on the skin.
    pub(crate) skin: bool,
    /// What one unit is, where a word names it without a number.
    pub(crate) shape: Option<Shape>,
    /// It is poured.
    pub(crate) poured: bool,
    /// It lets go of its contents over many hours.
    pub(crate) slow: bool,
}

impl Form {
    /// What two places say together.
    pub(crate) fn and(self, other: Form) -> Form {
        Form {
            skin: self.skin || other.skin,
            shape: self.shape.or(other.shape),
            poured: self.poured || other.poured,
            slow: self.slow || other.slow,
        }
    }
}

/// An amount with everything that was found around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) amount: Amount,
    pub(crate) form: Form,
    /// What was not understood.
    pub(crate) left: Vec<String>,
    /// Two numbers with a dash between them and nothing else: a range, or two strengths.
    pub(crate) range: Option<[f64; 2]>,
    /// Whether there are strokes between numbers that are no rate: "10/325".
    pub(crate) strokes: bool,
    /// Whether it is said to be of each.
    pub(crate) each: bool,
}

/// A grain, in milligrams.
const GRAIN: f64 = 65.0;

/// Milligrams from here on are no dose of anything that can be bought: a slip, or the wrong one of two readings.
pub(crate) const MOST_BELIEVED_MG: f64 = 20_000.0;

#[derive(Clone, Debug, PartialEq)]
enum Item {
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

/// A number by itself, if it can be read in one way only: "1,500" is fifteen hundred, "0,5" a half. "1.500" may be either,
/// so it is none.
///
/// ```
/// use supple_care::number;
/// assert_eq!((number("1,500"), number("0,5"), number("1 000")), (Some(1500.0), Some(0.5), Some(1000.0)));
/// assert_eq!((number("1.500"), number("-5"), number("some")), (None, None, None));
/// ```
pub fn number(text: &str) -> Option<f64> {
    match crate::pieces::cut(text).as_slice() {
        [Piece::Number(number)] => number.certain().or(number.comma.then_some(number.high)),
        _ => None,
    }
}

/// Milligrams, if a text says them in a way that can be read in one way only. A number alone is milligrams.
///
/// ```
/// use supple_care::milligrams;
/// assert_eq!((milligrams("1,500 mg"), milligrams("0,5 g"), milligrams("400")), (Some(1500.0), Some(500.0), Some(400.0)));
/// assert_eq!((milligrams("1.500"), milligrams("2-3"), milligrams("")), (None, None, None));
/// ```
pub fn milligrams(text: &str) -> Option<f64> {
    match read(&crate::pieces::cut(text)).strictly() {
        Amount::Mass(mg) | Amount::Bare(mg) => Some(mg),
        _ => None,
    }
}

/// How many, if a text says it in a way that can be read in one way only.
///
/// ```
/// use supple_care::how_many;
/// assert_eq!((how_many("two tablets"), how_many("1½"), how_many("2")), (Some(2.0), Some(1.5), Some(2.0)));
/// assert_eq!((how_many("2-3"), how_many("a few"), how_many("0")), (None, None, None));
/// ```
pub fn how_many(text: &str) -> Option<f64> {
    match read(&crate::pieces::cut(text)).strictly() {
        Amount::Count(count, _) | Amount::Bare(count) => Some(count),
        _ => None,
    }
}

/// Reads how much pieces say.
pub(crate) fn read(pieces: &[Piece]) -> Said {
    let mut reader = Reader { pieces, at: 0, items: Vec::new(), said: Said::default() };
    reader.items();
    let Reader { items, mut said, .. } = reader;
    said.amount = shape(&items);
    let rate = matches!(said.amount, Amount::Rate(..) | Amount::VolumeOf(..));
    said.strokes = !rate && items.contains(&Item::Stroke);
    said.each = items.contains(&Item::Each);
    if let [from, Item::Range, to] = items.as_slice() {
        let value = |item: &Item| match item {
            Item::Bare(number) => number.certain(),
            Item::Mass(mg, true) => Some(*mg),
            _ => None,
        };
        said.range = value(from).zip(value(to)).map(|(from, to)| [from, to]);
    }
    said
}

impl Said {
    /// The amount, which is unclear if anything was not understood.
    pub(crate) fn strictly(&self) -> Amount {
        if self.left.is_empty() { self.amount.clone() } else { unclear(&self.amount) }
    }
}

fn unclear(amount: &Amount) -> Amount {
    match amount {
        Amount::Mass(mg) => Amount::Unclear(Some(*mg), None),
        Amount::Each(mg, count) => Amount::Unclear(Some(*mg), *count),
        Amount::Count(count, _) => Amount::Unclear(None, Some(*count)),
        Amount::Bare(number) if *number >= LEAST_STRENGTH => Amount::Unclear(Some(*number), None),
        Amount::Bare(number) => Amount::Unclear(None, Some(*number)),
        Amount::Beside(count, mg, _) => Amount::Unclear(Some(*mg), Some(*count)),
        Amount::List(all, count) => Amount::Unclear(all.iter().copied().reduce(f64::max), *count),
        Amount::VolumeOf(ml, (mg, per)) => Amount::Unclear(Some(ml * mg / per), None),
        Amount::Nothing | Amount::Volume(_) | Amount::Rate(..) => Amount::Unclear(None, None),
        Amount::Unclear(mg, count) => Amount::Unclear(*mg, *count),
    }
}

/// A bare number from here on is milligrams, as in "Ibuprofen 400"; below it is how many.
pub(crate) const LEAST_STRENGTH: f64 = 50.0;

struct Reader<'p> {
    pieces: &'p [Piece],
    at: usize,
    items: Vec<Item>,
    said: Said,
}

impl Reader<'_> {
    fn items(&mut self) {
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
            None if number.high * mg_in_one <= MOST_BELIEVED_MG => (number.high, false),
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

fn fraction_sign(sign: char) -> Option<f64> {
    Some(match sign {
        '¼' => 0.25,
        '½' => 0.5,
        '¾' => 0.75,
        _ => return None,
    })
}

fn number_word(word: &str) -> Option<f64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let place = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(place).ok().map(f64::from)
}

/// What one unit is called.
pub(crate) fn shape_of(word: &str) -> Option<Shape> {
    Some(match word {
        "tablet" | "tablets" | "tab" | "tabs" | "tabletten" | "tablette" | "comprimes" | "pill" | "pills"
        | "caplet" | "caplets" | "cap" | "caps" | "capsule" | "capsules" | "liquicap" | "liquicaps" | "gelcap"
        | "gelcaps" | "geltab" | "geltabs" | "softgel" | "softgels" | "liquigel" | "liquigels" | "lozenge"
        | "lozenges" | "meltlet" | "meltlets" | "gels" => Shape::Solid,
        "sachet" | "sachets" | "packet" | "packets" | "powder" | "powders" | "pod" | "pods" => Shape::Powder,
        "suppository" | "suppositories" => Shape::Suppository,
        "patch" | "patches" | "plaster" | "plasters" => Shape::Patch,
        "layer" | "layers" | "application" | "applications" | "rub" | "rubs" => Shape::Layer,
        "drop" | "drops" | "puff" | "puffs" | "cup" | "cups" | "shot" | "shots" | "spray" | "sprays" | "dose"
        | "doses" | "injection" => Shape::Other,
        _ => return None,
    })
}

fn is_skin(word: &str) -> bool {
    matches!(word, "gel" | "cream" | "mousse" | "ointment" | "emulgel" | "plaster" | "topical")
}

fn is_poured(word: &str) -> bool {
    matches!(word, "liquid" | "liqui" | "suspension" | "syrup" | "solution")
}

fn is_slow(word: &str) -> bool {
    matches!(
        word,
        "er" | "sr"
            | "xr"
            | "xl"
            | "mr"
            | "cr"
            | "retard"
            | "slow"
            | "extended"
            | "prolonged"
            | "sustained"
            | "modified"
    )
}

/// Words for a form.
fn is_form(word: &str) -> bool {
    is_skin(word)
        || is_poured(word)
        || is_slow(word)
        || matches!(
            word,
            "soluble"
                | "effervescent"
                | "dispersible"
                | "chewable"
                | "coated"
                | "film"
                | "enteric"
                | "gastro"
                | "resistant"
                | "ec"
                | "release"
                | "oral"
                | "medicated"
                | "medicine"
                | "rectal"
        )
}

/// What a row of items means: one of few shapes, or unclear.
fn shape(items: &[Item]) -> Amount {
    use Item::{Bare, Count, Each, Equals, Mass, Of, Plus, Shape, Spoon, Stroke, Times, Total, Twice, Volume};
    let one = |number: &Number| number.certain().or(number.comma.then_some(number.high)).filter(|value| *value > 0.0);
    let found = match items {
        [] | [Shape] | [Shape, Shape] => Some(Amount::Nothing),
        [Mass(mg, true)] | [Mass(mg, true), Total] | [Total, Mass(mg, true)] => Some(Amount::Mass(*mg)),
        [Mass(mg, true), Shape | Each] | [Shape, Mass(mg, true)] => Some(Amount::Each(*mg, None)),
        [Mass(mg, true), Times, Bare(n) | Count(n, _)]
        | [Bare(n) | Count(n, _), Times | Of, Mass(mg, true)]
        | [Bare(n) | Count(n, _), Times | Of, Mass(mg, true), Shape | Each]
        | [Count(n, _), Mass(mg, true), Each]
        | [Bare(n), Mass(mg, true), Shape | Each]
        | [Mass(mg, true), Shape, Times, Bare(n)] => one(n).map(|n| Amount::Each(*mg, Some(n))),
        [Count(n, shape), Mass(mg, true)]
        | [Count(n, shape), Equals, Mass(mg, true)]
        | [Mass(mg, true), Count(n, shape)] => one(n).map(|n| Amount::Beside(n, *mg, Some(*shape))),
        [Count(n, shape)] | [Times, Count(n, shape)] => one(n).map(|n| Amount::Count(n, Some(*shape))),
        [Times, Bare(n)] | [Bare(n), Times] | [Bare(n), Times, Shape] => one(n).map(|n| Amount::Count(n, None)),
        [Count(n, shape), Of] => one(n).map(|n| Amount::Count(n, Some(*shape))),
        [Bare(n)] | [Bare(n), Of] | [Bare(n), Of, Each] => one(n).map(Amount::Bare),
        [Twice] => Some(Amount::Count(2.0, None)),
        [Volume(ml)] => Some(Amount::Volume(*ml)),
        [Spoon(spoon), Volume(ml)] if (spoon - ml).abs() < 0.1 => Some(Amount::Volume(*ml)),
        [Mass(mg, true), Stroke, Volume(ml)] => Some(Amount::Rate(*mg, *ml)),
        [Volume(ml), Of, Mass(mg, true), Stroke, Volume(per)]
        | [Volume(ml), Mass(mg, true), Stroke, Volume(per)]
        | [Mass(mg, true), Stroke, Volume(per), Volume(ml)] => Some(Amount::VolumeOf(*ml, (*mg, *per))),
        [Mass(first, true), more @ ..] if more.len() >= 2 => {
            let added = |pair: &[Item]| if let [Plus, Mass(mg, true)] = pair { Some(*mg) } else { None };
            let more: Option<Vec<f64>> = more.chunks(2).map(added).collect();
            more.map(|more| Amount::Mass(first + more.iter().sum::<f64>()))
        }
        _ => None,
    };
    found.or_else(|| listed(items)).unwrap_or_else(|| highest(items))
}

/// "5/325", "8mg/500mg", "30/500 x 2", "two 8/500 tablets".
fn listed(items: &[Item]) -> Option<Amount> {
    use Item::{Bare, Count, Of, Shape, Times};
    let items = items.strip_suffix(&[Shape]).unwrap_or(items);
    if let Some(all) = list(items) {
        return Some(Amount::List(all, None));
    }
    let (count, rest) = match items {
        [rest @ .., Times, Bare(n) | Count(n, _)] | [Bare(n) | Count(n, _), Times | Of, rest @ ..] => {
            (n.certain()?, rest)
        }
        [rest @ .., Count(n, _)] if n.high < LEAST_STRENGTH => (n.certain()?, rest),
        [Bare(n), rest @ ..] => (n.certain().filter(|n| *n <= MOST_BESIDE)?, rest),
        _ => return None,
    };
    (count > 0.0).then(|| list(rest))?.map(|all| Amount::List(all, Some(count)))
}

/// Up to here a number beside a stroke may still be how many there were.
const MOST_BESIDE: f64 = 8.0;

/// Strengths with strokes between them, and nothing else.
fn list(items: &[Item]) -> Option<Vec<f64>> {
    let mut all = Vec::new();
    for (place, item) in items.iter().enumerate() {
        match item {
            Item::Bare(number) if place % 2 == 0 => all.push(number.certain()?),
            Item::Mass(mg, true) if place % 2 == 0 => all.push(*mg),
            // "8/500 tablets" are no 500 tablets.
            Item::Count(number, _) if place % 2 == 0 && place > 0 && number.high >= LEAST_STRENGTH => {
                all.push(number.certain()?);
            }
            Item::Stroke if place % 2 == 1 => {}
            _ => return None,
        }
    }
    (all.len() > 1 && items.len() % 2 == 1).then_some(all)
}

/// The highest that a row of items can mean, for what has no one meaning.
fn highest(items: &[Item]) -> Amount {
    let most = |known: Option<f64>, new: f64| Some(known.map_or(new, |known: f64| known.max(new)));
    let (mut mg, mut counts) = (None, Vec::new());
    let mut number = |value: f64, mg: &mut Option<f64>| {
        if value >= LEAST_STRENGTH {
            *mg = most(*mg, value)
        } else if value > 0.0 {
            counts.push(value)
        }
    };
    for (place, item) in items.iter().enumerate() {
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
        let of_list = beside.filter_map(|place| items.get(place)).any(|item| *item == Item::Stroke);
        match item {
            Item::Mass(value, _) => mg = most(mg, *value),
            // A strength of a list is no count: "30/500".
            Item::Bare(n) if of_list && n.high > MOST_BESIDE => mg = most(mg, n.high),
            Item::Count(n, _) | Item::Bare(n) => number(n.high, &mut mg),
            Item::Fraction(_, high) => number(*high, &mut mg),
            Item::Twice => number(2.0, &mut mg),
            _ => {}
        }
    }
    if items.contains(&Item::Plus) {
        // A sum without units.
        let parts = items.iter().map(|item| match item {
            Item::Bare(n) if n.high >= LEAST_STRENGTH => n.high,
            Item::Mass(value, _) => *value,
            _ => 0.0,
        });
        mg = Some(parts.sum::<f64>()).filter(|sum| *sum > 0.0).or(mg);
    }
    let count = if counts.is_empty() {
        None
    } else if items.contains(&Item::Times) {
        Some(counts.iter().product())
    } else if items.contains(&Item::Range) {
        counts.iter().copied().reduce(f64::max)
    } else {
        Some(counts.iter().sum())
    };
    let finite = |value: Option<f64>| value.filter(|value: &f64| value.is_finite());
    Amount::Unclear(finite(mg), finite(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::cut;

    fn amount(text: &str) -> Amount {
        read(&cut(text)).strictly()
    }

    #[test]
    fn what_has_one_meaning_is_read() {
        for (text, expected) in [
            ("", Amount::Nothing),
            ("1,500 mg", Amount::Mass(1500.0)),
            ("0,5 g", Amount::Mass(500.0)),
            ("half a gram", Amount::Mass(500.0)),
            ("five hundred mg", Amount::Mass(500.0)),
            ("500 ㎎", Amount::Mass(500.0)),
            ("5 grains", Amount::Mass(325.0)),
            ("500mg + 500mg", Amount::Mass(1000.0)),
            ("1000 mg total", Amount::Mass(1000.0)),
            ("500mg x2", Amount::Each(500.0, Some(2.0))),
            ("2 x 500 mg", Amount::Each(500.0, Some(2.0))),
            ("650mg er x2", Amount::Each(650.0, Some(2.0))),
            ("two 500mg tablets", Amount::Each(500.0, Some(2.0))),
            ("2 tabs (500mg each)", Amount::Each(500.0, Some(2.0))),
            ("two tablets", Amount::Count(2.0, Some(Shape::Solid))),
            ("2 soluble tablets", Amount::Count(2.0, Some(Shape::Solid))),
            ("1½ tablets", Amount::Count(1.5, Some(Shape::Solid))),
            ("1 1/2 tablets", Amount::Count(1.5, Some(Shape::Solid))),
            ("1/2 tablet", Amount::Count(0.5, Some(Shape::Solid))),
            ("one and a half tablets", Amount::Count(1.5, Some(Shape::Solid))),
            ("a pair", Amount::Count(2.0, Some(Shape::Solid))),
            ("½", Amount::Bare(0.5)),
            ("2", Amount::Bare(2.0)),
            ("2x", Amount::Count(2.0, None)),
            ("10 ml of 120mg/5ml", Amount::VolumeOf(10.0, (120.0, 5.0))),
            ("1 tsp (5 ml)", Amount::Volume(5.0)),
            ("5/325", Amount::List(vec![5.0, 325.0], None)),
            ("30/500 x2", Amount::List(vec![30.0, 500.0], Some(2.0))),
            ("2 x 8mg/500mg", Amount::List(vec![8.0, 500.0], Some(2.0))),
            ("two 8/500 tablets", Amount::List(vec![8.0, 500.0], Some(2.0))),
            ("30/500 2 tablets", Amount::List(vec![30.0, 500.0], Some(2.0))),
        ] {
            assert_eq!(amount(text), expected, "{text}");
        }
    }

    #[test]
    fn what_has_no_one_meaning_is_unclear_and_keeps_its_highest_reading() {
        for (text, mg, count) in [
            ("2-3 tablets", None, Some(3.0)),
            ("2 or 3", None, Some(3.0)),
            ("1/2 tabs", None, Some(2.0)),
            ("a couple", None, Some(2.0)),
            ("about 2", None, Some(2.0)),
            ("2 x 3", None, Some(6.0)),
            ("2x500", Some(500.0), Some(2.0)),
            ("400 + 400", Some(800.0), None),
            ("1.500 mg", Some(1500.0), None),
            ("1,000 g", Some(1000.0), None),
            ("1000mg twice", Some(1000.0), Some(2.0)),
            ("-500 mg", Some(500.0), None),
            ("0", None, None),
            ("5OO mg", None, Some(5.0)),
            ("a handful", None, None),
            ("2?", None, Some(2.0)),
            ("2+", None, Some(2.0)),
            ("٥٠٠ mg", None, None),
        ] {
            assert_eq!(amount(text), Amount::Unclear(mg, count), "{text}");
        }
    }
}
