//! The scratch package in which the answers contain their mutants; tests and snapshots are copies.
use std::path::Path;
use std::{fs, io};

use course::Workspace;
use course::files::{mirror, stem, write_if_changed};
use course::fingerprint::SNAPSHOTS;
use course::scratch::{Manifest, copy_lock_file};

/// The module of a mutant that is built with its own copy of the tests, followed by its number.
pub(crate) const ALONE: &str = "alone_";

/// The library that tells which mutant is active.
const SWITCH: &str = include_str!("switch.rs");

/// The file with all switched mutants of an exercise. Reports name files without folders; the capitals
/// distinguish it from the test file and keep the name as wide as the answer's.
pub(crate) fn switched(name: &str) -> String {
    format!("complete/{}.rs", name.to_uppercase())
}

/// What one exercise contributes.
pub(crate) struct Exercise<'a> {
    pub(crate) name: &'a str,
    /// The folder of its tests.
    pub(crate) tests: &'a Path,
    /// The answer with its switched mutants.
    pub(crate) switched: Option<Switched<'a>>,
    /// Sources with their own copy of the tests, each with the end of its module's name.
    pub(crate) alone: Vec<(String, &'a str)>,
}

pub(crate) struct Switched<'a> {
    pub(crate) text: &'a str,
    /// It is only type-checked, so its tests are left out.
    pub(crate) check_only: bool,
}

/// Writes everything; unchanged files keep their timestamps.
pub(crate) fn write(
    workspace: &Workspace,
    folder: &Path,
    features: &[String],
    exercises: &[Exercise<'_>],
) -> io::Result<()> {
    let manifest = Manifest::read(workspace)?;
    // Packages that share a target folder need different names.
    let package = format!("mutants-{}", stem(folder));
    let mut text = format!(
        "[workspace]\nresolver = \"3\"\n\n{}{}\n[lib]\nname = \"switch\"\ntest = false\n\n\
         [lints]\nrust.warnings = \"allow\"\n",
        manifest.shared(folder)?,
        manifest.package(&package, features)
    );
    for exercise in exercises {
        text += &format!("\n[[test]]\nname = \"{}\"\n", exercise.name);
        write_exercise(folder, exercise)?;
    }
    write_if_changed(&folder.join("Cargo.toml"), text)?;
    write_if_changed(&folder.join("src/lib.rs"), SWITCH)?;
    copy_lock_file(workspace, folder)?;
    mirror(&workspace.path(SNAPSHOTS), &folder.join(SNAPSHOTS), |_| true)
}

fn write_exercise(folder: &Path, exercise: &Exercise<'_>) -> io::Result<()> {
    let (name, tests) = (exercise.name, exercise.tests);
    let test = fs::read_to_string(tests.join(format!("{name}.rs")))?;
    let mut text = match &exercise.switched {
        None => lines(&test, belongs_to_a_crate),
        Some(Switched { check_only, .. }) => {
            let module = format!("\nmod {name};\n");
            let head = test.find(&module).map_or(test.len(), |at| at + module.len());
            let kept = if *check_only { &test[..head] } else { &test };
            kept.replace(
                &format!("\"../complete/{name}.rs\""),
                &format!("\"../{}\"", switched(name)),
            )
        }
    };
    for (id, source) in &exercise.alone {
        let source_file = alone_file(name, id);
        write_if_changed(&folder.join(&source_file), source)?;
        // Reports distinguish tests by their folder.
        let home = format!("alone/{name}/{id}");
        text += &format!("\n#[path = \"{home}/{name}_tests.rs\"]\nmod {ALONE}{id};\n");
        let home = folder.join("tests").join(home);
        let test = as_module(&test, name, &format!("../../../../{source_file}"));
        write_if_changed(&home.join(format!("{name}_tests.rs")), test)?;
        mirror(&tests.join(name), &home.join(name), |_| true)?;
    }
    write_if_changed(&folder.join(format!("tests/{name}.rs")), text)?;
    if let Some(Switched { text, .. }) = exercise.switched {
        write_if_changed(&folder.join(switched(name)), text)?;
        mirror(&tests.join(name), &folder.join("tests").join(name), |_| true)?;
    }
    Ok(())
}

fn alone_file(name: &str, id: &str) -> String {
    format!("alone/{name}/{id}/{name}.rs")
}

/// The file of a source in `alone`, as the compiler names it.
pub(crate) fn alone_path(name: &str, id: &str) -> String {
    format!("tests/alone/{name}/{id}/../../../../{}", alone_file(name, id))
}

/// If a file belongs to a source in `alone`: the end of its module's name.
pub(crate) fn alone_at<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    file.split_once(&format!("alone/{name}/"))?.1.split('/').next()
}

/// A test crate as a module: without what belongs to a crate, and with this source as the exercise.
fn as_module(test: &str, name: &str, source_file: &str) -> String {
    let module = format!("mod {name};");
    let text = lines(test, |line| !belongs_to_a_crate(line) && !line.starts_with("#[cfg_attr("));
    let own = format!("\n#[path = \"{source_file}\"]\n{module}\n");
    text.replacen(&format!("\n{module}\n"), &own, 1)
}

fn belongs_to_a_crate(line: &str) -> bool {
    ["#![", "//!", "#[macro_use]", "extern crate"].iter().any(|start| line.starts_with(start))
}

fn lines(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    text.split_inclusive('\n').filter(|line| wanted(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::as_module;

    #[test]
    fn a_test_crate_becomes_a_module() {
        let test = "//! Bank.\n#![forbid(unsafe_code)]\n#[macro_use]\nextern crate interleave as std;\n\
            #[allow(dead_code)]\n#[cfg_attr(feature = \"complete\", path = \"../complete/bank.rs\")]\n\
            mod bank;\nuse bank::A;\n";
        let module = "#[allow(dead_code)]\n#[path = \"../bank.rs\"]\nmod bank;\nuse bank::A;\n";
        assert_eq!(as_module(test, "bank", "../bank.rs"), module);
    }
}
