//! What a submission must not leave behind: processes, files, and the grader's secrets in its results.
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Everything that was left behind by the grader with this process id. Others may run in the same workspace.
pub(super) fn find(
    sessions: &Path,
    grader: u32,
    temporary: &Path,
    results: &Path,
    secret: &str,
) -> Vec<String> {
    let mut found = Vec::new();
    let own = sessions.join(format!("{grader}-"));
    let is_own = |path: &Path| {
        path.as_os_str().as_encoded_bytes().starts_with(own.as_os_str().as_encoded_bytes())
    };
    let sessions = course::files::list(sessions).unwrap_or_default().into_iter();
    let files = sessions.filter(|file| is_own(file));
    let files = files.chain(course::files::list(temporary).unwrap_or_default());
    found.extend(files.map(|file| format!("left behind: {}", file.display())));
    found.extend(processes(is_own));
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
    fn what_a_grader_leaves_behind_and_secrets_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let [sessions, temporary, results] = ["a", "b", "c"].map(|name| folder.path().join(name));
        for session in ["1-0", "12-0", "2-0"] {
            fs::create_dir_all(sessions.join(session)).unwrap();
            fs::write(sessions.join(session).with_extension("lock"), "").unwrap();
        }
        fs::create_dir(&results).unwrap();
        fs::write(results.join("ada.json"), "it says sesame").unwrap();
        let found = find(&sessions, 1, &temporary, &results, "sesame").join("\n");
        assert_eq!(
            found.replace(&folder.path().display().to_string(), ""),
            "left behind: /a/1-0\nleft behind: /a/1-0.lock\na secret is in /c/ada.json"
        );
    }
}
