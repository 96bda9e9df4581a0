//! `supple reminders`: what the person wants to be reminded of. They stand in the diary, so every device has them.

use crate::files::{self, Replace};
use crate::machine;
use crate::place::{Place, read, wait};
use crate::problem::{Context, Problem};
use crate::reach::Desk;
use crate::terminal::Out;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use supple_care::moment::clock;
use supple_diary::{Draft, Id, Kind, Moment, Reminder, ReminderSkip, Whole, Words};
use supple_journal::Journal;
use supple_reach::{Standing, calendar, clock_time};
use supple_wording::reminders as words;

/// Options of `supple reminders`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: Option<What>,
    /// Write them as a calendar (RFC 5545); - for standard output
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List them
    List,
    /// Set a reminder, or change one
    On {
        /// Of what
        #[arg(value_parser = ["practice", "break", "check-in", "visit", "trial"])]
        what: String,
        /// At what time, or from what time, such as 18:00
        #[arg(long, value_name = "TIME", value_parser = time)]
        at: Whole<0, 1439>,
        /// Until what time, for one that comes again and again
        #[arg(long, value_name = "TIME", value_parser = time, requires = "every")]
        to: Option<Whole<0, 1439>>,
        /// After how many minutes it comes again
        #[arg(long, value_name = "MINUTES", value_parser = every, requires = "to")]
        every: Option<Whole<15, 480>>,
        /// On which days, such as mon,wed,fri; every day without it
        #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])]
        days: Vec<String>,
        /// On one day, such as 2026-12-24
        #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "days")]
        day: Option<Date>,
        /// The last day
        #[arg(long, value_name = "DATE", value_parser = day)]
        until: Option<Date>,
        /// What it is called
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Change this reminder, by its id, in place of setting a new one
        #[arg(long, value_name = "ID")]
        change: Option<String>,
    },
    /// Stop a reminder: calendars take it away
    Off {
        /// Its id, or of what it is
        reminder: String,
    },
    /// Leave a reminder out on one day
    Skip {
        /// Its id, or of what it is
        reminder: String,
        /// The day; today without it
        #[arg(long, value_name = "DATE", value_parser = day)]
        day: Option<Date>,
    },
}

fn time(text: &str) -> Result<Whole<0, 1439>, String> {
    let time = clock_time(text).ok_or("a time of day looks like 18:00")?;
    Whole::new(i64::from(time.hour()) * 60 + i64::from(time.minute())).map_err(|error| error.to_string())
}

fn every(text: &str) -> Result<Whole<15, 480>, String> {
    let number = text.parse().ok().and_then(|number| Whole::new(number).ok());
    number.ok_or_else(|| "between two there are 15 to 480 minutes".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day looks like 2026-12-24".to_owned())
}

/// Lists, sets, stops, or writes the calendar.
pub(crate) fn run(options: &Options, place: &Place, out: &mut Out) -> Result<(), Problem> {
    if let Some(file) = &options.ics {
        let journal = place.look()?;
        let diary = read(&journal)?;
        let zone = TimeZone::get(&clock::zone(&diary, &journal.host().zone())).unwrap_or(TimeZone::UTC);
        let standing = supple_reach::reminders(&diary);
        let server = Desk::of(place).state().map_err(Problem::Cannot)?.address;
        let written =
            calendar(&standing, zone, machine::now(), server.as_deref()).and_then(|calendar| calendar.write());
        let text = written.map_err(|error| Problem::Cannot(error.to_string()))?;
        if file == Path::new("-") {
            return Ok(out.write_all(text.as_bytes())?);
        }
        files::in_place(file, text.as_bytes(), Replace::Old)
            .context(format_args!("{} cannot be written", file.display()))?;
        return if options.json {
            out.json(&json!({ "file": file, "reminders": standing.len() }))
        } else {
            out.say(&format!("Your reminders are in {}. Open it with your calendar.", file.display()))
        };
    }
    match &options.what {
        None | Some(What::List) => list(&place.look()?, options.json, out),
        Some(What::On { what, at, to, every, days, day, until, name, change }) => {
            if to.is_some_and(|to| to < *at) {
                return Err(Problem::WrongUse("it ends before it begins: let it end later on the same day".to_owned()));
            }
            if what == "visit" && day.is_none() {
                return Err(Problem::WrongUse("a visit needs its day: --day 2026-12-24".to_owned()));
            }
            let wrong = |error: supple_diary::ValueError| Problem::WrongUse(error.to_string());
            let journal = place.open()?;
            let diary = read(&journal)?;
            let standing = supple_reach::reminders(&diary);
            let changes = change.as_ref().map(|id| find(&standing, id).map(|one| one.id)).transpose()?;
            let reminder = Reminder {
                what: Id::new(what).map_err(wrong)?,
                changes,
                on: true,
                days: days.iter().map(|day| Words::new(day.as_str())).collect::<Result<_, _>>().map_err(wrong)?,
                day: *day,
                from: *at,
                to: *to,
                every: *every,
                until: *until,
                name: name.as_deref().map(Words::new).transpose().map_err(wrong)?,
            };
            write(&journal, reminder)?;
            list(&journal, options.json, out)
        }
        Some(What::Off { reminder }) => {
            let journal = place.look()?;
            let diary = read(&journal)?;
            let standing = supple_reach::reminders(&diary);
            let one = find(&standing, reminder)?;
            write(&journal, Reminder { changes: Some(one.id), on: false, ..one.reminder.clone() })?;
            list(&journal, options.json, out)
        }
        Some(What::Skip { reminder, day }) => {
            let journal = place.look()?;
            let diary = read(&journal)?;
            let standing = supple_reach::reminders(&diary);
            let one = find(&standing, reminder)?;
            let today = clock::moment(&diary, machine::now(), &journal.host().zone()).date();
            write(&journal, ReminderSkip { reminder: one.id, day: day.unwrap_or(today) })?;
            list(&journal, options.json, out)
        }
    }
}

fn write(journal: &Journal, kind: impl Into<Kind>) -> Result<(), Problem> {
    let diary = read(journal)?;
    let now: Moment = clock::moment(&diary, machine::now(), &journal.host().zone());
    wait(journal.decide(Draft::new(now, kind)))?;
    Ok(())
}

/// The reminder with this id, or the only one of this.
fn find<'s, 'd>(standing: &'s [Standing<'d>], name: &str) -> Result<&'s Standing<'d>, Problem> {
    if let Some(one) = standing.iter().find(|one| one.id.to_string() == name) {
        return Ok(one);
    }
    let named: Vec<_> = standing.iter().filter(|one| one.reminder.on && one.reminder.what.as_str() == name).collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => Err(Problem::Cannot(format!(
            "there is no reminder \"{}\"; `supple reminders` lists them",
            crate::when::shorten(name)
        ))),
        _ => Err(Problem::Cannot(format!(
            "there are several of \"{name}\": give the id that `supple reminders --json` prints"
        ))),
    }
}

fn list(journal: &Journal, json: bool, out: &mut Out) -> Result<(), Problem> {
    let diary = read(journal)?;
    let standing = supple_reach::reminders(&diary);
    if json {
        return out.json(&json!({ "reminders": standing.iter().map(as_json).collect::<Vec<_>>() }));
    }
    let on: Vec<_> = standing.iter().filter(|one| one.reminder.on).collect();
    if on.is_empty() {
        return out.say("There is no reminder. `supple reminders on practice --at 18:00` sets one.");
    }
    for one in on {
        let name = one.reminder.name.as_ref().map(|name| format!(" ({})", name.as_str())).unwrap_or_default();
        let what = words::what(one.reminder.what.as_str());
        out.item("- ", &format!("{what}{name}: {}", words::when(one.reminder)))?;
    }
    Ok(())
}

fn as_json(one: &Standing<'_>) -> Value {
    let reminder = one.reminder;
    json!({
        "id": one.id,
        "what": reminder.what.as_str(),
        "on": reminder.on,
        "when": words::when(reminder),
        "name": reminder.name.as_ref().map(Words::as_str),
        "changes": one.changes,
        "left_out": one.skips,
    })
}
