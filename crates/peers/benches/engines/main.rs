//! Compares interleave, shuttle and loom: executions to completeness, speed and first failures.
use limits::Limits;
use measure::measure;
use model::Model;
use std::time::Duration;

mod data;
mod engines;
mod limits;
mod measure;
mod model;
mod search;
mod table;

const HELP: &str = "\
Explores the same models with interleave, shuttle and loom in turns, and prints the medians.

Usage: cargo bench -p peers --bench engines [-- [--quick | --data] [MODEL]]

  --quick   fewer rounds and shorter limits
  --data    complete searches of a few models, as lines with tabs between the values
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
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    if has("--help") || has("-h") {
        print!("{HELP}");
        return;
    }
    if has("--data") {
        data::print();
        return;
    }
    // `cargo test --benches` does not pass `--bench`: only check that everything runs.
    let is_bench = has("--bench");
    let limits = match (is_bench, has("--quick")) {
        (false, _) => Limits { rounds: 1, executions: 200, time: Duration::from_millis(20) },
        (true, true) => Limits { rounds: 3, executions: 20_000, time: Duration::from_millis(300) },
        (true, false) => Limits { rounds: 7, executions: 2_000_000, time: Duration::from_secs(8) },
    };
    let mut models: Vec<_> = models().into_iter().step_by(if is_bench { 1 } else { 7 }).collect();
    if let Some(name) = arguments.iter().find(|argument| !argument.starts_with('-')) {
        models.retain(|model| model.to_string().contains(name));
    }
    println!("rounds: {}, time limit of a search: {:?}", limits.rounds, limits.time);
    println!("{}", table::HEADER);
    for model in models {
        println!("{}", table::row(model, &measure(model, limits)));
    }
    println!("{}", table::LEGEND);
}
