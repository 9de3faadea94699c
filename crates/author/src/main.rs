//! `cargo course new` and `cargo course stats`, for who writes exercises.
mod new;
mod stats;
mod words;

use std::process::ExitCode;

use course::Problem;

fn main() -> ExitCode {
    course::sister_main(|command, context, arguments| match command {
        "new" => new::run(context, arguments),
        "stats" => stats::run(context, arguments),
        other => Err(Problem::new(format!("`{other}` is no command for authors"))),
    })
}
