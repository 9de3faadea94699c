//! `make bench`: measures what the book claims, and writes the tables and plots that it quotes.
mod actor;
mod costs;
mod counter;
mod engine;
mod files;
mod load;
mod map;
mod plot;
mod real_threads;
mod server;
mod sharded;
mod stack;
mod table;
mod yardsticks;

use std::process::ExitCode;

use table::Report;

/// A figure: its name, and how it is measured.
type Figure = (&'static str, fn() -> Result<Report, String>);

const FIGURES: [Figure; 6] = [
    ("counter", counter::measure),
    ("map", map::measure),
    ("spawn", costs::measure),
    ("server", server::measure),
    ("real-threads", real_threads::measure),
    ("engine", engine::measure),
];

const HELP: &str = "\
Measures what the book claims, and writes tables and plots. Use a quiet machine.

Usage: cargo run --release -p figures [-- FIGURE…]

Figures: counter, map, spawn, server, real-threads, engine (default: all, about five minutes)
`yardsticks` measures nothing: it draws docs/yardsticks.svg from the table in docs/yardsticks.md.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, frames] = &arguments[..]
        && first == stack::CHILD
    {
        return stack::run(frames);
    }
    if arguments == ["yardsticks"] {
        return match yardsticks::draw() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("yardsticks: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let is_known = |name: &String| FIGURES.iter().any(|(known, _)| known == name);
    if !arguments.iter().all(is_known) {
        eprint!("{HELP}");
        return ExitCode::from(2);
    }
    let is_wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|one| one == name);
    for (name, measure) in FIGURES.into_iter().filter(|(name, _)| is_wanted(name)) {
        let written = measure().and_then(|report| report.write(name));
        match written {
            Ok(text) => println!("{text}"),
            Err(error) => {
                eprintln!("{name}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("now quote them: cargo run -p book -- update");
    ExitCode::SUCCESS
}
