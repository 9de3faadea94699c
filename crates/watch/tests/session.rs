//! A student's first session: from a fresh copy of the course, in a folder with a blank in its name
//! and without git, to the first solved exercise.
#![cfg(unix)]
mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use rexpect::session::spawn_command;
use signal_hook::consts::SIGINT;

use common::copy;

/// Nobody waits longer than this for a text that does not come: all is compiled here.
const PATIENCE: Option<u64> = Some(1_200_000);

/// A command of the course, and how it ends.
fn course(clone: &Path, target: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO"));
    command.arg("course").args(arguments).current_dir(clone);
    command.env("CARGO_TARGET_DIR", target).env("NO_COLOR", "1").env_remove("MAKELEVEL");
    let ended = command.output().expect("it runs");
    let said = [ended.stdout, ended.stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
    (ended.status.code(), said.join(""))
}

#[test]
fn a_first_session_ends_with_a_solved_exercise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("first session");
    let clone = folder.join("a course");
    copy(&root, &clone);
    let workspace = course::Workspace { root: root.clone(), target: root.join("target") };
    for name in ["loon", "pool"] {
        let starter = course::starter(&workspace, name).expect("a starter");
        fs::write(clone.join(format!("exercises/{name}.rs")), starter).expect("a file");
    }
    // Progress of an earlier run is no progress of this one.
    let target = folder.join("target");
    let _ = fs::remove_dir_all(target.join("course"));

    let mut watch = Command::new(env!("CARGO"));
    watch.args(["course", "watch"]).current_dir(&clone);
    watch.env("CARGO_TARGET_DIR", &target).env("NO_COLOR", "1").env_remove("MAKELEVEL");
    let mut screen = spawn_command(watch, PATIENCE).expect("a terminal");
    let shows = |screen: &mut rexpect::session::PtySession, text: &str| {
        if let Err(error) = screen.exp_string(text) {
            panic!("`{text}` does not come: {error}");
        }
    };
    shows(&mut screen, "tests of exercises/loon.rs fail");
    shows(&mut screen, "the first of them:");
    shows(&mut screen, "q quit");
    screen.send("h").and_then(|_| screen.flush()).expect("a key");
    shows(&mut screen, "hint 1 of 3 for loon");
    shows(&mut screen, "q quit");
    let answer = fs::read_to_string(clone.join("complete/loon.rs")).expect("the answer");
    fs::write(clone.join("exercises/loon.rs"), answer).expect("saved");
    shows(&mut screen, "loon is solved, on to pool");
    shows(&mut screen, "tests of exercises/pool.rs fail");
    shows(&mut screen, "q quit");
    screen.send("l").and_then(|_| screen.flush()).expect("a key");
    shows(&mut screen, "1 of 15 solved, 10 of 150 points");
    shows(&mut screen, "q quit");
    screen.send("q").and_then(|_| screen.flush()).expect("a key");
    screen.exp_eof().expect("it ends");
    ctrl_c_leaves_nothing_behind(&clone, &target);
    an_instructor_begins_an_exercise(&clone, &target);
}

/// While a test runs that never ends: whoever typed the command has the terminal back at once.
fn ctrl_c_leaves_nothing_behind(clone: &Path, target: &Path) {
    let file = clone.join("exercises/loon.rs");
    let text = fs::read_to_string(&file).expect("an exercise");
    let endless = text.replacen("*age += 1;", "loop { std::hint::black_box(()); }", 1);
    assert_ne!(endless, text);
    fs::write(&file, endless).expect("saved");
    // Whoever runs the tests in the background ignores Ctrl-C, and so would all that is started here;
    // what is caught is no more ignored in a child.
    let here = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register_conditional_default(SIGINT, here).expect("a handler");
    // The shell says how it ended; Ctrl-C reaches it as well.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap : INT; \"$0\" course test loon; echo ended with $?"]);
    shell.arg(env!("CARGO")).current_dir(clone);
    shell.env("CARGO_TARGET_DIR", target).env("NO_COLOR", "1").env_remove("MAKELEVEL");
    let mut screen = spawn_command(shell, PATIENCE).expect("a terminal");
    screen.exp_string("testing loon").expect("it is judged");
    let verdicts = target.join("course/verdicts");
    let holds = |something: bool| {
        // For a minute, on a machine that has little else to do.
        (0..6_000).any(|_| {
            thread::sleep(Duration::from_millis(10));
            fs::read_dir(&verdicts).is_ok_and(|mut files| files.next().is_some() == something)
        })
    };
    assert!(holds(true), "the verdicts have a folder");
    screen.send_control('c').expect("a key");
    screen.exp_string("ended with 130").expect("it ends");
    // The folder goes when the process is gone.
    assert!(holds(false), "the verdicts have gone");
    screen.exp_eof().expect("nobody holds the terminal");
    fs::write(&file, text).expect("saved");
}

/// In the same copy, so that little has to be compiled again.
fn an_instructor_begins_an_exercise(clone: &Path, target: &Path) {
    for file in ["exercises", "complete", "tests"] {
        let _ = fs::remove_file(clone.join(file).join("elevator.rs"));
    }
    let course = |arguments: &[&str]| course(clone, target, arguments);
    let (code, said) = course(&["new", "elevator"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("The six steps:"), "{said}");
    let (code, said) = course(&["new", "elevator"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is an exercise `elevator` already"), "{said}");
    let (code, said) = course(&["diff", "elevator", "--spoil"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("+        let mut last = self.last.lock().unwrap();"), "{said}");
    let (code, said) = course(&["test", "elevator"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("1 of 2 tests of exercises/elevator.rs fails"), "{said}");
    // Red until somebody has written what only a person can write.
    let (code, said) = course(&["verify", "trees"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("course/elevator/exercise.toml: its title or chapter is still"),
        "{said}"
    );
    for file in ["exercises", "complete", "tests"] {
        fs::remove_file(clone.join(file).join("elevator.rs")).expect("it is there");
    }
}
