//! Copies compiled dependencies to another target folder, so that a test does not compile them again.
//!
//! Crates of the workspace are left out: cargo names their files alike in every copy of a workspace, so
//! they must never share a folder.
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Copies what cargo built for crates outside of the workspace, with the times of the files.
pub(crate) fn copy(from: &Path, to: &Path) {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut ours: BTreeSet<String> = names(&crates).into_iter().collect();
    ours.extend(["coursework", "interleave-std", "interleave-report"].map(str::to_owned));
    let is_dependency =
        |name: &&String| name.rsplit_once('-').is_some_and(|(package, _)| !ours.contains(package));
    let fingerprints = names(&from.join(".fingerprint"));
    let hashes: BTreeSet<&str> = fingerprints
        .iter()
        .filter(is_dependency)
        .filter_map(|name| Some(name.rsplit_once('-')?.1))
        .collect();
    for folder in [".fingerprint", "build", "deps"] {
        let wanted = names(&from.join(folder)).into_iter().filter(|name| {
            let hash = name.rsplit_once('-').map(|(_, end)| end.split('.').next().unwrap_or(end));
            hash.is_some_and(|hash| hashes.contains(hash))
        });
        let files: Vec<OsString> = wanted.map(|name| from.join(folder).join(name).into()).collect();
        let target = to.join(folder);
        fs::create_dir_all(&target).unwrap();
        for files in files.chunks(500) {
            let status = Command::new("cp").arg("-a").args(files).arg(&target).status();
            assert!(status.is_ok_and(|status| status.success()), "the dependencies are copied");
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
