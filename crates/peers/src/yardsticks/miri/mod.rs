//! Miri's tests of its GenMC mode, with their numbers of executions.
mod litmus;
mod structures;

use super::count::{self, Count};

/// The programs.
pub const PROGRAMS: [&[Count]; 2] = [&litmus::PROGRAMS, &structures::PROGRAMS];

const INTRODUCTION: &str = "\
## Miri

The tests of Miri's GenMC mode, with the number of execution graphs that it expects. `Z6_U` has the figure of
C++20; under RC11 as GenMC reads it, it is 22.
";

pub(super) fn section() -> String {
    count::section(INTRODUCTION, &PROGRAMS)
}
