//! The mutants of `cargo-mutants` in the engine itself, in one build: each function asks which of its
//! bodies is on. A build for each, as `cargo mutants -p interleave-std` makes it, takes hours.
mod build;
mod instrument;
mod judge;
mod table;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::mutants::cargo_mutants_json::CargoMutant;
use crate::mutants::compiler;
use crate::mutants::files;
use crate::mutants::problem::Problem;
use crate::mutants::screen::Progress;
use crate::mutants::test_run;
use build::{Program, Said};
use instrument::Numbered;
use judge::{Bounded, End};
use tree::Tree;

/// The crates whose mutants are asked for, and whose tests judge them.
const PACKAGES: [&str; 2] = ["interleave-std", "interleave-report"];

/// Their folders in `crates`.
const FOLDERS: [&str; 2] = ["interleave", "report"];

/// Reads the sources, which are others now.
const READS_SOURCES: &str = "tidy";

/// Tests that are compiled quickly and find most: a mutant that is built by itself meets them first.
const QUICK: [&str; 3] = ["counts", "litmus", "reduction"];

/// The first rounds of the compiler rule out most: this is only a guard.
const ROUNDS: usize = 40;

/// What became of a mutant of the engine.
enum Fate {
    /// The compiler does not accept it, alone in the engine as it is.
    RuledOut,
    /// Judged in a program with all others, or in one of its own.
    Judged(End),
}

/// Judges the mutants that `.cargo/mutants.toml` asks for, or all of these files; red if one is not
/// found.
pub(crate) fn all(
    root: &Path,
    sources: &[String],
    jobs: usize,
    progress: &Progress,
    mut say: impl FnMut(&str),
) -> Result<bool, Problem> {
    progress.say("asking cargo-mutants for its list");
    let mutants = listed(root, sources)?;
    if mutants.is_empty() {
        return Err(Problem::new("cargo-mutants has no mutant for this")
            .help("files are named from the root of the course: crates/interleave/src/clock.rs"));
    }
    let tree = Tree::copy(root, "switched")?;
    let notes = files::scratch(root).join("engine/notes");
    let (programs, alone) = switched(&tree, &mutants, progress)?;
    let programs = judge::baseline(programs, &notes, |doing| progress.say(doing))?;
    let numbers: Vec<usize> =
        (1..=mutants.len()).filter(|number| !alone.contains(number)).collect();
    progress.count(numbers.len());
    let judged = test_run::parallel(&numbers, jobs, |&number| {
        let end = judge::mutant(number, &programs, &notes);
        progress.one_more(&mutants[number - 1].file);
        end
    });
    let mut fates: BTreeMap<usize, Fate> = BTreeMap::new();
    for (number, end) in numbers.into_iter().zip(judged) {
        fates.insert(number, Fate::Judged(end?));
    }
    write(root, &mutants, &fates)?;
    if !alone.is_empty() {
        let tree = Tree::copy(root, "alone")?;
        let plain = sources_of(&tree)?;
        count_all(&tree, &plain)?;
        for number in alone {
            let mutant = &mutants[number - 1];
            progress.say(&format!("alone: {}", mutant.name));
            fates.insert(number, by_itself(&tree, &plain, mutant, &programs, &notes)?);
        }
    }
    progress.stop();
    let full = write(root, &mutants, &fates)?;
    say(&table::render(&table::rows(&mutants, &fates)));
    say(&format!("\nevery mutant, and what finds it: {}\n", full.display()));
    Ok(fates.values().any(|fate| matches!(fate, Fate::Judged(end) if !end.is_found())))
}

/// Writes what is known of each mutant.
fn write(
    root: &Path,
    mutants: &[CargoMutant],
    fates: &BTreeMap<usize, Fate>,
) -> Result<PathBuf, Problem> {
    let full = files::scratch(root).join("engine/found.txt");
    files::put(&full, &table::in_full(&table::rows(mutants, fates)))
        .map_err(|error| Problem::io("write", full.display(), &error))?;
    Ok(full)
}

/// The list of cargo-mutants.
fn listed(root: &Path, sources: &[String]) -> Result<Vec<CargoMutant>, Problem> {
    let mut command = Command::new(compiler::cargo());
    command.args(["mutants", "--list", "--json", "--colors", "never"]).current_dir(root);
    command.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    if !sources.is_empty() {
        command.arg("--no-config").args(sources.iter().flat_map(|file| ["--file", file]));
    }
    compiler::forget_caller(&mut command);
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| Problem::io("run", "cargo mutants", &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Problem::new(format!("cargo mutants --list: {said}"))
            .help("`cargo install --locked cargo-mutants` installs it"));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Problem::new(format!("what cargo-mutants lists: {error}")))
}

/// Builds the tests of the engine with all mutants in it. Those with which that cannot be done are
/// left out, and come back by their numbers.
fn switched(
    tree: &Tree,
    mutants: &[CargoMutant],
    progress: &Progress,
) -> Result<(Vec<Program>, BTreeSet<usize>), Problem> {
    let mut sources: BTreeMap<&str, Vec<Numbered<'_>>> = BTreeMap::new();
    for (at, mutant) in mutants.iter().enumerate() {
        sources.entry(&mutant.file).or_default().push((at + 1, mutant));
    }
    let plain: BTreeMap<String, String> = sources_of(tree)?;
    for folder in FOLDERS {
        tree.give_switch(&format!("crates/{folder}"))?;
    }
    let mut alone = BTreeSet::new();
    // Each file, with how many mutants.
    let mut woven: BTreeMap<&str, (usize, instrument::Instrumented)> = BTreeMap::new();
    for round in 1..=ROUNDS {
        progress.say(&format!("asking the compiler about all mutants: round {round}"));
        for (file, text) in &plain {
            let here = sources.get(file.as_str()).map_or(&[][..], |here| &here[..]);
            let here: Vec<Numbered<'_>> =
                here.iter().filter(|(number, _)| !alone.contains(number)).copied().collect();
            if woven.get(file.as_str()).is_some_and(|(with, _)| *with == here.len()) {
                continue;
            }
            let mut file_woven = instrument::weave(text, &here)
                .map_err(|error| Problem::new(format!("{file} cannot be parsed: {error}")))?;
            if file.ends_with("/src/lib.rs") {
                file_woven.text += tree::MODULE;
            }
            tree.write(file, &file_woven.text)?;
            alone.extend(&file_woven.alone);
            woven.insert(file.as_str(), (here.len() - file_woven.alone.len(), file_woven));
        }
        let said = build::cargo(tree, &["check", "--lib"], &PACKAGES.map(str::to_owned))?;
        if said.is_well {
            progress.say("building the tests of the engine with all mutants");
            let said = tests(tree, &["--lib", "--tests"])?;
            return match said.is_well {
                true => Ok((said.programs, alone)),
                false => Err(said.problem("the tests of the engine cannot be built")),
            };
        }
        let before = alone.len();
        let homes = said.errors.iter().filter_map(|(file, line, _)| {
            woven.get(file.replace('\\', "/").as_str())?.1.home(*line)
        });
        alone.extend(homes);
        if alone.len() == before {
            return Err(said.problem("the engine with its mutants cannot be built"));
        }
    }
    Err(Problem::new(
        "the engine with its mutants could not be built: every round had other errors",
    ))
}

/// All files that are compiled into the crates, as they are.
fn sources_of(tree: &Tree) -> Result<BTreeMap<String, String>, Problem> {
    let mut sources = BTreeMap::new();
    let mut folders: Vec<String> =
        FOLDERS.iter().map(|folder| format!("crates/{folder}/src")).collect();
    while let Some(folder) = folders.pop() {
        let listed = files::listed(&tree.root.join(&folder))
            .map_err(|error| Problem::io("list", &folder, &error))?;
        for path in listed {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let name = format!("{folder}/{name}");
            match path.is_dir() {
                true => folders.push(name),
                false if name.ends_with(".rs") && !name.ends_with("mutant_switch.rs") => {
                    sources.insert(name.clone(), files::read(&tree.root, &name)?);
                }
                false => {}
            }
        }
    }
    Ok(sources)
}

/// Builds these tests of the crates.
fn tests(tree: &Tree, which: &[&str]) -> Result<Said, Problem> {
    let words = [&["test", "--no-run"], which].concat();
    let mut said = build::cargo(tree, &words, &PACKAGES.map(str::to_owned))?;
    said.programs.retain(|program| program.name != READS_SOURCES);
    Ok(said)
}

/// Lets every loop count its rounds.
fn count_all(tree: &Tree, plain: &BTreeMap<String, String>) -> Result<(), Problem> {
    for folder in FOLDERS {
        tree.give_switch(&format!("crates/{folder}"))?;
    }
    plain.iter().try_for_each(|(file, text)| write_counted(tree, file, text))
}

fn write_counted(tree: &Tree, file: &str, text: &str) -> Result<(), Problem> {
    let counted = instrument::counted(text)
        .map_err(|error| Problem::new(format!("{file} cannot be parsed: {error}")))?;
    let end = if file.ends_with("/src/lib.rs") { tree::MODULE } else { "" };
    tree.write(file, &(counted + end))
}

/// A mutant that cannot be switched, in a tree of its own: what the compiler says, or else the tests.
fn by_itself(
    tree: &Tree,
    plain: &BTreeMap<String, String>,
    mutant: &CargoMutant,
    bounds: &[Bounded],
    notes: &Path,
) -> Result<Fate, Problem> {
    let text = plain.get(&mutant.file).and_then(|text| Some((text, mutant.applied(text)?)));
    let (plain, changed) = text.ok_or_else(|| {
        Problem::new(format!("cargo-mutants names a place that is not there: {}", mutant.name))
    })?;
    write_counted(tree, &mutant.file, &changed)?;
    let judged = judge_alone(tree, bounds, notes);
    write_counted(tree, &mutant.file, plain)?;
    judged
}

fn judge_alone(tree: &Tree, bounds: &[Bounded], notes: &Path) -> Result<Fate, Problem> {
    if !build::cargo(tree, &["check", "--lib"], &PACKAGES.map(str::to_owned))?.is_well {
        return Ok(Fate::RuledOut);
    }
    let quick: Vec<&str> = QUICK.iter().flat_map(|test| ["--test", test]).collect();
    let mut end = End::Survived;
    for which in [&quick[..], &["--lib", "--tests"]] {
        // What is worked out at compile time is found wrong only where code is made of it.
        let said = tests(tree, which)?;
        if !said.is_well {
            return Ok(Fate::RuledOut);
        }
        let programs = said.programs.into_iter();
        let programs: Vec<Bounded> = programs.map(|program| program.bounded_as(bounds)).collect();
        end = judge::mutant(1, &programs, notes)?;
        if end.is_found() {
            break;
        }
    }
    Ok(Fate::Judged(end))
}
