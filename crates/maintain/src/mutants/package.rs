//! A package beside ours, in which the answers are switched: the tests and the snapshots are ours.
//! Ours is never touched.
use std::path::{Path, PathBuf};
use std::{fs, io};

use toml::{Table, Value};

use crate::mutants::files::{listed, put, read, stem};
use crate::mutants::problem::Problem;

/// What a mutant that is built alone is called, with its number.
pub(crate) const ALONE: &str = "alone_";

/// What the answers ask, and the tests of ours tell.
const SWITCH: &str = include_str!("switch.rs");

/// BuildMode a package is compiled that is compiled once, and that nobody debugs.
const ONCE: &str = "debug = false\nincremental = false\n";

/// The file with all mutants of an exercise that are switched. Reports name files without their
/// folders: in capitals it is never mistaken for the tests' file, and takes as much room as the
/// answer's.
pub(crate) fn switched(name: &str) -> String {
    format!("complete/{}.rs", name.to_uppercase())
}

/// What one exercise needs: the switched answer, and copies for those that cannot be switched.
pub(crate) struct Exercise<'a> {
    pub(crate) name: &'a str,
    /// Where its tests are.
    pub(crate) tests: &'a Path,
    /// Only a look at the switched answer: its tests are left out, for they say nothing about it.
    pub(crate) is_look: bool,
    pub(crate) switched: &'a str,
    /// The numbers of the mutants, and their files.
    pub(crate) alone: Vec<(usize, &'a str)>,
}

/// Writes everything; files that are as they must be are left alone.
pub(crate) fn write(root: &Path, folder: &Path, exercises: &[Exercise<'_>]) -> Result<(), Problem> {
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name).collect();
    let manifest = manifest(root, &format!("switch-{}", stem(folder)), &names, ONCE)?;
    let write = || -> io::Result<()> {
        put(&folder.join("Cargo.toml"), &manifest)?;
        put(&folder.join("src/lib.rs"), SWITCH)?;
        // The same versions as ours, always.
        put(&folder.join("Cargo.lock"), &fs::read_to_string(root.join("Cargo.lock"))?)?;
        for exercise in exercises {
            let name = exercise.name;
            let tests = exercise.tests;
            let test = fs::read_to_string(tests.join(format!("{name}.rs")))?;
            let modules = exercise.alone.iter().map(|(number, _)| {
                format!("\n#[path = \"../alone/{name}/{number}/{name}_tests.rs\"]\nmod {ALONE}{number};\n")
            });
            let switched = switched(name);
            let module = format!("\nmod {name};\n");
            let head = test.find(&module).map_or(test.len(), |at| at + module.len());
            let here = if exercise.is_look { &test[..head] } else { &test };
            let here =
                here.replace(&format!("\"../complete/{name}.rs\""), &format!("\"../{switched}\""));
            put(
                &folder.join(format!("tests/{name}.rs")),
                &format!("{here}{}", modules.collect::<String>()),
            )?;
            put(&folder.join(&switched), exercise.switched)?;
            copy(&tests.join(name), &folder.join("tests").join(name))?;
            for (number, text) in &exercise.alone {
                let home = folder.join("alone").join(name).join(number.to_string());
                put(&home.join(format!("{name}.rs")), text)?;
                put(&home.join(format!("{name}_tests.rs")), &inner(&test, name))?;
                copy(&tests.join(name), &home.join(name))?;
            }
        }
        snapshots(&root.join("tests/snapshots"), &folder.join("tests/snapshots"))
    };
    write().map_err(|error| Problem::io("write", folder.display(), &error))
}

/// One answer with its tests, unchanged, as a package for `cargo-mutants`: it only looks at what a
/// library is made of, so the answer is the library, and a module of the tests.
pub(crate) fn write_alone(root: &Path, folder: &Path, name: &str) -> Result<(), Problem> {
    let manifest = manifest(root, &format!("beside-{name}"), &[name], "")?;
    let write = || -> io::Result<()> {
        put(&folder.join("Cargo.toml"), &manifest)?;
        put(&folder.join("Cargo.lock"), &fs::read_to_string(root.join("Cargo.lock"))?)?;
        put(&folder.join("src/lib.rs"), &format!("//! The answer.\npub mod {name};\n"))?;
        let answer = fs::read_to_string(root.join(format!("complete/{name}.rs")))?;
        put(&folder.join(format!("src/{name}.rs")), &answer)?;
        let test = fs::read_to_string(root.join(format!("tests/{name}.rs")))?;
        let test =
            test.replace(&format!("\"../complete/{name}.rs\""), &format!("\"../src/{name}.rs\""));
        put(&folder.join(format!("tests/{name}.rs")), &test)?;
        copy(&root.join("tests").join(name), &folder.join("tests").join(name))?;
        snapshots(&root.join("tests/snapshots"), &folder.join("tests/snapshots"))
    };
    write().map_err(|error| Problem::io("write", folder.display(), &error))
}

/// A test crate as a module of another: without what only a crate can say, and with another path.
fn inner(test: &str, name: &str) -> String {
    let is_of_a_crate = |line: &&str| {
        line.starts_with("#![")
            || line.starts_with("//!")
            || *line == "#[macro_use]"
            || line.starts_with("extern crate")
            || line.starts_with("#[cfg_attr(")
    };
    let path = format!("#[path = \"{name}.rs\"]\nmod {name};");
    test.lines()
        .filter(|line| !is_of_a_crate(line))
        .map(|line| if line == format!("mod {name};") { path.as_str() } else { line })
        .fold(String::new(), |text, line| text + line + "\n")
}

/// The manifest: our dependencies and profiles, and a test for each exercise. All packages share one
/// folder of what is built, where cargo tells two of one name apart by no more than their times: each
/// has a name of its own.
fn manifest(
    root: &Path,
    package: &str,
    names: &[&str],
    profile_of_it: &str,
) -> Result<String, Problem> {
    let ours: Table = read(root, "Cargo.toml")?.parse().map_err(|error: toml::de::Error| {
        Problem::new(format!("Cargo.toml: {}", error.message()))
    })?;
    let mut made = Table::new();
    let mut workspace = Table::new();
    workspace.insert("resolver".into(), "3".into());
    if let Some(dependencies) = ours.get("workspace").and_then(|of| of.get("dependencies")) {
        workspace.insert("dependencies".into(), absolute(dependencies.clone(), root));
    }
    made.insert("workspace".into(), workspace.into());
    made.insert(
        "package".into(),
        parsed(&format!(
            "name = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\
             autotests = false\n"
        )),
    );
    made.insert("lib".into(), parsed("name = \"switch\"\ntest = false\n"));
    for section in ["features", "dependencies", "dev-dependencies"] {
        if let Some(of) = ours.get(section) {
            made.insert(section.into(), of.clone());
        }
    }
    if let Some(Value::Table(features)) = made.get_mut("features") {
        features.insert("default".into(), vec!["complete", "web"].into());
    }
    // A mutant may have something that is not used any more, or not reached.
    made.insert("lints".into(), parsed("rust.warnings = \"allow\"\n"));
    let tests = names
        .iter()
        .map(|name| parsed(&format!("name = \"{name}\"\npath = \"tests/{name}.rs\"\n")));
    made.insert("test".into(), Value::Array(tests.collect()));
    // All else is compiled as ever, and so only once for the course and for this.
    let mut profile = match ours.get("profile").and_then(|of| of.get("dev")) {
        Some(Value::Table(profile)) => profile.clone(),
        _ => Table::new(),
    };
    let packages = profile.entry("package").or_insert_with(|| Table::new().into());
    if let Value::Table(packages) = packages {
        packages.insert(package.into(), parsed(profile_of_it));
    }
    let mut profiles = Table::new();
    profiles.insert("dev".into(), profile.into());
    made.insert("profile".into(), profiles.into());
    toml::to_string(&made).map_err(|error| Problem::new(format!("a manifest: {error}")))
}

fn parsed(text: &str) -> Value {
    Value::Table(text.parse().unwrap_or_default())
}

/// Paths of dependencies, which are relative to our root, made absolute.
fn absolute(mut dependencies: Value, root: &Path) -> Value {
    let Value::Table(table) = &mut dependencies else { return dependencies };
    for (_, dependency) in table.iter_mut() {
        if let Some(path) = dependency.get_mut("path")
            && let Some(text) = path.as_str()
        {
            *path = root.join(text).to_string_lossy().into_owned().into();
        }
    }
    dependencies
}

/// Makes `to` hold the files of `from`; no folder holds none.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for file in listed(from)? {
        put(&to.join(file.file_name().unwrap_or_default()), &fs::read_to_string(&file)?)?;
    }
    Ok(())
}

fn snapshots(from: &Path, to: &Path) -> io::Result<()> {
    let ours: Vec<PathBuf> = listed(from)?;
    for stale in listed(to)?.iter().filter(|path| !ours.iter().any(|own| stem(own) == stem(path))) {
        fs::remove_file(stale)?;
    }
    copy(from, to)
}

#[cfg(test)]
mod tests {
    use super::inner;

    #[test]
    fn a_test_crate_becomes_a_module() {
        let test = "//! Bank.\n#![forbid(unsafe_code)]\n#[macro_use]\nextern crate interleave as std;\n\
            #[cfg_attr(feature = \"complete\", path = \"../complete/bank.rs\")]\nmod bank;\nuse bank::A;\n";
        assert_eq!(inner(test, "bank"), "#[path = \"bank.rs\"]\nmod bank;\nuse bank::A;\n");
    }
}
