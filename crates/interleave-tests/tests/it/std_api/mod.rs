//! The API of std 1.95: names, signatures, traits, behavior, and the table in the README.

mod absent;
mod behavior;
mod documented;
mod items;
mod promises;
mod signatures;
mod table;
mod traits;
mod visibility;
