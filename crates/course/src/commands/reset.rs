//! `reset`: restores the starter, and keeps the old file.
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::error::Error;
use crate::workspace::Source;
use crate::{messages, starters};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let name = arguments.first();
    context.catalog.get(name)?;
    let (workspace, commands) = (&context.workspace, context.commands);
    let starter = starters::starter(workspace, name)?;
    let (file, shown) = (workspace.exercise(Source::Exercise, name), Source::Exercise.shown(name));
    let kept = match fs::read(&file) {
        Ok(there) if there == starter.as_bytes() => {
            anstream::print!("{}", messages::is_starter(name, commands));
            return Ok(ExitCode::SUCCESS);
        }
        Ok(there) => Some(workspace.shown(&keep(&file, &there).map_err(|error| {
            Error::io("keep", format!("the contents of {shown}"), &error)
                .help("nothing was changed: free some space and try again")
        })?)),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io("read", &shown, &error)),
    };
    workspace.write(&shown, &starter)?;
    anstream::print!("{}", messages::reset(name, kept.as_deref(), commands));
    Ok(ExitCode::SUCCESS)
}

/// Writes `text` beside `file` under the first free name, and returns that name.
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
