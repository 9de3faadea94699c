//! Published suites of concurrent programs, and what `interleave` makes of them.
//!
//! A file per program, written from a description of it. In a suite of bugs, the file has the buggy program
//! and a repaired twin; in a suite of counts, the program and the published number of executions.
//! `document` writes `docs/yardsticks.md`.

pub mod bug;
pub mod count;
pub mod document;
pub mod genmc;
pub mod goker;
pub mod miri;
pub mod preemptions;
pub mod sctbench;

mod litmus;
mod markdown;
mod prelude;
mod results;
mod threads;
