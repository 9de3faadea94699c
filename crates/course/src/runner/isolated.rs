//! Tests a submission for a grade. Each test runs in a process of its own, and passes only if that
//! process exits normally, its record has the right token, and it is one of the expected tests.
//! Anything the process prints is ignored.
use std::collections::BTreeSet;
use std::time::Duration;

use protocol::exit_code::TESTS_FAILED;
use protocol::{InvalidRecord, environment, record_dir as records};

use super::process_result::verdict_of;
use super::{Runner, record_dir};
use crate::catalog::Exercise;
use crate::error::Error;
use crate::messages;
use crate::process::{self, ExitKind};
use crate::result::{State, TestRecord, Verdict};
use crate::test_list;

/// The conditions of a grade.
#[derive(Debug, Clone, Copy)]
pub struct Conditions<'a> {
    /// An unguessable line that proves that the test kit wrote a record.
    pub token: &'a str,
    /// How long a test may run.
    pub limit: Duration,
}

impl Runner<'_> {
    /// The state of an exercise that was built, or did not compile.
    ///
    /// # Errors
    /// If its tests cannot be run.
    pub fn test_isolated(
        &self,
        exercise: &Exercise,
        conditions: Conditions<'_>,
    ) -> Result<State, Error> {
        if let Some(state) = self.known.get(&exercise.name) {
            return Ok(state.clone());
        }
        let Some(executable) = self.executable(exercise) else {
            return Ok(State::Broken(messages::no_tests(&exercise.name)));
        };
        if let Some(state) = self.must_not_run(exercise, executable) {
            return Ok(state);
        }
        let tests = self.tests(exercise, executable)?;
        let found: BTreeSet<&str> = tests.iter().map(|test| test.name.as_str()).collect();
        let source = test_list::source(self.workspace, &exercise.name);
        let expected: BTreeSet<String> = test_list::functions(&source).into_iter().collect();
        if tests.is_empty() || !found.iter().copied().eq(expected.iter().map(String::as_str)) {
            return Ok(State::Broken(messages::other_tests(&exercise.name)));
        }
        let folder = record_dir::fresh(self.workspace, &exercise.name)?;
        let mut results: Vec<TestRecord> = Vec::new();
        for test in &tests {
            // The other tests would probably time out as well.
            if results.iter().any(|result| result.verdict == Verdict::Timeout) {
                results.push(self.not_run(test, exercise));
                continue;
            }
            let mut command = self.command(executable, &folder);
            command.env(environment::TOKEN, environment::STDIN);
            command.args(["--exact", &test.path, "--nocapture"]);
            let output = process::run_with(command, conditions.token, conditions.limit, |_| ())
                .map_err(|error| Error::io("run", executable.display(), &error))?;
            let record = records::read(&folder, &test.name, conditions.token);
            let (verdict, summary) = match (record, output.exit) {
                (Ok(Some(record)), ExitKind::Code(0)) if !record.failed() => {
                    results.push(record);
                    continue;
                }
                (Ok(Some(record)), ExitKind::Code(TESTS_FAILED)) if record.failed() => {
                    results.push(record);
                    continue;
                }
                (Err(InvalidRecord), _) => (Verdict::Tampered, messages::FORGED.to_owned()),
                (Ok(_), ExitKind::Code(0)) => {
                    (Verdict::Tampered, messages::EXITED_EARLY.to_owned())
                }
                (Ok(Some(_)), ExitKind::Code(TESTS_FAILED)) => {
                    (Verdict::Aborted, messages::exit(TESTS_FAILED))
                }
                _ => verdict_of(&output, &folder, test, conditions.limit),
            };
            results.push(self.without_record(test, exercise, verdict, &summary, &output));
        }
        // The next run removes what cannot be removed now.
        let _ = std::fs::remove_dir_all(&folder);
        Ok(State::Tested(results))
    }
}
