//! The report: what went wrong, in which interleaving, and what to try.

mod choices;
mod collapse;
mod contention;
mod layout;
mod rows;
mod screen;
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
use crate::thread_set::Tid;
use crate::trace::{TraceInfo, Wait};
use screen::{Screen, WIDTH};
use wrap::wrap;

/// Lines have at most 78 characters. The width of the formatter is another maximum, for tables; its alternate form
/// colors the threads.
impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::new(&self.trace.steps, &self.info);
        let trace = VisibleTrace::whole(&self.trace.steps);
        f.write_str(&layout::draw(&trace, &self.info, &names, screen(f)))
    }
}

/// Lines have at most 78 characters. The width of the formatter is another maximum, for tables; its alternate form
/// colors the threads.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Execution { trace, info, .. } = &self.execution;
        let names = Names::new(&trace.steps, info);
        let trace = VisibleTrace::until_failure(self);
        writeln!(f, "{}", self.message)?;
        let alone = info.waits.iter().any(|wait| wait.locked_by_itself().is_some());
        let screen = screen(f);
        let width = screen.width;
        f.write_str(&wrap(&messages::found(&self.execution, alone), width))?;
        for part in [
            layout::draw(&trace, info, &names, screen),
            waits(self.kind, info, &names).iter().map(|wait| wrap(wait, width)).collect(),
            wrap(&messages::advice(self, &trace, &names), width),
        ] {
            if !part.is_empty() {
                write!(f, "\n{part}")?;
            }
        }
        Ok(())
    }
}

/// What the formatter asks for.
fn screen(f: &fmt::Formatter<'_>) -> Screen {
    Screen { width: f.width().unwrap_or(WIDTH), has_colors: f.alternate() }
}

/// A sentence for each blocked thread, if that is the failure. Threads that join others come last.
fn waits(kind: FailureKind, info: &TraceInfo, names: &Names) -> Vec<String> {
    if !matches!(kind, FailureKind::Deadlock | FailureKind::BlockedThreads) {
        return Vec::new();
    }
    let (joins, others) = info.joins_and_others();
    let sentence = |wait: &Wait| Some((wait.thread, messages::wait(wait, names)?));
    let sentences: Vec<_> = others.into_iter().chain(joins).filter_map(sentence).collect();
    let rest = |(thread, sentence): &(Tid, String)| {
        sentence.strip_prefix(names.thread(*thread)).map(str::to_owned)
    };
    let groups = sentences.chunk_by(|a, b| rest(a) == rest(b)).map(|group| {
        let others = group[1..].iter().map(|(thread, _)| *thread);
        messages::also_waits(&group[0].1, &names.list(others), group.len() - 1)
    });
    groups.collect()
}
