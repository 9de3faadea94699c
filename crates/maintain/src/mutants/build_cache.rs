//! Test programs with mutants are not built again while their sources are the same.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use course::Workspace;
use course::files::write_if_changed;
use serde::{Deserialize, Serialize};

use crate::mutants::mutant_set::{BuildMode, MutantSet};
use crate::mutants::paths::scratch;

/// A finished build.
#[derive(Serialize, Deserialize)]
struct Entry {
    fingerprint: String,
    program: PathBuf,
    /// The mutants that the compiler rejects: the error code and the message.
    ruled_out: BTreeMap<String, (String, String)>,
}

/// Reuses a finished build of these sources. Returns false if it does not exist.
pub(crate) fn restore(workspace: &Workspace, set: &mut MutantSet) -> bool {
    let Ok(text) = fs::read_to_string(file(workspace, set)) else { return false };
    let Ok(entry) = serde_json::from_str::<Entry>(&text) else { return false };
    if entry.fingerprint != set.fingerprint || !entry.program.is_file() {
        return false;
    }
    for (mutant, mode) in set.mutants.iter().zip(&mut set.modes) {
        if let Some((code, message)) = entry.ruled_out.get(&mutant.id) {
            *mode = BuildMode::RuledOut { code: code.clone(), message: message.clone() };
        }
    }
    set.program = entry.program;
    true
}

/// Forgets a build, so that one that is interrupted leaves nothing to take over.
pub(crate) fn forget(workspace: &Workspace, set: &MutantSet) {
    // It may not exist.
    let _ = fs::remove_file(file(workspace, set));
}

/// Remembers a finished build.
pub(crate) fn store(workspace: &Workspace, set: &MutantSet) {
    let ruled_out = set.mutants.iter().zip(&set.modes).filter_map(|(mutant, mode)| match mode {
        BuildMode::RuledOut { code, message } => {
            Some((mutant.id.clone(), (code.clone(), message.clone())))
        }
        _ => None,
    });
    let entry = Entry {
        fingerprint: set.fingerprint.clone(),
        program: set.program.clone(),
        ruled_out: ruled_out.collect(),
    };
    if let Ok(text) = serde_json::to_string(&entry) {
        // If it cannot be written, it is built once more.
        let _ = write_if_changed(&file(workspace, set), text);
    }
}

fn file(workspace: &Workspace, set: &MutantSet) -> PathBuf {
    let package = set.folder.file_name().unwrap_or_default().to_string_lossy();
    scratch(workspace).join("built").join(format!("{package}-{}.json", set.name))
}
