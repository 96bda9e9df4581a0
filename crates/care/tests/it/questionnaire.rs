//! What a questionnaire scores, and what a change of it is beside its error.

use crate::shared::diary;

use proptest::prelude::*;
use proptest::sample::subsequence;
use supple_care::questionnaire::{Change, change, error, filled, questionnaire, questionnaires, score, scores, ticked};
use supple_diary::{Id, Named, Questionnaire, testing::some_words};

#[test]
fn the_roland_morris_has_24_sentences_and_an_error_of_4_to_5_points() {
    let roland = questionnaire("roland-morris").unwrap();
    assert_eq!(roland.sentences.len(), 24);
    assert_eq!(error(&roland.id).map(|error| (error.least, error.most)), Some((4, 5)));
    assert!(questionnaire("oswestry").is_none());
}

#[test]
fn the_scores_of_a_diary_are_those_of_one_questionnaire_in_their_order() {
    let roland = questionnaire("roland-morris").unwrap();
    let said = |ticked: &[usize]| filled(roland, ticked).unwrap();
    let other = Questionnaire { which: Id::new("oswestry").unwrap(), ..said(&[1]) };
    let diary = diary(vec![(0, said(&[3, 9]).into()), (5, other.into()), (9, said(&[3]).into())]);
    let points = |id: &str| scores(&diary, id).iter().map(|(_, score)| score.points).collect::<Vec<_>>();
    assert_eq!((points("roland-morris"), points("oswestry")), (vec![2, 1], vec![]));
}

#[test]
fn a_change_is_within_at_the_edge_of_or_beyond_the_error() {
    let error = error("roland-morris").unwrap();
    for (from, to, is) in [
        (9, 9, Change::Within),
        (9, 6, Change::Within),
        (9, 13, Change::AtTheEdge),
        (13, 9, Change::AtTheEdge),
        (4, 9, Change::Beyond),
        (24, 0, Change::Beyond),
    ] {
        assert_eq!(change(error, from, to), is, "{from} to {to}");
    }
}

proptest! {
    #[test]
    fn the_score_is_how_many_sentences_are_ticked(so in subsequence((1..=24usize).collect::<Vec<_>>(), 0..=24)) {
        for one in questionnaires() {
            let said = filled(one, &so).unwrap();
            prop_assert_eq!(ticked(&said), Some(so.clone()));
            let score = score(&said).unwrap();
            prop_assert_eq!((score.points as usize, score.of as usize), (so.len(), one.sentences.len()));
        }
    }

    #[test]
    fn what_is_not_understood_scores_nothing(so in subsequence((1..=24usize).collect::<Vec<_>>(), 0..=24), left in 1..=24usize) {
        let one = questionnaire("roland-morris").unwrap();
        let whole = filled(one, &so).unwrap();
        let without: Named<bool> = whole.answers.iter().filter(|(name, _)| *name != left.to_string())
            .map(|(name, is)| (some_words(name), *is)).collect();
        prop_assert_eq!(score(&Questionnaire { answers: without, ..whole.clone() }), None, "a sentence was left unsaid");
        let mut more = whole.answers.clone();
        more.insert(some_words("25"), true);
        prop_assert_eq!(score(&Questionnaire { answers: more, ..whole.clone() }), None, "there is no sentence 25");
        prop_assert_eq!(score(&Questionnaire { which: Id::new("another").unwrap(), ..whole }), None);
        prop_assert_eq!(filled(one, &[left, 25]), None);
        prop_assert_eq!(filled(one, &[0]), None);
    }
}
