#[macro_use]
extern crate std as real;
