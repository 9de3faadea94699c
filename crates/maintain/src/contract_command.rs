//! `contract`: what the exercises promise, and which test checks which sentence.
use std::process::ExitCode;

use crate::contract;
use course::error::Error;
use course::{Arguments, Context};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    if arguments.values.is_empty() {
        anstream::print!("{}", contract::page(&context.catalog));
        return Ok(ExitCode::SUCCESS);
    }
    for exercise in context.catalog.select(&arguments.values)? {
        anstream::print!("{}", contract::section(exercise));
    }
    Ok(ExitCode::SUCCESS)
}
