//! `cargo course watch`: judges an exercise again whenever its file is saved, and goes on to the next
//! one when it is solved.
mod child;
mod events;
mod files;
mod keys;
mod session;
mod words;

use std::process::ExitCode;

use course::{Arguments, Context, Problem, usage};

fn main() -> ExitCode {
    course::sister_main(watch)
}

fn watch(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let first = match arguments.values.as_slice() {
        [] => None,
        [name] => Some(context.catalog.get(name)?),
        [_, more, ..] => {
            return Err(usage("watch", format!("`watch` takes one name; what is `{more}`?")));
        }
    };
    let plain = arguments.has("plain") || !keys::are_there();
    session::run(
        context,
        first.map(|exercise| exercise.name.as_str()),
        plain,
        arguments.has("poll"),
    )
}
