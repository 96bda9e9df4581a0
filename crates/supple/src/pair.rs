//! `supple pair` and `supple devices`: a code for one more device, and the list of those that may come in.

use crate::device_registry::DeviceRegistry;
use crate::machine::ThisMachine;
use crate::place::Place;
use crate::problem::Problem;
use crate::terminal::Out;
use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use std::cmp::Ordering;
use std::sync::Arc;
use supple_care::keeping::safety;
use supple_diary::SCHEMA;
use supple_journal::{Devices, Env, Here, PairedDevice, Storage, facts, let_in_by};
use supple_wording::counted;
use supple_wording::keeping::{Held, headline};

/// Options of `supple pair`.
#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Options of `supple devices`.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Let the device with this name in no more
    #[arg(long, value_name = "NAME")]
    remove: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Makes a code.
pub(crate) fn run(options: &Pair, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let paired = of(place)?;
    let invitation = paired.new_code().map_err(Problem::Cannot)?;
    if options.json {
        return out.json(&json!({
            "code": invitation.code,
            "until": invitation.until,
            "address": invitation.address,
        }));
    }
    out.say(&format!("The code is {}. It works once, for ten minutes.", invitation.code))?;
    match &invitation.address {
        Some(address) => {
            out.say("On the other device, open this address, or point its camera at the squares:")?;
            out.line(address)?;
            out.gap()?;
            for line in squares(&invitation.squares) {
                out.line(&line)?;
            }
            Ok(())
        }
        None => out.say(
            "On the other device, open the address of your server with /pair behind it, and type the code. If no server \
             runs yet, start it with `supple serve --host NAME`. Another Supple takes the code with \
             `supple sync URL --code CODE`.",
        ),
    }
}

/// The squares with two rows in one line, light on the dark ground of a terminal.
fn squares(rows: &[Vec<bool>]) -> Vec<String> {
    const QUIET: usize = 2;
    let side = rows.len();
    let is_dark = |x: usize, y: usize| {
        let (x, y) = (x.checked_sub(QUIET), y.checked_sub(QUIET));
        x.zip(y).and_then(|(x, y)| rows.get(y)?.get(x).copied()).unwrap_or(false)
    };
    let line = |y: usize| {
        let both = |x: usize| match (is_dark(x, y), is_dark(x, y + 1)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        };
        (0..side + 2 * QUIET).map(both).collect()
    };
    (0..side + 2 * QUIET).step_by(2).map(line).collect()
}

/// Lists the devices, or removes one.
pub(crate) fn devices(options: &List, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let paired = of(place)?;
    if let Some(name) = &options.remove {
        let gone = paired.remove(name).map_err(Problem::Cannot)?;
        if gone.is_empty() {
            return Err(Problem::Cannot(format!(
                "no paired device is called \"{}\"; `supple devices` lists them",
                crate::when::shorten(name)
            )));
        }
        let left = paired.paired().map_err(Problem::Cannot)?;
        let others: Vec<_> = gone.iter().flat_map(|gone| let_in_by(&gone.id, &left)).collect();
        if options.json {
            let others: Vec<_> = others.into_iter().map(as_json).collect();
            return out.json(&json!({"removed": gone.iter().map(as_json).collect::<Vec<_>>(), "let_in": others}));
        }
        out.say(&format!("{name} is unpaired. To undo this, pair it again with a new code from `supple pair`."))?;
        if !others.is_empty() {
            out.say("It had let in others, which can still read the diary. To unpair one as well:")?;
            for other in others {
                out.item("- ", &format!("supple devices --remove \"{}\"", other.name))?;
            }
        }
        return Ok(());
    }
    let all = paired.paired().map_err(Problem::Cannot)?;
    if options.json {
        return out.json(&all.iter().map(as_json).collect::<Vec<_>>());
    }
    if all.is_empty() {
        out.say("No device is paired. `supple pair` gives a code for one.")?;
        return say_how_safe(place, paired, out);
    }
    out.say(&format!("{}:", counted(all.len(), "paired device", "paired devices")))?;
    for device in all {
        let there = match device.schema.map(|there| there.cmp(&SCHEMA)) {
            Some(Ordering::Less) => ", with an older Supple, which keeps all and shows what it knows",
            Some(Ordering::Greater) => ", with a newer Supple",
            Some(Ordering::Equal) | None => "",
        };
        let by = device.by.map(|by| format!(", let in by {}", by.name)).unwrap_or_default();
        out.item(
            "- ",
            &format!("{}, paired {}, last seen {}{by}{there}", device.name, day(device.since), day(device.seen)),
        )?;
    }
    say_how_safe(place, paired, out)
}

/// How safe the diary is, by what lies beside it: the list must not wait for all entries. Nothing is said of one of which
/// nothing was noted.
fn say_how_safe(place: &Place, paired: DeviceRegistry, out: &mut Out) -> Result<(), Problem> {
    if place.head().is_none() {
        return Ok(());
    }
    let machine = ThisMachine::at(place.clone(), Some(Arc::new(paired)));
    let here = Here { is_with_server: false, is_forked: !machine.forks().is_empty(), is_begun: true };
    out.say(&headline(safety(&facts(&machine, here), machine.now()), Held::Machine))
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn as_json(device: &PairedDevice) -> serde_json::Value {
    let mut shown = json!({"id": device.id, "name": device.name, "paired": device.since, "seen": device.seen});
    if let Some(by) = &device.by {
        shown["by"] = json!(by);
    }
    if let Some(schema) = device.schema {
        shown["schema"] = json!(schema);
    }
    shown
}

fn of(place: &Place) -> Result<DeviceRegistry, Problem> {
    if place.paired_file().is_none() {
        return Err(Problem::WrongUse(
            "a database in memory has no paired devices: give another with --database".to_owned(),
        ));
    }
    Ok(DeviceRegistry::of(place))
}
