//! A copy of the course in which the engine is changed. Ours is never touched.
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::mutants::files;
use crate::mutants::problem::Problem;

/// What every crate with mutants is given.
const SWITCH: &str = include_str!("switch.rs");

/// BuildMode the switch is a part of a crate.
pub(super) const MODULE: &str = "\nmod mutant_switch;\n";

/// Files that differ from ours stay as they are; all others become ours again.
pub(super) struct Tree {
    pub(super) root: PathBuf,
}

impl Tree {
    /// Copies what has changed since the last time, but for what is built.
    pub(super) fn copy(root: &Path, name: &str) -> Result<Self, Problem> {
        let tree = Self { root: files::scratch(root).join("engine").join(name) };
        let folders = ["crates", "tests", "complete", "exercises", "course"];
        let copied = ["Cargo.toml", "Cargo.lock", "rustfmt.toml"]
            .iter()
            .try_for_each(|file| copy_file(&root.join(file), &tree.root.join(file)))
            .and_then(|()| {
                folders.iter().try_for_each(|of| copy_all(&root.join(of), &tree.root.join(of)))
            });
        copied.map_err(|error| Problem::io("copy the course to", tree.root.display(), &error))?;
        Ok(tree)
    }

    /// Where the tree is built. It has this for itself: cargo tells what is newer by its time alone.
    pub(super) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), Problem> {
        files::put(&self.root.join(file), text).map_err(|error| Problem::io("write", file, &error))
    }

    /// Gives a crate the switch; its `lib.rs` ends with [`MODULE`].
    pub(super) fn give_switch(&self, folder: &str) -> Result<(), Problem> {
        self.write(&format!("{folder}/src/mutant_switch.rs"), SWITCH)
    }
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    for path in files::listed(from)? {
        let Some(name) = path.file_name() else { continue };
        match path.is_dir() {
            true => copy_all(&path, &to.join(name))?,
            false => copy_file(&path, &to.join(name))?,
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let bytes = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, bytes)
}
