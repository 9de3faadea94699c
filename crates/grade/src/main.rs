//! `cargo course grade`: tests a submission and reports verdicts and points.
mod archive;
mod candidates;
mod folder;
mod formats;
mod grade;
mod messages;
mod model;
mod revision;
mod submission;
mod submitted_file;
mod verdict;

use std::process::ExitCode;
use std::time::Duration;

use course::{Arguments, Context, Error, to_terminal, usage};

use model::GradedSubmission;
use submission::Submission;

/// The time limit of each test, in seconds. The engine's own limits are counted in steps and reached
/// long before.
const TIME_LIMIT: usize = 300;

fn main() -> ExitCode {
    course::external_main(grade)
}

fn grade(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (source, names) = (arguments.first(), &arguments.values[1..]);
    let formats = ["json", "junit", "markdown"].map(|format| arguments.has(format));
    if formats.iter().filter(|chosen| **chosen).count() > 1 {
        return Err(usage("grade", "`grade` prints one format at a time".to_owned()));
    }
    kill_children_on_signals()?;
    let exercises = context.catalog.select(names)?;
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let submission = Submission::open(&context.workspace, source, &names)?;
    let limit = u64::try_from(arguments.number("limit")?.unwrap_or(TIME_LIMIT)).unwrap_or(u64::MAX);
    let exercises = grade::grade(context, &exercises, &submission, Duration::from_secs(limit))?;
    let graded = GradedSubmission::new(source, exercises);
    let text = match formats {
        [true, ..] => formats::json::write(&graded),
        [_, true, _] => formats::junit::write(&graded)?,
        [.., true] => formats::markdown::write(&graded),
        _ => to_terminal(&formats::table::write(&graded, context.catalog.names())).into_owned(),
    };
    anstream::print!("{text}");
    Ok(ExitCode::from(graded.exit_code()))
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
