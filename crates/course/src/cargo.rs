//! Asking cargo: one build for many targets, and where the executables are.
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anstream::adapter::strip_str;

use crate::error::Error;
use crate::messages;
use crate::process::{self, ExitKind, Output};
use crate::screen::Progress;
use crate::workspace::Workspace;

/// No build of this course takes so long, and no compiler may hang for ever.
const LIMIT: Duration = Duration::from_secs(1800);

/// A target of the root package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Test(String),
    Example(String),
}

/// What a build brought.
#[derive(Debug, Default)]
pub struct Built {
    pub executables: BTreeMap<Target, PathBuf>,
    /// What exercises may use besides std, by name, as far as it was needed.
    pub libraries: BTreeMap<String, PathBuf>,
    /// Everything that cargo and rustc wrote.
    pub said: String,
}

/// A `cargo` that works in the workspace, with nothing from the environment that could change a
/// verdict and nothing of what `cargo run` tells this command about itself.
pub fn command(workspace: &Workspace, subcommand: &str) -> Command {
    let mut command = Command::new(program());
    command.arg(subcommand).arg("--locked").current_dir(&workspace.root);
    clean(&mut command);
    command
}

/// Takes from `command` every variable that means something to the tests or to their libraries.
pub fn clean(command: &mut Command) {
    const PREFIXES: [&str; 6] = [
        "INSTA_",
        "PROPTEST_",
        "RUST_TEST_",
        protocol::environment::PREFIX,
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
    ];
    const NAMES: [&str; 4] =
        ["RUST_BACKTRACE", "RUST_LIB_BACKTRACE", "RUST_MIN_STACK", "MAKEFLAGS"];
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if NAMES.contains(&text.as_ref()) || PREFIXES.iter().any(|p| text.starts_with(p)) {
            command.env_remove(&name);
        }
    }
}

/// `--no-default-features`, and the features that are needed.
pub fn features(command: &mut Command, features: &[String]) {
    command.arg("--no-default-features");
    if !features.is_empty() {
        command.arg("--features").arg(features.join(","));
    }
}

/// Builds all of `targets` that can be built; a target that does not compile stops no other.
pub fn build(
    workspace: &Workspace,
    targets: &[Target],
    with: &[String],
    progress: &mut Progress,
) -> Result<Built, Error> {
    let mut command = command(workspace, "build");
    features(&mut command, with);
    command.args(["--keep-going", "--message-format", "json-render-diagnostics"]);
    if anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never {
        command.args(["--color", "always"]);
    }
    for target in targets {
        match target {
            Target::Test(name) => command.args(["--test", name]),
            Target::Example(name) => command.args(["--example", name]),
        };
    }
    let ended = finish(command, progress)?;
    let artifacts = ended.stdout.lines().filter_map(artifact);
    let executables = artifacts.map(|artifact| (artifact.target, artifact.executable)).collect();
    let libraries = ended.stdout.lines().filter_map(library).collect();
    Ok(Built { executables, libraries, said: ended.stderr })
}

/// Builds the tests of every package of another workspace, into the workspace's target folder: the
/// executables by package and what was said. That workspace has its own lock file, made from ours.
pub fn build_variants(
    workspace: &Workspace,
    folder: &Path,
    progress: &mut Progress,
) -> Result<(BTreeMap<String, PathBuf>, String), Error> {
    let mut command = Command::new(program());
    command.args(["build", "--offline", "--workspace", "--tests", "--keep-going"]);
    command.args(["--message-format", "json-render-diagnostics"]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", &workspace.target);
    clean(&mut command);
    let ended = finish(command, progress)?;
    let artifacts = ended.stdout.lines().filter_map(artifact);
    let executables = artifacts.map(|artifact| (artifact.package, artifact.executable)).collect();
    Ok((executables, ended.stderr))
}

/// Executables by package and target.
pub type Executables = BTreeMap<(String, Target), PathBuf>;

/// Builds the test and the program of some packages of another workspace, for at most `limit`: the
/// executables and what was said; nothing if it took longer.
pub fn build_packages(
    workspace: &Workspace,
    folder: &Path,
    packages: &[&str],
    limit: Duration,
    progress: &mut Progress,
) -> Result<Option<(Executables, String)>, Error> {
    let mut command = Command::new(program());
    command.args(["build", "--offline", "--tests", "--examples", "--keep-going"]);
    command.args(["--message-format", "json-render-diagnostics", "--color", "never"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command.current_dir(folder).env("CARGO_TARGET_DIR", &workspace.target);
    clean(&mut command);
    let ended = process::run(command, limit, |line| watch(line, progress))
        .map_err(|error| Error::io("run", "cargo", &error).help(messages::NO_CARGO))?;
    if ended.exit == ExitKind::TimedOut {
        return Ok(None);
    }
    let artifacts = ended.stdout.lines().filter_map(artifact);
    let executables = artifacts
        .map(|artifact| ((artifact.package, artifact.target), artifact.executable))
        .collect();
    Ok(Some((executables, ended.stderr)))
}

fn finish(command: Command, progress: &mut Progress) -> Result<Output, Error> {
    let ended = process::run(command, LIMIT, |line| watch(line, progress))
        .map_err(|error| Error::io("run", "cargo", &error).help(messages::NO_CARGO))?;
    if ended.exit == ExitKind::TimedOut {
        return Err(Error::new("the build took more than half an hour and was stopped"));
    }
    Ok(ended)
}

pub fn program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// Shows what is being compiled.
pub fn watch(line: &str, progress: &mut Progress) {
    let line = strip_str(line).to_string();
    if let Some(rest) = line.trim_start().strip_prefix("Compiling ") {
        let name = rest.split(' ').next().unwrap_or(rest);
        if name != "coursework" {
            progress.announce(messages::FIRST_BUILD);
        }
        progress.say(format!("compiling {name}"));
    } else if line.trim_start().starts_with("Blocking") {
        progress.say("waiting for another cargo to finish");
    }
}

/// An executable that cargo announces.
#[derive(Debug, PartialEq, Eq)]
struct Artifact {
    /// The folder of its package.
    package: String,
    target: Target,
    executable: PathBuf,
}

/// The executable that a line of cargo's JSON announces. Cargo writes no blanks between the parts.
fn artifact(line: &str) -> Option<Artifact> {
    if !line.starts_with("{\"reason\":\"compiler-artifact\"") {
        return None;
    }
    let executable = PathBuf::from(text_after(line, "\"executable\":")?);
    let manifest = PathBuf::from(text_after(line, "\"manifest_path\":")?);
    let package = manifest.parent()?.file_name()?.to_string_lossy().into_owned();
    let target = &line[line.find("\"target\":{")?..];
    let name = text_after(target, "\"name\":")?;
    let target = match text_after(target, "\"kind\":[")?.as_str() {
        "test" => Target::Test(name),
        "example" => Target::Example(name),
        _ => return None,
    };
    Some(Artifact { package, target, executable })
}

/// The library that a line of cargo's JSON announces, if exercises may use it: its name and its file.
fn library(line: &str) -> Option<(String, PathBuf)> {
    const LIBRARIES: [&str; 3] = ["http", "serde", "serde_json"];
    if !line.starts_with("{\"reason\":\"compiler-artifact\"") {
        return None;
    }
    let target = &line[line.find("\"target\":{")?..];
    let name = text_after(target, "\"name\":").filter(|name| LIBRARIES.contains(&name.as_str()))?;
    let file = PathBuf::from(text_after(target, "\"filenames\":[")?);
    file.extension().is_some_and(|extension| extension == "rlib").then_some((name, file))
}

/// The JSON text that directly follows `key`.
fn text_after(json: &str, key: &str) -> Option<String> {
    let rest = json[json.find(key)? + key.len()..].strip_prefix('"')?;
    let mut text = String::new();
    let mut chars = rest.chars();
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => match chars.next()? {
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"reason":"compiler-artifact","package_id":"path+file:///a#coursework@0.1.0","manifest_path":"/a/Cargo.toml","target":{"kind":["test"],"crate_types":["bin"],"name":"loon","src_path":"/a/tests/loon.rs"},"executable":"C:\\a b\\loon-\u0031.exe","fresh":false}"#;

    #[test]
    fn a_library_is_found_in_its_line() {
        const HTTP: &str = r#"{"reason":"compiler-artifact","package_id":"registry+a#http@1.5.0","manifest_path":"/a/Cargo.toml","target":{"kind":["lib"],"crate_types":["lib"],"name":"http","src_path":"/a/src/lib.rs"},"features":["std"],"filenames":["/t/libhttp-1.rlib","/t/libhttp-1.rmeta"],"executable":null,"fresh":true}"#;
        assert_eq!(library(HTTP), Some(("http".into(), PathBuf::from("/t/libhttp-1.rlib"))));
        assert_eq!(library(&HTTP.replace("\"http\"", "\"bytes\"")), None);
        assert_eq!(library(LINE), None);
    }

    #[test]
    fn an_executable_is_found_in_its_line() {
        assert_eq!(
            artifact(LINE),
            Some(Artifact {
                package: "a".into(),
                target: Target::Test("loon".into()),
                executable: PathBuf::from("C:\\a b\\loon-1.exe"),
            })
        );
    }

    #[test]
    fn a_library_has_none() {
        let line =
            LINE.replace(r#""executable":"C:\\a b\\loon-\u0031.exe""#, r#""executable":null"#);
        assert_eq!(artifact(&line), None);
        assert_eq!(artifact("{\"reason\":\"build-finished\",\"success\":true}"), None);
    }
}
