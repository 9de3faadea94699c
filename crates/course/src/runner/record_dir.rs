//! The folders in which tests leave their records.
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use protocol::Progress;

use super::Runner;
use crate::error::{Error, OrCannot};

impl Runner<'_> {
    /// An empty folder for the records of one run.
    pub(super) fn record_folder(&self, exercise: &str) -> Result<PathBuf, Error> {
        // Several exercises may run at the same time.
        let run = self.runs.fetch_add(1, Ordering::Relaxed);
        let folder = self.session.folder.join(format!("{exercise}-{run}"));
        fs::create_dir(&folder).or_cannot("prepare", folder.display())?;
        Ok(folder)
    }

    /// The file in which slow tests report their progress.
    pub(super) fn progress_file(folder: &Path) -> PathBuf {
        folder.join("progress")
    }

    /// How far a test is that takes long, with its exercise. If there are several, the one with most executions;
    /// `None` if all are quick.
    pub fn progress(&self) -> Option<(String, Progress)> {
        let folders = fs::read_dir(&self.session.folder).ok()?;
        let all = folders.flatten().filter_map(|folder| {
            let name = folder.file_name().into_string().ok()?;
            let (exercise, _) = name.rsplit_once('-')?;
            Some((exercise.to_owned(), Progress::read(&Self::progress_file(&folder.path()))?))
        });
        all.max_by_key(|(_, progress)| progress.executions)
    }
}
