use std::io::stdout;
fn say() { let _ = stdout(); }
