//! Each operator on a small source: its mutants as diffs that a person has read.
use std::path::Path;

use crate::mutants::files;
use crate::mutants::source::Source;
use crate::mutants::{diff, mutant, rustfmt};

/// What an operator makes of `samples/NAME.rs`, as people see it.
fn mutants_of(operator: &'static super::Operator) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let root = files::root().expect("the tests run in the course");
    let text = std::fs::read_to_string(folder.join(format!("{}.rs", operator.name)));
    let text = text.unwrap_or_else(|_| panic!("{} needs a sample", operator.name));
    let source = Source::parse(&text).expect("a sample is Rust");
    let made = mutant::of(operator, &source).into_iter().map(|(_, _, text)| text);
    let made: Vec<String> = made.collect();
    assert!(!made.is_empty(), "{} makes nothing of its sample", operator.name);
    let home = format!("sample-{}", operator.name);
    let made = rustfmt::all(&root, &home, &made).expect("rustfmt runs");
    let diffs = made.iter().map(|mutant| diff::unified(&text, mutant, 1));
    let head = format!("{}: {}\n", operator.group, operator.does);
    [head].into_iter().chain(diffs).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_operator_makes_readable_mutants_of_its_sample() {
    for operator in super::all() {
        insta::assert_snapshot!(operator.name, mutants_of(operator));
    }
}

#[test]
fn there_are_operators_in_every_group_and_each_has_its_own_name() {
    let mut names: Vec<&str> = super::all().map(|operator| operator.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 25, "{count} operators");
}
