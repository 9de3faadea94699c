//! `cargo course explain`: the interleaving that breaks an exercise, step by step, as a page for a
//! browser or as text.
mod explanation;
mod page;
#[cfg(test)]
mod sample;
mod text;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use course::result::simplest_first;
use course::runner::Runner;
use course::screen::Progress;
use course::{Arguments, Context, Error, Exercise, Source, State, TestRecord, messages};
use protocol::{Replay, Timeline, environment};

use explanation::Explanation;
use picture::Picture;

fn main() -> ExitCode {
    course::external_main(explain)
}

fn explain(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, commands, .. } = context;
    let values: Vec<&str> = arguments.values.iter().map(String::as_str).collect();
    let (exercise, test) = (context.exercise(values.first().copied())?, values.get(1).copied());
    let name = exercise.name.as_str();
    let mut progress = Progress::start();
    let runner = Runner::prepare(workspace, Source::Exercise, &[exercise], &mut progress)?;
    let result = runner.test(exercise, &mut progress)?;
    drop(progress);
    let (State::Tested(tests), Some(executable)) = (&result.state, runner.executable(exercise))
    else {
        return nothing_to_show(&messages::details(&result, Source::Exercise, *commands));
    };
    let found = find(name, tests, test)?;
    let Some(test) = found.filter(|test| test.failed()) else {
        let sentence = found.map(|test| test.sentence.as_str());
        return nothing_to_show(&messages::nothing_to_explain(name, sentence));
    };
    let timeline = runner.timeline(exercise, executable, &test.name)?;
    if timeline.is_none() && (arguments.has("text") || arguments.option("svg").is_some()) {
        let report = test.report.trim_end();
        return nothing_to_show(&format!("{report}\n\n{}", messages::NO_TIMELINE));
    }
    let timeline = match timeline {
        Some(timeline) => timeline,
        None => any_timeline(&runner, exercise, executable, test)?,
    };
    let file = Source::Exercise.shown(name);
    let explanation = Explanation::new(name, test, timeline, &file, &workspace.read(&file)?);
    if arguments.has("text") {
        let text = text::render(&explanation, &arguments.values.join(" "));
        anstream::print!("{}", course::to_terminal(&text));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(file) = arguments.option("svg") {
        let title = format!("{name}: {}", test.sentence);
        let svg = Picture::new(&explanation.timeline, &title).svg();
        let shown = Path::new(file).display();
        fs::write(file, svg).map_err(|error| Error::io("write", shown, &error))?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = workspace.cache_path("explain");
    let path = folder.join(format!("{name}.html"));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, page::render(&explanation)))
        .map_err(|error| Error::io("write", path.display(), &error))?;
    anstream::println!("{}", path.display());
    if !arguments.has("no-browser") && !picture::open_in_browser(&path.to_string_lossy()) {
        anstream::println!("no browser was found: open the file yourself, or use --text");
    }
    Ok(ExitCode::SUCCESS)
}

/// An interleaving of a test that fails although no interleaving is at fault: what should be possible does
/// not happen. The page shows what happens instead.
fn any_timeline(
    runner: &Runner<'_>,
    exercise: &Exercise,
    executable: &Path,
    test: &TestRecord,
) -> Result<Timeline, Error> {
    let tests = runner.tests(exercise, executable)?;
    let Some(id) = tests.iter().find(|id| id.name == test.name) else {
        return Ok(Timeline::default());
    };
    let replay = Replay::parse(&exercise.name, &format!("{}::", test.name));
    let turn = runner.turn(executable, id, &replay, environment::RUN)?;
    Ok(turn.map_or_else(|_| Timeline::default(), |turn| turn.choices.timeline))
}

fn nothing_to_show(why: &str) -> Result<ExitCode, Error> {
    anstream::println!("{}", course::to_terminal(why));
    Ok(ExitCode::FAILURE)
}

/// The test with this name, or the simplest that fails: one with an interleaving, if there is any.
fn find<'a>(
    exercise: &str,
    tests: &'a [TestRecord],
    name: Option<&str>,
) -> Result<Option<&'a TestRecord>, Error> {
    let failing = || simplest_first(tests).into_iter();
    let Some(name) = name else {
        return Ok(failing().find(|test| test.replay.is_some()).or_else(|| failing().next()));
    };
    let found = tests.iter().find(|test| test.name == name);
    found.map(Some).ok_or_else(|| {
        let names: Vec<&str> = failing().map(|test| test.name.as_str()).collect();
        let error = Error::new(format!("`{exercise}` has no test `{name}`"));
        let all = format!("the failing tests are: {}", names.join(", "));
        error.suggest(name, tests.iter().map(|test| test.name.as_str()), "", all)
    })
}
