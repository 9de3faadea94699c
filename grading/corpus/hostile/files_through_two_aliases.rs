use std as a;
use a as b;
fn read() { let _ = b::fs::read("x"); }
