//! Ctrl-C while a submission is graded, in a pseudo-terminal.
#![cfg(unix)]
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};
use tempfile::TempDir;

/// Long enough to compile a test.
const TIMEOUT_MS: Option<u64> = Some(600_000);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A submission in which `birthday` loops forever.
fn endless_submission() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let solution = fs::read_to_string(root().join("complete/loon.rs")).unwrap();
    let endless = solution.replacen("*age += 1;", "loop { std::hint::black_box(()); }", 1);
    assert_ne!(endless, solution);
    fs::write(folder.path().join("loon.rs"), endless).unwrap();
    folder
}

/// Starts a shell that prints the grader's process id and exit code. Its descendants hold the terminal
/// open, so the terminal closes only when all of them have ended.
fn grade(submission: &Path, cargo: &str) -> PtySession {
    const SCRIPT: &str = "exec 9>&1; trap : INT; \
        sh -c 'echo grader $$ begins; exec \"$0\" grade \"$1\" loon' \"$0\" \"$1\"; \
        echo ended with $?";
    let mut shell = Command::new("sh");
    shell.args(["-c", SCRIPT, env!("CARGO_BIN_EXE_grade")]).arg(submission);
    shell.current_dir(root()).env("NO_COLOR", "1").env("CARGO", cargo);
    spawn_command(shell, TIMEOUT_MS).unwrap()
}

fn interrupt(screen: &mut PtySession) {
    screen.send_control('c').unwrap();
    screen.exp_string("ended with 130").unwrap();
    screen.exp_eof().unwrap();
}

#[test]
fn ctrl_c_leaves_no_test_process_behind() {
    let submission = endless_submission();
    let mut screen = grade(submission.path(), env!("CARGO"));
    screen.exp_string("grader ").unwrap();
    let grader = screen.exp_string(" begins").unwrap();
    screen.exp_string("testing").unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let program = target.join(format!("course/grading/{grader}-0/0/out/test"));
    while !program.exists() {
        thread::sleep(Duration::from_millis(10));
    }
    interrupt(&mut screen);
}

#[test]
fn ctrl_c_does_not_wait_for_the_compiler() {
    let submission = endless_submission();
    let cargo = submission.path().join("a cargo that never ends");
    fs::write(&cargo, "#!/bin/sh\nsleep 1000 & sleep 1000\n").unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let mut screen = grade(submission.path(), &cargo.display().to_string());
    screen.exp_string("compiling").unwrap();
    interrupt(&mut screen);
}
