//! A copy of the course in which the engine is mutated; the course itself is never modified.
use std::path::{Path, PathBuf};
use std::{fs, io};

use course::files::{list, write_if_changed};
use course::{Error, Workspace};

use crate::mutants::paths::scratch;

/// The module that every mutated crate gets.
const SWITCH: &str = include_str!("switch.rs");

/// The end of `lib.rs` of a mutated crate.
pub(super) const MODULE: &str = "\nmod mutant_switch;\n";

/// The root of the copy.
pub(super) struct Tree {
    pub(super) root: PathBuf,
}

impl Tree {
    /// Copies what has changed since the last time, except for build artifacts.
    pub(super) fn copy(workspace: &Workspace, name: &str) -> Result<Self, Error> {
        let tree = Self { root: scratch(workspace).join("engine").join(name) };
        let parts = [
            "Cargo.toml",
            "Cargo.lock",
            "rustfmt.toml",
            "crates",
            "tests",
            "complete",
            "exercises",
            "course",
        ];
        parts
            .iter()
            .try_for_each(|part| copy(&workspace.path(part), &tree.root.join(part)))
            .map_err(|error| Error::io("copy the course to", tree.root.display(), &error))?;
        Ok(tree)
    }

    /// Its own target folder, because cargo compares sources by their timestamps.
    pub(super) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), Error> {
        write_if_changed(&self.root.join(file), text)
            .map_err(|error| Error::io("write", file, &error))
    }

    /// Adds the switch to a crate; its `lib.rs` must end with [`MODULE`].
    pub(super) fn add_switch(&self, folder: &str) -> Result<(), Error> {
        self.write(&format!("{folder}/src/mutant_switch.rs"), SWITCH)
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return write_if_changed(to, fs::read(from)?);
    }
    list(from)?
        .iter()
        .try_for_each(|path| copy(path, &to.join(path.file_name().unwrap_or_default())))
}
