#[cfg_attr(all(), path = "../complete/loon.rs")]
mod other {}
