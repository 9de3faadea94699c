//! A copy of the course in which the engine is mutated; the course itself is never modified.
use std::fs;
use std::path::PathBuf;

use course::files::write_if_changed;
use course::{Error, OrCannot, Workspace};
use walkdir::WalkDir;

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
            "docs",
            "course",
        ];
        let source = Self { root: workspace.root.clone() };
        for file in parts.iter().flat_map(|part| source.files(part)) {
            fs::read(source.root.join(&file))
                .and_then(|text| write_if_changed(&tree.root.join(&file), text))
                .or_cannot("copy", &file)?;
        }
        Ok(tree)
    }

    /// The files below a folder, or this file itself, named from the root.
    pub(super) fn files(&self, part: &str) -> impl Iterator<Item = String> + use<'_> {
        let files = WalkDir::new(self.root.join(part)).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        files.filter_map(|entry| {
            let file = entry.path().strip_prefix(&self.root).ok()?;
            Some(file.to_string_lossy().replace('\\', "/"))
        })
    }

    /// Its own target folder, because cargo compares sources by their timestamps.
    pub(super) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), Error> {
        write_if_changed(&self.root.join(file), text).or_cannot("write", file)
    }

    /// Adds the switch to a crate; its `lib.rs` must end with [`MODULE`].
    pub(super) fn add_switch(&self, folder: &str) -> Result<(), Error> {
        self.write(&format!("{folder}/src/mutant_switch.rs"), SWITCH)
    }
}
