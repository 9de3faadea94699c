//! Remembers what passed, so that it does not run again until something that its verdict depends on changes.
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{fs, io};

use course::files::write_if_changed;
use course::fingerprint::{engine, tests, tree};
use course::{Source, Workspace};

/// Fingerprints of what passed, a file for each name.
pub(crate) struct VerdictCache<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
    engine: u64,
}

impl<'a> VerdictCache<'a> {
    /// Fingerprints the engine, the judge, the compiler and the maintainers' code.
    pub(crate) fn open(workspace: &'a Workspace, kind: &str) -> io::Result<Self> {
        let mut hasher = DefaultHasher::new();
        engine(workspace)?.hash(&mut hasher);
        for part in ["course", "maintain"] {
            let part = workspace.path("crates").join(part);
            fs::read(part.join("Cargo.toml"))?.hash(&mut hasher);
            tree(&part.join("src"), &mut hasher)?;
        }
        let folder = workspace.cache_path("passed").join(kind);
        Ok(Self { workspace, folder, engine: hasher.finish() })
    }

    /// A fingerprint of everything that a verdict about an exercise depends on: its answer, its tests,
    /// and these folders or files.
    pub(crate) fn key(&self, exercise: &str, more: &[&str]) -> io::Result<String> {
        let mut hasher = DefaultHasher::new();
        self.engine.hash(&mut hasher);
        fs::read(self.workspace.exercise(Source::Answer, exercise))?.hash(&mut hasher);
        tests(self.workspace, exercise, &mut hasher)?;
        for path in more.iter().map(|path| self.workspace.path(path)) {
            match path.is_dir() {
                true => tree(&path, &mut hasher)?,
                false => fs::read(&path)?.hash(&mut hasher),
            }
        }
        Ok(format!("{:016x}", hasher.finish()))
    }

    /// Whether `name` passed with this key.
    pub(crate) fn holds(&self, name: &str, key: &str) -> bool {
        !key.is_empty()
            && fs::read_to_string(self.folder.join(name)).is_ok_and(|known| known == key)
    }

    /// Remembers that `name` passed with this key.
    pub(crate) fn store(&self, name: &str, key: &str) {
        // Without the cache, it runs again.
        let _ = write_if_changed(&self.folder.join(name), key);
    }
}
