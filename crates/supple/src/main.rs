//! The program `supple`: the command line, and the server for one person's own machine.

mod check;
mod guide;
mod interview;
mod problem;
mod prove;
mod serve;
mod terminal;

use clap::{Args, CommandFactory, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use terminal::Out;

/// A private companion for back muscle spasms. Without a command it serves the app on this machine.
#[derive(Debug, Parser)]
#[command(name = "supple", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the app, for the browser on this machine
    Serve(Serve),
    /// Am I safe? A short check that starts with the worst
    Check(Check),
    /// Prove that the check cannot overlook a warning sign
    Prove {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// What is known, with its sources
    Guide(Guide),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options of `supple serve`.
#[derive(Debug, Args)]
struct Serve {
    /// The address to listen on; port 0 takes any free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    listen: String,
    /// Open the app in the browser
    #[arg(long)]
    open: bool,
}

impl Default for Serve {
    fn default() -> Serve {
        Serve { listen: "127.0.0.1:7878".to_owned(), open: false }
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
    /// The country whose emergency number to name, as two letters; taken from the language settings otherwise
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
    let cli = Cli::parse();
    let mut out = Out::standard();
    let result = match cli.command.unwrap_or(Command::Serve(Serve::default())) {
        Command::Serve(options) => serve::run(&options, &mut out),
        Command::Check(options) => check::run(&options, &mut out),
        Command::Prove { json } => prove::run(json, &mut out),
        Command::Guide(options) => guide::run(&options, &mut out),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "supple", &mut out);
            Ok(())
        }
    };
    match result.and_then(|()| out.finish()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => problem.report(),
    }
}
