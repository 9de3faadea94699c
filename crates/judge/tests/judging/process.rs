//! Runs a test in a process of its own, as the command `course` does, and reads its record.
use std::env;
use std::path::PathBuf;
use std::process::Command;

use protocol::{Replay, TestRecord, environment, record_dir};

/// Set in the process that a test starts.
const INSIDE: &str = "JUDGE_TEST_INSIDE";

/// The result of a test process.
#[derive(Debug, PartialEq)]
pub(crate) struct TestProcess {
    /// Whether the process succeeded, which is what libtest reports.
    pub(crate) passed: bool,
    pub(crate) code: Option<i32>,
    pub(crate) record: Option<TestRecord>,
    pub(crate) printed: String,
}

impl TestProcess {
    pub(crate) fn verdict(&self) -> &str {
        self.record.as_ref().map_or("no record", |record| record.verdict.name())
    }

    pub(crate) fn summary(&self) -> &str {
        self.record.as_ref().map_or("no record", |record| &record.summary)
    }

    /// The report as `make test` shows it.
    pub(crate) fn report(&self) -> String {
        let record = self.record.as_ref().expect("the test left a record");
        record.report_with(Replay::make_command)
    }

    /// The request that replays the interleaving of the report.
    pub(crate) fn replay(&self) -> String {
        let record = self.record.as_ref().expect("the test left a record");
        record.replay.as_ref().expect("the report shows an interleaving").request()
    }
}

/// Runs `body`, which contains a test, in a process of its own. Returns `None` in that process.
pub(crate) fn run_test(
    test: &str,
    variables: &[(&str, &str)],
    body: impl FnOnce(),
) -> Option<TestProcess> {
    if env::var_os(INSIDE).is_some() {
        body();
        return None;
    }
    let dir = dir(test);
    let output =
        Command::new(env::current_exe().expect("the path of the test executable is known"))
            .args([test, "--nocapture"])
            .env(INSIDE, "1")
            .env(environment::RECORD_DIR, &dir)
            .env("RUST_BACKTRACE", "0")
            .envs(variables.iter().copied())
            .output()
            .expect("the test executable runs");
    let printed =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Some(TestProcess {
        passed: output.status.success(),
        code: output.status.code(),
        record: record_dir::read(&dir, test).expect("the record is valid"),
        printed: printed.concat(),
    })
}

/// The record directory of a test.
pub(crate) fn dir(test: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("records").join(test)
}
