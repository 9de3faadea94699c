//! A folder for one run of a command. No other run uses it.
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process;

/// A new folder, which is removed with this value. If the command is killed, the next run removes it.
#[derive(Debug)]
pub struct Session {
    pub folder: PathBuf,
    lock_file: PathBuf,
    /// It is released when this process ends in any way.
    _lock: File,
}

impl Session {
    /// Creates the folder in `parent`, and removes those that other runs have left behind.
    pub fn start(parent: &Path) -> io::Result<Self> {
        fs::create_dir_all(parent)?;
        remove_stale(parent);
        for number in 0.. {
            let folder = parent.join(format!("{}-{number}", process::id()));
            let lock_file = folder.with_extension("lock");
            let _lock = File::create(&lock_file)?;
            match _lock.try_lock() {
                // The file may have been removed as stale before it was locked.
                Ok(()) if lock_file.exists() => {}
                Ok(()) | Err(TryLockError::WouldBlock) => continue,
                // On a file system without locks, no run removes the folder of another.
                Err(TryLockError::Error(_)) => {}
            }
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self { folder, lock_file, _lock }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // What cannot be removed now is removed by a later run.
        if fs::remove_dir_all(&self.folder).is_ok() {
            let _ = fs::remove_file(&self.lock_file);
        }
    }
}

/// Removes the folders of runs that have ended.
fn remove_stale(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    let files = entries.flatten().map(|entry| entry.path());
    for lock_file in files.filter(|path| path.extension().is_some_and(|name| name == "lock")) {
        let Ok(lock) = File::open(&lock_file) else { continue };
        let folder = lock_file.with_extension("");
        if lock.try_lock().is_ok() && (!folder.exists() || fs::remove_dir_all(&folder).is_ok()) {
            let _ = fs::remove_file(&lock_file);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folders_of_other_runs_that_have_ended_are_removed() {
        let parent = tempfile::tempdir().unwrap();
        let first = Session::start(parent.path()).unwrap();
        let stale = parent.path().join("1-0");
        fs::create_dir_all(stale.join("exercises")).unwrap();
        fs::write(stale.with_extension("lock"), "").unwrap();
        let second = Session::start(parent.path()).unwrap();
        assert_ne!(first.folder, second.folder);
        assert!(first.folder.is_dir() && second.folder.is_dir() && !stale.exists());
        drop((first, second));
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
