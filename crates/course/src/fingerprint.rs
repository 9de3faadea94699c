//! Fingerprints of everything that a verdict depends on.
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::cargo;
use crate::files;
use crate::workspace::{Source, Workspace};

/// The folder of the outcomes that tests allow.
pub const SNAPSHOTS: &str = "tests/snapshots";

/// The fingerprint of an exercise, its tests and the [`engine`]. A verdict with the same fingerprint is
/// still valid.
pub fn exercise(workspace: &Workspace, engine: u64, name: &str) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    engine.hash(&mut hasher);
    fs::read(workspace.exercise(Source::Exercise, name))?.hash(&mut hasher);
    tests(workspace, name, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

/// Hashes the tests of an exercise and the outcomes that they allow.
pub fn tests(workspace: &Workspace, name: &str, hasher: &mut DefaultHasher) -> io::Result<()> {
    fs::read(workspace.path(&format!("tests/{name}.rs")))?.hash(hasher);
    tree(&workspace.path(&format!("tests/{name}")), hasher)?;
    for entry in files::list(&workspace.path(SNAPSHOTS))? {
        let file = entry.file_name().unwrap_or_default().to_string_lossy();
        if file.starts_with(&format!("{name}__")) && file.ends_with(".snap") {
            (file.as_ref(), fs::read(&entry)?).hash(hasher);
        }
    }
    Ok(())
}

/// The fingerprint of everything that all tests depend on: the engine, its dependencies and the compiler.
pub fn engine(workspace: &Workspace) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::read(workspace.path(file))?.hash(&mut hasher);
    }
    for part in ["report", "interleave", "protocol", "judge"] {
        let part = workspace.path("crates").join(part);
        fs::read(part.join("Cargo.toml"))?.hash(&mut hasher);
        tree(&part.join("src"), &mut hasher)?;
    }
    // In the folder of the course: in another one, a file `rust-toolchain.toml` might name the program that runs.
    let version = Command::new(cargo::rustc()).arg("-vV").current_dir(&workspace.root).output()?;
    version.stdout.hash(&mut hasher);
    Ok(hasher.finish())
}

/// Hashes every file below a folder, with its name.
pub fn tree(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    for path in files::list(folder)? {
        path.file_name().hash(hasher);
        if path.is_dir() {
            tree(&path, hasher)?;
        } else {
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}
