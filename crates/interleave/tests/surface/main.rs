//! The surface of std: what std 1.95 has, by name, by signature, by trait, and what it does.

mod behaviour;
mod signatures;
mod traits;
