//! A git revision: git reads its files and does not check them out.
use std::path::Path;
use std::process::Command;

use course::Error;

use crate::candidates::{Candidates, locate};
use crate::submitted_file::{MAX_SIZE, SubmittedFile};

/// Reads the exercises in a revision of the repository in `root`.
pub(crate) fn read(root: &Path, revision: &str, names: &[&str]) -> Result<Candidates, Error> {
    let not_found = || {
        Error::new(format!("`{revision}` is not a folder, an archive or a git revision"))
            .help("check the path; a relative path starts in the current folder")
    };
    let revision = format!("{revision}^{{commit}}");
    let commit = ["rev-parse", "--verify", "--quiet", "--end-of-options", &revision];
    let commit = git(root, &commit).ok_or_else(not_found)?;
    let commit = String::from_utf8_lossy(&commit);
    let entries = git(root, &["ls-tree", "-r", "-z", "--full-tree", "-l", commit.trim()]);
    let entries = entries.ok_or_else(not_found)?;
    let mut candidates = Candidates::default();
    for entry in String::from_utf8_lossy(&entries).split('\0') {
        // `100644 blob HASH    SIZE\tPATH`
        let Some((attributes, path)) = entry.split_once('\t') else { continue };
        let Some((name, rank)) = locate(path, names) else {
            candidates.add_other(path);
            continue;
        };
        let attributes: Vec<&str> = attributes.split_whitespace().collect();
        candidates.add(name, rank, path, || match attributes.as_slice() {
            ["120000", ..] => SubmittedFile::LINK,
            [_, "blob", _, size] if size.parse::<u64>().is_ok_and(|size| size > MAX_SIZE) => {
                SubmittedFile::TOO_LARGE
            }
            [_, "blob", hash, _] => git(root, &["cat-file", "blob", hash])
                .map_or(SubmittedFile::UNREADABLE, |blob| SubmittedFile::read(blob.as_slice())),
            _ => SubmittedFile::NOT_A_FILE,
        });
    }
    Ok(candidates)
}

/// Whether a folder is a repository without a working tree.
pub(crate) fn is_bare_repository(folder: &Path) -> bool {
    folder.join("HEAD").is_file()
        && folder.join("objects").is_dir()
        && folder.join("refs").is_dir()
        && !folder.join("exercises").exists()
}

/// Runs git in `root`; returns its output if it succeeds. The repository may be a student's, whose
/// configuration must not start other programs, such as a fetch of missing objects.
fn git(root: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root);
    command.args(["-c", "protocol.allow=never", "-c", "core.fsmonitor=false"]).args(arguments);
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_NO_REPLACE_OBJECTS", "1");
    let output = command.output().ok()?;
    output.status.success().then_some(output.stdout)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_revision_is_read_without_a_checkout() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let file = root.join("exercises/loon.rs");
        fs::create_dir(root.join("exercises")).unwrap();
        fs::write(&file, "first").unwrap();
        if git(root, &["init", "--quiet"]).is_none() {
            return; // git is not installed.
        }
        let user = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
        git(root, &["add", "."]).unwrap();
        git(root, &[&user[..], &["commit", "--quiet", "-m", "first"]].concat()).unwrap();
        fs::write(&file, "second").unwrap();
        let files = read(root, "HEAD", &["loon", "cat"]).unwrap().into_best().0;
        assert_eq!(files.get("loon"), Some(&SubmittedFile::Text("first".into())));
        assert_eq!(files.get("cat"), None);
        assert!(is_bare_repository(&root.join(".git")) && !is_bare_repository(root));
        let bare = read(&root.join(".git"), "HEAD", &["loon"]).unwrap().into_best().0;
        assert_eq!(bare.get("loon"), Some(&SubmittedFile::Text("first".into())));
        for wrong in ["nowhere", "--help", "HEAD:exercises"] {
            let error = read(root, wrong, &["loon"]).unwrap_err();
            assert!(error.message.contains("is not a folder, an archive or a git revision"));
        }
    }
}
