use std::io::Error;
fn last() { let _ = Error::last_os_error(); }
