//! `open`: opens an exercise in the editor.
use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use super::run::run_in_foreground;
use crate::arguments::Arguments;
use crate::context::Context;
use crate::error::Error;
use crate::messages;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let name = &context.exercise(arguments.values.first().map(String::as_str))?.name;
    let file = context.file(name)?;
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|editor| !editor.trim().is_empty());
    let Some(editor) = editor else {
        return Err(Error::new(messages::NO_EDITOR).help(messages::set_editor(name)));
    };
    let (program, options) = parts(&editor);
    let mut command = Command::new(&program);
    command.args(options).arg(&file);
    run_in_foreground(command, &program).map_err(|error| error.help(messages::set_editor(name)))
}

/// The program and its options: `code --wait` has an option, a path with spaces has none.
fn parts(editor: &str) -> (String, Vec<String>) {
    if Path::new(editor).is_file() {
        return (editor.to_owned(), Vec::new());
    }
    let mut words = editor.split_whitespace().map(str::to_owned);
    (words.next().unwrap_or_default(), words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_may_have_options() {
        assert_eq!(parts("code --wait -n"), ("code".into(), vec!["--wait".into(), "-n".into()]));
        assert_eq!(parts("vi"), ("vi".into(), Vec::new()));
    }
}
