//! Builds with cargo, and reads the JSON messages that it prints.
mod message;
pub(crate) mod messages;

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anstream::adapter::strip_str;

use message::Message;
pub use message::{Artifact, Diagnostic, Target};

use crate::error::Error;
use crate::process::{self, ExitKind};
use crate::screen::{Progress, has_colors};
use crate::workspace::Workspace;

/// No build of this course takes this long; a compiler that hangs is killed.
const LIMIT: Duration = Duration::from_secs(1800);

/// The package that an alias of `.cargo/config.toml` builds, together with others.
const MAINTAIN: &str = "maintain";

/// The result of a build.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// Every executable.
    pub artifacts: Vec<Artifact>,
    /// The files of the built libraries, by the names that code uses.
    pub libraries: BTreeMap<String, Vec<PathBuf>>,
    /// The errors that rustc reported, in order.
    pub errors: Vec<Diagnostic>,
    /// The output of cargo itself.
    pub stderr: String,
    /// Whether everything was built.
    pub finished: bool,
}

impl Built {
    /// The executable of a target of the root package.
    pub fn executable(&self, target: &Target) -> Option<&Path> {
        let artifact = self.artifacts.iter().find(|artifact| artifact.target == *target)?;
        Some(&artifact.executable)
    }

    /// rustc's errors, or cargo's own if rustc reported none.
    pub fn message(&self) -> String {
        if !self.errors.is_empty() {
            return text_of(&self.errors);
        }
        let lines = self.stderr.lines();
        let is_status = |line: &&str| strip_str(line).to_string().starts_with(' ');
        lines.filter(|line| !is_status(line)).collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// Errors of rustc as a student reads them.
pub fn text_of(errors: &[Diagnostic]) -> String {
    let mut paragraphs: Vec<&str> = errors.iter().map(|error| error.rendered.trim_end()).collect();
    let mut codes = errors.iter().filter_map(|error| error.code.as_deref());
    let explain = codes.find(|code| code.starts_with('E')).map(messages::explain);
    paragraphs.extend(explain.as_deref());
    paragraphs.join("\n\n")
}

/// A `cargo` command for the workspace. Its environment lacks the variables that could change a verdict, and
/// those that `cargo run` sets for this process.
pub fn command(workspace: &Workspace, subcommand: &str) -> Command {
    let mut command = clean_command();
    command.arg(subcommand).arg("--locked").current_dir(&workspace.root);
    command
}

/// A `cargo` command that is not influenced by the environment of this process.
pub fn clean_command() -> Command {
    let mut command = Command::new(program());
    clean(&mut command);
    command
}

/// Removes every variable that the tests or their libraries would react to.
pub fn clean(command: &mut Command) {
    const PREFIXES: [&str; 7] = [
        "INSTA_",
        "PROPTEST_",
        "RUST_TEST_",
        protocol::environment::PREFIX,
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_PROFILE_",
    ];
    const NAMES: [&str; 5] = [
        "CARGO_BUILD_TARGET",
        "RUST_BACKTRACE",
        "RUST_LIB_BACKTRACE",
        "RUST_MIN_STACK",
        "MAKEFLAGS",
    ];
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if NAMES.contains(&text.as_ref()) || PREFIXES.iter().any(|p| text.starts_with(p)) {
            command.env_remove(&name);
        }
    }
}

/// Adds `--no-default-features` and these features.
pub fn features(command: &mut Command, features: &[String]) {
    command.arg("--no-default-features");
    if !features.is_empty() {
        command.arg("--features").arg(features.join(","));
    }
}

/// Builds targets of the root package. If one does not compile, the others are still built.
///
/// # Errors
/// If cargo cannot be run or does not finish.
pub fn build(
    workspace: &Workspace,
    targets: &[Target],
    with: &[String],
    progress: &mut Progress,
) -> Result<Built, Error> {
    let mut command = command(workspace, "build");
    features(&mut command, with);
    for target in targets {
        match target {
            Target::Test(name) => command.args(["--test", name]),
            Target::Example(name) => command.args(["--example", name]),
            Target::Library(_) => command.arg("--lib"),
        };
    }
    finish(command, progress)
}

/// Builds a program of another package of the workspace.
///
/// # Errors
/// If cargo cannot be run, or the package does not compile.
pub fn build_program(
    workspace: &Workspace,
    package: &str,
    progress: &mut Progress,
) -> Result<PathBuf, Error> {
    let command = match package {
        MAINTAIN => command(workspace, "maintainers"),
        _ => {
            let mut command = command(workspace, "build");
            command.args(["--package", package, "--bin", package]);
            command
        }
    };
    let built = finish(command, progress)?;
    let program =
        workspace.target.join("debug").join(format!("{package}{}", env::consts::EXE_SUFFIX));
    match built.errors.is_empty() && built.finished {
        true => Ok(program),
        false => Err(Error::new(messages::course_does_not_build(&built.message()))
            .help(messages::SEE_DOCTOR)),
    }
}

/// Builds the tests of another workspace into this workspace's target folder. That workspace has a lock file of
/// its own, derived from this one's. With a package, builds its tests and programs. Flags and wrappers of rustc that the
/// environment or the configuration of cargo sets do not count: a verdict must not depend on them.
///
/// # Errors
/// If cargo cannot be run or does not finish.
pub fn build_scratch(
    workspace: &Workspace,
    folder: &Path,
    package: Option<&str>,
    progress: &mut Progress,
) -> Result<Built, Error> {
    let mut command = clean_command();
    // Empty values replace all others.
    for name in ["CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env(name, "");
    }
    command.args(["build", "--offline", "--tests"]);
    // The crates of the course are members too. Without a name, cargo builds only the default members.
    if let Some(package) = package {
        command.args(["--examples", "--package", package]);
    }
    command.current_dir(folder).env("CARGO_TARGET_DIR", &workspace.target);
    finish(command, progress)
}

/// Runs a build with JSON messages.
///
/// # Errors
/// If cargo cannot be run or does not finish.
pub fn finish(mut command: Command, progress: &mut Progress) -> Result<Built, Error> {
    command.args(["--keep-going", "--message-format"]);
    command.arg(if has_colors() { "json-diagnostic-rendered-ansi" } else { "json" });
    let output = process::run(command, LIMIT, |line| watch(line, progress))
        .map_err(|error| not_run(&error))?;
    if output.exit == ExitKind::TimedOut {
        return Err(Error::new("the build took more than half an hour and was stopped"));
    }
    let mut built = Built { finished: output.succeeded(), ..Built::default() };
    for message in output.stdout.lines().filter_map(message::read) {
        match message {
            Message::Artifact(artifact) => built.artifacts.push(artifact),
            Message::Library(name, files) => {
                built.libraries.entry(name).or_default().extend(files);
            }
            Message::Error(error) => built.errors.push(error),
        }
    }
    built.stderr = output.stderr;
    Ok(built)
}

fn not_run(error: &io::Error) -> Error {
    let not_run = Error::io("run", "cargo", error);
    if not_run.is_shortage { not_run } else { not_run.help(messages::NO_CARGO) }
}

/// The `cargo` executable that runs this command.
pub fn program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// The compiler that cargo runs.
pub fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"))
}

/// An argument of rustc that contains a path, such as `dependency=PATH`.
pub fn joined(key: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(key);
    argument.push(path);
    argument
}

/// Shows which crate is being compiled.
pub fn watch(line: &str, progress: &mut Progress) {
    let line = strip_str(line).to_string();
    if let Some(rest) = line.trim_start().strip_prefix("Compiling ") {
        let name = rest.split(' ').next().unwrap_or(rest);
        if name != "coursework" {
            progress.announce(messages::FIRST_BUILD);
        }
        progress.say(format!("compiling {name}"));
    } else if line.trim_start().starts_with("Blocking") {
        progress.say("waiting for another cargo process to finish");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_error_from_rustc_cargos_own_error_is_shown() {
        let stderr = "   Compiling a v0.1.0\nerror: no such package\n".to_owned();
        let built = Built { stderr, ..Built::default() };
        assert_eq!(built.message(), "error: no such package");
    }

    #[test]
    fn errors_end_with_where_to_read_more() {
        let error = |file: &str, code: Option<&str>| Diagnostic {
            target: String::new(),
            rendered: format!("error in {file}\n"),
            code: code.map(str::to_owned),
            places: Vec::new(),
        };
        let errors = vec![error("a", Some("dead_code")), error("b", Some("E0425"))];
        let built = Built { errors, ..Built::default() };
        let explain = messages::explain("E0425");
        assert_eq!(built.message(), format!("error in a\n\nerror in b\n\n{explain}"));
    }
}
