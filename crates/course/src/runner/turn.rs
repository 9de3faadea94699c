//! Runs a schedule up to the next choice, for a player.
use std::fs;
use std::path::Path;

use protocol::{Replay, Turn, environment, record_dir as records};

use super::{Runner, record_dir};
use crate::error::Error;
use crate::test_list::TestId;

impl Runner<'_> {
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
        let folder = record_dir::fresh(self.workspace, &replay.exercise)?;
        let mut command = self.command(executable, &folder);
        command.env(environment::PLAY, asks).env(environment::REPLAY, replay.request());
        command.args(["--exact", &test.path, "--nocapture"]);
        let output = self.run(command)?;
        let json = fs::read_to_string(records::turn_file(&folder, &test.name)).ok();
        let _ = fs::remove_dir_all(&folder);
        let turn = json.and_then(|json| Turn::from_json(&json));
        Ok(turn.ok_or_else(|| crate::messages::without_harness(&output.text())))
    }
}
