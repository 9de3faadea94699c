//! Judging for a grade: each test in a process of its own. It has passed only if the process ended
//! well, if the verdict stands below a token that only the tests can have, and if it is one of the
//! tests that were expected. What a process prints counts for nothing.
use std::collections::BTreeSet;
use std::time::Duration;

use protocol::exit_code::{OUT_OF_MEMORY, STUCK, TESTS_FAILED};
use protocol::{InvalidRecord, environment, record_dir as records};

use super::Runner;
use crate::catalog::Exercise;
use crate::error::Error;
use crate::messages;
use crate::process::{self, ExitKind, Output};
use crate::result::{State, TestRecord, Verdict};
use crate::test_list::{self, Listed};

/// The conditions under which a grade is given.
#[derive(Debug, Clone, Copy)]
pub struct Conditions<'a> {
    /// One line that nobody can guess.
    pub token: &'a str,
    /// The outer guard of each test.
    pub limit: Duration,
}

impl Runner<'_> {
    /// What became of an exercise that was built or could not be.
    pub fn judge_apart(
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
        // What a test of the submission says about itself is of no interest.
        let own = format!("{}::", exercise.name);
        let mut tests = self.tests(exercise, executable)?;
        tests.retain(|test| !test.path.starts_with(&own));
        let found: BTreeSet<&str> = tests.iter().map(|test| test.name.as_str()).collect();
        let source = test_list::source(self.workspace, &exercise.name);
        let expected: BTreeSet<String> = test_list::functions(&source).into_iter().collect();
        if tests.is_empty() || !found.iter().copied().eq(expected.iter().map(String::as_str)) {
            return Ok(State::Broken(messages::other_tests(&exercise.name)));
        }
        let folder = self.fresh_folder(exercise)?;
        let mut results: Vec<TestRecord> = Vec::new();
        for test in &tests {
            // Nobody wants to wait for each of the others as well.
            let unending = results.iter().any(|result| result.verdict == Verdict::Timeout);
            results.push(match unending {
                true => self.not_judged(test, exercise),
                false => {
                    let mut command = self.command(executable, &folder);
                    command.env(environment::TOKEN, environment::STDIN);
                    command.args(["--exact", &test.path, "--nocapture"]);
                    let ended =
                        process::run_with(command, conditions.token, conditions.limit, |_| ())
                            .map_err(|error| Error::io("run", executable.display(), &error))?;
                    let sealed = records::read(&folder, &test.name, conditions.token);
                    let was_started = records::started_file(&folder, &test.name).exists();
                    self.conclude(test, exercise, sealed, &ended, was_started, conditions.limit)
                }
            });
        }
        // Only a courtesy to the disk.
        let _ = std::fs::remove_dir_all(&folder);
        Ok(State::Judged(results))
    }

    /// What a verdict and the end of its process amount to.
    fn conclude(
        &self,
        test: &Listed,
        exercise: &Exercise,
        sealed: Result<Option<TestRecord>, InvalidRecord>,
        ended: &Output,
        was_started: bool,
        limit: Duration,
    ) -> TestRecord {
        let sentence = self.sentence(test, exercise);
        let say = |verdict, summary: String| {
            let head = format!("tests/{}.rs: {sentence}", exercise.name);
            let report = messages::died(&head, verdict, &summary, &ended.text());
            TestRecord::new(&test.name, &sentence, verdict)
                .with_summary(&summary)
                .with_report(&report)
        };
        match (sealed, ended.exit) {
            (Err(InvalidRecord), _) => say(Verdict::Tampered, messages::FORGED.to_owned()),
            (_, ExitKind::TimedOut) => say(Verdict::Timeout, messages::outer_limit(limit)),
            (_, ExitKind::Code(STUCK)) => {
                say(Verdict::Timeout, messages::watchdog(was_started).to_owned())
            }
            (_, ExitKind::Code(OUT_OF_MEMORY)) => {
                say(Verdict::OutOfMemory, messages::OUT_OF_MEMORY.to_owned())
            }
            (Ok(Some(result)), ExitKind::Code(0)) if !result.failed() => result,
            (Ok(Some(result)), ExitKind::Code(TESTS_FAILED)) if result.failed() => result,
            (Ok(_), ExitKind::Code(0)) => say(Verdict::Tampered, messages::LEFT_EARLY.to_owned()),
            (_, ExitKind::Crashed(code)) => say(Verdict::Aborted, messages::crash(code)),
            (Ok(None), ExitKind::Code(TESTS_FAILED)) => {
                say(Verdict::Panic, messages::first_panic(&ended.text()))
            }
            (Ok(_), ExitKind::Code(code)) => say(Verdict::Aborted, messages::exit(code)),
        }
    }
}
