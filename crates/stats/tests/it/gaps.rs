//! The exact test on gaps: held to R, to the enumeration of all orders, and to its level.

use crate::common::{close, expected, numbers};
use proptest::prelude::*;
use serde_json::json;
use supple_stats::rates::{GapLength, GapOrder, MOST_GAPS, gap_order};
use supple_stats::{RowError, StatsError};

fn order(gaps: &[f64]) -> GapOrder {
    let gaps: Vec<GapLength> = gaps.iter().copied().map(GapLength::exact).collect();
    gap_order(&gaps).unwrap()
}

#[test]
fn without_ties_it_is_the_exact_kendall_test_of_r() {
    for case in expected("gap_order")["cases"].as_array().unwrap() {
        let found = order(&numbers(&case["gaps"]));
        assert_eq!(found.longer, usize::try_from(case["concordant"].as_u64().unwrap()).unwrap());
        assert_eq!(found.pairs, found.n * (found.n - 1) / 2);
        // R adds counts of orders up in another order.
        close("p_shorter", &json!(found.p_shorter), &case["p_shorter"], 1e-12);
        close("p_longer", &json!(found.p_longer), &case["p_longer"], 1e-12);
    }
}

/// Each order of these gaps, by Heap's algorithm.
fn all_orders(gaps: &mut Vec<f64>, many: usize, each: &mut impl FnMut(&[f64])) {
    if many <= 1 {
        return each(gaps);
    }
    for place in 0..many {
        all_orders(gaps, many - 1, each);
        let other = if many.is_multiple_of(2) { place } else { 0 };
        gaps.swap(other, many - 1);
    }
}

/// How many pairs have the later gap shorter, and longer.
fn pairs(gaps: &[f64]) -> (usize, usize) {
    let pairs = || (0..gaps.len()).flat_map(|one| (one + 1..gaps.len()).map(move |two| (gaps[one], gaps[two])));
    (pairs().filter(|(one, two)| two < one).count(), pairs().filter(|(one, two)| two > one).count())
}

/// The same chances by trying all orders.
fn by_enumeration(gaps: &[f64]) -> (f64, f64) {
    let (shorter, longer) = pairs(gaps);
    let (mut all, mut as_short, mut as_long) = (0_u32, 0_u32, 0_u32);
    all_orders(&mut gaps.to_vec(), gaps.len(), &mut |other| {
        let other = pairs(other);
        all += 1;
        as_short += u32::from(other.0 >= shorter);
        as_long += u32::from(other.1 >= longer);
    });
    (f64::from(as_short) / f64::from(all), f64::from(as_long) / f64::from(all))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn its_chances_are_those_of_trying_all_orders(
        // A few whole numbers have many ties, real ones have none.
        gaps in prop_oneof![
            prop::collection::vec((0_u8..4).prop_map(f64::from), 1..=7),
            prop::collection::vec((0_u8..9).prop_map(f64::from), 1..=7),
            prop::collection::vec(0.0..1e6, 1..=7),
        ],
    ) {
        let found = order(&gaps);
        let (p_shorter, p_longer) = by_enumeration(&gaps);
        prop_assert!((found.p_shorter - p_shorter).abs() < 1e-12, "{found:?}, {p_shorter}");
        prop_assert!((found.p_longer - p_longer).abs() < 1e-12, "{found:?}, {p_longer}");
    }

    #[test]
    fn no_order_of_the_same_gaps_has_a_smaller_chance_than_what_can_be_reached(
        gaps in prop::collection::vec((0_u8..5).prop_map(f64::from), 1..=20),
    ) {
        let found = order(&gaps);
        prop_assert!(found.p_reachable <= found.p_shorter.min(found.p_longer) + 1e-12);
        let mut falling = gaps;
        falling.sort_by(|one, two| two.total_cmp(one));
        prop_assert!((order(&falling).p_shorter - found.p_reachable).abs() < 1e-12);
    }

    #[test]
    fn backwards_shorter_is_longer(gaps in prop::collection::vec(0.0..50.0, 1..=30)) {
        let found = order(&gaps);
        let backwards = order(&gaps.iter().rev().copied().collect::<Vec<_>>());
        prop_assert_eq!((found.shorter, found.longer), (backwards.longer, backwards.shorter));
        prop_assert_eq!((found.p_shorter, found.p_longer), (backwards.p_longer, backwards.p_shorter));
    }

    #[test]
    fn what_is_known_less_exactly_never_looks_clearer(
        gaps in prop::collection::vec((0.0..20.0, 0.0..4.0, 0.0..4.0), 1..=15),
    ) {
        let exact: Vec<f64> = gaps.iter().map(|(gap, _, _)| *gap).collect();
        let vague: Vec<GapLength> =
            gaps.iter().map(|(gap, less, more)| GapLength { least: (gap - less).max(0.0), most: gap + more }).collect();
        let (exact, vague) = (order(&exact), gap_order(&vague).unwrap());
        prop_assert!(vague.p_shorter >= exact.p_shorter - 1e-12);
        prop_assert!(vague.p_longer >= exact.p_longer - 1e-12);
        prop_assert!(vague.pairs <= exact.pairs);
    }

    #[test]
    fn an_open_gap_looks_the_less_like_a_shorter_one_the_longer_it_gets(
        gaps in prop::collection::vec((0_u8..12).prop_map(f64::from), 1..=12), open in 0_u8..14,
    ) {
        let with = |open: f64| order(&gaps.iter().copied().chain([open]).collect::<Vec<_>>()).p_shorter;
        let open = f64::from(open);
        prop_assert!(with(open) <= with(open + 0.5) + 1e-12);
        prop_assert!(with(open + 0.5) <= with(open + 1.0) + 1e-12);
    }
}

#[test]
fn five_gaps_are_the_fewest_that_can_show_anything_at_one_in_forty() {
    for (n, reachable) in [(1, 1.0), (2, 0.5), (3, 1.0 / 6.0), (4, 1.0 / 24.0), (5, 1.0 / 120.0), (6, 1.0 / 720.0)] {
        let falling: Vec<f64> = (0..n).rev().map(f64::from).collect();
        assert!((order(&falling).p_reachable - reachable).abs() < 1e-15, "{n}");
    }
}

#[test]
fn gaps_that_are_all_alike_show_nothing() {
    let found = order(&[3.0; 40]);
    assert_eq!((found.pairs, found.p_shorter, found.p_longer, found.p_reachable), (0, 1.0, 1.0, 1.0));
}

#[test]
fn small_chances_keep_their_digits() {
    // Of 20! orders one falls all the way.
    let falling: Vec<f64> = (0..20).rev().map(f64::from).collect();
    let one_in: f64 = (1..=20).map(f64::from).product();
    assert!((order(&falling).p_shorter * one_in - 1.0).abs() < 1e-12);
    let many: Vec<f64> = (0..MOST_GAPS as u32).map(f64::from).collect();
    assert!((order(&many).p_shorter - 1.0).abs() < 1e-12);
}

/// Numbers between 0 and 1 that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[test]
fn gaps_in_no_order_are_called_shorter_no_more_often_than_the_level() {
    const PEOPLE: u32 = 20_000;
    let mut dice = Dice(7);
    // Exponential gaps, gaps in whole days, and gaps of which a few are very long.
    let kinds: [fn(f64) -> f64; 3] =
        [|u| -(1.0 - u).ln(), |u| (1.0 + 3.0 * -(1.0 - u).ln()).floor(), |u| (1.0 - u).powi(-2)];
    for (kind, gap) in kinds.iter().enumerate() {
        for n in [5, 8, 20] {
            let mut called = 0;
            for _ in 0..PEOPLE {
                let gaps: Vec<f64> = (0..n).map(|_| gap(dice.roll())).collect();
                called += u32::from(order(&gaps).p_shorter <= 0.025);
            }
            // Four Monte Carlo errors above the level.
            let share = f64::from(called) / f64::from(PEOPLE);
            assert!(
                share <= 0.025 + 4.0 * (0.025 * 0.975 / f64::from(PEOPLE)).sqrt(),
                "kind {kind}, {n} gaps: {share}"
            );
            assert!(n < 20 || share > 0.018, "it is not idle: kind {kind}, {share}");
        }
    }
}

#[test]
fn what_is_no_gap_is_refused() {
    let one = |least: f64, most: f64| gap_order(&[GapLength { least, most }]).unwrap_err();
    assert_eq!(gap_order(&[]).unwrap_err(), StatsError::NoRows);
    assert_eq!(one(-1.0, 2.0), StatsError::Row { row: 0, error: RowError::Negative { column: "gap" } });
    assert!(matches!(one(f64::NAN, 2.0), StatsError::Row { row: 0, error: RowError::NotANumber { .. } }));
    assert!(matches!(one(0.0, f64::INFINITY), StatsError::Row { row: 0, error: RowError::NotANumber { .. } }));
    assert!(gap_order(&[GapLength { least: 3.0, most: 2.0 }]).is_err());
    let many = vec![GapLength::exact(1.0); MOST_GAPS + 1];
    assert_eq!(gap_order(&many).unwrap_err(), StatsError::TooManyGaps(MOST_GAPS + 1));
}

/// How many of these people have gaps that are called shorter at one of their looks: after each gap from the fifth on.
fn ever_called(people: u32, gaps: usize, next: &mut impl FnMut(Option<f64>) -> f64) -> f64 {
    let called = (0..people).filter(|_| {
        let mut gap = None;
        let all: Vec<f64> = (0..gaps)
            .map(|_| {
                gap = Some(next(gap));
                gap.unwrap()
            })
            .collect();
        (5..=gaps).any(|looked| order(&all[..looked]).p_shorter <= 0.025)
    });
    called.count() as f64 / f64::from(people)
}

#[test]
fn who_looks_after_each_of_twenty_gaps_is_told_of_shorter_ones_by_chance_in_about_one_of_nine() {
    let mut dice = Dice(11);
    let share = ever_called(2_000, 20, &mut |_| dice.roll());
    assert!((0.09..0.145).contains(&share), "{share}");
}

#[test]
fn gaps_that_hang_together_are_called_shorter_more_often_than_the_level() {
    // Half of each gap's rank is that of the one before: what the documents warn of.
    let mut dice = Dice(12);
    let mut called = 0;
    for _ in 0..2_000 {
        let mut gap = dice.roll();
        let gaps: Vec<f64> = (0..20)
            .map(|_| {
                gap = 0.5 * gap + 0.5 * dice.roll();
                gap
            })
            .collect();
        called += u32::from(order(&gaps).p_shorter <= 0.025);
    }
    let share = f64::from(called) / 2_000.0;
    assert!((0.06..0.16).contains(&share), "{share}");
}
