//! Repositories: the course's own, a student's, and those that lead git elsewhere.
#![cfg(target_os = "linux")]
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-C"]).arg(folder);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn grade(submission: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.current_dir(root()).arg("grade").arg(submission).args(["loon", "cat"]);
    command.env("NO_COLOR", "1").output().unwrap()
}

/// A repository without a working tree that contains the starter of `loon`, and a file for `cat` that is no text.
fn repository(folder: &Path) -> PathBuf {
    let (work, bare) = (folder.join("work"), folder.join("bo.git"));
    fs::create_dir_all(work.join("exercises")).unwrap();
    fs::copy(root().join("course/loon/starter.rs"), work.join("exercises/loon.rs")).unwrap();
    fs::write(work.join("cat.rs"), b"fn main() {} // \xe9\n").unwrap();
    git(&work, &["init", "--quiet"]);
    git(&work, &["add", "."]);
    git(&work, &["commit", "--quiet", "-m", "first"]);
    git(folder, &["clone", "--quiet", "--bare", "work", "bo.git"]);
    bare
}

#[test]
fn a_repository_is_read_without_a_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let output = String::from_utf8(grade(&repository(folder.path())).stdout).unwrap();
    assert!(output.contains("the file is the unmodified starter"), "{output}");
    assert!(output.contains("the file is not UTF-8 text"), "{output}");
}

#[test]
fn other_names_are_not_revisions() {
    for wrong in ["nowhere", "HEAD:exercises"] {
        let error = String::from_utf8(grade(Path::new(wrong)).stderr).unwrap();
        assert!(error.contains("is not a folder, an archive or a git revision"), "{error}");
    }
}

#[test]
fn a_repository_cannot_lead_git_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let bare = repository(folder.path());
    let head = git(&bare, &["rev-parse", "HEAD"]);
    let new = |name: &str| {
        let new = folder.path().join(name);
        fs::create_dir(&new).unwrap();
        fs::copy(bare.join("HEAD"), new.join("HEAD")).unwrap();
        new
    };
    let empty = |name: &str| {
        let new = new(name);
        fs::create_dir_all(new.join("objects/info")).unwrap();
        fs::create_dir(new.join("refs")).unwrap();
        new
    };
    let links = new("links");
    for part in ["objects", "refs"] {
        symlink(bare.join(part), links.join(part)).unwrap();
    }
    fs::copy(bare.join("packed-refs"), links.join("packed-refs")).unwrap();
    let alternates = empty("alternates");
    let objects = bare.join("objects").display().to_string();
    fs::write(alternates.join("objects/info/alternates"), objects).unwrap();
    fs::write(alternates.join("HEAD"), &head).unwrap();
    let common = empty("common");
    fs::write(common.join("commondir"), bare.display().to_string()).unwrap();
    // git must not look for another repository in the folders around it.
    let inside = empty("bo.git/inside");
    fs::write(inside.join("HEAD"), "nothing").unwrap();
    for repository in [links, alternates, common, inside] {
        let output = grade(&repository);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{repository:?}: {output:?}");
        assert!(error.contains("is a repository that cannot be read"), "{error}");
    }
}
