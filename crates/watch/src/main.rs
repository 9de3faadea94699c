//! `cargo course watch`: tests an exercise whenever its file is saved, and moves on to the next one
//! when it is solved.
mod events;
mod files;
mod inbox;
mod keys;
mod messages;
mod session;

use std::process::ExitCode;

use course::{Arguments, Context, Error, usage};

fn main() -> ExitCode {
    course::external_main(watch)
}

fn watch(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let first = match arguments.values.as_slice() {
        [] => None,
        [name] => Some(context.catalog.get(name)?),
        [_, more, ..] => {
            return Err(usage(
                "watch",
                format!("`watch` takes one name; unexpected argument `{more}`"),
            ));
        }
    };
    let plain = arguments.has("plain") || !keys::are_available();
    session::run(
        context,
        first.map(|exercise| exercise.name.as_str()),
        plain,
        arguments.has("poll"),
    )
}
