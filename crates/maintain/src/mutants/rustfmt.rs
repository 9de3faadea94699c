//! rustfmt, started once for many texts.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, Workspace};

/// The longest command lines of all systems have room for this many paths.
const FILES_PER_CALL: usize = 100;

/// Formats all texts; a text that rustfmt rejects stays as it is.
pub(crate) fn format(workspace: &Workspace, texts: &[String]) -> Result<Vec<String>, Error> {
    let folder = tempfile::tempdir().map_err(|error| Error::io("create", "a folder", &error))?;
    let io = |action, path: &Path, error| Error::io(action, path.display(), &error);
    let paths: Vec<PathBuf> =
        (0..texts.len()).map(|at| folder.path().join(format!("{at}.rs"))).collect();
    for (path, text) in paths.iter().zip(texts) {
        fs::write(path, text).map_err(|error| io("write", path, error))?;
    }
    for some in paths.chunks(FILES_PER_CALL) {
        let mut command = Command::new("rustfmt");
        command.args(["--edition", "2024", "--quiet", "--config-path"]);
        command.arg(workspace.path("rustfmt.toml")).args(some);
        // Its exit code only says that some file cannot be formatted.
        command.output().map_err(|error| {
            Error::io("run", "rustfmt", &error).help("install it: rustup component add rustfmt")
        })?;
    }
    let read = |path: &PathBuf| fs::read_to_string(path).map_err(|error| io("read", path, error));
    paths.iter().map(read).collect()
}
