use std::process::exit;
pub fn leave() { exit(0) }
