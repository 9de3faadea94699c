//! The folders in which tests leave their records.
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use protocol::Progress;

use crate::error::Error;
use crate::workspace::Workspace;

/// An empty folder for the records of one run.
pub(super) fn fresh(workspace: &Workspace, exercise: &str) -> Result<PathBuf, Error> {
    // This process may run several tests at the same time.
    static RUN: AtomicUsize = AtomicUsize::new(0);
    static CLEANED: Once = Once::new();
    let records = workspace.cache_path("records");
    CLEANED.call_once(|| remove_stale(&records));
    let run = RUN.fetch_add(1, Ordering::Relaxed);
    let folder = of_this_process(workspace).join(format!("{exercise}-{run}"));
    // An earlier process may have had the same id.
    let removed = match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    match removed.and_then(|()| fs::create_dir_all(&folder)) {
        Ok(()) => Ok(folder),
        Err(error) => Err(Error::io("prepare", folder.display(), &error)),
    }
}

fn of_this_process(workspace: &Workspace) -> PathBuf {
    workspace.cache_path("records").join(std::process::id().to_string())
}

/// The file in which tests that take long tell how far they are.
pub(super) fn progress_file(folder: &Path) -> PathBuf {
    folder.join("progress")
}

/// The progress of a test that runs in this process, with its exercise. If there are several, the one with most
/// executions.
pub(super) fn progress(workspace: &Workspace) -> Option<(String, Progress)> {
    let folders = fs::read_dir(of_this_process(workspace)).ok()?;
    let all = folders.flatten().filter_map(|folder| {
        let name = folder.file_name().into_string().ok()?;
        let (exercise, _) = name.rsplit_once('-')?;
        Some((exercise.to_owned(), Progress::read(&progress_file(&folder.path()))?))
    });
    all.max_by_key(|(_, progress)| progress.executions)
}

/// Removes the folders of processes that no longer run, which Ctrl-C leaves behind.
fn remove_stale(records: &Path) {
    let Ok(entries) = fs::read_dir(records) else { return };
    for entry in entries.flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok());
        if process.is_some_and(|process| !is_running(process)) {
            // Another process may be removing it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_running(process: i32) -> bool {
    let mut kill = std::process::Command::new("kill");
    kill.args(["-0", &process.to_string()]).stderr(std::process::Stdio::null());
    // If `kill` is missing, the folder stays.
    kill.status().map_or(true, |status| status.success())
}

#[cfg(not(unix))]
fn is_running(_: i32) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::env;

    use super::*;

    #[test]
    fn folders_of_dead_processes_are_removed() {
        let records = env::temp_dir().join(format!("course-records-{}", std::process::id()));
        let mut child = std::process::Command::new("true").spawn().expect("a process");
        let dead = records.join(child.id().to_string());
        child.wait().expect("it exits");
        let alive = records.join(std::process::id().to_string());
        for folder in [&dead, &alive] {
            fs::create_dir_all(folder).expect("a folder");
        }
        remove_stale(&records);
        assert!(!dead.exists() && alive.exists());
        fs::remove_dir_all(&records).expect("the folder exists");
    }
}
