//! Code that Rust rejects, and Go programs.
use std::fs;
use std::path::Path;
use std::process::Command;

use super::chapters;
use crate::{files, go};

/// The blocks that must not compile, each with the code of its error.
fn rejected() -> Vec<(String, String, String)> {
    let mut blocks = Vec::new();
    for (file, text) in chapters() {
        for block in text.split("```rust,compile_fail,").skip(1) {
            let (code, rest) = block.split_once('\n').unwrap();
            let body = rest.split("```").next().unwrap();
            blocks.push((file.clone(), code.to_owned(), body.to_owned()));
        }
    }
    blocks
}

/// Doc tests check only that a block does not compile, not why.
#[test]
fn rust_rejects_programs_for_the_reason_that_the_book_gives() {
    let blocks = rejected();
    assert!(blocks.len() >= 10, "{}", blocks.len());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/book-rejected");
    fs::create_dir_all(&folder).unwrap();
    for (number, (file, code, body)) in blocks.into_iter().enumerate() {
        let source = folder.join(format!("{number}.rs"));
        fs::write(&source, format!("fn main() {{\n{body}\n}}\n")).unwrap();
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition", "2024", "--emit", "metadata", "--out-dir"]).arg(&folder);
        let output = rustc.arg(&source).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let said = body.lines().find_map(|line| line.split("// error: ").nth(1)).unwrap();
        let expected = format!("error[{code}]: {said}");
        assert!(errors.contains(&expected), "{file}: not `{expected}`:\n{errors}");
    }
}

#[test]
fn every_go_program_has_a_recorded_output() {
    for name in go::recorded().unwrap() {
        let output = files::read(&format!("book/go/{name}.txt")).unwrap_or_default();
        assert!(output.starts_with("$ go run "), "{name}: cargo run -p book -- go");
    }
}
