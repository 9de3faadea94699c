//! The report: what went wrong, in which interleaving, and what to try.

mod advice;
mod fold;
mod layout;
mod marks;
mod names;
mod receiver;
mod source;
mod story;
mod table;
mod wait_list;
mod waiters;
pub(crate) mod words;

use std::fmt;

use crate::failure::{Execution, Failure};
use names::Names;

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::new(&self.trace.steps, &self.cast);
        f.write_str(&picture(self, &names))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let execution = &self.execution;
        let names = Names::new(&execution.trace.steps, &execution.cast);
        writeln!(f, "{}", self.message)?;
        writeln!(f, "{}", words::found(execution.found_at, execution.preemptions))?;
        for part in [
            picture(execution, &names),
            wait_list::told(self.kind, &execution.cast, &names),
            advice::advice(self, &names),
        ] {
            if !part.is_empty() {
                write!(f, "\n{part}")?;
            }
        }
        Ok(())
    }
}

/// The table of an execution.
fn picture(execution: &Execution, names: &Names) -> String {
    let steps = &execution.trace.steps;
    let comments = marks::comments(steps, names);
    layout::picture(story::rows(steps, &execution.cast, names, &comments), names)
}
