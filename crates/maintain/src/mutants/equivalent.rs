//! Equivalent mutants, each with a reason that a reviewer can check.
use course::catalog::Exercise;
use course::{Error, Workspace};
use serde::Deserialize;

use crate::mutants::paths::folder;

/// A reason that begins like this continues with a point that the contract leaves open.
const NOT_PROMISED: &str = "not promised: ";

/// A mutant that behaves like the answer as far as the contract goes.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Equivalent {
    pub(crate) mutant: String,
    /// [`first_change`](crate::mutants::diff::first_change) of the mutant, so that an entry never applies to another mutant.
    pub(crate) change: String,
    pub(crate) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    equivalent: Vec<Equivalent>,
}

/// The file that lists the equivalent mutants of an exercise.
pub(crate) fn file(name: &str) -> String {
    format!("{}/equivalent.toml", folder(name))
}

/// Reads the entries of an exercise; a missing file has none.
pub(crate) fn read(workspace: &Workspace, name: &str) -> Result<Vec<Equivalent>, Error> {
    let file = file(name);
    if !workspace.path(&file).is_file() {
        return Ok(Vec::new());
    }
    parse(&workspace.read(&file)?).map_err(|message| Error::new(format!("{file}: {message}")))
}

/// Entries whose reason is a point that the contract does not leave open.
pub(crate) fn unfounded(entries: &[Equivalent], exercise: &Exercise) -> Vec<String> {
    let points = entries.iter().filter_map(|entry| {
        let (point, _) = entry.reason.split_once(';').unwrap_or((&entry.reason, ""));
        Some((entry, point.strip_prefix(NOT_PROMISED)?))
    });
    points
        .filter(|(_, point)| !exercise.contract.open.iter().any(|open| open == point))
        .map(|(entry, point)| {
            let [file, toml] = [file, course::catalog::file].map(|of| of(&exercise.name));
            let mutant = &entry.mutant;
            format!(
                "{file}: `{mutant}` is listed because `{point}` is not promised, but {toml} does not \
                 list that under `open`"
            )
        })
        .collect()
}

fn parse(text: &str) -> Result<Vec<Equivalent>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    for (at, entry) in file.equivalent.iter().enumerate() {
        if entry.reason.trim().is_empty() {
            return Err(format!("`{}` has no reason", entry.mutant));
        }
        if file.equivalent[..at].iter().any(|earlier| earlier.mutant == entry.mutant) {
            return Err(format!("`{}` appears twice", entry.mutant));
        }
    }
    Ok(file.equivalent)
}

#[cfg(test)]
mod tests {
    use course::catalog::Contract;

    use super::*;

    const ENTRY: &str =
        "[[equivalent]]\nmutant = \"a/b\"\nchange = \"+ x\"\nreason = \"because\"\n";

    #[test]
    fn a_point_that_is_not_promised_is_left_open_by_the_contract() {
        let exercise = Exercise {
            contract: Contract { open: vec!["how long it takes".into()], ..Contract::default() },
            ..Exercise::default()
        };
        let count = |reason: &str| {
            let entries = parse(&ENTRY.replace("because", reason)).expect("it is valid");
            unfounded(&entries, &exercise).len()
        };
        assert_eq!(count("not promised: how long it takes; it is shorter"), 0);
        assert_eq!(count("not promised: which thread is first"), 1);
        assert_eq!(count("any order is correct"), 0);
    }

    #[test]
    fn every_entry_has_its_own_reason() {
        assert_eq!(parse(ENTRY).expect("it is valid")[0].reason, "because");
        assert!(parse(&ENTRY.repeat(2)).unwrap_err().contains("twice"));
        assert!(parse(&ENTRY.replace("because", " ")).unwrap_err().contains("no reason"));
        assert!(parse(&format!("{ENTRY}group = \"all\"\n")).is_err());
    }
}
