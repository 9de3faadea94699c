//! The time of the slowest test of each solution, as students compile it.
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

const HELP: &str = "\
Runs the tests of every solution in complete/, one after the other, in the dev profile.

Usage: cargo bench -p peers --bench solutions
";

/// The maximum time of a test, which explores one scenario or several.
const GOAL: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    // `cargo test --benches` does not pass `--bench`; the tests of the solutions run elsewhere.
    if !arguments.iter().any(|argument| argument == "--bench") {
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

/// Prints a row per solution, and returns whether every test is fast enough.
fn table() -> io::Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut is_fast = true;
    println!("solution     | tests | all of them | slowest test");
    for solution in solutions(&root.join("complete"))? {
        let tests = run(&root, &solution)?;
        let all: Duration = tests.iter().map(|(_, time)| *time).sum();
        let Some((name, slowest)) = tests.iter().max_by_key(|(_, time)| *time) else {
            return Err(io::Error::other(format!("no test of complete/{solution}.rs passes")));
        };
        let late = if *slowest > GOAL { "  late" } else { "" };
        is_fast &= *slowest <= GOAL;
        println!(
            "{solution:13}|{:>6} |{:>9.2} s  |{:>7.3} s  {name}{late}",
            tests.len(),
            all.as_secs_f64(),
            slowest.as_secs_f64()
        );
    }
    Ok(is_fast)
}

/// The names of the solutions.
fn solutions(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        names.extend(name.to_str().and_then(|name| name.strip_suffix(".rs")).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// Runs the tests of `solution`. The time of a test is the time between two lines of output.
fn run(root: &Path, solution: &str) -> io::Result<Vec<(String, Duration)>> {
    let mut cargo = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--locked", "--features", "complete", "--test", solution, "--"])
        .args(["--test-threads=1", "--format=pretty"])
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()?;
    let output = BufReader::new(cargo.stdout.take().expect("stdout is piped"));
    let mut last = Instant::now();
    let mut tests = Vec::new();
    for line in output.lines() {
        let (line, now) = (line?, Instant::now());
        let test = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... ok"));
        tests.extend(test.map(|name| (name.to_owned(), now - last)));
        last = now;
    }
    cargo.wait()?;
    Ok(tests)
}
