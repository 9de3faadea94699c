//! The report: what went wrong, in which interleaving, and what to try.

pub(crate) mod words;

use std::fmt;

use crate::failure::{Execution, Failure};

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.trace.steps {
            writeln!(f, "{:>12} {:?} {}", self.cast.threads[step.thread], step.deed, step.place)?;
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}", self.message, self.execution)
    }
}
