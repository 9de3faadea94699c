//! Miri's litmus tests, with their numbers of executions.
use super::count::Count;
use super::document;

/// The programs.
pub const PROGRAMS: [Count; 0] = [];

const INTRODUCTION: &str = "\
## Miri

The litmus tests of Miri's GenMC mode, with the number of execution graphs that it expects.
";

pub(super) fn section() -> String {
    document::counts(INTRODUCTION, &PROGRAMS)
}
