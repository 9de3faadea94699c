//! Mutants that are no mistakes, each with a reason that a person can check.
use std::path::Path;

use serde::Deserialize;

use crate::mutants::files;
use crate::mutants::problem::Problem;

/// A reason that begins like this goes on with a point that the contract leaves open.
const NOT_PROMISED: &str = "not promised: ";

/// A mutant that behaves as the answer does, as far as the task goes.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Equivalent {
    pub(crate) mutant: String,
    /// The first line that the mutant has and the answer has not (or the other way round, if lines
    /// are only removed): so an entry never slips to another mutant.
    pub(crate) change: String,
    pub(crate) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    equivalent: Vec<Equivalent>,
}

/// What `course/NAME/mutants/equivalent.toml` lists; no file lists none.
pub(crate) fn all(root: &Path, name: &str) -> Result<Vec<Equivalent>, Problem> {
    let file = format!("{}/equivalent.toml", files::mutants_of(name));
    if !root.join(&file).is_file() {
        return Ok(Vec::new());
    }
    let wrong = |file: &str, said: String| Problem::new(format!("{file}: {said}"));
    let entries = parse(&files::read(root, &file)?).map_err(|said| wrong(&file, said))?;
    let contract = format!("course/{name}/exercise.toml");
    let open = left_open(&files::read(root, &contract)?).map_err(|said| wrong(&contract, said))?;
    if let Some((mutant, point)) = unfounded(&entries, &open).next() {
        let said = format!("`{mutant}` is there because `{point}` is not promised");
        return Err(wrong(&file, said)
            .help(format!("{contract} lists under `open` what is not promised, in these words")));
    }
    Ok(entries)
}

/// Points that an entry calls not promised, and the contract does not leave open.
fn unfounded<'a>(
    entries: &'a [Equivalent],
    open: &[String],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let points = entries.iter().filter_map(|entry| {
        let (point, _) = entry.reason.split_once(';').unwrap_or((&entry.reason, ""));
        Some((entry.mutant.as_str(), point.strip_prefix(NOT_PROMISED)?))
    });
    points.filter(|(_, point)| !open.iter().any(|left| left == point))
}

/// What a contract leaves open.
fn left_open(text: &str) -> Result<Vec<String>, String> {
    #[derive(Deserialize)]
    struct Contract {
        #[serde(default)]
        open: Vec<String>,
    }
    let contract: Contract = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    Ok(contract.open)
}

fn parse(text: &str) -> Result<Vec<Equivalent>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    for (at, entry) in file.equivalent.iter().enumerate() {
        if entry.reason.trim().is_empty() {
            return Err(format!("`{}` has no reason", entry.mutant));
        }
        if file.equivalent[..at].iter().any(|earlier| earlier.mutant == entry.mutant) {
            return Err(format!("`{}` is there twice", entry.mutant));
        }
    }
    Ok(file.equivalent)
}

#[cfg(test)]
mod tests {
    use super::{left_open, parse, unfounded};

    #[test]
    fn what_is_not_promised_is_left_open_by_the_contract() {
        let entry = |reason| {
            format!("[[equivalent]]\nmutant = \"a/b\"\nchange = \"+ x\"\nreason = \"{reason}\"\n")
        };
        let open = left_open("open = [\"how long it takes\"]\n[[sentence]]\n").unwrap();
        let unfounded = |reason| {
            let entries = parse(&entry(reason)).unwrap();
            unfounded(&entries, &open).map(|(_, point)| point.to_owned()).collect::<Vec<_>>()
        };
        assert!(unfounded("not promised: how long it takes; it is shorter").is_empty());
        assert_eq!(unfounded("not promised: who is first"), ["who is first"]);
        assert!(unfounded("any order does").is_empty());
    }

    #[test]
    fn every_entry_has_its_own_reason() {
        let entry = "[[equivalent]]\nmutant = \"a/b\"\nchange = \"+ x\"\nreason = \"because\"\n";
        assert_eq!(parse(entry).unwrap()[0].reason, "because");
        assert!(parse(&entry.repeat(2)).unwrap_err().contains("twice"));
        assert!(parse(&entry.replace("because", " ")).unwrap_err().contains("no reason"));
        assert!(parse(&format!("{entry}group = \"all\"\n")).is_err());
    }
}
