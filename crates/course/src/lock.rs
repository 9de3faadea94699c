//! A lock file, so that two processes do not write the same scratch folder at once.
use std::fs::{self, File, TryLockError};

use crate::error::{Error, OrCannot};
use crate::workspace::Workspace;

/// Waits until no other `cargo course COMMAND` runs in this workspace. Calls `say` with a message before it
/// waits.
/// The lock is released with the file, even if the process is killed.
///
/// # Errors
/// If the lock file cannot be created or locked.
pub fn acquire(
    workspace: &Workspace,
    command: &str,
    say: impl FnOnce(&str),
) -> Result<File, Error> {
    let path = workspace.cache_path(&format!("{command}.lock"));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).or_cannot("create the folder of", path.display())?;
    }
    let file = File::create(&path).or_cannot("write", path.display())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say(&format!("waiting for another `cargo course {command}` to finish"));
            file.lock().or_cannot("lock", path.display())?;
        }
        Err(TryLockError::Error(error)) => Err(error).or_cannot("lock", path.display())?,
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::{env, process, thread};

    use super::*;

    #[test]
    fn the_second_process_says_that_it_waits() {
        let root = env::temp_dir().join(format!("course-lock-{}", process::id()));
        let workspace = Workspace { root: root.clone(), target: root.clone() };
        let first = acquire(&workspace, "mutants", |text| panic!("nothing to wait for: {text}"));
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let second = scope.spawn(|| {
                acquire(&workspace, "mutants", |text| {
                    sender.send(text.to_owned()).expect("a receiver");
                })
            });
            assert!(receiver.recv().expect("a message").contains("waiting"));
            assert!(!second.is_finished());
            drop(first);
            assert!(second.join().expect("no panic").is_ok());
        });
        fs::remove_dir_all(&root).expect("the folder exists");
    }
}
