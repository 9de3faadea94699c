//! Where the tests leave their verdicts. However this process ends, the folder goes with it.
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::workspace::Workspace;

/// An empty folder for the verdicts of one run.
pub(super) fn fresh(
    workspace: &Workspace,
    exercise: &str,
) -> Result<PathBuf, (PathBuf, io::Error)> {
    // Several runs of this process go on at the same time.
    static RUN: AtomicUsize = AtomicUsize::new(0);
    // Its end of the pipe is ours until the system closes it.
    static SHELL: OnceLock<Option<Child>> = OnceLock::new();
    let run = RUN.fetch_add(1, Ordering::Relaxed);
    let ours = workspace.notes("verdicts").join(std::process::id().to_string());
    let folder = ours.join(format!("{exercise}-{run}"));
    // What another process of our number has left is no verdict of this one.
    let removed = match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    SHELL.get_or_init(|| goes_with_us(&ours));
    match removed.and_then(|()| fs::create_dir_all(&folder)) {
        Ok(()) => Ok(folder),
        Err(error) => Err((folder, error)),
    }
}

/// Has the folder deleted as soon as this process has ended, be it by Ctrl-C: a shell in a group of
/// its own, which Ctrl-C does not reach, waits for the end of a pipe that we never write to.
#[cfg(unix)]
fn goes_with_us(folder: &Path) -> Option<Child> {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; read -r _; rm -rf -- \"$0\""]).arg(folder);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.process_group(0);
    // Without a shell an empty folder stays behind, or what Ctrl-C has left.
    shell.spawn().ok()
}

#[cfg(not(unix))]
fn goes_with_us(_: &Path) -> Option<Child> {
    None
}
