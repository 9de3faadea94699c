//! The long cross-check: thousands of generated programs, all peers, one table at the end.
use lexopt::{Arg, ValueExt};
use peers::answer::Answer;
use peers::compare::{Limits, Mismatch, PEERS, Peer, compare};
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
    show: Option<u64>,
}

/// Parses the arguments; `None` if they ask for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let limits = Limits { executions: 3_000, only: None };
    let mut options = Options { programs: 10_000, first: 0, limits, show: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("programs") => options.programs = parser.value()?.parse()?,
            Arg::Long("from") => options.first = parser.value()?.parse()?,
            Arg::Long("executions") => options.limits.executions = parser.value()?.parse()?,
            Arg::Long("show") => options.show = Some(parser.value()?.parse()?),
            Arg::Long("only") => options.limits.only = Some(parser.value()?.parse_with(peer)?),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(options))
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

fn show(number: u64, limits: Limits) {
    let (theme, program) = generate::program(number);
    println!("program {number} ({theme:?})\n{program}");
    let answers = match compare(&program, limits) {
        Ok(answers) => answers,
        Err(mismatch) => return println!("{mismatch}"),
    };
    for (peer, answer) in answers {
        match answer {
            Answer::All(outcomes) => {
                println!("{peer:?} has the expected {} outcomes:", outcomes.len());
                for outcome in outcomes {
                    println!("  {}", outcome.map_or("deadlock".into(), |o| o.to_string()));
                }
            }
            Answer::One(outcome) => println!("{peer:?} has an expected outcome:\n  {outcome}"),
            other => println!("{peer:?}: {other:?}"),
        }
    }
}

/// Shrinks program `number` and prints it, with the results of the other peers.
fn report(number: u64, first: Box<Mismatch>, limits: Limits) {
    let check = |program: &Program, peer| compare(program, Limits { only: Some(peer), ..limits });
    let smallest = generate::shrink(number, |program| check(program, first.peer).is_err());
    // One run on real threads need not show the mismatch again.
    let mismatch = check(&smallest, first.peer).err().unwrap_or(first);
    println!("\nprogram {number}: {mismatch}");
    for peer in PEERS.into_iter().filter(|peer| *peer != mismatch.peer) {
        match check(&mismatch.program, peer).as_deref() {
            Err(_) => println!("{peer:?} contradicts the state machine too"),
            Ok([(_, Answer::All(_) | Answer::One(_))]) => {
                println!("{peer:?} agrees with the state machine");
            }
            Ok(_) => {}
        }
    }
}

fn main() -> ExitCode {
    let Options { programs, first, limits, show: shown } = match options() {
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
        show(number, limits);
        return ExitCode::SUCCESS;
    }
    let mut summary = Summary::new(limits);
    for number in first..first + programs {
        match compare(&generate::program(number).1, limits) {
            Ok(answers) => summary.add(&answers),
            Err(mismatch) => {
                summary.add_mismatch(&mismatch);
                report(number, mismatch, limits);
            }
        }
        let next = number + 1;
        let text =
            format!("programs, {} mismatches; to resume: --from {next}", summary.mismatches());
        progress::report(next - first, programs, &text);
    }
    println!("\n{summary}");
    if summary.mismatches() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
