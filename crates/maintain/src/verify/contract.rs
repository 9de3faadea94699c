//! Every sentence of the contract has a test, every test a sentence, and the page is up to date.
use course::catalog;
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, count, one, unless};
use crate::contract::{self, PAGE};

pub(super) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let (mut errors, mut sentences, mut tests) = (Vec::new(), 0, 0);
    for exercise in &context.exercises {
        let (name, contract) = (&exercise.name, &exercise.contract);
        let existing = contract::tests(workspace, name);
        errors.extend(contract::mismatches(contract, &catalog::file(name), &existing));
        sentences += contract.sentences.len();
        tests += existing.len();
    }
    let page = contract::page(workspace, context.catalog).map_err(one)?;
    if workspace.read(PAGE).ok() != Some(page) {
        errors.push(format!("{PAGE} is out of date: cargo course contract > {PAGE}"));
    }
    unless(errors, || {
        format!("{} checked by {}", count(sentences, "sentence"), count(tests, "test"))
    })
}
