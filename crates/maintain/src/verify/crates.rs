//! The crates' own tests, and their snapshots.
use std::fs;
use std::path::{Path, PathBuf};

use course::parallel;
use course::workspace::Workspace;
use walkdir::WalkDir;

use super::context::{StepResult, count, unless};
use super::{lints, snapshots};

/// Packages that are built and tested by one cargo command.
struct Group {
    packages: &'static [&'static str],
    options: &'static [&'static str],
}

/// Packages of one group need the same features of shared dependencies. Otherwise cargo would compile
/// again what the other steps have already compiled, such as the engine, `course` and `maintain`. The
/// engine's unit tests are compiled without optimization: optimizing them takes longer than they then save.
/// Its other tests are a package of their own, which uses the optimized engine of the exercises.
const GROUPS: [Group; 5] = [
    // First, because one of them contains the longest test. All of these use `rexpect` in their tests.
    Group { packages: &["grade", "sandbox", "watch", "course"], options: &[] },
    Group { packages: &["maintain", "explain", "picture", "book", "figures"], options: &[] },
    Group { packages: &["serve", "play"], options: &[] },
    Group {
        packages: &["interleave-std"],
        options: &["--config", "profile.dev.package.interleave-std.opt-level=0"],
    },
    Group {
        packages: &[
            "interleave-tests",
            "peers",
            "judge",
            "protocol",
            "interleave-report",
            "source-check",
        ],
        options: &[],
    },
];

pub(super) fn check(workspace: &Workspace) -> StepResult {
    // Cargo builds one group at a time, while the tests of the others run.
    let outputs = parallel::map_with(GROUPS.len(), &GROUPS, |group| {
        let used = used_file(workspace, group);
        // It may not exist; insta appends to it.
        let _ = fs::remove_file(&used);
        let mut command = lints::quiet(workspace, "test");
        command.args(group.packages.iter().flat_map(|package| ["--package", package]));
        command.args(group.options).arg("--no-fail-fast");
        command.env("INSTA_UPDATE", "no").env("INSTA_SNAPSHOT_REFERENCES_FILE", &used);
        lints::run(command)
    });
    let (mut passed, mut errors) = (0, Vec::new());
    for output in outputs {
        match output {
            Ok(output) => passed += output.lines().filter_map(number_passed).sum::<usize>(),
            Err(output) => errors.extend(output),
        }
    }
    errors.extend(missing_packages(&workspace.path("crates")));
    let (mut accepted, mut new) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(workspace.path("crates")).sort_by_file_name().into_iter().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".snap") {
            accepted.push(entry.into_path());
        } else if name.ends_with(".snap.new") {
            new.push(entry.into_path());
        }
    }
    errors.extend(snapshots::pending(workspace, &new));
    if errors.is_empty() {
        let used = GROUPS
            .iter()
            .flat_map(|packages| snapshots::references(&used_file(workspace, packages)));
        errors.extend(snapshots::unused(workspace, &accepted, &used.collect()));
    }
    unless(errors, || {
        format!("{} passed, {} used", count(passed, "test"), count(accepted.len(), "snapshot"))
    })
}

/// Where insta lists the snapshots that the tests of a group use.
fn used_file(workspace: &Workspace, group: &Group) -> PathBuf {
    workspace.cache_path(&format!("snapshots-in-use-{}", group.packages[0]))
}

/// Crates that no group contains.
fn missing_packages(crates: &Path) -> Vec<String> {
    let folders = course::files::list(crates).unwrap_or_default();
    let names = folders.iter().map(|folder| course::files::stem(folder));
    let is_missing = |name: &String| {
        let packages = [name.clone(), format!("interleave-{name}"), format!("{name}-std")];
        !GROUPS
            .iter()
            .flat_map(|group| group.packages)
            .any(|known| packages.iter().any(|name| name == known))
    };
    names
        .filter(is_missing)
        .map(|name| format!("crates/{name} is not in a group of tests"))
        .collect()
}

/// The 12 of `test result: ok. 12 passed; …`.
fn number_passed(line: &str) -> Option<usize> {
    line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse().ok()
}
