//! `replay`: one interleaving again.
use std::process::ExitCode;

use crate::charset::to_terminal;
use crate::cli::{Arguments, Context, usage};
use crate::error::Error;
use crate::messages;
use crate::runner::Runner;
use crate::screen::Progress;
use crate::suggest::nearest;
use crate::workspace::Source;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, catalog, .. } = context;
    let (name, schedule) = match arguments.values.as_slice() {
        [name, schedule] => (name, schedule),
        _ => {
            let message =
                "`replay` needs the name of an exercise and a schedule, as the report shows them";
            return Err(usage("replay", message.to_owned()));
        }
    };
    let exercise = catalog.get(name)?;
    let tree = if arguments.has("answer") { Source::Solution } else { Source::Exercise };
    let mut progress = Progress::start();
    let runner = Runner::prepare(workspace, tree, &[exercise], &mut progress)?;
    let Some(executable) = runner.executable(exercise) else {
        let judgement = runner.judge(exercise, &mut progress)?;
        drop(progress);
        anstream::println!("{}", to_terminal(&messages::details(&judgement, tree, context.typed)));
        return Ok(ExitCode::FAILURE);
    };
    let tests = runner.tests(exercise, executable)?;
    progress.stop();
    let test = schedule.split(':').next().unwrap_or_default();
    let Some(found) = tests.iter().find(|known| known.name == test) else {
        let problem =
            Error::new(format!("the schedule begins with `{test}`, and `{name}` has no such test"));
        return Err(match nearest(test, tests.iter().map(|known| known.name.as_str())) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help("copy the whole schedule from the end of the report"),
        });
    };
    if let Some(step) = not_a_step(schedule) {
        return Err(Error::new(format!(
            "`{step}` is not a step of a schedule, such as `1`, `1x3` or `1v2x3`"
        ))
        .help("copy the whole schedule from the end of the report"));
    }
    let ended = runner.replay(executable, found, schedule)?;
    let said = messages::without_harness(&ended.text());
    anstream::println!("{}", to_terminal(&said).trim_end());
    Ok(ExitCode::from(u8::from(!ended.succeeded())))
}

/// The first part of `<test>:<scenario>:<steps>` that cannot be a step: a thread, its result, how often.
/// The tests read the schedule; what is a slip of the one who typed is said before they begin.
fn not_a_step(schedule: &str) -> Option<&str> {
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
    use super::not_a_step;

    #[test]
    fn what_is_no_step_is_named() {
        assert_eq!(not_a_step("a:-:0x5.1.0v1.2v3x4"), None);
        assert_eq!(not_a_step("a:7ssc:0.one.1"), Some("one"));
        assert_eq!(not_a_step("a:-:1x"), Some("1x"));
        assert_eq!(not_a_step("a:-"), None);
    }
}
