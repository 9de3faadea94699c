//! The versions that a verdict depends on: course, engine and compiler.
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use course::{Error, OrCannot, Workspace, cargo, files};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::digest::digest;

/// The versions of everything that a verdict depends on besides the submission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Versions {
    /// The version of the course, and a digest of its tests, starters, points and dependencies.
    pub(crate) course: String,
    /// The version of the engine, and a digest of its source.
    pub(crate) engine: String,
    /// The first line of `rustc --version`, and the target.
    pub(crate) compiler: String,
}

impl Versions {
    /// Reads the versions of a workspace.
    ///
    /// # Errors
    /// If a file of the course cannot be read, or rustc cannot be run.
    pub(crate) fn of(workspace: &Workspace) -> Result<Self, Error> {
        let course = ["Cargo.toml", "Cargo.lock", "course/catalog.toml", "tests"];
        let mut course: Vec<PathBuf> = course.iter().map(|part| workspace.path(part)).collect();
        let folders = files::list(&workspace.path("course")).or_cannot("list", "course")?;
        for folder in folders.iter().filter(|path| path.is_dir()) {
            course.extend(["exercise.toml", "starter.rs"].map(|file| folder.join(file)));
        }
        let crates = [
            "course",
            "grade",
            "interleave",
            "judge",
            "protocol",
            "report",
            "sandbox",
            "source-check",
        ];
        let engine: Vec<PathBuf> = crates
            .iter()
            .map(|name| workspace.path("crates").join(name))
            .flat_map(|folder| [folder.join("Cargo.toml"), folder.join("src")])
            .collect();
        Ok(Self {
            course: version(workspace, &course)?,
            engine: version(workspace, &engine)?,
            compiler: compiler(workspace)?,
        })
    }

    /// A digest of all of them.
    pub(crate) fn digest(&self) -> String {
        digest([&self.course, &self.engine, &self.compiler])
    }
}

/// The version, and a digest of the path and content of each file; a checkout on Windows has the same digest.
fn version(workspace: &Workspace, paths: &[PathBuf]) -> Result<String, Error> {
    let mut parts = Vec::new();
    let existing = paths.iter().filter(|path| path.exists());
    for entry in existing.flat_map(|path| WalkDir::new(path).sort_by_file_name()) {
        let entry =
            entry.map_err(|error| Error::new(format!("cannot list the course: {error}")))?;
        let path = entry.path();
        if path.is_file() {
            let text = fs::read(path).or_cannot("read", path.display())?;
            parts.extend([workspace.shown(path), String::from_utf8_lossy(&text).replace('\r', "")]);
        }
    }
    Ok(format!("{} ({})", env!("CARGO_PKG_VERSION"), &digest(parts)[..16]))
}

/// In the folder of the course: in another one, a file `rust-toolchain.toml` might name the program that runs.
fn compiler(workspace: &Workspace) -> Result<String, Error> {
    let output = Command::new(cargo::rustc())
        .arg("-vV")
        .current_dir(&workspace.root)
        .output()
        .or_cannot("run", "rustc")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.lines().next().unwrap_or("unknown");
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("unknown");
    Ok(format!("{version} {host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_depends_on_the_files_and_not_on_their_line_endings() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let workspace = Workspace { root: root.clone(), target: root.join("target") };
        let file = root.join("tests/loon.rs");
        fs::create_dir(root.join("tests")).unwrap();
        let version = |text: &str| {
            fs::write(&file, text).unwrap();
            version(&workspace, &[root.join("tests"), root.join("missing")]).unwrap()
        };
        assert_eq!(version("a\n"), version("a\r\n"));
        assert_ne!(version("a\n"), version("b\n"));
    }
}
