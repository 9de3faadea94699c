//! Messages about files: `reset`, `open`, and the answer that is not shown yet.
use super::CommandStyle;
use crate::screen::wrapped;
use crate::workspace::Source;

pub const NO_EDITOR: &str = "neither VISUAL nor EDITOR is set";

/// How to choose an editor.
pub fn set_editor(name: &str) -> String {
    // The first form is PowerShell's.
    let editor = if cfg!(windows) { "$env:EDITOR = 'notepad';" } else { "EDITOR=nano" };
    format!("for example: {editor} cargo course open {name}")
}

pub const NO_TIMELINE: &str = "no single interleaving causes this failure; see the report above";

/// Shown if no test fails, or if the chosen test passes.
pub fn nothing_to_explain(name: &str, sentence: Option<&str>) -> String {
    match sentence {
        Some(sentence) => format!("{name} passes this test: {sentence}"),
        None => format!("{name} is solved: no interleaving fails"),
    }
}

/// Shown if there is nothing to reset.
pub fn is_starter(name: &str, commands: CommandStyle) -> String {
    let file = Source::Exercise.shown(name);
    format!("{file} is already the starter. Next:\n  {}\n", commands.command("test", name))
}

/// Says that the starter is restored, and where the old file is.
pub fn reset(name: &str, kept: Option<&str>, commands: CommandStyle) -> String {
    let file = Source::Exercise.shown(name);
    let kept = match kept {
        Some(kept) => format!("Your file is now {kept}.\n"),
        None => "There was no file before.\n".to_owned(),
    };
    format!("{file} is the starter again. {kept}Next:\n  {}\n", commands.command("test", name))
}

/// Shown instead of the answer until the exercise is solved.
pub fn not_yet(name: &str, changed: bool, commands: CommandStyle) -> String {
    let file = Source::Exercise.shown(name);
    let head = match changed {
        true => format!("These are your changes to {file}."),
        false => format!("{file} is unchanged."),
    };
    let rows = [
        (commands.command("test", name), "tests it; once it is solved, `diff` shows the answer"),
        (commands.command("hint", name), "shows a hint"),
        (spoil(name, commands), "shows the answer now"),
    ];
    let head = wrapped(&format!("{head} The tests have not passed for this version. Next:"), 0);
    format!("{head}\n{}", super::next_steps::table(&rows))
}

/// The command that shows the answer in any case.
pub fn spoil(name: &str, commands: CommandStyle) -> String {
    match commands.is_made() {
        true => format!("make diff EX={name} SPOIL=1"),
        false => format!("cargo course diff {name} --spoil"),
    }
}
