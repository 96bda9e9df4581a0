//! `year FOLDER`: writes the report of a made-up person's year as FHIR, as a document and as it is shared, for validators of
//! others.

use jiff::{SignedDuration, Timestamp};
use std::error::Error;
use std::path::PathBuf;
use supple_care::trials::testing::{MadeUp, Spasm};
use supple_diary::Diary;
use supple_insight::simulate::{person, settings};
use supple_report::{Period, Request, Summary, heads};
use supple_trial::Done;
use uuid::Uuid;

/// A trial in which heat eases further, one that was stopped, and one that runs.
fn trials() -> [MadeUp; 3] {
    let trial = |which: &str, spasms: u8, is_stopped| MadeUp {
        which: which.to_owned(),
        margin_tenths: 10,
        seed: [spasms; 32],
        spasms: (0..spasms)
            .map(|at| Spasm {
                before: 7 + at % 2,
                after: (at != 4).then_some([6 + at % 2, 2 + at % 3]),
                minutes: if at == 5 { 50 } else { 31 },
                done: if at == 2 { Done::Other } else { Done::AsDrawn },
            })
            .collect(),
        is_stopped,
    };
    [trial("heat-or-cold", 20, false), trial("rest-or-move", 5, true), trial("stretch-or-wait", 3, false)]
}

/// When each of them was begun: so many days before the end.
fn begun(end: Timestamp) -> impl Iterator<Item = (MadeUp, Timestamp)> {
    let days = [90, 40, 10].map(|days| end - SignedDuration::from_hours(24 * days));
    trials().into_iter().zip(days)
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("say in which folder: year FOLDER")?);
    let setting = settings().into_iter().find(|setting| setting.days >= 365).ok_or("nobody has a year")?;
    let person = person(&setting, 1, 1)?;
    let mut log = person.log.clone();
    for (trial, at) in begun(person.now.timestamp()) {
        log.extend(trial.entries(at, Uuid::from_u128(at.as_second().unsigned_abs().into()), "UTC"));
    }
    let diary = Diary::fold(&log);
    let mut request = Request::of(Period::usual(&diary, person.now.date()));
    request.name = Some("Jo Example".to_owned());
    let summary = Summary::of(&diary, &request, heads(&log), &person.now);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("year.json"), summary.bundle_json()?)?;
    std::fs::write(folder.join("year-shared.json"), summary.shared_json(b"%PDF-1.7\n".to_vec())?)?;
    Ok(())
}
