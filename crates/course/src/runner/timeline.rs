//! One test again, for the interleaving in which it fails.
use std::fs;
use std::path::Path;

use protocol::{Timeline, environment, record_dir};

use super::Runner;
use crate::catalog::Exercise;
use crate::error::Error;

impl Runner<'_> {
    /// The steps that a test writes beside its verdict, if it has any.
    pub fn timeline(
        &self,
        exercise: &Exercise,
        executable: &Path,
        test: &str,
    ) -> Result<Option<Timeline>, Error> {
        let tests = self.tests(exercise, executable)?;
        let Some(listed) = tests.iter().find(|listed| listed.name == test) else {
            return Ok(None);
        };
        let folder = self.fresh_folder(exercise)?;
        let mut command = self.command(executable, &folder);
        command.env(environment::TRACE, "1").args(["--exact", &listed.path, "--nocapture"]);
        self.run(command)?;
        let json = fs::read_to_string(record_dir::timeline_file(&folder, test)).ok();
        // Only a courtesy to the disk.
        let _ = fs::remove_dir_all(&folder);
        Ok(json.and_then(|json| Timeline::from_json(&json)))
    }
}
