//! One build for all, and what the compiler says about single mutants.
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

use serde::Deserialize;

use crate::mutants::files;
use crate::mutants::problem::Problem;

/// What a build brought.
pub(crate) struct Built {
    /// The test programs by exercise.
    pub(crate) programs: BTreeMap<String, PathBuf>,
    pub(crate) errors: Vec<Error>,
    /// What cargo itself said.
    pub(crate) said: String,
}

/// An error of the compiler.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) exercise: String,
    /// `E0382`, or the name of a lint.
    pub(crate) code: String,
    pub(crate) text: String,
    /// Where it is: file and line.
    pub(crate) places: Vec<(String, usize)>,
}

/// A line of what cargo says about a build, as far as it is needed.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) reason: String,
    pub(crate) manifest_path: Option<PathBuf>,
    pub(crate) target: Option<Target>,
    pub(crate) executable: Option<PathBuf>,
    pub(crate) message: Option<Message>,
}

#[derive(Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Message {
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

/// Builds all test programs of the package as far as they can be built.
pub(crate) fn build(root: &Path, folder: &Path) -> Result<Built, Problem> {
    let mut command = Command::new(cargo());
    command.args(["build", "--offline", "--tests", "--keep-going", "--message-format", "json"]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", files::target(root));
    command.stdin(Stdio::null());
    forget_caller(&mut command);
    let output =
        command.output().map_err(|error: io::Error| Problem::io("run", "cargo", &error))?;
    let mut built = Built {
        programs: BTreeMap::new(),
        errors: Vec::new(),
        said: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Line>(line) else { continue };
        let Some(target) = line.target.filter(|target| target.kind == ["test"]) else { continue };
        match (line.reason.as_str(), line.executable, line.message) {
            ("compiler-artifact", Some(program), _) => {
                built.programs.insert(target.name, program);
            }
            ("compiler-message", _, Some(message)) => {
                built.errors.extend(error(target.name, message));
            }
            _ => {}
        }
    }
    Ok(built)
}

fn error(exercise: String, message: Message) -> Option<Error> {
    // The last ones only count the others.
    if message.level != "error" || message.spans.is_empty() {
        return None;
    }
    let primary = message.spans.iter().filter(|span| span.is_primary);
    Some(Error {
        exercise,
        code: message.code.map_or_else(|| "error".to_owned(), |code| code.code),
        text: message.rendered.unwrap_or(message.message),
        places: primary.map(|span| (span.file_name.clone(), span.line_start)).collect(),
    })
}

/// What cargo tells a program that it runs must not reach a build of its own.
pub(crate) fn forget_caller(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
}

pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}
