//! C++20's memory model by its axioms: every execution graph of a small program.
//!
//! It shares nothing with the engine, so it can serve as an oracle.
pub mod consistency;
pub mod enumerate;
pub mod generate;
pub mod graph;
pub mod interleave_peer;
pub mod litmus;
pub mod loom_peer;
pub mod program;
pub mod relation;
