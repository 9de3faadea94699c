//! `cargo course new` and `cargo course stats`, for who writes exercises.
mod messages;
mod new;
mod stats;

use std::process::ExitCode;

use course::Error;

fn main() -> ExitCode {
    course::sister_main(|command, context, arguments| match command {
        "new" => new::run(context, arguments),
        "stats" => stats::run(context, arguments),
        other => Err(Error::new(format!("`{other}` is no command for authors"))),
    })
}
