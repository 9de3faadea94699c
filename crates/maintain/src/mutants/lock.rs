//! One at a time: two commands at once would write the package of the mutants under each other's hands.
use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::mutants::problem::Problem;

/// Waits until no other command is at work on this course, and says so first. The lock is given
/// back with the file, also when the process is killed.
pub(crate) fn take(folder: &Path, say: impl FnOnce(&str)) -> Result<File, Problem> {
    let path = folder.join("lock");
    let io = |what: &str, error| Problem::io(what, path.display(), &error);
    fs::create_dir_all(folder).map_err(|error| Problem::io("make", folder.display(), &error))?;
    let file = File::create(&path).map_err(|error| io("write", error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say("another `cargo course mutants` is at work here: waiting for its end");
            file.lock().map_err(|error| io("lock", error))?;
        }
        Err(TryLockError::Error(error)) => return Err(io("lock", error)),
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::{env, process, thread};

    use super::*;

    #[test]
    fn the_second_says_that_it_waits_and_goes_on_after_the_first() {
        let folder = env::temp_dir().join(format!("course-mutants-lock-{}", process::id()));
        let first = take(&folder, |said| panic!("nobody else is here, and yet: {said}"));
        let (says, said) = mpsc::channel();
        thread::scope(|scope| {
            let second = scope.spawn(|| take(&folder, |text| says.send(text.to_owned()).unwrap()));
            // It has said so, and so it waits.
            assert!(said.recv().unwrap().contains("waiting"));
            assert!(!second.is_finished());
            drop(first);
            assert!(second.join().unwrap().is_ok());
        });
        fs::remove_dir_all(&folder).unwrap();
    }
}
