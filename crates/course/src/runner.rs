//! Judging exercises: compile, run the tests, collect what they left behind.
mod isolated;
mod record_dir;
mod timeline;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::arc_queries::unseen;
use protocol::exit_code::{OUT_OF_MEMORY, STUCK, TESTS_FAILED};
use protocol::{environment, record_dir as records};

use crate::cargo::{self, Target};
use crate::catalog::Exercise;
use crate::error::Error;
use crate::process::{self, ExitKind, Output};
use crate::result::{CompileError, ExerciseResult, Place, State, TestRecord, Verdict};
use crate::screen::Progress;
use crate::test_list::{self, Listed};
use crate::workspace::{Source, Workspace};
use crate::{compile_check, messages, rustc, source_check};

pub use isolated::Conditions;

/// The outer guard: no test binary may run longer. Verdicts come from the engine's own budgets,
/// long before this.
const LIMIT: Duration = Duration::from_secs(300);

/// Judges exercises of one tree.
pub struct Runner<'a> {
    workspace: &'a Workspace,
    tree: Source,
    executables: BTreeMap<Target, PathBuf>,
    /// What exercises may use besides std.
    libraries: BTreeMap<String, PathBuf>,
    /// Whether they have to be programs of plain Rust too.
    programs: bool,
    /// What is known without a build: the file is missing, say.
    known: BTreeMap<String, State>,
    /// Variables for the tests, besides the runner's own.
    environment: Vec<(&'static str, OsString)>,
}

impl<'a> Runner<'a> {
    /// Builds everything that `exercises` need, in as few builds as there are sets of features.
    pub fn prepare(
        workspace: &'a Workspace,
        tree: Source,
        exercises: &[&Exercise],
        progress: &mut Progress,
    ) -> Result<Self, Error> {
        let mut known = BTreeMap::new();
        let mut groups: BTreeMap<Vec<String>, Vec<Target>> = BTreeMap::new();
        for exercise in exercises {
            if let Some(state) = before_building(workspace, tree, &exercise.name) {
                known.insert(exercise.name.clone(), state);
                continue;
            }
            groups.entry(features(tree, exercise)).or_default().push(test_of(exercise));
        }
        let (mut executables, mut libraries) = (BTreeMap::new(), BTreeMap::new());
        for (features, targets) in &groups {
            progress.say("compiling");
            let built = cargo::build(workspace, targets, features, progress)?;
            executables.extend(built.executables);
            libraries.extend(built.libraries);
        }
        progress.stop();
        let (programs, environment) = (true, Vec::new());
        Ok(Self { workspace, tree, executables, libraries, programs, known, environment })
    }

    /// A runner for one exercise that was built elsewhere, or could not be.
    pub fn built(
        workspace: &'a Workspace,
        tree: Source,
        exercise: &Exercise,
        executable: Result<&Path, CompileError>,
    ) -> Self {
        let (mut executables, mut known) = (BTreeMap::new(), BTreeMap::new());
        match executable {
            Ok(path) => {
                executables.insert(test_of(exercise), path.to_owned());
            }
            Err(error) => {
                known.insert(exercise.name.clone(), State::DoesNotCompile(error));
            }
        }
        let (libraries, environment) = (BTreeMap::new(), Vec::new());
        Self { workspace, tree, executables, libraries, programs: false, known, environment }
    }

    /// What it judges.
    pub fn tree(&self) -> Source {
        self.tree
    }

    /// Sets a variable for every test that will run.
    pub fn environment(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    pub fn judge(
        &self,
        exercise: &Exercise,
        progress: &mut Progress,
    ) -> Result<ExerciseResult, Error> {
        // What cannot be read is no exercise that is judged.
        let text = fs::read_to_string(self.workspace.exercise(self.tree, &exercise.name));
        let unseen = unseen(&text.unwrap_or_default());
        let judged = |state| ExerciseResult { exercise: exercise.name.clone(), state, unseen };
        if let Some(state) = self.known.get(&exercise.name) {
            return Ok(judged(state.clone()));
        }
        let Some(test) = self.executables.get(&test_of(exercise)) else {
            return self.compile_error(exercise, progress).map(judged);
        };
        progress.say(format!("testing {}", exercise.name));
        // The tests mostly leave a core idle: rustc looks at the program meanwhile.
        let (is_program, state) = thread::scope(|scope| {
            let program = scope.spawn(|| self.is_program(exercise));
            let state = self.run_tests(exercise, test);
            (program.join().unwrap_or_else(|panic| resume_unwind(panic)), state)
        });
        progress.stop();
        match is_program? {
            true => state.map(judged),
            false => self.compile_error(exercise, progress).map(judged),
        }
    }

    /// Whether it runs without the tests too, where that matters.
    fn is_program(&self, exercise: &Exercise) -> Result<bool, Error> {
        let compiles =
            || compile_check::compiles(self.workspace, self.tree, &exercise.name, &self.libraries);
        if self.programs { compiles() } else { Ok(true) }
    }

    /// Both targets again, one after the other, each with its own messages.
    fn compile_error(&self, exercise: &Exercise, progress: &mut Progress) -> Result<State, Error> {
        let features = features(self.tree, exercise);
        let mut said = String::new();
        for target in [example_of(self.tree, exercise), test_of(exercise)] {
            let under_test = matches!(target, Target::Test(_));
            let built = cargo::build(self.workspace, &[target], &features, progress)?;
            if built.executables.is_empty() {
                progress.stop();
                let message = rustc::errors(&built.said);
                let place = rustc::place(&message, &exercise.name, under_test);
                if place == Place::Elsewhere {
                    return Ok(State::Broken(messages::course_does_not_build(&message)));
                }
                return Ok(State::DoesNotCompile(CompileError { place, message }));
            }
            said.push_str(&built.said);
        }
        progress.stop();
        Ok(State::Broken(format!(
            "the build failed once and then succeeded: {}",
            rustc::errors(&said)
        )))
    }

    /// The test executable of an exercise that was prepared, for a command that runs it itself.
    pub fn executable(&self, exercise: &Exercise) -> Option<&Path> {
        self.executables.get(&test_of(exercise)).map(PathBuf::as_path)
    }

    fn run_tests(&self, exercise: &Exercise, executable: &Path) -> Result<State, Error> {
        let tests = self.tests(exercise, executable)?;
        if tests.is_empty() {
            return Ok(State::Broken(messages::no_tests(&exercise.name)));
        }
        if let Some(name) = test_list::clash(&tests) {
            return Ok(State::Broken(messages::clash(&exercise.name, name)));
        }
        let folder = self.fresh_folder(exercise)?;
        let all = self.run(self.command(executable, &folder))?;
        let mut results: BTreeMap<&str, TestRecord> = BTreeMap::new();
        for Listed { name, .. } in &tests {
            results.extend(recorded(&folder, name).map(|result| (name.as_str(), result)));
        }
        // A crash takes the records of other tests along: those run again, each alone, so that each
        // has its own verdict. So does a test that could not judge: what it said is all there is to
        // know; and every test, if something failed and none has said so.
        let explained = all.succeeded() || results.values().any(TestRecord::failed);
        let is_clear = |test: &Listed| {
            results.get(test.name.as_str()).is_some_and(|test| test.verdict != Verdict::Aborted)
        };
        let mut unclear: Vec<&Listed> =
            tests.iter().filter(|test| !explained || !is_clear(test)).collect();
        // The test on real threads that did not end needs not show that again, and the others may.
        let hung =
            unclear.iter().position(|test| records::started_file(&folder, &test.name).exists());
        if let Some(at) = hung.filter(|_| all.exit == ExitKind::Code(STUCK)) {
            let test = unclear.remove(at);
            results.insert(&test.name, self.explain(test, exercise, None, &all, &folder));
        }
        let mut unending = false;
        for test in &unclear {
            let result = if unclear.len() == 1 && all.crashed() {
                self.explain(test, exercise, None, &all, &folder)
            } else if unending {
                self.not_judged(test, exercise)
            } else {
                // A record of the first run must not pass for one of the second.
                let _ = records::remove(&folder, &test.name);
                let mut command = self.command(executable, &folder);
                command.args(["--exact", &test.path, "--nocapture"]);
                let alone = self.run(command)?;
                self.explain(test, exercise, recorded(&folder, &test.name), &alone, &folder)
            };
            // Nobody wants to wait for each of the others as well.
            unending |= result.verdict == Verdict::Timeout;
            results.insert(&test.name, result);
        }
        // Only a courtesy to the disk; the next run clears what is left.
        let _ = fs::remove_dir_all(&folder);
        Ok(State::Judged(
            tests.iter().filter_map(|test| results.remove(test.name.as_str())).collect(),
        ))
    }

    /// An empty folder for the verdicts of one run.
    fn fresh_folder(&self, exercise: &Exercise) -> Result<PathBuf, Error> {
        record_dir::fresh(self.workspace, &exercise.name)
            .map_err(|(folder, error)| Error::io("prepare", folder.display(), &error))
    }

    /// What a test that ran alone came to: what it recorded, unless its process says otherwise.
    fn explain(
        &self,
        test: &Listed,
        exercise: &Exercise,
        recorded: Option<TestRecord>,
        ended: &Output,
        folder: &Path,
    ) -> TestRecord {
        let agrees = |result: &TestRecord| result.failed() != ended.succeeded();
        if let Some(mut result) = recorded.clone().filter(agrees) {
            if result.verdict == Verdict::Aborted {
                result.report += &messages::output(&ended.text());
            }
            return result;
        }
        let sentence = match recorded {
            Some(result) => result.sentence,
            None => self.sentence(test, exercise),
        };
        let was_started = records::started_file(folder, &test.name).exists();
        let (verdict, summary) = match ended.exit {
            ExitKind::TimedOut => (Verdict::Timeout, messages::outer_limit(LIMIT)),
            ExitKind::Code(STUCK) => (Verdict::Timeout, messages::watchdog(was_started).to_owned()),
            ExitKind::Code(OUT_OF_MEMORY) => {
                (Verdict::OutOfMemory, messages::OUT_OF_MEMORY.to_owned())
            }
            ExitKind::Crashed(code) => (Verdict::Aborted, messages::crash(code)),
            ExitKind::Code(0) => (Verdict::Unrecorded, messages::UNRECORDED.to_owned()),
            ExitKind::Code(TESTS_FAILED) => (Verdict::Panic, messages::first_panic(&ended.text())),
            ExitKind::Code(code) => (Verdict::Aborted, messages::exit(code)),
        };
        let head = format!("tests/{}.rs: {sentence}", exercise.name);
        let report = messages::died(&head, verdict, &summary, &ended.text());
        TestRecord::new(&test.name, &sentence, verdict).with_summary(&summary).with_report(&report)
    }

    /// A test that did not run because another did not end.
    fn not_judged(&self, test: &Listed, exercise: &Exercise) -> TestRecord {
        TestRecord::new(&test.name, &self.sentence(test, exercise), Verdict::Timeout)
            .with_summary(messages::NOT_JUDGED)
            .with_report(messages::NOT_JUDGED)
    }

    /// What the test would have said it is about.
    fn sentence(&self, test: &Listed, exercise: &Exercise) -> String {
        let source = test_list::source(self.workspace, &exercise.name);
        test_list::sentence(&source, &test.name).unwrap_or_else(|| test.name.replace('_', " "))
    }

    /// The tests of an executable, in the order in which a person reads them.
    pub fn tests(&self, exercise: &Exercise, executable: &Path) -> Result<Vec<Listed>, Error> {
        let mut command = Command::new(executable);
        command.args(["--list", "--format", "terse"]).current_dir(&self.workspace.root);
        let listed = self.run(command)?.stdout;
        Ok(test_list::of(&listed, &test_list::source(self.workspace, &exercise.name)))
    }

    /// Runs one interleaving of one test again.
    pub fn replay(
        &self,
        executable: &Path,
        test: &Listed,
        schedule: &str,
    ) -> Result<Output, Error> {
        let mut command = self.command(executable, &self.workspace.notes("verdicts"));
        command.env(environment::REPLAY, schedule).env_remove(environment::RECORD_DIR);
        command.args(["--exact", &test.path, "--nocapture"]);
        self.run(command)
    }

    /// The tests of one executable, with everything from outside that could change a verdict shut off.
    fn command(&self, executable: &Path, folder: &Path) -> Command {
        let mut command = Command::new(executable);
        command.current_dir(&self.workspace.root);
        cargo::clean(&mut command);
        command
            .env(environment::RECORD_DIR, folder)
            .env("INSTA_UPDATE", "no")
            // Otherwise insta asks cargo for it, and that takes longer than the tests.
            .env("INSTA_WORKSPACE_ROOT", &self.workspace.root)
            .env("NO_COLOR", "1")
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    fn run(&self, command: Command) -> Result<Output, Error> {
        let program = command.get_program().to_owned();
        process::run(command, LIMIT, |_| ())
            .map_err(|e| Error::io("run", Path::new(&program).display(), &e))
    }
}

/// What can be said about a file without compiling it.
fn before_building(workspace: &Workspace, tree: Source, name: &str) -> Option<State> {
    let text = match fs::read_to_string(workspace.exercise(tree, name)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Some(State::Missing),
        Err(error) => return Some(State::Unreadable(error.to_string())),
    };
    if text.trim().is_empty() {
        return Some(State::Empty);
    }
    let findings = source_check::check(&text);
    (!findings.is_empty()).then_some(State::Refused(findings))
}

pub fn features(tree: Source, exercise: &Exercise) -> Vec<String> {
    let mut features = exercise.features.clone();
    if tree == Source::Solution {
        features.push("complete".to_owned());
    }
    features
}

pub fn test_of(exercise: &Exercise) -> Target {
    Target::Test(exercise.name.clone())
}

pub fn example_of(tree: Source, exercise: &Exercise) -> Target {
    Target::Example(tree.example(&exercise.name))
}

/// The valid record of a test, if it left one.
fn recorded(folder: &Path, test: &str) -> Option<TestRecord> {
    records::read(folder, test, "").ok().flatten()
}
