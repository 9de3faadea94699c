//! Correct solutions with other designs: every test must let them pass.
use std::collections::BTreeMap;
use std::path::Path;

use course::cargo::{self, Built, Diagnostic, Target};
use course::catalog::Exercise;
use course::files::stem;
use course::messages::{self, CommandStyle};
use course::runner::features;
use course::screen::Progress;
use course::{
    Error, ExerciseResult, OrCannot, Source, State, Workspace, parallel, source_check, test_list,
};

use super::context::{StepResult, VerifyContext, count, one, unless};
use crate::mutants::{package, test_run};
use crate::verdict_cache::VerdictCache;

/// An alternative of an exercise.
struct Alternative<'a> {
    exercise: &'a Exercise,
    file: String,
    source: String,
}

impl Alternative<'_> {
    /// The end of its module's name.
    fn id(&self) -> String {
        stem(&self.file)
    }
}

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let (alternatives, mut errors) = collect(context).map_err(one)?;
    if alternatives.is_empty() {
        errors.push("there is no alternative".to_owned());
    }
    let cache = VerdictCache::open(workspace, "alternatives")
        .map_err(|error| one(Error::io("read", "the sources of the course", &error)))?;
    let key = |of: &Alternative<'_>| cache.key(&of.exercise.name, &[&of.file]).unwrap_or_default();
    let name = |of: &Alternative<'_>| format!("{}-{}", of.exercise.name, of.id());
    let (known, new): (Vec<&Alternative<'_>>, Vec<&Alternative<'_>>) =
        alternatives.iter().partition(|one| cache.holds(&name(one), &key(one)));
    let mut groups: BTreeMap<Vec<String>, Vec<&Alternative<'_>>> = BTreeMap::new();
    for one in &new {
        groups.entry(features(Source::Exercise, one.exercise)).or_default().push(one);
    }
    for (features, alternatives) in &groups {
        let folder = workspace.cache_path(&format!("alternatives{}", features.concat()));
        let built = build(workspace, &folder, features, alternatives, progress).map_err(one)?;
        progress.say(format!("testing {}", count(alternatives.len(), "alternative")));
        let results = parallel::map(alternatives, |one| judge(workspace, &folder, one, &built));
        progress.stop();
        for (alternative, result) in alternatives.iter().zip(results) {
            match result.map_err(one)? {
                None => cache.store(&name(alternative), &key(alternative)),
                Some(error) => errors.push(error),
            }
        }
    }
    unless(errors, || {
        let skipped = match known.len() {
            0 => String::new(),
            known => format!(" ({known} unchanged since they passed)"),
        };
        format!("{} passed{skipped}", count(alternatives.len(), "alternative"))
    })
}

/// The alternatives of the selected exercises, and why some cannot be used.
fn collect<'a>(context: &VerifyContext<'a>) -> Result<(Vec<Alternative<'a>>, Vec<String>), Error> {
    let (mut alternatives, mut errors) = (Vec::new(), Vec::new());
    for exercise in &context.exercises {
        let folder = format!("course/{}/alternatives", exercise.name);
        for file in context.workspace.list(&folder, "rs")? {
            let source = context.workspace.read(&file)?;
            let findings = source_check::check(&source).all();
            errors.extend(findings.iter().map(|finding| {
                format!("{file}:{}: `{}` is not allowed", finding.line, finding.what)
            }));
            if findings.is_empty() {
                alternatives.push(Alternative { exercise, file, source });
            }
        }
    }
    Ok((alternatives, errors))
}

/// Builds a program for each exercise, in which each alternative is a module with its own copy of the tests.
fn build(
    workspace: &Workspace,
    folder: &Path,
    features: &[String],
    alternatives: &[&Alternative<'_>],
    progress: &mut Progress,
) -> Result<Built, Error> {
    let tests = workspace.path("tests");
    let mut programs: BTreeMap<&str, package::Exercise<'_>> = BTreeMap::new();
    for one in alternatives {
        let name = one.exercise.name.as_str();
        let new = || package::Exercise { name, tests: &tests, switched: None, alone: Vec::new() };
        programs.entry(name).or_insert_with(new).alone.push((one.id(), &one.source));
    }
    let programs: Vec<_> = programs.into_values().collect();
    package::write(workspace, folder, features, &programs).or_cannot("write", folder.display())?;
    progress.say("compiling the alternatives");
    cargo::build_scratch(workspace, folder, None, progress)
}

/// An error if a correct solution does not pass.
fn judge(
    workspace: &Workspace,
    folder: &Path,
    alternative: &Alternative<'_>,
    built: &Built,
) -> Result<Option<String>, Error> {
    let Alternative { exercise, file, .. } = alternative;
    let (name, id) = (&exercise.name, alternative.id());
    let Some(program) = built.executable(&Target::Test(name.clone())) else {
        let own = |error: &&Diagnostic| {
            error.places.iter().any(|(path, _)| package::alone_at(path, name) == Some(&id))
        };
        let own: String = built.errors.iter().filter(own).map(|it| it.rendered.as_str()).collect();
        let others = || built.errors.iter().any(|error| error.target == *name);
        return Ok(Some(match () {
            () if !own.is_empty() => format!("{file} does not compile\n{own}"),
            () if others() => format!("{file} is not tested: the program does not compile"),
            () => format!("{file} is not built\n{}", built.message()),
        }));
    };
    let source = test_list::in_source(&workspace.path("tests"), name);
    let mut tests = test_run::list(program, folder, &source)?;
    tests.retain(|test| test.path.starts_with(&format!("{}{id}::", package::ALONE)));
    let mut records = test_run::run(program, folder, &test_run::paths(&tests), &[])?;
    let tests = tests.iter().filter_map(|test| records.remove(&test.name)).collect();
    let result = ExerciseResult::new(name, State::Tested(tests));
    Ok((!result.is_solved()).then(|| {
        let details = messages::details(&result, Source::Exercise, CommandStyle::Make);
        format!("{file}: this correct solution does not pass\n{details}")
    }))
}
