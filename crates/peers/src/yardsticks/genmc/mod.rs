//! GenMC's test programs, with their published numbers of executions.
mod arrays;
mod counters;
mod deque;
mod exchanges;
mod litmus;
mod locks;
mod mutual_exclusion;
mod program;
mod queues;
mod readers;
mod ring;
mod stack;

use super::count::{self, Count};

/// The programs.
pub const PROGRAMS: [&[Count]; 10] = [
    &counters::PROGRAMS,
    &exchanges::PROGRAMS,
    &readers::PROGRAMS,
    &arrays::PROGRAMS,
    &mutual_exclusion::PROGRAMS,
    &locks::PROGRAMS,
    &stack::PROGRAMS,
    &queues::PROGRAMS,
    &[ring::PROGRAM, deque::PROGRAM],
    &litmus::PROGRAMS,
];

const INTRODUCTION: &str = "\
## GenMC

Programs of GenMC's test suite (version 0.11.0), with the number of execution graphs that it expects. In a
*blocked* execution, a thread gave up because what it waits for did not happen; GenMC does not count those.
`SB+rfis` has the figure of C++20, which is that of sequential consistency; under RC11 it is 4.
";

pub(super) fn section() -> String {
    count::section(INTRODUCTION, &PROGRAMS)
}
