//! `watch` in a pseudo-terminal, with a course command that judges by what the file says.
#![cfg(unix)]
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

/// Nobody waits longer than this for a text that does not come.
const PATIENCE: Option<u64> = Some(60_000);

/// What stands in for the course command: an exercise that says `right` is solved.
const COURSE: &str = r#"#!/bin/sh
case "$1" in
test)
    if grep -q endless "exercises/$2.rs"; then echo "testing $2"; exec sleep 1000; fi
    if grep -q right "exercises/$2.rs"; then echo "verdict: $2 solved"; exit 0; fi
    echo "verdict: $2 $(cat "exercises/$2.rs")"; exit 1 ;;
hint) echo "a hint for $2" ;;
list) echo "the list" ;;
run) echo "running $2"; exec sleep 1000 ;;
esac
"#;

const CATALOG: &str = r#"
[[chapter]]
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

/// A house with a blank in its name, and `watch` in it.
struct House(PathBuf);

impl House {
    fn new(test: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test).join("a house");
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("exercises")).expect("a folder");
        for name in ["loon", "coffee"] {
            let folder = root.join("course").join(name);
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("exercise.toml"), EXERCISE).expect("a file");
        }
        fs::write(root.join("course/catalog.toml"), CATALOG).expect("a file");
        fs::write(root.join("course-command"), COURSE).expect("a file");
        fs::set_permissions(root.join("course-command"), fs::Permissions::from_mode(0o755))
            .expect("mode");
        let house = Self(root);
        house.save("loon", "wrong");
        house.save("coffee", "wrong");
        house
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join("exercises").join(format!("{name}.rs"))
    }

    fn save(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).expect("a file");
    }

    /// As many editors save: another file takes the place of the old one.
    fn replace(&self, name: &str, text: &str) {
        let new = self.0.join("exercises").join(".new");
        fs::write(&new, text).expect("a file");
        fs::rename(new, self.file(name)).expect("replaced");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_watch"));
        command.arg("watch").args(arguments).current_dir(&self.0);
        command.env("COURSE_COMMAND", self.0.join("course-command"));
        command.env("CARGO_TARGET_DIR", self.0.join("target")).env("NO_COLOR", "1");
        command
    }

    fn watch(&self, arguments: &[&str]) -> Screen {
        Screen(spawn_command(self.command(arguments), PATIENCE).expect("a terminal"))
    }
}

struct Screen(PtySession);

impl Screen {
    /// Waits until the terminal shows it.
    fn shows(&mut self, text: &str) {
        if let Err(error) = self.0.exp_string(text) {
            panic!("`{text}` does not come: {error}");
        }
    }

    fn press(&mut self, key: &str) {
        self.0.send(key).expect("a key");
        self.0.flush().expect("a key");
    }

    fn ends(mut self) {
        self.0.exp_eof().expect("it ends");
    }
}

#[test]
fn a_save_is_judged_and_a_solved_exercise_leads_to_the_next() {
    let house = House::new("saves");
    let mut screen = house.watch(&[]);
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    house.save("loon", "other");
    screen.shows("verdict: loon other");
    screen.shows("q quit");
    house.replace("loon", "replaced");
    screen.shows("verdict: loon replaced");
    screen.shows("q quit");
    house.replace("loon", "right");
    screen.shows("verdict: loon solved");
    screen.shows("loon is solved, on to coffee");
    screen.shows("verdict: coffee wrong");
    screen.shows("q quit");
    house.save("loon", "wrong again");
    screen.shows("verdict: loon wrong again");
    screen.press("q");
    screen.ends();
}

#[test]
fn every_key_does_what_the_help_says() {
    let house = House::new("keys");
    let mut screen = house.watch(&["coffee"]);
    screen.shows("verdict: coffee wrong");
    screen.shows("q quit");
    screen.press("h");
    screen.shows("a hint for coffee");
    screen.press("l");
    screen.shows("the list");
    screen.press("?");
    screen.shows("To change to another exercise, save its file.");
    screen.press("t");
    screen.shows("verdict: coffee wrong");
    screen.press("r");
    screen.shows("running coffee");
    // A program that never ends is stopped by the next key.
    screen.press("n");
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    screen.press("q");
    screen.ends();
}

#[test]
fn a_file_that_is_gone_or_half_written_is_waited_for() {
    let house = House::new("gone");
    let mut screen = house.watch(&[]);
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    fs::remove_file(house.file("loon")).expect("it is there");
    screen.shows("exercises/loon.rs is not there");
    house.save("loon", "");
    house.save("loon", "back");
    screen.shows("verdict: loon back");
    screen.press("q");
    screen.ends();
}

#[test]
fn a_save_ends_a_judgement_that_does_not() {
    let house = House::new("endless");
    house.save("loon", "endless");
    let mut screen = house.watch(&[]);
    screen.shows("testing loon");
    house.save("loon", "finite");
    screen.shows("verdict: loon finite");
    screen.press("q");
    screen.ends();
}

#[test]
fn ctrl_c_leaves_no_child_behind() {
    let house = House::new("ctrl-c");
    house.save("loon", "endless");
    let mut screen = house.watch(&[]);
    screen.shows("testing loon");
    screen.0.send_control('c').expect("a key");
    // The end of the output: nobody holds the terminal any more.
    screen.ends();
}

#[test]
fn without_events_the_files_are_looked_at() {
    let house = House::new("poll");
    let mut screen = house.watch(&["--poll"]);
    screen.shows("verdict: loon wrong");
    screen.shows("q quit");
    house.replace("loon", "polled");
    screen.shows("verdict: loon polled");
    screen.press("q");
    screen.ends();
}

#[test]
fn plain_asks_for_no_keys_and_clears_no_screen() {
    let house = House::new("plain");
    let mut screen = house.watch(&["--plain"]);
    screen.shows("verdict: loon wrong");
    let before = screen.0.exp_string("Ctrl-C stops watching").expect("a way out");
    assert!(!before.contains('\x1b'), "{before}");
    house.save("loon", "other");
    screen.shows("verdict: loon other");
    screen.0.send_control('c').expect("a key");
    screen.ends();
}
