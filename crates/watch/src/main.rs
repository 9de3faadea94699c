//! `cargo course watch`: tests an exercise whenever its file is saved, and has a key for each command that a
//! student needs next.
mod events;
mod files;
mod inbox;
mod keys;
mod messages;
mod session;

use std::process::ExitCode;

use course::{Arguments, Context, Error};

fn main() -> ExitCode {
    course::external_main(watch)
}

fn watch(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let first = arguments.values.first().map(String::as_str);
    first.map(|name| context.catalog.get(name)).transpose()?;
    let plain = arguments.has("plain") || !keys::are_available();
    session::run(context, first, plain, arguments.has("poll"))
}
