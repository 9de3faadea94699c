//! Tests in which the engine replaces std for the whole program.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

mod hash_tables;
mod std_shadowing;
