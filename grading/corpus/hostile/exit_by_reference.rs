use std::process::exit;
pub fn leave() { (&mut exit)(0) }
