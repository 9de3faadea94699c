//! The command as it is typed, in a small house of its own.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where this test may write; each test has its own.
fn notes(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder can be deleted");
    }
    folder
}

fn course(target: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_course"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house"))
        .env("CARGO_TARGET_DIR", target)
        .env_remove("MAKELEVEL")
        .output()
        .expect("the command runs")
}

/// What was typed, how it ended and what it said.
fn transcript(target: &Path, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = course(target, arguments);
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
    let code = status.code().expect("an exit code");
    format!("$ course {}\n{stdout}{stderr}[{code}]\n", arguments.join(" "))
}

fn transcripts(test: &str, typed: &[&[&str]]) -> String {
    let target = notes(test);
    typed.iter().map(|arguments| transcript(&target, arguments)).collect::<Vec<_>>().join("\n")
}

#[test]
fn help_is_everywhere() {
    let every = [
        "test",
        "run",
        "serve",
        "hint",
        "diff",
        "contract",
        "replay",
        "snapshots",
        "verify",
        "help",
    ];
    let target = notes("help");
    for command in every {
        for typed in [&["help", command][..], &[command, "--help"], &[command, "-h"]] {
            let Output { status, stdout, .. } = course(&target, typed);
            assert!(status.success(), "{typed:?}");
            assert!(String::from_utf8_lossy(&stdout).contains("examples:"), "{typed:?}");
        }
    }
    insta::assert_snapshot!(transcripts("overview", &[&["--help"]]));
}

#[test]
fn hints_are_counted() {
    let next = &["hint", "loon"][..];
    insta::assert_snapshot!(transcripts(
        "hints",
        &[
            next,
            next,
            &["hint", "loon", "1"],
            next,
            next,
            &["hint", "loon", "4"],
            &["hint", "lon"],
            &["hint"]
        ]
    ));
}

#[test]
fn a_diff_is_plain_where_nobody_sees_colours() {
    insta::assert_snapshot!(transcripts(
        "diff",
        &[&["diff", "loon"], &["diff", "coffee"], &["diff"], &["diff", "cofee"]]
    ));
}

#[test]
fn slips_are_understood() {
    insta::assert_snapshot!(transcripts(
        "slips",
        &[
            &["tset"],
            &["frobnicate"],
            &["test", "--anwser"],
            &["run"],
            &["run", "loon", "coffee"],
            &["serve", "loon"],
            &["replay", "loon"],
            &["verify", "starter"],
            &["-x"],
        ]
    ));
}

#[test]
fn the_steps_of_verify_have_names() {
    insta::assert_snapshot!(transcripts("steps", &[&["verify", "--list"]]));
}
