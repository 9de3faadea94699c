//! What a peer reports about a program.
use crate::program::Outcome;
use std::collections::BTreeSet;

/// Outcomes; `None` is a deadlock.
pub type Outcomes = BTreeSet<Option<Outcome>>;

/// What a peer reports about a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These outcomes and no others.
    All(Outcomes),
    /// These outcomes, and perhaps others that it did not look for.
    Some(Outcomes),
    /// This one among others.
    One(Outcome),
    /// The peer does not model the program.
    Unsupported,
    /// The peer did not finish within its limit of executions.
    ExecutionLimit,
    /// The state machine did not finish within its limit of states, so nothing was compared.
    StateLimit,
    /// The peer itself failed.
    Failed(String),
}
