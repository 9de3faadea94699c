//! Every program of both trees runs to its end on real threads.
use std::process::Command;
use std::time::Duration;

use super::{Found, Workshop, count, unless};
use crate::cargo;
use crate::house::Tree;
use crate::problem::Problem;
use crate::process::{self, How};
use crate::runner::{example_of, features};
use crate::screen::Progress;

/// Far more than any of them takes; a program that hangs must not hang the whole check.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn check(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    let mut complaints = Vec::new();
    let mut ran = 0;
    for tree in [Tree::Starter, Tree::Answer] {
        for exercise in workshop.exercises() {
            let target = example_of(tree, exercise);
            let shown = tree.shown(&exercise.name);
            let complain = |problem: Problem| vec![format!("{shown}: {problem}")];
            // The features of the tests' build, so that nothing is compiled again.
            let built = cargo::build(
                workshop.house,
                std::slice::from_ref(&target),
                &features(tree, exercise),
                progress,
            )
            .map_err(complain)?;
            let Some(executable) = built.executables.get(&target) else {
                complaints.push(format!("{shown} does not compile as a program"));
                continue;
            };
            progress.say(format!("running {shown}"));
            let mut command = Command::new(executable);
            command.current_dir(&workshop.house.root);
            let ended = process::run(command, LIMIT, |_| ())
                .map_err(|error| complain(Problem::io("run", &shown, &error)))?;
            ran += 1;
            match ended.how {
                How::Code(0) => {}
                How::Code(code) => {
                    complaints.push(format!("{shown} ended with code {code}: {}", ended.said()))
                }
                How::Crashed(code) => complaints.push(format!("{shown} crashed ({code})")),
                How::TimedOut => complaints
                    .push(format!("{shown} was still running after {} s", LIMIT.as_secs())),
            }
        }
    }
    unless(complaints, || format!("{} ran to the end", count(ran, "program")))
}
