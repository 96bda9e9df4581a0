//! What is read from amounts as people write them.

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
