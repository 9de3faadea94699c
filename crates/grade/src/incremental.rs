//! rustc's incremental caches: what compiling the tests with the answer of the course has left behind.
//!
//! Most of a second of a compilation is machine code for the tests, which every submission has in common. A cache is
//! made from files of the course only. Each submission gets a copy of its own, so that none can change what the next
//! one finds.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::{fs, io};

use course::parallel::lock;
use course::{Workspace, files};

/// The folder of a cache in the folder of a compilation.
pub(crate) const FOLDER: &str = "incremental";

/// The caches of a grader, by the name of the exercise.
#[derive(Debug, Default)]
pub(crate) struct Caches {
    /// `None` for an exercise without a cache.
    folders: Mutex<BTreeMap<String, Arc<OnceLock<Option<PathBuf>>>>>,
}

impl Caches {
    /// The cache of an exercise. `make` makes it, and is called at most once.
    pub(crate) fn get(
        &self,
        exercise: &str,
        make: impl FnOnce() -> Option<PathBuf>,
    ) -> Option<PathBuf> {
        let folder = Arc::clone(lock(&self.folders).entry(exercise.to_owned()).or_default());
        folder.get_or_init(make).clone()
    }
}

/// Where the cache of an exercise is kept for later runs. rustc itself checks what of it is still valid; the digest
/// only avoids that it is not.
pub(crate) fn kept(workspace: &Workspace, exercise: &str, digest: &str) -> PathBuf {
    workspace.cache_path("grading-incremental").join(exercise).join(digest)
}

/// Keeps a new cache, and removes older ones of its exercise. Returns `None` if it cannot be kept.
pub(crate) fn keep(made: &Path, kept: &Path) -> Option<()> {
    let parent = kept.parent()?;
    fs::create_dir_all(parent).ok()?;
    // Another grader may have kept its own meanwhile.
    if fs::rename(made, kept).is_err() && !kept.is_dir() {
        return None;
    }
    for other in files::list(parent).ok()?.iter().filter(|other| *other != kept) {
        // At worst it stays.
        let _ = fs::remove_dir_all(other);
    }
    Some(())
}

/// Copies a cache. rustc locks it while it uses it, but the lock of the original is not copied.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &to)?,
            false => _ = fs::copy(entry.path(), to)?,
        }
    }
    Ok(())
}
