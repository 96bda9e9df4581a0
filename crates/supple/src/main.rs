//! The program `supple`: the command line, and the server for one person's own machine.
//!
//! # Modules
//! Most are one command each, by its name (`pool` is `insight` over a folder of exports, `sync_client` is `sync`,
//! `timeline` is `diary`). Commands that only read look at the diary, those that write open it. The others:
//! - `place`: where the diary is and what lies beside it: the id of this device, how far the diary had come (`.head`),
//!   what of it is lost (`.lost`), where it goes two ways (`.forks`), and when the last backup was made. `machine`:
//!   clock, zone and chance.
//! - `problem`: every way to fail: one line, one exit code. `printer` makes the PDF of a report on a server. `terminal` prints, also for `interview` (the check) and `plan`.
//! - `log`: `described` makes a command of the description of a kind, `adapters` has the shorter ways of some.
//! - `sheet` hands a file to `supple_intake`, which reads tables of other programs. `text` reads what an editor wrote;
//!   `values` and `when` read an option and a time as a person types them.
//! - `serve`: answers only to addresses, `localhost` and names given with `--host`, so that no site reads the diary by
//!   pointing its own name at this machine. `late`: a server before its database. `connections`: deadlines, and the
//!   end of all.
//! - `account`: whose a connection is, by the kernel. `auth`: lets in whom `account` knows and paired devices, and
//!   answers `/sync`; whoever is not paired gets the app on a store that takes nothing, made for each request. `held`
//!   rewrites pages for them, and for `site`.
//! - `device_registry`: devices and codes, a document of the outbox, so that all servers and commands of a database have the same; `shelf`
//!   keeps it, `served` asks for it so that no request waits.
//! - `tls`: the certificate and a listener. `docs/network.md` has the ways to reach a server.
//! - `schedule`: backups while serving, and which of them may go. `site`: the whole app as files. `offline`: the files
//!   of the part that works in a browser.
//! - `reach`: what reaches out of a server: its letters, its secret addresses, what goes on by itself.
//! - `doctor` looks at all of these and changes none. `manual`: what a package brings beside the program.
//! - `reconcile`: one diary again, where it goes two ways.
//! - `parity`, `same_words` (tests): terminal and pages against each other.

mod account;
mod auth;
mod backup;
mod capture;
mod check;
mod check_on_me;
mod connections;
mod device_registry;
mod doctor;
mod erase;
mod exercise;
mod export;
mod files;
mod floor;
mod guide;
mod held;
mod import;
#[cfg(test)]
mod import_parity;
mod insight;
mod interview;
#[cfg(test)]
mod known_parity;
mod late;
mod links;
mod log;
mod machine;
mod manual;
mod now;
mod number;
mod offline;
mod outbox;
mod pair;
#[cfg(test)]
mod parity;
mod place;
mod plan;
mod pool;
mod practice;
mod printer;
mod problem;
mod profile;
mod progress;
#[cfg(test)]
mod progress_parity;
mod prove;
mod questionnaire;
mod reach;
mod reconcile;
mod remedy;
mod reminders;
mod report;
#[cfg(test)]
mod report_parity;
#[cfg(test)]
mod same_words;
mod schedule;
mod serve;
mod sheet;
mod simulate;
mod site;
mod stats;
mod sync_client;
// The same helper as the tests of the pages have: both faces are asked on one journal.
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#[path = "../../web/tests/it/support/mod.rs"]
mod support;
mod terminal;
mod text;
mod timeline;
mod tls;
mod trial;
mod trial_days;
mod trial_files;
mod trial_harm;
mod values;
mod verify;
mod when;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use place::Place;
use problem::{Context, Problem};
use std::path::PathBuf;
use std::process::ExitCode;
use terminal::Out;

/// The heading of the options that say where the diary is, which every command has.
const DIARY: &str = "Where the diary is";

/// A private companion for back muscle spasms. Without a command it serves the app on this machine.
#[derive(Debug, Parser)]
#[command(name = "supple", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Its address: sqlite:PATH or postgres://USER@HOST/DATABASE. Without it, the diary is a file in your data folder
    #[arg(long, value_name = "ADDRESS", global = true, help_heading = DIARY, env = "SUPPLE_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// A file whose first line is that address, which may then hold a password that no other account should see
    #[arg(long, value_name = "FILE", global = true, help_heading = DIARY, env = "SUPPLE_DATABASE_FILE", hide_env_values = true, conflicts_with = "database")]
    database_file: Option<PathBuf>,
    /// Whether the address stands in the command line.
    #[arg(skip)]
    is_database_typed: bool,
}

impl Cli {
    fn read() -> Result<Cli, clap::Error> {
        let given = Cli::command().try_get_matches()?;
        let is_typed = given.value_source("database") == Some(ValueSource::CommandLine);
        Ok(Cli { is_database_typed: is_typed, ..Cli::from_arg_matches(&given)? })
    }

    /// Where the diary is.
    fn place(&self) -> Result<Place, Problem> {
        if let Some(file) = &self.database_file {
            let name = file.display();
            let text = std::fs::read_to_string(file).context(format_args!("{name} cannot be read"))?;
            let address = text.lines().next().unwrap_or_default().trim();
            if address.is_empty() {
                return Err(Problem::WrongUse(format!("{name} holds no address of a database in its first line")));
            }
            return Place::new(Some(address));
        }
        Place::new(self.database.as_deref())
    }

    /// Says that a password in the command line of a server can be seen for as long as the server runs.
    fn warn_of_password(&self) -> Result<(), Problem> {
        if !self.is_database_typed || !self.database.as_deref().is_some_and(place::has_password) {
            return Ok(());
        }
        let mut aside = Out::aside();
        aside.line(
            "supple: other accounts of this machine can see the password in --database; leave it out and set PGPASSWORD, or \
             put the address into a file of your own and give that with --database-file FILE",
        )?;
        aside.finish()
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the app, for the browser on this machine
    Serve(Serve),
    /// Am I safe? A short check that starts with the worst
    Check(Check),
    /// What to do now: the plan for this moment; --floor leads up from the floor
    Now(now::Now),
    /// What to exercise today, or the exercises and habits that there are
    Exercise(exercise::Exercise),
    /// Store what happened: a spasm, pain, a measure, …
    Log(log::Log),
    /// Take an entry back; taking back a removal restores
    Remove(log::Remove),
    /// What happened, day by day
    Diary(timeline::Timeline),
    /// What you said about yourself, and when
    Profile(profile::Options),
    /// Make a code with which one more phone or computer may use this diary
    Pair(pair::Pair),
    /// Make this diary and the one on a server the same
    Sync(sync_client::Sync),
    /// Make one of a diary that was put back to an older copy and what other devices have
    Reconcile(reconcile::Reconcile),
    /// Which devices may use this diary through the server
    Devices(pair::List),
    /// What the diary shows: triggers, how often, how long, what was followed by relief
    Insight(insight::Insight),
    /// Which of two measures works for you, or does a habit: chance chooses
    Trial(trial::Options),
    /// What you want to be reminded of, and when; as a calendar, too
    Reminders(reminders::Options),
    /// Secret addresses that store a spasm by one press: for a watch, a button, a lock screen
    Capture(capture::Options),
    /// Contacts are told if you do not answer in time
    CheckOnMe(check_on_me::Options),
    /// What was sent, what waits, and why
    Outbox(outbox::Options),
    /// What a doctor reads in one minute, as text or as tables
    Report(report::Report),
    /// Write every entry to a file, or the diary as tables
    Export(export::Export),
    /// Take over entries from an export or a table; nothing is taken by halves
    Import(import::Import),
    /// Write the whole diary to one file that only a passphrase opens
    Backup(backup::Backup),
    /// Restore a backup into an empty diary
    Restore(backup::Restore),
    /// Whether every entry is as it was written
    Verify(verify::Verify),
    /// What this installation is, where everything is, and what is wrong with it
    Doctor(doctor::Options),
    /// Erase everything, without a trace
    Erase(erase::Erase),
    /// Write the whole app as files for any web host: the diary stays in the browser
    Site(site::Site),
    /// Prove that the check cannot overlook a warning sign
    Prove {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// Print what every single answer gives with all else ordinary, as Markdown, in place of the proof
        #[arg(long, conflicts_with = "json")]
        single: bool,
    },
    /// The same statistics on a table of your own
    Stats(stats::Stats),
    /// Made-up people with known truth, to see how often the statistics are right
    Simulate(simulate::Simulate),
    /// What is known, with its sources
    Guide(Guide),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the pages of the manual and all completions into a folder, for a package
    #[command(hide = true)]
    Manual {
        /// The folder
        folder: PathBuf,
    },
}

/// Options of `supple serve`.
#[derive(Debug, Args)]
struct Serve {
    /// The address to listen on; port 0 takes any free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    listen: String,
    /// A name under which this machine may be asked, such as supple.home; localhost and bare addresses always may. Then
    /// each device has to be paired
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Let every account and every program of this machine see the diary, not only your own account
    #[arg(long, conflicts_with = "host")]
    anyone_on_this_machine: bool,
    /// Open the app in the browser
    #[arg(long)]
    open: bool,
    /// Sync with every place that `supple sync` knows, every so many minutes
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    sync_every: Option<u32>,
    #[command(flatten)]
    tls: tls::Tls,
    #[command(flatten)]
    schedule: schedule::Schedule,
}

impl Default for Serve {
    fn default() -> Serve {
        Serve {
            listen: "127.0.0.1:7878".to_owned(),
            host: Vec::new(),
            anyone_on_this_machine: false,
            open: false,
            sync_every: None,
            tls: tls::Tls::default(),
            schedule: schedule::Schedule::default(),
        }
    }
}

/// Options of `supple check`.
#[derive(Debug, Args)]
struct Check {
    /// Take the answers from a JSON file (- for standard input): finding → true, false, "unsure", a number or an option
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Take everything that is not answered as no, and say so
    #[arg(long, requires = "answers")]
    assume_no: bool,
    /// Print the findings that can be answered, and the rules
    #[arg(long, conflicts_with_all = ["answers", "assume_no"])]
    list: bool,
    /// Store the verdict in the diary also where the answers come from a file; what is asked here is always stored
    #[arg(long, requires = "answers")]
    store: bool,
    /// The country whose emergency number to name, as two letters; taken from your diary otherwise, or else from
    /// the language settings
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Options of `supple guide`.
#[derive(Debug, Args)]
struct Guide {
    /// A chapter, "disagreements" or "sources"; without it, the list of chapters
    topic: Option<String>,
    /// Print how much of the four articles the guidance carries
    #[arg(long, conflicts_with = "topic")]
    coverage: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(error) => return wrong_use(&error),
    };
    let mut out = Out::standard();
    match run(cli, &mut out).and_then(|()| out.finish()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => problem.report(),
    }
}

fn run(mut cli: Cli, out: &mut Out) -> Result<(), Problem> {
    let command = cli.command.take().unwrap_or(Command::Serve(Serve::default()));
    let place = || cli.place();
    match command {
        Command::Serve(options) => {
            cli.warn_of_password()?;
            serve::run(&options, &place()?, out)
        }
        Command::Check(options) => check::run(&options, place, out),
        Command::Now(options) => now::run(&options, place, out),
        Command::Exercise(options) => exercise::run(&options, place, out),
        Command::Log(options) => log::run(options, &place()?, out),
        Command::Remove(options) => log::remove(&options, &place()?, out),
        Command::Diary(options) => timeline::run(&options, &place()?, out),
        Command::Profile(options) => profile::run(&options, &place()?, out),
        Command::Pair(options) => pair::run(&options, &place()?, out),
        Command::Sync(options) => sync_client::run(&options, &place()?, out),
        Command::Reconcile(options) => reconcile::run(&options, &place()?, out),
        Command::Devices(options) => pair::devices(&options, &place()?, out),
        Command::Insight(options) => insight::run(&options, place, out),
        Command::Trial(options) => trial::run(options, place, out),
        Command::Reminders(options) => reminders::run(&options, &place()?, out),
        Command::Capture(options) => capture::run(&options, &place()?, out),
        Command::CheckOnMe(options) => check_on_me::run(&options, &place()?, out),
        Command::Outbox(options) => outbox::run(&options, &place()?, out),
        Command::Report(options) => report::run(&options, &place()?, out),
        Command::Export(options) => export::run(&options, &place()?, out),
        Command::Import(options) => import::run(&options, &place()?, out),
        Command::Backup(options) => backup::run(&options, &place()?, out),
        Command::Restore(options) => backup::restore(&options, &place()?, out),
        Command::Verify(options) => verify::run(&options, &place()?, out),
        Command::Doctor(options) => doctor::run(&options, place, out),
        Command::Erase(options) => erase::run(&options, &place()?, out),
        Command::Site(options) => site::run(&options, out),
        Command::Prove { single: true, .. } => prove::singles(out),
        Command::Prove { json, .. } => prove::run(json, out),
        Command::Stats(options) => stats::run(&options, out),
        Command::Simulate(options) => simulate::run(&options, out),
        Command::Guide(options) => guide::run(&options, out),
        Command::Completions { shell } => {
            // The generator breaks off where nobody reads any more, so it writes into memory.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "supple", &mut script);
            Ok(std::io::Write::write_all(out, &script)?)
        }
        Command::Manual { folder } => manual::write(Cli::command(), &folder),
    }
}

/// What clap says about a wrong use, as one line. Help and version are no errors.
fn wrong_use(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    let text = error.render().to_string();
    let said = text.trim_start_matches("error: ").split("\n\nUsage:").next().unwrap_or_default();
    let said = said.split("\n\nFor more information").next().unwrap_or_default();
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Problem::WrongUse(format!("{line}; --help says what there is")).report()
}
