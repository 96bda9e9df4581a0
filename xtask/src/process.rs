//! Running other programs, with errors that fit on one line.

use std::env;
use std::path::PathBuf;
use std::process::Command;

/// What a task ends with; the error is one plain line for the person at the terminal.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The cargo that started this task, so that both use the same toolchain.
///
/// What cargo tells a program that it runs is no setting for another cargo: a build script that asks for one of these is run again where
/// it changes (that of `ring` is), and all that depends on it is compiled again.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs `command` with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("could not start `{}`: {error}", spell(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", spell(command))) }
}

/// What `command` prints on standard output, or `None` when it could not run or failed.
pub(crate) fn stdout_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|it| it.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The workspace's root folder.
pub(crate) fn root() -> Outcome<PathBuf> {
    // Cargo sets the variable at run time; unlike env!, it is right after the folder has moved.
    env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|xtask| PathBuf::from(xtask).parent().map(PathBuf::from))
        .ok_or_else(|| "start the tasks through cargo: `cargo xtask COMMAND`".to_owned())
}

/// The command as one would type it, with the program's folder left out.
pub(crate) fn spell(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name).chain(command.get_args()).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_told_of_no_package_that_started_it() {
        let told = |name: &str| cargo().get_envs().any(|(own, value)| own == name && value.is_none());
        assert!(env::var_os("CARGO_PKG_NAME").is_some() && env::var_os("CARGO_MANIFEST_DIR").is_some());
        assert!(told("CARGO_PKG_NAME") && told("CARGO_MANIFEST_DIR") && !told("PATH"));
    }

    #[test]
    fn a_failure_names_the_command_as_it_is_typed() {
        let mut command = Command::new("/somewhere/bin/no-such-program");
        command.arg("--flag");
        let outcome = run(&mut command);
        let named = |message: &String| message.contains("`no-such-program --flag`");
        assert!(outcome.as_ref().is_err_and(named), "{outcome:?}");
    }
}
