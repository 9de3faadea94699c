//! `replay`: runs one interleaving again, by default that of the last failure.
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::charset::to_terminal;
use crate::context::Context;
use crate::error::Error;
use crate::messages;
use crate::runner::Runner;
use crate::screen::Progress;
use crate::status::StatusCache;
use crate::workspace::Source;

const COPY: &str = "copy the whole schedule from the end of the report";

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, .. } = context;
    // The Makefile passes an empty schedule.
    let values = arguments.values.iter().map(String::as_str).filter(|value| !value.is_empty());
    let (name, schedule) = match values.collect::<Vec<_>>()[..] {
        [name, schedule, ..] => (Some(name), Some(schedule)),
        [schedule] if schedule.contains(':') => (None, Some(schedule)),
        [name] => (Some(name), None),
        [] => (None, None),
    };
    let exercise = context.exercise(name)?;
    let name = &exercise.name;
    let cached = StatusCache::new(workspace).failing_interleaving(name);
    let Some(schedule) = schedule.or(cached.as_deref()) else {
        let test = context.commands.quoted("test", name);
        return Err(Error::new(format!("no interleaving of `{name}` is known to fail"))
            .help(format!("{test} searches for one")));
    };
    let source = if arguments.has("answer") { Source::Answer } else { Source::Exercise };
    let mut progress = Progress::start();
    let runner = Runner::prepare(workspace, source, &[exercise], &mut progress)?.for_terminal();
    let Some(executable) = runner.executable(exercise) else {
        let result = runner.test(exercise, &mut progress)?;
        drop(progress);
        let details = messages::details(&result, source, context.commands);
        anstream::println!("{}", to_terminal(&details));
        return Ok(ExitCode::FAILURE);
    };
    let tests = runner.tests(exercise, executable)?;
    progress.stop();
    let test = schedule.split(':').next().unwrap_or_default();
    let Some(id) = tests.iter().find(|known| known.name == test) else {
        let error =
            Error::new(format!("the schedule starts with `{test}`, but `{name}` has no such test"));
        let known = tests.iter().map(|known| known.name.as_str());
        return Err(error.suggest(test, known, "", COPY));
    };
    if let Some(step) = invalid_step(schedule) {
        return Err(Error::new(format!(
            "`{step}` is not a step of a schedule, such as `1`, `1x3` or `1v2x3`"
        ))
        .help(COPY));
    }
    let output = runner.replay(executable, id, schedule)?;
    let text = messages::without_harness(&output.text());
    anstream::println!("{}", to_terminal(&text).trim_end());
    Ok(ExitCode::from(u8::from(!output.succeeded())))
}

/// The first invalid step of `<test>:<scenario>:<steps>`. A step is a thread, its result and a repetition.
/// A typing mistake is reported before the tests run.
fn invalid_step(schedule: &str) -> Option<&str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_step = |step: &str| {
        let (step, count) = step.split_once('x').unwrap_or((step, "1"));
        let (thread, result) = step.split_once('v').unwrap_or((step, "0"));
        [thread, result, count].into_iter().all(is_number)
    };
    let steps = schedule.splitn(3, ':').nth(2).unwrap_or_default();
    steps.split('.').find(|step| !step.is_empty() && !is_step(step))
}

#[cfg(test)]
mod tests {
    use super::invalid_step;

    #[test]
    fn an_invalid_step_is_found() {
        assert_eq!(invalid_step("a:-:0x5.1.0v1.2v3x4"), None);
        assert_eq!(invalid_step("a:7ssc:0.one.1"), Some("one"));
        assert_eq!(invalid_step("a:-:1x"), Some("1x"));
        assert_eq!(invalid_step("a:-"), None);
    }
}
