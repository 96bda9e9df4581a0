//! Requests that are made from the description of what programs ask (`docs/openapi.json`), to a real server on this machine.
//!
//! Schemathesis makes them, which others wrote: right ones, and wrong ones. It sees that no answer is a fault of the server, and that
//! each is one that is described. `cargo test` does not: it takes minutes, and installs Schemathesis.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::process::{Outcome, cargo, root, run};
use crate::{python, tools};

/// How many requests are made for each operation.
const REQUESTS: &str = "50";

/// What is seen to: no fault of the server, and no status, kind or body that is not described.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance";

/// Ends the server with the task.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.0.kill(), self.0.wait());
    }
}

/// Makes them.
pub(crate) fn run_all() -> Outcome {
    run(cargo().args(["build", "--package", "supple"]))?;
    if !python::SCHEMATHESIS.is_current()? {
        python::SCHEMATHESIS.install()?;
    }
    let folder = tools::target()?.join("schema");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let mut command = Command::new(tools::built("supple")?);
    command.args(["serve", "--listen", "127.0.0.1:0", "--anyone-on-this-machine", "--database"]);
    command.arg(format!("sqlite:{}", folder.join("diary.db").display())).env("HOME", &folder).stdout(Stdio::piped());
    let mut server = Server(command.spawn().map_err(|error| format!("could not start the server: {error}"))?);
    let mut line = String::new();
    let said = server.0.stdout.take().map(|said| BufReader::new(said).read_line(&mut line));
    let url = line.split_whitespace().find(|word| word.contains("://")).map(|url| url.trim_end_matches('.').to_owned());
    let (Some(Ok(_)), Some(url)) = (said, url) else {
        return Err(format!("the server did not say where it is: {line}"));
    };
    run(Command::new(python::SCHEMATHESIS.program("schemathesis")?)
        .args(["run", "--url", &url, "--max-examples", REQUESTS, "--seed", "1", "--checks", CHECKS, "--no-color"])
        .arg(root()?.join("docs/openapi.json"))
        .current_dir(&folder))
}
