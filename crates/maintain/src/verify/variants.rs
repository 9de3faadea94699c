//! Files that stand in for an exercise: right solutions of other designs.
//! All are built together; one that was judged before, with all else as it is now, is not judged
//! again.
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use super::{VerifyContext, alternatives};
use course::cargo;
use course::fingerprint;
use course::parallel;
use course::result::CompileError;
use course::runner::Runner;
use course::scratch::{self, Variant};
use course::screen::Progress;
use course::workspace::{Source, Workspace};

/// What was found out about a variant.
#[derive(Debug, Clone)]
pub(crate) struct VariantResult {
    pub(crate) complaint: Option<String>,
    /// It was judged before, and nothing has changed since.
    pub(crate) known: bool,
}

/// Everything about the variants, found out once for all steps.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) results: Vec<VariantResult>,
    /// Files that cannot be used as they are.
    pub(crate) unusable: Vec<String>,
}

pub(crate) fn run(
    context: &mut VerifyContext<'_>,
    progress: &mut Progress,
) -> Result<Report, Vec<String>> {
    if let Some(report) = &context.variants {
        return Ok(report.clone());
    }
    let (mut variants, mut unusable) = (Vec::new(), Vec::new());
    for exercise in context.exercises() {
        alternatives::collect(context.workspace, exercise, &mut variants, &mut unusable)?;
    }
    let results = judge(context.workspace, &variants, progress)?;
    let report = Report { results, unusable };
    context.variants = Some(report.clone());
    Ok(report)
}

fn judge(
    workspace: &Workspace,
    variants: &[Variant<'_>],
    progress: &mut Progress,
) -> Result<Vec<VariantResult>, Vec<String>> {
    let unreadable = |error: io::Error| vec![format!("what was judged before: {error}")];
    let machinery = machinery(workspace).map_err(unreadable)?;
    let proofs = workspace.cache_path("judged-before");
    fs::create_dir_all(&proofs).map_err(unreadable)?;
    let mut results: Vec<VariantResult> = Vec::new();
    let mut unknown = Vec::new();
    for variant in variants {
        let proof = proof(workspace, machinery, variant).map_err(unreadable)?;
        let file = proofs.join(&variant.package);
        let known = fs::read_to_string(&file).is_ok_and(|there| there == proof);
        results.push(VariantResult { complaint: None, known });
        if !known {
            unknown.push((results.len() - 1, variant, file, proof));
        }
    }
    if unknown.is_empty() {
        return Ok(results);
    }

    let folder = workspace.cache_path("variants");
    let to_build: Vec<&Variant<'_>> = unknown.iter().map(|(_, variant, ..)| *variant).collect();
    scratch::write(workspace, &folder, &to_build)
        .map_err(|error| vec![format!("{}: {error}", folder.display())])?;
    progress.say("compiling the variants");
    let built = cargo::build_packages(workspace, &folder, &[], cargo::LIMIT, progress)
        .map_err(|problem| vec![problem.to_string()])?
        .ok_or_else(|| vec!["the build did not finish".to_owned()])?;
    if built.artifacts.is_empty() {
        return Err(vec![format!("no variant could be built\n{}", built.message(None))]);
    }
    progress.say(format!("testing {} variants", unknown.len()));
    let judged = parallel::map(&unknown, |(_, variant, file, proof)| {
        let artifact = built.artifacts.iter().find(|it| it.package == variant.package);
        let executable = artifact.map(|it| it.executable.as_path()).ok_or_else(|| {
            CompileError::new(&built, Some(&variant.package), &variant.exercise.name, false)
        });
        let scratch =
            Workspace { root: folder.join(&variant.package), target: workspace.target.clone() };
        let runner = Runner::built(&scratch, variant.tree, variant.exercise, executable);
        let judgement = runner
            .judge(variant.exercise, &mut Progress::hidden())
            .map_err(|problem| problem.to_string())?;
        let complaint = alternatives::right(&variant.file, &judgement);
        if complaint.is_none() {
            // Not written: it is judged once more.
            let _ = fs::write(file, proof);
        }
        Ok(complaint)
    });
    progress.stop();
    for ((at, ..), complaint) in unknown.iter().zip(judged) {
        results[*at].complaint = complaint.map_err(|problem: String| vec![problem])?;
    }
    Ok(results)
}

/// The `*.{ending}` files of a folder, in order; none if there is no such folder.
pub(crate) fn files(
    workspace: &Workspace,
    folder: &str,
    ending: &str,
) -> Result<Vec<PathBuf>, Vec<String>> {
    let path = workspace.path(folder);
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(|error| vec![format!("{folder}: {error}")])?;
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    files.sort();
    Ok(files)
}

/// A name for a package, made from that of a file.
pub(crate) fn package(exercise: &str, sort: &str, file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stem = stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("{exercise}-{sort}-{stem}")
}

/// `: 3 of them as before` where some were not judged again.
pub(crate) fn known(results: &[VariantResult]) -> String {
    match results.iter().filter(|result| result.known).count() {
        0 => String::new(),
        known => format!(" ({known} unchanged since they were judged)"),
    }
}

/// A fingerprint of everything that a verdict hangs on besides one exercise: what judges, what it
/// is compiled with, and the compiler.
fn machinery(workspace: &Workspace) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    fingerprint::machinery(workspace)?.hash(&mut hasher);
    let course = workspace.path("crates/course");
    fs::read(course.join("Cargo.toml"))?.hash(&mut hasher);
    fingerprint::tree(&course.join("src"), &mut hasher)?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc).arg("-vV").output()?.stdout.hash(&mut hasher);
    Ok(hasher.finish())
}

/// The fingerprint of a variant, and of the tests that judge it.
fn proof(workspace: &Workspace, machinery: u64, variant: &Variant<'_>) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    machinery.hash(&mut hasher);
    let name = &variant.exercise.name;
    (&variant.source, variant.tree, &variant.exercise.features).hash(&mut hasher);
    // The answer is what a patch changes, and what the snapshots were made with.
    fs::read(workspace.exercise(Source::Solution, name))?.hash(&mut hasher);
    fingerprint::tests(workspace, name, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

/// A complaint that begins with the file it is about.
pub(crate) fn about(file: &str, what: impl Display) -> String {
    format!("{file}: {what}")
}
