//! A turn of a player, who chooses which thread runs next.
use std::path::PathBuf;
use std::{env, fs, io};

use interleave::{Choices, Failure};
use protocol::{Ending, Tally, Turn, Verdict, environment, record_dir};

use crate::replay;
use crate::test::Test;
use crate::test_report::TestReport;

/// What the player wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    Ask { is_decided: bool },
    Run,
    Count,
}

/// Whether a player asks.
pub(crate) fn is_requested() -> bool {
    request().is_some()
}

fn request() -> Option<Request> {
    match env::var(environment::PLAY).ok()?.as_str() {
        environment::ASK => Some(Request::Ask { is_decided: false }),
        environment::DECIDED => Some(Request::Ask { is_decided: true }),
        environment::RUN => Some(Request::Run),
        environment::COUNT => Some(Request::Count),
        _ => None,
    }
}

/// A scenario, as a replay names it and as a report shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) id: &'a str,
    pub(crate) text: &'a str,
}

impl Test {
    /// Writes the turn of a player, if one asks. `explained` is the failure as reports show it.
    pub(crate) fn play(
        &self,
        body: &dyn Fn(),
        scenario: Named<'_>,
        schedule: &str,
        explained: &dyn Fn(Failure) -> Failure,
    ) -> Option<Result<TestReport, TestReport>> {
        let request = request()?;
        let turn = replay::schedule(schedule).map(|schedule| match request {
            Request::Count => {
                let tally = self.explorer.tally(body);
                Turn {
                    tally: Some(Tally {
                        executions: tally.executions,
                        failing: tally.failing,
                        is_complete: tally.is_complete,
                    }),
                    ..Turn::default()
                }
            }
            Request::Run => {
                let timeline = match self.explorer.replay(&schedule, body) {
                    Ok(execution) => execution.timeline(),
                    Err(failure) => failure.timeline(),
                };
                let mut turn = Turn::default();
                turn.choices.timeline = timeline;
                turn
            }
            Request::Ask { is_decided } => {
                let (choices, failure) = self.explorer.ask(&schedule, is_decided, body);
                let failure = failure.map(|failure| explained(*failure));
                turn(choices, failure, &|failure| {
                    TestReport::failure(failure).record(&self.location, &self.sentence).report
                })
            }
        });
        Some(turn.map(|mut turn| {
            turn.scenario = scenario.id.to_owned();
            turn.scenario_text = scenario.text.to_owned();
            write(self.name(), &turn).expect("the record directory is writable");
            TestReport::new(Verdict::Passed, "")
        }))
    }
}

fn turn(
    mut choices: Choices,
    failure: Option<Failure>,
    report: &dyn Fn(&Failure) -> String,
) -> Turn {
    let ending = match failure {
        _ if !choices.is_over() || choices.results > 0 => None,
        None => Some(Ending { verdict: Verdict::Passed, report: String::new() }),
        Some(failure) => {
            choices.timeline = failure.timeline();
            let verdict = crate::test_report::verdict(failure.kind);
            Some(Ending { verdict, report: report(&failure) })
        }
    };
    Turn { choices, ending, ..Turn::default() }
}

fn write(test: &str, turn: &Turn) -> io::Result<()> {
    let folder = env::var_os(environment::RECORD_DIR).unwrap_or_default();
    fs::write(record_dir::turn_file(&PathBuf::from(folder), test), turn.to_json())
}

#[cfg(test)]
mod tests {
    use interleave::Explorer;
    use interleave::sync::{Condvar, Mutex};

    use super::*;

    fn waits_in_vain() {
        let (lock, never) = (Mutex::new(()), Condvar::new());
        drop(never.wait(lock.lock().unwrap()));
    }

    #[test]
    fn an_interleaving_has_not_ended_while_a_result_has_to_be_chosen() {
        let played = |schedule: &str, is_decided| {
            let schedule = schedule.parse().unwrap();
            let (choices, failure) = Explorer::new().ask(&schedule, is_decided, waits_in_vain);
            turn(choices, failure.map(|failure| *failure), &|_| String::new())
        };
        let asked = played("", false);
        assert_eq!((asked.choices.results, asked.ending), (2, None));
        let decided = played(&asked.choices.schedule, true);
        assert_eq!(decided.ending.map(|ending| ending.verdict), Some(Verdict::Deadlock));
    }
}
