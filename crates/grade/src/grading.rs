//! Compiles and tests submitted exercises, each in a sandbox and a folder of its own.
//!
//! Whatever else than a verdict of the tests or an error of rustc ends a submission may be the fault of this
//! machine: a full disk, a deleted cache, a lack of memory. Then the answer of the course is compiled and
//! tested in the same way. If it fails too, the grader is at fault; if it passes, the submission is.
use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{fs, io};

use course::runner::state_of_text;
use course::screen::Progress;
use course::session::Session;
use course::{Error, Exercise, OrCannot, Source, State, Workspace, parallel, process};
use sandbox::{Options, Sandbox};

use crate::budget::Budget;
use crate::compile::{Compiled, Compiler};
use crate::declared::{self, Declared};
use crate::dependencies::Dependencies;
use crate::incremental::{self, Caches};
use crate::messages;
use crate::testing::{Tested, Tests};
use crate::toolchain::Toolchain;
use crate::verdict::Verdict;

/// A submitted exercise.
#[derive(Debug, Clone)]
pub(crate) struct Submitted<'a> {
    pub(crate) exercise: &'a Exercise,
    /// The submitted text.
    pub(crate) source: String,
}

/// The result of grading an exercise.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// As `test` would report it.
    State(State),
    /// What only a grader reports, and why.
    Verdict(Verdict, String),
}

/// The conditions of a grade.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conditions {
    /// How long a file may take, with the answer that is tested if its verdict may be the fault of this
    /// machine.
    pub(crate) limit: Duration,
    /// What confines the compiler and the tests.
    pub(crate) options: Options,
}

/// Grades submitted texts.
#[derive(Debug)]
pub(crate) struct Grading {
    workspace: Workspace,
    conditions: Conditions,
    program: PathBuf,
    toolchain: Toolchain,
    dependencies: Dependencies,
    session: Session,
    /// Identifies what the incremental caches depend on.
    digest: String,
    caches: Caches,
    /// Each attempt has a folder of its own.
    attempts: AtomicUsize,
}

/// One attempt to compile and test a text.
#[derive(Debug)]
enum Attempt {
    Settled(Outcome),
    /// This is the outcome, unless the answer has the same.
    Unclear(Outcome),
    /// This attempt says nothing about the text.
    Failed(String),
}

impl Grading {
    /// Compiles what all submissions are compiled with. `digest` is that of the versions.
    ///
    /// # Errors
    /// If the course does not compile, or the disk cannot be written.
    pub(crate) fn start(
        workspace: &Workspace,
        conditions: Conditions,
        digest: impl FnOnce() -> Result<String, Error>,
    ) -> Result<Self, Error> {
        process::group::isolate();
        let folder = workspace.cache_path("grading");
        let session = Session::start(&folder).or_cannot("prepare", folder.display())?;
        let mut progress = Progress::start();
        progress.say("compiling");
        let dependencies =
            Dependencies::prepare(workspace, session.folder.join("dependencies"), &mut progress)?;
        progress.stop();
        let program = env::current_exe().or_cannot("find", "grade")?;
        let toolchain = Toolchain::find(&workspace.root)?;
        Ok(Self {
            workspace: workspace.clone(),
            conditions,
            program,
            toolchain,
            dependencies,
            session,
            digest: digest()?,
            caches: Caches::default(),
            attempts: AtomicUsize::new(0),
        })
    }

    /// The outcome of each submitted exercise, in the given order, and what it used of its limit.
    pub(crate) fn grade(&self, submitted: &[Submitted<'_>]) -> Vec<(Outcome, Duration)> {
        let progress = Progress::start();
        progress.say("testing");
        // A worker often waits for the disk, or for one thread of rustc.
        let workers = parallel::cores() + 1;
        parallel::map_with(workers, submitted, |one| match state_of_text(&one.source) {
            Some(state) => (Outcome::State(state), Duration::ZERO),
            None => self.grade_one(one),
        })
    }

    fn grade_one(&self, Submitted { exercise, source }: &Submitted<'_>) -> (Outcome, Duration) {
        let cache = self.cache(exercise);
        let limit = self.conditions.limit;
        let own = Budget::new(limit * 2 / 3);
        let mut attempt = self.attempt(exercise, source, &own, cache.as_deref());
        if let Attempt::Failed(reason) = attempt {
            attempt = self.attempt(exercise, source, &own, None);
            // Without the failure, it would have had more time.
            if matches!(&attempt, Attempt::Unclear(outcome) if outcome.is_timeout()) {
                attempt = Attempt::Failed(reason);
            }
        }
        // The rest is for the answer, which needs a tenth of it.
        let file = own.with_length(limit);
        let outcome = match attempt {
            Attempt::Settled(outcome) => outcome,
            Attempt::Failed(reason) => Outcome::Verdict(Verdict::GraderError, reason),
            Attempt::Unclear(outcome) => match self.control(exercise, &file) {
                Ok(()) if outcome.is_timeout() => outcome,
                // The machine may have been at fault for a moment.
                Ok(()) => match self.attempt(exercise, source, &file, None) {
                    // The rest of the time was too short.
                    Attempt::Unclear(again) if again.is_timeout() => outcome,
                    Attempt::Settled(again) | Attempt::Unclear(again) => again,
                    Attempt::Failed(reason) => Outcome::Verdict(Verdict::GraderError, reason),
                },
                Err(reason) => Outcome::Verdict(Verdict::GraderError, reason),
            },
        };
        (outcome, file.used())
    }

    /// Whether the answer passes.
    fn control(&self, exercise: &Exercise, budget: &Budget) -> Result<(), String> {
        let answer = self.workspace.read(&Source::Answer.shown(&exercise.name));
        let answer = answer.map_err(|error| error.message)?;
        match self.attempt(exercise, &answer, budget, None) {
            Attempt::Settled(Outcome::State(State::Tested(tests)))
                if !tests.iter().any(|test| test.failed()) =>
            {
                Ok(())
            }
            Attempt::Failed(reason) => Err(reason),
            _ => Err(messages::CONTROL.to_owned()),
        }
    }

    /// The incremental cache of an exercise, which is made when it is missing. Without namespaces it would be of
    /// no use: it depends on the path of the folder.
    fn cache(&self, exercise: &Exercise) -> Option<PathBuf> {
        self.caches.get(&exercise.name, || {
            let kept = incremental::kept(&self.workspace, &exercise.name, &self.digest);
            if kept.is_dir() {
                return Some(kept);
            }
            let made = self.in_sandbox(|folder, sandbox| {
                if !sandbox.has_fixed_folder() {
                    return None;
                }
                let budget = Budget::new(self.conditions.limit);
                let made = self.compiler().make_cache(sandbox, exercise, folder, &budget)?;
                incremental::keep(&made, &kept)
            });
            made.ok().flatten().map(|()| kept)
        })
    }

    /// Compiles and tests a text.
    fn attempt(
        &self,
        exercise: &Exercise,
        source: &str,
        budget: &Budget,
        cache: Option<&Path>,
    ) -> Attempt {
        let attempt = self.in_sandbox(|folder, sandbox| {
            let tests = declared::tests(&self.workspace, &exercise.name);
            if tests.is_empty() {
                return Attempt::Failed(course::messages::no_tests(&exercise.name));
            }
            let cache = cache.filter(|_| sandbox.has_fixed_folder());
            let settled = |state| Attempt::Settled(Outcome::State(state));
            match self.compiler().compile(sandbox, exercise, folder, source, budget, cache) {
                Compiled::Test(program) => {
                    let sources = &declared::sources(&self.workspace, exercise, source);
                    let (program, toolchain) = (&program, &self.toolchain);
                    let all = &Tests { toolchain, exercise, program, budget, sources };
                    test_all(sandbox, all, &tests)
                }
                Compiled::Error(error) => settled(State::DoesNotCompile(error)),
                Compiled::Refused(findings) => settled(State::Refused(findings)),
                Compiled::Unclear(verdict, why) => Attempt::Unclear(Outcome::Verdict(verdict, why)),
                Compiled::Failed(reason) => Attempt::Failed(reason),
            }
        });
        attempt.unwrap_or_else(|error| Attempt::Failed(messages::supervisor(&error)))
    }

    /// Does something with a supervisor and a folder of its own, which is removed afterwards.
    fn in_sandbox<R>(&self, work: impl FnOnce(&Path, &mut Sandbox) -> R) -> io::Result<R> {
        let number = self.attempts.fetch_add(1, Ordering::Relaxed);
        let folder = self.session.folder.join(number.to_string());
        let mut sandbox = Sandbox::start_exactly(&self.program, self.conditions.options)?;
        let result = work(&folder, &mut sandbox);
        drop(sandbox);
        // The whole session is removed at the end.
        let _ = fs::remove_dir_all(&folder);
        Ok(result)
    }

    fn compiler(&self) -> Compiler<'_> {
        let Self { workspace, toolchain, dependencies, .. } = self;
        Compiler { workspace, toolchain, dependencies }
    }
}

/// Runs all tests, first together and then alone where necessary.
fn test_all(sandbox: &mut Sandbox, tests: &Tests<'_>, declared: &[Declared]) -> Attempt {
    let shared = declared.iter().filter(|test| test.shares_a_process());
    let shared: Vec<Declared> = shared.cloned().collect();
    let mut together = match tests.run_together(sandbox, &shared) {
        Ok(together) => together.into_iter(),
        Err(reason) => return Attempt::Failed(reason),
    };
    let mut records = Vec::new();
    let (mut is_unclear, mut timed_out) = (false, false);
    for test in declared {
        let record = if test.shares_a_process() { together.next().flatten() } else { None };
        if record.is_none() && tests.budget.is_over() {
            (is_unclear, timed_out) = (true, true);
        }
        let record = match record {
            Some(record) => record,
            // The other tests would probably time out as well.
            None if timed_out => tests.not_run(test),
            None => match tests.run_alone(sandbox, test) {
                Ok(Tested::Record(record)) => record,
                Ok(Tested::Unclear(record)) => {
                    is_unclear = true;
                    record
                }
                Err(reason) => return Attempt::Failed(reason),
            },
        };
        timed_out |= record.verdict == protocol::Verdict::Timeout;
        records.push(record);
    }
    let outcome = Outcome::State(State::Tested(records));
    if is_unclear { Attempt::Unclear(outcome) } else { Attempt::Settled(outcome) }
}

impl Outcome {
    fn is_timeout(&self) -> bool {
        match self {
            Self::Verdict(verdict, _) => *verdict == Verdict::TIMEOUT,
            Self::State(State::Tested(tests)) => {
                tests.iter().any(|test| test.verdict == protocol::Verdict::Timeout)
            }
            Self::State(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
