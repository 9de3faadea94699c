//! Tests submitted exercises in a scratch workspace. Everything else in it comes from the course.
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::Duration;

use crate::arc_queries::arc_queries;
use crate::cargo::{self, Built, Target};
use crate::catalog::Exercise;
use crate::error::Error;
use crate::process::group;
use crate::result::{CompileError, ErrorSource, ExerciseResult, State};
use crate::runner::{Conditions, Runner, state_of_text};
use crate::scratch::{self, Variant};
use crate::screen::Progress;
use crate::workspace::{Source, Workspace};
use crate::{lock, messages, parallel};

/// Only an endless `const` loop or a recursive macro takes this long to compile.
const COMPILE_LIMIT: Duration = Duration::from_secs(180);

/// A submitted exercise.
#[derive(Debug)]
pub struct Submitted<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// The submitted text.
    pub source: String,
}

/// Tests submitted texts.
#[derive(Debug)]
pub struct Grading<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
    token: String,
    limit: Duration,
    /// Two graders cannot share the scratch workspace.
    _lock: File,
}

impl<'a> Grading<'a> {
    /// Prepares the scratch workspace. `token` is an unguessable line; `limit` is how long a test may run.
    ///
    /// # Errors
    /// If the scratch workspace cannot be created or locked.
    pub fn start(workspace: &'a Workspace, token: &str, limit: Duration) -> Result<Self, Error> {
        group::isolate();
        let folder = workspace.cache_path("graded");
        fs::create_dir_all(&folder)
            .map_err(|error| Error::io("prepare", folder.display(), &error))?;
        let _lock = lock::acquire(workspace, "grade", |text| anstream::eprintln!("{text}"))?;
        Ok(Self { workspace, folder, token: token.to_owned(), limit, _lock })
    }

    /// The result of each submitted exercise, in the given order.
    ///
    /// # Errors
    /// If nothing can be tested, for example because cargo is missing or the disk is full.
    pub fn test(&self, submitted: &[Submitted<'_>]) -> Result<Vec<ExerciseResult>, Error> {
        let mut progress = Progress::start();
        let known: Vec<Option<State>> =
            submitted.iter().map(|one| state_of_text(&one.source)).collect();
        let variants: Vec<Variant<'_>> = submitted
            .iter()
            .zip(&known)
            .filter(|(_, state)| state.is_none())
            .map(|(one, _)| Variant {
                package: package(&one.exercise.name),
                exercise: one.exercise,
                source: one.source.clone(),
                file: Source::Exercise.shown(&one.exercise.name),
            })
            .collect();
        let builds = self.build(&variants, &mut progress)?;
        progress.say("testing");
        let work: Vec<_> = submitted.iter().zip(known).collect();
        let states = parallel::map(&work, |(one, state)| match state {
            Some(state) => Ok(state.clone()),
            None => self.test_one(one.exercise, &builds),
        });
        progress.stop();
        let results = submitted.iter().zip(states).map(|(one, state)| {
            Ok(ExerciseResult {
                exercise: one.exercise.name.clone(),
                state: state?,
                arc_queries: arc_queries(&one.source),
            })
        });
        results.collect()
    }

    /// Builds all packages at once, or one by one if the compiler does not finish. A package without an
    /// entry did not finish.
    fn build(
        &self,
        variants: &[Variant<'_>],
        progress: &mut Progress,
    ) -> Result<BTreeMap<String, Built>, Error> {
        let all: Vec<&Variant<'_>> = variants.iter().collect();
        if all.is_empty() {
            return Ok(BTreeMap::new());
        }
        scratch::write(self.workspace, &self.folder, &all)
            .map_err(|error| Error::io("write", self.folder.display(), &error))?;
        progress.say("compiling");
        let packages: Vec<&str> = variants.iter().map(|v| v.package.as_str()).collect();
        let mut compile = |packages: &[&str]| {
            cargo::build_packages(self.workspace, &self.folder, packages, COMPILE_LIMIT, progress)
        };
        let mut builds = BTreeMap::new();
        if let Some(together) = compile(&packages)? {
            builds.extend(packages.iter().map(|name| ((*name).to_owned(), together.clone())));
            return Ok(builds);
        }
        for name in packages {
            builds.extend(compile(&[name])?.map(|built| (name.to_owned(), built)));
        }
        Ok(builds)
    }

    fn test_one(
        &self,
        exercise: &Exercise,
        builds: &BTreeMap<String, Built>,
    ) -> Result<State, Error> {
        let package = package(&exercise.name);
        let Some(built) = builds.get(&package) else { return Ok(State::Endless) };
        let own = || built.artifacts.iter().filter(|artifact| artifact.package == package);
        let test = own().find(|artifact| matches!(artifact.target, Target::Test(_)));
        let has_program = own().any(|artifact| matches!(artifact.target, Target::Example(_)));
        let executable = match test.filter(|_| has_program) {
            Some(test) => Ok(test.executable.as_path()),
            None => {
                let mut error = CompileError::new(built, Some(&package), &exercise.name, false);
                // Otherwise cargo or a crate of the course is at fault.
                if error.source == ErrorSource::Elsewhere && !is_crash(&error) {
                    return Ok(State::Broken(messages::course_does_not_build(&error.message)));
                }
                error.message = error.message.replace(&format!("{package}/"), "");
                Err(error)
            }
        };
        let root = self.folder.join(&package);
        let scratch = Workspace { root, target: self.workspace.target.clone() };
        let runner = Runner::built(&scratch, Source::Exercise, exercise, executable);
        let conditions = Conditions { token: &self.token, limit: self.limit };
        runner.test_isolated(exercise, conditions).map(|state| as_submitted(state, &package))
    }
}

/// Whether rustc itself crashed.
fn is_crash(error: &CompileError) -> bool {
    ["(signal: ", "internal compiler error"].iter().any(|mark| error.message.contains(mark))
}

fn package(name: &str) -> String {
    format!("{name}-graded")
}

/// Turns paths in the scratch workspace into those of the submission.
fn as_submitted(mut state: State, package: &str) -> State {
    let prefix = format!("{package}/");
    if let State::Tested(tests) = &mut state {
        for test in tests {
            test.summary = test.summary.replace(&prefix, "");
            test.report = test.report.replace(&prefix, "");
        }
    }
    state
}
