//! The report: what went wrong, in which interleaving, and what to try.

mod advice;
mod annotations;
mod collapse;
mod layout;
pub(crate) mod names;
mod numbered;
mod objects;
mod receiver_name;
mod rows;
pub(crate) mod source;
mod stale_reads;
pub(crate) mod table;
mod timeline;
mod visible_trace;
mod wait_list;
mod waiters;

pub use timeline::{ThreadState, Timeline, TimelineStep};

use std::fmt;

use crate::failure::{Execution, Failure};
use crate::messages;
use names::Names;
use visible_trace::VisibleTrace;

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::new(&self.trace.steps, &self.info);
        f.write_str(&picture(self, &VisibleTrace::whole(&self.trace.steps), &names))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let execution = &self.execution;
        let names = Names::new(&execution.trace.steps, &execution.info);
        let scene = VisibleTrace::until_failure(self);
        writeln!(f, "{}", self.message)?;
        let alone = wait_list::is_stuck_alone(&execution.info);
        writeln!(f, "{}", messages::found(execution, alone))?;
        for part in [
            picture(execution, &scene, &names),
            wait_list::told(self.kind, &execution.info, &names),
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
fn picture(execution: &Execution, scene: &VisibleTrace<'_>, names: &Names) -> String {
    let comments = annotations::comments(scene, &execution.info, names);
    layout::picture(rows::rows(scene, &execution.info, names, &comments), scene, names)
}
