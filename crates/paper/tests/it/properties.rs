//! Whatever a sheet holds: nothing panics, and the file passes the checks or is refused for what it is.

use crate::sheets::print;
use crate::tools::File;
use proptest::collection::vec;
use proptest::prelude::*;
use supple_drawing::{Anchor, Area, Ink, Scene, Shape};
use supple_paper::{PaperError, pdf};
use supple_report::sheet::{Annex, Block, Fact, Sheet};

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zäéőшλ0-9 ,.–-]{0,90}",
        1 => "[a-z]{60,300}",
        1 => any::<String>(),
        1 => "\\PC{0,40}",
        1 => Just(String::new()),
        1 => Just("two\nlines\r\n\u{2028}and\tmore \u{feff}\u{0}\u{e000}\u{fffe}".to_owned()),
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    let number = -40.0..400.0_f64;
    (0..4, number.clone(), number.clone(), number, words(), 0..Ink::ALL.len()).prop_map(
        |(kind, x, y, size, words, ink)| {
            let ink = Ink::ALL.get(ink).copied().unwrap_or(Ink::Text);
            match kind {
                0 => Shape::bar(x, y, size, size, size / 9.0).fill(ink),
                1 => Shape::circle(x, y, size).fill(ink).opacity(0.5),
                2 => Shape::text(x, y, size, words).anchored(Anchor::End).fill(ink),
                _ => Shape::polyline([(x, y), (size, x)]).stroke(ink, size).dashed(&[size, 2.0]),
            }
        },
    )
}

fn scene() -> impl Strategy<Value = Scene> {
    (vec(shape(), 0..6), any::<bool>(), 0.0..600.0_f64, words(), words()).prop_map(
        |(shapes, strip, size, title, said)| {
            let area = if strip { Area::Strip { height: size } } else { Area::window(-5.0, 0.0, 300.0, size) };
            shapes.into_iter().fold(Scene::new(area, title, said), Scene::with)
        },
    )
}

fn block() -> impl Strategy<Value = Block> {
    let table = (words(), vec(words(), 0..9), vec(vec(words(), 0..9), 0..12));
    let fact = (words(), words()).prop_map(|(name, value)| Fact { name, value });
    prop_oneof![
        words().prop_map(Block::Lead),
        words().prop_map(Block::Heading),
        words().prop_map(Block::Words),
        words().prop_map(Block::Small),
        (words(), words()).prop_map(|(words, written)| Block::Quote { words, written }),
        vec(words(), 0..5).prop_map(Block::List),
        vec(fact, 0..5).prop_map(Block::Facts),
        table.prop_map(|(caption, head, rows)| Block::Table { caption, head, rows }),
        scene().prop_map(|scene| Block::Picture(Box::new(scene))),
    ]
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let annex = (words(), vec(block(), 0..12)).prop_map(|(title, blocks)| Annex { title, blocks });
    (words(), vec(block(), 0..7), vec(annex, 0..3)).prop_map(|(title, first, annexes)| Sheet {
        title,
        language: "en".to_owned(),
        first,
        annexes,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_sheet_holds_it_is_set_unless_it_has_no_title(sheet in sheet()) {
        match pdf(&print(sheet.clone())) {
            Ok(printed) => prop_assert!(printed.pages > sheet.annexes.len() || sheet.annexes.iter().any(|annex| annex.title.trim().is_empty())),
            Err(error) => {
                prop_assert_eq!(error, PaperError::NoTitle);
                prop_assert!(sheet.title.chars().all(|it| !it.is_alphanumeric()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_sheet_holds_its_file_passes_the_checks(sheet in sheet()) {
        let sheet = Sheet { title: format!("A {}", sheet.title), ..sheet };
        File::of(&pdf(&print(sheet)).unwrap().bytes).check();
    }
}
