//! Where everything stands, and how files are written.
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::mutants::problem::Problem;

/// The nearest folder upwards with `course/catalog.toml`; otherwise the one this command was built in.
pub(crate) fn root() -> Result<PathBuf, Problem> {
    let here =
        env::current_dir().map_err(|error| Problem::io("find", "the current folder", &error))?;
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    here.ancestors()
        .chain(built_in)
        .find(|folder| folder.join("course/catalog.toml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| Problem::new("there is no course/catalog.toml here or in any folder above"))
}

/// Where the mutants of an exercise are kept, from the root.
pub(crate) fn mutants_of(name: &str) -> String {
    format!("course/{name}/mutants")
}

/// Where cargo builds, as far as the environment tells.
pub(crate) fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .filter(|folder| !folder.is_empty())
        .map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// Where this command keeps what it makes for itself.
pub(crate) fn scratch(root: &Path) -> PathBuf {
    target(root).join("course").join("mutants")
}

pub(crate) fn read(root: &Path, relative: &str) -> Result<String, Problem> {
    fs::read_to_string(root.join(relative)).map_err(|error| Problem::io("read", relative, &error))
}

/// Writes a file unless it says just that already, so that cargo compiles only what has changed.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// The files of a folder, in order; no folder holds none.
pub(crate) fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// The name of a file without folder and ending.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
