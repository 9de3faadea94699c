//! The surface of std: what std 1.95 has, by name, by signature, by trait, what it does, and what the
//! crate's documentation says of it.

mod absent;
mod behavior;
mod signatures;
mod table;
mod traits;
