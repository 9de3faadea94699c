//! All mutants of an exercise in one test program, without those that the compiler rejects.
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{fs, io};

use anstream::adapter::strip_str;
use course::cargo::{self, Diagnostic, Target};
use course::catalog::Exercise;
use course::files::with_extension;
use course::fingerprint::{engine, tree};
use course::parallel::map;
use course::screen::Progress;
use course::{Error, OrCannot, Source as Tree, Workspace};

use crate::mutants::body_diff::{self, BodyDiff, NewBody};
use crate::mutants::build_cache;
use crate::mutants::generate;
use crate::mutants::mutant::Origin;
use crate::mutants::mutant_set::{BuildMode, MutantSet, TestSuite};
use crate::mutants::package;
use crate::mutants::paths::folder;
use crate::mutants::schemata::{self, Switched};
use crate::mutants::session::Session;
use crate::mutants::source::Source;

/// The first round rules out almost all that fail to compile and every further round at least one, so
/// this limit is never reached.
const ROUNDS: usize = 20;

/// Builds a program for each exercise; also returns whether anything had to be compiled.
pub(crate) fn build(
    session: Session<'_>,
    suite: &TestSuite,
    exercises: &[&Exercise],
) -> Result<(Vec<MutantSet>, bool), Error> {
    let Session { workspace, progress, .. } = session;
    progress.say("generating mutants");
    let engine = engine(workspace).or_cannot("read", "the engine's sources")?;
    let sets = map(exercises, |exercise| prepare(workspace, suite, engine, &exercise.name));
    let mut sets = sets.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (mut built, mut new): (Vec<_>, Vec<_>) =
        sets.iter_mut().partition(|set| set.program.is_file());
    write_switched(&mut built, schemata::switch)?;
    compile_all(session, suite, &mut new)?;
    let is_new = !new.is_empty();
    Ok((sets, is_new))
}

/// Compiles every mutant as a function of its own to find those that the compiler rejects, then builds
/// the others until no error is left.
fn compile_all(
    session: Session<'_>,
    suite: &TestSuite,
    sets: &mut [&mut MutantSet],
) -> Result<(), Error> {
    let workspace = session.workspace;
    if sets.is_empty() {
        return Ok(());
    }
    sets.iter().for_each(|set| build_cache::forget(workspace, set));
    for round in 0..ROUNDS {
        let (message, schema): (&str, Schema) = match round {
            0 => ("type-checking each mutant", schemata::side_by_side),
            _ => ("compiling the mutants that type-check", schemata::switch),
        };
        session.progress.say(message);
        write_switched(sets, schema)?;
        let exercises: Vec<_> = sets.iter().map(|set| package_of(set, round == 0)).collect();
        let features = ["complete".to_owned(), "web".to_owned()];
        package::write(workspace, &suite.folder, &features, &exercises)
            .or_cannot("write", suite.folder.display())?;
        let mut built =
            cargo::build_scratch(workspace, &suite.folder, None, &mut Progress::hidden())?;
        built.errors.retain(|error| !error.rendered.contains(schemata::CHECK_ONLY));
        if round > 0 && built.errors.is_empty() {
            for set in sets {
                let Some(program) = built.executable(&Target::Test(set.name.clone())) else {
                    let (name, stderr) = (&set.name, &built.stderr);
                    return Err(Error::new(format!("cannot build the tests of {name}\n{stderr}")));
                };
                program.clone_into(&mut set.program);
                build_cache::store(workspace, set);
            }
            return Ok(());
        }
        rule_out(sets, &built.errors)?;
    }
    Err(Error::new("cannot build the mutants: every build fails with other errors"))
}

fn prepare(
    workspace: &Workspace,
    suite: &TestSuite,
    engine: u64,
    name: &str,
) -> Result<MutantSet, Error> {
    let answer = workspace.read(&Tree::Answer.shown(name))?;
    let source = parse(name, &answer)?;
    let (mut mutants, mut modes) = (Vec::new(), Vec::new());
    for (mutant, its) in generate::all(workspace, name, &source)? {
        let is_alone = suite.handwritten_alone && matches!(mutant.origin, Origin::Handwritten(_));
        mutants.push(mutant);
        modes.push(match body_diff::between(&source, &its) {
            BodyDiff::Bodies(bodies) if !is_alone => BuildMode::Switched(bodies),
            _ => BuildMode::Alone,
        });
    }
    let mut set = MutantSet {
        name: name.to_owned(),
        tests: suite.tests.clone(),
        folder: suite.folder.clone(),
        answer,
        mutants,
        modes,
        switched: schemata::switch(&source, &[]),
        program: PathBuf::new(),
        fingerprint: fingerprint(workspace, suite, engine, name)
            .or_cannot("read", format!("the sources of {name}"))?,
    };
    build_cache::restore(workspace, &mut set);
    Ok(set)
}

/// Of everything that the program of an exercise is made of.
fn fingerprint(
    workspace: &Workspace,
    suite: &TestSuite,
    engine: u64,
    name: &str,
) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    engine.hash(&mut hasher);
    tree(&workspace.path("crates/maintain/src/mutants"), &mut hasher)?;
    fs::read(workspace.exercise(Tree::Answer, name))?.hash(&mut hasher);
    fs::read(suite.tests.join(format!("{name}.rs")))?.hash(&mut hasher);
    tree(&suite.tests.join(name), &mut hasher)?;
    for path in with_extension(&workspace.path(&folder(name)), "patch")? {
        (path.file_name(), fs::read(&path)?).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// How the bodies of mutants are arranged in one file.
type Schema = fn(&Source, &[(usize, &[NewBody])]) -> Switched;

fn write_switched(sets: &mut [&mut MutantSet], schema: Schema) -> Result<(), Error> {
    for set in sets {
        let source = parse(&set.name, &set.answer)?;
        let bodies = set.modes.iter().enumerate().filter_map(|(at, mode)| match mode {
            BuildMode::Switched(bodies) => Some((at + 1, &bodies[..])),
            _ => None,
        });
        set.switched = schema(&source, &bodies.collect::<Vec<_>>());
    }
    Ok(())
}

fn package_of(set: &MutantSet, check_only: bool) -> package::Exercise<'_> {
    let alone = set.modes.iter().zip(&set.mutants).enumerate();
    package::Exercise {
        name: &set.name,
        tests: &set.tests,
        switched: Some(package::Switched { text: &set.switched.text, check_only }),
        alone: alone
            .filter(|(_, (mode, _))| matches!(mode, BuildMode::Alone))
            .map(|(at, (_, mutant))| ((at + 1).to_string(), mutant.text.as_str()))
            .collect(),
    }
}

/// Takes out every mutant that an error is about; an error about none of them is a bug of this command.
fn rule_out(sets: &mut [&mut MutantSet], errors: &[Diagnostic]) -> Result<(), Error> {
    let mut found: BTreeMap<(usize, usize), BTreeSet<(String, String)>> = BTreeMap::new();
    for error in errors {
        let of = sets.iter().position(|set| set.name == error.target);
        let Some(key) = of.and_then(|at| Some((at, mutant_at(sets[at], error)?))) else {
            let Diagnostic { target, rendered, .. } = error;
            return Err(Error::new(format!("the tests of {target} do not compile:\n{rendered}")));
        };
        let code = error.code.clone().unwrap_or_else(|| "error".to_owned());
        found.entry(key).or_default().insert((code, strip_str(&error.rendered).to_string()));
    }
    for ((set, number), errors) in found {
        // The smallest code, so that the order of the compiler's messages does not matter.
        let (code, message) = errors.into_iter().next().unwrap_or_default();
        sets[set].modes[number - 1] = BuildMode::RuledOut { code, message };
    }
    Ok(())
}

/// The number of the mutant that contains the line of an error.
fn mutant_at(set: &MutantSet, error: &Diagnostic) -> Option<usize> {
    error.places.iter().find_map(|(file, line)| {
        let file = file.replace('\\', "/");
        let number = match package::alone_at(&file, &set.name) {
            Some(number) => number.parse().ok()?,
            None if file.ends_with(&package::switched(&set.name)) => set.switched.origin(*line)?.0,
            None => return None,
        };
        (number > 0).then_some(number)
    })
}

fn parse(name: &str, text: &str) -> Result<Source, Error> {
    Source::parse(text)
        .map_err(|error| Error::new(format!("{}: {error}", Tree::Answer.shown(name))))
}
