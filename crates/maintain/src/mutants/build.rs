//! All mutants of an exercise in one program: what can be built is, what cannot is ruled out.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::thread;

use crate::mutants::body_diff::{self, Difference, NewBody};
use crate::mutants::build_cache;
use crate::mutants::compiler::{self, Error};
use crate::mutants::files;
use crate::mutants::mutant::{self, Mutant};
use crate::mutants::package;
use crate::mutants::problem::Problem;
use crate::mutants::schemata::{self, Switched};
use crate::mutants::source::Source;
use crate::mutants::test_run;

/// The first round rules out all or almost all, and every other at least one: this is only a guard.
const ROUNDS: usize = 20;

/// An exercise whose mutants are built.
pub(crate) struct MutantSet {
    pub(crate) name: String,
    /// Where its tests are, and the package in which they are built.
    pub(crate) tests: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) answer: String,
    /// Mutant `n` has the number `n + 1` in the program; 0 is the answer.
    pub(crate) mutants: Vec<Mutant>,
    pub(crate) built: Vec<BuildMode>,
    pub(crate) switched: Switched,
    pub(crate) program: PathBuf,
}

/// BuildMode a mutant came into the program.
pub(crate) enum BuildMode {
    /// It is switched on at run time: these functions have another body.
    Switched(Vec<NewBody>),
    /// It has a copy of the tests.
    Alone,
    /// The compiler does not accept it: the code of the error, and what it says.
    RuledOut { code: String, said: String },
}

/// Tests, and the package in which they are built.
pub(crate) struct Suite {
    pub(crate) tests: PathBuf,
    pub(crate) folder: PathBuf,
}

impl Suite {
    /// The tests of the course.
    pub(crate) fn ours(root: &Path) -> Self {
        Self { tests: root.join("tests"), folder: files::scratch(root).join("package") }
    }
}

/// Builds the mutants of these exercises, each exercise one program; says whether anything was built
/// that was not there before.
pub(crate) fn build(
    root: &Path,
    suite: &Suite,
    names: &[String],
    mut progress: impl FnMut(&str),
) -> Result<(Vec<MutantSet>, bool), Problem> {
    progress("making the mutants");
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let benches = test_run::parallel(names, cores, |name| prepare(root, suite, name));
    let benches = benches.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (mut kept, mut benches): (Vec<MutantSet>, Vec<MutantSet>) = benches
        .into_iter()
        .map(|mut bench| (build_cache::take_over(root, &mut bench), bench))
        .fold((Vec::new(), Vec::new()), |(mut kept, mut new), (is_kept, bench)| {
            if is_kept {
                kept.push(bench)
            } else {
                new.push(bench)
            }
            (kept, new)
        });
    switch(&mut kept, schemata::switch)?;
    compile_all(root, suite, &mut benches, progress)?;
    let is_new = !benches.is_empty();
    kept.append(&mut benches);
    kept.sort_by_key(|bench| names.iter().position(|name| *name == bench.name));
    Ok((kept, is_new))
}

/// Asks the compiler about each mutant apart, and then builds all until it has no more to say.
fn compile_all(
    root: &Path,
    suite: &Suite,
    benches: &mut [MutantSet],
    mut progress: impl FnMut(&str),
) -> Result<(), Problem> {
    if benches.is_empty() {
        return Ok(());
    }
    benches.iter().for_each(|bench| build_cache::forget(root, &bench.folder, &bench.name));
    for round in 0..ROUNDS {
        let (doing, write): (&str, Schema) = match round {
            0 => ("asking the compiler about each mutant", schemata::apart),
            _ => ("compiling those that the compiler accepts", schemata::switch),
        };
        progress(doing);
        switch(benches, write)?;
        let exercises: Vec<package::Exercise<'_>> =
            benches.iter().map(|bench| exercise(bench, round == 0)).collect();
        package::write(root, &suite.folder, &exercises)?;
        let mut built = compiler::build(root, &suite.folder)?;
        built.errors.retain(|error| !error.text.contains(schemata::ONLY_A_LOOK));
        if round > 0 && built.errors.is_empty() {
            for bench in benches {
                let program = built.programs.get(&bench.name);
                bench.program =
                    program.cloned().ok_or_else(|| unbuilt(&bench.name, &built.said))?;
                build_cache::remember(root, bench);
            }
            return Ok(());
        }
        rule_out(benches, &built.errors)?;
    }
    Err(Problem::new("the mutants could not be built: every build had other errors"))
}

fn prepare(root: &Path, suite: &Suite, name: &str) -> Result<MutantSet, Problem> {
    let answer = files::read(root, &format!("complete/{name}.rs"))?;
    let source = parse(name, &answer)?;
    let (mut mutants, mut built) = (Vec::new(), Vec::new());
    for (mutant, its) in mutant::all(root, name, &source)? {
        mutants.push(mutant);
        built.push(match body_diff::between(&source, &its) {
            Difference::Bodies(bodies) => BuildMode::Switched(bodies),
            Difference::Types => BuildMode::Alone,
        });
    }
    let switched = schemata::switch(&source, &[]);
    let (name, program) = (name.to_owned(), PathBuf::new());
    let (tests, folder) = (suite.tests.clone(), suite.folder.clone());
    Ok(MutantSet { name, tests, folder, answer, mutants, built, switched, program })
}

/// BuildMode the bodies of mutants come into one file.
type Schema = fn(&Source, &[(usize, &[NewBody])]) -> Switched;

/// Writes the switched file of each exercise anew.
fn switch(benches: &mut [MutantSet], schema: Schema) -> Result<(), Problem> {
    for bench in benches {
        let source = parse(&bench.name, &bench.answer)?;
        let bodies = bench.built.iter().enumerate().filter_map(|(at, how)| match how {
            BuildMode::Switched(bodies) => Some((at + 1, &bodies[..])),
            _ => None,
        });
        bench.switched = schema(&source, &bodies.collect::<Vec<_>>());
    }
    Ok(())
}

fn exercise(bench: &MutantSet, is_look: bool) -> package::Exercise<'_> {
    let alone = bench.built.iter().zip(&bench.mutants).enumerate();
    package::Exercise {
        name: &bench.name,
        tests: &bench.tests,
        is_look,
        switched: &bench.switched.text,
        alone: alone
            .filter(|(_, (how, _))| matches!(how, BuildMode::Alone))
            .map(|(at, (_, mutant))| (at + 1, mutant.text.as_str()))
            .collect(),
    }
}

/// Takes out every mutant that an error is about; an error that is about none is ours.
fn rule_out(benches: &mut [MutantSet], errors: &[Error]) -> Result<(), Problem> {
    let mut said: BTreeMap<(usize, usize), BTreeSet<(String, String)>> = BTreeMap::new();
    for error in errors {
        let of = benches.iter().position(|bench| bench.name == error.exercise);
        let found = of.and_then(|at| Some((at, culprit(&benches[at], error)?)));
        let Some(culprit) = found else {
            let text = format!("the tests of {} do not compile:\n{}", error.exercise, error.text);
            return Err(Problem::new(text));
        };
        said.entry(culprit).or_default().insert((error.code.clone(), error.text.clone()));
    }
    for ((bench, number), errors) in said {
        // The smallest code, so that the order in which the compiler looks does not matter.
        let (code, said) = errors.into_iter().next().unwrap_or_default();
        benches[bench].built[number - 1] = BuildMode::RuledOut { code, said };
    }
    Ok(())
}

/// The number of the mutant in whose lines an error is.
fn culprit(bench: &MutantSet, error: &Error) -> Option<usize> {
    error.places.iter().find_map(|(file, line)| {
        let file = file.replace('\\', "/");
        let number = match file.split_once(&format!("alone/{}/", bench.name)) {
            Some((_, rest)) => rest.split('/').next()?.parse().ok()?,
            None if file.ends_with(&package::switched(&bench.name)) => {
                bench.switched.home(*line)?.0
            }
            None => return None,
        };
        (number > 0).then_some(number)
    })
}

fn parse(name: &str, text: &str) -> Result<Source, Problem> {
    Source::parse(text)
        .map_err(|error| Problem::new(format!("complete/{name}.rs cannot be parsed: {error}")))
}

fn unbuilt(name: &str, said: &str) -> Problem {
    Problem::new(format!("the tests of {name} could not be built\n{said}"))
}
