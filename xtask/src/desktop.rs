//! The tests of notifications on the desktop: they build the program with a feature that is off as a rule.

use crate::process::{Outcome, cargo, run};
use crate::tools;

pub(crate) fn tests() -> Outcome {
    if tools::on_path("dbus-daemon").is_none() {
        return Err(
            "there is no dbus-daemon: install it (Debian: the package dbus-daemon), then run this again".to_owned()
        );
    }
    // Of the whole workspace, so that what is built already serves.
    run(cargo().args(["test", "--workspace", "--features", "supple/desktop", "--test", "desktop"]))
}
