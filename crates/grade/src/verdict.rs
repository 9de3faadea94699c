//! The verdict on a submitted exercise.
use serde::{Serialize, Serializer};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The tests ran, and this is the most important of their verdicts.
    Tested(protocol::Verdict),
    /// The file is missing or empty.
    Missing,
    /// The file is the unmodified starter.
    Unchanged,
    /// The file uses what exercises may not use, or is not a regular text file.
    Refused,
    CompileError,
    /// The file makes rustc crash.
    CompilerCrashed,
    /// The grader failed, through no fault of the student.
    GraderError,
}

impl Verdict {
    pub(crate) const PASSED: Self = Self::Tested(protocol::Verdict::Passed);

    /// The name that all output formats use.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tested(verdict) => verdict.name(),
            Self::Missing => "missing",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::CompileError => "compile-error",
            Self::CompilerCrashed => "compiler-crashed",
            Self::GraderError => "grader-error",
        }
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
