//! The results of earlier runs: a mutant of an unchanged engine does not run again, and after a change the test
//! that killed a mutant runs first.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use course::files::write_if_changed;
use course::fingerprint;
use course::{Error, OrCannot, Workspace};
use serde::{Deserialize, Serialize};

use super::runner::{Kind, Outcome};
use crate::mutants::cargo_mutants_json::CargoMutant;
use crate::mutants::paths::scratch;

/// The folders in `crates` that a result depends on.
const SOURCES: [&str; 4] = ["interleave", "report", "interleave-tests", "peers"];

#[derive(Serialize, Deserialize)]
struct Record {
    /// The fingerprint of the engine and its tests.
    sources: String,
    /// Whether it can be switched at run time.
    is_switched: bool,
    /// `None` if it has not run.
    outcome: Option<Outcome>,
}

/// The results by the names of the mutants.
pub(super) struct Saved {
    pub(super) file: PathBuf,
    sources: String,
    results: BTreeMap<String, Record>,
    /// The programs and tests that killed mutants, by the names of these without their places, which move.
    killers: BTreeMap<String, BTreeSet<(String, String)>>,
}

impl Saved {
    pub(super) fn load(workspace: &Workspace) -> Result<Self, Error> {
        let io = |error| Error::io("read", "the engine and its tests", &error);
        let mut hasher = DefaultHasher::new();
        fs::read(workspace.path("Cargo.lock")).map_err(io)?.hash(&mut hasher);
        for folder in SOURCES {
            fingerprint::tree(&workspace.path("crates").join(folder), &mut hasher).map_err(io)?;
        }
        let file = scratch(workspace).join("engine/results.json");
        // Without earlier results, every mutant runs.
        let results: BTreeMap<String, Record> = fs::read_to_string(&file)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let mut killers: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for (name, record) in &results {
            if let Some(Outcome { program, test, .. }) = &record.outcome {
                let killers = killers.entry(without_place(name)).or_default();
                killers.insert((program.clone(), test.clone()));
            }
        }
        Ok(Self { file, sources: format!("{:016x}", hasher.finish()), results, killers })
    }

    fn record(&self, mutant: &CargoMutant) -> Option<&Record> {
        self.results.get(&mutant.name).filter(|record| record.sources == self.sources)
    }

    /// The result of a mutant with these sources.
    pub(super) fn result(&self, mutant: &CargoMutant) -> Option<&Outcome> {
        self.record(mutant)?.outcome.as_ref().filter(|outcome| outcome.kind != Kind::Stopped)
    }

    /// Whether it is known that a mutant cannot be switched at run time.
    pub(super) fn is_alone(&self, mutant: &CargoMutant) -> bool {
        self.record(mutant).is_some_and(|record| !record.is_switched)
    }

    /// The programs and tests that killed such a mutant.
    pub(super) fn killers(&self, mutant: &CargoMutant) -> BTreeSet<(String, String)> {
        self.killers.get(&without_place(&mutant.name)).cloned().unwrap_or_default()
    }

    /// Keeps what is known about a mutant.
    pub(super) fn store(
        &mut self,
        mutant: &CargoMutant,
        is_switched: bool,
        outcome: Option<Outcome>,
    ) -> Result<(), Error> {
        let record = Record { sources: self.sources.clone(), is_switched, outcome };
        self.results.insert(mutant.name.clone(), record);
        let json = serde_json::to_string_pretty(&self.results);
        let json = json.map_err(|error| Error::new(format!("cannot write results: {error}")))?;
        write_if_changed(&self.file, json + "\n").or_cannot("write", self.file.display())
    }
}

/// `a.rs:1:2: replace + with -` without the line and the column.
fn without_place(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    [parts.next(), parts.nth(2)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_removed_from_names() {
        let name = "crates/a.rs:1:2: replace A::b with ()";
        assert_eq!(without_place(name), "crates/a.rs replace A::b with ()");
    }
}
