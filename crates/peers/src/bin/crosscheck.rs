//! The long cross-check: thousands of generated programs, all peers, one table at the end.
use lexopt::{Arg, ValueExt};
use peers::compare::{Comparison, Limits, Peer, compare};
use peers::generate;
use peers::program::Program;
use peers::progress;
use peers::summary::Summary;
use std::process::ExitCode;

const HELP: &str = "\
Compares the outcomes of generated programs between interleave, shuttle, real threads and a state machine.

Usage: crosscheck [OPTIONS]

Options:
  --programs N     number of programs (default: 10000)
  --from N         number of the first program (default: 0)
  --executions N   limit of each search (default: 3000)
  --theme NAME     only programs of one theme, such as `Mutexes`
  --only PEER      compare only `ours`, `exhaustive`, `shuttle` or `real`
  --show N         print program N and its outcomes, then exit
  -h, --help       print this help

A number always stands for the same program. The exit code is 1 if there is a mismatch.

Examples:
  cargo run --release -p peers --bin crosscheck
  cargo run --release -p peers --bin crosscheck -- --programs 2000 --only shuttle
  cargo run --release -p peers --bin crosscheck -- --show 17
";

struct Options {
    programs: u64,
    first: u64,
    limits: Limits,
    theme: Option<usize>,
    show: Option<u64>,
}

/// Parses the arguments; `None` if they ask for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let limits = Limits { executions: 3_000, only: None };
    let mut options = Options { programs: 10_000, first: 0, limits, theme: None, show: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("programs") => options.programs = parser.value()?.parse()?,
            Arg::Long("from") => options.first = parser.value()?.parse()?,
            Arg::Long("executions") => options.limits.executions = parser.value()?.parse()?,
            Arg::Long("show") => options.show = Some(parser.value()?.parse()?),
            Arg::Long("theme") => options.theme = Some(parser.value()?.parse_with(theme)?),
            Arg::Long("only") => options.limits.only = Some(parser.value()?.parse_with(peer)?),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(options))
}

/// The number of the theme with this name.
fn theme(name: &str) -> Result<usize, String> {
    let names = generate::THEMES.map(|theme| format!("{theme:?}"));
    let position = names.iter().position(|theme| theme == name);
    position.ok_or_else(|| format!("expected one of {}", names.join(", ")))
}

fn peer(name: &str) -> Result<Peer, &'static str> {
    match name {
        "ours" => Ok(Peer::Interleave),
        "exhaustive" => Ok(Peer::InterleaveExhaustive),
        "shuttle" => Ok(Peer::Shuttle),
        "real" => Ok(Peer::RealThreads),
        _ => Err("expected `ours`, `exhaustive`, `shuttle` or `real`"),
    }
}

/// Prints a program and what each peer reports about it.
fn show(program: &Program, limits: Limits) {
    println!("{program}");
    for comparison in compare(program, limits) {
        println!("{comparison}");
    }
}

/// Prints a mismatch, and the smallest program on which the peer contradicts the state machine.
fn report(number: u64, mismatch: &Comparison, limits: Limits) {
    let only = Limits { only: Some(mismatch.peer), ..limits };
    let fails = |program: &Program| compare(program, only).iter().any(Comparison::is_mismatch);
    println!("\nprogram {number}: {mismatch}\nthe smallest such program:");
    // One run on real threads need not show the mismatch again.
    show(&generate::shrink(number, fails), limits);
}

fn main() -> ExitCode {
    let Options { programs, first, limits, theme, show: shown } = match options() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}; see `crosscheck --help`");
            return ExitCode::from(2);
        }
    };
    if let Some(number) = shown {
        let (theme, program) = generate::program(number);
        println!("program {number} ({theme:?})");
        show(&program, limits);
        return ExitCode::SUCCESS;
    }
    let mut summary = Summary::new(limits);
    for next in first..first + programs {
        let number = match theme {
            Some(theme) => next * generate::THEMES.len() as u64 + theme as u64,
            None => next,
        };
        let comparisons = compare(&generate::program(number).1, limits);
        summary.add(&comparisons);
        if let Some(mismatch) = comparisons.iter().find(|comparison| comparison.is_mismatch()) {
            report(number, mismatch, limits);
        }
        let next = next + 1;
        let text =
            format!("programs, {} mismatches; to resume: --from {next}", summary.mismatches());
        progress::report(next - first, programs, &text);
    }
    println!("\n{summary}");
    if summary.mismatches() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
