mod inner { pub(super) use std as s; }
fn read() { let _ = inner::s::fs::read("x"); }
