//! A copy of the course that a test may change.
use std::fs;
use std::path::Path;

/// What is built, hidden or left over belongs to no copy.
fn belongs(name: &str) -> bool {
    name != "target" && (!name.starts_with('.') || name == ".cargo") && !name.contains(".rs.")
}

/// Files that are there already are left alone, so that a second run compiles little; what is there
/// and belongs to no copy any more goes.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(to).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.file_name().is_some_and(|name| !from.join(name).exists()) {
            let removed =
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.expect("it can be deleted");
        }
    }
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let copied = to.join(&name);
        if path.is_dir() && belongs(&name) {
            copy(&path, &copied);
        } else if path.is_file() && belongs(&name) {
            let text = fs::read(&path).expect("a file");
            if fs::read(&copied).ok().as_ref() != Some(&text) {
                fs::write(&copied, text).expect("a copy");
            }
        }
    }
}
