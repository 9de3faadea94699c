//! Writes files so that a reader, or a run that is killed, never sees half of one.
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use course::{Error, OrCannot};

/// How often a file is written if its temporary file disappears.
const ATTEMPTS: usize = 3;

/// The end of the name of a temporary file.
const TEMPORARY: &str = ".tmp";

/// Writes a file completely or not at all.
///
/// # Errors
/// If the folder is not writable, or the disk is full.
pub(crate) fn write_atomically(path: &Path, text: &str) -> Result<(), Error> {
    write(path, text, |_| ()).or_cannot("write", path.display())
}

/// Removes the temporary files in a folder, which graders that were killed have left. One that still runs writes
/// its file again.
pub(crate) fn remove_temporary(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_temporary(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is named like those of [`write()`], such as `ada.json.4711.tmp`.
fn is_temporary(name: &str) -> bool {
    let file = name.strip_suffix(TEMPORARY).and_then(|name| name.rsplit_once('.'));
    file.is_some_and(|(file, process)| {
        let is_ours = [".json", ".html", ".csv"].iter().any(|ending| file.ends_with(ending));
        is_ours && process.parse::<u32>().is_ok()
    })
}

/// `written` is called when the temporary file is complete.
fn write(path: &Path, text: &str, mut written: impl FnMut(&Path)) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // Two graders may write the same file at once.
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}{TEMPORARY}", std::process::id()));
    let temporary = Path::new(&temporary);
    let mut attempt = || {
        folder.map_or(Ok(()), fs::create_dir_all)?;
        let mut file = File::create(temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        written(temporary);
        fs::rename(temporary, path)
    };
    let mut result = attempt();
    for _ in 1..ATTEMPTS {
        match &result {
            Err(error) if error.kind() == io::ErrorKind::NotFound => result = attempt(),
            _ => break,
        }
    }
    result.inspect_err(|_| drop(fs::remove_file(temporary)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b.json");
        write_atomically(&file, "one").unwrap();
        write_atomically(&file, "two").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
        let error = write_atomically(&file.join("c"), "three").unwrap_err();
        assert!(error.message.starts_with("cannot write"), "{error}");
    }

    #[test]
    fn what_a_killed_grader_left_is_removed_and_another_writes_its_file_again() {
        let folder = tempfile::tempdir().unwrap();
        let [left, other, file] =
            ["a.json.1.tmp", "a.json.tmp", "b.json"].map(|name| folder.path().join(name));
        for path in [&left, &other] {
            fs::write(path, "half").unwrap();
        }
        let mut attempts = 0;
        let sweep = |temporary: &Path| {
            attempts += 1;
            assert!(temporary.exists());
            if attempts == 1 {
                remove_temporary(folder.path());
            }
        };
        write(&file, "whole", sweep).unwrap();
        assert_eq!((attempts, left.exists(), other.exists()), (2, false, true));
        assert_eq!(fs::read_to_string(&file).unwrap(), "whole");
        let again = |temporary: &Path| fs::remove_file(temporary).unwrap();
        let error = write(&file, "new", again).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert_eq!(fs::read_to_string(&file).unwrap(), "whole");
    }
}
