//! Commands for maintainers and instructors, compiled when one of them is first used.
mod contract;
mod corpus;
mod mutant_command;
mod mutants;
mod new;
mod snapshots;
mod stats;
mod verdict_cache;
mod verify;

use std::process::ExitCode;

use course::Error;

fn main() -> ExitCode {
    course::external_main(|command, context, arguments| match command {
        "contract" => contract::run(context, arguments),
        "corpus" => corpus::run(context, arguments),
        "mutant" => mutant_command::run(context, arguments),
        "mutants" => mutants::run(context, arguments),
        "new" => new::run(context, arguments),
        "snapshots" => snapshots::run(context, arguments),
        "stats" => stats::run(context, arguments),
        "verify" => verify::run(context, arguments),
        other => Err(Error::new(format!("`{other}` is not a command for maintainers"))),
    })
}
