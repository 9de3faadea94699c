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
    /// Only the switched answer is type-checked, so its tests are left out.
    pub(crate) check_only: bool,
    pub(crate) switched: &'a str,
    /// The mutants with their own copy of the tests: number and text.
    pub(crate) alone: Vec<(usize, &'a str)>,
}

/// Writes everything; unchanged files keep their timestamps.
pub(crate) fn write(
    workspace: &Workspace,
    folder: &Path,
    exercises: &[Exercise<'_>],
) -> io::Result<()> {
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name).collect();
    // Packages that share a target folder need different names.
    write_manifest(workspace, folder, &format!("mutants-{}", stem(folder)), &names)?;
    write_if_changed(&folder.join("src/lib.rs"), SWITCH)?;
    for exercise in exercises {
        let (name, tests) = (exercise.name, exercise.tests);
        let test = fs::read_to_string(tests.join(format!("{name}.rs")))?;
        let module = format!("\nmod {name};\n");
        let head = test.find(&module).map_or(test.len(), |at| at + module.len());
        let switched = switched(name);
        let mut text = if exercise.check_only { &test[..head] } else { &test }
            .replace(&format!("\"../complete/{name}.rs\""), &format!("\"../{switched}\""));
        for (number, mutant) in &exercise.alone {
            let home = format!("alone/{name}/{number}");
            text += &format!("\n#[path = \"../{home}/{name}_tests.rs\"]\nmod {ALONE}{number};\n");
            let home = folder.join(home);
            write_if_changed(&home.join(format!("{name}.rs")), mutant)?;
            write_if_changed(&home.join(format!("{name}_tests.rs")), as_module(&test, name))?;
            mirror(&tests.join(name), &home.join(name), |_| true)?;
        }
        write_if_changed(&folder.join(format!("tests/{name}.rs")), text)?;
        write_if_changed(&folder.join(&switched), exercise.switched)?;
        mirror(&tests.join(name), &folder.join("tests").join(name), |_| true)?;
    }
    mirror(&workspace.path(SNAPSHOTS), &folder.join(SNAPSHOTS), |_| true)
}

fn write_manifest(
    workspace: &Workspace,
    folder: &Path,
    package: &str,
    tests: &[&str],
) -> io::Result<()> {
    let manifest = Manifest::read(workspace)?;
    let features = ["complete".to_owned(), "web".to_owned()];
    let mut text = format!(
        "[workspace]\nresolver = \"3\"\n\n{}{}\n[lib]\nname = \"switch\"\ntest = false\n\n\
         [lints]\nrust.warnings = \"allow\"\n",
        manifest.shared(),
        manifest.package(package, &features)
    );
    for test in tests {
        text += &format!("\n[[test]]\nname = \"{test}\"\n");
    }
    write_if_changed(&folder.join("Cargo.toml"), text)?;
    copy_lock_file(workspace, folder)
}

/// A test crate as a module: without crate attributes and `extern crate`, and with the mutant beside it.
fn as_module(test: &str, name: &str) -> String {
    let belongs_to_a_crate = |line: &&str| {
        ["#![", "//!", "#[macro_use]", "extern crate", "#[cfg_attr("]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let path = format!("#[path = \"{name}.rs\"]\nmod {name};");
    test.lines()
        .filter(|line| !belongs_to_a_crate(line))
        .map(|line| if line == format!("mod {name};") { path.as_str() } else { line })
        .fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::as_module;

    #[test]
    fn a_test_crate_becomes_a_module() {
        let test = "//! Bank.\n#![forbid(unsafe_code)]\n#[macro_use]\nextern crate interleave as std;\n\
            #[cfg_attr(feature = \"complete\", path = \"../complete/bank.rs\")]\nmod bank;\nuse bank::A;\n";
        assert_eq!(as_module(test, "bank"), "#[path = \"bank.rs\"]\nmod bank;\nuse bank::A;\n");
    }
}
