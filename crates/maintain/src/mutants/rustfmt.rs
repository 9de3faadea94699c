//! rustfmt, once for many texts.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::mutants::files;
use crate::mutants::problem::Problem;

/// All texts as rustfmt writes them; one that it cannot format stays as it is.
pub(crate) fn all(root: &Path, name: &str, texts: &[String]) -> Result<Vec<String>, Problem> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let folder = files::scratch(root).join("format").join(name);
    let io = |action, path: &Path, error| Problem::io(action, path.display(), &error);
    fs::create_dir_all(&folder).map_err(|error| io("make", &folder, error))?;
    let paths: Vec<PathBuf> = (0..texts.len()).map(|at| folder.join(format!("{at}.rs"))).collect();
    for (path, text) in paths.iter().zip(texts) {
        fs::write(path, text).map_err(|error| io("write", path, error))?;
    }
    // A command line has a longest length on every system.
    for some in paths.chunks(100) {
        let mut command = Command::new("rustfmt");
        command.args(["--edition", "2024", "--quiet", "--config-path"]);
        command.arg(root.join("rustfmt.toml")).args(some);
        let output = command.output().map_err(|error| {
            Problem::io("run", "rustfmt", &error).help("`rustup component add rustfmt` installs it")
        })?;
        // What it says about single files does no harm: they stay as they are.
        drop(output);
    }
    paths
        .iter()
        .map(|path| fs::read_to_string(path).map_err(|error| io("read", path, error)))
        .collect()
}
