//! The operators: each a way to get it wrong, applied wherever the syntax has a place for it.
//!
//! The groups follow ConMAn (Bradbury, Cordy and Dingel, 2006), for safe Rust.
mod faults;
mod memory;
mod object;
mod region;
mod removal;
#[cfg(test)]
mod samples;
mod sequential;
mod stronger;
mod weaker;

use std::fmt;

use crate::mutants::body::Body;
use crate::mutants::edit::Edits;

/// What sort of mistake an operator makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Removal,
    Region,
    Object,
    Weaker,
    Memory,
    Stronger,
    Faults,
    Sequential,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Removal => "synchronisation removed",
            Self::Region => "region moved",
            Self::Object => "wrong object",
            Self::Weaker => "weaker call",
            Self::Memory => "weaker memory",
            Self::Stronger => "stronger",
            Self::Faults => "fault",
            Self::Sequential => "sequential",
        })
    }
}

/// One way to get it wrong.
pub(crate) struct Operator {
    /// Names its mutants, its sample and its snapshot.
    pub(crate) name: &'static str,
    pub(crate) group: Group,
    /// What it does, in words.
    pub(crate) does: &'static str,
    /// Which property would catch a survivor.
    pub(crate) caught_by: &'static str,
    /// All places in a body, with what is changed there.
    pub(crate) mutate: fn(&Body<'_>) -> Vec<Edits>,
}

/// All operators, those that say most about concurrency first: of two equal mutants the first stays.
pub(crate) fn all() -> impl Iterator<Item = &'static Operator> {
    [
        removal::OPERATORS,
        region::OPERATORS,
        object::OPERATORS,
        weaker::OPERATORS,
        memory::OPERATORS,
        stronger::OPERATORS,
        faults::OPERATORS,
        sequential::OPERATORS,
    ]
    .into_iter()
    .flatten()
}
