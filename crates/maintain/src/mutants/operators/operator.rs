//! What a mutation operator is.
use std::fmt;

use protocol::named;

use crate::mutants::body::Body;
use crate::mutants::edit::Edits;

named! {
    /// The kind of mistake that an operator makes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) enum Group {
        Removal = "synchronization removed",
        Region = "region moved",
        Object = "wrong object",
        Weaker = "weaker call",
        Memory = "weaker memory",
        Stronger = "stronger",
        Faults = "fault",
        Sequential = "sequential",
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A mutation operator.
pub(crate) struct Operator {
    /// Names its mutants, its sample and its snapshot.
    pub(crate) name: &'static str,
    pub(crate) group: Group,
    /// What is wrong with its mutants.
    pub(crate) does: &'static str,
    /// The property that would kill a survivor.
    pub(crate) caught_by: &'static str,
    /// The edits of each mutant of a function body.
    pub(crate) mutate: fn(&Body<'_>) -> Vec<Edits>,
}

/// The operators of a group: the name and the function, what is wrong, and what would kill it.
macro_rules! operators {
    ($group:ident: $($name:literal, $mutate:expr; $does:literal, $caught_by:literal;)*) => {
        pub(super) const OPERATORS: &[$crate::mutants::operators::operator::Operator] = &[$(
            $crate::mutants::operators::operator::Operator {
                name: $name,
                group: $crate::mutants::operators::operator::Group::$group,
                does: $does,
                caught_by: $caught_by,
                mutate: $mutate,
            },
        )*];
    };
}
pub(super) use operators;
