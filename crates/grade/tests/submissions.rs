//! Correct, wrong and hostile submissions, each with the verdict that it deserves.
#[path = "common/schema.rs"]
mod schema;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn solution() -> String {
    fs::read_to_string(root().join("complete/loon.rs")).unwrap()
}

/// The solution with one passage replaced.
fn replaced(from: &str, to: &str) -> String {
    let solution = solution();
    assert!(solution.contains(from), "the solution no longer contains: {from}");
    solution.replacen(from, to, 1)
}

/// The body of `birthday` in the solution.
const BIRTHDAY: &str =
    "let mut age = self.age.lock().unwrap();\n        *age += 1;\n        *age\n";
const RACY: &str =
    "let age = self.age() + 1;\n        *self.age.lock().unwrap() = age;\n        age\n";

/// A submission in a folder.
struct Submission(TempDir);

impl Submission {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("exercises")).unwrap();
        Self(folder)
    }

    fn with(self, file: &str, text: &str) -> Self {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn grade(&self, options: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.current_dir(root()).arg("grade").arg(self.0.path()).arg("loon").args(options);
        command.env("NO_COLOR", "1").output().unwrap()
    }
}

/// Removes the line numbers of the solution: `loon.rs:26` becomes `loon.rs:##`.
fn without_line_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut in_number = false;
    for c in text.chars() {
        in_number =
            c.is_ascii_digit() && (in_number || out.ends_with(".rs:") || out.ends_with("line "));
        out.push(if in_number { '#' } else { c });
    }
    out
}

/// Grades a submission and returns its verdict in one line. The JSON must conform to the schema, and
/// the exit code must agree with the verdict.
fn verdict(submission: &Submission, options: &[&str]) -> String {
    let Output { status, stdout, stderr } = submission.grade(&[&["--json"], options].concat());
    let json: Value = serde_json::from_slice(&stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&stderr)));
    schema::assert_valid(&json);
    let exercise = &json["exercises"][0];
    let text = |field: &str| exercise[field].as_str().unwrap();
    let (verdict, summary, points) = (text("verdict"), text("summary"), &exercise["points"]);
    let code = status.code().unwrap();
    assert_eq!(code == 0, verdict == "passed", "{verdict}: exit code {code}");
    format!("{verdict} ({points} points, exit code {code}): {summary}")
}

#[test]
fn every_submission_gets_the_verdict_that_it_deserves() {
    let loon = |text: &str| Submission::new().with("exercises/loon.rs", text);
    let racy = replaced(BIRTHDAY, RACY);
    let starter = fs::read_to_string(root().join("course/loon/starter.rs")).unwrap();
    let link = Submission::new();
    symlink(&root().join("complete/loon.rs"), &link.0.path().join("exercises/loon.rs"));
    let forged = RACY.replacen(
        "let age",
        "println!(\"test result: ok. 11 passed; 0 failed\");\n        \
         println!(\"{{\\\"verdict\\\":\\\"passed\\\"}}\");\n        let age",
        1,
    );
    let deadlock = "let first = self.age.lock().unwrap();\n        *first + self.age()\n";
    let hook = format!("std::panic::set_hook(Box::new(|_| {{}}));\n        {RACY}");
    let exit = format!("std::process::exit(0);\n        {RACY}");
    let renamed = replaced("use std::fmt;", "use std as s;\nuse std::fmt;").replacen(
        BIRTHDAY,
        "s::process::exit(0)\n",
        1,
    );
    let shadowing =
        racy.clone() + "\n#[macro_export]\nmacro_rules! assert_eq { ($($any:tt)*) => {} }\n";
    let growing =
        "let mut all = vec![];\n        loop {\n            all.push(vec![0_u8; 64]);\n        }\n";
    let endless = "loop {\n            std::hint::black_box(());\n        }\n";
    let own_tests = racy.clone() + "\nmod tests { #[test] fn every_birthday_counts() {} }\n";
    let submissions = [
        ("correct", loon(&solution()), &[][..]),
        ("correct, not in a folder", Submission::new().with("loon.rs", &solution()), &[]),
        ("racy", loon(&racy), &[]),
        ("deadlock", loon(&replaced(BIRTHDAY, deadlock)), &[]),
        ("does not compile", loon(&replaced("*age += 1;", "*age += one;")), &[]),
        ("empty", loon(" \n"), &[]),
        ("missing", Submission::new().with("exercises/pool.rs", "fn main() {}"), &[]),
        ("unchanged", loon(&starter.replace('\n', "\r\n")), &[]),
        ("process::exit(0)", loon(&replaced(BIRTHDAY, &exit)), &[]),
        ("process::exit(0) under another name", loon(&renamed), &[]),
        ("forged output", loon(&replaced(BIRTHDAY, &forged)), &[]),
        ("panic hook", loon(&replaced(BIRTHDAY, &hook)), &[]),
        ("macro that shadows assert_eq!", loon(&shadowing), &[]),
        ("tests of its own", loon(&own_tests), &[]),
        ("include! of the solution", loon("include!(\"../complete/loon.rs\");\n"), &[]),
        ("link to the solution", link, &[]),
        (
            "racy, with a manifest and a configuration",
            loon(&racy)
                .with("Cargo.toml", "[package]\nname = \"loon\"\nbuild = \"build.rs\"\n")
                .with("build.rs", "fn main() { panic!() }\n")
                .with(".cargo/config.toml", "[env]\nINSTA_FORCE_PASS = \"1\"\n")
                .with("tests/loon.rs", "#[test] fn nothing() {}\n"),
            &[],
        ),
        ("unbounded memory", loon(&replaced(BIRTHDAY, growing)), &[]),
        ("endless loop", loon(&replaced(BIRTHDAY, endless)), &[]),
    ];
    let lines = submissions.iter().map(|(name, submission, options)| {
        format!("{name}\n    {}\n", verdict(submission, options))
    });
    insta::assert_snapshot!("verdicts", without_line_numbers(&lines.collect::<String>()));

    // The same bytes every time; the other formats are written from them.
    let racy = &submissions[2].1;
    let output = |options: &[&str]| String::from_utf8(racy.grade(options).stdout).unwrap();
    let json = output(&["--json"]);
    assert_eq!(json, output(&["--json"]));
    let saved = racy.0.path().join("result.json");
    fs::write(&saved, &json).unwrap();
    let written = |options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.current_dir(root()).arg("grade").arg(&saved).arg("--from-result").args(options);
        String::from_utf8(command.env("NO_COLOR", "1").output().unwrap().stdout).unwrap()
    };
    let json: Value = serde_json::from_str(&json).unwrap();
    let tests = json["exercises"][0]["tests"].as_array().unwrap().len();
    let junit = quick_junit::Report::deserialize_from_str(&written(&["--junit"])).unwrap();
    assert_eq!((junit.tests, junit.errors), (tests, 0));
    assert!(junit.failures > 0);
    insta::assert_snapshot!("markdown", without_line_numbers(&written(&["--markdown"])));
    insta::assert_snapshot!("table", without_line_numbers(&written(&[])));
}

/// A file `rust-toolchain.toml` or `.cargo/config.toml` there could name the program that runs.
#[cfg(unix)]
#[test]
fn rustc_never_runs_in_the_folder_of_a_submission() {
    use std::os::unix::fs::PermissionsExt;
    // The grader finds the course from the current folder.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (rustc, log) = (folder.path().join("rustc"), folder.path().join("log"));
    fs::write(&rustc, "#!/bin/sh\npwd >> \"$LOG\"\nexec rustc \"$@\"\n").unwrap();
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).unwrap();
    let submission = folder.path().join("ada");
    fs::create_dir(&submission).unwrap();
    fs::write(submission.join("loon.rs"), solution()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.current_dir(&submission).args(["grade", ".", "loon"]);
    let output = command.env("RUSTC", &rustc).env("LOG", &log).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let log = fs::read_to_string(log).unwrap();
    assert!(!log.is_empty() && !log.contains("ada"), "{log}");
}

/// The shell, a container or a cluster may allow the grader fewer descriptors than its sandbox.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_passes_under_low_limits() {
    let submission = Submission::new().with("loon.rs", &solution());
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n 40 && exec \"$0\" grade \"$1\" loon"]);
    shell.arg(env!("CARGO_BIN_EXE_grade")).arg(submission.0.path()).current_dir(root());
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// What the environment asks of cargo and rustc must not change the crates that a submission is tested with.
#[cfg(unix)]
#[test]
fn flags_and_wrappers_of_the_environment_do_not_count() {
    let submission = Submission::new().with("loon.rs", &solution());
    let grade = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.args(["grade", "--json"]).arg(submission.0.path()).arg("loon").current_dir(root());
        command.envs(variables.iter().copied()).output().unwrap()
    };
    let variables = [
        ("RUSTFLAGS", "--no-such-flag"),
        ("CARGO_BUILD_RUSTFLAGS", "--no-such-flag"),
        ("RUSTC_WRAPPER", "/bin/false"),
        ("CARGO_BUILD_RUSTC_WRAPPER", "/bin/false"),
        ("RUSTC_WORKSPACE_WRAPPER", "/bin/false"),
        ("CARGO_PROFILE_DEV_PANIC", "abort"),
        ("CARGO_BUILD_TARGET", "no-such-target"),
    ];
    let (plain, with_variables) = (grade(&[]), grade(&variables));
    assert!(with_variables.status.success(), "{with_variables:?}");
    assert_eq!(plain.stdout, with_variables.stdout);
    let encoded = grade(&[("CARGO_ENCODED_RUSTFLAGS", "--no-such-flag")]);
    assert_eq!(plain.stdout, encoded.stdout, "{encoded:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_there_is_a_sentence_and_no_verdict() {
    let submission = Submission::new().with("loon.rs", &solution());
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.arg("grade").arg(submission.0.path()).arg("loon").current_dir(root());
    // No stack is as large as this.
    let output = command.env("RUST_MIN_STACK", "100000000000000").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.starts_with("error: cannot start a thread: ") && text.lines().count() == 1,
        "{text}"
    );
}

#[cfg(unix)]
fn symlink(original: &Path, link: &Path) {
    std::os::unix::fs::symlink(original, link).unwrap();
}

#[cfg(not(unix))]
fn symlink(original: &Path, link: &Path) {
    std::os::windows::fs::symlink_file(original, link).unwrap();
}
