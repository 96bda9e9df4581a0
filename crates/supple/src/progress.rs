//! `supple exercise --progress`: how it went, week by week, and since the first practice.

use crate::insight::{self, Fired};
use crate::number;
use crate::problem::Problem;
use crate::terminal::Out;
use jiff::Zoned;
use serde::Serialize;
use supple_diary::Diary;
use supple_insight::progress::Progress;
use supple_wording::findings::raised;
use supple_wording::progress as wording;

/// What is printed as JSON.
#[derive(Serialize)]
struct Whole<'p> {
    #[serde(flatten)]
    progress: &'p Progress,
    /// What is said of the time since the first practice.
    sentence: Option<String>,
    /// What the safety check says to what the diary itself answers.
    check: Vec<Fired<'static>>,
}

/// Prints the last weeks.
pub(crate) fn print(diary: &Diary, now: &Zoned, json: bool, out: &mut Out) -> Result<(), Problem> {
    let (progress, today) = (Progress::of(diary, now), now.date());
    let sentence = wording::since(&progress, today);
    let answers = progress.since.as_ref().map(|since| since.answers.as_slice()).unwrap_or_default();
    let rules = raised(answers, number::to_dial(diary));
    if json {
        return out.json(&Whole { progress: &progress, sentence, check: insight::fired(&rules) });
    }
    insight::say(&rules, out)?;
    out.heading(wording::TITLE)?;
    if progress.is_empty() {
        out.say(wording::EMPTY)?;
    } else {
        out.say(wording::LEAD)?;
        out.gap()?;
        progress.weeks.iter().rev().try_for_each(|week| out.item("- ", &wording::line(week, today)))?;
        out.gap()?;
        out.say(wording::COUNTED)?;
    }
    if let Some(sentence) = sentence {
        out.gap()?;
        out.say(&sentence)?;
    }
    if !progress.activities.is_empty() {
        out.gap()?;
        out.heading(wording::ACTIVITIES)?;
        progress.activities.iter().try_for_each(|one| out.item("- ", &wording::activity(one, today)))?;
    }
    Ok(())
}
