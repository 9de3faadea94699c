//! Writes what the chapters of the book quote: programs, their reports and pictures, mistakes, Go programs
//! with their output, and measured figures.
mod chapter;
mod files;
mod go;
mod graph;
mod quote;
mod site;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

/// As in a test of an exercise: reports name the elements of a `Vec` by their positions.
#[global_allocator]
static HEAP: interleave::Heap = interleave::Heap;

const HELP: &str = "\
Writes the book.

Usage: cargo run -p book -- COMMAND

Commands:
  update     write the quotes of all chapters again
  show NAME  run a program of the book in every interleaving
  go         run the Go programs and record their output; needs Go
  site       build the site with mdBook, which is installed into target/tools if necessary
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["update"] => chapter::update(),
        ["show", name] => show(name),
        ["go"] => go::record(),
        ["site"] => site::build(),
        _ => Err(HELP.to_owned()),
    };
    match result {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The report of a program.
fn show(name: &str) -> Result<String, String> {
    let program = programs::find(name).ok_or_else(|| {
        let names: Vec<_> = programs::all().map(|program| program.name).collect();
        format!("there is no program `{name}`\nthe programs are: {}", names.join(", "))
    })?;
    Ok(program.report().trim_end().to_owned())
}
