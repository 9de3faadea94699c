//! Mutants that are no mistakes, each with a reason that a person can check.
use std::path::Path;

use serde::Deserialize;

use crate::problem::Problem;

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

/// What `mutants/NAME/equivalent.toml` lists; no file lists none.
pub(crate) fn all(root: &Path, name: &str) -> Result<Vec<Equivalent>, Problem> {
    let file = format!("mutants/{name}/equivalent.toml");
    if !root.join(&file).is_file() {
        return Ok(Vec::new());
    }
    let text = crate::files::read(root, &file)?;
    parse(&text).map_err(|said| Problem::new(format!("{file}: {said}")))
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
    use super::parse;

    #[test]
    fn every_entry_has_its_own_reason() {
        let entry = "[[equivalent]]\nmutant = \"a/b\"\nchange = \"+ x\"\nreason = \"because\"\n";
        assert_eq!(parse(entry).unwrap()[0].reason, "because");
        assert!(parse(&entry.repeat(2)).unwrap_err().contains("twice"));
        assert!(parse(&entry.replace("because", " ")).unwrap_err().contains("no reason"));
        assert!(parse(&format!("{entry}group = \"all\"\n")).is_err());
    }
}
