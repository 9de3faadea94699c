//! The files of the repository, by their path in it.
use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.ancestors().nth(2).unwrap_or(folder).to_owned()
}

/// Reads a text file, with `\n` at the end of each line.
pub(crate) fn read(file: &str) -> Result<String, String> {
    let text = fs::read_to_string(root().join(file)).map_err(|error| format!("{file}: {error}"))?;
    Ok(text.replace("\r\n", "\n"))
}

/// Writes a text file, if that changes it. Returns whether it did.
pub(crate) fn write(file: &str, text: &str) -> Result<bool, String> {
    if read(file).is_ok_and(|old| old == text) {
        return Ok(false);
    }
    let path = root().join(file);
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(&path, text)).map_err(|error| format!("{file}: {error}"))?;
    Ok(true)
}

/// The names of the files in a folder that end like this, without the ending, in alphabetical order.
pub(crate) fn stems(folder: &str, ending: &str) -> Result<Vec<String>, String> {
    let entries =
        fs::read_dir(root().join(folder)).map_err(|error| format!("{folder}: {error}"))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut stems: Vec<String> =
        names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect();
    stems.sort();
    Ok(stems)
}
