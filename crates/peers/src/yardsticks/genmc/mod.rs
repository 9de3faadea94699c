//! GenMC's test programs, with their published numbers of executions.
mod arrays;
mod counters;
mod deque;
mod exchanges;
mod litmus;
mod locks;
mod mutual_exclusion;
mod queues;
mod readers;
mod ring;
mod stack;

use super::count::{Body, Count};
use super::document;

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
    document::counts(INTRODUCTION, &PROGRAMS)
}

const fn program(
    name: &'static str,
    size: &'static str,
    published: u64,
    body: fn() -> bool,
) -> Count {
    Count { name, size, body: Body::Code(body), published, quick: true }
}

/// A program that takes too long for the tests.
const fn slow(name: &'static str, size: &'static str, published: u64, body: fn() -> bool) -> Count {
    Count { quick: false, ..program(name, size, published, body) }
}
