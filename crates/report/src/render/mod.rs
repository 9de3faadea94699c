//! The report: what went wrong, in which interleaving, and what to try.

mod choices;
mod collapse;
mod contention;
mod layout;
mod quote;
mod rows;
mod screen;
mod table;
mod timeline;

pub use choices::{Choices, NextStep, ObjectState, PossibleResult};
pub use collapse::Fold;
pub use timeline::{ThreadState, Timeline, TimelineStep};

use std::fmt;

use crate::analysis::VisibleTrace;
use crate::failure::{Execution, Failure, FailureKind};
use crate::messages;
use crate::names::Names;
use crate::thread_set::Tid;
use crate::trace::{TraceInfo, Wait};
use rows::Row;
use screen::{Screen, WIDTH, wrap};

/// Lines have at most 78 characters. If the formatter has a width, that is the maximum for tables instead. The
/// alternate form, `{:#}`, colors the threads.
impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::new(&self.trace.steps, &self.info);
        let trace = VisibleTrace::whole(&self.trace.steps);
        let rows = rows::rows(&trace, &self.info, &names);
        f.write_str(&layout::draw(rows, &trace, &names, screen(f)))
    }
}

/// Lines have at most 78 characters. If the formatter has a width, that is the maximum for tables instead. The
/// alternate form, `{:#}`, colors the threads.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Screen { width, has_colors } = screen(f);
        write!(f, "{}\n{}", self.message, self.explanation(width, has_colors))
    }
}

/// Why an execution is as it is, in parts. `Display` prints the table and the advice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The lines of the source that matter, and what each thread does there. Empty if they are not known.
    pub quote: String,
    /// The interleaving, as a table.
    pub table: String,
    /// What happens, and what to try. Empty if no known pattern fits.
    pub advice: String,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&layout::paragraphs([&*self.table, &self.advice]))
    }
}

impl Failure {
    /// Explains the failure. Lines of tables are at most `width` characters wide, and the threads have
    /// colors if `has_colors`.
    ///
    /// ```
    /// use interleave::sync::Mutex;
    /// use interleave::{Explorer, thread};
    ///
    /// let failure = Explorer::new().check(|| {
    ///     let age = Mutex::new(40);
    ///     let grow = || {
    ///         let next = *age.lock().unwrap() + 1;
    ///         *age.lock().unwrap() = next;
    ///     };
    ///     thread::scope(|scope| {
    ///         scope.spawn(grow);
    ///         scope.spawn(grow);
    ///     });
    ///     assert_eq!(*age.lock().unwrap(), 42);
    /// });
    /// let explanation = failure.unwrap_err().explanation(78, false);
    /// assert!(explanation.advice.contains("Make the read and the write one step"));
    /// ```
    pub fn explanation(&self, width: usize, has_colors: bool) -> Explanation {
        let screen = Screen { width, has_colors };
        let Execution { trace, info, .. } = &self.execution;
        let names = Names::new(&trace.steps, info);
        let trace = VisibleTrace::until_failure(self);
        let rows = rows::rows(&trace, info, &names);
        let alone = info.waits.iter().any(|wait| wait.locked_by_itself().is_some());
        let waits = waits(self.kind, info, &names);
        let advice = messages::advice(self, &trace, &names);
        let where_threads_wait = waits.join(" ");
        let texts = [&*advice, &where_threads_wait, &self.message];
        let quote = quote::quote(&rows, &texts, |row| self.matters(row), &names, screen);
        let found = wrap(&messages::found(&self.execution, alone), width);
        let table = layout::draw(rows, &trace, &names, screen);
        let waits: String = waits.iter().map(|wait| wrap(wait, width)).collect();
        Explanation {
            quote,
            table: layout::paragraphs([&*found, &table, &waits]),
            advice: wrap(&advice, width),
        }
    }

    /// What is known of a mistake that does not depend on the interleaving, and the functions of the code under test, a
    /// file, in which to look for it; empty if nothing is known.
    #[doc(hidden)]
    pub fn in_every_interleaving(&self, code: &str) -> String {
        let Execution { trace, info, .. } = &self.execution;
        let names = Names::new(&trace.steps, info);
        messages::in_every_interleaving(self, &VisibleTrace::until_failure(self), code, &names)
    }

    /// Whether a row is worth a quote where no sentence names a line.
    fn matters(&self, row: &Row) -> bool {
        match self.kind {
            FailureKind::UnjoinedThreads => {
                row.spawned.is_some_and(|thread| self.execution.unjoined.contains(&thread))
            }
            FailureKind::Assertion | FailureKind::Panic => row.does == messages::FAILS,
            _ => false,
        }
    }
}

impl Execution {
    /// The functions of the code under test that run; empty if they are not known.
    #[doc(hidden)]
    pub fn taking_part(&self) -> String {
        let Self { trace, info, .. } = self;
        let names = Names::new(&trace.steps, info);
        messages::taking_part(&trace.steps, info, &names).unwrap_or_default()
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
