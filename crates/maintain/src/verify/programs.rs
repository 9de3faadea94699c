//! Every exercise and every answer terminates as a program on real threads.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use course::cargo::{self, Target};
use course::catalog::Exercise;
use course::process::{self, ExitKind};
use course::runner::{example_of, features};
use course::screen::Progress;
use course::{Error, Source, Workspace, parallel};

use super::context::{StepResult, VerifyContext, count, one, unless};

/// Far more than any of them takes, so that a program that hangs does not block the step.
const LIMIT: Duration = Duration::from_secs(60);

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let exercises = context.exercises.clone();
    let mut programs = Vec::new();
    for tree in [Source::Exercise, Source::Answer] {
        progress.say("compiling the programs");
        let mut built = build(workspace, tree, &exercises, progress).map_err(one)?;
        programs.extend(exercises.iter().map(|exercise| {
            (tree.shown(&exercise.name), built.remove(&example_of(tree, exercise)))
        }));
    }
    progress.say("running the programs");
    // All at once: most of them only sleep.
    let ran = parallel::map_with(programs.len(), &programs, |(shown, program)| {
        run(workspace, shown, program.as_deref())
    });
    let errors = ran.into_iter().flatten().collect();
    unless(errors, || format!("{} terminated", count(programs.len(), "program")))
}

/// Builds the programs, in one build for each set of features.
fn build(
    workspace: &Workspace,
    tree: Source,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<BTreeMap<Target, PathBuf>, Error> {
    let mut groups: BTreeMap<_, Vec<Target>> = BTreeMap::new();
    for exercise in exercises {
        let targets = groups.entry(features(tree, exercise)).or_default();
        targets.push(example_of(tree, exercise));
    }
    let mut programs = BTreeMap::new();
    for (features, targets) in &groups {
        let built = cargo::build(workspace, targets, features, progress)?;
        programs.extend(built.artifacts.into_iter().map(|it| (it.target, it.executable)));
    }
    Ok(programs)
}

/// An error unless the program terminates successfully.
fn run(workspace: &Workspace, shown: &str, executable: Option<&Path>) -> Option<String> {
    let Some(executable) = executable else {
        return Some(format!("{shown} does not compile as a program"));
    };
    let mut command = Command::new(executable);
    command.current_dir(&workspace.root);
    let ended = match process::run(command, LIMIT, |_| ()) {
        Ok(ended) => ended,
        Err(error) => return Some(format!("{shown} cannot be run: {error}")),
    };
    match ended.exit {
        ExitKind::Code(0) => None,
        ExitKind::Code(code) => Some(format!("{shown} ended with code {code}: {}", ended.text())),
        ExitKind::Crashed(code) => Some(format!("{shown} crashed ({code})")),
        ExitKind::TimedOut => {
            Some(format!("{shown} was still running after {} s", LIMIT.as_secs()))
        }
    }
}
