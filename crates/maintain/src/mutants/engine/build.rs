//! Compiles the engine with its mutants: what the compiler rejects, and the test programs.
use std::collections::BTreeSet;
use std::path::PathBuf;

use course::Error;

use super::tree::Tree;
use crate::mutants::compiler::{self, CargoMessage};

/// A test program of the engine.
pub(super) struct Program {
    /// The name of its target.
    pub(super) name: String,
    /// The folder of its crate, in which its tests run.
    pub(super) folder: PathBuf,
    pub(super) path: PathBuf,
}

/// The result of a build.
pub(super) struct Build {
    pub(super) programs: Vec<Program>,
    /// The first file and line of each error, and its message.
    pub(super) errors: Vec<(String, usize, String)>,
    pub(super) succeeded: bool,
    stderr: String,
}

impl Build {
    /// The error of a build that must succeed.
    pub(super) fn error(&self, what: &str) -> Error {
        let errors: BTreeSet<&str> = self.errors.iter().map(|(_, _, text)| text.as_str()).collect();
        let errors: String = errors.into_iter().take(3).collect();
        Error::new(format!("{what}: {}\n{errors}", self.stderr.trim()))
    }
}

/// Runs cargo with these arguments on these packages of the tree.
pub(super) fn cargo(tree: &Tree, arguments: &[&str], packages: &[&str]) -> Result<Build, Error> {
    let mut command = compiler::cargo_command();
    command.args(arguments).args(["--offline", "--locked", "--message-format", "json"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command.current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.target());
    // A mutant may leave code unused. Denied lints stay errors: one of them reports `const` evaluation
    // that does not terminate.
    command.env("RUSTFLAGS", "-A warnings");
    let (messages, stderr, succeeded) = compiler::run(command)?;
    let mut build = Build { programs: Vec::new(), errors: Vec::new(), succeeded, stderr };
    for CargoMessage { reason, manifest_path, target, executable, message } in messages {
        match (reason.as_str(), target, message) {
            ("compiler-artifact", Some(target), _) => {
                let folder = manifest_path.as_deref().and_then(|path| path.parent());
                if let (Some(path), Some(folder)) = (executable, folder) {
                    let folder = folder.to_owned();
                    build.programs.push(Program { name: target.name, folder, path });
                }
            }
            ("compiler-message", _, Some(message)) if message.level == "error" => {
                let primary = message.spans.into_iter().find(|span| span.is_primary);
                if let Some(span) = primary {
                    let text = message.rendered.unwrap_or_default();
                    build.errors.push((span.file_name, span.line_start, text));
                }
            }
            _ => {}
        }
    }
    Ok(build)
}
