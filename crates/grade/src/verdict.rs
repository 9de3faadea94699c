//! The verdict on a submitted exercise.
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    pub(crate) const TIMEOUT: Self = Self::Tested(protocol::Verdict::Timeout);
    pub(crate) const OUT_OF_MEMORY: Self = Self::Tested(protocol::Verdict::OutOfMemory);

    /// The verdicts on exercises whose tests did not run.
    pub(crate) const UNTESTED: [Self; 6] = [
        Self::Missing,
        Self::Unchanged,
        Self::Refused,
        Self::CompileError,
        Self::CompilerCrashed,
        Self::GraderError,
    ];

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

impl<'de> Deserialize<'de> for Verdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let own = Self::UNTESTED.into_iter().find(|verdict| verdict.name() == name);
        match own {
            Some(verdict) => Ok(verdict),
            None => name.parse().map(Self::Tested).map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_reads_back() {
        let tested = protocol::Verdict::ALL.into_iter().map(Verdict::Tested);
        for verdict in Verdict::UNTESTED.into_iter().chain(tested) {
            let text = serde_json::to_string(&verdict).unwrap();
            assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
        }
    }
}
