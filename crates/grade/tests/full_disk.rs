//! A disk that fills up at any point of grading costs an honest submission no points.
#![cfg(target_os = "linux")]
use std::fs;
use std::path::Path;
use std::process::Command;

const IN_NAMESPACE: [&str; 2] = ["--map-root-user", "--mount"];

/// Grades the answer of `loon` with this many MiB for everything that the grader writes.
fn exit_code(submission: &Path, mib: u32) -> Option<i32> {
    const SCRIPT: &str = "mkdir -p \"$3\" && mount -t tmpfs -o size=\"$2m\" tmpfs \"$3\" && \
                          exec \"$0\" grade \"$1\" loon";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut command = Command::new("unshare");
    command.args(IN_NAMESPACE).args(["sh", "-c", SCRIPT, env!("CARGO_BIN_EXE_grade")]);
    command.arg(submission).arg(mib.to_string()).arg(target.join("course/grading"));
    command.current_dir(root).output().unwrap().status.code()
}

#[test]
fn an_answer_passes_or_gets_no_verdict() {
    // Not every machine lets a test mount a disk of its own.
    let mount = Command::new("unshare")
        .args(IN_NAMESPACE)
        .args(["mount", "-t", "tmpfs", "x", "/tmp"])
        .status();
    if !mount.is_ok_and(|status| status.success()) {
        return;
    }
    let submission = tempfile::tempdir().unwrap();
    let answer = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../complete/loon.rs");
    fs::copy(answer, submission.path().join("loon.rs")).unwrap();
    // Between the two, the disk fills up while the dependencies are linked, while rustc writes, and
    // while the linker does.
    let (mut too_small, mut enough) = (1, 256);
    assert_eq!(exit_code(submission.path(), enough), Some(0));
    while enough - too_small > 2 {
        let middle = (too_small + enough) / 2;
        match exit_code(submission.path(), middle) {
            Some(0) => enough = middle,
            Some(2 | 3) => too_small = middle,
            other => panic!("{middle} MiB: exit code {other:?}"),
        }
    }
}
