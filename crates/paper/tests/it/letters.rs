//! Letters: those of Europe are there, and what is not there is seen not to be.

use crate::sheets::print;
use crate::tools::File;
use supple_paper::{Printed, STAND_IN, pdf};
use supple_report::sheet::{Block, Sheet};

fn said(words: &str) -> Printed {
    let first = vec![Block::Words(words.to_owned())];
    pdf(&print(Sheet { title: "Letters".to_owned(), language: "en".to_owned(), first, annexes: Vec::new() })).unwrap()
}

#[test]
fn latin_greek_and_cyrillic_are_read_back_as_they_were_written() {
    for words in [
        "Żółć, Łódź, naïve, Ångström, œuvre, İstanbul, Đặng, ſ, ß, ẞ",
        "Η πλάτη μου πονάει πολύ",
        "Спина болит, ґанок, їжак",
        "−2.1 ≤ 3 ≥ 1 ≈ ½ → 20 µg × 4 · 71 % – “so” … 37 °C €",
    ] {
        let printed = said(words);
        assert!(printed.missing.is_empty(), "{:?}", printed.missing);
        let text = File::of(&printed.bytes).text();
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn an_accent_that_stands_alone_joins_its_letter() {
    let printed = said("e\u{301}te\u{301}");
    assert!(printed.missing.is_empty());
    assert!(File::of(&printed.bytes).text().contains("été"));
}

#[test]
fn a_letter_that_no_font_has_is_named_and_has_a_stand_in() {
    let printed = said("It hurts 😖 ظهر 背 so\u{7}");
    assert_eq!(printed.missing, ['\u{7}', 'ر', 'ظ', 'ه', '背', '😖']);
    let file = File::of(&printed.bytes);
    file.check();
    let text = file.text();
    let three: String = [STAND_IN; 3].iter().collect();
    assert!(text.contains(&format!("It hurts {STAND_IN} {three} {STAND_IN} so{STAND_IN}")), "{text}");
}

#[test]
fn what_is_never_seen_is_left_out_without_a_word() {
    let printed = said("a\u{200d}b\u{fe0f}c\u{ad}d\u{202e}");
    assert!(printed.missing.is_empty());
    assert!(File::of(&printed.bytes).text().contains("abcd"));
}
