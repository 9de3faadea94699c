//! Cross-checks of `interleave` against shuttle and against a model, and figures beside shuttle and
//! loom.

pub mod axioms;
pub mod compare;
pub mod contest;
pub mod failures;
pub mod figures;
pub mod generate;
pub mod loom_peer;
pub mod model;
pub mod ours;
pub mod program;
mod quiet;
pub mod random;
pub mod real;
mod show;
pub mod shrink;
pub mod shuttle_peer;
mod stopwatch;
pub mod tally;
