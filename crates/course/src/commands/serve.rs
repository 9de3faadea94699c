//! `serve`: puts a real HTTP server around an exercise.
use std::process::ExitCode;

use super::run::run_in_foreground;
use crate::arguments::Arguments;
use crate::cargo;
use crate::context::Context;
use crate::error::Error;
use crate::messages;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (name, options) = (arguments.first(), &arguments.values[1..]);
    let is_server = |file: &str| context.workspace.path(file).is_file();
    let program = |name: &str| format!("crates/serve/src/bin/serve-{name}.rs");
    context.catalog.get(name)?;
    if !is_server(&program(name)) {
        let servers: Vec<&str> =
            context.catalog.names().filter(|name| is_server(&program(name))).collect();
        let error = Error::new(format!("`{name}` is not a server"));
        let error = match servers.as_slice() {
            [] => error,
            servers => error.help(format!("the servers are: {}", servers.join(", "))),
        };
        let run = context.commands.quoted("run", name);
        return Err(error.help(format!("{run} runs it as a program")));
    }
    let mut command = cargo::command(&context.workspace, "run");
    command.args(["--quiet", "--package", "serve", "--bin", &format!("serve-{name}")]);
    if arguments.has("answer") {
        command.args(["--features", "complete"]);
    }
    command.arg("--").args(options);
    run_in_foreground(command, "cargo").map_err(|error| error.help(messages::NO_CARGO))
}
