//! The commands, one file each.
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod hint;
pub(crate) mod list;
pub(crate) mod open;
pub(crate) mod replay;
pub(crate) mod reset;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod test;
