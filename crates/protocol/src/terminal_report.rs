//! The report of a test in the order in which it is read on a terminal.
use std::fmt;

use crate::json::object;

/// What to read first, and what a low terminal has no room for. Each line is terminated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalReport {
    /// What is wrong, the lines of the source that matter, and what to try.
    pub first: String,
    /// The interleaving.
    pub rest: String,
}

object!(TerminalReport { first, rest });

/// The whole report.
impl fmt::Display for TerminalReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.first)?;
        if self.rest.is_empty() { Ok(()) } else { write!(f, "\n{}", self.rest) }
    }
}
