//! No two sentences of one diary say the opposite, and none holds a cap, an endless number or a range that tells nothing.
//!
//! Some hundred made-up diaries of all kinds; `SUPPLE_DIARIES=10000` looks at more.

use crate::story::ever_closer;
use supple_diary::Diary;
use supple_insight::findings::{Findings, FrequencyVerdict, GapsVerdict, MEANINGLESS, Map, Stage, Trigger, Verdict};
use supple_insight::simulate::{Setting, person, settings};
use supple_insight::{About, Sentence};

/// Numbers that look random, the same for the same seed and place.
struct Mix(u64);

impl Mix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[(self.next() % all.len() as u64) as usize]
    }
}

/// A person of no kind in particular: any length, any habits, any way of keeping a diary.
fn setting(mix: &mut Mix) -> Setting {
    let all = settings();
    let kinds: Vec<usize> = (0..all.len()).collect();
    let mut setting = all[mix.of(&kinds)].clone();
    setting.days = mix.of(&[9, 30, 60, 110, 200, 400, 600]);
    setting.habits.truncate(mix.of(&[1, 3, 6, 9]));
    for habit in &mut setting.habits {
        habit.share = mix.of(&[0.02, 0.1, 0.3, 0.5, 0.9, 0.97]);
        habit.b = mix.of(&[0.0, 0.0, 1.1, 2.0, -1.1, -2.0]);
        habit.lasts = mix.of(&[0.0, 0.4, 0.97]);
        habit.shared = mix.of(&[0.0, 0.4, 0.95]);
    }
    setting.episodes_a_year = mix.of(&[8.0, 40.0, 100.0, 180.0]);
    setting.rises = mix.of(&[0.1, 0.5, 1.0, 1.0, 3.0, 12.0]);
    setting.flares = mix.of(&[0.0, 0.3, 0.7]);
    setting.checks_in = mix.of(&[0.05, 0.4, 0.85, 1.0]);
    setting.late = mix.of(&[0.0, 0.3, 1.0]);
    setting.forgets = mix.of(&[0.0, 0.7]);
    setting.untimed = mix.of(&[0.0, 0.5]);
    setting.answers = mix.of(&[0.0, 0.8]);
    setting
}

fn diaries() -> impl Iterator<Item = Findings> {
    let many = std::env::var("SUPPLE_DIARIES").map_or(400, |many| many.parse().unwrap());
    (0..many).map(|seed| {
        let setting = setting(&mut Mix(seed));
        let person = person(&setting, 77, seed).unwrap();
        Findings::of(&Diary::fold(&person.log), &person.now)
    })
}

/// What must not be said together: each line of the table is what the numbers say, and words that do not go with it.
fn contradictions(findings: &Findings, sentences: &[Sentence]) -> Vec<String> {
    let mut found = Vec::new();
    let mut never = |when: bool, text: &str, words: &[&str]| {
        for word in words.iter().filter(|word| when && text.contains(**word)) {
            found.push(format!("{word:?} in {text:?}"));
        }
    };
    let rate = findings.frequency.verdict;
    let gaps = &findings.gaps;
    for one in sentences.iter().filter(|one| one.about == About::Frequency) {
        let no_change = !matches!(rate, FrequencyVerdict::MoreOften | FrequencyVerdict::LessOften);
        let of_rate = one.text.starts_with("Your spasms come more") || one.text.starts_with("Your spasms come less");
        never(no_change && of_rate, &one.text, &["come more often", "come less often"]);
        never(no_change, &one.text, &["a turn"]);
        never(rate == FrequencyVerdict::MoreOften, &one.text, &["no clear", "unchanged", "cannot tell", "come less"]);
        never(rate == FrequencyVerdict::LessOften, &one.text, &["no clear", "unchanged", "cannot tell", "come more"]);
        let closer = gaps.verdict == GapsVerdict::Shorter;
        never(closer, &one.text, &["get longer", "unchanged", "come about as often as", "nor longer"]);
        never(gaps.verdict == GapsVerdict::Longer, &one.text, &["get shorter", "closer", "unchanged"]);
        let is_against = gaps.is_against(&findings.frequency);
        never(is_against, &one.text, &["Your spasms come closer", "The gaps between your spasms get"]);
    }
    let overall = &sentences.iter().find(|one| one.about == About::Overall).unwrap().text;
    let each = &findings.triggers.each;
    let said = |trigger: &Trigger| findings.sentence_of(trigger);
    let likely = each.iter().filter(|one| said(one).contains("likely linked, not proven")).count();
    never(likely > 0, overall, &["No trigger stands out", "too early"]);
    never(findings.triggers.overall.stage == Stage::TooEarly, overall, &["likely linked", "may be linked"]);
    let counted = each.iter().filter(|one| one.verdict == Verdict::Likely).count();
    never(likely != counted, overall, &[overall]);
    never(likely > 0 && !overall.starts_with(&format!("{likely} of the ")), overall, &[overall]);
    never(likely == 0, overall, &["together go with", "Likely means"]);
    let doubtful = each.iter().filter(|one| !one.doubts.is_empty()).count();
    never(doubtful == 0, overall, &["we cannot be sure"]);
    for trigger in each {
        let text = said(trigger);
        let raises = trigger.raises();
        never(raises == Some(true), &text, &["fewer spasms", "with fewer"]);
        never(raises == Some(false), &text, &["more spasms:", "with more spasms"]);
        never(trigger.map == Map::Raises && raises != Some(true), &text, &[&text]);
        never(trigger.map == Map::Lowers && raises != Some(false), &text, &[&text]);
        let is_claim = trigger.verdict == Verdict::Likely;
        let is_doubted = !trigger.doubts.is_empty();
        never(!is_claim, &text, &["goes with"]);
        never(!is_doubted, &text, &["looks linked with"]);
        never(is_claim && is_doubted, &text, &[&text]);
        // What would have been seen is never what it could be.
        never(
            trigger.would_be_seen.zip(trigger.upper).is_none_or(|(seen, upper)| seen <= upper),
            &text,
            &["would probably have seen"],
        );
        never(is_claim, &text, &["cannot tell yet", "too little to tell.", "nearly always have", "almost never had"]);
        never(trigger.verdict == Verdict::ProbablyNot, &text, &["It looks linked", "possibly", ": likely"]);
        let mostly_after = 2 * trigger.counts.typed_after > trigger.counts.spasm_days;
        never(mostly_after, &text, &["likely linked, not proven", "probably no strong link"]);
        never(trigger.counts.typed_after == 0, &text, &["you noted it", "you mostly wrote it down"]);
        // Of an exercise it is said who chose its days wherever a link is, or is not, seen; of anything else never.
        let chosen = supple_guidance::embedded().advice.practice.chosen.as_str();
        let is_told = trigger.verdict != Verdict::CannotTell;
        never(!(trigger.exercise.is_some() && is_told), &text, &[chosen]);
        never(trigger.exercise.is_some() && is_told && !text.contains(chosen), &text, &[&text]);
        never(is_claim, &text, &["on nearly all days", "hardly ever did"]);
        never(trigger.counts.days_with < trigger.counts.days_without, &text, &["on nearly all days"]);
        never(trigger.counts.days_with > trigger.counts.days_without, &text, &["hardly ever did"]);
        // Whoever nearly always had it is not told that they hardly did, nor that more spasms would help.
        never(trigger.counts.days_with > trigger.counts.days_without, &text, &["almost never had"]);
        never(trigger.counts.days_with < trigger.counts.days_without, &text, &["nearly always have it"]);
        never(text.contains("almost never") || text.contains("nearly always have"), &text, &["more spasm day"]);
        // Of so many days with it, and without.
        if let Some((with, without)) = two_shares(&text) {
            never((with > without) != (raises == Some(true)), &text, &["Of 10", "Of 100"]);
        }
    }
    found
}

/// The two counts of "Of 10 days after it, about 4 had a spasm; of 10 others, about 1."
fn two_shares(text: &str) -> Option<(f64, f64)> {
    let rest = text.split(" days after it, ").nth(1)?;
    let number = |words: &str| -> f64 {
        if words.starts_with("fewer than 1") {
            return 0.5;
        }
        words.strip_prefix("about ").unwrap().split([' ', '.', ';']).next().unwrap().parse().unwrap()
    };
    let others = rest.split(" others, ").nth(1)?;
    Some((number(rest), number(others)))
}

/// What no sentence may hold.
fn meaningless(text: &str) -> Vec<String> {
    let mut found: Vec<String> = ["inf", "NaN", "500 more", "200 more", " other times", " 0 times as", "0.0"]
        .iter()
        .filter(|wrong| text.contains(**wrong))
        .map(|wrong| format!("{wrong:?} in {text:?}"))
        .collect();
    // "1.4 to 7 times as often"
    for (range, _) in text.match_indices(" times as often") {
        let words: Vec<&str> = text[..range].split(' ').collect();
        if let [.., from, "to", to] = words[..]
            && let (Ok(from), Ok(to)) = (from.parse::<f64>(), to.parse::<f64>())
            && to > 1.1 * MEANINGLESS * from
        {
            found.push(format!("{from} to {to} in {text:?}"));
        }
    }
    for more in text.match_indices(" more spasm day").map(|(place, _)| text[..place].rsplit(' ').next().unwrap()) {
        if more.parse::<u64>().is_ok_and(|more| more > 200) {
            found.push(format!("{more} more in {text:?}"));
        }
    }
    found
}

#[test]
fn no_two_sentences_of_a_diary_say_the_opposite_and_none_tells_a_cap_or_a_range_without_meaning() {
    let mut wrong = Vec::new();
    let mut claims = [0; 4];
    let (mut early, mut changes, mut days) = (0, 0, 0);
    for findings in diaries().chain([ever_closer().findings(), ever_closer().until(90).findings()]) {
        let sentences = findings.sentences();
        wrong.extend(contradictions(&findings, &sentences));
        wrong.extend(sentences.iter().flat_map(|one| meaningless(&one.text)));
        early += usize::from(findings.triggers.overall.stage == Stage::TooEarly);
        changes += usize::from(findings.frequency.verdict == FrequencyVerdict::MoreOften);
        days += sentences.iter().filter(|one| two_shares(&one.text).is_some()).count();
        for trigger in &findings.triggers.each {
            claims[if trigger.doubts.is_empty() { trigger.verdict as usize } else { 3 }] += 1;
        }
    }
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(claims.iter().all(|seen| *seen > 5), "each claim was tried: {claims:?}");
    assert!(early > 20 && changes > 5 && days > 20, "{early}, {changes}, {days}");
}

#[test]
fn the_table_of_contradictions_sees_one() {
    let findings = settings().into_iter().map(|setting| {
        let person = person(&setting, 3, 0).unwrap();
        Findings::of(&Diary::fold(&person.log), &person.now)
    });
    let mut turned = 0;
    for mut findings in findings {
        assert_eq!(contradictions(&findings, &findings.sentences()), Vec::<String>::new());
        let Some(trigger) = findings.triggers.each.iter_mut().find(|one| one.verdict == Verdict::Likely) else {
            continue;
        };
        // The numbers turn round, and the place on the map does not.
        trigger.told = trigger.told.map(|ratio| 1.0 / ratio);
        assert_ne!(contradictions(&findings, &findings.sentences()), Vec::<String>::new());
        turned += 1;
    }
    assert!(turned > 2);
    assert!(!meaningless("It could be 0.32 to 134 times as often.").is_empty());
    assert!(!meaningless("It may take about 500 more spasm days to know.").is_empty());
    assert!(meaningless("It could be 1.4 to 7 times as often.").is_empty());
}
