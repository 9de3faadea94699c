//! What happened to the engine's mutants, by file.
use std::collections::BTreeMap;
use std::fmt::Write;

use super::runner::MutantResult::{RuledOut, Tested};
use super::runner::{MutantResult, Outcome};
use crate::mutants::cargo_mutants_json::CargoMutant;

/// A heading, and which results it counts.
type Column = (&'static str, fn(&MutantResult) -> bool);

const COLUMNS: [Column; 7] = [
    ("mutants", |_| true),
    ("ruled out", |result| matches!(result, RuledOut)),
    ("failed", |result| matches!(result, Tested(Outcome::Failed { .. }))),
    ("died", |result| matches!(result, Tested(Outcome::Died { .. }))),
    ("watchdog", |result| matches!(result, Tested(Outcome::Watchdog { .. }))),
    ("endless", |result| matches!(result, Tested(Outcome::Endless { .. }))),
    ("survived", |result| matches!(result, Tested(outcome) if !outcome.is_kill())),
];

/// The mutants with a result.
pub(super) fn rows<'a>(
    mutants: &'a [CargoMutant],
    results: &'a BTreeMap<usize, MutantResult>,
) -> Vec<(&'a CargoMutant, &'a MutantResult)> {
    results.iter().map(|(number, result)| (&mutants[number - 1], result)).collect()
}

pub(super) fn render(rows: &[(&CargoMutant, &MutantResult)]) -> String {
    let mut files: BTreeMap<&str, Vec<&MutantResult>> = BTreeMap::new();
    for (mutant, result) in rows {
        files.entry(&mutant.file).or_default().push(result);
    }
    let mut out = format!("{:44}", "file");
    COLUMNS.iter().for_each(|(heading, _)| _ = write!(out, " {heading:>9}"));
    for (file, results) in files {
        out += &line(file, &results);
    }
    out += &line("all", &rows.iter().map(|(_, result)| *result).collect::<Vec<_>>());
    out += "\n\nfailed: a test fails. died: the test process dies. watchdog: the engine's watchdog ends it.\n\
        endless: no test fails, but loops run more than 16 times as many iterations. survived: no kill.\n";
    for (mutant, result) in rows {
        let _ = match result {
            Tested(Outcome::Survived) => {
                write!(out, "\nsurvived: {}\n{}", mutant.name, mutant.diff)
            }
            Tested(Outcome::Stopped { program }) => {
                write!(out, "\nstopped in {program}: {}\n{}", mutant.name, mutant.diff)
            }
            Tested(Outcome::Endless { program }) => {
                writeln!(out, "\nendless in {program}: {}", mutant.name)
            }
            _ => Ok(()),
        };
    }
    out
}

/// Every mutant with its killer.
pub(super) fn list(rows: &[(&CargoMutant, &MutantResult)]) -> String {
    let lines = rows.iter().map(|(mutant, result)| {
        let result = match result {
            RuledOut => "ruled out by the compiler".to_owned(),
            Tested(Outcome::Failed { program, test }) => format!("{program}: {test} fails"),
            Tested(Outcome::Died { program }) => format!("{program}: the process dies"),
            Tested(Outcome::Watchdog { program }) => format!("{program}: ended by the watchdog"),
            Tested(Outcome::Endless { program }) => format!("{program}: endless"),
            Tested(Outcome::Stopped { program }) => format!("{program}: stopped, not a kill"),
            Tested(Outcome::Survived) => "survived".to_owned(),
        };
        format!("{}\n    {result}\n", mutant.name)
    });
    lines.collect()
}

fn line(name: &str, results: &[&MutantResult]) -> String {
    let name = name.strip_prefix("crates/").unwrap_or(name);
    let counts =
        COLUMNS.iter().map(|(_, counts)| results.iter().filter(|result| counts(result)).count());
    counts.fold(format!("\n{name:44}"), |line, count| format!("{line} {count:>9}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_counts_and_shows_survivors() {
        let mutant = |name: &str| -> CargoMutant {
            let place = serde_json::json!({"line": 1, "column": 1});
            let json = serde_json::json!({
                "name": name, "file": "crates/interleave/src/clock.rs", "diff": "-a\n+b\n",
                "replacement": "", "span": {"start": place, "end": place},
            });
            serde_json::from_value(json).expect("it is a mutant")
        };
        let program = || "counts".to_owned();
        let results = [
            RuledOut,
            Tested(Outcome::Failed { program: program(), test: "a".to_owned() }),
            Tested(Outcome::Died { program: program() }),
            Tested(Outcome::Watchdog { program: program() }),
            Tested(Outcome::Endless { program: program() }),
            Tested(Outcome::Stopped { program: program() }),
            Tested(Outcome::Survived),
        ];
        let mutants: Vec<CargoMutant> =
            (1..=results.len()).map(|at| mutant(&format!("m{at}"))).collect();
        let rows: Vec<(&CargoMutant, &MutantResult)> = mutants.iter().zip(&results).collect();
        insta::assert_snapshot!(render(&rows));
        insta::assert_snapshot!(list(&rows));
    }
}
