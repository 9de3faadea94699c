//! Compiles exercises, runs their tests, and collects the records that the tests leave.
mod compiled;
mod process_result;
mod record_dir;
mod single;
mod test_processes;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicUsize;
use std::thread;
use std::time::Duration;

use protocol::environment;

use crate::arc_queries::arc_queries;
use crate::cargo::{self, Target};
use crate::catalog::Exercise;
use crate::error::{Error, OrCannot};
use crate::process::{self, Output};
use crate::result::{CompileError, ErrorSource, ExerciseResult, State};
use crate::screen::{self, Progress};
use crate::session::Session;
use crate::test_list::{self, TestId};
use crate::workspace::{Source, Workspace};
use crate::{compile_check, messages};

pub use process_result::verdict_of_code;

/// The time limit of a test process. The engine's own budgets end a test long before this.
const LIMIT: Duration = Duration::from_secs(300);

/// Tests exercises or their answers.
pub struct Runner<'a> {
    workspace: &'a Workspace,
    source: Source,
    executables: BTreeMap<Target, PathBuf>,
    /// The files of the crates that were built.
    libraries: BTreeMap<String, Vec<PathBuf>>,
    /// Whether exercises must also compile against the real std.
    checks_program: bool,
    /// States that are known without a build, for example that a file is missing.
    known: BTreeMap<String, State>,
    /// Additional variables for the tests.
    environment: Vec<(&'static str, OsString)>,
    /// For the records of tests, with a folder for each run.
    session: Session,
    runs: AtomicUsize,
}

impl<'a> Runner<'a> {
    /// Builds the tests of `exercises`, with one build per set of features.
    ///
    /// # Errors
    /// If cargo cannot be run.
    pub fn prepare(
        workspace: &'a Workspace,
        source: Source,
        exercises: &[&Exercise],
        progress: &mut Progress,
    ) -> Result<Self, Error> {
        let mut runner = Self::new(workspace, source, true)?;
        let mut groups: BTreeMap<Vec<String>, Vec<Target>> = BTreeMap::new();
        for exercise in exercises {
            if let Some(state) = without_building(workspace, source, &exercise.name) {
                runner.known.insert(exercise.name.clone(), state);
                continue;
            }
            groups.entry(features(source, exercise)).or_default().push(test_of(exercise));
        }
        for (features, targets) in &groups {
            progress.say("compiling");
            let built = cargo::build(workspace, targets, features, progress)?;
            let artifacts = built.artifacts.into_iter();
            runner.executables.extend(artifacts.map(|it| (it.target, it.executable)));
            runner.libraries.extend(built.libraries);
        }
        progress.stop();
        Ok(runner)
    }

    /// A runner for one exercise whose test was built elsewhere.
    ///
    /// # Errors
    /// If the folder for its records cannot be created.
    pub fn built(
        workspace: &'a Workspace,
        source: Source,
        exercise: &Exercise,
        executable: PathBuf,
    ) -> Result<Self, Error> {
        let mut runner = Self::new(workspace, source, false)?;
        runner.executables.insert(test_of(exercise), executable);
        Ok(runner)
    }

    fn new(workspace: &'a Workspace, source: Source, checks_program: bool) -> Result<Self, Error> {
        let records = workspace.cache_path("records");
        let session = Session::start(&records).or_cannot("prepare", records.display())?;
        Ok(Self {
            workspace,
            source,
            executables: BTreeMap::new(),
            libraries: BTreeMap::new(),
            checks_program,
            known: BTreeMap::new(),
            environment: Vec::new(),
            session,
            runs: AtomicUsize::new(0),
        })
    }

    /// Whether it tests exercises or their answers.
    pub fn source(&self) -> Source {
        self.source
    }

    /// Sets a variable for every test.
    pub fn environment(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Lays reports out for the terminal, if there is one.
    pub fn for_terminal(mut self) -> Self {
        let columns = screen::columns().map(|columns| columns.to_string());
        let variables = [
            (environment::COLORS, screen::has_colors().then(|| "1".to_owned())),
            (environment::TERMINAL, screen::rows().map(|_| "1".to_owned())),
            (environment::COLUMNS, columns),
        ];
        let set = variables.into_iter().filter_map(|(name, value)| Some((name, value?.into())));
        self.environment.extend(set);
        self
    }

    /// Tests one exercise.
    ///
    /// # Errors
    /// If its tests cannot be run.
    pub fn test(
        &self,
        exercise: &Exercise,
        progress: &mut Progress,
    ) -> Result<ExerciseResult, Error> {
        let name = &exercise.name;
        // An unreadable file has a state of its own.
        let text = fs::read_to_string(self.workspace.exercise(self.source, name));
        let arc_queries = arc_queries(&text.unwrap_or_default());
        let result = |state| ExerciseResult { arc_queries, ..ExerciseResult::new(name, state) };
        if let Some(state) = self.known.get(name) {
            return Ok(result(state.clone()));
        }
        let Some(test) = self.executables.get(&test_of(exercise)) else {
            return self.compile_error(exercise, progress).map(result);
        };
        if let Some(state) = self.must_not_run(exercise, test) {
            return Ok(result(state));
        }
        progress.say(format!("testing {name}"));
        // Tests do not use every core all the time, so rustc checks the program meanwhile.
        let (is_program, state) = thread::scope(|scope| {
            let is_program = || self.is_program(exercise);
            let program = thread::Builder::new().spawn_scoped(scope, is_program);
            let state = self.run_tests(exercise, test);
            let joined = program.map(|program| program.join().unwrap_or_else(|p| resume_unwind(p)));
            // Without another thread, one thing comes after the other.
            (joined.unwrap_or_else(|_| is_program()), state)
        });
        progress.stop();
        match is_program? {
            true => state.map(result),
            false => self.compile_error(exercise, progress).map(result),
        }
    }

    /// Whether the exercise compiles against the real std, if that is to be checked.
    fn is_program(&self, exercise: &Exercise) -> Result<bool, Error> {
        let Self { workspace, source, libraries, .. } = self;
        let compiles = || compile_check::compiles(workspace, *source, &exercise.name, libraries);
        if self.checks_program { compiles() } else { Ok(true) }
    }

    /// Builds the program and then the test, to get the errors of the first that fails.
    fn compile_error(&self, exercise: &Exercise, progress: &mut Progress) -> Result<State, Error> {
        let features = features(self.source, exercise);
        for target in [example_of(self.source, exercise), test_of(exercise)] {
            let under_test = matches!(target, Target::Test(_));
            let built = cargo::build(self.workspace, &[target], &features, progress)?;
            if built.artifacts.is_empty() {
                progress.stop();
                let error = CompileError::new(&built, &exercise.name, under_test);
                return Ok(match error.source {
                    ErrorSource::Elsewhere => {
                        State::Broken(messages::course_does_not_build(&error.message))
                    }
                    _ => State::DoesNotCompile(error),
                });
            }
        }
        progress.stop();
        Ok(State::Broken("the build failed once and then succeeded".to_owned()))
    }

    /// The test executable of an exercise, for a command that runs it itself.
    pub fn executable(&self, exercise: &Exercise) -> Option<&Path> {
        self.executables.get(&test_of(exercise)).map(PathBuf::as_path)
    }

    /// The tests of an executable, in the order of the source, without those in the exercise itself.
    ///
    /// # Errors
    /// If the executable cannot be run.
    pub fn tests(&self, exercise: &Exercise, executable: &Path) -> Result<Vec<TestId>, Error> {
        let mut command = Command::new(executable);
        command.args(["--list", "--format", "terse"]).current_dir(&self.workspace.root);
        let listed = self.run(command)?.stdout;
        let source = test_list::in_source(&self.workspace.path("tests"), &exercise.name);
        let mut tests = test_list::parse(&listed, &source);
        // Those in the exercise are for its author.
        let own = format!("{}::", exercise.name);
        tests.retain(|test| !test.path.starts_with(&own));
        Ok(tests)
    }

    /// Runs one interleaving of a test again.
    ///
    /// # Errors
    /// If the executable cannot be run.
    pub fn replay(
        &self,
        executable: &Path,
        test: &TestId,
        schedule: &str,
    ) -> Result<Output, Error> {
        let mut command = self.command(executable, &self.session.folder);
        command.env(environment::REPLAY, schedule).env_remove(environment::RECORD_DIR);
        command.args(["--exact", &test.path, "--nocapture"]);
        self.run(command)
    }

    /// A test process, without any variable that could change a verdict.
    fn command(&self, executable: &Path, folder: &Path) -> Command {
        let mut command = Command::new(executable);
        command.current_dir(&self.workspace.root);
        cargo::clean(&mut command);
        command
            .env(environment::RECORD_DIR, folder)
            .env("INSTA_UPDATE", "no")
            // Otherwise insta asks cargo, which takes longer than the tests.
            .env("INSTA_WORKSPACE_ROOT", &self.workspace.root)
            .env("NO_COLOR", "1")
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    fn run(&self, command: Command) -> Result<Output, Error> {
        let program = command.get_program().to_owned();
        process::run(command, LIMIT, |_| ()).or_cannot("run", Path::new(&program).display())
    }
}

/// The state of a file, if it is known without compiling it.
fn without_building(workspace: &Workspace, source: Source, name: &str) -> Option<State> {
    match fs::read_to_string(workspace.exercise(source, name)) {
        Ok(text) => state_of_text(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => Some(State::Missing),
        Err(error) => Some(State::Unreadable(error.to_string())),
    }
}

/// The state of a text, if it is known without compiling it.
pub fn state_of_text(text: &str) -> Option<State> {
    if text.trim().is_empty() {
        return Some(State::Empty);
    }
    let findings = source_check::check(text).refused;
    (!findings.is_empty()).then_some(State::Refused(findings))
}

/// The Cargo features that an exercise needs.
pub fn features(source: Source, exercise: &Exercise) -> Vec<String> {
    let mut features = exercise.features.clone();
    if source == Source::Answer {
        features.push("complete".to_owned());
    }
    features
}

/// The test target of an exercise.
pub fn test_of(exercise: &Exercise) -> Target {
    Target::Test(exercise.name.clone())
}

/// The example target that runs an exercise as a program.
pub fn example_of(source: Source, exercise: &Exercise) -> Target {
    Target::Example(source.example(&exercise.name))
}
