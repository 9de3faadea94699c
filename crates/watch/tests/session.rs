//! A student's first session: from a fresh copy of the course, in a folder whose name contains a
//! space and without git, to the first solved exercise.
#![cfg(unix)]
mod common;
mod dependencies;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};
use signal_hook::consts::SIGINT;

/// Long enough to compile everything.
const TIMEOUT_MS: Option<u64> = Some(600_000);

/// The copy of the course, and the folder it builds in.
struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", &self.target).env("NO_COLOR", "1").env_remove("MAKELEVEL");
        command
    }

    /// Runs a command of the course; returns its exit code and its output.
    fn course(&self, arguments: &[&str]) -> (Option<i32>, String) {
        self.run(env!("CARGO"), &[&["course"], arguments].concat())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.command(program, arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    }
}

#[track_caller]
fn shows(screen: &mut PtySession, text: &str) {
    screen.exp_string(text).unwrap_or_else(|error| panic!("no `{text}` appears: {error}"));
}

fn press(screen: &mut PtySession, key: &str) {
    screen.send(key).unwrap();
    screen.flush().unwrap();
}

#[test]
fn a_first_session_ends_with_a_solved_exercise() {
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("first session");
    let copy = Copy { root: folder.join("a course"), target: folder.join("target") };
    common::copy(&original, &copy.root);
    // Optimizing the engine takes longer than these tests save.
    let manifest = copy.root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let section = "[profile.dev.package.interleave-std]\nopt-level = ";
    let unoptimized = text.replacen(&format!("{section}3"), &format!("{section}0"), 1);
    assert_ne!(unoptimized, text);
    fs::write(&manifest, unoptimized).unwrap();
    for name in ["loon", "pool"] {
        let starter = copy.root.join(format!("course/{name}/starter.rs"));
        fs::copy(starter, copy.root.join(format!("exercises/{name}.rs"))).unwrap();
    }
    // The results of an earlier run do not count.
    let _ = fs::remove_dir_all(&copy.target);
    let ours = Path::new(env!("CARGO_BIN_EXE_watch")).parent().expect("a folder of executables");
    dependencies::copy(ours, &copy.target.join("debug"));

    let watch = copy.command(env!("CARGO"), &["course", "watch"]);
    let mut screen = spawn_command(watch, TIMEOUT_MS).unwrap();
    shows(&mut screen, "tests of exercises/loon.rs fail");
    shows(&mut screen, "the first failure:");
    shows(&mut screen, "q quit");
    press(&mut screen, "h");
    shows(&mut screen, "hint 1 of 3 for loon");
    shows(&mut screen, "q quit");
    fs::copy(copy.root.join("complete/loon.rs"), copy.root.join("exercises/loon.rs")).unwrap();
    shows(&mut screen, "n goes on to pool");
    shows(&mut screen, "q quit");
    press(&mut screen, "n");
    shows(&mut screen, "tests of exercises/pool.rs fail");
    shows(&mut screen, "q quit");
    press(&mut screen, "l");
    shows(&mut screen, "1 of 15 solved, 10 of 150 points");
    shows(&mut screen, "q quit");
    press(&mut screen, "q");
    screen.exp_eof().unwrap();

    // These use the same copy, so that little is compiled again.
    ctrl_c_ends_a_test_that_never_ends(&copy);
    an_instructor_begins_an_exercise(&copy);
}

fn ctrl_c_ends_a_test_that_never_ends(copy: &Copy) {
    let file = copy.root.join("exercises/loon.rs");
    let text = fs::read_to_string(&file).unwrap();
    let endless = text.replacen("*age += 1;", "loop { std::hint::black_box(()); }", 1);
    assert_ne!(endless, text);
    fs::write(&file, endless).unwrap();
    // If the tests run in the background, SIGINT is ignored, and children inherit that. A signal with
    // a handler is reset to its default in a child.
    let enabled = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register_conditional_default(SIGINT, enabled).unwrap();
    // Ctrl-C reaches the shell as well; it survives and prints the exit code.
    let script = "trap : INT; \"$0\" course test loon; echo ended with $?";
    let shell = copy.command("sh", &["-c", script, env!("CARGO")]);
    let mut screen = spawn_command(shell, TIMEOUT_MS).unwrap();
    shows(&mut screen, "testing loon");
    // The folder for its records exists as soon as the test runs.
    let records = copy.target.join("course/records");
    let folder = loop {
        thread::sleep(Duration::from_millis(10));
        let folders = fs::read_dir(&records).into_iter().flatten();
        let mut folders = folders.map(|folder| folder.unwrap().path());
        let is_in_use =
            |folder: &PathBuf| fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some());
        if let Some(folder) = folders.find(is_in_use) {
            break folder;
        }
    };
    screen.send_control('c').unwrap();
    shows(&mut screen, "ended with 130");
    // The terminal closes when no process holds it open any more.
    screen.exp_eof().unwrap();
    fs::write(&file, text).unwrap();
    let (code, text) = copy.course(&["test", "loon"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(!folder.exists(), "the next run should remove the records of the interrupted one");
}

fn an_instructor_begins_an_exercise(copy: &Copy) {
    let remove = || {
        for folder in ["exercises", "complete", "tests"] {
            let _ = fs::remove_file(copy.root.join(folder).join("elevator.rs"));
        }
    };
    // The original's command, which the copy would compile again.
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut build = Command::new(env!("CARGO"));
    build.args(["maintainers", "--locked", "--quiet"]).current_dir(original);
    assert!(build.status().unwrap().success(), "`maintain` compiles");
    let maintain = Path::new(env!("CARGO_BIN_EXE_watch")).with_file_name("maintain");
    let course = |arguments: &[&str], expected_code: i32, expected_text: &str| {
        let (code, text) = match arguments[0] {
            "new" | "verify" => copy.run(maintain.to_str().unwrap(), arguments),
            _ => copy.course(arguments),
        };
        assert_eq!(code, Some(expected_code), "{text}");
        assert!(text.contains(expected_text), "{text}");
    };
    remove();
    course(&["new", "elevator"], 0, "exercises/elevator.rs");
    course(&["new", "elevator"], 0, "next step: exercises/elevator.rs");
    course(
        &["diff", "elevator", "--spoil"],
        0,
        "+        let mut last = self.last.lock().unwrap();",
    );
    course(&["test", "elevator"], 1, "1 of 2 tests of exercises/elevator.rs fails");
    // `verify` fails until the author has written the parts that only a person can write.
    course(&["verify", "trees"], 1, "course/elevator/exercise.toml");
    remove();
}
