//! A class: the submissions of many students, graded one after the other or in shards.
mod commands;
mod csv;
mod flags;
mod judged;
mod layout;
mod merge;
mod mistakes;
mod pages;
mod partition;
mod roster;
mod run;
mod store;

pub(crate) use commands::{grade_class, merge};

#[cfg(test)]
mod tests;
