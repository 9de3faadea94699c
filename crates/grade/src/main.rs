//! `cargo course grade`: tests a submission and reports verdicts and points.
mod archive;
mod archive_limits;
mod candidates;
mod code_digest;
mod digest;
mod folder;
mod formats;
mod grade;
mod messages;
mod model;
mod revision;
mod submission;
mod submitted_file;
mod tar_archive;
mod text;
mod verdict;
mod versions;
mod write;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use course::{Arguments, Context, Error, usage};

use formats::Format;
use grade::CourseJudge;
use model::GradedSubmission;
use submission::Submission;
use versions::Versions;
use write::write_atomically;

/// The time limit of each test, in seconds. The engine's own limits are counted in steps and reached
/// long before.
const TIME_LIMIT: usize = 300;

fn main() -> ExitCode {
    course::external_main(run)
}

fn run(command: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    match command {
        "grade" => grade(context, arguments),
        other => Err(Error::new(format!("the command `{other}` is not implemented"))),
    }
}

fn grade(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let format = format(arguments)?;
    let graded = match arguments.has("from-result") {
        true => saved_result(Path::new(arguments.first()))?,
        false => grade_submission(context, arguments, format)?,
    };
    let text = format.write(&graded, context.catalog.names())?;
    match arguments.option("output") {
        Some(file) => write_atomically(Path::new(file), &text)?,
        None => anstream::print!("{text}"),
    }
    if format == Format::Github {
        formats::write_step_summary(&graded)?;
    }
    Ok(ExitCode::from(graded.exit_code()))
}

/// The format that the options choose.
fn format(arguments: &Arguments) -> Result<Format, Error> {
    let mut chosen: Vec<Format> = [Format::Json, Format::Junit, Format::Markdown]
        .into_iter()
        .filter(|format| arguments.has(format.name()))
        .collect();
    if let Some(name) = arguments.option("format") {
        let name = name.to_string_lossy();
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        chosen.push(format.ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            Error::new(format!("there is no format `{name}`"))
                .help(format!("the formats are: {names}"))
        })?);
    }
    match chosen.as_slice() {
        [] => Ok(Format::Table),
        [one] => Ok(*one),
        _ => Err(usage("grade", "`grade` prints one format at a time".to_owned())),
    }
}

fn grade_submission(
    context: &Context,
    arguments: &Arguments,
    format: Format,
) -> Result<GradedSubmission, Error> {
    let (source, names) = (arguments.first(), &arguments.values[1..]);
    kill_children_on_signals()?;
    let exercises = context.catalog.select(names)?;
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let submission = match Submission::open(&context.workspace, source, &names) {
        Err(error) if format.needs_result() => {
            Submission::unreadable(&error, Path::new(source), &names)
        }
        other => other?,
    };
    let judge = CourseJudge { workspace: context.workspace.clone(), limit: time_limit(arguments)? };
    let exercises = grade::grade(context, &exercises, &submission, &judge)?;
    let versions = Versions::of(&context.workspace)?;
    let graded = GradedSubmission::new(source, versions, &grade::guards(), exercises);
    Ok(match arguments.has("complete-only") {
        true => graded.require_complete(),
        false => graded,
    })
}

/// How long a test may run.
fn time_limit(arguments: &Arguments) -> Result<Duration, Error> {
    let seconds = arguments.number("limit")?.unwrap_or(TIME_LIMIT);
    Ok(Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX)))
}

/// A result that an earlier `--json` wrote.
fn saved_result(file: &Path) -> Result<GradedSubmission, Error> {
    let text = fs::read(file).map_err(|error| Error::io("read", file.display(), &error))?;
    serde_json::from_slice(&text).map_err(|error| {
        Error::new(format!("{} is not a result: {error}", file.display()))
            .help("`cargo course grade SUBMISSION --json > FILE` writes one")
    })
}

/// Kills the children when this process is interrupted: Ctrl-C does not reach their process groups.
#[cfg(unix)]
fn kill_children_on_signals() -> Result<(), Error> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]);
    let mut signals = signals.map_err(|error| Error::io("watch", "signals", &error))?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            course::kill_all();
            #[expect(clippy::disallowed_methods, reason = "main still waits for killed children")]
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Windows terminates all processes of a console together.
#[cfg(not(unix))]
fn kill_children_on_signals() -> Result<(), Error> {
    Ok(())
}
