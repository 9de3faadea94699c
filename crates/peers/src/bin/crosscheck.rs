//! The long cross-check: thousands of generated programs, every peer, one line of progress.
use peers::compare::{Answer, Limits, PEERS, Peer, compare};
use peers::generate;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

const HELP: &str = "\
Compares the outcomes of generated programs: our engine, shuttle, a state machine and real threads.

usage: crosscheck [--programs N] [--first N] [--executions N] [--only PEER] [--show N]

  --programs N     how many programs (default 10000)
  --first N        the number of the first program (default 0)
  --executions N   give up on a search after this many executions (default 20000)
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
        Options { programs: 10_000, first: 0, limits: Limits { executions: 20_000, only: None } };
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
            "--first" => options.first = value,
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

#[derive(Clone, Copy, Default)]
struct Tally {
    agreed: u64,
    unfinished: u64,
    unsuited: u64,
    quarrels: u64,
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
    let mut tallies: BTreeMap<Peer, Tally> = BTreeMap::new();
    let mut deadlocks = 0;
    for number in options.first..options.first + options.programs {
        let (theme, program) = generate::program(number);
        match compare(&program, options.limits) {
            Err(quarrel) => {
                tallies.entry(quarrel.peer).or_default().quarrels += 1;
                println!("\nprogram {number} ({theme:?}): {quarrel}");
            }
            Ok(answers) => {
                for (peer, answer) in answers {
                    let tally = tallies.entry(peer).or_default();
                    match answer {
                        Answer::All(outcomes) => {
                            tally.agreed += 1;
                            deadlocks += u64::from(peer == Peer::Ours && outcomes.contains(&None));
                        }
                        Answer::One(_) => tally.agreed += 1,
                        Answer::Unsuited => tally.unsuited += 1,
                        _ => tally.unfinished += 1,
                    }
                }
            }
        }
        let done = number + 1 - options.first;
        if done % 100 == 0 || done == options.programs {
            print!("\r{done} of {} programs, {deadlocks} can deadlock", options.programs);
            let _ = io::stdout().flush();
        }
    }
    println!(
        "\n{:16} {:>8} {:>10} {:>10} {:>9}",
        "peer", "agreed", "unfinished", "unsuited", "quarrels"
    );
    for peer in PEERS {
        let Tally { agreed, unfinished, unsuited, quarrels } =
            tallies.get(&peer).copied().unwrap_or_default();
        println!(
            "{:16} {agreed:>8} {unfinished:>10} {unsuited:>10} {quarrels:>9}",
            format!("{peer:?}")
        );
    }
    match tallies.values().map(|tally| tally.quarrels).sum::<u64>() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
