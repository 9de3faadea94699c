//! `reset`: the starter again. What was there is kept.
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Arguments, Context};
use crate::house::Tree;
use crate::problem::Problem;
use crate::{starters, words};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let name = arguments.one("reset", "the name of an exercise")?;
    context.catalog.get(name)?;
    let (house, typed) = (&context.house, context.typed);
    let starter = starters::starter(house, name)?;
    let (file, shown) = (house.exercise(Tree::Starter, name), Tree::Starter.shown(name));
    let kept = match fs::read(&file) {
        Ok(there) if there == starter.as_bytes() => {
            anstream::print!("{}", words::is_starter(name, typed));
            return Ok(ExitCode::SUCCESS);
        }
        Ok(there) => Some(house.shown(&keep(&file, &there).map_err(|error| {
            Problem::io("keep", format!("what is in {shown}"), &error)
                .help("nothing was changed: make room for it, and try again")
        })?)),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Problem::io("read", &shown, &error)),
    };
    fs::write(&file, starter).map_err(|error| Problem::io("write", &shown, &error))?;
    anstream::print!("{}", words::reset(name, kept.as_deref(), typed));
    Ok(ExitCode::SUCCESS)
}

/// Writes `text` beside `file` under the first name that is free, and returns it.
fn keep(file: &Path, text: &[u8]) -> std::io::Result<std::path::PathBuf> {
    let mut number = 1;
    loop {
        let kept = file.with_extension(format!("rs.{number}"));
        match File::create_new(&kept) {
            Ok(mut new) => {
                new.write_all(text)?;
                return Ok(kept);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}
