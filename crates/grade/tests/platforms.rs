//! The scripts in `grading/`, run as the platforms run them, with the folders of the platform elsewhere.
#![cfg(unix)]
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn script(path: &str) -> PathBuf {
    root().join("grading").join(path)
}

/// The machine of a platform: an empty folder, and a `cargo` that starts this build of the grader.
struct Machine {
    folder: TempDir,
    path: String,
}

impl Machine {
    fn new(cargo: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let file = bin.join("cargo");
        fs::write(&file, cargo).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        Self { folder, path }
    }

    fn with_grader() -> Self {
        // The grader itself calls cargo by the variable.
        Self::new(&format!("#!/bin/sh\nshift\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_grade")))
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(file)).unwrap()).unwrap()
    }

    /// Runs a program in a folder of the machine.
    fn run(&self, program: &str, file: &Path, folder: &str, variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(program);
        command.arg(file).current_dir(self.path(folder)).env("NO_COLOR", "1");
        command
            .env("PATH", &self.path)
            .env("CARGO", env!("CARGO"))
            .env_remove("GITHUB_STEP_SUMMARY");
        command.envs(variables.iter().copied()).output().unwrap()
    }
}

fn starter() -> String {
    fs::read_to_string(root().join("course/loon/starter.rs")).unwrap()
}

fn gradescope(machine: &Machine) -> Output {
    machine.write("source/exercises.txt", "# one\nloon\n");
    symlink(root(), machine.path("source/course")).unwrap();
    fs::create_dir_all(machine.path("results")).unwrap();
    let folder = machine.path("").display().to_string();
    machine.run("sh", &script("gradescope/run_autograder"), "", &[("AUTOGRADER", &folder)])
}

#[test]
fn gradescope_gets_a_result_for_every_submission() {
    let machine = Machine::with_grader();
    let answer = fs::read_to_string(root().join("complete/loon.rs")).unwrap();
    machine.write("submission/loon.rs", &answer);
    let output = gradescope(&machine);
    assert!(output.status.success(), "{output:?}");
    let result = machine.json("results/results.json");
    assert_eq!((&result["score"], &result["tests"][0]["status"]), (&10.into(), &"passed".into()));

    let machine = Machine::with_grader();
    machine.write("submission/loon.txt", "fn main() {}");
    assert!(gradescope(&machine).status.success());
    let result = machine.json("results/results.json");
    assert_eq!(result["score"], 0);
    let text = result["tests"][0]["output"].as_str().unwrap();
    assert_eq!(text, "missing: the submission contains `loon.txt`: rename it to loon.rs");
}

#[test]
fn a_failing_grader_is_not_a_grade_on_any_platform() {
    let machine = Machine::new("#!/bin/sh\nexit 3\n");
    // A result of an earlier run must not be taken for this one's.
    machine.write("results/results.json", "{}");
    machine.write("grade/results/results.json", "{}");
    machine.write("submission/loon.rs", "");
    assert_eq!(gradescope(&machine).status.code(), Some(3));
    assert!(!machine.path("results/results.json").exists());

    assert_eq!(prairielearn(&machine).status.code(), Some(3));
    assert!(!machine.path("grade/results/results.json").exists());

    let output = autolab(&machine);
    assert_eq!(output.status.code(), Some(3));
    assert!(!String::from_utf8_lossy(&output.stdout).contains("scores"));

    if let Some(output) = classroom50(&machine) {
        assert_eq!(output.status.code(), Some(2));
        assert!(!machine.path("checkout/result.json").exists());
    }
}

fn prairielearn(machine: &Machine) -> Output {
    machine.write("grade/student/loon.rs", &starter());
    let (grade, course) =
        (machine.path("grade").display().to_string(), root().display().to_string());
    let variables = [("GRADE", grade.as_str()), ("COURSE", &course), ("EXERCISES", "loon")];
    machine.run("sh", &script("prairielearn/run.sh"), "", &variables)
}

#[test]
fn prairielearn_gets_a_score_from_0_to_1() {
    let machine = Machine::with_grader();
    assert!(prairielearn(&machine).status.success());
    let result = machine.json("grade/results/results.json");
    assert_eq!((&result["gradable"], result["score"].as_f64()), (&false.into(), Some(0.0)));
    assert_eq!(result["format_errors"][0], "loon.rs: the file is the unmodified starter");
}

fn autolab(machine: &Machine) -> Output {
    fs::create_dir_all(machine.path("autolab")).unwrap();
    machine.write("autolab/exercises.txt", "loon\ncat\n");
    machine.write("autolab/handin.zip", "not a zip");
    let course = root().display().to_string();
    machine.run("sh", &script("autolab/run.sh"), "autolab", &[("COURSE", &course)])
}

#[test]
fn autolab_gets_scores_in_the_last_line() {
    let machine = Machine::with_grader();
    let output = autolab(&machine);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().last(), Some("{\"scores\":{\"cat\":0,\"loon\":0}}"));
    assert!(text.contains("handin.zip is not a readable archive"), "{text}");
    assert!(!text.contains(&machine.path("").display().to_string()), "{text}");
}

/// Nothing if Python is not installed.
fn classroom50(machine: &Machine) -> Option<Output> {
    Command::new("python3").arg("--version").output().ok()?;
    machine.write("checkout/exercises/loon.rs", &starter());
    machine.write("bundle/exercises.txt", "loon\n");
    let file = machine.path("bundle/autograder.py");
    fs::copy(script("classroom50/autograder.py"), &file).unwrap();
    symlink(root(), machine.path("bundle/course")).unwrap();
    let url = "https://example.com/commit/1";
    let variables = [
        ("CLASSROOM", "cs"),
        ("ASSIGNMENT", "loon"),
        ("SUBMISSION_TAG", "submit/1"),
        ("COMMIT_URL", url),
        ("RELEASE_URL", url),
        ("REVIEW_URL", ""),
    ];
    Some(machine.run("python3", &file, "checkout", &variables))
}

#[test]
fn classroom50_gets_a_result_in_the_checkout() {
    let machine = Machine::with_grader();
    let Some(output) = classroom50(&machine) else { return };
    assert!(output.status.success(), "{output:?}");
    let result = machine.json("checkout/result.json");
    assert_eq!(
        (&result["schema"], &result["classroom"]),
        (&"classroom50/result/v1".into(), &"cs".into())
    );
    assert_eq!((&result["score"], &result["max-score"]), (&0.into(), &10.into()));
    assert_eq!(result["review"], result["commit"]);
    assert_eq!(result["datetime"].as_str().unwrap().len(), "2026-06-01T14:32:01Z".len());
}

#[test]
fn github_actions_gets_annotations_a_summary_and_files() {
    let machine = Machine::with_grader();
    machine.write("submission/exercises/loon.rs", &starter());
    symlink(root().join("course"), machine.path("course")).unwrap();
    let (summary, submission) = (machine.path("summary.md"), machine.path("submission"));
    let mut command = Command::new("sh");
    command.arg(script("github-actions/grade.sh")).arg(&submission).current_dir(machine.path(""));
    command.env("PATH", &machine.path).env("CARGO", env!("CARGO")).env("NO_COLOR", "1");
    let output = command.env("GITHUB_STEP_SUMMARY", &summary).env("EXERCISES", "loon").output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "::warning file=exercises/loon.rs,title=loon%3A unchanged::the file is the unmodified starter\n\
         ::notice title=grade::0 of 10 points\n"
    );
    assert!(fs::read_to_string(summary).unwrap().starts_with("# 0 of 10 points\n"));
    assert_eq!(machine.json("grade.json")["exercises"][0]["verdict"], "unchanged");
    assert_eq!(machine.json("grade.sarif")["version"], "2.1.0");
    assert!(fs::read_to_string(machine.path("grade.xml")).unwrap().contains("<testsuites"));
}
