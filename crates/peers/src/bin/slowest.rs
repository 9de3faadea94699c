//! How long the slowest test of each answer takes, as students compile it.
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const HELP: &str = "\
Runs the tests of every answer in complete/, one after the other, in the dev profile.

usage: cargo run --release -p peers --bin slowest

A test explores one scenario or several: if it takes less than a second, each of them does.
";

/// How long the exploration of a scenario may take.
const GOAL: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match table() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a row for each answer, and says whether all are as quick as they should be.
fn table() -> io::Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut quick = true;
    println!("answer       | tests | all of them | slowest test");
    for answer in answers(&root.join("complete"))? {
        let tests = run(&root, &answer)?;
        let all: Duration = tests.iter().map(|(_, time)| *time).sum();
        let Some((name, slowest)) = tests.iter().max_by_key(|(_, time)| *time) else {
            return Err(io::Error::other(format!("{answer} has no test that passes")));
        };
        let late = if *slowest > GOAL { "  late" } else { "" };
        quick &= *slowest <= GOAL;
        println!(
            "{answer:13}|{:>6} |{:>9.2} s  |{:>7.3} s  {name}{late}",
            tests.len(),
            all.as_secs_f64(),
            slowest.as_secs_f64()
        );
    }
    Ok(quick)
}

/// The names of the answers.
fn answers(folder: &Path) -> io::Result<Vec<String>> {
    let files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    let mut names: Vec<String> = files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// The tests that pass, each with its time: from one line of the test program to the next.
fn run(root: &Path, answer: &str) -> io::Result<Vec<(String, Duration)>> {
    let mut cargo = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--locked", "--features", "complete", "--test", answer, "--"])
        .args(["--test-threads=1", "--format=pretty"])
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(cargo.stdout.take().expect("it is piped")).lines();
    let mut last = Instant::now();
    let mut tests = Vec::new();
    for line in lines {
        let (line, now) = (line?, Instant::now());
        if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... ok"))
        {
            tests.push((name.to_owned(), now - last));
        }
        last = now;
    }
    cargo.wait()?;
    Ok(tests)
}
