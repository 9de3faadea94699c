//! `doctor`: checks that this machine has what the course needs, and says how to fix what is missing.
use std::ffi::OsString;
use std::fs;
use std::iter::empty;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::error::Error;
use crate::messages::{self, Check, fix};
use crate::process::{self, Output};
use crate::screen::Progress;
use crate::workspace::{Source, Workspace};
use crate::{cargo, external_command, starters};

/// No check takes this long on a working machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Enough for the build files of the exercises and of the maintainers' commands.
const NEEDED_MIB: u64 = 1024;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let workspace = &context.workspace;
    let progress = Progress::start();
    let checks: [(&str, &dyn Fn() -> Check); 7] = [
        ("the files", &|| files(context)),
        ("rustc", &|| rustc(workspace)),
        ("cargo", &|| tool(workspace, cargo::program(), "cargo")),
        ("the target folder", &|| target(workspace)),
        ("the linker", &|| linker(workspace)),
        ("the disk", &|| disk(&workspace.target)),
        ("the crates", &|| crates(workspace)),
    ];
    let mut failed = 0;
    for (name, check) in checks {
        progress.say(format!("checking {name}"));
        let result = check();
        progress.stop();
        failed += usize::from(matches!(result, Check::Failed { .. }));
        progress.print(messages::check(name, &result).trim_end());
    }
    drop(progress);
    // Students do not compile the grader to learn about their machine.
    if arguments.has("grader") {
        anstream::println!("{}", messages::SANDBOX);
        let code = external_command::call(workspace, "grade", external_command::LAYERS, empty())?;
        failed += usize::from(code != ExitCode::SUCCESS);
    }
    anstream::print!("{}", messages::summary(failed, context.commands));
    Ok(ExitCode::from(u8::from(failed > 0)))
}

fn files(context: &Context) -> Check {
    let workspace = &context.workspace;
    let mut missing: Vec<String> = Vec::new();
    for name in context.catalog.names() {
        let shown =
            [Source::Exercise.shown(name), Source::Answer.shown(name), starters::file(name)];
        let all = shown.into_iter().chain([format!("tests/{name}.rs")]);
        missing.extend(all.filter(|file| !workspace.path(file).is_file()));
    }
    match missing.as_slice() {
        [] => {
            Check::Ok(format!("{} exercises, each with its test", context.catalog.names().count()))
        }
        [first, ..] if first.starts_with("exercises/") => {
            let name = first.trim_start_matches("exercises/").trim_end_matches(".rs");
            Check::failed(
                format!("{first} is missing"),
                format!("{} restores the starter", context.commands.quoted("reset", name)),
            )
        }
        [first, rest @ ..] => Check::failed(
            format!("{first} is missing{}", messages::and_more(rest.len())),
            fix::CLONE,
        ),
    }
}

fn rustc(workspace: &Workspace) -> Check {
    let result = tool(workspace, cargo::rustc(), "rustc");
    let Check::Ok(version) = &result else { return result };
    let manifest = workspace.read("Cargo.toml").unwrap_or_default();
    let needed = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \""))
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or("1.95");
    match (major_minor(version), major_minor(needed)) {
        (Some(has), Some(needs)) if has < needs => {
            Check::failed(format!("{version} is too old: {needed} is needed"), fix::UPDATE)
        }
        _ => result,
    }
}

/// The major and minor version, from the first word that starts with a digit.
fn major_minor(version: &str) -> Option<(u32, u32)> {
    let word = version.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = word.split(['.', '-']).map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// Runs a program and checks its output. Rust is not installed if it cannot be run.
fn run_tool(command: Command, name: &str, check: impl FnOnce(Output) -> Check) -> Check {
    match process::run(command, LIMIT, |_| ()) {
        Ok(output) => check(output),
        Err(error) => Check::failed(format!("{name} cannot be run: {error}"), fix::RUSTUP),
    }
}

/// Whether a program runs and prints its version.
fn tool(workspace: &Workspace, program: OsString, name: &str) -> Check {
    let mut command = Command::new(program);
    command.arg("--version").current_dir(&workspace.root);
    run_tool(command, name, |output| match output.succeeded() {
        true => Check::Ok(output.stdout.lines().next().unwrap_or(name).trim().to_owned()),
        false => Check::failed(format!("{name} fails: {}", last(&output)), fix::RUSTUP),
    })
}

fn target(workspace: &Workspace) -> Check {
    let (folder, probe) = (workspace.cache_path(""), workspace.cache_path("probe"));
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&probe, "probe"))
        .and_then(|()| fs::remove_file(&probe));
    let target = workspace.target.display();
    match written {
        Ok(()) => Check::Ok(format!("{target} can be written")),
        Err(error) => Check::failed(format!("{target} cannot be written: {error}"), fix::TARGET),
    }
}

/// Compiles and links a minimal program.
fn linker(workspace: &Workspace) -> Check {
    let folder = workspace.cache_path("doctor");
    let source = folder.join("linked.rs");
    if fs::create_dir_all(&folder).and_then(|()| fs::write(&source, "fn main() {}\n")).is_err() {
        return Check::Skipped("it needs the target folder".to_owned());
    }
    let mut command = Command::new(cargo::rustc());
    command.args(["--edition", "2024", "-C", "debuginfo=0", "--out-dir"]);
    command.arg(&folder).arg(&source).current_dir(&workspace.root);
    let linked = run_tool(command, "rustc", |output| match output.succeeded() {
        true => Check::Ok("linking works".to_owned()),
        false if output.stderr.contains("linker") => {
            Check::failed(format!("linking fails: {}", first_error(&output)), fix::LINKER)
        }
        false => Check::failed(format!("rustc fails: {}", first_error(&output)), fix::RUSTUP),
    });
    let _ = fs::remove_dir_all(&folder);
    linked
}

#[cfg(unix)]
fn disk(target: &Path) -> Check {
    let existing = target.ancestors().find(|folder| folder.is_dir()).unwrap_or(target);
    let mut command = Command::new("df");
    command.arg("-Pk").arg(existing);
    let free =
        process::run(command, LIMIT, |_| ()).ok().and_then(|output| free_mib(&output.stdout));
    match free {
        Some(free) if free < NEEDED_MIB => Check::failed(
            format!("only {free} MiB are free; {NEEDED_MIB} MiB are needed"),
            fix::DISK,
        ),
        Some(free) => Check::Ok(format!("{free} MiB are free")),
        None => Check::Skipped("`df` does not print the free space".to_owned()),
    }
}

#[cfg(not(unix))]
fn disk(_: &Path) -> Check {
    Check::Skipped(format!("{NEEDED_MIB} MiB must be free; if they are not: {}", fix::DISK))
}

/// The fourth column of the last line of `df -Pk`.
#[cfg_attr(not(unix), allow(dead_code, reason = "there is no df"))]
fn free_mib(df: &str) -> Option<u64> {
    df.lines().last()?.split_whitespace().nth(3)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Whether all dependencies of the exercises are downloaded, so that they work offline.
fn crates(workspace: &Workspace) -> Check {
    let mut tree = cargo::command(workspace, "tree");
    tree.args(["--offline", "--quiet", "--package", "coursework", "--edges", "normal,build,dev"]);
    let mut fetch = cargo::command(workspace, "fetch");
    fetch.arg("--quiet");
    run_tool(tree, "cargo", |output| match output.succeeded() {
        true => Check::Ok("all are downloaded: the exercises work offline".to_owned()),
        false => run_tool(fetch, "cargo", |output| match output.succeeded() {
            true => Check::Ok("the missing ones have been downloaded".to_owned()),
            false => {
                let error = first_error(&output);
                Check::failed(format!("some are missing: {error}"), fix::NETWORK)
            }
        }),
    })
}

fn last(output: &Output) -> String {
    output.text().lines().last().unwrap_or("it printed nothing").trim().to_owned()
}

fn first_error(output: &Output) -> String {
    let text = output.text();
    let error = text.lines().find_map(|line| line.strip_prefix("error: "));
    error.map_or_else(|| last(output), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(major_minor("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(major_minor("rustc 1.100.0-nightly"), Some((1, 100)));
        assert!(major_minor("rustc 1.100.0") > major_minor("1.95"));
        assert_eq!(major_minor("rustc"), None);
    }

    #[test]
    fn free_space_is_in_the_fourth_column() {
        let df = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/a b 100 2097152 5% /\n";
        assert_eq!(free_mib(df), Some(2048));
        assert_eq!(free_mib(""), None);
    }
}
