//! `cargo course grade`: tests a submission and reports verdicts and points.
mod archive;
mod archive_limits;
mod budget;
mod candidates;
mod class;
mod code_digest;
mod compile;
mod declared;
mod dependencies;
mod diagnostics;
mod digest;
mod export;
mod folder;
mod formats;
#[cfg(test)]
mod fuzz;
mod grade;
mod grading;
mod guards;
mod handin;
mod incremental;
mod messages;
mod model;
mod options;
mod revision;
mod signals;
mod submission;
mod submitted_file;
mod tar_archive;
mod testing;
mod text;
mod toolchain;
mod verdict;
mod versions;
mod write;

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use course::{Arguments, Context, Error, OrCannot};

use formats::Format;
use grade::{CourseJudge, Judge};
use grading::Conditions;
use guards::Guards;
use model::GradedSubmission;
use revision::Git;
use submission::Submission;
use write::write_atomically;

fn main() -> ExitCode {
    sandbox::supervise_if_asked();
    if env::args().nth(1).as_deref() == Some(course::LAYERS) {
        return course::exit_code(guards::print_layers());
    }
    course::external_main(run)
}

fn run(command: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    match command {
        "grade" => grade(context, arguments),
        "grade-class" => class::grade_class(context, arguments),
        "handin" => handin::handin(context, arguments),
        "export" => export::export(context, arguments),
        "grade-merge" => class::merge(context, arguments),
        other => Err(Error::new(format!("the command `{other}` is not implemented"))),
    }
}

fn grade(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let format = options::format(arguments)?;
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

fn grade_submission(
    context: &Context,
    arguments: &Arguments,
    format: Format,
) -> Result<GradedSubmission, Error> {
    let (source, names) = (arguments.first(), &arguments.values[1..]);
    let guards = Guards::of(arguments)?;
    signals::kill_children_on_signals()?;
    let exercises = context.catalog.select(names)?;
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let git = Git { workspace: &context.workspace, options: guards.options };
    let submission = match Submission::open(git, source, &names) {
        Err(error) if format.needs_result() => {
            Submission::unreadable(&error, Path::new(source), &names)
        }
        other => other?,
    };
    let limit = options::time_limit(arguments)?;
    let judge = CourseJudge::new(&context.workspace, Conditions { limit, options: guards.options });
    let exercises = grade::grade(context, &exercises, &submission, |submitted| {
        Ok(judge.judge(&submitted)?.into_iter().map(|graded| graded.exercise).collect())
    })?;
    let versions = judge.versions()?.clone();
    let graded = GradedSubmission::new(source, versions, &guards.lines(), exercises);
    Ok(match arguments.has("complete-only") {
        true => graded.require_complete(),
        false => graded,
    })
}

/// A result that an earlier `--json` wrote.
fn saved_result(file: &Path) -> Result<GradedSubmission, Error> {
    let text = fs::read(file).or_cannot("read", file.display())?;
    serde_json::from_slice(&text).map_err(|error| {
        Error::new(format!("{} is not a result: {error}", file.display()))
            .help("`cargo course grade SUBMISSION --json > FILE` writes one")
    })
}
