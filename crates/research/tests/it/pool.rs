//! Many diaries at once: what R gives, what is worked by hand, and the same bits however the people are split.

use crate::common::{Matched, close, expected};
use proptest::prelude::*;
use serde_json::Value;
use supple_research::{Ask, LEAST_PEOPLE, Part, PartError, Person, Pool, Pooled, ResearchError, Round, Seen, combine};
use supple_stats::StatsError;
use supple_stats::clogit::{Options, Penalty, Rows, Sets, Ties, Warning};

/// The rows of a set: a word of bits each, the cases and the others.
type Set = (Vec<u64>, Vec<u64>);

fn person(sets: &[Set]) -> Person {
    let mut person = Person::default();
    sets.iter().for_each(|(cases, others)| person.add(cases, others).unwrap());
    person
}

fn pool(names: &[&str], people: &[Vec<Set>]) -> Pool {
    let mut pool = Pool::new(names).unwrap();
    people.iter().for_each(|sets| pool.add(&person(sets)).unwrap());
    pool
}

/// People with a few sets of up to 6 rows, by a small generator of numbers.
fn people(many: usize, columns: usize, seed: u64) -> Vec<Vec<Set>> {
    let mut state = seed * 2 + 1;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut row = move |often: bool| {
        (0..columns).fold(0, |row, k| row | u64::from(random(10) < 3 + u64::from(often && k == 0) * 2) << k)
    };
    let mut rows = move |many: usize, often: bool| (0..many).map(|_| row(often)).collect::<Vec<u64>>();
    (0..many)
        .map(|who| (0..1 + who % 4).map(|set| (rows(1 + set % 3, true), rows(3 + who % 3, false))).collect())
        .collect()
}

/// The same rows for the joint fit of one table.
fn table(people: &[Vec<Set>], columns: usize) -> Matched {
    let mut matched =
        Matched { names: (0..columns).map(|k| format!("x{k}")).collect(), set: vec![], case: vec![], x: vec![] };
    for (label, (cases, others)) in (0..).zip(people.iter().flatten()) {
        for (rows, is_case) in [(cases, true), (others, false)] {
            for row in rows {
                matched.set.push(label);
                matched.case.push(is_case);
                matched.x.extend((0..columns).map(|k| f64::from(u8::from(row >> k & 1 == 1))));
            }
        }
    }
    matched
}

fn names(columns: usize) -> Vec<&'static str> {
    (0..columns).map(|k| ["x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"][k]).collect()
}

/// The sets of a reference table with so many sets to a person; a number counts as "above 0".
fn of_reference(name: &str, to_a_person: usize) -> (Vec<String>, Vec<Vec<Set>>) {
    let read = Matched::read(name);
    let mut sets: std::collections::BTreeMap<u64, Set> = std::collections::BTreeMap::new();
    for (row, x) in read.x.chunks(read.names.len()).enumerate() {
        let bits = x.iter().enumerate().fold(0, |bits, (k, x)| bits | u64::from(*x > 0.0) << k);
        let set = sets.entry(read.set[row]).or_default();
        if read.case[row] { set.0.push(bits) } else { set.1.push(bits) }
    }
    let sets: Vec<Set> = sets.into_values().collect();
    (read.names, sets.chunks(to_a_person).map(<[Set]>::to_vec).collect())
}

fn list(pooled: &Pooled, value: impl Fn(&supple_research::Column) -> Option<f64>) -> Value {
    pooled.columns.iter().map(value).collect()
}

#[test]
fn coefficients_and_both_standard_errors_are_those_of_survival_with_cluster() {
    let (names, people) = of_reference("cc_200x6", 5);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ours = pool(&names, &people).fit(Penalty::None).unwrap();
    let theirs = expected("pool_cc_200x6");
    assert_eq!(theirs["people"], ours.people);
    close("coef", &list(&ours, |one| one.b), &theirs["coef"], 1e-9);
    close("se", &list(&ours, |one| one.se), &theirs["se"], 1e-9);
    close("robust", &list(&ours, |one| one.robust_se), &theirs["robust_se"], 1e-9);
    close("loglik", &Value::from(ours.loglik), &theirs["loglik"], 1e-9);
}

#[test]
fn sets_with_several_cases_are_those_of_survival() {
    let (names, people) = of_reference("diary_40x8", 2);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ours = pool(&names, &people).fit(Penalty::None).unwrap();
    let theirs = expected("pool_diary_40x8");
    close("coef", &list(&ours, |one| one.b), &theirs["coef"], 1e-9);
    close("se", &list(&ours, |one| one.se), &theirs["se"], 1e-9);
    close("loglik", &Value::from(ours.loglik), &theirs["loglik"], 1e-9);
}

/// n pairs with the case exposed and m with the control: b = ln(n/m), information nm/(n+m). When each person has k equal
/// pairs, only a k-th of them are news: the robust variance is k times the other.
#[test]
fn robust_limits_are_those_worked_by_hand() {
    let (exposed, not) = (vec![(vec![1], vec![0]); 3], vec![(vec![0], vec![1]); 3]);
    let people = [vec![exposed; 12], vec![not; 8]].concat();
    let ours = pool(&["lifting"], &people).fit(Penalty::None).unwrap();
    let one = &ours.columns[0];
    let variance = 1.0 / 36.0 + 1.0 / 24.0;
    assert!((one.b.unwrap() - 1.5_f64.ln()).abs() < 1e-12);
    assert!((one.se.unwrap() - f64::sqrt(variance)).abs() < 1e-12);
    assert!((one.robust_se.unwrap() - f64::sqrt(3.0 * variance)).abs() < 1e-12);
    // 20 people: Student's t with 19 degrees, and 20/19 times the variance.
    let reach = 2.093_024_054 * f64::sqrt(3.0 * variance * 20.0 / 19.0);
    assert!((one.upper.unwrap() - 1.5 * reach.exp()).abs() < 1e-8);
    assert!((one.lower.unwrap() - 1.5 / reach.exp()).abs() < 1e-8);
    assert_eq!((one.people, one.seen), (Some(20), Seen::CannotTell));
}

/// When everybody has the same, the robust error is 0; it must not make anybody sure.
#[test]
fn limits_never_become_narrower_than_if_all_sets_were_news() {
    let both = vec![(vec![1], vec![0]), (vec![1], vec![0]), (vec![0], vec![1])];
    let ours = pool(&["lifting"], &vec![both; 10]).fit(Penalty::None).unwrap();
    let one = &ours.columns[0];
    assert!(one.robust_se.unwrap() < 1e-9);
    let reach = 2.262_157_163 * f64::sqrt(1.0 / 20.0 + 1.0 / 10.0);
    assert!((one.upper.unwrap() - 2.0 * reach.exp()).abs() < 1e-7);
}

#[test]
fn the_robust_variance_is_that_of_the_scores_of_each_person() {
    let columns = 4;
    let people = people(40, columns, 3);
    let ours = pool(&names(columns), &people).fit(Penalty::None).unwrap();
    let b: Vec<f64> = ours.columns.iter().map(|one| one.b.unwrap()).collect();
    let mut meat = vec![vec![0.0; columns]; columns];
    for one in &people {
        let Ok(sets) = table(std::slice::from_ref(one), columns).try_sets() else { continue };
        let score = sets.evaluate(Ties::Exact, &b).unwrap().score;
        for i in 0..columns {
            for j in 0..columns {
                meat[i][j] += score[i] * score[j];
            }
        }
    }
    let whole = table(&people, columns).sets();
    let fit = whole.fit(&Options { penalty: Penalty::None, ..Options::default() }).unwrap();
    for j in 0..columns {
        let of = |a: usize| fit.cov[j][a].unwrap();
        let variance: f64 =
            (0..columns).flat_map(|a| (0..columns).map(move |b| (a, b))).map(|(a, b)| of(a) * meat[a][b] * of(b)).sum();
        assert!((ours.columns[j].robust_se.unwrap() - variance.sqrt()).abs() < 1e-12);
        assert!((b[j] - fit.coef[j].unwrap()).abs() < 1e-10);
        assert!((ours.columns[j].se.unwrap() - fit.se[j].unwrap()).abs() < 1e-10);
    }
    assert!((ours.loglik - fit.loglik).abs() < 1e-9);
}

/// Rounds over parts, each of which goes through JSON, as it does between machines.
fn in_parts(pools: &[Pool], names: &[&str], penalty: Penalty) -> Result<Pooled, ResearchError> {
    let mut ask = Ask::first(names, penalty)?;
    loop {
        let text = serde_json::to_string(&ask).unwrap();
        let parts: Vec<Part> = pools
            .iter()
            .map(|pool| {
                let part = pool.part(&serde_json::from_str(&text).unwrap())?;
                Ok(serde_json::from_str(&serde_json::to_string(&part).unwrap()).unwrap())
            })
            .collect::<Result<_, ResearchError>>()?;
        match combine(&parts)? {
            Round::Next(next) => ask = next,
            Round::Done(pooled) => return Ok(*pooled),
        }
    }
}

/// But for how many parts there were.
fn as_one(pooled: Pooled) -> String {
    serde_json::to_string(&Pooled { parts: 1, ..pooled }).unwrap()
}

#[test]
fn parts_of_different_machines_give_the_same_bits_as_all_at_once_in_any_order() {
    let (columns, penalty) = (5, Penalty::LogF(1.0));
    let people = people(120, columns, 7);
    let names = names(columns);
    let whole = as_one(pool(&names, &people).fit(penalty).unwrap());
    let (mut a, mut b) = (people.clone(), people.clone());
    a.reverse();
    assert_eq!(as_one(pool(&names, &a).fit(penalty).unwrap()), whole, "people in another order");
    b.rotate_left(31);
    for sizes in [[60, 60].as_slice(), &[20, 75, 25], &[30, 30, 30, 30]] {
        let mut from = 0;
        let pools: Vec<Pool> = sizes
            .iter()
            .map(|size| {
                from += size;
                pool(&names, &b[from - size..from])
            })
            .collect();
        let parts = in_parts(&pools, &names, penalty).unwrap();
        assert_eq!(parts.parts, sizes.len());
        assert_eq!(as_one(parts), whole, "{sizes:?}");
    }
}

#[test]
fn every_number_of_threads_gives_the_same_bits() {
    let people = people(9000, 6, 11);
    let names = names(6);
    let pool = pool(&names, &people);
    assert!(pool.sets() > 3 * 4096, "several chunks: {}", pool.sets());
    let ask = Ask::first(&names, Penalty::None).unwrap();
    let with = |threads: usize| {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        threads.install(|| (pool.part(&ask).unwrap(), pool.fit(Penalty::None).unwrap()))
    };
    let one = with(1);
    for threads in [2, 3, 8] {
        assert_eq!(with(threads), one, "{threads} threads");
    }
}

#[test]
fn fewer_than_ten_people_are_not_told_of() {
    let people = people(LEAST_PEOPLE, 3, 5);
    let ask = Ask::first(&names(3), Penalty::None).unwrap();
    assert!(pool(&names(3), &people).part(&ask).is_ok());
    let few = pool(&names(3), &people[1..]);
    assert_eq!(few.part(&ask), Err(ResearchError::TooFewPeople));
    assert_eq!(few.fit(Penalty::LogF(1.0)), Err(ResearchError::TooFewPeople));
}

/// Column 1 varies for nine people only: nothing of it leaves, and the rest is as if it had never been asked.
#[test]
fn a_column_of_fewer_than_ten_people_is_withheld() {
    let mut people = people(40, 1, 9);
    let without = pool(&["x0"], &people).fit(Penalty::LogF(1.0)).unwrap();
    let add = |people: &mut Vec<Vec<Set>>, who: usize| people[who][0].0[0] |= 2;
    (0..9).for_each(|who| add(&mut people, who));
    let names = ["x0", "x1"];
    let nine = pool(&names, &people).fit(Penalty::LogF(1.0)).unwrap();
    assert_eq!(nine.columns[0], without.columns[0]);
    let withheld = &nine.columns[1];
    assert_eq!((withheld.people, withheld.b, withheld.odds_ratio, withheld.upper), (None, None, None, None));
    assert_eq!(withheld.seen, Seen::TooFewPeople);
    let part = serde_json::to_value(pool(&names, &people).part(&Ask::first(&names, Penalty::None).unwrap()).unwrap());
    let part = part.unwrap();
    assert_eq!(part["telling"][1], Value::Null);
    let zeros = part["sums"].as_array().unwrap().iter().filter(|sum| **sum == "0").count();
    // Its score, and two places each of the two triangles.
    assert!(zeros >= 5, "{part}");

    add(&mut people, 9);
    let ten = pool(&names, &people).fit(Penalty::LogF(1.0)).unwrap();
    assert_eq!(ten.columns[1].people, Some(10));
    assert!(ten.columns[1].b.is_some());
}

/// Each column tells of many people, but a sum over both of them would be that of the nine who have both.
#[test]
fn what_fewer_than_ten_people_tell_of_two_columns_together_does_not_leave_in_a_part() {
    let alone = |bit: u64| vec![(vec![bit], vec![0, 0]), (vec![0], vec![bit, 0])];
    let both = vec![(vec![3], vec![1, 0]), (vec![1], vec![2, 0])];
    let names = ["x0", "x1", "x2"];
    let ask = Ask::first(&names, Penalty::LogF(1.0)).unwrap();
    let of = |with_both: usize| {
        let everybody = (0..15).map(|_| alone(1)).chain((0..12).map(|_| alone(2))).chain((0..11).map(|_| alone(4)));
        pool(&names, &everybody.chain((0..with_both).map(|_| both.clone())).collect::<Vec<_>>())
    };
    let part = |with_both: usize| serde_json::to_value(of(with_both).part(&ask).unwrap()).unwrap();
    for with_both in [1, 9] {
        let part = part(with_both);
        // The column of more people stays.
        assert_eq!(part["telling"], serde_json::json!([15 + with_both, null, 11]));
        // The score of x1; and of both triangles 0-1, 1-1 and 1-2.
        for place in [2, 5, 7, 8, 11, 13, 14] {
            assert_eq!(part["sums"][place], "0", "{place}");
        }
    }
    assert_eq!(part(0)["telling"], serde_json::json!([15, 12, 11]));
    assert_eq!(part(10)["telling"], serde_json::json!([25, 22, 11]));
    // In one place such sums do not leave, and the column is told of.
    let whole = of(9).fit(Penalty::LogF(1.0)).unwrap();
    assert_eq!(whole.columns.iter().map(|one| one.people).collect::<Vec<_>>(), [Some(24), Some(21), Some(11)]);
    assert!(whole.columns[1].b.is_some());
}

#[test]
fn that_two_columns_go_together_is_not_told_of_fewer_than_ten_people() {
    let pair = |cases: u64, others: u64, times: usize| vec![(vec![cases], vec![others]); times];
    let of = |with_both: usize| {
        let few = (0..10).flat_map(|_| [pair(1, 0, 1), pair(2, 0, 1)]);
        let many = (0..with_both).map(|_| [pair(3, 0, 100), pair(0, 3, 100)].concat());
        pool(&["x0", "x1"], &few.chain(many).collect::<Vec<_>>()).fit(Penalty::LogF(1.0)).unwrap()
    };
    assert_eq!(of(9).warnings, []);
    assert!(matches!(of(10).warnings.as_slice(), [Warning::Together { .. }]));
}

#[test]
fn what_separates_has_no_estimate_without_a_penalty_and_a_finite_one_with_it() {
    let mut people = people(30, 2, 21);
    for sets in &mut people {
        sets.push((vec![4], vec![0, 0]));
    }
    let pool = pool(&names(3), &people);
    let none = pool.fit(Penalty::None).unwrap();
    assert_eq!((none.columns[2].b, none.columns[2].upper), (None, None));
    assert!(none.columns[0].b.is_some());
    assert_eq!(none.warnings, [Warning::Separated { column: "x2".to_owned(), upward: true }]);
    let some = pool.fit(Penalty::LogF(1.0)).unwrap();
    assert!(some.columns[2].b.is_some_and(|b| b > 2.0 && b < 10.0), "{some:?}");
    assert_eq!(some.columns[2].seen, Seen::MoreOften);
}

#[test]
fn twins_are_named_and_cannot_be_told_apart_without_a_penalty() {
    let mut people = people(30, 1, 4);
    for row in people.iter_mut().flatten().flat_map(|(cases, others)| cases.iter_mut().chain(others)) {
        *row |= (*row & 1) << 1;
    }
    let pool = pool(&names(2), &people);
    assert!(matches!(pool.fit(Penalty::None), Err(ResearchError::Stats(StatsError::NotSettled(_)))));
    let fit = pool.fit(Penalty::LogF(1.0)).unwrap();
    assert!(matches!(fit.warnings.as_slice(), [Warning::Together { .. }]));
    assert!((fit.columns[0].b.unwrap() - fit.columns[1].b.unwrap()).abs() < 1e-12);
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let names = names(3);
    let (first, second) = (people(20, 3, 1), people(25, 3, 2));
    let ask = Ask::first(&names, Penalty::LogF(1.0)).unwrap();
    let a = pool(&names, &first).part(&ask).unwrap();
    let b = pool(&names, &second).part(&ask).unwrap();
    let Round::Next(next) = combine(&[a.clone(), b.clone()]).unwrap() else { panic!("one round is not enough") };
    assert_eq!(next.round(), 2);
    let late = pool(&names, &second).part(&next).unwrap();
    assert_eq!(combine(&[]), Err(ResearchError::NoParts));
    assert_eq!(combine(&[a.clone(), late]), Err(ResearchError::Part { place: 1, error: PartError::OtherRound }));
    assert_eq!(combine(&[b.clone(), a.clone(), b.clone()]), Err(ResearchError::SamePart { first: 0, second: 2 }));

    let spoilt = |path: &str, value: Value| -> Part {
        let mut json = serde_json::to_value(&b).unwrap();
        *json.pointer_mut(path).unwrap() = value;
        serde_json::from_value(json).unwrap()
    };
    let refused = |part: Part| combine(&[a.clone(), part]).unwrap_err();
    let broken = ResearchError::Part { place: 1, error: PartError::Broken };
    assert_eq!(refused(spoilt("/sums", serde_json::json!(["1"]))), broken);
    assert_eq!(refused(spoilt("/people", 9.into())), broken);
    assert_eq!(refused(spoilt("/telling/0", 3.into())), broken);
    assert_eq!(refused(spoilt("/telling/0", 26.into())), broken, "more than there are people");
    assert_eq!(refused(spoilt("/sets", u64::MAX.into())), broken);
    let other = ResearchError::Part { place: 1, error: PartError::OtherVersion };
    assert_eq!(refused(spoilt("/format", "x".into())), other);
    assert_eq!(refused(spoilt("/ask/model", "supple-pool-0".into())), other);
    assert_eq!(refused(spoilt("/ask/coefficients/0", "NaN".into())), other);
    assert_eq!(pool(&["a", "b", "c"], &second).part(&ask), Err(ResearchError::OtherQuestion));
    assert_eq!(Ask::first(&names, Penalty::Firth).err(), Some(StatsError::Penalty.into()));
}

/// From an absurd place the way back is found by halving the step.
#[test]
fn a_step_that_overshoots_is_halved() {
    let names = names(3);
    let people = people(30, 3, 8);
    let pool = pool(&names, &people);
    let Round::Next(next) = combine(&[pool.part(&Ask::first(&names, Penalty::LogF(1.0)).unwrap()).unwrap()]).unwrap()
    else {
        panic!("one round is not enough")
    };
    let mut json = serde_json::to_value(&next).unwrap();
    for far in ["500", "-1e12"] {
        json["coefficients"][0] = far.into();
        let mut ask: Ask = serde_json::from_value(json.clone()).unwrap();
        let found = loop {
            match combine(&[pool.part(&ask).unwrap()]).unwrap() {
                Round::Next(next) => ask = next,
                Round::Done(found) => break found,
            }
        };
        let direct = pool.fit(Penalty::LogF(1.0)).unwrap();
        assert!(found.rounds > direct.rounds);
        for (found, direct) in found.columns.iter().zip(&direct.columns) {
            assert!((found.b.unwrap() - direct.b.unwrap()).abs() < 1e-9, "{far}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// On any people the sums at any coefficients are those of the likelihood of one table.
    #[test]
    fn the_sums_are_those_of_one_table(seed in 0_u64..1_000_000, many in 10_usize..40, b in proptest::collection::vec(-3.0_f64..3.0, 4)) {
        let people = people(many, 4, seed);
        let names = names(4);
        let pool = pool(&names, &people);
        let mut ask = serde_json::to_value(Ask::first(&names, Penalty::None).unwrap()).unwrap();
        ask["coefficients"] = b.iter().map(ToString::to_string).collect();
        let part = serde_json::to_value(pool.part(&serde_json::from_value(ask).unwrap()).unwrap()).unwrap();
        let matched = table(&people, 4);
        let labels: Vec<&str> = matched.names.iter().map(String::as_str).collect();
        let sets = Sets::new(&Rows { names: &labels, set: &matched.set, case: &matched.case, x: &matched.x }).unwrap();
        let theirs = sets.evaluate(Ties::Exact, &b).unwrap();
        let ours: Vec<f64> = part["sums"].as_array().unwrap().iter()
            .map(|sum| sum.as_str().unwrap().parse::<i128>().unwrap() as f64 / 2.0_f64.powi(56)).collect();
        let triangle = (0..4).flat_map(|i| (i..4).map(move |j| (i, j)));
        let all = [theirs.loglik].into_iter().chain(theirs.score.iter().copied())
            .chain(triangle.map(|(i, j)| theirs.information.get(i, j)));
        let told = |k: usize| !part["telling"][k].is_null();
        prop_assume!((0..4).all(told));
        for (ours, theirs) in ours.iter().zip(all) {
            prop_assert!((ours - theirs).abs() < 1e-11 * (1.0 + theirs.abs()), "{} {}", ours, theirs);
        }
    }
}
