//! `watch` in a pseudo-terminal, with a fake course command that reads the verdict from the file.
#![cfg(unix)]
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};
use tempfile::TempDir;

const TIMEOUT_MS: Option<u64> = Some(60_000);

/// The fake course command: an exercise that contains `right` is solved.
const COURSE: &str = r#"#!/bin/sh
case "$1" in
test)
    if grep -q endless "exercises/$2.rs"; then echo "endless $2"; exec sleep 1000; fi
    if grep -q right "exercises/$2.rs"; then echo "verdict: $2 solved"; exit 0; fi
    echo "verdict: $2 $(cat "exercises/$2.rs")"; exit 1 ;;
hint) echo "a hint for $2" ;;
explain) echo "the steps of $2, ${COURSE_KEYS:+by keys}" ;;
diff) echo "the difference of $2" ;;
list) echo "the list" ;;
run) echo "running $2"; exec sleep 1000 ;;
esac
"#;

const CATALOG: &str = r#"
[[topic]]
title = "threads"
exercises = ["loon", "coffee"]
"#;

const EXERCISE: &str = r#"
title = "one board"
seed = "001"
points = 10
hints = ["a", "b", "c"]
starter = {}
sentence = []
"#;

/// A workspace whose path contains a space.
struct Workspace {
    root: PathBuf,
    _folder: TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("a workspace");
        fs::create_dir_all(root.join("exercises")).unwrap();
        let workspace = Self { root, _folder: folder };
        let root = &workspace.root;
        for name in ["loon", "coffee"] {
            fs::create_dir_all(root.join("course").join(name)).unwrap();
            fs::write(root.join("course").join(name).join("exercise.toml"), EXERCISE).unwrap();
            workspace.save(name, "wrong");
        }
        fs::write(root.join("course/catalog.toml"), CATALOG).unwrap();
        fs::write(root.join("course-command.txt"), COURSE).unwrap();
        // Another process writes the executable: a process that another test starts meanwhile would inherit the open
        // file from this one, and the executable would be busy.
        let mut install = Command::new("install");
        install.args(["-m", "755", "course-command.txt", "course-command"]).current_dir(root);
        assert!(install.status().unwrap().success());
        workspace
    }

    fn file(&self, name: &str) -> PathBuf {
        self.root.join("exercises").join(format!("{name}.rs"))
    }

    fn save(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).unwrap();
    }

    /// Saves as many editors do: a new file replaces the old one.
    fn replace(&self, name: &str, text: &str) {
        let new = self.root.join("exercises/.new");
        fs::write(&new, text).unwrap();
        fs::rename(new, self.file(name)).unwrap();
    }

    fn watch(&self, arguments: &[&str]) -> Screen {
        let mut command = Command::new(env!("CARGO_BIN_EXE_watch"));
        command.arg("watch").args(arguments).current_dir(&self.root);
        command.env("COURSE_COMMAND", self.root.join("course-command"));
        command.env("CARGO_TARGET_DIR", self.root.join("target")).env("NO_COLOR", "1");
        Screen(spawn_command(command, TIMEOUT_MS).unwrap())
    }
}

struct Screen(PtySession);

impl Screen {
    /// Waits until the terminal shows `text`, and returns what it showed before that.
    #[track_caller]
    fn shows(&mut self, text: &str) -> String {
        self.0.exp_string(text).unwrap_or_else(|error| panic!("no `{text}` appears: {error}"))
    }

    fn press(&mut self, key: &str) {
        self.0.send(key).unwrap();
        self.0.flush().unwrap();
    }

    /// Waits until no process holds the terminal open.
    fn ends(mut self) {
        self.0.exp_eof().unwrap();
    }

    fn quit(mut self) {
        self.press("q");
        self.ends();
    }
}

#[test]
fn a_saved_file_is_tested_and_a_solved_exercise_leads_to_the_next() {
    let workspace = Workspace::new();
    let mut screen = workspace.watch(&[]);
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    workspace.save("loon", "other");
    screen.shows("verdict: loon other");
    screen.shows("q quit");
    workspace.replace("loon", "replaced");
    screen.shows("verdict: loon replaced");
    screen.shows("q quit");
    workspace.replace("loon", "right");
    screen.shows("verdict: loon solved");
    screen.shows("loon is solved: d compares it with the answer, n goes on to coffee");
    let after = screen.shows("q quit");
    assert!(!after.contains("coffee"), "the success stays on the screen: {after}");
    screen.press("n");
    screen.shows("verdict: coffee wrong");
    screen.shows("q quit");
    workspace.save("loon", "wrong again");
    screen.shows("verdict: loon wrong again");
    screen.quit();
}

#[test]
fn each_key_does_what_the_help_says() {
    let workspace = Workspace::new();
    let mut screen = workspace.watch(&["coffee"]);
    screen.shows("verdict: coffee wrong");
    screen.shows("q quit");
    screen.press("h");
    screen.shows("a hint for coffee");
    screen.press("e");
    screen.shows("the steps of coffee, by keys");
    screen.press("d");
    screen.shows("the difference of coffee");
    screen.press("l");
    screen.shows("the list");
    screen.press("?");
    screen.shows("To switch to another exercise, save its file.");
    screen.press("t");
    screen.shows("verdict: coffee wrong");
    screen.press("r");
    screen.shows("running coffee");
    // The next key stops a program that never exits.
    screen.press("n");
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    screen.quit();
}

#[test]
fn a_missing_or_empty_file_is_reported_and_tested_when_it_is_back() {
    let workspace = Workspace::new();
    let mut screen = workspace.watch(&[]);
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    fs::remove_file(workspace.file("loon")).unwrap();
    screen.shows("exercises/loon.rs is missing or empty");
    workspace.save("loon", "");
    workspace.save("loon", "back");
    screen.shows("verdict: loon back");
    screen.quit();
}

#[test]
fn a_save_ends_a_test_that_never_ends() {
    let workspace = Workspace::new();
    workspace.save("loon", "endless");
    let mut screen = workspace.watch(&[]);
    screen.shows("endless loon");
    workspace.save("loon", "finite");
    screen.shows("verdict: loon finite");
    screen.quit();
}

#[test]
fn ctrl_c_leaves_no_child_process_behind() {
    let workspace = Workspace::new();
    workspace.save("loon", "endless");
    let mut screen = workspace.watch(&[]);
    screen.shows("endless loon");
    screen.0.send_control('c').unwrap();
    screen.ends();
}

#[test]
fn poll_finds_changes_without_events() {
    let workspace = Workspace::new();
    let mut screen = workspace.watch(&["--poll"]);
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    workspace.replace("loon", "polled");
    screen.shows("verdict: loon polled");
    screen.quit();
}

#[test]
fn plain_reads_no_keys_and_clears_no_screen() {
    let workspace = Workspace::new();
    let mut screen = workspace.watch(&["--plain"]);
    screen.shows("verdict: loon wrong");
    let before = screen.shows("Ctrl-C stops watching");
    assert!(!before.contains('\x1b'), "{before}");
    workspace.save("loon", "other");
    screen.shows("verdict: loon other");
    workspace.save("loon", "right");
    screen.shows("loon is solved, on to coffee");
    screen.shows("verdict: coffee wrong");
    screen.0.send_control('c').unwrap();
    screen.ends();
}
