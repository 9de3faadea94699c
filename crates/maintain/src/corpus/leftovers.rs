//! What a submission must not leave behind: processes, files, and the grader's secrets in its results.
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Everything that was left behind.
pub(super) fn find(sessions: &Path, temporary: &Path, results: &Path, secret: &str) -> Vec<String> {
    let mut found = Vec::new();
    let current = current(sessions);
    let is_current = |path: &Path| current.iter().any(|session| path.starts_with(session));
    for folder in [sessions, temporary] {
        let files = course::files::list(folder).unwrap_or_default().into_iter();
        let left = files.filter(|file| !is_current(&file.with_extension("")));
        found.extend(left.map(|file| format!("left behind: {}", file.display())));
    }
    found.extend(processes(|path| path.starts_with(sessions) && !is_current(path)));
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

/// The folders of graders that run now: each locks a file beside its folder.
fn current(sessions: &Path) -> Vec<PathBuf> {
    let all = course::files::list(sessions).unwrap_or_default();
    let locks = all.iter().filter(|file| file.extension().is_some_and(|name| name == "lock"));
    let is_locked = |lock: &&PathBuf| {
        File::open(lock).is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
    };
    locks.filter(is_locked).map(|lock| lock.with_extension("")).collect()
}

/// The processes that run such a program or are in such a folder.
fn processes(is_left: impl Fn(&Path) -> bool) -> Vec<String> {
    let Ok(all) = fs::read_dir("/proc") else { return Vec::new() };
    // A process may have ended meanwhile.
    let is_inside = |link: PathBuf| fs::read_link(link).is_ok_and(|target| is_left(&target));
    let left = all
        .flatten()
        .map(|entry| entry.path())
        .filter(|process| is_inside(process.join("exe")) || is_inside(process.join("cwd")));
    left.map(|process| format!("still running: {}", process.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_graders_leave_behind_and_secrets_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let [sessions, temporary, results] = ["a", "b", "c"].map(|name| folder.path().join(name));
        for session in ["1-0", "2-0"] {
            fs::create_dir_all(sessions.join(session)).unwrap();
            fs::write(sessions.join(session).with_extension("lock"), "").unwrap();
        }
        let lock = File::open(sessions.join("1-0.lock")).unwrap();
        lock.lock().unwrap();
        fs::create_dir(&results).unwrap();
        fs::write(results.join("ada.json"), "it says sesame").unwrap();
        let found = find(&sessions, &temporary, &results, "sesame").join("\n");
        assert_eq!(
            found.replace(&folder.path().display().to_string(), ""),
            "left behind: /a/2-0\nleft behind: /a/2-0.lock\na secret is in /c/ada.json"
        );
    }
}
