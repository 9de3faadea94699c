//! What is played: a test of an exercise, or of an answer with a planted mistake.
use std::path::PathBuf;

use course::cargo;
use course::runner::{self, Runner};
use course::scratch::{self, Variant};
use course::screen::Progress;
use course::test_list::TestId;
use course::{Context, Error, Exercise, Source, State, TestRecord, Workspace, messages};

use crate::messages as sentences;

/// A test to break.
pub(crate) struct Level<'a> {
    pub(crate) runner: Runner<'a>,
    pub(crate) exercise: &'a Exercise,
    pub(crate) executable: PathBuf,
    pub(crate) test: TestId,
    pub(crate) subject: Subject,
    /// The generated scenario; empty if the player gets any.
    pub(crate) scenario: String,
    /// A schedule that fails, if there is any.
    pub(crate) failing: Option<String>,
    /// The planted mistake.
    pub(crate) mutant: Option<Mutant>,
}

/// What is played, as a screen shows it.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    /// The exercise, and what the test checks.
    pub(crate) title: String,
    /// What the player is to do.
    pub(crate) task: String,
    /// The file that is played, and its text.
    pub(crate) file: String,
    pub(crate) source: String,
}

impl Subject {
    /// The line of the file that is played.
    pub(crate) fn line(&self, place: Option<&(String, u32)>) -> Option<u32> {
        let (file, line) = place?;
        let own = &self.file;
        (file == own || file.ends_with(&format!("/{own}"))).then_some(*line)
    }
}

/// A planted mistake.
pub(crate) struct Mutant {
    pub(crate) name: String,
    /// Its number among those of the exercise, from 1, and how many there are. The name says too much.
    pub(crate) number: usize,
    count: usize,
    /// The reason and the diff, for a player who has found it.
    pub(crate) patch: String,
    source: String,
}

impl Mutant {
    /// Reads a planted mistake of an exercise, by its name or number.
    pub(crate) fn read(context: &Context, exercise: &str, name: &str) -> Result<Self, Error> {
        let workspace = &context.workspace;
        let names = names(context, exercise);
        let numbered = name.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let index = numbered.or_else(|| names.iter().position(|known| known == name));
        let Some((index, name)) = index.and_then(|index| Some((index, names.get(index)?))) else {
            let known = format!("its mutants are: {}", names.join(", "));
            let error = Error::new(format!("`{exercise}` has no mutant `{name}`"));
            return Err(error.suggest(name, names.iter().map(String::as_str), "", known));
        };
        let file = format!("course/{exercise}/mutants/{name}.patch");
        let patch = workspace.read(&file)?;
        let answer = workspace.read(&Source::Answer.shown(exercise))?;
        let start = patch.find("--- ").unwrap_or(0);
        let apply = || {
            let diff = diffy::Patch::from_str(&patch[start..]).ok()?;
            diffy::apply(&answer, &diff).ok()
        };
        let source = apply().ok_or_else(|| Error::new(format!("{file} does not apply")))?;
        let (number, count) = (index + 1, names.len());
        Ok(Self { name: name.to_owned(), number, count, patch, source })
    }
}

/// The planted mistakes of an exercise, in alphabetical order.
pub(crate) fn names(context: &Context, exercise: &str) -> Vec<String> {
    let folder = context.workspace.path(&format!("course/{exercise}/mutants"));
    let files = course::files::with_extension(&folder, "patch").unwrap_or_default();
    files.iter().map(course::files::stem).collect()
}

/// The workspace of what is played: that of the course, or a scratch package with a planted mistake.
pub(crate) fn workspace(context: &Context, exercise: &str, mutant: Option<&Mutant>) -> Workspace {
    let workspace = &context.workspace;
    let root = mutant.map_or(workspace.root.clone(), |mutant| {
        scratch_folder(workspace).join(package(exercise, &mutant.name))
    });
    Workspace { root, target: workspace.target.clone() }
}

fn scratch_folder(workspace: &Workspace) -> PathBuf {
    workspace.cache_path("play")
}

/// The package of a planted mistake.
fn package(exercise: &str, mutant: &str) -> String {
    format!("play-{exercise}-{mutant}")
}

/// Builds the tests of what is played, and picks a test; or says why there is nothing to play.
pub(crate) fn prepare<'a>(
    context: &Context,
    workspace: &'a Workspace,
    exercise: &'a Exercise,
    test: Option<&str>,
    mutant: Option<Mutant>,
) -> Result<Result<Level<'a>, String>, Error> {
    let mut progress = Progress::start();
    let (runner, file, source) = match &mutant {
        None => {
            let file = Source::Exercise.shown(&exercise.name);
            let runner = Runner::prepare(workspace, Source::Exercise, &[exercise], &mut progress)?;
            let source = workspace.read(&file).unwrap_or_default();
            (runner, file, source)
        }
        Some(mutant) => {
            let executable = build(context, exercise, mutant, &mut progress)?;
            let runner = Runner::built(workspace, Source::Exercise, exercise, executable.clone())?;
            (runner, Source::Exercise.shown(&exercise.name), mutant.source.clone())
        }
    };
    let result = runner.test(exercise, &mut progress)?;
    drop(progress);
    let (State::Tested(records), Some(executable)) = (&result.state, runner.executable(exercise))
    else {
        return Ok(Err(messages::details(&result, Source::Exercise, context.commands)));
    };
    let executable = executable.to_owned();
    let tests = runner.tests(exercise, &executable)?;
    let record = pick(exercise, records, test)?;
    let Some(id) = tests.iter().find(|id| id.name == record.name) else {
        return Err(Error::new(format!("`{}` has no test `{}`", exercise.name, record.name)));
    };
    let replay = record.replay.as_ref();
    let planted = mutant.as_ref().map(|mutant| (mutant.number, mutant.count));
    let subject = Subject {
        title: format!("{}: {}", exercise.name, record.sentence),
        task: sentences::task(replay.is_some(), planted),
        file,
        source,
    };
    Ok(Ok(Level {
        subject,
        test: id.clone(),
        scenario: replay.map_or(String::new(), |replay| replay.scenario.clone()),
        failing: replay.map(|replay| replay.schedule.clone()),
        runner,
        exercise,
        executable,
        mutant,
    }))
}

/// The test with this name; or else the first that an interleaving breaks, or the first of all.
fn pick<'r>(
    exercise: &Exercise,
    records: &'r [TestRecord],
    name: Option<&str>,
) -> Result<&'r TestRecord, Error> {
    let found = match name {
        Some(name) => records.iter().find(|record| record.name == name),
        None => records
            .iter()
            .find(|record| record.replay.is_some())
            .or_else(|| records.iter().find(|record| is_explored(record))),
    };
    found.ok_or_else(|| {
        let name = name.unwrap_or_default();
        let error = Error::new(format!("`{}` has no test `{name}`", exercise.name));
        let known = records.iter().map(|record| record.name.as_str());
        let list: Vec<&str> = known.clone().collect();
        error.suggest(name, known, "", format!("its tests are: {}", list.join(", ")))
    })
}

/// Whether a test explores interleavings that a player can choose.
fn is_explored(record: &TestRecord) -> bool {
    use protocol::Extent::{Bounded, Complete};
    record.coverage.is_some_and(|coverage| {
        matches!(coverage.extent, Complete | Bounded) && coverage.executions > coverage.scenarios
    })
}

/// Builds the tests of an answer with a planted mistake.
fn build(
    context: &Context,
    exercise: &Exercise,
    mutant: &Mutant,
    progress: &mut Progress,
) -> Result<PathBuf, Error> {
    let workspace = &context.workspace;
    let package = package(&exercise.name, &mutant.name);
    let variant = Variant { package: package.clone(), exercise, source: mutant.source.clone() };
    let folder = scratch_folder(workspace);
    scratch::write(workspace, &folder, &variant)
        .map_err(|error| Error::io("write", folder.display(), &error))?;
    progress.say("compiling");
    let built = cargo::build_scratch(workspace, &folder, Some(&package), progress)?;
    let executable = built.executable(&runner::test_of(exercise)).map(PathBuf::from);
    executable.ok_or_else(|| Error::new(format!("the mutant `{}` does not compile", mutant.name)))
}
