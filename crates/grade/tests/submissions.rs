//! A grader's run: honest, wrong and hostile submissions, each with the verdict that it deserves.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn answer() -> String {
    fs::read_to_string(root().join("complete/loon.rs")).expect("the answer")
}

/// The answer with one passage changed.
fn changed(from: &str, to: &str) -> String {
    let answer = answer();
    assert!(answer.contains(from), "the answer has changed: {from}");
    answer.replacen(from, to, 1)
}

/// What `birthday` does in the answer.
const BIRTHDAY: &str =
    "let mut age = self.age.lock().unwrap();\n        *age += 1;\n        *age\n";
const RACY: &str =
    "let age = self.age() + 1;\n        *self.age.lock().unwrap() = age;\n        age\n";

/// A folder that somebody hands in.
struct Submission(PathBuf);

impl Submission {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("submissions").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("exercises")).expect("a folder");
        Self(folder)
    }

    fn with(self, file: &str, text: &str) -> Self {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    fn grade(&self, options: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.current_dir(root()).arg("grade").arg(&self.0).arg("loon").args(options);
        command.env("NO_COLOR", "1").output().expect("it runs")
    }
}

fn schema() -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("crates/grade/grade.schema.json")).expect("a schema");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

/// Lines of the answer are no matter of this test: `loon.rs:26` becomes `loon.rs:##`.
fn without_lines(text: &str) -> String {
    let mut out = String::new();
    let mut blurs = false;
    for c in text.chars() {
        blurs = (blurs && c.is_ascii_digit())
            || (c.is_ascii_digit() && (out.ends_with(".rs:") || out.ends_with("ine ")));
        out.push(if blurs { '#' } else { c });
    }
    out
}

/// The verdict, in a line; the JSON must fit its schema, and the exit code the verdict.
fn verdict(submission: &Submission, options: &[&str]) -> String {
    let Output { status, stdout, stderr } = submission.grade(&[&["--json"], options].concat());
    let text = String::from_utf8(stdout).expect("UTF-8");
    let value: Value = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}{}", String::from_utf8_lossy(&stderr)));
    let errors: Vec<String> = schema().iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let graded = &value["exercises"][0];
    let text = |key: &str| graded[key].as_str().expect("a text").to_owned();
    let (verdict, summary) = (text("verdict"), text("summary"));
    let code = status.code().expect("an exit code");
    assert_eq!(code == 0, verdict == "passed", "{verdict}: exit code {code}");
    format!("{verdict} ({} points, exit code {code}): {summary}", graded["points"])
}

#[test]
fn every_submission_gets_the_verdict_that_it_deserves() {
    let one = |name: &str, text: &str| Submission::new(name).with("exercises/loon.rs", text);
    let starter = course_starter();
    let linked = Submission::new("link");
    link(&root().join("complete/loon.rs"), &linked.0.join("exercises/loon.rs"));
    let forged = RACY.replacen(
        "let age",
        "println!(\"test result: ok. 11 passed; 0 failed\");\n        \
         println!(\"{{\\\"verdict\\\":\\\"passed\\\"}}\");\n        let age",
        1,
    );
    let twice = "let first = self.age.lock().unwrap();\n        *first + self.age()\n";
    let hook = format!("std::panic::set_hook(Box::new(|_| {{}}));\n        {RACY}");
    let exit = format!("std::process::exit(0);\n        {RACY}");
    let renamed = changed("use std::fmt;", "use std as s;\nuse std::fmt;").replacen(
        BIRTHDAY,
        "s::process::exit(0)\n",
        1,
    );
    let shadow = changed(BIRTHDAY, RACY)
        + "\n#[macro_export]\nmacro_rules! assert_eq { ($($any:tt)*) => {} }\n";
    let growing =
        "let mut all = vec![];\n        loop {\n            all.push(vec![0_u8; 64]);\n        }\n";
    let endless = "loop {\n            std::hint::black_box(());\n        }\n";
    let equal = changed(BIRTHDAY, RACY) + "\nmod tests { #[test] fn every_birthday_counts() {} }\n";
    let submissions = [
        ("right", one("right", &answer()), &[][..]),
        ("right, without a folder", Submission::new("flat").with("loon.rs", &answer()), &[]),
        ("racy", one("racy", &changed(BIRTHDAY, RACY)), &[]),
        ("deadlocked", one("deadlocked", &changed(BIRTHDAY, twice)), &[]),
        ("does not compile", one("typo", &changed("*age += 1;", "*age += one;")), &[]),
        ("empty", one("empty", " \n"), &[]),
        ("missing", Submission::new("missing").with("exercises/pool.rs", "fn main() {}"), &[]),
        ("unchanged", one("unchanged", &starter.replace('\n', "\r\n")), &[]),
        ("process::exit(0)", one("exit", &changed(BIRTHDAY, &exit)), &[]),
        ("the same under another name", one("renamed", &renamed), &[]),
        ("forged output", one("forged", &changed(BIRTHDAY, &forged)), &[]),
        ("a panic hook", one("hook", &changed(BIRTHDAY, &hook)), &[]),
        ("a macro for assert_eq!", one("macro", &shadow), &[]),
        ("tests of its own", one("own-tests", &equal), &[]),
        ("include! of the answer", one("include", "include!(\"../complete/loon.rs\");\n"), &[]),
        ("a link to the answer", linked, &[]),
        (
            "racy, with a manifest and a configuration",
            one("manifest", &changed(BIRTHDAY, RACY))
                .with("Cargo.toml", "[package]\nname = \"loon\"\nbuild = \"build.rs\"\n")
                .with("build.rs", "fn main() { panic!() }\n")
                .with(".cargo/config.toml", "[env]\nINSTA_FORCE_PASS = \"1\"\n")
                .with("tests/loon.rs", "#[test] fn nothing() {}\n"),
            &[],
        ),
        ("memory without end", one("memory", &changed(BIRTHDAY, growing)), &[]),
        ("endless loop", one("endless", &changed(BIRTHDAY, endless)), &["--limit", "5"]),
    ];
    let lines = submissions.iter().map(|(name, submission, options)| {
        format!("{name}\n    {}\n", verdict(submission, options))
    });
    insta::assert_snapshot!(without_lines(&lines.collect::<String>()));

    // Every format tells the same, and the same bytes every time.
    let racy = &submissions[2].1;
    let text = |options: &[&str]| String::from_utf8(racy.grade(options).stdout).expect("UTF-8");
    assert_eq!(text(&["--json"]), text(&["--json"]));
    let junit = quick_junit::Report::deserialize_from_str(&text(&["--junit"])).expect("JUnit");
    assert_eq!((junit.tests, junit.errors), (11, 0));
    assert!(junit.failures > 0);
    let folder = racy.0.display().to_string();
    for format in [&["--markdown"][..], &[]] {
        insta::assert_snapshot!(without_lines(&text(format).replace(&folder, "FOLDER")));
    }
}

/// The starter as the course hands it out, whatever stands in exercises/ now.
fn course_starter() -> String {
    let workspace = course::Workspace { root: root(), target: root().join("target") };
    course::starter(&workspace, "loon").expect("a starter")
}

#[cfg(unix)]
fn link(to: &Path, from: &Path) {
    std::os::unix::fs::symlink(to, from).expect("a link");
}

#[cfg(not(unix))]
fn link(to: &Path, from: &Path) {
    std::os::windows::fs::symlink_file(to, from).expect("a link");
}
