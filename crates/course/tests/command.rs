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

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace")
}

fn command(house: &Path, target: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_course"));
    command
        .args(arguments)
        .current_dir(house)
        .env("CARGO_TARGET_DIR", target)
        .env_remove("MAKELEVEL")
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .env("LC_ALL", "C.UTF-8");
    command
}

fn course(target: &Path, arguments: &[&str]) -> Output {
    command(&house(), target, arguments).output().expect("the command runs")
}

/// What was typed, how it ended and what it said.
fn transcript(target: &Path, arguments: &[&str]) -> String {
    told(arguments, course(target, arguments))
}

fn told(arguments: &[&str], Output { status, stdout, stderr }: Output) -> String {
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
        "watch",
        "hint",
        "list",
        "run",
        "serve",
        "explain",
        "replay",
        "diff",
        "contract",
        "open",
        "reset",
        "grade",
        "verify",
        "snapshots",
        "mutants",
        "mutant",
        "new",
        "stats",
        "doctor",
        "completions",
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
        &[
            &["diff", "loon", "--spoil"],
            &["diff", "coffee", "--spoil"],
            &["diff"],
            &["diff", "cofee"]
        ]
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

/// A house of the test's own, which it may change.
fn own_house(test: &str) -> PathBuf {
    let folder = notes(test).join("a house");
    copy(&house(), &folder);
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
fn reset_keeps_what_was_there() {
    let house = own_house("reset");
    let file = house.join("exercises/loon.rs");
    let starter = fs::read_to_string(&file).expect("a starter");
    let target = house.join("target");
    let mut said = String::new();
    let mut reset = || {
        let typed = ["reset", "loon"];
        said += &told(&typed, command(&house, &target, &typed).output().expect("it runs"));
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
    assert_eq!(fs::read_to_string(house.join("exercises/loon.rs.1")).expect("kept"), "// mine\n");
    assert_eq!(
        fs::read_to_string(house.join("exercises/loon.rs.2")).expect("kept"),
        "// mine too\n"
    );
    insta::assert_snapshot!(said);
}

#[test]
fn the_answer_is_not_shown_before_it_is_asked_for() {
    let house = own_house("not-yet");
    let target = house.join("target");
    let typed = ["diff", "loon"];
    let mut said = told(&typed, command(&house, &target, &typed).output().expect("it runs"));
    let file = house.join("exercises/loon.rs");
    let starter = fs::read_to_string(&file).expect("a starter");
    // The line ends of Windows are no difference.
    let mine = starter.replace("\"hi\"", "\"ho\"").replace('\n', "\r\n");
    fs::write(&file, mine).expect("a file");
    said += "\n";
    said += &told(&typed, command(&house, &target, &typed).output().expect("it runs"));
    assert!(!said.contains("join"), "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn a_list_says_what_nobody_has_judged() {
    let house = own_house("list");
    let target = house.join("target");
    fs::write(house.join("exercises/coffee.rs"), "fn main() {}\n").expect("a file");
    let loon = house.join("exercises/loon.rs");
    let starter = fs::read_to_string(&loon).expect("a starter");
    // Nobody's work: an editor has saved it on Windows.
    fs::write(&loon, starter.replace('\n', "\r\n")).expect("a file");
    let mut said = String::new();
    for typed in [&["list"][..], &["list", "mutual"], &["list", "--solved"]] {
        said += &told(typed, command(&house, &target, typed).output().expect("it runs"));
        said += "\n";
    }
    insta::assert_snapshot!(said);
}

#[cfg(unix)]
#[test]
fn open_calls_the_editor_with_the_file() {
    let house = own_house("open");
    let typed = ["open", "loon"];
    let mut open = command(&house, &house.join("target"), &typed);
    let said = told(&typed, open.env("VISUAL", "echo --wait").output().expect("it runs"));
    assert!(said.contains("--wait ") && said.ends_with("exercises/loon.rs\n[0]\n"), "{said}");
}

#[test]
fn what_is_missing_is_named_with_the_way_to_get_it_back() {
    let house = own_house("missing");
    fs::remove_file(house.join("exercises/loon.rs")).expect("it is there");
    let mut said = String::new();
    for typed in [["open", "loon"], ["run", "loon"], ["diff", "loon"]] {
        said += &told(
            &typed,
            command(&house, &house.join("target"), &typed).output().expect("it runs"),
        );
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_hint_is_given_where_nothing_can_be_noted() {
    let house = own_house("no-notes");
    // A file where the folder of the notes should be: nobody can write there, not even root.
    let target = house.join("target");
    fs::write(&target, "").expect("a file");
    let typed = ["hint", "loon"];
    insta::assert_snapshot!(told(
        &typed,
        command(&house, &target, &typed).output().expect("it runs")
    ));
}

#[test]
fn completions_are_accepted_by_their_shells() {
    let target = notes("completions");
    for shell in ["bash", "zsh", "fish"] {
        let Output { status, stdout, .. } = course(&target, &["completions", shell]);
        assert!(status.success(), "{shell}");
        fs::create_dir_all(&target).expect("a folder");
        let file = target.join(shell);
        fs::write(&file, stdout).expect("a script");
        // Where there is no such shell there is nobody to ask.
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
        assert_eq!(words("course hint ").as_deref(), Some("loon coffee"));
    }
}

#[test]
fn a_terminal_that_knows_only_ascii_gets_nothing_else() {
    let house = own_house("ascii");
    let catalog = fs::read_to_string(house.join("course/loon/exercise.toml")).expect("a file");
    let beyond =
        catalog.replace("title = \"", "title = \"→ ").replace("hints = [\"", "hints = [\"← ");
    assert!(beyond.contains('→') && beyond.contains('←'), "{beyond}");
    fs::write(house.join("course/loon/exercise.toml"), beyond).expect("a file");
    let answer = house.join("complete/loon.rs");
    let text = fs::read_to_string(&answer).expect("a file");
    fs::write(&answer, text + "// ─ …\n").expect("a file");
    let every = [
        (&["help", "test"][..], "test [NAME.]"),
        (&["list"], "> "),
        (&["hint", "loon"], "< "),
        (&["diff"], "> "),
        (&["diff", "loon", "--spoil"], "+// - ."),
    ];
    for (typed, shown) in every {
        let mut command = command(&house, &house.join("target"), typed);
        let said = told(typed, command.env("LC_ALL", "C").output().expect("it runs"));
        assert!(said.is_ascii() && said.contains(shown), "{said}");
    }
}
