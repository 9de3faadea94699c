//! Correct solutions with other designs: every test must let them pass.
use course::cargo::{self, Built};
use course::files::{stem, with_extension};
use course::messages::{self, CommandStyle};
use course::runner::Runner;
use course::scratch::{self, Variant};
use course::screen::Progress;
use course::{CompileError, Error, Source, Workspace, parallel, source_check};

use super::context::{StepResult, VerifyContext, count, one, unless};
use crate::verdict_cache::VerdictCache;

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let (variants, mut errors) = collect(context).map_err(one)?;
    if variants.is_empty() {
        errors.push("there is no alternative".to_owned());
    }
    let cache = VerdictCache::open(workspace, "alternatives")
        .map_err(|error| one(Error::io("read", "the sources of the course", &error)))?;
    let key = |of: &Variant<'_>| cache.key(&of.exercise.name, &[&of.file]).unwrap_or_default();
    let (known, new): (Vec<&Variant<'_>>, Vec<&Variant<'_>>) =
        variants.iter().partition(|variant| cache.holds(&variant.package, &key(variant)));
    if !new.is_empty() {
        let built = build(workspace, &new, progress).map_err(one)?;
        progress.say(format!("testing {}", count(new.len(), "alternative")));
        let results = parallel::map(&new, |variant| judge(workspace, variant, &built));
        progress.stop();
        for (variant, result) in new.iter().zip(results) {
            match result.map_err(one)? {
                None => cache.store(&variant.package, &key(variant)),
                Some(error) => errors.push(error),
            }
        }
    }
    unless(errors, || {
        let skipped = match known.len() {
            0 => String::new(),
            known => format!(" ({known} unchanged since they passed)"),
        };
        format!("{} passed{skipped}", count(variants.len(), "alternative"))
    })
}

/// The alternatives of the selected exercises, and why some cannot be used.
fn collect<'a>(context: &VerifyContext<'a>) -> Result<(Vec<Variant<'a>>, Vec<String>), Error> {
    let (mut variants, mut errors) = (Vec::new(), Vec::new());
    for exercise in &context.exercises {
        let folder = format!("course/{}/alternatives", exercise.name);
        let paths = with_extension(&context.workspace.path(&folder), "rs")
            .map_err(|error| Error::io("list", &folder, &error))?;
        for path in paths {
            let file = context.workspace.shown(&path);
            let source = context.workspace.read(&file)?;
            let findings = source_check::check(&source);
            errors.extend(findings.iter().map(|finding| {
                format!("{file}:{}: `{}` is not allowed", finding.line, finding.what)
            }));
            if findings.is_empty() {
                let package = format!("{}-alternative-{}", exercise.name, stem(&path));
                variants.push(Variant { package, exercise, source, file });
            }
        }
    }
    Ok((variants, errors))
}

fn build(
    workspace: &Workspace,
    variants: &[&Variant<'_>],
    progress: &mut Progress,
) -> Result<Built, Error> {
    let folder = workspace.cache_path("alternatives");
    scratch::write(workspace, &folder, variants)
        .map_err(|error| Error::io("write", folder.display(), &error))?;
    progress.say("compiling the alternatives");
    let built = cargo::build_packages(workspace, &folder, &[], cargo::LIMIT, progress)?
        .ok_or_else(|| Error::new("the build of the alternatives did not finish"))?;
    match built.artifacts.is_empty() {
        true => Err(Error::new(format!("no alternative compiles\n{}", built.message(None)))),
        false => Ok(built),
    }
}

/// An error if a correct solution does not pass.
fn judge(
    workspace: &Workspace,
    variant: &Variant<'_>,
    built: &Built,
) -> Result<Option<String>, Error> {
    let Variant { package, exercise, file, .. } = variant;
    let artifact = built.artifacts.iter().find(|artifact| artifact.package == *package);
    let executable = artifact
        .map(|artifact| artifact.executable.as_path())
        .ok_or_else(|| CompileError::new(built, Some(package), &exercise.name, false));
    let root = workspace.cache_path("alternatives").join(package);
    let scratch = Workspace { root, target: workspace.target.clone() };
    let runner = Runner::built(&scratch, Source::Exercise, exercise, executable);
    let result = runner.test(exercise, &mut Progress::hidden())?;
    Ok((!result.is_solved()).then(|| {
        let details = messages::details(&result, Source::Exercise, CommandStyle::Make);
        format!("{file}: this correct solution does not pass\n{details}")
    }))
}
