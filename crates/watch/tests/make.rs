//! The targets of the Makefile in a pseudo-terminal, with a fake `cargo`.
#![cfg(unix)]
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rexpect::session::{PtySession, spawn_command};
use signal_hook::consts::SIGINT;
use tempfile::TempDir;

const TIMEOUT_MS: Option<u64> = Some(60_000);

/// `watch` ends by itself after Ctrl-C, and `test` is killed by the signal.
const CARGO: &str = r#"#!/bin/sh
case "$2" in
watch) trap 'exit 0' INT; echo ready; while :; do sleep 0.01; done ;;
test) echo ready; exec sleep 1000 ;;
explain) echo unsolved; exit 1 ;;
esac
"#;

fn make(folder: &TempDir, target: &str) -> PtySession {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let cargo = folder.path().join("cargo");
    fs::write(&cargo, CARGO).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    // With a command that was built, `test` builds nothing else.
    fs::create_dir_all(folder.path().join("target/debug/course")).unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = [folder.path().to_owned()].into_iter().chain(env::split_paths(&path));
    let mut command = Command::new("make");
    command.arg("-f").arg(root.join("Makefile")).arg(target).current_dir(folder.path());
    command.env("PATH", env::join_paths(path).unwrap()).env_remove("CARGO_TARGET_DIR");
    command.env_remove("MAKEFLAGS").env_remove("MAKELEVEL");
    spawn_command(command, TIMEOUT_MS).unwrap()
}

#[test]
fn ctrl_c_is_no_error_of_make() {
    // If the tests run in the background, SIGINT is ignored, and children inherit that. A signal with a handler
    // is reset to its default in a child.
    let enabled = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register_conditional_default(SIGINT, enabled).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for target in ["watch", "test"] {
        let mut screen = make(&folder, target);
        screen.exp_string("ready").unwrap();
        screen.send_control('c').unwrap();
        let rest = screen.exp_eof().unwrap();
        assert!(!rest.contains("make"), "{target}: {rest}");
    }
}

#[test]
fn an_unsolved_exercise_is_no_error_of_make() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = make(&folder, "explain");
    assert!(!screen.exp_eof().unwrap().contains("make"));
}
