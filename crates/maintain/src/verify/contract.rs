//! Every sentence of the contract has a test, every test a sentence, and the page is up to date.
use super::{StepResult, VerifyContext, count, unless};
use crate::contract::{self, TABLE};
use course::catalog;
use course::screen::Progress;

pub(crate) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let (mut complaints, mut sentences, mut tests) = (Vec::new(), 0, 0);
    for exercise in &context.catalog.exercises {
        let (name, contract) = (&exercise.name, &exercise.contract);
        let there = contract::tests(workspace, name);
        complaints.extend(contract::mismatches(contract, &catalog::file(name), &there));
        sentences += contract.sentences.len();
        tests += there.len();
    }
    if workspace.read(TABLE).ok() != Some(contract::page(context.catalog)) {
        complaints.push(format!("{TABLE} is out of date: cargo course contract > {TABLE}"));
    }
    unless(complaints, || {
        format!("{} are checked by {}", count(sentences, "sentence"), count(tests, "test"))
    })
}
