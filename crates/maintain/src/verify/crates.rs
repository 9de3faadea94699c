//! The crates' own tests, and their snapshots.
use std::fs;
use std::path::{Path, PathBuf};

use course::screen::Progress;
use course::{Error, Workspace, parallel};
use walkdir::WalkDir;

use super::context::{StepResult, VerifyContext, count, one, unless};
use super::{lints, snapshots};

/// Tests that one cargo command builds and runs.
struct Group {
    name: &'static str,
    /// `None`: those of [`ALIAS`].
    packages: Option<&'static [&'static str]>,
    options: &'static [&'static str],
}

/// The alias in `.cargo/config.toml` that names the maintainers' packages.
pub(super) const ALIAS: &str = "maintainers";

/// Each dependency is compiled once for the packages of a command, with the features that all of them need. So
/// all that does not depend on the engine is in one selection, which the other steps use as well. The rest uses
/// what the exercises use. The engine's unit tests are compiled without optimization: optimizing them takes
/// longer than they then save. Its other tests are a package of their own, which uses the optimized engine.
const GROUPS: [Group; 6] = [
    // First, because they take longest. Cargo runs one test program after the other, so there are two groups, by the
    // first letter of the program's name.
    Group { name: "integration-s-to-z", packages: None, options: &["--test", "[s-z]*"] },
    Group { name: "integration-a-to-r", packages: None, options: &["--test", "[!s-z]*"] },
    Group { name: "unit", packages: None, options: &["--lib", "--bins"] },
    Group { name: "doc", packages: None, options: &["--doc"] },
    Group {
        name: "engine",
        packages: Some(&["interleave-std"]),
        options: &["--config", "profile.dev.package.interleave-std.opt-level=0"],
    },
    Group {
        name: "exercises",
        packages: Some(&[
            "interleave-tests",
            "peers",
            "judge",
            "protocol",
            "interleave-report",
            "source-check",
            "book",
        ]),
        // Optimizing it takes 4 s of CPU time, and saves 14 s in the tests of `peers`. Not in Cargo.toml: scratch
        // workspaces have its profiles, but not this package.
        options: &["--config", "profile.dev.package.shuttle-engine.opt-level=1"],
    },
];

impl Group {
    fn packages(&self, maintainers: &[String]) -> Vec<String> {
        let own = self.packages.map(|own| own.iter().map(|&package| package.to_owned()).collect());
        own.unwrap_or_else(|| maintainers.to_vec())
    }
}

pub(super) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let maintainers = maintainers(workspace).map_err(one)?;
    // Cargo builds one group at a time, while the tests of the others run.
    let outputs = parallel::map_with(GROUPS.len(), &GROUPS, |group| {
        let used = used_file(workspace, group);
        // It may not exist; insta appends to it.
        let _ = fs::remove_file(&used);
        let mut command = lints::quiet(workspace, "test");
        for package in group.packages(&maintainers) {
            command.args(["--package", &package]);
        }
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
    errors.extend(missing_packages(&workspace.path("crates"), &maintainers));
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
        let used =
            GROUPS.iter().flat_map(|group| snapshots::references(&used_file(workspace, group)));
        errors.extend(snapshots::unused(workspace, &accepted, &used.collect()));
    }
    unless(errors, || {
        format!("{} passed, {} used", count(passed, "test"), count(accepted.len(), "snapshot"))
    })
}

/// Where insta lists the snapshots that the tests of a group use.
fn used_file(workspace: &Workspace, group: &Group) -> PathBuf {
    workspace.cache_path(&format!("snapshots-in-use-{}", group.name))
}

/// The packages that the alias names.
fn maintainers(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let config = workspace.read(".cargo/config.toml")?;
    let rest = config.split_once(&format!("\n{ALIAS} = ")).map_or("", |(_, rest)| rest);
    let alias = rest.split("\"\"\"").nth(1).unwrap_or_default();
    Ok(alias.split("--package").skip(1).map(|name| name.trim().to_owned()).collect())
}

/// Crates that no group contains.
fn missing_packages(crates: &Path, maintainers: &[String]) -> Vec<String> {
    let folders = course::files::list(crates).unwrap_or_default();
    let names = folders.iter().map(course::files::stem);
    let known: Vec<String> = GROUPS.iter().flat_map(|group| group.packages(maintainers)).collect();
    let is_missing = |name: &String| {
        let packages = [name.clone(), format!("interleave-{name}"), format!("{name}-std")];
        !packages.iter().any(|package| known.contains(package))
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
