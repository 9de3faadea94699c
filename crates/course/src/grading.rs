//! Judging what somebody handed in: its text in a tree of ours, in which all else is pristine.
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::Duration;

use crate::arc_queries::unseen;
use crate::cargo::{self, Executables, Target};
use crate::catalog::Exercise;
use crate::error::Error;
use crate::lock;
use crate::parallel;
use crate::process::group;
use crate::result::{CompileError, ExerciseResult, State};
use crate::runner::{Conditions, Runner};
use crate::scratch::{self, Variant, uncompiled};
use crate::screen::Progress;
use crate::workspace::{Source, Workspace};
use crate::{messages, rustc, source_check};

/// No exercise takes so long to compile, whatever the machine; `const` loops and macros that double
/// themselves do.
const COMPILING: Duration = Duration::from_secs(180);

/// A text that stands in for an exercise.
#[derive(Debug)]
pub struct Submitted<'a> {
    /// Which exercise it is about.
    pub exercise: &'a Exercise,
    /// What was handed in.
    pub source: String,
}

/// How texts are judged.
#[derive(Debug)]
pub struct Grading<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
    token: String,
    limit: Duration,
    /// Held as long as this lives: two graders do not share a tree.
    _lock: File,
}

impl<'a> Grading<'a> {
    /// Prepares to judge. `token` is one line that nobody can guess; `limit` the outer guard of each
    /// test, on which no verdict hangs but that it took too long.
    ///
    /// # Errors
    /// If the folder for it cannot be prepared.
    pub fn start(workspace: &'a Workspace, token: &str, limit: Duration) -> Result<Self, Error> {
        group::isolate();
        let folder = workspace.notes("graded");
        fs::create_dir_all(&folder)
            .map_err(|error| Error::io("prepare", folder.display(), &error))?;
        let _lock = lock::acquire(workspace, "grade", |text| anstream::eprintln!("{text}"))?;
        Ok(Self { workspace, folder, token: token.to_owned(), limit, _lock })
    }

    /// What became of each text, in their order.
    ///
    /// # Errors
    /// If nothing can be judged: there is no cargo, or the disk is full.
    pub fn judge(&self, submitted: &[Submitted<'_>]) -> Result<Vec<ExerciseResult>, Error> {
        let mut progress = Progress::start();
        let known: Vec<Option<State>> =
            submitted.iter().map(|one| before_building(&one.source)).collect();
        let variants: Vec<Variant<'_>> = submitted
            .iter()
            .zip(&known)
            .filter(|(_, state)| state.is_none())
            .map(|(one, _)| Variant {
                package: package(&one.exercise.name),
                exercise: one.exercise,
                tree: Source::Exercise,
                source: one.source.clone(),
                file: Source::Exercise.shown(&one.exercise.name),
            })
            .collect();
        let built = self.build(&variants, &mut progress)?;
        progress.say("testing");
        let questions: Vec<_> = submitted.iter().zip(known).collect();
        let states = parallel::map(&questions, |(one, state)| match state {
            Some(state) => Ok(state.clone()),
            None => self.judge_one(one.exercise, &built),
        });
        progress.stop();
        let named = submitted.iter().zip(states).map(|(one, state)| {
            state.map(|state| ExerciseResult {
                exercise: one.exercise.name.clone(),
                state,
                unseen: unseen(&one.source),
            })
        });
        named.collect()
    }

    /// Everything together, so that it is quick; one by one, if one of them does not end.
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
        let together = self.compile(&packages, progress)?;
        if let Some(built) = &together {
            return Ok(packages
                .iter()
                .map(|name| (name.to_string(), Built::of(name, built)))
                .collect());
        }
        let mut each = BTreeMap::new();
        for name in packages {
            let built = match self.compile(&[name], progress)? {
                Some(built) => Built::of(name, &built),
                None => Built::Endless,
            };
            each.insert(name.to_owned(), built);
        }
        Ok(each)
    }

    fn compile(
        &self,
        packages: &[&str],
        progress: &mut Progress,
    ) -> Result<Option<(Executables, String)>, Error> {
        cargo::build_packages(self.workspace, &self.folder, packages, COMPILING, progress)
    }

    fn judge_one(
        &self,
        exercise: &Exercise,
        built: &BTreeMap<String, Built>,
    ) -> Result<State, Error> {
        let package = package(&exercise.name);
        let executable = match built.get(&package) {
            Some(Built::Whole(executable)) => Ok(executable.as_path()),
            Some(Built::Not(said)) => {
                let mut error = uncompiled(said, &package);
                // It is cargo or one of our own crates that fails if rustc says nothing about it.
                if !error.message.contains(&format!("{}.rs", exercise.name)) && !is_crash(&error) {
                    return Ok(State::Broken(messages::course_does_not_build(&error.message)));
                }
                let message = error.message.replace(&format!("{package}/"), "");
                error =
                    CompileError { place: rustc::place(&message, &exercise.name, false), message };
                Err(error)
            }
            Some(Built::Endless) | None => {
                return Ok(State::Endless);
            }
        };
        let root = self.folder.join(&package);
        let scratch = Workspace { root, target: self.workspace.target.clone() };
        let runner = Runner::built(&scratch, Source::Exercise, exercise, executable);
        let conditions = Conditions { token: &self.token, limit: self.limit };
        runner.judge_apart(exercise, conditions).map(|state| as_handed_in(state, &package))
    }
}

/// What became of compiling one package.
enum Built {
    /// The test, and the program could be built as well.
    Whole(PathBuf),
    /// What rustc said.
    Not(String),
    /// It was stopped.
    Endless,
}

impl Built {
    fn of(package: &str, (executables, said): &(Executables, String)) -> Self {
        let mut own = executables.iter().filter(|((owner, _), _)| owner == package);
        let test = own.clone().find(|((_, target), _)| matches!(target, Target::Test(_)));
        let program = own.any(|((_, target), _)| matches!(target, Target::Example(_)));
        match test {
            Some((_, test)) if program => Self::Whole(test.clone()),
            _ => Self::Not(said.clone()),
        }
    }
}

/// rustc itself died over it.
fn is_crash(error: &CompileError) -> bool {
    ["(signal: ", "internal compiler error"].iter().any(|mark| error.message.contains(mark))
}

/// What can be said about a text without compiling it.
fn before_building(text: &str) -> Option<State> {
    if text.trim().is_empty() {
        return Some(State::Empty);
    }
    let findings = source_check::check(text);
    (!findings.is_empty()).then_some(State::Refused(findings))
}

fn package(name: &str) -> String {
    format!("{name}-graded")
}

/// Paths of the tree in which it was judged become those of the submission.
fn as_handed_in(mut state: State, package: &str) -> State {
    let prefix = format!("{package}/");
    let cut = |text: &mut String| {
        if text.contains(&prefix) {
            *text = text.replace(&prefix, "");
        }
    };
    match &mut state {
        State::Judged(tests) => {
            for test in tests {
                cut(&mut test.summary);
                cut(&mut test.report);
            }
        }
        State::DoesNotCompile(error) => cut(&mut error.message),
        _ => {}
    }
    state
}
