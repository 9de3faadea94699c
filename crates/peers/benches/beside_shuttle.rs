//! Figures beside shuttle: executions to completeness, schedules a second, first failures.
use peers::contest::Model;
use peers::figures::{Figures, Limits, measure};
use std::time::Duration;

const HELP: &str = "\
Measures our engine and shuttle on the same models, in turns, and prints the medians.

usage: cargo bench -p peers --bench beside_shuttle [-- [--quick] [MODEL]]

  --quick   fewer rounds and shorter limits
  MODEL     only the models whose names contain this, such as `coffee 4`
";

fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for guarded in [true, false] {
        for bytes in [3, 8, 15] {
            models.extend((2..=4).map(|writers| Model::Coffee { writers, bytes, guarded }));
        }
        for appointments in [false, true] {
            models.extend((2..=4).map(|customers| Model::Cat { customers, appointments, guarded }));
        }
    }
    models
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return;
    }
    // `cargo test --benches` passes no `--bench`: then only show that it works.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let quick = !measured || arguments.iter().any(|argument| argument == "--quick");
    let limits = match (measured, quick) {
        (false, _) => Limits { rounds: 1, executions: 200, time: Duration::from_millis(20) },
        (true, true) => Limits { rounds: 3, executions: 20_000, time: Duration::from_millis(300) },
        (true, false) => Limits { rounds: 7, executions: 2_000_000, time: Duration::from_secs(8) },
    };
    let mut models = if measured { models() } else { models().into_iter().step_by(7).collect() };
    if let Some(wanted) = arguments.iter().find(|argument| !argument.starts_with('-')) {
        models.retain(|model| model.to_string().contains(wanted));
    }
    println!("rounds: {}, limit of a search: {:?}", limits.rounds, limits.time);
    println!("{}", Figures::HEADER);
    for model in models {
        println!("{}", measure(model, limits));
    }
    println!("{}", Figures::LEGEND);
}
