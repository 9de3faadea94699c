//! Writes `docs/yardsticks.md`: published suites of programs, beside the figures of other tools.
use peers::yardsticks::document;
use std::env;
use std::process::ExitCode;

const HELP: &str = "\
Explores the programs of published suites, and prints the page `docs/yardsticks.md`.

Usage: yardsticks [SECTION]

Arguments:
  SECTION      print one section only: sctbench, goker, genmc, preemptions or miri

Options:
  -h, --help   print this help

The whole page takes some minutes.

Examples:
  cargo run --release -p peers --bin yardsticks > docs/yardsticks.md
  cargo run --release -p peers --bin yardsticks sctbench
";

fn main() -> ExitCode {
    let argument = env::args().nth(1);
    let text = match argument.as_deref() {
        Some("-h" | "--help") => Some(HELP.to_owned()),
        None => Some(document::page()),
        Some(section) => document::section(section),
    };
    let Some(text) = text else {
        eprintln!("there is no section `{}`\n\n{HELP}", argument.unwrap_or_default());
        return ExitCode::from(2);
    };
    print!("{text}");
    ExitCode::SUCCESS
}
