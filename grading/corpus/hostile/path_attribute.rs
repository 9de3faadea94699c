#[path = "../complete/loon.rs"]
mod other;
