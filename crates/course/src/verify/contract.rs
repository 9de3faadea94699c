//! The contract: every sentence has a test, every test a sentence, and the page says so.
use super::{Found, Workshop, count, unless};
use crate::contract::{self, Contract, TABLE};
use crate::screen::Progress;

pub(crate) fn check(workshop: &mut Workshop<'_>, _: &mut Progress) -> Found {
    let house = workshop.house;
    let (mut complaints, mut sentences, mut tests) = (Vec::new(), 0, 0);
    for name in workshop.catalogue.names() {
        let contract = Contract::load(house, name).map_err(|problem| vec![problem.to_string()])?;
        let there = contract::tests(house, name);
        complaints.extend(contract.complaints(&contract::file(name), &there));
        sentences += contract.sentences.len();
        tests += there.len();
    }
    let page =
        contract::page(house, workshop.catalogue).map_err(|problem| vec![problem.to_string()])?;
    if house.read(TABLE).ok().as_ref() != Some(&page) {
        complaints.push(format!("{TABLE} is stale: cargo course contract > {TABLE}"));
    }
    unless(complaints, || {
        format!("{} are held by {}", count(sentences, "sentence"), count(tests, "test"))
    })
}
