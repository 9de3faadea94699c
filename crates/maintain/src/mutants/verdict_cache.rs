//! What was found right before, with all as it is now, is not judged again by `--check`.
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

use crate::mutants::baseline;
use crate::mutants::files::{self, listed};

/// A fingerprint of everything that the verdict about an exercise hangs on.
fn fingerprint(root: &Path, name: &str) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    of_build(root, &root.join("tests"), name)?.hash(&mut hasher);
    tree(&root.join(files::mutants_of(name)), &mut hasher)?;
    if name == baseline::EXERCISE {
        tree(&root.join(baseline::TESTS), &mut hasher)?;
    }
    for path in listed(&root.join("tests/snapshots"))? {
        if files::stem(&path).starts_with(&format!("{name}__")) {
            (files::stem(&path), fs::read(&path)?).hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A fingerprint of everything that a program of mutants is made of.
pub(crate) fn of_build(root: &Path, tests: &Path, name: &str) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    of_all(root)?.hash(&mut hasher);
    fs::read(root.join(format!("complete/{name}.rs")))?.hash(&mut hasher);
    fs::read(tests.join(format!("{name}.rs")))?.hash(&mut hasher);
    tree(&tests.join(name), &mut hasher)?;
    for path in listed(&root.join(files::mutants_of(name)))? {
        if path.extension().is_some_and(|end| end == "patch") {
            (files::stem(&path), fs::read(&path)?).hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A fingerprint of what the programs of all exercises are made of, which is read once.
fn of_all(root: &Path) -> io::Result<u64> {
    static KNOWN: Mutex<Option<u64>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = *known {
        return Ok(known);
    }
    let mut hasher = DefaultHasher::new();
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::read(root.join(file))?.hash(&mut hasher);
    }
    for part in ["report", "interleave", "protocol", "judge", "maintain"] {
        let part = root.join("crates").join(part);
        fs::read(part.join("Cargo.toml"))?.hash(&mut hasher);
        tree(&part.join("src"), &mut hasher)?;
    }
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc).arg("-vV").output()?.stdout.hash(&mut hasher);
    Ok(*known.insert(hasher.finish()))
}

/// Whether the exercise was found right with this fingerprint.
pub(crate) fn is_known(root: &Path, name: &str) -> bool {
    let noted = fs::read_to_string(note(root, name));
    noted.is_ok_and(|noted| fingerprint(root, name).is_ok_and(|now| now == noted))
}

/// Notes that the exercise was found right.
pub(crate) fn remember(root: &Path, name: &str) {
    if let Ok(now) = fingerprint(root, name) {
        // Not written: it is judged once more.
        let _ = files::put(&note(root, name), &now);
    }
}

fn note(root: &Path, name: &str) -> PathBuf {
    files::scratch(root).join("right").join(name)
}

/// Every file below a folder, with its name.
fn tree(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    for path in listed(folder)? {
        path.file_name().hash(hasher);
        match path.is_dir() {
            true => tree(&path, hasher)?,
            false => fs::read(&path)?.hash(hasher),
        }
    }
    Ok(())
}
