extern crate self as root;
