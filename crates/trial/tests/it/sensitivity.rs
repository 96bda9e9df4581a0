//! Other eyes see what they are made to see.

use crate::common::{at, pairs, protocol};
use jiff::Timestamp;
use std::collections::BTreeMap;
use supple_trial::{Answer, Arm, Bout, Done, Ending, Estimate, Eyes, MeasureId, Pain, Protocol, judge, sensitivity};

const SOME: [(i8, i8); 6] = [(1, 3), (0, 4), (2, 3), (1, 1), (0, 2), (1, 4)];

fn seen(protocol: &Protocol, bouts: &[Bout]) -> BTreeMap<Eyes, Option<Estimate>> {
    let report = judge(protocol, bouts, Timestamp::MAX, Ending::StoppedByPerson).unwrap();
    sensitivity(protocol, bouts, &report).unwrap().into_iter().collect()
}

fn change(at: usize, change: impl Fn(&mut Bout)) -> Vec<Bout> {
    let mut bouts = pairs(&SOME);
    change(&mut bouts[at]);
    bouts
}

#[test]
fn without_late_answers_painkillers_and_changes_all_eyes_see_the_same_but_those_of_time() {
    let bouts = pairs(&SOME);
    let report = judge(&protocol(), &bouts, Timestamp::MAX, Ending::StoppedByPerson).unwrap();
    let seen = seen(&protocol(), &bouts);
    for eyes in [Eyes::WithoutLate, Eyes::RescueFails, Eyes::AsTreated] {
        let (here, there) = (seen[&eyes].unwrap(), report.estimate.unwrap());
        assert!((here.mean - there.mean).abs() < 1e-12 && here.spasms == there.spasms, "{eyes:?}");
    }
    for eyes in [Eyes::Independent, Eyes::AlikeByTime] {
        let (here, there) = (seen[&eyes].unwrap(), report.estimate.unwrap());
        assert!((here.mean - there.mean).abs() > 1e-3 && (here.mean - there.mean).abs() < 1.0, "{eyes:?}");
    }
    assert_eq!(seen[&Eyes::AfterAnHour], None);
}

#[test]
fn only_eyes_that_know_time_see_how_far_apart_spasms_are() {
    let close = |hours: i64| {
        let mut bouts = pairs(&SOME);
        for (place, bout) in (0..).zip(&mut bouts) {
            bout.at = at(hours * place);
        }
        seen(&protocol(), &bouts)
    };
    let (near, far) = (close(6), close(24 * 7));
    assert_eq!(
        (near[&Eyes::Independent], near[&Eyes::WithoutLate]),
        (far[&Eyes::Independent], far[&Eyes::WithoutLate])
    );
    let (near, far) = (near[&Eyes::AlikeByTime].unwrap(), far[&Eyes::AlikeByTime].unwrap());
    assert!((near.mean - far.mean).abs() > 1e-6 && near.spasms == far.spasms, "{near:?} {far:?}");
}

#[test]
fn a_late_answer_is_left_out() {
    let bouts = change(3, |bout| bout.answers = vec![Answer { minutes: 70, pain: Pain::new(0).unwrap() }]);
    let seen = seen(&protocol(), &bouts);
    assert_eq!((seen[&Eyes::WithoutLate].unwrap().spasms, seen[&Eyes::RescueFails].unwrap().spasms), (11, 12));
}

#[test]
fn pain_that_fell_after_a_painkiller_did_not_fall() {
    let taken = |minutes| {
        seen(&protocol(), &change(1, |bout| bout.rescue_minutes = Some(minutes)))[&Eyes::RescueFails].unwrap()
    };
    let plain = seen(&protocol(), &pairs(&SOME))[&Eyes::RescueFails].unwrap();
    assert!(taken(29).mean < plain.mean - 0.2);
    // One that was taken after the answer changes nothing.
    assert_eq!(taken(31), plain);
    // Pain that rose in spite of it stays risen.
    let risen = |minutes| {
        let mut bouts = change(0, |bout| bout.rescue_minutes = minutes);
        bouts[0].answers[0].pain = Pain::new(9).unwrap();
        seen(&protocol(), &bouts)[&Eyes::RescueFails].unwrap()
    };
    assert_eq!(risen(Some(5)), risen(None));
}

#[test]
fn what_was_done_counts_instead_of_what_was_drawn() {
    let with = |done| change(0, |bout| bout.done = done);
    let swapped = seen(&protocol(), &with(Done::Other));
    let mut by_hand = pairs(&SOME);
    by_hand[0].arm = Arm::B;
    assert_eq!(swapped[&Eyes::AsTreated], seen(&protocol(), &by_hand)[&Eyes::WithoutLate]);
    assert_eq!(seen(&protocol(), &with(Done::Neither))[&Eyes::AsTreated].unwrap().spasms, 11);
    // Against going without, neither is going without.
    let of = |id: &str| MeasureId::new(id).unwrap();
    let without = Protocol::new(of("heat-pack"), of(MeasureId::WITHOUT)).unwrap();
    let seen = seen(&without, &with(Done::Neither));
    assert_eq!(seen[&Eyes::AsTreated].unwrap(), swapped[&Eyes::AsTreated].unwrap());
}

#[test]
fn after_an_hour_the_second_answers_count() {
    let mut bouts = pairs(&SOME);
    for bout in &mut bouts {
        let pain = Pain::new(if bout.arm == Arm::A { 1 } else { 4 }).unwrap();
        bout.answers.push(Answer { minutes: 60, pain });
    }
    let seen = seen(&protocol(), &bouts);
    let (hour, half) = (seen[&Eyes::AfterAnHour].unwrap(), seen[&Eyes::WithoutLate].unwrap());
    assert!(hour.spasms == 12 && hour.mean < -1.0 && half.mean > 1.0);
}

#[test]
fn spasms_after_the_verdict_are_not_looked_at() {
    let clear = [(0, 5), (0, 5), (1, 5), (0, 4), (9, 0), (9, 0)];
    let seen = seen(&protocol(), &pairs(&clear));
    assert_eq!(seen[&Eyes::RescueFails].unwrap().spasms, 8);
}
