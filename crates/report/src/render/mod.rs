//! The report: what went wrong, in which interleaving, and what to try.

mod choices;
mod collapse;
mod layout;
mod rows;
mod table;
mod timeline;
mod wrap;

pub use choices::{Choices, NextStep, ObjectState};
pub use timeline::{Fold, Gap, ThreadState, Timeline, TimelineStep};

use std::fmt;

use crate::analysis::VisibleTrace;
use crate::failure::{Execution, Failure, FailureKind};
use crate::messages;
use crate::names::Names;
use crate::trace::TraceInfo;
use wrap::wrap;

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::new(&self.trace.steps, &self.info);
        f.write_str(&layout::draw(&VisibleTrace::whole(&self.trace.steps), &self.info, &names))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Execution { trace, info, .. } = &self.execution;
        let names = Names::new(&trace.steps, info);
        let trace = VisibleTrace::until_failure(self);
        writeln!(f, "{}", self.message)?;
        let alone = info.waits.iter().any(|wait| wait.locked_by_itself().is_some());
        writeln!(f, "{}", messages::found(&self.execution, alone))?;
        for part in [
            layout::draw(&trace, info, &names),
            waits(self.kind, info, &names),
            wrap(&messages::advice(self, &trace, &names)),
        ] {
            if !part.is_empty() {
                write!(f, "\n{part}")?;
            }
        }
        Ok(())
    }
}

/// A sentence for each blocked thread, if that is the failure. Threads that join others come last.
fn waits(kind: FailureKind, info: &TraceInfo, names: &Names) -> String {
    if !matches!(kind, FailureKind::Deadlock | FailureKind::BlockedThreads) {
        return String::new();
    }
    let (joins, others) = info.joins_and_others();
    let sentences = others.into_iter().chain(joins).filter_map(|wait| messages::wait(wait, names));
    sentences.map(|sentence| wrap(&sentence)).collect()
}
