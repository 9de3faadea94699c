//! The mutation operators: each makes one kind of mistake wherever the syntax allows it.
//!
//! The groups are those of ConMAn (Bradbury, Cordy and Dingel, 2006), adapted to safe Rust.
mod faults;
mod memory;
mod object;
mod operator;
mod region;
mod removal;
#[cfg(test)]
mod samples;
mod sequential;
mod stronger;
mod weaker;

pub(crate) use operator::{Group, Operator};

/// All operators, the most specific to concurrency first: of two equal mutants the first is kept.
pub(crate) fn all() -> impl Iterator<Item = &'static Operator> {
    [
        removal::OPERATORS,
        region::OPERATORS,
        object::OPERATORS,
        weaker::OPERATORS,
        memory::OPERATORS,
        stronger::OPERATORS,
        faults::OPERATORS,
        sequential::OPERATORS,
    ]
    .into_iter()
    .flatten()
}
