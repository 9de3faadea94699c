//! Runs the Go programs of the book, and records what they print.
use std::process::Command;

use crate::files;

/// The folder of the Go programs.
const FOLDER: &str = "book/go";

/// Programs that `make bench` runs.
const NOT_RECORDED: [&str; 2] = ["costs", "server"];

/// How a program is run: the line after its header starts with `// run: ` and has options of `go run`.
fn options(text: &str) -> Vec<&str> {
    let line = text.lines().find_map(|line| line.strip_prefix("// run: go run "));
    line.map(|options| options.split(' ').filter(|option| option.starts_with('-')).collect())
        .unwrap_or_default()
}

/// The programs whose output is recorded.
pub(crate) fn recorded() -> Result<Vec<String>, String> {
    let names = files::stems(FOLDER, ".go")?.into_iter();
    Ok(names.filter(|name| !NOT_RECORDED.contains(&name.as_str())).collect())
}

/// Records the output of each program, which can differ from run to run.
pub(crate) fn record() -> Result<String, String> {
    let version = run(Command::new("go").arg("version"))?;
    let mut done = Vec::new();
    for name in recorded()? {
        let text = files::read(&format!("{FOLDER}/{name}.go"))?;
        let options = options(&text);
        let mut command = Command::new("go");
        command.arg("run").args(&options).arg(format!("{name}.go"));
        let output = run(command.current_dir(files::root().join(FOLDER)))?;
        let typed = [&["go", "run"], &options[..], &[&format!("{name}.go")]].concat().join(" ");
        let output = without_addresses(&output);
        files::write(
            &format!("{FOLDER}/{name}.txt"),
            &format!("$ {typed}    # {}\n{output}\n", version.trim()),
        )?;
        done.push(name);
    }
    Ok(format!("recorded: {}", done.join(", ")))
}

/// What a command prints. Some programs are meant to fail.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("go cannot be run: {error}"))?;
    let (stdout, stderr) = (output.stdout, output.stderr);
    Ok(format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// The first lines of the output. Folders are left out.
fn without_addresses(output: &str) -> String {
    const LINES: usize = 28;
    let folder = format!("{}/", files::root().join(FOLDER).display());
    let lines: Vec<_> = output.lines().map(|line| line.replace(&folder, "")).collect();
    match lines.len() > LINES {
        true => format!("{}\n… {} more lines", lines[..LINES].join("\n"), lines.len() - LINES),
        false => lines.join("\n"),
    }
}
