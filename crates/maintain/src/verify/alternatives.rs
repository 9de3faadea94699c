//! Right solutions of other designs: every test must let them pass, by the rules for students.
use super::variants;
use super::{StepResult, VerifyContext, count, unless};
use course::catalog::Exercise;
use course::result::ExerciseResult;
use course::scratch::Variant;
use course::screen::Progress;
use course::workspace::{Source, Workspace};
use course::{messages, source_check};

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let report = variants::run(context, progress)?;
    let results = &report.results;
    let wrong = results.iter().filter_map(|result| result.complaint.clone());
    let mut complaints: Vec<String> = report.unusable.iter().cloned().chain(wrong).collect();
    if results.is_empty() {
        complaints.push("there is no alternative".to_owned());
    }
    unless(complaints, || {
        let known = variants::known(results);
        format!("{} of other designs pass{known}", count(results.len(), "solution"))
    })
}

/// The alternatives of an exercise, as complete files in the place of the student's.
pub(crate) fn collect<'a>(
    workspace: &Workspace,
    exercise: &'a Exercise,
    variants: &mut Vec<Variant<'a>>,
    unusable: &mut Vec<String>,
) -> Result<(), Vec<String>> {
    for path in variants::files(workspace, &format!("course/{}/alternatives", exercise.name), "rs")?
    {
        let file = workspace.shown(&path);
        let source = workspace.read(&file).map_err(|problem| vec![problem.to_string()])?;
        let findings = source_check::check(&source);
        unusable.extend(findings.iter().map(|finding| {
            variants::about(&file, format!("line {}: `{}` is refused", finding.line, finding.what))
        }));
        if findings.is_empty() {
            variants.push(Variant {
                package: variants::package(&exercise.name, "other", &path),
                exercise,
                tree: Source::Exercise,
                source,
                file,
            });
        }
    }
    Ok(())
}

/// A complaint if a right solution does not pass.
pub(crate) fn right(file: &str, judgement: &ExerciseResult) -> Option<String> {
    (!judgement.is_solved()).then(|| {
        let details = messages::details(judgement, Source::Exercise, messages::Typed::MAKE);
        variants::about(file, format!("it is right and does not pass\n{details}"))
    })
}
