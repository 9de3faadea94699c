//! A copy of the course that a test may change.
use std::fs;
use std::path::Path;

/// Brings `to` up to date with `from`. Files that are equal are not touched, so that a second run
/// compiles little.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(to).unwrap() {
        let path = entry.unwrap().path();
        if !from.join(path.file_name().unwrap()).exists() {
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.unwrap();
        }
    }
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let copied = to.join(&name);
        if !is_source(&name) {
            continue;
        } else if path.is_dir() {
            copy(&path, &copied);
        } else if fs::read(&copied).ok() != Some(fs::read(&path).unwrap()) {
            fs::copy(&path, &copied).unwrap();
        }
    }
}

/// Whether a file belongs in a copy: build output, hidden files and backups do not.
fn is_source(name: &str) -> bool {
    name != "target" && (!name.starts_with('.') || name == ".cargo") && !name.contains(".rs.")
}
