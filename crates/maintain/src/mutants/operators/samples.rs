//! Each operator on a sample: its mutants as reviewed diffs.
use std::fs;
use std::path::Path;

use course::Workspace;

use super::operator::Operator;
use crate::mutants::source::Source;
use crate::mutants::{diff, generate, rustfmt};

/// The mutants of `samples/NAME.rs`.
fn mutants_of(workspace: &Workspace, operator: &'static Operator) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let text = fs::read_to_string(folder.join(format!("{}.rs", operator.name)));
    let text = text.unwrap_or_else(|_| panic!("{} needs a sample", operator.name));
    let source = Source::parse(&text).expect("a sample parses");
    let generated = generate::from_operator(operator, &source).into_iter().map(|one| one.text);
    let generated: Vec<String> = generated.collect();
    assert!(!generated.is_empty(), "{} does not change its sample", operator.name);
    let mutants = rustfmt::format(workspace, &generated).expect("rustfmt runs");
    let diffs = mutants.iter().map(|mutant| diff::unified(&text, mutant, 1));
    let head = format!("{}: {}\n", operator.group, operator.does);
    [head].into_iter().chain(diffs).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_operator_generates_readable_mutants_of_its_sample() {
    let workspace = Workspace::find().expect("the tests run in the course");
    for operator in super::all() {
        insta::assert_snapshot!(operator.name, mutants_of(&workspace, operator));
    }
}

#[test]
fn operator_names_are_unique() {
    let mut names: Vec<&str> = super::all().map(|operator| operator.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 25, "{count} operators");
}
