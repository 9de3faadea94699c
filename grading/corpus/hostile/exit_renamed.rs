use std::process::exit as quit;
use self::quit as leave;
pub fn stop() { leave(0) }
