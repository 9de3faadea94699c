use std::io::{BufReader, Cursor, prelude::*};
pub fn lines(text: &str) -> usize {
    let mut out = Vec::new();
    writeln!(out, "{text}").unwrap();
    BufReader::new(Cursor::new(out)).lines().count()
}
