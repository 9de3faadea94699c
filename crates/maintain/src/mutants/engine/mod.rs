//! The engine's own mutants, as cargo-mutants lists them, in one build: every function selects one of its
//! bodies at run time. `cargo mutants -p interleave-std` builds each mutant, which takes hours.
mod instrument;
mod runner;
mod saved;
mod table;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use course::cargo::{Built, Target};
use course::parallel::{lock, map_with};
use course::screen::Progress;
use course::{Error, OrCannot, Workspace, cargo};

use crate::mutants::cargo_mutants_json::{self, CargoMutant};
use crate::mutants::paths::scratch;
use instrument::{Instrumented, Numbered};
use runner::{Batch, Kind, Known, Outcome, Program};
use saved::Saved;
use tree::Tree;

/// The crates that are mutated.
const PACKAGES: [&str; 2] = ["interleave-std", "interleave-report"];

/// The crates whose tests run, in the order in which they are built for a mutant that needs a build of its own. Most
/// of these are killed before the last crate, which takes longest to build.
const TESTED: [&str; 4] = ["interleave-report", "interleave-tests", "interleave-std", "peers"];

/// Their folders in `crates`.
const FOLDERS: [&str; 2] = ["interleave", "report"];

/// This test reads the sources, which are mutated.
const READS_SOURCES: &str = "tidy";

/// The first rounds rule out most mutants that do not compile, so this limit is never reached.
const ROUNDS: usize = 40;

/// Tests the mutants that `.cargo/mutants.toml` selects, or all of these files; returns whether one
/// survives.
pub(crate) fn run(
    workspace: &Workspace,
    files: &[String],
    jobs: usize,
    progress: &Progress,
) -> Result<bool, Error> {
    progress.say("listing mutants with cargo-mutants");
    let mutants = cargo_mutants_json::list(workspace, &PACKAGES, files)?;
    if mutants.is_empty() {
        return Err(Error::new("cargo-mutants lists no mutant")
            .help("files are named from the root of the course: crates/interleave/src/clock.rs"));
    }
    let saved = Saved::load(workspace)?;
    let saved = match mutants.iter().all(|mutant| saved.result(mutant).is_some()) {
        true => saved,
        false => test(workspace, &mutants, saved, jobs, progress)?,
    };
    progress.stop();
    let results: Vec<(&CargoMutant, &Outcome)> =
        mutants.iter().filter_map(|mutant| Some((mutant, saved.result(mutant)?))).collect();
    anstream::print!("{}", table::render(&results));
    anstream::println!("\nevery mutant and its killer: {}", saved.file.display());
    Ok(results.iter().any(|(_, of)| matches!(of.kind, Kind::Stopped | Kind::Survived)))
}

/// Tests the mutants without a result. All are built, so that the rest of an interrupted run needs no build.
fn test(
    workspace: &Workspace,
    mutants: &[CargoMutant],
    mut saved: Saved,
    jobs: usize,
    progress: &Progress,
) -> Result<Saved, Error> {
    let tree = Tree::copy(workspace, "switched")?;
    let Switched { programs, functions } = build_switched(&tree, mutants, &saved, progress)?;
    progress.say("the unmutated engine");
    let batches = runner::baseline(&programs, &scratch(workspace).join("engine/record"), jobs)?;
    let (switched, alone): (Vec<usize>, Vec<usize>) = (1..=mutants.len())
        .filter(|number| saved.result(&mutants[number - 1]).is_none())
        .partition(|number| functions.contains_key(number));
    // The rest of an interrupted run begins with the same build.
    alone.iter().try_for_each(|number| saved.store(&mutants[number - 1], false, None))?;
    progress.count(switched.len());
    let known = |saved: &Mutex<Saved>, number: usize| Known {
        function: functions.get(&number).copied(),
        killers: lock(saved).killers(&mutants[number - 1]),
    };
    let saved = Mutex::new(saved);
    let finished = map_with(jobs, &switched, |&number| {
        let mutant = &mutants[number - 1];
        let outcome = runner::mutant(number, &known(&saved, number), &batches)?;
        progress.increment(&mutant.file);
        lock(&saved).store(mutant, true, Some(outcome))
    });
    finished.into_iter().collect::<Result<(), Error>>()?;
    if !alone.is_empty() {
        let tree = Tree::copy(workspace, "alone")?;
        let sources = sources_of(&tree)?;
        FOLDERS.iter().try_for_each(|folder| tree.add_switch(&format!("crates/{folder}")))?;
        sources.iter().try_for_each(|(file, text)| write_counted(&tree, file, text))?;
        for number in alone {
            let mutant = &mutants[number - 1];
            progress.say(format!("alone: {}", mutant.name));
            let outcome = test_alone(&tree, &sources, mutant, &known(&saved, number), &batches)?;
            lock(&saved).store(mutant, false, Some(outcome))?;
        }
    }
    Ok(saved.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A build with mutants that can be switched.
struct Switched {
    programs: Vec<Program>,
    /// The first mutant of the function of each mutant that can be switched.
    functions: BTreeMap<usize, usize>,
}

/// Builds the tests of the engine with all mutants in it that can be switched.
fn build_switched(
    tree: &Tree,
    mutants: &[CargoMutant],
    saved: &Saved,
    progress: &Progress,
) -> Result<Switched, Error> {
    let mut by_file: BTreeMap<&str, Vec<Numbered<'_>>> = BTreeMap::new();
    for (at, mutant) in mutants.iter().enumerate() {
        by_file.entry(&mutant.file).or_default().push((at + 1, mutant));
    }
    let sources = sources_of(tree)?;
    FOLDERS.iter().try_for_each(|folder| tree.add_switch(&format!("crates/{folder}")))?;
    let mut alone: BTreeSet<usize> =
        (1..=mutants.len()).filter(|number| saved.is_alone(&mutants[number - 1])).collect();
    // Each file, with the number of its mutants.
    let mut written: BTreeMap<&str, (usize, Instrumented)> = BTreeMap::new();
    for round in 1..=ROUNDS {
        progress.say(format!("type-checking all mutants: round {round}"));
        for (file, text) in &sources {
            let here = by_file.get(file.as_str()).into_iter().flatten();
            let here: Vec<Numbered<'_>> =
                here.filter(|(number, _)| !alone.contains(number)).copied().collect();
            if written.get(file.as_str()).is_some_and(|(count, _)| *count == here.len()) {
                continue;
            }
            let instrumented = instrument::switch(text, &here).map_err(|e| unparsed(file, &e))?;
            tree.write(file, &with_module(file, &instrumented.text))?;
            alone.extend(&instrumented.alone);
            let count = here.len() - instrumented.alone.len();
            written.insert(file.as_str(), (count, instrumented));
        }
        let checked = build(tree, &["check", "--lib"], &TESTED)?;
        if checked.finished {
            progress.say("building the tests of the engine with all mutants");
            let built = build(tree, &["build", "--tests"], &TESTED)?;
            if !built.finished {
                return Err(not_built("the tests of the engine", &built));
            }
            let functions = written.into_values().flat_map(|(_, file)| file.functions).collect();
            return Ok(Switched { programs: programs(tree, built), functions });
        }
        let before = alone.len();
        alone.extend(checked.errors.iter().filter_map(|error| {
            let (file, line) = error.places.first()?;
            written.get(file.replace('\\', "/").as_str())?.1.mutant_at(*line)
        }));
        if alone.len() == before {
            return Err(not_built("the engine with its mutants", &checked));
        }
    }
    Err(Error::new("cannot build the engine with its mutants: every round has other errors"))
}

/// All source files of the mutated crates.
fn sources_of(tree: &Tree) -> Result<BTreeMap<String, String>, Error> {
    let mut sources = BTreeMap::new();
    let files = FOLDERS.iter().flat_map(|folder| tree.files(&format!("crates/{folder}/src")));
    for file in files.filter(|file| file.ends_with(".rs") && !file.ends_with("mutant_switch.rs")) {
        let text = std::fs::read_to_string(tree.root.join(&file)).or_cannot("read", &file)?;
        sources.insert(file, text);
    }
    Ok(sources)
}

/// Runs cargo on these crates of the tree.
fn build(tree: &Tree, arguments: &[&str], packages: &[&str]) -> Result<Built, Error> {
    let mut command = cargo::clean_command();
    command.args(arguments).args(["--offline", "--locked"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command.current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.target());
    // A mutant may leave code unused, and may overflow. Other denied lints stay errors: one of them
    // reports `const` evaluation that does not terminate.
    command.env("RUSTFLAGS", "-A warnings -A arithmetic-overflow");
    cargo::finish(command, &mut Progress::hidden())
}

fn not_built(what: &str, built: &Built) -> Error {
    Error::new(format!("cannot build {what}\n{}", built.message()))
}

/// The test programs of a build.
fn programs(tree: &Tree, built: Built) -> Vec<Program> {
    let artifacts = built.artifacts.into_iter().filter_map(|artifact| {
        let (Target::Test(name) | Target::Library(name)) = artifact.target else { return None };
        let folder = tree.root.join("crates").join(artifact.package);
        Some(Program { name, folder, path: artifact.executable })
    });
    artifacts.filter(|program| program.name != READS_SOURCES).collect()
}

/// Writes a file in which every loop counts its iterations.
fn write_counted(tree: &Tree, file: &str, text: &str) -> Result<(), Error> {
    let counted = instrument::count_iterations(text).map_err(|error| unparsed(file, &error))?;
    tree.write(file, &with_module(file, &counted))
}

fn with_module(file: &str, text: &str) -> String {
    let module = if file.ends_with("/src/lib.rs") { tree::MODULE } else { "" };
    format!("{text}{module}")
}

fn unparsed(file: &str, error: &syn::Error) -> Error {
    Error::new(format!("{file}: {error}"))
}

/// Tests a mutant that cannot be switched in a tree of its own.
fn test_alone(
    tree: &Tree,
    sources: &BTreeMap<String, String>,
    mutant: &CargoMutant,
    known: &Known,
    batches: &[Batch],
) -> Result<Outcome, Error> {
    let text = sources.get(&mutant.file).and_then(|text| Some((text, mutant.apply(text)?)));
    let (text, mutated) = text
        .ok_or_else(|| Error::new(format!("cargo-mutants names no such place: {}", mutant.name)))?;
    write_counted(tree, &mutant.file, &mutated)?;
    let result = build_and_test(tree, known, batches);
    write_counted(tree, &mutant.file, text)?;
    result
}

fn build_and_test(tree: &Tree, known: &Known, batches: &[Batch]) -> Result<Outcome, Error> {
    if !build(tree, &["check", "--lib"], &TESTED)?.finished {
        return Ok(Outcome::of(Kind::RuledOut));
    }
    let mut outcome = Outcome::of(Kind::Survived);
    for package in TESTED {
        // Errors in constant evaluation appear only when code is generated.
        let built = build(tree, &["build", "--tests"], &[package])?;
        if !built.finished {
            return Ok(Outcome::of(Kind::RuledOut));
        }
        let programs = programs(tree, built);
        let batches: Vec<Batch> = batches.iter().filter_map(|batch| batch.of(&programs)).collect();
        let result = runner::mutant(1, known, &batches)?;
        match result.kind {
            Kind::Survived => {}
            Kind::Stopped => outcome = result,
            _ => return Ok(result),
        }
    }
    Ok(outcome)
}
