//! How the programs are written down.
use crate::yardsticks::count::{Body, Count};

pub(super) const fn program(
    name: &'static str,
    size: &'static str,
    published: u64,
    body: fn() -> bool,
) -> Count {
    Count { name, size, body: Body::Code(body), published, quick: true }
}

/// A program that takes too long for the tests.
pub(super) const fn slow(
    name: &'static str,
    size: &'static str,
    published: u64,
    body: fn() -> bool,
) -> Count {
    Count { quick: false, ..program(name, size, published, body) }
}
