//! The compiler of the guidance: `guidance/*.toml` in, checked [`Guidance`] out, or every fault with its file and id.
//!
//! The build script of `supple-guidance` calls it, so that a build that succeeds has checked what the program says.
//! [`compile`] parses the files into the types of [`supple_guidance_schema`] and checks the whole: every id is unique and
//! every reference leads somewhere; every claim, rule and screen has a source, and every source is used; no rule is empty,
//! and none is below a level that one of its sources gives; every threshold lies on the edge of a band; every red flag and
//! every warning sign has a promise; every item of the inventory is carried or listed with a reason; every step of the plan
//! stands on a claim and keeps the limits of its kind; and no dose is above the limit of a day.
//!
//! # Modules
//! - `parse`: TOML into the types of the schema.
//! - `check`: the whole, one module per part of the guidance.
//! - `fault`: what is wrong, with the file and the id.
//!
//! # The files
//! | file | holds |
//! |---|---|
//! | `sources.toml` | where statements come from, and how each was read |
//! | `guide.toml` | the chapters of the guide with their answers and sections, and the short pages for one situation |
//! | `guide-*.toml` | the claims of the guide, each with its sources, the rules of its signs, and who said what |
//! | `disagreements.toml` | who says what where sources cannot both be followed, the best evidence, the default, why |
//! | `findings.toml` | what a person can be asked about, screen by screen, worst first |
//! | `rules.toml` | when to send someone where, with each source's own level; which signs are weak alone, with the evidence |
//! | `promises.toml` | what triage owes, apart from the rules: warning signs, red flags, edges of thresholds |
//! | `red-flags.toml` | the red flags that the promises must cover, with the most urgent level that any source gives |
//! | `medicines.toml` | what can be bought and counted: label limits, who must not take it, who asks first; the questions for that; which amounts are believed |
//! | `products-us.toml`, `products-gb.toml` | exact packs of a country: each ingredient with its strength, directions, and the pages that say so |
//! | `brands.toml` | names that stand for several packs, and mixes on prescription: they settle no strength and always ask |
//! | `interactions.toml` | kinds of medicine and their names, what a logged one answers, which two do not go together |
//! | `treatments.toml` | treatments that others give: which claims tell of them, and what to ask |
//! | `activity.toml` | the way back, from the first moves to contact sport, with what must be so before each rung |
//! | `inventory.toml` | all 586 statements of the four articles that Supple began with (`seed0` to `seed3`), and their 52 conflicts |
//! | `not-shown.toml` | the statements that are not shown, each with a reason |
//! | `steps.toml` | when each stage begins; the steps of the relief plan with their claims, stages, what to avoid and what to watch for |
//! | `limits.toml` | what limits them: longest times, what every kind of step must carry, what is asked first |
//! | `gate.toml` | the few signs that a plan asks about where no check of the day is there, and why these |
//! | `decisions.toml` | what the person decides where sources disagree, each with its default |
//! | `exposures.toml` | what might set a spasm off, how long before one it would have to be to count, and what to do about a link |
//! | `exercises.toml` | exercises with their doses, who leaves them out, when to do more or less; kinds of exercise to choose |
//! | `walking.toml` | walking, level by level |
//! | `habits.toml` | habits for the time between spasms, each with what is known and to whom it is offered |
//! | `floor.toml` | the script for someone lying on the floor, and when it stops |
//! | `figures.toml` | how a person stands, sits and lies, as numbers: the body, positions, movements |
//! | `offered.toml` | what is offered to write down: daily questions and buttons |
//! | `report.toml` | what the report for a doctor goes by: what counts as written at once, and which questions are offered |
//! | `questionnaires.toml` | questionnaires of others, word for word, with who says that they may be used; by how much scores differ by chance |
//! | `trials.toml` | what can be compared in a trial of one person, and why it is fair to let chance choose |
//! | `validity.toml` | how long what a person said holds, which answers about them pass, how a pregnancy is counted |
//! | `emergency-numbers.toml` | the number to call, by country, and where the country is not known |
//! | `zones.toml` | in which country a time zone is: a witness to which number to call |
//!
//! ```
//! use supple_guidance_compiler::{TomlFile, compile};
//! let file = TomlFile {
//!     name: "guidance/guide.toml".to_owned(),
//!     text: "[[topic]]\nid = \"what\"\ntitle = \"What a spasm is\"\nlead = \"And what it is not.\"".to_owned(),
//! };
//! let faults = compile(&[file]).unwrap_err();
//! assert_eq!(faults[0].to_string(), "guidance/guide.toml: topic \"what\": has no claim");
//! ```

mod check;
mod fault;
mod parse;

pub use fault::Fault;

use std::path::Path;
use std::{fs, io};
use supple_guidance_schema::Guidance;

/// A TOML file, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlFile {
    /// The name that faults give it, with its folder: `guidance/rules.toml`. Some names decide which tables are in it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Parses and checks the guidance.
///
/// # Errors
/// Every fault that was found: those of the syntax if there are any, else those of what the files say.
pub fn compile(files: &[TomlFile]) -> Result<Guidance, Vec<Fault>> {
    let parsed = parse::parse(files)?;
    check::check(&parsed)?;
    Ok(parsed.guidance)
}

/// Reads all TOML files of a folder, in the order of their names. Each is named with the folder's own name before it.
///
/// # Errors
/// If the folder or one of the files cannot be read, or is no UTF-8.
pub fn read_folder(folder: &Path) -> io::Result<Vec<TomlFile>> {
    let within = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let own = path.file_name().unwrap_or_default().to_string_lossy();
            files.push(TomlFile { name: format!("{within}/{own}"), text: fs::read_to_string(&path)? });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
