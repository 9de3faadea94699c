//! rustfmt, started once for many texts.
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use course::{Error, OrCannot, Workspace};

/// The longest command lines of all systems have room for this many paths.
const FILES_PER_CALL: usize = 100;

/// Formats all texts; a text that rustfmt rejects stays as it is.
pub(crate) fn format(workspace: &Workspace, texts: &[String]) -> Result<Vec<String>, Error> {
    let folder = tempfile::tempdir().or_cannot("create", "a folder")?;
    let paths: Vec<PathBuf> =
        (0..texts.len()).map(|at| folder.path().join(format!("{at}.rs"))).collect();
    for (path, text) in paths.iter().zip(texts) {
        fs::write(path, text).or_cannot("write", path.display())?;
    }
    for some in paths.chunks(FILES_PER_CALL) {
        let mut command = Command::new("rustfmt");
        command.args(["--edition", "2024", "--quiet", "--config-path"]);
        command.arg(workspace.path("rustfmt.toml")).args(some);
        // Its exit code only says that some file cannot be formatted.
        command
            .output()
            .or_cannot("run", "rustfmt")
            .map_err(|error| error.help("install it: rustup component add rustfmt"))?;
    }
    let read = |path: &PathBuf| fs::read_to_string(path).or_cannot("read", path.display());
    paths.iter().map(read).collect()
}
