//! Runs the command in a small workspace.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A fresh folder for one test.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder can be deleted");
    }
    folder
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace")
}

fn command(workspace: &Path, target: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_course"));
    command
        .args(arguments)
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env_remove("MAKELEVEL")
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .env("LC_ALL", "C.UTF-8");
    command
}

fn course(target: &Path, arguments: &[&str]) -> Output {
    command(&workspace(), target, arguments).output().expect("the command runs")
}

/// What was typed, what was printed, and the exit code.
fn transcript(target: &Path, arguments: &[&str]) -> String {
    record(arguments, course(target, arguments))
}

fn record(arguments: &[&str], Output { status, stdout, stderr }: Output) -> String {
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
    let code = status.code().expect("an exit code");
    format!("$ course {}\n{stdout}{stderr}[{code}]\n", arguments.join(" "))
}

fn transcripts(test: &str, typed: &[&[&str]]) -> String {
    let target = scratch(test);
    typed.iter().map(|arguments| transcript(&target, arguments)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_command_has_help() {
    let commands = [
        "test",
        "watch",
        "hint",
        "list",
        "run",
        "serve",
        "explain",
        "play",
        "replay",
        "diff",
        "contract",
        "open",
        "reset",
        "grade",
        "verify",
        "corpus",
        "snapshots",
        "mutants",
        "mutant",
        "new",
        "stats",
        "doctor",
        "completions",
        "help",
    ];
    let target = scratch("help");
    for command in commands {
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
            &["hint"],
            &["hint", "2"]
        ]
    ));
}

#[test]
fn a_diff_without_a_terminal_has_no_colors() {
    insta::assert_snapshot!(transcripts(
        "diff",
        &[
            &["diff", "loon", "--spoil"],
            &["diff", "coffee", "--spoil"],
            &["diff"],
            &["diff", "cofee"]
        ]
    ));
}

#[test]
fn typing_mistakes_get_suggestions() {
    insta::assert_snapshot!(transcripts(
        "typing-mistakes",
        &[
            &["tset"],
            &["frobnicate"],
            &["test", "--anwser"],
            &["run", "loon", "coffee"],
            &["serve", "loon"],
            &["replay", "loon"],
            &["list", "kubernetes"],
            &["list", "--unsloved"],
            &["open", "loon"],
            &["open", "cofee"],
            &["reset"],
            &["completions"],
            &["completions", "bsh"],
            &["doctor", "loon"],
            &["-x"],
        ]
    ));
}

/// A workspace that the test may modify.
fn own_workspace(test: &str) -> PathBuf {
    let folder = scratch(test).join("a workspace");
    copy(&workspace(), &folder);
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copied = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).expect("a copy");
        }
    }
}

#[test]
fn reset_keeps_the_old_file() {
    let workspace = own_workspace("reset");
    let file = workspace.join("exercises/loon.rs");
    let starter = fs::read_to_string(&file).expect("a starter");
    let target = workspace.join("target");
    let mut output = String::new();
    let mut reset = || {
        let typed = ["reset", "loon"];
        output += &record(&typed, command(&workspace, &target, &typed).output().expect("it runs"));
    };
    reset();
    for mine in ["// mine\n", "// mine too\n"] {
        fs::write(&file, mine).expect("a file");
        reset();
        assert_eq!(fs::read_to_string(&file).expect("a file"), starter);
    }
    fs::remove_file(&file).expect("a file");
    reset();
    assert_eq!(fs::read_to_string(&file).expect("a file"), starter);
    assert_eq!(
        fs::read_to_string(workspace.join("exercises/loon.rs.1")).expect("kept"),
        "// mine\n"
    );
    assert_eq!(
        fs::read_to_string(workspace.join("exercises/loon.rs.2")).expect("kept"),
        "// mine too\n"
    );
    insta::assert_snapshot!(output);
}

#[test]
fn the_answer_is_not_shown_too_early() {
    let workspace = own_workspace("not-yet");
    let target = workspace.join("target");
    let typed = ["diff", "loon"];
    let mut output =
        record(&typed, command(&workspace, &target, &typed).output().expect("it runs"));
    let file = workspace.join("exercises/loon.rs");
    let starter = fs::read_to_string(&file).expect("a starter");
    // Windows line endings do not count as a difference.
    let mine = starter.replace("\"hi\"", "\"ho\"").replace('\n', "\r\n");
    fs::write(&file, mine).expect("a file");
    output += "\n";
    output += &record(&typed, command(&workspace, &target, &typed).output().expect("it runs"));
    assert!(!output.contains("join"), "{output}");
    insta::assert_snapshot!(output);
}

#[test]
fn a_list_without_cached_results() {
    let workspace = own_workspace("list");
    let target = workspace.join("target");
    fs::write(workspace.join("exercises/coffee.rs"), "fn main() {}\n").expect("a file");
    let loon = workspace.join("exercises/loon.rs");
    let starter = fs::read_to_string(&loon).expect("a starter");
    // Unmodified, but saved with Windows line endings.
    fs::write(&loon, starter.replace('\n', "\r\n")).expect("a file");
    let mut output = String::new();
    for typed in [&["list"][..], &["list", "mutual"], &["list", "--solved"]] {
        output += &record(typed, command(&workspace, &target, typed).output().expect("it runs"));
        output += "\n";
    }
    insta::assert_snapshot!(output);
}

#[cfg(unix)]
#[test]
fn open_calls_the_editor_with_the_file() {
    let workspace = own_workspace("open");
    let typed = ["open", "loon"];
    let mut open = command(&workspace, &workspace.join("target"), &typed);
    let output = record(&typed, open.env("VISUAL", "echo --wait").output().expect("it runs"));
    assert!(output.contains("--wait ") && output.ends_with("exercises/loon.rs\n[0]\n"), "{output}");
}

#[test]
fn a_missing_file_is_named_with_the_way_to_restore_it() {
    let workspace = own_workspace("missing");
    fs::remove_file(workspace.join("exercises/loon.rs")).expect("the file exists");
    let mut output = String::new();
    for typed in [["open", "loon"], ["run", "loon"], ["diff", "loon"]] {
        output += &record(
            &typed,
            command(&workspace, &workspace.join("target"), &typed).output().expect("it runs"),
        );
    }
    insta::assert_snapshot!(output);
}

#[test]
fn a_hint_is_shown_even_if_target_is_not_writable() {
    let workspace = own_workspace("read-only");
    // A file in place of the folder: not even root can write there.
    let target = workspace.join("target");
    fs::write(&target, "").expect("a file");
    let typed = ["hint", "loon"];
    insta::assert_snapshot!(record(
        &typed,
        command(&workspace, &target, &typed).output().expect("it runs")
    ));
}

#[test]
fn completions_are_accepted_by_their_shells() {
    let target = scratch("completions");
    for shell in ["bash", "zsh", "fish"] {
        let Output { status, stdout, .. } = course(&target, &["completions", shell]);
        assert!(status.success(), "{shell}");
        fs::create_dir_all(&target).expect("a folder");
        let file = target.join(shell);
        fs::write(&file, stdout).expect("a script");
        // The shell may not be installed.
        if let Ok(checked) = Command::new(shell).arg("-n").arg(&file).output() {
            assert!(checked.status.success(), "{shell}: {checked:?}");
        }
    }
    let words = |line: &str| {
        let position = line.split(' ').count() - 1;
        let ask = format!(
            "source {}; COMP_WORDS=({line}); [ ${{#COMP_WORDS[@]}} -gt {position} ] || COMP_WORDS+=(''); \
             COMP_CWORD={position}; _course; echo ${{COMPREPLY[@]}}",
            target.join("bash").display()
        );
        let asked = Command::new("bash").arg("-c").arg(ask).output().ok()?;
        Some(String::from_utf8(asked.stdout).expect("UTF-8").trim().to_owned())
    };
    if let Some(found) = words("course ver") {
        assert_eq!(found, "verify");
        assert_eq!(words("course test c").as_deref(), Some("coffee"));
        assert_eq!(words("course verify star").as_deref(), Some("starters"));
        assert_eq!(words("course verify lo").as_deref(), Some("loon"));
        assert_eq!(words("course grade lo").as_deref(), Some(""));
        assert_eq!(words("course hint ").as_deref(), Some("loon coffee"));
    }
}

#[test]
fn an_ascii_terminal_gets_ascii_only() {
    let workspace = own_workspace("ascii");
    let catalog = fs::read_to_string(workspace.join("course/loon/exercise.toml")).expect("a file");
    let non_ascii =
        catalog.replace("title = \"", "title = \"→ ").replace("hints = [\"", "hints = [\"← ");
    assert!(non_ascii.contains('→') && non_ascii.contains('←'), "{non_ascii}");
    fs::write(workspace.join("course/loon/exercise.toml"), non_ascii).expect("a file");
    let answer = workspace.join("complete/loon.rs");
    let text = fs::read_to_string(&answer).expect("a file");
    fs::write(&answer, text + "// ─ …\n").expect("a file");
    let cases = [
        (&["help", "test"][..], "test [NAME.]"),
        (&["list"], "> "),
        (&["hint", "loon"], "< "),
        (&["diff"], "> "),
        (&["diff", "loon", "--spoil"], "+// - ."),
    ];
    for (typed, shown) in cases {
        let mut command = command(&workspace, &workspace.join("target"), typed);
        let output = record(typed, command.env("LC_ALL", "C").output().expect("it runs"));
        assert!(output.is_ascii() && output.contains(shown), "{output}");
    }
}
