//! The report: what went wrong, in which interleaving, and what to try.

mod advice;
mod fold;
mod layout;
mod marks;
mod names;
mod numbered;
mod objects;
mod old;
mod receiver;
mod scene;
mod source;
mod story;
mod table;
mod wait_list;
mod waiters;
mod walk;
pub mod words;

pub use walk::{ThreadView, Walk, WalkStep};

use std::fmt;

use crate::failure::{Execution, Failure};
use names::Names;
use scene::Scene;

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::new(&self.trace.steps, &self.cast);
        f.write_str(&picture(self, &Scene::whole(&self.trace.steps), &names))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let execution = &self.execution;
        let names = Names::new(&execution.trace.steps, &execution.cast);
        let scene = Scene::until_failure(self);
        writeln!(f, "{}", self.message)?;
        let alone = wait_list::is_stuck_alone(&execution.cast);
        writeln!(f, "{}", words::found(execution, alone))?;
        for part in [
            picture(execution, &scene, &names),
            wait_list::told(self.kind, &execution.cast, &names),
            advice::advice(self, &scene, &names),
        ] {
            if !part.is_empty() {
                write!(f, "\n{part}")?;
            }
        }
        Ok(())
    }
}

/// The table of an execution.
fn picture(execution: &Execution, scene: &Scene<'_>, names: &Names) -> String {
    let comments = marks::comments(scene, &execution.cast, names);
    layout::picture(story::rows(scene, &execution.cast, names, &comments), scene, names)
}
