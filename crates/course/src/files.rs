//! Small helpers for files that the course writes or lists.
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Writes a file unless it already has this content, so that cargo recompiles only what has changed.
pub fn write_if_changed(path: &Path, text: impl AsRef<[u8]>) -> io::Result<()> {
    if fs::read(path).is_ok_and(|current| current == text.as_ref()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// The entries of a folder, sorted; empty if the folder does not exist.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// The files of a folder with this extension, sorted.
pub fn with_extension(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut paths = list(folder)?;
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    Ok(paths)
}

/// The name of a file without its folder and extension.
pub fn stem(path: impl AsRef<Path>) -> String {
    path.as_ref().file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Makes `to` contain the files of `from` whose names match, and no others.
pub fn mirror(from: &Path, to: &Path, matches: impl Fn(&str) -> bool) -> io::Result<()> {
    let matching = |folder: &Path| -> io::Result<Vec<PathBuf>> {
        let name =
            |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(list(folder)?.into_iter().filter(|path| matches(&name(path))).collect())
    };
    let wanted = matching(from)?;
    for stale in list(to)? {
        if !wanted.iter().any(|path| path.file_name() == stale.file_name()) {
            fs::remove_file(stale)?;
        }
    }
    for path in wanted {
        write_if_changed(&to.join(path.file_name().unwrap_or_default()), fs::read(&path)?)?;
    }
    Ok(())
}
