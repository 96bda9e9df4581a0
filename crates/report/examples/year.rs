//! `year FOLDER`: writes the report of a made-up person's year as FHIR, as a document and as it is shared, for validators of
//! others.

use std::error::Error;
use std::path::PathBuf;
use supple_diary::Diary;
use supple_insight::simulate::{person, settings};
use supple_report::{Period, Request, Summary, heads};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("say in which folder: year FOLDER")?);
    let setting = settings().into_iter().find(|setting| setting.days >= 365).ok_or("nobody has a year")?;
    let person = person(&setting, 1, 1)?;
    let diary = Diary::fold(&person.log);
    let mut request = Request::of(Period::usual(&diary, person.now.date()));
    request.name = Some("Jo Example".to_owned());
    let summary = Summary::of(&diary, &request, heads(&person.log), &person.now);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("year.json"), summary.bundle_json()?)?;
    std::fs::write(folder.join("year-shared.json"), summary.shared_json(b"%PDF-1.7\n".to_vec())?)?;
    Ok(())
}
