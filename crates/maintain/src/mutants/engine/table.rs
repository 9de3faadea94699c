//! What happened to the engine's mutants, by file.
use std::collections::BTreeMap;
use std::fmt::Write;

use super::runner::{Kind, Outcome};
use crate::mutants::cargo_mutants_json::CargoMutant;

/// A heading, and which outcomes it counts.
type Column = (&'static str, fn(Kind) -> bool);

const COLUMNS: [Column; 7] = [
    ("mutants", |_| true),
    ("ruled out", |kind| kind == Kind::RuledOut),
    ("failed", |kind| kind == Kind::Failed),
    ("died", |kind| kind == Kind::Died),
    ("watchdog", |kind| kind == Kind::Watchdog),
    ("endless", |kind| kind == Kind::Endless),
    ("survived", |kind| matches!(kind, Kind::Stopped | Kind::Survived)),
];

pub(super) fn render(rows: &[(&CargoMutant, &Outcome)]) -> String {
    let mut files: BTreeMap<&str, Vec<Kind>> = BTreeMap::new();
    for (mutant, outcome) in rows {
        files.entry(&mutant.file).or_default().push(outcome.kind);
    }
    let mut out = format!("{:44}", "file");
    COLUMNS.iter().for_each(|(heading, _)| _ = write!(out, " {heading:>9}"));
    for (file, results) in files {
        out += &line(file, &results);
    }
    out += &line("all", &rows.iter().map(|(_, outcome)| outcome.kind).collect::<Vec<_>>());
    out += "\n\nfailed: a test fails. died: the test process dies. watchdog: the engine's watchdog ends it.\n\
        endless: loops run more than 16 times as many iterations before a test fails. survived: no kill.\n";
    for (CargoMutant { name, diff, .. }, Outcome { kind, program, .. }) in rows {
        let _ = match kind {
            Kind::Survived => write!(out, "\nsurvived: {name}\n{diff}"),
            Kind::Stopped => write!(out, "\nstopped in {program}: {name}\n{diff}"),
            Kind::Endless => writeln!(out, "\nendless in {program}: {name}"),
            _ => Ok(()),
        };
    }
    out
}

fn line(name: &str, kinds: &[Kind]) -> String {
    let name = name.strip_prefix("crates/").unwrap_or(name);
    let counts =
        COLUMNS.iter().map(|(_, counts)| kinds.iter().filter(|kind| counts(**kind)).count());
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
        let results = [
            Kind::RuledOut,
            Kind::Failed,
            Kind::Died,
            Kind::Watchdog,
            Kind::Endless,
            Kind::Stopped,
            Kind::Survived,
        ]
        .map(|kind| Outcome { kind, program: "counts".to_owned(), test: "a".to_owned() });
        let mutants: Vec<CargoMutant> =
            (1..=results.len()).map(|at| mutant(&format!("m{at}"))).collect();
        let rows: Vec<(&CargoMutant, &Outcome)> = mutants.iter().zip(&results).collect();
        insta::assert_snapshot!(render(&rows));
    }
}
