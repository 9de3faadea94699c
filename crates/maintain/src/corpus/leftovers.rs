//! What a submission must not leave behind: processes, files, and the grader's secrets in its results.
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Everything that was left behind.
pub(super) fn find(sessions: &Path, temporary: &Path, results: &Path, secret: &str) -> Vec<String> {
    let mut found = Vec::new();
    for folder in [sessions, temporary] {
        let files = course::files::list(folder).unwrap_or_default();
        found.extend(files.iter().map(|file| format!("left behind: {}", file.display())));
    }
    found.extend(processes(sessions));
    let passwords = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let passwords = passwords.lines().next().unwrap_or_default();
    for file in WalkDir::new(results).into_iter().flatten().filter(|it| it.file_type().is_file()) {
        let text = fs::read(file.path()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        for secret in [secret, passwords].into_iter().filter(|secret| !secret.is_empty()) {
            if text.contains(secret) {
                found.push(format!("a secret is in {}", file.path().display()));
            }
        }
    }
    found
}

/// The processes that run a program of a submission or are in its folder.
fn processes(sessions: &Path) -> Vec<String> {
    let Ok(all) = fs::read_dir("/proc") else { return Vec::new() };
    let is_inside = |link: PathBuf| {
        // A process may have ended meanwhile.
        fs::read_link(link).is_ok_and(|target| target.starts_with(sessions))
    };
    let left = all
        .flatten()
        .map(|entry| entry.path())
        .filter(|process| is_inside(process.join("exe")) || is_inside(process.join("cwd")));
    left.map(|process| format!("still running: {}", process.display())).collect()
}
