//! The course that students get has no answers, and cargo accepts it.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Rust files below a folder of the course, by path.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let files = WalkDir::new(folder).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "rs" || it == "patch"));
    files.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The lines of a file that say something.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| line.len() > 10 && !line.starts_with("//")).collect()
}

#[test]
fn the_exported_course_has_no_answers_and_its_lock_file_is_current() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("students");
    let export = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.current_dir(root()).arg("export").arg(&out).env("CARGO", env!("CARGO"));
        command.output().unwrap()
    };
    let output = export();
    if String::from_utf8_lossy(&output.stderr).contains("git") {
        return; // The course was unpacked from an archive.
    }
    assert!(output.status.success(), "{output:?}");
    for missing in ["complete", "grading", "crates/maintain", "course/loon/mutants", ".git"] {
        assert!(!out.join(missing).exists(), "{missing}");
    }
    for (path, answer) in texts(&root().join("complete")) {
        let name = path.file_name().unwrap().to_string_lossy();
        let starter = fs::read_to_string(out.join("exercises").join(&*name)).unwrap();
        // What the answer changes; one line of it may be anywhere, all of it must not be.
        let starter = lines(&starter);
        let changed: Vec<&str> =
            lines(&answer).into_iter().filter(|line| !starter.contains(line)).collect();
        for (file, text) in texts(&out) {
            let leaks = !changed.is_empty() && changed.iter().all(|line| text.contains(line));
            assert!(!leaks, "{} has the answer to {name}", file.display());
        }
    }
    // Every package of the course is there, and Cargo.lock is up to date. `metadata` would also need the
    // packages of other platforms, which only `cargo fetch` downloads.
    let mut update = Command::new(env!("CARGO"));
    update.args(["update", "--workspace", "--offline", "--locked"]);
    let output = update.current_dir(&out).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // A folder that is not empty is left alone.
    assert_eq!(export().status.code(), Some(2));
}
