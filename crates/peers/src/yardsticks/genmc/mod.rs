//! GenMC's test programs, with their published numbers of executions.
mod arrays;
mod barriers;
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
pub const PROGRAMS: [&[Count]; 11] = [
    &counters::PROGRAMS,
    &exchanges::PROGRAMS,
    &readers::PROGRAMS,
    &arrays::PROGRAMS,
    &barriers::PROGRAMS,
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
`SB+rfis` has the figure of C++20, which is that of sequential consistency; under RC11 it is 4. GenMC does not
order the arrivals at a `Barrier` unless it is asked to (`--disable-bam`). Here they are ordered, because the last
one is the leader: the figures are n! times GenMC's usual ones for each time that n threads meet.
";

pub(super) fn section() -> String {
    count::section(INTRODUCTION, &PROGRAMS)
}
