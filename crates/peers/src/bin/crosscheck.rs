//! The long cross-check: thousands of generated programs, every peer, one table at the end.
use peers::compare::{Answer, Limits, Peer, compare};
use peers::generate;
use peers::tally::Tally;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

const HELP: &str = "\
Compares the outcomes of generated programs: our engine, shuttle, a state machine and real threads.

usage: crosscheck [--programs N] [--from N] [--executions N] [--only PEER] [--show N]

  --programs N     how many programs (default 10000)
  --from N         the number of the first program (default 0): a number is one program for ever
  --executions N   give up on a search after this many executions (default 3000)
  --only PEER      ask only `ours`, `exhaustive`, `shuttle` or `real`
  --show N         print program N and its outcomes, and compare nothing else
";

struct Options {
    programs: u64,
    first: u64,
    limits: Limits,
}

fn options() -> Result<Option<Options>, String> {
    let mut options =
        Options { programs: 10_000, first: 0, limits: Limits { executions: 3_000, only: None } };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--help" || argument == "-h" {
            print!("{HELP}");
            return Ok(None);
        }
        let value = arguments.next().ok_or(format!("{argument} needs a number; see --help"))?;
        if argument == "--only" {
            options.limits.only = Some(match value.as_str() {
                "ours" => Peer::Ours,
                "exhaustive" => Peer::OursExhaustive,
                "shuttle" => Peer::Shuttle,
                "real" => Peer::Real,
                _ => return Err(format!("unknown peer `{value}`; see --help")),
            });
            continue;
        }
        let value: u64 = value.parse().map_err(|_| format!("`{value}` is not a number"))?;
        match argument.as_str() {
            "--programs" => options.programs = value,
            "--from" => options.first = value,
            "--executions" => options.limits.executions = value as usize,
            "--show" => {
                show(value, options.limits);
                return Ok(None);
            }
            _ => return Err(format!("unknown option `{argument}`; see --help")),
        }
    }
    Ok(Some(options))
}

fn show(number: u64, limits: Limits) {
    let (theme, program) = generate::program(number);
    println!("program {number} ({theme:?})\n{program}");
    match compare(&program, limits) {
        Err(quarrel) => println!("{quarrel}"),
        Ok(answers) => {
            for (peer, answer) in answers {
                match answer {
                    Answer::All(outcomes) => {
                        println!("{peer:?} agrees on {} outcomes", outcomes.len());
                        for outcome in outcomes {
                            println!("  {}", outcome.map_or("deadlock".into(), |o| o.to_string()));
                        }
                    }
                    Answer::One(outcome) => println!("{peer:?} agrees\n  {outcome}"),
                    other => println!("{peer:?}: {other:?}"),
                }
            }
        }
    }
}

/// Says how far it is: on a terminal in one line, otherwise in a line now and then.
fn progress(options: &Options, done: u64, tally: &Tally) {
    let is_terminal = io::stderr().is_terminal();
    let every = if is_terminal { 10 } else { 500 };
    if done.is_multiple_of(every) || done == options.programs {
        let (start, end) = if is_terminal { ("\r", "") } else { ("", "\n") };
        let (programs, next) = (options.programs, options.first + done);
        let news = tally.progress();
        eprint!("{start}{done} of {programs} programs, {news}; goes on with --from {next}{end}");
        let _ = io::stderr().flush();
    }
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::FAILURE;
        }
    };
    let mut tally = Tally::new(options.limits);
    for done in 0..options.programs {
        let number = options.first + done;
        let (theme, program) = generate::program(number);
        match compare(&program, options.limits) {
            Err(quarrel) => {
                tally.add_quarrel(&quarrel);
                println!("\nprogram {number} ({theme:?}): {quarrel}");
            }
            Ok(answers) => tally.add(&answers),
        }
        progress(&options, done + 1, &tally);
    }
    print!("\n{tally}");
    if tally.quarrels() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
