//! What became of the engine's mutants, by file.
use std::collections::BTreeMap;
use std::fmt::Write;

use super::Fate;
use super::judge::End;
use crate::mutants::cargo_mutants_json::CargoMutant;

/// A heading, and which fates count.
type Column = (&'static str, fn(&Fate) -> bool);

const COLUMNS: [Column; 7] = [
    ("mutants", |_| true),
    ("ruled out", |fate| matches!(fate, Fate::RuledOut)),
    ("failed", |fate| matches!(fate, Fate::Judged(End::Failed { .. }))),
    ("died", |fate| matches!(fate, Fate::Judged(End::Died { .. }))),
    ("watchdog", |fate| matches!(fate, Fate::Judged(End::Watchdog { .. }))),
    ("no end", |fate| matches!(fate, Fate::Judged(End::Endless { .. }))),
    ("left", |fate| matches!(fate, Fate::Judged(end) if !end.is_found())),
];

/// The mutants of which something is known.
pub(super) fn rows<'a>(
    mutants: &'a [CargoMutant],
    fates: &'a BTreeMap<usize, Fate>,
) -> Vec<(&'a CargoMutant, &'a Fate)> {
    fates.iter().map(|(number, fate)| (&mutants[number - 1], fate)).collect()
}

pub(super) fn render(fates: &[(&CargoMutant, &Fate)]) -> String {
    let mut files: BTreeMap<&str, Vec<&Fate>> = BTreeMap::new();
    for (mutant, fate) in fates {
        files.entry(&mutant.file).or_default().push(fate);
    }
    let mut out = format!("{:44}", "file");
    COLUMNS.iter().for_each(|(heading, _)| _ = write!(out, " {heading:>9}"));
    for (file, fates) in files {
        out += &line(file, &fates);
    }
    out += &line("all", &fates.iter().map(|(_, fate)| *fate).collect::<Vec<_>>());
    out += "\n\nfailed: a test fails. died: the test's process dies. watchdog: the engine ends it itself.\n\
        no end: no test fails, but loops make more than 16 times the rounds. left: nobody finds it.\n";
    for (mutant, fate) in fates {
        let Fate::Judged(end) = *fate else { continue };
        let _ = match end {
            End::Survived => write!(out, "\nleft: {}\n{}", mutant.name, mutant.diff),
            End::Stopped { program } => {
                write!(out, "\nstopped in {program}: {}\n{}", mutant.name, mutant.diff)
            }
            End::Endless { program } => write!(out, "\nno end in {program}: {}\n", mutant.name),
            _ => Ok(()),
        };
    }
    out
}

/// Every mutant in a line, with what finds it.
pub(super) fn in_full(fates: &[(&CargoMutant, &Fate)]) -> String {
    let lines = fates.iter().map(|(mutant, fate)| {
        let end = match fate {
            Fate::RuledOut => "ruled out by the compiler".to_owned(),
            Fate::Judged(End::Failed { program, test }) => format!("{program}: {test} fails"),
            Fate::Judged(End::Died { program }) => format!("{program}: the process dies"),
            Fate::Judged(End::Watchdog { program }) => format!("{program}: the watchdog ends it"),
            Fate::Judged(End::Endless { program }) => format!("{program}: no end"),
            Fate::Judged(End::Stopped { program }) => {
                format!("{program}: stopped, which is no kill")
            }
            Fate::Judged(End::Survived) => "left".to_owned(),
        };
        format!("{}\n    {end}\n", mutant.name)
    });
    lines.collect()
}

fn line(name: &str, fates: &[&Fate]) -> String {
    let name = name.strip_prefix("crates/").unwrap_or(name);
    let counts = COLUMNS.iter().map(|(_, counts)| fates.iter().filter(|fate| counts(fate)).count());
    counts.fold(format!("\n{name:44}"), |line, count| format!("{line} {count:>9}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_counts_and_shows_what_is_left() {
        let mutant = |name: &str| -> CargoMutant {
            let place = serde_json::json!({"line": 1, "column": 1});
            let json = serde_json::json!({
                "name": name, "file": "crates/interleave/src/clock.rs", "diff": "-a\n+b\n",
                "replacement": "", "span": {"start": place, "end": place},
            });
            serde_json::from_value(json).expect("it is a mutant")
        };
        let program = || "counts".to_owned();
        let ends = [
            Fate::RuledOut,
            Fate::Judged(End::Failed { program: program(), test: "a".to_owned() }),
            Fate::Judged(End::Died { program: program() }),
            Fate::Judged(End::Watchdog { program: program() }),
            Fate::Judged(End::Endless { program: program() }),
            Fate::Judged(End::Stopped { program: program() }),
            Fate::Judged(End::Survived),
        ];
        let mutants: Vec<CargoMutant> =
            (1..=ends.len()).map(|at| mutant(&format!("m{at}"))).collect();
        let fates: Vec<(&CargoMutant, &Fate)> = mutants.iter().zip(&ends).collect();
        insta::assert_snapshot!(render(&fates));
        insta::assert_snapshot!(in_full(&fates));
    }
}
