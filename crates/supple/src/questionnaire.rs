//! A check that was answered in another program: a QuestionnaireResponse of FHIR, taken into the diary.

use crate::place::wait;
use crate::problem::Problem;
use std::io::Read;
use std::path::Path;
use supple_care::moment;
use supple_diary::{Check, Draft};
use supple_fhir::MAX_BYTES;
use supple_journal::Journal;

/// The text of a file that is a resource of FHIR. None of anything else, which is read as what it is.
pub(crate) fn response(path: &Path) -> Option<String> {
    // What can be read only once is left for whoever reads all of it.
    let file = std::fs::File::open(path).ok().filter(|file| file.metadata().is_ok_and(|is| is.is_file()))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8(crate::text::decoded(bytes).ok()?).ok()?;
    supple_fhir::is_resource(&text).then_some(text)
}

/// The check as an entry of when it was answered; none where the diary has it.
pub(crate) fn check(text: &str, journal: &Journal) -> Result<Option<Draft>, Problem> {
    let triage = supple_triage::embedded();
    let answers = supple_fhir::read_response(triage, text)?;
    if answers.given().next().is_none() {
        return Err(Problem::Cannot("nothing is answered in it".to_owned()));
    }
    let Some(at) = supple_fhir::authored(text) else {
        return Err(Problem::Cannot("it does not say at which time it was answered (\"authored\")".to_owned()));
    };
    let machine = journal.host();
    if at > machine.now() {
        return Err(Problem::Cannot(format!("it says that it was answered at {at}, which is still to come")));
    }
    let diary = wait(journal.diary())?;
    let verdict = triage.verdict(&answers);
    let Some(check) = moment::check::entry(&answers, &verdict) else { return Ok(None) };
    let happened = moment::clock::moment(&diary, at, &machine.zone());
    let known = diary.all::<Check>().any(|(item, known)| item.happened().at() == happened.at() && *known == check);
    Ok((!known).then(|| Draft::new(happened, check)))
}
