//! Where things stand, and in which order they are read.

use crate::sheets::{print, realistic, weeks, with_annex};
use crate::tools::File;
use supple_paper::{PaperError, SIZES, pdf};
use supple_report::sheet::{Annex, Block, Sheet};

fn sheet(first: Vec<Block>) -> Sheet {
    Sheet { title: "A sheet".to_owned(), language: "en".to_owned(), first, annexes: Vec::new() }
}

/// Fails unless each is found after the one before.
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let place = rest.find(word).unwrap_or_else(|| panic!("{word} is not next in:\n{text}"));
        rest = rest.get(place + word.len()..).unwrap();
    }
}

#[test]
fn a_sheet_is_read_in_its_order_though_it_stands_in_two_columns() {
    let printed = pdf(&print(realistic())).unwrap();
    assert_eq!(printed.pages, 1);
    let text = File::of(&printed.bytes).text();
    in_order(
        &text,
        &[
            "Back spasm record",
            "36 spasms in 25 weeks",
            "Pattern",
            "Each lasts",
            "half under 4 min",
            "Worst moments",
            "My neighbour",
            "What it takes from me",
            "Tried, and what followed",
            "Moist heat",
            "14",
            "−2.1",
            "Goes with spasms",
            "I want to ask",
            "What if I cannot get up?",
            "How it was written",
            "Page 1 of 1",
        ],
    );
}

#[test]
fn the_structure_has_headings_lists_tables_and_pictures_with_words() {
    let structure = File::of(&pdf(&print(with_annex(3))).unwrap().bytes).structure();
    in_order(
        &structure,
        &[
            "H1",
            "Back spasm record",
            "P (block)",
            "H2",
            "Pattern",
            "Figure",
            "L (block)",
            "LI",
            "Lbl",
            "Each lasts",
            "LBody",
            "half under",
            "BlockQuote",
            "Table",
            "Caption",
            "THead",
            "TR",
            "TH",
            "What",
            "TBody",
            "TH",
            "Moist heat",
            "TD",
            "14",
            "H2",
            "All entries",
            "H3",
            "Entries",
            "Table",
        ],
    );
    assert!(!structure.contains("Page 1 of"), "the foot is not read aloud");
}

#[test]
fn a_table_has_its_head_on_each_page_and_in_the_structure_once() {
    let printed = pdf(&print(with_annex(200))).unwrap();
    assert!(printed.pages > 3);
    let file = File::of(&printed.bytes);
    for page in 2..=printed.pages {
        in_order(
            &file.text_of(page),
            &["When", "What", "Pain", "Details", &format!("Page {page} of {}", printed.pages)],
        );
    }
    assert_eq!(file.structure().matches("\"Details\"").count(), 1);
}

#[test]
fn each_annex_begins_on_a_page_of_its_own_and_is_in_the_outline() {
    let annex = |title: &str| Annex { title: title.to_owned(), blocks: vec![Block::Words(format!("Of {title}."))] };
    let printed = pdf(&print(Sheet { annexes: vec![annex("One"), annex("Two")], ..realistic() })).unwrap();
    assert_eq!(printed.pages, 3);
    let file = File::of(&printed.bytes);
    in_order(&file.text_of(2), &["One", "Of One.", "Page 2 of 3"]);
    in_order(&file.text_of(3), &["Two", "Of Two.", "Page 3 of 3"]);
    let outline = file.qpdf(&["--json", "--json-key=outlines"]);
    in_order(&outline, &["\"One\"", "\"Two\""]);
}

#[test]
fn the_first_page_takes_the_largest_letters_with_which_it_is_one_page_and_then_goes_on_over_more() {
    let mut last = 11.0;
    let mut seen = Vec::new();
    for count in 1..200 {
        let words: Vec<String> = (0..count).map(|at| format!("Words {at} of a page. ").repeat(4)).collect();
        let printed = pdf(&print(sheet(words.iter().cloned().map(Block::Words).collect()))).unwrap();
        assert!(printed.size <= last);
        last = printed.size;
        if printed.pages > 1 {
            assert_eq!((seen.as_slice(), printed.size), (SIZES.as_slice(), SIZES[SIZES.len() - 1]));
            let file = File::of(&printed.bytes);
            let begins: Vec<String> = (0..count).map(|at| format!("Words {at} of")).collect();
            in_order(&file.text(), &begins.iter().map(String::as_str).collect::<Vec<_>>());
            file.check();
            return;
        }
        if !seen.contains(&printed.size) {
            seen.push(printed.size);
        }
    }
    panic!("200 paragraphs are one page");
}

#[test]
fn a_sheet_without_a_title_is_refused() {
    assert_eq!(pdf(&print(Sheet { title: " ".to_owned(), ..realistic() })), Err(PaperError::NoTitle));
}

#[test]
fn a_picture_with_nothing_to_see_is_told_in_words() {
    let mut scene = weeks();
    scene.area = supple_drawing::Area::window(0.0, 0.0, 0.0, 0.0);
    let file = File::of(&pdf(&print(sheet(vec![Block::Picture(Box::new(scene))]))).unwrap().bytes);
    assert!(file.text().contains("Spasms a week from 1 June"));
}
