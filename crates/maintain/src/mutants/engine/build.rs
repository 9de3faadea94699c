//! The compiler on the engine with its mutants: what it rules out, and the test programs.
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::tree::Tree;
use crate::mutants::compiler::{self, Line};
use crate::mutants::problem::Problem;

/// A test program of the engine.
pub(super) struct Program {
    /// The name of its target.
    pub(super) name: String,
    /// The folder of its crate, in which tests run.
    pub(super) folder: PathBuf,
    pub(super) path: PathBuf,
}

/// What the compiler said.
pub(super) struct Said {
    pub(super) programs: Vec<Program>,
    /// The first file and line of each error, and all that is said about it.
    pub(super) errors: Vec<(String, usize, String)>,
    pub(super) is_well: bool,
    /// What cargo said itself.
    words: String,
}

impl Said {
    /// Nothing but what is wrong with mutants may be wrong.
    pub(super) fn problem(&self, doing: &str) -> Problem {
        let errors: BTreeSet<&str> = self.errors.iter().map(|(_, _, said)| said.as_str()).collect();
        let errors: String = errors.into_iter().take(3).collect();
        Problem::new(format!("{doing}: {}\n{errors}", self.words.trim()))
    }
}

/// Runs cargo with these words on these packages of the tree.
pub(super) fn cargo(tree: &Tree, words: &[&str], packages: &[String]) -> Result<Said, Problem> {
    let mut command = Command::new(compiler::cargo());
    command.args(words).args(["--offline", "--locked", "--message-format", "json"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command.current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.target());
    // A mutant may have what is not used any more. What is denied stays so: that the compiler goes round
    // for ever in a `const` is for a lint to say.
    command.env("RUSTFLAGS", "-A warnings");
    compiler::forget_caller(&mut command);
    command.stdin(Stdio::null());
    let output = command.output().map_err(|error| Problem::io("run", "cargo", &error))?;
    let mut said = Said {
        programs: Vec::new(),
        errors: Vec::new(),
        is_well: output.status.success(),
        words: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Line>(line) else { continue };
        match (line.reason.as_str(), line.target, line.message) {
            ("compiler-artifact", Some(target), _) => {
                let folder = line.manifest_path.as_deref().and_then(|path| path.parent());
                if let (Some(path), Some(folder)) = (line.executable, folder) {
                    let folder = folder.to_owned();
                    said.programs.push(Program { name: target.name, folder, path });
                }
            }
            ("compiler-message", _, Some(message)) if message.level == "error" => {
                let primary = message.spans.into_iter().find(|span| span.is_primary);
                if let Some(span) = primary {
                    let text = message.rendered.unwrap_or_default();
                    said.errors.push((span.file_name, span.line_start, text));
                }
            }
            _ => {}
        }
    }
    Ok(said)
}
