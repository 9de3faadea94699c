//! The folders of mutants.
use std::path::PathBuf;

use course::Workspace;

/// The folder of an exercise's handwritten mutants and matrix, from the root.
pub(crate) fn folder(name: &str) -> String {
    format!("course/{name}/mutants")
}

/// Where generated files are kept.
pub(crate) fn scratch(workspace: &Workspace) -> PathBuf {
    workspace.cache_path("mutants")
}
