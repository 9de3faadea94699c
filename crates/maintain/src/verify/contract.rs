//! Every sentence of the contract has a test, every test a sentence, and the page is up to date.
use super::{Found, Workshop, count, unless};
use crate::contract::{self, TABLE};
use course::catalog;
use course::screen::Progress;

pub(crate) fn check(workshop: &mut Workshop<'_>, _: &mut Progress) -> Found {
    let workspace = workshop.workspace;
    let (mut complaints, mut sentences, mut tests) = (Vec::new(), 0, 0);
    for exercise in &workshop.catalog.exercises {
        let (name, contract) = (&exercise.name, &exercise.contract);
        let there = contract::tests(workspace, name);
        complaints.extend(contract::mismatches(contract, &catalog::file(name), &there));
        sentences += contract.sentences.len();
        tests += there.len();
    }
    if workspace.read(TABLE).ok() != Some(contract::page(workshop.catalog)) {
        complaints.push(format!("{TABLE} is out of date: cargo course contract > {TABLE}"));
    }
    unless(complaints, || {
        format!("{} are checked by {}", count(sentences, "sentence"), count(tests, "test"))
    })
}
