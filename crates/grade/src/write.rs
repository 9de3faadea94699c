//! Writes files so that a reader, or a run that is killed, never sees half of one.
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use course::Error;

/// Writes a file completely or not at all.
///
/// # Errors
/// If the folder is not writable, or the disk is full.
pub(crate) fn write_atomically(path: &Path, text: &str) -> Result<(), Error> {
    let write = || -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            fs::create_dir_all(folder)?;
        }
        // Two graders may write the same file at once.
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(format!(".{}.tmp", std::process::id()));
        let written = File::create(&temporary)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&temporary, path));
        written.inspect_err(|_| drop(fs::remove_file(&temporary)))
    };
    write().map_err(|error| Error::io("write", path.display(), &error))
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
}
