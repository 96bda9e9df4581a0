//! `supple trial` over days: a habit or none, by periods that chance chooses.

use crate::problem::{Context, Problem};
use crate::terminal::Out;
use crate::trial::{At, write_decided};
use crate::trial_files::Files;
use jiff::civil::Date;
use serde_json::json;
use supple_guidance::trial::DaysOf;
use supple_journal::Journal;
use supple_programme::trial::{self as days, Begun, Due, Hold, InDiary, Refused};
use supple_trial::{Arm, Drawn};
use supple_wording::trial_days as wording;
use supple_wording::{answered, lower};

/// What a person says of a day.
pub(crate) struct OfDay {
    /// Whether the habit was done; none to hear what the day is.
    pub(crate) did: Option<bool>,
    /// Which day; none for today.
    pub(crate) date: Option<Date>,
}

fn refused(at: &At, why: &Refused) -> Problem {
    let line = lower(&wording::refused(why, at.here()));
    let way = match why {
        Refused::NoTrial => " `supple trial plan` shows what can be tried",
        Refused::Another => " `supple trial stop` ends it",
        _ => "",
    };
    Problem::Cannot(format!("{line}{way}"))
}

/// How it goes, and what it can find for this person.
pub(crate) fn plan(of: &'static DaysOf, weeks: u8, at: Option<&At>, json: bool, out: &mut Out) -> Result<(), Problem> {
    let protocol = days::protocol(of, 7 * weeks).map_err(Problem::Cannot)?;
    let rate = at.and_then(|at| days::rate(&at.diary, at.now.date()));
    let told = wording::consent(of, &protocol, rate);
    if json {
        return out.json(&json!({
            "kind": wording::KIND, "trial": of, "protocol": protocol, "per_day": rate.map(|rate| rate.per_day),
            "goes": told.goes, "finds": told.finds, "judgement": told.judgement,
        }));
    }
    out.heading(&of.title)?;
    told.goes.iter().try_for_each(|line| out.item("- ", line))?;
    out.gap()?;
    out.heading("What it can find")?;
    told.finds.iter().try_for_each(|line| out.item("- ", line))?;
    out.gap()?;
    told.judgement.iter().try_for_each(|line| out.say(&answered("Our own judgement", line)))
}

/// Begins a trial, with periods of so many weeks.
pub(crate) fn start(journal: &Journal, of: &'static DaysOf, weeks: u8) -> Result<(), Problem> {
    let at = At::of(journal)?;
    let begun = days::begin(&at.diary, of, 7 * weeks, journal.seed(), &at.now).map_err(|why| refused(&at, &why))?;
    write_decided(journal, &at.now, begun).map(|_| ())
}

/// Begins the next period where one is due, or keeps what was done on a day.
pub(crate) fn day(journal: &Journal, said: &OfDay) -> Result<(), Problem> {
    let at = At::of(journal)?;
    let trial = days::running(&at.diary, &at.now).ok_or_else(|| refused(&at, &Refused::NoTrial))?;
    if let Some(did) = said.did {
        let date = said.date.unwrap_or_else(|| at.now.date());
        let done = days::day(&at.diary, date, did, &at.now).map_err(|why| refused(&at, &why))?;
        return write_decided(journal, &at.now, done).map(|_| ());
    }
    if matches!(trial.due(&at.diary, &at.now), Due::Begins(_)) {
        let period = days::next(&at.diary, &at.now).map_err(|why| refused(&at, &why))?;
        write_decided(journal, &at.now, period)?;
    }
    Ok(())
}

/// Stops the trial that runs.
pub(crate) fn stop(journal: &Journal) -> Result<(), Problem> {
    let at = At::of(journal)?;
    let end = days::stop(&at.diary, &at.now).map_err(|why| refused(&at, &why))?;
    write_decided(journal, &at.now, end).map(|_| ())
}

/// A trial over days in JSON.
fn as_json(at: &At, trial: &InDiary<'_>) -> serde_json::Value {
    let period =
        |begun: &Begun| json!({"number": begun.number, "arm": begun.arm, "first": begun.first, "last": begun.last});
    let told = |holds: &[Hold]| holds.iter().map(wording::hold).collect::<Vec<_>>();
    let due = trial.runs().then(|| match trial.due(&at.diary, &at.now) {
        Due::Begins(_) => json!({"is": "begins"}),
        Due::Held(holds) => json!({"is": "waits", "holds": told(&holds)}),
        Due::Goes { begun, day, did, holds } => {
            json!({"is": "goes", "period": period(&begun), "day": day, "did": did, "holds": told(&holds)})
        }
        Due::Waits(until) => json!({"is": "nearly-over", "until": until}),
    });
    let done = trial.adherence(&at.diary, &at.now);
    json!({
        "kind": wording::KIND, "trial": trial.of.id, "entry": trial.id(), "begun": trial.item.first().recorded(),
        "ended": trial.ended(), "runs": trial.runs(), "promised": trial.trial.commitment().to_hex(),
        "protocol": trial.trial.protocol(), "periods": trial.begun.iter().map(period).collect::<Vec<_>>(),
        "dropped": trial.dropped, "due": due, "over": trial.over, "report": trial.report,
        "done": {"as_drawn": done.as_drawn, "otherwise": done.otherwise, "unknown": done.unknown},
    })
}

/// How far it is, and what today is.
pub(crate) fn status(at: &At, trial: &InDiary<'_>, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        return out.json(&as_json(at, trial));
    }
    out.heading(&trial.of.title)?;
    let begun = supple_wording::trial::begun(trial.item.first().recorded(), at.here());
    out.say(&format!("{} {begun}", wording::progress(trial)))?;
    if let Some(line) = wording::dropped(trial) {
        out.say(&line)?;
    }
    if !trial.runs() {
        return result(at, trial, &Files::default(), false, out);
    }
    let due = trial.due(&at.diary, &at.now);
    let told = wording::line(trial, &due, at.now.date());
    out.gap()?;
    out.heading(&told.headline)?;
    told.lines.iter().try_for_each(|line| out.say(line))?;
    match &due {
        Due::Begins(_) => out.say("`supple trial day` lets chance choose.")?,
        Due::Goes { begun, did, .. } => {
            if let Some(did) = did {
                out.say(wording::did(*did))?;
            }
            out.say(&wording::answered_so_far(trial.answered(&at.diary, begun, &at.now)))?;
            out.say("`supple trial day --done` or `--not-done` says how it was, `supple log check-in` answers the daily question.")?;
        }
        Due::Held(_) | Due::Waits(_) => {}
    }
    pairs(trial, out)
}

fn pairs(trial: &InDiary<'_>, out: &mut Out) -> Result<(), Problem> {
    let heads = wording::pair_heads(trial.of);
    trial.report.pairs.iter().enumerate().try_for_each(|(place, pair)| {
        let [place, a, b] = wording::pair(place, pair);
        out.item("- ", &format!("{} {place}: {} {a}, {} {b}", heads[0], lower(&heads[1]), lower(&heads[2])))
    })
}

/// What came out.
pub(crate) fn result(at: &At, trial: &InDiary<'_>, to: &Files, json: bool, out: &mut Out) -> Result<(), Problem> {
    write(trial, to)?;
    let told = wording::outcome(trial.of, &trial.report);
    if json {
        let mut value = as_json(at, trial);
        value["told"] = json!(told.lines);
        value["holds"] = json!(wording::HOLDS);
        return out.json(&value);
    }
    out.heading(&told.headline)?;
    told.lines.iter().try_for_each(|line| out.say(line))?;
    if let Some(line) = wording::adherence(trial.adherence(&at.diary, &at.now)) {
        out.say(&line)?;
    }
    pairs(trial, out)?;
    if let Some(path) = &to.draws {
        out.gap()?;
        out.say(&format!("The draws are in {}. `python3 docs/verify-trial.py` derives each again.", path.display()))?;
    }
    Ok(())
}

fn write(trial: &InDiary<'_>, to: &Files) -> Result<(), Problem> {
    if to.draws.is_none() && to.csv.is_none() {
        return Ok(());
    }
    let Some(revealed) = trial.revealed() else {
        return Err(Problem::Cannot("the trial goes on, so its seed and its days are not told yet".to_owned()));
    };
    if let Some(path) = &to.draws {
        Files::write(path, (serde_json::to_string_pretty(&revealed)? + "\n").as_bytes())?;
    }
    if let Some(path) = &to.csv {
        Files::write(path, table(trial, &revealed.draws).context("the table cannot be made")?.as_bytes())?;
    }
    Ok(())
}

/// A row for each period that can be told no more.
fn table(trial: &InDiary<'_>, draws: &[Drawn]) -> Result<String, std::io::Error> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["number", "arm", "first", "last", "observed_days", "spasms"])?;
    for period in trial.over.iter().filter(|period| draws.iter().any(|draw| draw.number == period.number)) {
        let begun = trial.begun.iter().find(|begun| begun.number == period.number);
        let day = |of: fn(&Begun) -> Date| begun.map_or_else(String::new, |begun| of(begun).to_string());
        rows.write_record([
            period.number.to_string(),
            if period.arm == Arm::A { "a" } else { "b" }.to_owned(),
            day(|begun| begun.first),
            day(|begun| begun.last),
            period.observed_days.to_string(),
            period.spasms.to_string(),
        ])?;
    }
    let bytes = rows.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}
