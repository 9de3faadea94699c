//! Commands for maintainers and instructors: `verify`, `mutants`, `snapshots`, `contract`, `new` and
//! `stats`. Compiled when one of them is called for the first time.
mod contract;
mod contract_command;
mod mutants;
mod new;
mod snapshots;
mod stats;
mod verify;
mod verify_command;

use std::env;
use std::process::ExitCode;

use course::Error;

fn main() -> ExitCode {
    if env::args_os().nth(1).is_some_and(|command| command == "mutants") {
        return mutants::main();
    }
    course::external_main(|command, context, arguments| match command {
        "contract" => contract_command::run(context, arguments),
        "new" => new::run(context, arguments),
        "snapshots" => snapshots::run(context, arguments),
        "stats" => stats::run(context, arguments),
        "verify" => verify_command::run(context, arguments),
        other => Err(Error::new(format!("`{other}` is not a command for maintainers"))),
    })
}
