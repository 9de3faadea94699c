//! A git revision: its files are read by git and never checked out.
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use course::Error;

use crate::submission::{
    Found, Handed, LARGEST, LINK, NO_FILE, TOO_LARGE, UNREADABLE, place, text,
};

/// The files of a revision of the repository in `root`.
pub(crate) fn read(
    root: &Path,
    revision: &str,
    names: &[&str],
) -> Result<BTreeMap<String, Handed>, Error> {
    let unknown = || {
        Error::new(format!("`{revision}` is no folder, no archive and no git revision"))
            .help("is the path right? It is taken from the folder in which you are")
    };
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options"])
        .arg(format!("{revision}^{{commit}}"))
        .output()
        .ok()
        .and_then(text_of)
        .ok_or_else(unknown)?;
    let listed = git(root, &["ls-tree", "-r", "-z", "--full-tree", "-l", commit.trim()])
        .output()
        .ok()
        .and_then(text_of)
        .ok_or_else(unknown)?;
    let mut found = Found::default();
    for entry in listed.split('\0') {
        // `100644 blob HASH    SIZE\tPATH`
        let Some((about, path)) = entry.split_once('\t') else { continue };
        let Some((name, rank)) = place(path, names) else { continue };
        let about: Vec<&str> = about.split_whitespace().collect();
        let handed = match about.as_slice() {
            ["120000", ..] => Handed::Refused(LINK),
            [_, "blob", _, size] if size.parse::<u64>().is_ok_and(|size| size > LARGEST) => {
                Handed::Refused(TOO_LARGE)
            }
            [_, "blob", hash, _] => blob(root, hash),
            _ => Handed::Refused(NO_FILE),
        };
        found.add(name, rank, handed);
    }
    Ok(found.done())
}

fn blob(root: &Path, hash: &str) -> Handed {
    match git(root, &["cat-file", "blob", hash]).output() {
        Ok(output) if output.status.success() => text(output.stdout.as_slice()),
        _ => Handed::Refused(UNREADABLE),
    }
}

fn text_of(output: Output) -> Option<String> {
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn git(root: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(arguments);
    git
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_revision_is_read_without_a_checkout() {
        let exe = std::env::current_exe().expect("a test knows its file");
        let root = exe.parent().expect("a folder").join("grade-revision");
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("exercises")).expect("a folder");
        fs::write(root.join("exercises/loon.rs"), "first").expect("a file");
        let run = |arguments: &[&str]| {
            let mut git = git(&root, &["-c", "user.name=a", "-c", "user.email=a@b.c"]);
            git.args(arguments).output().is_ok_and(|output| output.status.success())
        };
        if !run(&["init", "--quiet"]) {
            return; // There is no git here, and no revision either.
        }
        assert!(run(&["add", "."]) && run(&["commit", "--quiet", "-m", "first"]));
        fs::write(root.join("exercises/loon.rs"), "second").expect("a file");
        let found = read(&root, "HEAD", &["loon", "cat"]).expect("a revision");
        assert_eq!(found.get("loon"), Some(&Handed::Text("first".into())));
        assert_eq!(found.get("cat"), None);
        for wrong in ["nowhere", "--help", "HEAD:exercises"] {
            let problem = read(&root, wrong, &["loon"]).expect_err(wrong);
            assert!(problem.message.contains("no git revision"), "{problem}");
        }
    }
}
