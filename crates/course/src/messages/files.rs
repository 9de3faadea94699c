//! What is said about the files of an exercise: reset, open, the answer that is not shown yet.
use super::{Typed, WIDTH};
use crate::screen::wrap;
use crate::workspace::Source;

pub const NO_EDITOR: &str = "which editor? Neither VISUAL nor EDITOR is set";

/// How to say which editor.
pub fn set_editor(name: &str) -> String {
    // As PowerShell has it, or every other shell.
    let editor = if cfg!(windows) { "$env:EDITOR = 'notepad';" } else { "EDITOR=nano" };
    format!("for example: {editor} cargo course open {name}")
}

pub const NO_WALK: &str = "there is no single interleaving to show: the report is all there is";

/// No test fails, or not the one that was asked for.
pub fn nothing_to_explain(name: &str, sentence: Option<&str>) -> String {
    match sentence {
        Some(sentence) => format!("nothing goes wrong in this test of {name}: {sentence}"),
        None => format!("{name} is solved: nothing goes wrong in any interleaving"),
    }
}

/// Nothing to reset.
pub fn is_starter(name: &str, typed: Typed) -> String {
    let file = Source::Exercise.shown(name);
    format!("{file} is the starter already. Type:\n  {}\n", typed.command("test", name))
}

/// The starter is back, and where the other file is.
pub fn reset(name: &str, kept: Option<&str>, typed: Typed) -> String {
    let file = Source::Exercise.shown(name);
    let kept = match kept {
        Some(kept) => format!("What was there is in {kept}.\n"),
        None => "There was no file before.\n".to_owned(),
    };
    format!("{file} is the starter again. {kept}Type:\n  {}\n", typed.command("test", name))
}

/// The answer is not shown before an exercise is solved: what is said instead of it.
pub fn not_yet(name: &str, changed: bool, typed: Typed) -> String {
    let file = Source::Exercise.shown(name);
    let head = match changed {
        true => format!("This is what you have changed in {file}."),
        false => format!("{file} is as it was in the beginning."),
    };
    let rows = [
        (typed.command("test", name), "judges it; once solved, `diff` shows the answer"),
        (typed.command("hint", name), "gives a hint"),
        (spoil(name, typed), "shows the answer now"),
    ];
    let head = wrap(&format!("{head} It is not known to be solved. Type:"), 0, WIDTH);
    format!("{head}\n{}", super::next_steps::table(&rows))
}

/// How to see the answer in any case.
pub fn spoil(name: &str, typed: Typed) -> String {
    match typed.by_make {
        true => format!("make diff EX={name} SPOIL=1"),
        false => format!("cargo course diff {name} --spoil"),
    }
}
