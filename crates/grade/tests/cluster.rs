//! The launchers in `grading/cluster`: shards, one of them killed, merge to the result of one run.
#![cfg(unix)]
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A machine with an archive as `pack.sh` writes it, a class of starters and empty folders, which need no
/// compiler, and a `cargo` that starts this build of the grader.
fn machine() -> TempDir {
    let machine = tempfile::tempdir().unwrap();
    let at = |path: &str| machine.path().join(path);
    for folder in ["bin", "tmp", "packed/course"] {
        fs::create_dir_all(at(folder)).unwrap();
    }
    // Its second call is killed, as by a scheduler.
    let cargo = format!(
        "#!/bin/sh\nshift\nif [ \"$1\" = grade-class ] && mkdir '{0}/second' 2> /dev/null; then\n\
         :\nelif mkdir '{0}/killed' 2> /dev/null; then kill -9 $$; fi\nexec '{1}' \"$@\"\n",
        machine.path().display(),
        env!("CARGO_BIN_EXE_grade"),
    );
    fs::write(at("bin/cargo"), cargo).unwrap();
    fs::set_permissions(at("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let script = "cp -r \"$0/course\" \"$0/Cargo.toml\" \"$0/Cargo.lock\" packed/course && \
        rustc -vV > packed/course/rustc-version.txt && tar -czf course.tar.gz -C packed course";
    let mut pack = Command::new("sh");
    pack.args(["-c", script]).arg(root()).current_dir(machine.path());
    assert!(pack.status().unwrap().success());
    let starter = fs::read_to_string(root().join("course/loon/starter.rs")).unwrap();
    for number in 0..10 {
        let student = at(&format!("class/student{number}"));
        fs::create_dir_all(&student).unwrap();
        if number % 2 == 0 {
            fs::write(student.join("loon.rs"), &starter).unwrap();
        }
    }
    machine
}

fn run(machine: &TempDir, command: &mut Command) -> Output {
    let path = format!("{}/bin:{}", machine.path().display(), std::env::var("PATH").unwrap());
    command.current_dir(machine.path()).env("PATH", path).env("CARGO", env!("CARGO"));
    command.env("TMPDIR", machine.path().join("tmp")).env("NO_COLOR", "1");
    command.env("OPTIONS", "--no-sandbox").output().unwrap()
}

#[test]
fn shards_of_which_one_is_killed_merge_to_the_result_of_one_run() {
    let machine = machine();
    let local = || {
        let mut command = Command::new("sh");
        command
            .arg(root().join("grading/cluster/local.sh"))
            .args(["3", "class", "results", "loon"]);
        run(&machine, &mut command)
    };
    assert!(!local().status.success(), "a shard was killed");
    let output = local();
    assert!(output.status.success(), "{output:?}");

    let grade = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        let output = run(&machine, command.args(arguments));
        assert!(output.status.success(), "{output:?}");
    };
    let shards = ["results/shard-3", "results/shard-1", "results/shard-2", "results/shard-1"];
    grade(&[&["grade-merge", "merged"], &shards[..]].concat());
    // In the packed course, so that the versions are the same.
    let packed = machine.path().join("packed/course");
    let (class, whole) = (machine.path().join("class"), machine.path().join("whole"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.arg("grade-class").arg(class).args(["loon", "--no-sandbox", "--out"]).arg(&whole);
    assert!(command.current_dir(packed).env("CARGO", env!("CARGO")).status().unwrap().success());
    for file in ["class.csv", "class.html", "results/student3.json", "students/student4.html"] {
        let read =
            |folder: &str| fs::read_to_string(machine.path().join(folder).join(file)).unwrap();
        assert_eq!(read("merged"), read("whole"), "{file}");
    }
    assert_eq!(fs::read_dir(machine.path().join("merged/results")).unwrap().count(), 10);
}
