//! Runs a failing test again to record its interleaving step by step.
use std::fs;
use std::path::Path;

use protocol::{Timeline, environment, record_dir as records, timeline};

use super::{Runner, record_dir};
use crate::catalog::Exercise;
use crate::error::Error;

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
        let folder = record_dir::fresh(self.workspace, &exercise.name)?;
        let mut command = self.command(executable, &folder);
        command.env(environment::TRACE, "1").args(["--exact", &id.path, "--nocapture"]);
        self.run(command)?;
        let json = fs::read_to_string(records::timeline_file(&folder, test)).ok();
        let _ = fs::remove_dir_all(&folder);
        Ok(json.and_then(|json| timeline::from_json(&json)))
    }
}
