//! Runs a test again in a process of its own, as the command `course` does, and reads its verdict.
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

/// Set in the process that a test starts.
const INSIDE: &str = "JUDGE_TEST_INSIDE";

/// What a judged test leaves behind.
#[derive(Debug, PartialEq)]
pub(crate) struct Judged {
    /// Whether libtest saw the test pass.
    pub(crate) passed: bool,
    /// The exit code of its process.
    pub(crate) code: Option<i32>,
    /// The file of the verdict.
    pub(crate) record: Option<String>,
    /// What the process printed.
    pub(crate) printed: String,
}

impl Judged {
    /// The first line of the record.
    pub(crate) fn verdict(&self) -> &str {
        self.line(0)
    }

    /// The third line of the record.
    pub(crate) fn summary(&self) -> &str {
        self.line(2)
    }

    /// The rest of the record.
    pub(crate) fn report(&self) -> String {
        let record = self.record.as_deref().unwrap_or_default();
        record.splitn(4, '\n').nth(3).unwrap_or_default().into()
    }

    /// What `make replay` would put into `COURSE_REPLAY`.
    pub(crate) fn schedule(&self) -> String {
        let report = self.report();
        let (_, schedule) = report.split_once("SCHEDULE=").expect("a report that can be replayed");
        schedule.trim_end().into()
    }

    fn line(&self, number: usize) -> &str {
        let record = self.record.as_deref().unwrap_or_default();
        record.lines().nth(number).unwrap_or("no verdict")
    }
}

/// Runs `body`, which is judged, in a process of its own; `None` in that process.
pub(crate) fn judged(
    test: &str,
    variables: &[(&str, &str)],
    body: impl FnOnce(),
) -> Option<Judged> {
    if env::var_os(INSIDE).is_some() {
        body();
        return None;
    }
    let folder = folder(test);
    let output = Command::new(env::current_exe().expect("a test knows its file"))
        .args([test, "--nocapture"])
        .env(INSIDE, "1")
        .env("COURSE_VERDICTS", &folder)
        .env("RUST_BACKTRACE", "0")
        .envs(variables.iter().copied())
        .output()
        .expect("a test can run itself");
    let printed =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Some(Judged {
        passed: output.status.success(),
        code: output.status.code(),
        record: fs::read_to_string(folder.join(test)).ok(),
        printed: printed.concat(),
    })
}

/// The folder for the verdicts of a test.
pub(crate) fn folder(test: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("verdicts").join(test)
}
