//! The command behind the Makefile; `cargo course help` lists what it does.
use std::process::ExitCode;

fn main() -> ExitCode {
    course::main()
}
