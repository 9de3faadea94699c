//! Ctrl-C while a submission is judged, in a pseudo-terminal.
#![cfg(unix)]
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};

/// Nobody waits longer than this for a text that does not come: a test is compiled here.
const PATIENCE: Option<u64> = Some(600_000);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A submission with an endless loop in `birthday`, of its own for each test.
fn endless(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interrupted").join(test);
    fs::create_dir_all(&folder).expect("a folder");
    let answer = fs::read_to_string(root().join("complete/loon.rs")).expect("the answer");
    let endless = answer.replacen("*age += 1;", "loop { std::hint::black_box(()); }", 1);
    assert_ne!(endless, answer);
    fs::write(folder.join("loon.rs"), endless).expect("a file");
    folder
}

/// A shell on a terminal that says who grades and how that ended. Whoever descends from it holds the
/// terminal: it ends when all of them are gone.
fn grade(submission: &Path, cargo: &str) -> PtySession {
    const SCRIPT: &str = "exec 9>&1; trap : INT; \
        sh -c 'echo grader $$ begins; exec \"$0\" grade \"$1\" loon' \"$0\" \"$1\"; \
        echo ended with $?";
    let mut shell = Command::new("sh");
    shell.args(["-c", SCRIPT, env!("CARGO_BIN_EXE_grade")]).arg(submission);
    shell.current_dir(root()).env("NO_COLOR", "1").env("CARGO", cargo);
    spawn_command(shell, PATIENCE).expect("a terminal")
}

fn interrupt(screen: &mut PtySession) {
    screen.send_control('c').expect("a key");
    screen.exp_string("ended with 130").expect("it ends");
    screen.exp_eof().expect("nobody holds the terminal");
}

#[test]
fn ctrl_c_leaves_no_test_and_no_folder_behind() {
    let mut screen = grade(&endless("tests"), env!("CARGO"));
    screen.exp_string("grader ").expect("it begins");
    let grader = screen.exp_string(" begins").expect("it begins");
    screen.exp_string("testing").expect("it is judged");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a folder");
    let verdicts = target.join("course/verdicts").join(grader);
    while !verdicts.exists() {
        thread::sleep(Duration::from_millis(10));
    }
    interrupt(&mut screen);
    assert!(!verdicts.exists(), "the verdicts have gone");
}

#[test]
fn ctrl_c_does_not_wait_for_a_compiler() {
    let cargo = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo that never ends");
    fs::write(&cargo, "#!/bin/sh\nsleep 1000 & sleep 1000\n").expect("a file");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("mode");
    let mut screen = grade(&endless("compiler"), &cargo.display().to_string());
    screen.exp_string("compiling").expect("it compiles");
    interrupt(&mut screen);
}
