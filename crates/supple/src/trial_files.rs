//! What a trial that is over writes for others: its draws, for whoever checks them, and its spasms as a table.

use crate::files;
use crate::problem::{Context, Problem};
use std::path::{Path, PathBuf};
use supple_care::trials::{self, InDiary};
use supple_intake::columns;
use supple_trial::Arm;

/// Where a trial that is over is written to.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) draws: Option<PathBuf>,
    pub(crate) csv: Option<PathBuf>,
}

impl Files {
    /// Writes one of them.
    pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
        files::in_place(path, bytes, files::Replace::Old).context(format_args!("{} cannot be written", path.display()))
    }

    /// Writes the draws and the spasms of a trial of single spasms.
    pub(crate) fn of_bouts(&self, trial: &InDiary<'_>) -> Result<(), Problem> {
        if self.draws.is_none() && self.csv.is_none() {
            return Ok(());
        }
        let Some(revealed) = trial.revealed() else {
            return Err(Problem::Cannot("the trial goes on, so its seed and its spasms are not told yet".to_owned()));
        };
        if let Some(path) = &self.draws {
            Files::write(path, (serde_json::to_string_pretty(&revealed)? + "\n").as_bytes())?;
        }
        if let Some(path) = &self.csv {
            Files::write(path, table(trial)?.as_bytes())?;
        }
        Ok(())
    }
}

/// A row for each spasm, as other programs read it: what is not known is empty.
fn table(trial: &InDiary<'_>) -> Result<String, Problem> {
    let broken = |error: csv::Error| Problem::Cannot(error.to_string());
    let mut rows = csv::Writer::from_writer(Vec::new());
    let head = [
        "number",
        "arm",
        "measure",
        "drawn",
        "before",
        "after",
        "minutes",
        "late",
        "after_hour",
        "painkiller_minutes",
        "done",
        "harm",
    ];
    rows.write_record(head).map_err(broken)?;
    for bout in &trial.bouts {
        let answers = bout.outcome();
        let told = trial.told_harms().filter(|harm| (harm.number, harm.drawn) == (bout.number, bout.at));
        let told = told.map(|harm| harm.what.to_string());
        let number = |value: Option<u16>| value.map_or_else(String::new, |value| value.to_string());
        rows.write_record([
            bout.number.to_string(),
            if bout.arm == Arm::A { "a" } else { "b" }.to_owned(),
            trials::arm(trial.of, bout.arm).measure.clone(),
            bout.at.to_string(),
            bout.before.get().to_string(),
            number(answers.first.map(|answer| answer.pain.get().into())),
            number(answers.first.map(|answer| answer.minutes)),
            answers.first.map_or("", |_| if answers.is_late { "yes" } else { "no" }).to_owned(),
            number(answers.second.map(|answer| answer.pain.get().into())),
            number(bout.rescue_minutes),
            trials::word_of(bout.done).to_owned(),
            columns::harmless(&told.collect::<Vec<_>>().join("; ")).into_owned(),
        ])
        .map_err(broken)?;
    }
    let bytes = rows.into_inner().map_err(|error| Problem::Cannot(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Problem::Cannot(error.to_string()))
}
