//! What may follow the first page: lists that go on over many pages.

use crate::request::{Annex, Part, Request};
use crate::said::AnswerKind;
use crate::sheet::{self, Block};
use crate::summary::Summary;
use crate::told_trials;
use crate::words::day;
use jiff::SignedDuration;
use supple_diary::{Item, Medicine, Spasm};
use supple_insight::figures::duration;
use supple_wording::{in_full, names, plain, time};

pub(crate) fn annexes(summary: &Summary, request: &Request) -> Vec<sheet::Annex> {
    let chosen = Annex::ALL.into_iter().filter(|annex| request.annexes.contains(annex));
    let has_trials = request.has(Part::Tried) && !summary.trials.is_empty();
    let chosen = chosen.filter(|annex| *annex != Annex::Trials || has_trials);
    chosen.map(|annex| sheet::Annex { title: annex.name().to_owned(), blocks: blocks(summary, annex) }).collect()
}

fn blocks(summary: &Summary, annex: Annex) -> Vec<Block> {
    let (head, rows): (&[&str], Vec<Vec<String>>) = match annex {
        Annex::Weeks => (&["Week from", "Spasms", "Days known", "Worst pain"], weeks(summary)),
        Annex::Spasms => (&["When", "What", "Written"], spasms(summary)),
        Annex::Doses => (&["When", "What", "Written"], doses(summary)),
        Annex::Answers => (&["Asked", "Answered"], answers(summary)),
        Annex::Trials => return told_trials::annex(summary),
    };
    if rows.is_empty() {
        return vec![Block::Words("Nothing was written down.".to_owned())];
    }
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    vec![Block::Table { caption: annex.name().to_owned(), head, rows }]
}

fn weeks(summary: &Summary) -> Vec<Vec<String>> {
    let row = |week: &crate::WeekCount| {
        let worst = week.worst.map_or_else(|| "not written".to_owned(), |worst| format!("{worst} of 10"));
        vec![day(week.from), week.spasms.to_string(), week.known.to_string(), worst]
    };
    summary.course.weeks.iter().rev().map(row).collect()
}

fn spasms(summary: &Summary) -> Vec<Vec<String>> {
    summary.diary.all::<Spasm>().rev().map(|(item, _)| row(item)).collect()
}

fn doses(summary: &Summary) -> Vec<Vec<String>> {
    summary.diary.all::<Medicine>().rev().map(|(item, _)| row(item)).collect()
}

fn row(item: &Item) -> Vec<String> {
    let clock = time::clock(item.happened(), item.precision());
    let told = in_full(item.kind());
    let after = item.first().recorded().duration_since(item.happened().at());
    let written = match after {
        after if after < SignedDuration::from_mins(1) => "at once".to_owned(),
        after => format!("{} after", duration(after.as_secs_f64())),
    };
    let corrected = if item.correction().is_some() { ", corrected" } else { "" };
    vec![format!("{}, {clock}", day(item.happened().date())), plain(&told.line()), format!("{written}{corrected}")]
}

fn answers(summary: &Summary) -> Vec<Vec<String>> {
    let Some(check) = &summary.check else { return Vec::new() };
    let said = check.answers.iter().map(|answer| {
        let said = match answer.is {
            AnswerKind::Unsure => "Not sure".to_owned(),
            _ => answer.said.clone(),
        };
        vec![names::question(&answer.id).unwrap_or(&answer.ask).to_owned(), said]
    });
    let not_asked = check.not_asked.iter().map(|ask| vec![ask.clone(), "not asked".to_owned()]);
    said.chain(not_asked).collect()
}
