//! Runs the tests of an exercise in a few processes, and collects the records that they leave.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use protocol::exit_code::STUCK;
use protocol::{environment, record_dir as records};

use super::Runner;
use crate::catalog::Exercise;
use crate::error::Error;
use crate::process::ExitKind;
use crate::result::{State, TestRecord, Verdict};
use crate::test_list::{self, TestId};
use crate::{messages, parallel};

impl Runner<'_> {
    /// Runs the tests in as many processes as [`processes`] says.
    pub(super) fn run_tests(&self, exercise: &Exercise, executable: &Path) -> Result<State, Error> {
        let tests = self.tests(exercise, executable)?;
        if tests.is_empty() {
            return Ok(State::Broken(messages::no_tests(&exercise.name)));
        }
        if let Some(name) = test_list::duplicate(&tests) {
            return Ok(State::Broken(messages::duplicate_test(&exercise.name, name)));
        }
        let run = |tests: &Vec<&TestId>| self.run_together(exercise, executable, tests);
        let mut results = BTreeMap::new();
        for of_process in parallel::map(&processes(&tests), run) {
            results.extend(of_process?);
        }
        Ok(State::Tested(tests.iter().filter_map(|test| results.remove(&test.name)).collect()))
    }

    /// Runs tests in one process, and those without a clear result again, each in a process of its own.
    fn run_together(
        &self,
        exercise: &Exercise,
        executable: &Path,
        tests: &[&TestId],
    ) -> Result<BTreeMap<String, TestRecord>, Error> {
        let folder = self.record_folder(&exercise.name)?;
        let mut command = self.command(executable, &folder);
        command.arg("--exact").args(tests.iter().map(|test| &test.path));
        command.env(environment::PROGRESS, Self::progress_file(&folder));
        let all = self.run(command)?;
        let mut results: BTreeMap<String, TestRecord> = BTreeMap::new();
        for TestId { name, .. } in tests {
            results.extend(recorded(&folder, name).map(|result| (name.clone(), result)));
        }
        // A crash prevents the records of other tests. Those tests run again, as does a test that was
        // aborted, for its output. If the process failed and no record says why, every test runs again.
        let is_explained = all.succeeded() || results.values().any(TestRecord::failed);
        let is_clear = |test: &TestId| {
            results.get(&test.name).is_some_and(|test| test.verdict != Verdict::Aborted)
        };
        let is_unclear = |test: &&TestId| !is_explained || !is_clear(test);
        let mut unclear: Vec<&TestId> = tests.iter().copied().filter(is_unclear).collect();
        // A test that did not finish on real threads need not run again.
        let hung =
            unclear.iter().position(|test| records::started_file(&folder, &test.name).exists());
        if let Some(at) = hung.filter(|_| all.exit == ExitKind::Code(STUCK)) {
            let test = unclear.remove(at);
            let result = self.conclude(test, exercise, &folder, None, &all);
            results.insert(test.name.clone(), result);
        }
        let mut timed_out = false;
        for test in &unclear {
            let result = if unclear.len() == 1 && all.crashed() {
                self.conclude(test, exercise, &folder, None, &all)
            } else if timed_out {
                self.not_run(test, exercise)
            } else {
                // A record of the first run must not be mistaken for one of the second.
                let _ = records::remove(&folder, &test.name);
                let mut command = self.command(executable, &folder);
                command.args(["--exact", &test.path, "--nocapture"]);
                let alone = self.run(command)?;
                let record = recorded(&folder, &test.name);
                self.conclude(test, exercise, &folder, record, &alone)
            };
            // The other tests would probably time out as well.
            timed_out |= result.verdict == Verdict::Timeout;
            results.insert(test.name.clone(), result);
        }
        // It is removed with the session otherwise.
        let _ = fs::remove_dir_all(&folder);
        Ok(results)
    }
}

/// The tests of each process. Models in one process take turns, so they have two processes. A real thread can
/// outlive its test and change the result of the next one, so each test on real threads has a process of its own.
fn processes(tests: &[TestId]) -> Vec<Vec<&TestId>> {
    let (native, modelled): (Vec<_>, Vec<_>) = tests.iter().partition(|test| test.is_native);
    let half = |first| modelled.iter().copied().skip(first).step_by(2).collect();
    let models = [half(0), half(1)].into_iter().filter(|tests: &Vec<_>| !tests.is_empty());
    models.chain(native.into_iter().map(|test| vec![test])).collect()
}

/// The valid record of a test, if it left one.
fn recorded(folder: &Path, test: &str) -> Option<TestRecord> {
    records::read(folder, test).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_on_real_threads_has_a_process_of_its_own() {
        let test = |name: &str, is_native| {
            let (path, name) = (format!("module::{name}"), name.to_owned());
            TestId { path, name, is_native }
        };
        let tests = [
            test("a", false),
            test("b", true),
            test("c", false),
            test("d", false),
            test("e", true),
        ];
        let names = |tests: &[TestId]| -> Vec<String> {
            let of = |tests: &Vec<&TestId>| tests.iter().map(|it| it.name.as_str()).collect();
            processes(tests).iter().map(of).collect()
        };
        assert_eq!(names(&tests), ["ad", "c", "b", "e"]);
        assert_eq!(names(&tests[..2]), ["a", "b"]);
    }
}
