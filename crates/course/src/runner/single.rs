//! Runs a single test to see one interleaving: the one that fails, or one up to the next choice.
use std::fs;
use std::path::{Path, PathBuf};

use protocol::{Replay, Timeline, Turn, environment, record_dir as records, timeline};

use super::Runner;
use crate::catalog::Exercise;
use crate::error::Error;
use crate::process::Output;
use crate::test_list::TestId;

impl Runner<'_> {
    /// The failing interleaving of a test, if there is one.
    ///
    /// # Errors
    /// If the executable cannot be run.
    pub fn timeline(
        &self,
        exercise: &Exercise,
        executable: &Path,
        test: &str,
    ) -> Result<Option<Timeline>, Error> {
        let tests = self.tests(exercise, executable)?;
        let Some(id) = tests.iter().find(|id| id.name == test) else {
            return Ok(None);
        };
        let variables = [(environment::TRACE, "1")];
        let (json, _) = self.written(executable, id, &variables, records::timeline_file)?;
        Ok(json.and_then(|json| timeline::from_json(&json)))
    }

    /// The turn after this schedule; or the output of the process if the schedule does not fit the code.
    /// `asks` is a value of [`environment::PLAY`].
    ///
    /// # Errors
    /// If the executable cannot be run.
    pub fn turn(
        &self,
        executable: &Path,
        test: &TestId,
        replay: &Replay,
        asks: &str,
    ) -> Result<Result<Turn, String>, Error> {
        let variables = [(environment::PLAY, asks), (environment::REPLAY, &replay.request())];
        let (json, output) = self.written(executable, test, &variables, records::turn_file)?;
        let turn = json.and_then(|json| Turn::from_json(&json));
        Ok(turn.ok_or_else(|| crate::messages::without_harness(&output.text())))
    }

    /// The file that a test writes with these variables, if it does, and its output.
    fn written(
        &self,
        executable: &Path,
        test: &TestId,
        variables: &[(&str, &str)],
        file: fn(&Path, &str) -> PathBuf,
    ) -> Result<(Option<String>, Output), Error> {
        let folder = self.record_folder(&test.name)?;
        let mut command = self.command(executable, &folder);
        command.envs(variables.iter().copied()).args(["--exact", &test.path, "--nocapture"]);
        let output = self.run(command)?;
        let text = fs::read_to_string(file(&folder, &test.name)).ok();
        // It is removed with the session otherwise.
        let _ = fs::remove_dir_all(&folder);
        Ok((text, output))
    }
}
