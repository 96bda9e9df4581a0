//! The words for numbers, units of a pack and forms.

use super::Shape;

pub(super) fn fraction_sign(sign: char) -> Option<f64> {
    Some(match sign {
        '¼' => 0.25,
        '½' => 0.5,
        '¾' => 0.75,
        _ => return None,
    })
}

pub(super) fn number_word(word: &str) -> Option<f64> {
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

pub(super) fn is_skin(word: &str) -> bool {
    matches!(word, "gel" | "cream" | "mousse" | "ointment" | "emulgel" | "plaster" | "topical")
}

pub(super) fn is_poured(word: &str) -> bool {
    matches!(word, "liquid" | "liqui" | "suspension" | "syrup" | "solution")
}

pub(super) fn is_slow(word: &str) -> bool {
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
pub(super) fn is_form(word: &str) -> bool {
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
