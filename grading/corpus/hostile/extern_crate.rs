extern crate std as real;
