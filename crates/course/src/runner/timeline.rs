//! One test again, for the interleaving in which it fails.
use std::fs;
use std::path::Path;

use super::Runner;
use crate::catalog::Exercise;
use crate::error::Error;

impl Runner<'_> {
    /// The steps that a test writes beside its verdict, if it has any.
    pub fn walk(
        &self,
        exercise: &Exercise,
        executable: &Path,
        test: &str,
    ) -> Result<Option<String>, Error> {
        let tests = self.tests(exercise, executable)?;
        let Some(listed) = tests.iter().find(|listed| listed.name == test) else {
            return Ok(None);
        };
        let folder = self.fresh_folder(exercise)?;
        let mut command = self.command(executable, &folder);
        command.env("COURSE_WALK", "1").args(["--exact", &listed.path, "--nocapture"]);
        self.run(command)?;
        let walk = fs::read_to_string(folder.join(format!("{test}.walk.json"))).ok();
        // Only a courtesy to the disk.
        let _ = fs::remove_dir_all(&folder);
        Ok(walk)
    }
}
