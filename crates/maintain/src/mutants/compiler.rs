//! Builds with cargo, and the compiler's messages as data.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use course::{Error, Workspace, cargo};
use serde::Deserialize;

/// The result of a build.
pub(crate) struct Build {
    /// The test programs by exercise.
    pub(crate) programs: BTreeMap<String, PathBuf>,
    pub(crate) errors: Vec<CompileError>,
    pub(crate) stderr: String,
}

/// An error that the compiler reports.
#[derive(Debug)]
pub(crate) struct CompileError {
    pub(crate) exercise: String,
    /// `E0382`, or the name of a lint.
    pub(crate) code: String,
    pub(crate) message: String,
    /// File and line of each primary span.
    pub(crate) places: Vec<(String, usize)>,
}

/// A line of `cargo --message-format json`.
#[derive(Deserialize)]
pub(crate) struct CargoMessage {
    pub(crate) reason: String,
    pub(crate) manifest_path: Option<PathBuf>,
    pub(crate) target: Option<Target>,
    pub(crate) executable: Option<PathBuf>,
    pub(crate) message: Option<Diagnostic>,
}

#[derive(Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Diagnostic {
    pub(crate) level: String,
    pub(crate) message: String,
    pub(crate) code: Option<Code>,
    pub(crate) spans: Vec<Span>,
    pub(crate) rendered: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Code {
    pub(crate) code: String,
}

#[derive(Deserialize)]
pub(crate) struct Span {
    pub(crate) file_name: String,
    pub(crate) line_start: usize,
    pub(crate) is_primary: bool,
}

/// Compiles all test programs of a package that can be compiled.
pub(crate) fn build(workspace: &Workspace, folder: &Path) -> Result<Build, Error> {
    let mut command = cargo_command();
    command.args(["build", "--offline", "--tests", "--keep-going", "--message-format", "json"]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", &workspace.target);
    let (messages, stderr, _) = run(command)?;
    let mut build = Build { programs: BTreeMap::new(), errors: Vec::new(), stderr };
    for line in messages {
        let Some(target) = line.target.filter(|target| target.kind == ["test"]) else { continue };
        match (line.reason.as_str(), line.executable, line.message) {
            ("compiler-artifact", Some(program), _) => {
                build.programs.insert(target.name, program);
            }
            // The last errors have no span and only count the others.
            ("compiler-message", _, Some(message))
                if message.level == "error" && !message.spans.is_empty() =>
            {
                build.errors.push(error(target.name, message));
            }
            _ => {}
        }
    }
    Ok(build)
}

fn error(exercise: String, message: Diagnostic) -> CompileError {
    let primary = message.spans.iter().filter(|span| span.is_primary);
    CompileError {
        exercise,
        code: message.code.map_or_else(|| "error".to_owned(), |code| code.code),
        places: primary.map(|span| (span.file_name.clone(), span.line_start)).collect(),
        message: message.rendered.unwrap_or(message.message),
    }
}

/// Runs cargo: its messages, its standard error, and whether it succeeded.
pub(crate) fn run(mut command: Command) -> Result<(Vec<CargoMessage>, String, bool), Error> {
    let output = command.output().map_err(|error| Error::io("run", "cargo", &error))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages = stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok((messages, stderr, output.status.success()))
}

/// A cargo that is not influenced by the cargo that runs this program.
pub(crate) fn cargo_command() -> Command {
    let mut command = Command::new(cargo::program());
    cargo::clean(&mut command);
    command.stdin(Stdio::null());
    command
}
