//! Mutants of cargo-mutants, read from its JSON.
use course::{Error, OrCannot, Workspace, cargo};
use serde::Deserialize;

/// A place in a file, and its replacement.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CargoMutant {
    /// The place and the change, for people.
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) diff: String,
    replacement: String,
    span: Span,
}

#[derive(Debug, Clone, Deserialize)]
struct Span {
    start: Position,
    end: Position,
}

/// Line and column, both from 1; columns count characters.
#[derive(Debug, Clone, Deserialize)]
struct Position {
    line: usize,
    column: usize,
}

impl CargoMutant {
    /// The text with the mutation; `None` if the text has no such place.
    pub(crate) fn apply(&self, text: &str) -> Option<String> {
        let (start, end) = (self.span.start.offset(text)?, self.span.end.offset(text)?);
        Some(format!("{}{}{}", text.get(..start)?, self.replacement, text.get(end..)?))
    }

    /// The byte at which the mutation begins.
    pub(crate) fn start(&self, text: &str) -> Option<usize> {
        self.span.start.offset(text)
    }
}

impl Position {
    fn offset(&self, text: &str) -> Option<usize> {
        let before: usize = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let line = text.get(before..)?.lines().next()?;
        let column: usize = line.chars().take(self.column - 1).map(char::len_utf8).sum();
        Some(before + column)
    }
}

/// The mutants of these packages: those that `.cargo/mutants.toml` selects, or all of these files.
pub(crate) fn list(
    workspace: &Workspace,
    packages: &[&str],
    files: &[String],
) -> Result<Vec<CargoMutant>, Error> {
    let mut command = cargo::clean_command();
    command.args(["mutants", "--list", "--json", "--diff", "--colors", "never"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command.current_dir(&workspace.root);
    if !files.is_empty() {
        command.arg("--no-config").args(files.iter().flat_map(|file| ["--file", file]));
    }
    let output = command.output().or_cannot("run", "cargo mutants")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::new(format!("cargo mutants: {message}"))
            .help("install it: cargo install --locked cargo-mutants"));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Error::new(format!("cannot read the list of cargo-mutants: {error}")))
}

#[cfg(test)]
mod tests {
    use super::CargoMutant;

    #[test]
    fn columns_count_characters() {
        let json = r#"{"name": "replace + with -", "file": "a.rs", "diff": "", "replacement": "-",
            "span": {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 6}}}"#;
        let mutant: CargoMutant = serde_json::from_str(json).expect("it is valid JSON");
        assert_eq!(mutant.apply("one\nä + b\n").as_deref(), Some("one\nä + -\n"));
        assert_eq!(mutant.apply("one\n"), None);
    }
}
