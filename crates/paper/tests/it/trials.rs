//! A report with trials of the person: its first page stays one page, and its annex passes the checks.

use crate::tools::File;
use jiff::{SignedDuration, ToSpan, Zoned};
use supple_care::trials::testing::{MadeUp, Spasm};
use supple_diary::{Diary, Draft, Entry, Kind, Label, Log, Tail, TrialHarm, Words};
use supple_paper::pdf;
use supple_report::print::Paper;
use supple_report::{Annex, Period, Request, Summary, heads};
use supple_trial::Done;
use uuid::Uuid;

fn now() -> Zoned {
    "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap()
}

/// A trial that tells all its pairs on the first page: no fall is like another, and the person stops it.
fn long(which: &str) -> MadeUp {
    let spasm = |at: u8| Spasm {
        before: 8,
        after: Some([at * 7 % 8, (at * 5 + 3) % 8]),
        minutes: if at.is_multiple_of(3) { 60 } else { 30 },
        done: Done::AsDrawn,
    };
    let spasms = (0..19).map(spasm).collect();
    MadeUp { which: which.to_owned(), margin_tenths: 15, seed: [5; 32], spasms, is_stopped: true }
}

/// Harm told of each draw among these, in long words of the person's own, by a device of its own.
fn harms(of: &[Entry], device: Uuid) -> Vec<Entry> {
    let mut tail = Tail::new(device);
    let draws = of.iter().filter(|entry| matches!(entry.kind(), Some(Kind::TrialDraw(_))));
    let told = draws.enumerate().map(|(at, draw)| {
        let what = Words::new("my skin was sore and red for a whole day, and it burned whenever I lay on it").unwrap();
        let told = TrialHarm { draw: draw.id(), what: Label::plain(what) };
        let mut chance = [7; 10];
        chance[0] = u8::try_from(at).unwrap();
        tail.write(Draft::new(draw.happened().clone(), told), draw.recorded(), chance, None).unwrap()
    });
    told.collect()
}

fn report(annexes: impl IntoIterator<Item = Annex>) -> Summary {
    let mut log: Log = supple_diary::testing::years(3_000, 7).into_iter().collect();
    for (at, which) in ["rest-or-move", "stretch-or-wait", "heat-or-cold"].into_iter().enumerate() {
        let begun = now().timestamp() - SignedDuration::from_hours(24 * (40 + 30 * at as i64));
        let entries = long(which).entries(begun, Uuid::from_u128(9_000 + at as u128), "Europe/Berlin");
        let harms = harms(&entries, Uuid::from_u128(9_100 + at as u128));
        log.extend(entries.into_iter().chain(harms));
    }
    let to = now().date();
    let mut request = Request::of(Period { from: to.saturating_sub(364.days()), to });
    request.name = Some("Jo Example".to_owned());
    request.ask =
        ["Why more often?", "Would a physiotherapist help?", "What if I cannot get up?"].map(str::to_owned).to_vec();
    request.annexes = annexes.into_iter().collect();
    Summary::of(&Diary::fold(&log), &request, heads(&log), &now())
}

#[test]
fn years_with_three_trials_and_harm_after_each_draw_stand_on_one_page_of_either_size() {
    let summary = report([]);
    assert_eq!(summary.trials.each.len(), 3);
    assert!(summary.trials.each.iter().all(|trial| trial.outcome.as_ref().unwrap().pairs.len() >= 8));
    assert!(summary.trials.each.iter().all(|trial| trial.harms.iter().all(|harms| harms.told.len() >= 8)));
    for paper in Paper::ALL {
        let printed = pdf(&summary.print(paper).unwrap()).unwrap();
        assert_eq!(printed.pages, 1, "{paper:?}");
    }
}

#[test]
fn the_annex_of_trials_passes_the_checks_and_has_each_pair() {
    let summary = report([Annex::Trials]);
    let printed = pdf(&summary.print(Paper::A4).unwrap()).unwrap();
    assert!(printed.pages > 1);
    let file = File::of(&printed.bytes);
    file.check();
    let text = file.text();
    for trial in &summary.trials.each {
        assert!(text.contains(&trial.title) && text.contains(&trial.promised), "{text}");
    }
}
