//! Programs that were built before, with all that they are made of as it is now, are not built again.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::mutants::build::{BuildMode, MutantSet};
use crate::mutants::files;
use crate::mutants::verdict_cache;

/// What is noted about an exercise whose mutants were built.
#[derive(Serialize, Deserialize)]
struct Note {
    fingerprint: String,
    program: PathBuf,
    /// The mutants that the compiler does not accept: the code of the error, and what it says.
    ruled_out: BTreeMap<String, (String, String)>,
}

/// Takes over what was built before; false if there is nothing, or nothing that still fits.
pub(crate) fn take_over(root: &Path, bench: &mut MutantSet) -> bool {
    let Ok(text) = fs::read_to_string(file(root, &bench.folder, &bench.name)) else { return false };
    let Ok(note) = serde_json::from_str::<Note>(&text) else { return false };
    let now = verdict_cache::of_build(root, &bench.tests, &bench.name);
    if !now.is_ok_and(|now| now == note.fingerprint) || !note.program.is_file() {
        return false;
    }
    for (mutant, how) in bench.mutants.iter().zip(&mut bench.built) {
        if let Some((code, said)) = note.ruled_out.get(&mutant.id) {
            *how = BuildMode::RuledOut { code: code.clone(), said: said.clone() };
        }
    }
    bench.program = note.program;
    true
}

/// Forgets what was built: a build that does not come to its end leaves nothing to take over.
pub(crate) fn forget(root: &Path, folder: &Path, name: &str) {
    // What is not there need not be removed.
    let _ = fs::remove_file(file(root, folder, name));
}

/// Notes what has been built.
pub(crate) fn remember(root: &Path, bench: &MutantSet) {
    let Ok(fingerprint) = verdict_cache::of_build(root, &bench.tests, &bench.name) else { return };
    let ruled_out = bench.mutants.iter().zip(&bench.built).filter_map(|(mutant, how)| match how {
        BuildMode::RuledOut { code, said } => {
            Some((mutant.id.clone(), (code.clone(), said.clone())))
        }
        _ => None,
    });
    let note = Note { fingerprint, program: bench.program.clone(), ruled_out: ruled_out.collect() };
    if let Ok(text) = serde_json::to_string(&note) {
        // Not written: it is built once more.
        let _ = files::put(&file(root, &bench.folder, &bench.name), &text);
    }
}

fn file(root: &Path, folder: &Path, name: &str) -> PathBuf {
    let package = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    files::scratch(root).join("kept").join(format!("{package}-{name}.json"))
}
