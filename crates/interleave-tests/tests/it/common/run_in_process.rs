//! Runs a test in a process of its own, which may die.

use std::env;
use std::process::{Command, Output};

/// Set in the process that a test starts.
const INSIDE: &str = "INTERLEAVE_TEST_INSIDE";

/// The standard error of a process that runs `body`, and whether it succeeds. `test` is the path of the calling test,
/// which runs again in that process; there, the result is `None`.
pub(crate) fn run_in_process(test: &str, body: impl FnOnce()) -> Option<(String, bool)> {
    if env::var_os(INSIDE).is_some() {
        body();
        return None;
    }
    let output = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--quiet"])
        .env(INSIDE, "1")
        .env("RUST_BACKTRACE", "0")
        .output();
    let Output { status, stderr, .. } = output.unwrap();
    Some((String::from_utf8(stderr).unwrap().trim().to_owned(), status.success()))
}
