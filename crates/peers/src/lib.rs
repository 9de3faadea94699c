//! Differential tests of `interleave` against shuttle, loom, a state machine and C++20's axioms.

pub mod answer;
pub mod axioms;
pub mod compare;
pub mod generate;
pub mod interleave_peer;
pub mod numbered;
pub mod program;
pub mod progress;
pub mod shuttle_config;
pub mod shuttle_peer;
pub mod silence_panics;
pub mod state_machine;
pub mod std_peer;
pub mod summary;
pub mod yardsticks;

mod display;
mod ops;
