//! `supple capture`: secret addresses that take a spasm by one press.

use crate::outbox::on_clock;
use crate::place::Place;
use crate::problem::Problem;
use crate::reach::Desk;
use crate::terminal::Out;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use supple_reach::{Act, Door, DoorKind};

/// Options of `supple capture`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
    /// Print one JSON object
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a secret address for a device. It is printed once
    Make {
        /// What the device is called
        name: String,
        /// Under which address the device reaches this server, with its https:// before it; without it, the one that is kept
        /// for messages, or else the usual one on this machine
        #[arg(long, value_name = "URL")]
        server: Option<String>,
        /// For a calendar, in place of one that takes a spasm
        #[arg(long)]
        calendar: bool,
    },
    /// The addresses that are open
    List,
    /// Close an address
    Revoke {
        /// The name of its device, or its id
        name: String,
    },
}

/// Makes, lists or closes addresses.
pub(crate) fn run(options: &Options, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let desk = Desk::of(place);
    let doors = || desk.state().map(|state| state.doors).map_err(Problem::Cannot);
    match &options.what {
        What::Make { name, server, calendar } => {
            let kind = if *calendar { DoorKind::Calendar } else { DoorKind::Capture };
            let secret = desk.open_door(kind, name).map_err(Problem::Cannot)?;
            let kept = desk.state().map_err(Problem::Cannot)?.address;
            let server = server.clone().or(kept).unwrap_or_else(|| "http://127.0.0.1:7878".to_owned());
            let server = server.trim_end_matches('/');
            let address =
                if *calendar { format!("{server}/calendar/{secret}.ics") } else { format!("{server}/in/{secret}") };
            if options.json {
                return out.json(&json!({ "name": name, "address": address, "calendar": calendar }));
            }
            out.say("The address is shown now, and never again:")?;
            out.line(&address)?;
            out.gap()?;
            if *calendar {
                out.say("Let a calendar subscribe to it. Whoever has it sees your reminders.")
            } else {
                out.say("A POST to it stores a spasm. Whoever has it can do that, and nothing else. To try it, put ?test behind it.")
            }
        }
        What::List => {
            let doors = doors()?;
            if options.json {
                return out.json(&json!({ "addresses": doors.iter().map(as_json).collect::<Vec<_>>() }));
            }
            if doors.is_empty() {
                return out.say("No address is open. `supple capture make NAME` makes one.");
            }
            for door in &doors {
                let used = door.used.map_or("never used".to_owned(), |at| format!("last used {}", on_clock(at)));
                out.item("- ", &format!("{} ({}), made {}, {used}", door.name, what(door), on_clock(door.made)))?;
            }
            Ok(())
        }
        What::Revoke { name } => {
            let doors = doors()?;
            let gone: Vec<_> = doors.iter().filter(|door| door.id == *name || door.name == *name).collect();
            if gone.is_empty() {
                let line = format!(
                    "no open address is called \"{}\"; `supple capture list` lists them",
                    crate::when::shorten(name)
                );
                return Err(Problem::Cannot(line));
            }
            for door in &gone {
                desk.act(&Act::CloseDoor(door.id.clone())).map_err(Problem::Cannot)?;
            }
            if options.json {
                return out.json(&json!({ "closed": gone.iter().map(|door| as_json(door)).collect::<Vec<_>>() }));
            }
            out.say(&format!("The address of {name} is closed: it leads nowhere now."))
        }
    }
}

fn what(door: &Door) -> &'static str {
    match door.kind {
        DoorKind::Capture => "a spasm",
        DoorKind::Calendar => "the calendar",
    }
}

fn as_json(door: &Door) -> Value {
    json!({ "id": door.id, "name": door.name, "kind": door.kind, "made": door.made, "used": door.used })
}
