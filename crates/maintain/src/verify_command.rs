//! `verify`: everything that the repository promises about itself, a line a promise.
use std::process::ExitCode;
use std::time::Instant;

use crate::verify::{STEPS, Step, VerifyContext};
use course::error::Error;
use course::messages::indent;
use course::screen::{DIM, ERROR, Progress, SUCCESS, elapsed, paint};
use course::suggest::nearest;
use course::{Arguments, Context};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    if arguments.has("list") {
        for step in STEPS {
            anstream::println!("  {:<12}  {}", step.name, step.promise);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let steps = select(&arguments.values)?;
    let began = Instant::now();
    let mut progress = Progress::start();
    let mut context = VerifyContext::new(
        &context.workspace,
        &context.catalog,
        arguments.number("repeat")?.unwrap_or(1),
    );
    let mut red = Vec::new();
    for step in steps {
        let began = Instant::now();
        progress.say(format!("{}: {}", step.name, step.promise));
        let result = (step.check)(&mut context, &mut progress);
        progress.stop();
        let (mark, note) = match &result {
            Ok(note) => (paint(SUCCESS, "ok "), note.clone()),
            Err(_) => (paint(ERROR, "red"), step.promise.to_owned()),
        };
        let time = paint(DIM, &format!("{:>7}", elapsed(began)));
        progress.print(&format!("  {mark}  {:<12} {time}  {note}", step.name));
        if let Err(complaints) = result {
            progress.print(indent(&shortened(&complaints.join("\n")), 7).trim_end());
            red.push(step.name);
        }
    }
    drop(progress);
    let took = elapsed(began);
    if red.is_empty() {
        anstream::println!("\nverify: everything holds ({took})");
    } else {
        anstream::println!("\nverify: red: {} ({took})", red.join(", "));
        anstream::println!("  again:  cargo course verify {}", red.join(" "));
    }
    Ok(ExitCode::from(u8::from(!red.is_empty())))
}

/// The beginning of what is wrong: enough to start with, and no flood.
fn shortened(complaints: &str) -> String {
    const LINES: usize = 60;
    let count = complaints.lines().count();
    if count <= LINES {
        return complaints.to_owned();
    }
    let shown = complaints.lines().take(LINES).collect::<Vec<_>>().join("\n");
    format!("{shown}\n… and {} lines more", count - LINES)
}

fn select(names: &[String]) -> Result<Vec<&'static Step>, Error> {
    for name in names {
        if !STEPS.iter().any(|step| step.name == name) {
            let problem = Error::new(format!("there is no step `{name}`"));
            return Err(match nearest(name, STEPS.iter().map(|step| step.name)) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem.help("`cargo course verify --list` names the steps"),
            });
        }
    }
    Ok(STEPS
        .iter()
        .filter(|step| names.is_empty() || names.iter().any(|name| name == step.name))
        .collect())
}
