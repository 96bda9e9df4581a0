//! What the gaps of a diary show: which gaps count, what vague times do, and what is said while one is still open.

use crate::story::{Day, Story, ever_closer, moment};
use supple_diary::testing::check_in;
use supple_diary::{Precision, Said, Spasm};
use supple_guidance::reading::Reading;
use supple_insight::findings::{FrequencyVerdict, GapsOf, GapsVerdict, Method};
use supple_insight::{About, Findings};

fn spasm() -> Spasm {
    Spasm::default()
}

/// Spasms on these days at eight, until the evening of a day.
fn on(days: &[i64], until: i64) -> Story {
    let mut story = Story::new();
    for day in days {
        story.say(moment(*day, 8, 0), spasm());
    }
    story.until(until)
}

fn said(findings: &Findings) -> Vec<String> {
    findings.sentences().into_iter().filter(|one| one.about == About::Frequency).map(|one| one.text).collect()
}

fn verdict(story: &Story) -> GapsVerdict {
    story.findings().gaps.verdict
}

#[test]
fn eight_spasms_that_come_ever_closer_are_told_so_without_a_check_in() {
    let findings = ever_closer().findings();
    let gaps = &findings.gaps;
    assert_eq!((findings.check_in_days, findings.spasms, findings.frequency.method), (0, 8, Method::None));
    let days: Vec<i64> = gaps.gaps.iter().map(|gap| gap.seconds / 86_400).collect();
    assert_eq!(days, [14, 12, 10, 8, 6, 4, 2]);
    assert_eq!((gaps.of, gaps.verdict), (GapsOf::Bouts, GapsVerdict::Shorter));
    assert!((gaps.p_shorter.unwrap() - 1.0 / 5040.0).abs() < 1e-12);
    assert_eq!(findings.answers, ["recurrent", "more-often"]);
    assert_eq!(
        said(&findings),
        [
            "Your spasms come closer and closer. Each gap is shorter than the one before. If nothing had changed, 7 gaps would \
             fall like this about 1 time in 5,000. Do the safety check. It asks about this.",
            "This looks only at which gap is longer. It holds if you wrote down every spasm.",
            "How many there are in 4 weeks we cannot tell yet.",
        ]
    );
}

#[test]
fn spasms_that_are_stored_are_never_told_as_none() {
    let findings = ever_closer().findings();
    assert_eq!((findings.frequency.stored, findings.frequency.bouts), (8, 0));
    assert_eq!(findings.spasm_days_without_check_in, 8);
    let sentences = findings.sentences();
    let all: Vec<&str> = sentences.iter().map(|one| one.text.as_str()).collect();
    assert!(all.iter().any(|text| text.contains("8 spasm days that you wrote down have none, so")), "{all:?}");
    assert!(all.contains(&"Half of your spasms let go within 10 seconds. The longest took 14 seconds."), "{all:?}");
}

#[test]
fn spasms_of_seconds_are_no_episode_that_goes_on() {
    let findings = ever_closer().findings();
    assert_eq!((findings.durations.episode_days.n, findings.durations.spasm_minutes.n), (0, 8));
}

#[test]
fn a_quiet_time_takes_the_claim_away_and_never_gives_one() {
    let days = [0, 14, 26, 36, 44, 50, 54, 56];
    assert_eq!(verdict(&on(&days, 62)), GapsVerdict::Shorter);
    // The middle gap is 8 days long; later the order is no longer clear, either.
    for until in [64, 65, 80, 200] {
        let story = on(&days, until);
        assert_eq!(verdict(&story), GapsVerdict::ShorterBefore, "{until}");
        assert!(!story.findings().answers.contains(&"more-often".to_owned()));
    }
    let said = said(&on(&days, 80).findings());
    assert!(
        said[0].starts_with(
            "Your spasms came closer together until 3 March. Since then 25 days have passed, so we cannot"
        ),
        "{said:?}"
    );
    let mut last = 0.0;
    for until in 56..120 {
        let chance = on(&days, until).findings().gaps.p_shorter.unwrap();
        assert!(chance >= last, "{until}");
        last = chance;
    }
}

#[test]
fn many_falling_gaps_do_not_outweigh_a_long_quiet_time() {
    let mut days = vec![0];
    for gap in (2..=20).rev() {
        days.push(days[days.len() - 1] + gap);
    }
    let last = days[days.len() - 1];
    assert_eq!(verdict(&on(&days, last + 1)), GapsVerdict::Shorter);
    let quiet = on(&days, last + 40).findings().gaps;
    assert!(quiet.p_shorter.unwrap() < 0.001, "the order alone is still clear");
    assert_eq!(quiet.verdict, GapsVerdict::ShorterBefore);
}

#[test]
fn gaps_that_grow_are_told_from_closed_ones_alone() {
    let days = [0, 2, 6, 12, 20, 30];
    let findings = on(&days, 31).findings();
    assert_eq!(findings.gaps.verdict, GapsVerdict::Longer);
    assert!(
        said(&findings)[0]
            .starts_with("The gaps between your spasms get longer. Of 10 pairs of gaps, the later one is")
    );
    // One gap less, however long the time since the last.
    assert_eq!(verdict(&on(&days[..5], 120)), GapsVerdict::CannotTell);
}

#[test]
fn below_five_gaps_it_says_how_many_there_are_and_nothing_for_a_single_spasm() {
    let findings = on(&[0, 8, 12, 14], 15).findings();
    assert_eq!((findings.gaps.verdict, findings.gaps.more), (GapsVerdict::CannotTell, 2));
    assert_eq!(
        said(&findings)[1],
        "We know 3 gaps between your spasms. From 5 on we can tell if they get shorter or longer."
    );
    for days in [&[][..], &[3]] {
        let findings = on(days, 9).findings();
        assert!(findings.gaps.gaps.is_empty() && said(&findings).len() == 1);
    }
}

#[test]
fn gaps_in_no_order_are_told_so() {
    let findings = on(&[0, 5, 7, 14, 16, 24, 27, 33], 35).findings();
    assert_eq!(findings.gaps.verdict, GapsVerdict::NoClearOrder);
    assert!(said(&findings)[1].starts_with("We see no clear order in the 7 gaps"), "{:?}", said(&findings));
}

#[test]
fn a_double_tap_and_a_flare_add_no_gap() {
    let mut story = ever_closer();
    let before = story.findings().gaps;
    for day in [14, 36, 50] {
        story.say(moment(day, 8, 10), spasm());
        story.say(moment(day, 9, 0), spasm());
    }
    let after = story.findings();
    assert_eq!(after.gaps, before);
    assert_eq!((after.spasms, after.bouts), (14, 8));
}

#[test]
fn spasms_of_one_day_that_come_ever_closer_are_looked_at_one_by_one() {
    let mut story = Story::new();
    for (hour, minute) in [(6, 0), (11, 0), (15, 0), (18, 0), (19, 30), (20, 30), (21, 0), (21, 10)] {
        story.say(moment(0, hour, minute), spasm());
        // A second tap within the minute.
        story.say(moment(0, hour, minute), spasm());
    }
    let gaps = story.until(0).findings().gaps;
    assert_eq!((gaps.of, gaps.gaps.len()), (GapsOf::Spasms, 7));
    // It is 23:00: longer since the last than the middle gap.
    assert_eq!(gaps.verdict, GapsVerdict::ShorterBefore);
    assert!(gaps.order.unwrap().p_shorter < 0.001);
}

#[test]
fn a_flare_after_a_quiet_time_is_no_answer_to_the_check() {
    let mut story = on(&[0, 10, 22], 40);
    for minute in [0, 20, 35, 55] {
        story.say(moment(40, 22, minute), spasm());
    }
    let findings = story.findings();
    assert_eq!(findings.gaps.of, GapsOf::Spasms);
    assert!(!findings.answers.contains(&"more-often".to_owned()), "{findings:?}");
}

#[test]
fn times_known_to_the_day_count_only_where_the_order_is_sure() {
    let rough = |days: &[i64]| {
        let mut story = Story::new();
        for day in days {
            story.say_roughly(moment(*day, 12, 0), Precision::Day, spasm());
        }
        story.until(days[days.len() - 1]).findings().gaps
    };
    // Each gap is three days shorter than the one before: sure, though each may be a day off at both ends.
    let sure = rough(&[0, 20, 37, 51, 62, 70, 75]);
    assert_eq!((sure.order.unwrap().shorter, sure.verdict), (15, GapsVerdict::Shorter));
    assert_eq!((sure.gaps[0].least, sure.gaps[0].most), (19 * 86_400, 21 * 86_400));
    assert_eq!(sure.gaps[0].words(), "about 20 days");
    // One day shorter each: any of them could be the other way round.
    let unsure = rough(&[0, 7, 13, 18, 22, 25]);
    assert!(unsure.order.unwrap().pairs < 10, "{unsure:?}");
    assert_eq!(unsure.verdict, GapsVerdict::CannotTell);
    let exact = on(&[0, 7, 13, 18, 22, 25], 25).findings().gaps;
    assert_eq!(exact.verdict, GapsVerdict::Shorter);
}

#[test]
fn two_whose_order_is_not_known_make_the_gaps_around_them_ranges() {
    let mut story = on(&[0], 10);
    // Some time on day 4, and at 20:00 of day 4: the first may be the later one.
    story.say_roughly(moment(4, 12, 0), Precision::Day, spasm());
    story.say(moment(4, 20, 0), spasm());
    story.say(moment(8, 8, 0), spasm());
    let gaps = story.findings().gaps.gaps;
    let hours: Vec<(i64, i64)> = gaps.iter().map(|gap| (gap.least / 3_600, gap.most / 3_600)).collect();
    // From day 0, 8:00, to between 0:00 and 20:00 of day 4; then up to 24 hours; then from between 20:00 and midnight.
    assert_eq!(hours, [(88, 108), (0, 24), (80, 84)]);
}

#[test]
fn an_hour_that_is_about_right_is_told_as_about() {
    let mut story = on(&[0], 10);
    story.say_roughly(moment(0, 15, 0), Precision::Hour, spasm());
    let gap = story.findings().gaps.gaps[0];
    assert_eq!((gap.least, gap.most, gap.words().as_str()), (6 * 3_600, 8 * 3_600, "about 7 hours"));
}

#[test]
fn a_spasm_that_only_a_check_in_tells_of_is_known_to_the_day() {
    let mut story = on(&[0, 20], 30);
    story.say(moment(29, 22, 0), check_in(&crate::story::date(29).to_string(), Some(true)));
    let gaps = story.findings().gaps;
    assert_eq!(gaps.onsets[2].precision, Some(Precision::Day));
    // From 8:00 of day 20 to some time on day 29.
    assert_eq!((gaps.gaps[1].least, gaps.gaps[1].most), ((8 * 24 + 16) * 3_600, (9 * 24 + 16) * 3_600));
}

#[test]
fn each_sentence_is_of_grade_6_at_most() {
    let mut against = Story::of(56, |_| Day::default()).findings();
    against.gaps = ever_closer().findings().gaps;
    against.frequency.verdict = FrequencyVerdict::LessOften;
    let mut all = vec![against];
    all.extend([ever_closer().findings(), ever_closer().until(90).findings()]);
    for days in [&[0, 2, 6, 12, 20, 30][..], &[0, 5, 7, 14, 16, 24, 27, 33], &[0, 3, 9], &[0, 7, 14, 21, 28, 35]] {
        all.push(on(days, 36).findings());
    }
    let sentences: Vec<String> = all.iter().flat_map(said).collect();
    assert!(sentences.len() > 12);
    for text in sentences {
        let grade = Reading::naming(&text, &["safety"]).grade();
        assert!(grade <= 6.0, "{grade:.1}: {text}");
    }
}

#[test]
fn what_was_a_year_ago_does_not_count() {
    let mut days: Vec<i64> = vec![0, 30, 55, 75, 90, 100, 105];
    days.extend([500, 520, 531, 549]);
    let gaps = on(&days, 560).findings().gaps;
    assert_eq!(gaps.gaps.len(), 3);
}

#[test]
fn of_many_gaps_the_latest_sixty_are_looked_at() {
    let days: Vec<i64> = (0..100).map(|place| 3 * place).collect();
    let gaps = on(&days, 300).findings().gaps;
    assert_eq!((gaps.gaps.len(), gaps.left_out, gaps.onsets.len()), (60, 39, 61));
    assert_eq!(gaps.verdict, GapsVerdict::CannotTell, "all are alike");
}

#[test]
fn gaps_against_the_rate_are_told_as_a_doubt() {
    // Spasms come less often on days with a check-in; but only the last weeks were written down without one.
    let less = Story::of(56, |day| Day {
        spasms: if day < 28 && day % 3 == 0 { vec![8] } else { vec![] },
        answers: Some(vec![("own-thing", Said::Is(false))]),
    });
    let findings = less.findings();
    assert_eq!(findings.frequency.verdict, FrequencyVerdict::LessOften);
    let mut against = findings.clone();
    against.gaps = ever_closer().findings().gaps;
    let said = said(&against);
    assert!(said[0].starts_with("Your spasms come less often: from about"), "{said:?}");
    assert!(
        said[1].starts_with("The gaps between them get shorter. But on days with a check-in they come less often.")
    );
}
