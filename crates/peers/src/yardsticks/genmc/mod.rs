//! GenMC's test programs, with their published numbers of executions.
mod ainc;

use super::count::Count;
use super::document;

/// The programs.
pub const PROGRAMS: [Count; 1] = [ainc::THREE];

const INTRODUCTION: &str = "\
## GenMC

Programs of GenMC's test suite (version 0.11.0), with the number of execution graphs that it expects.
";

pub(super) fn section() -> String {
    document::counts(INTRODUCTION, &PROGRAMS)
}
