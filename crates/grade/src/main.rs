//! `cargo course grade`: judges what somebody handed in.
mod archive;
mod formats;
mod grade;
mod messages;
mod model;
mod revision;
mod submission;
mod token;

use std::process::ExitCode;
use std::time::Duration;

use course::{Arguments, Context, Error, fit, usage};

use model::Model;
use submission::Submission;

/// The outer guard of a test, in seconds. Verdicts come from counted budgets, long before this.
const LIMIT: usize = 300;

fn main() -> ExitCode {
    course::sister_main(grade)
}

fn grade(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Some((source, names)) = arguments.values.split_first() else {
        let what = "`grade` needs a submission: a folder, an archive or a git revision";
        return Err(usage("grade", what.to_owned()));
    };
    let chosen = ["json", "junit", "markdown"].map(|format| arguments.has(format));
    if chosen.iter().filter(|chosen| **chosen).count() > 1 {
        return Err(usage("grade", "`grade` prints one format at a time".to_owned()));
    }
    leave_nothing_behind()?;
    let exercises = context.catalog.select(names)?;
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let submission = Submission::open(&context.workspace, source, &names)?;
    let limit = u64::try_from(arguments.number.unwrap_or(LIMIT)).unwrap_or(u64::MAX);
    let grades = grade::grade(context, &exercises, &submission, Duration::from_secs(limit))?;
    let model = Model::new(source, grades);
    let text = match chosen {
        [true, ..] => formats::json::write(&model),
        [_, true, _] => formats::junit::write(&model)?,
        [.., true] => formats::markdown::write(&model),
        _ => fit(&formats::table::write(&model, context.catalog.names())).into_owned(),
    };
    anstream::print!("{text}");
    Ok(ExitCode::from(model.exit_code()))
}

/// On Ctrl-C the children end with us: they are in groups of their own, which it does not reach.
#[cfg(unix)]
fn leave_nothing_behind() -> Result<(), Error> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]);
    let mut signals = signals.map_err(|error| Error::io("watch", "signals", &error))?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            course::end_all();
            #[expect(clippy::disallowed_methods, reason = "main waits for children that are gone")]
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn leave_nothing_behind() -> Result<(), Error> {
    // Windows ends the children of a console together with it.
    Ok(())
}
