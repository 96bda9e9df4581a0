//! Exports of other programs whose form is public: by which titles each is recognised, and what its cells mean. Where each
//! form was read stands in `docs/tables.md`.

use crate::becomes::Becomes;
use crate::sheet::Sheet;

/// The form of one program's export.
#[derive(Debug)]
pub struct Preset {
    /// Its id.
    pub id: &'static str,
    /// The program.
    pub name: &'static str,
    /// The titles that it has, however they are written.
    titles: &'static [&'static str],
    /// What must be so besides.
    only_if: fn(&Sheet) -> bool,
    /// Why a file of this form is not taken, and which to choose.
    pub(crate) instead: Option<&'static str>,
    /// The columns with the time, in this order; one that is not there is passed over.
    pub(crate) times: &'static [&'static str],
    /// The columns with free words.
    pub(crate) notes: &'static [&'static str],
    /// The columns that say again what others say.
    pub(crate) again: &'static [&'static str],
    /// The columns with names one after the other, each of which was so.
    pub(crate) lists: &'static [&'static str],
    /// The columns with a name and what is said of it.
    pub(crate) named: Option<(&'static str, &'static str)>,
    /// The column with a label of the value.
    pub(crate) label: &'static str,
    /// Cells that say yes, no and nothing.
    pub(crate) yes: &'static [&'static str],
    pub(crate) no: &'static [&'static str],
    pub(crate) nothing: &'static [&'static str],
    /// Whether a label may stand behind a value.
    pub(crate) has_labels: bool,
    /// Whether names are ids in capitals.
    pub(crate) is_shouting: bool,
    /// What becomes of a number of which nothing else is known.
    pub(crate) numbers: Becomes,
}

const PLAIN: Preset = Preset {
    id: "",
    name: "",
    titles: &[],
    only_if: |_| true,
    instead: None,
    times: &["date"],
    notes: &[],
    again: &[],
    lists: &[],
    named: None,
    label: "",
    yes: &[],
    no: &[],
    nothing: &[],
    has_labels: false,
    is_shouting: false,
    numbers: Becomes::Nothing,
};

/// What Loop writes for a day on which a habit was done, was not, and of which nothing is known or expected.
const DONE: &[&str] = &["2", "YES_MANUAL"];
const NOT_DONE: &[&str] = &["0", "NO"];
const NOT_SAID: &[&str] = &["1", "-1", "3", "-3", "YES_AUTO", "UNKNOWN", "SKIP"];

/// The programs that are known. The first that fits counts.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "track-and-graph",
        name: "Track & Graph",
        titles: &["FeatureName", "Timestamp", "Value"],
        times: &["Timestamp"],
        notes: &["Note"],
        named: Some(("FeatureName", "Value")),
        label: "Label",
        has_labels: true,
        ..PLAIN
    },
    Preset {
        id: "daylio",
        name: "Daylio",
        titles: &["full_date", "date", "weekday", "time", "mood", "activities"],
        times: &["full_date", "time"],
        notes: &["note_title", "note"],
        again: &["date", "weekday"],
        lists: &["activities"],
        ..PLAIN
    },
    Preset {
        id: "openscale",
        name: "openScale",
        titles: &["DATE", "TIME", "WEIGHT", "BMI"],
        times: &["DATE", "TIME"],
        notes: &["COMMENT"],
        is_shouting: true,
        numbers: Becomes::Answer,
        ..PLAIN
    },
    Preset {
        id: "openscale-2",
        name: "openScale",
        titles: &["dateTime", "weight", "fat", "water", "muscle"],
        times: &["dateTime"],
        notes: &["comment"],
        // What was not measured.
        nothing: &["0", "0.0"],
        is_shouting: true,
        numbers: Becomes::Answer,
        ..PLAIN
    },
    Preset {
        id: "wger",
        name: "wger",
        titles: &["Date", "Weight"],
        only_if: |sheet| sheet.titles.len() == 2,
        numbers: Becomes::Answer,
        ..PLAIN
    },
    Preset {
        id: "loop-habits",
        name: "Loop Habit Tracker",
        titles: &["Position", "Name", "Question", "Color"],
        instead: Some("this is the list of the habits, without any day. Choose Checkmarks.csv, which lies beside it"),
        ..PLAIN
    },
    Preset {
        id: "loop-habit",
        name: "Loop Habit Tracker",
        titles: &["Date", "Value", "Notes"],
        only_if: |sheet| sheet.titles.len() == 3 && is_of_loop(sheet, &[0, 2]),
        instead: Some(
            "this is one habit, without its name. Choose the Checkmarks.csv that lies beside the folders of the habits",
        ),
        ..PLAIN
    },
    Preset {
        id: "loop",
        name: "Loop Habit Tracker",
        titles: &["Date"],
        only_if: |sheet| sheet.titles.len() > 1 && sheet.is_open && is_of_loop(sheet, &[0]),
        yes: DONE,
        no: NOT_DONE,
        nothing: NOT_SAID,
        ..PLAIN
    },
];

/// Whether all cells but those of these columns are what Loop writes for a habit.
fn is_of_loop(sheet: &Sheet, but: &[usize]) -> bool {
    let known = |cell: &str| [DONE, NOT_DONE, NOT_SAID].iter().any(|of| of.contains(&cell.trim()));
    let cells = sheet.rows.iter().filter_map(|row| row.cells.as_ref().ok());
    let mut cells = cells.flat_map(|row| row.iter().enumerate()).filter(|(place, _)| !but.contains(place)).peekable();
    cells.peek().is_some() && cells.all(|(_, cell)| known(crate::columns::as_meant(cell)))
}

impl Preset {
    /// The program that has written a table, if it is known.
    pub(crate) fn of(sheet: &Sheet) -> Option<&'static Preset> {
        PRESETS
            .iter()
            .find(|preset| preset.titles.iter().all(|title| place(sheet, title).is_some()) && (preset.only_if)(sheet))
    }

    /// What a column is called.
    pub(crate) fn called(&self, title: &str) -> String {
        let name = title.replace('_', " ");
        match name.chars().next() {
            // Short ones are abbreviations, such as BMI.
            Some(first) if self.is_shouting && name.len() > 3 => {
                first.to_uppercase().chain(name.chars().skip(1).flat_map(char::to_lowercase)).collect()
            }
            _ => title.to_owned(),
        }
    }
}

/// The place of the column with this title, however it is written.
pub(crate) fn place(sheet: &Sheet, title: &str) -> Option<usize> {
    let mut places = (0..sheet.titles.len()).filter(|place| sheet.titles[*place].eq_ignore_ascii_case(title));
    places
        .find(|place| sheet.titles[*place] == title)
        .or_else(|| sheet.titles.iter().position(|own| own.eq_ignore_ascii_case(title)))
}
