//! `contract`: what the exercises promise, and which test holds which sentence.
use std::process::ExitCode;

use crate::cli::{Arguments, Context};
use crate::contract::{self, Contract};
use crate::problem::Problem;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let Context { house, catalogue, .. } = context;
    if arguments.values.is_empty() {
        anstream::print!("{}", contract::page(house, catalogue)?);
        return Ok(ExitCode::SUCCESS);
    }
    for exercise in catalogue.select(&arguments.values)? {
        let contract = Contract::load(house, &exercise.name)?;
        anstream::print!("{}", contract::section(exercise, &contract));
    }
    Ok(ExitCode::SUCCESS)
}
