//! Every sentence that `watch` itself prints.
use std::fmt::Write;

use course::CommandStyle;
use course::screen::{BOLD, DIM, SUCCESS, paint};

use crate::events::POLL_INTERVAL;

/// Clears the screen, so that old output cannot be mistaken for new.
pub(crate) const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Each key, its label below a verdict, and its line in the help.
const KEYS: [(&str, &str, &str); 9] = [
    ("h", "hint", "show the next of three hints; each is more direct than the one before"),
    ("e", "explain", "step through the failing interleaving in the browser"),
    ("d", "diff", "compare the file with the answer, once it is solved"),
    ("l", "list", "list the exercises and which are solved"),
    ("t", "test", "test the file again; saving the file does the same"),
    ("r", "run", "run the file as a program, on real threads; any key stops it"),
    ("n", "next", "go to the next unsolved exercise"),
    ("q", "quit", "quit; Ctrl-C does the same"),
    ("?", "help", "show this help"),
];

pub(crate) const NO_OTHER: &str = "all other exercises are solved";

/// Below a verdict.
pub(crate) fn waiting(name: &str, plain: bool) -> String {
    let keys = if plain {
        "Ctrl-C stops watching".to_owned()
    } else {
        KEYS.map(|(key, label, _)| format!("{} {label}", paint(BOLD, key))).join("  ")
    };
    format!("\nwatching exercises/{name}.rs: save the file to test it again\n{keys}\n")
}

pub(crate) fn help() -> String {
    let mut text = String::from("\n");
    for (key, _, description) in KEYS {
        let _ = writeln!(text, "  {}  {description}", paint(BOLD, key));
    }
    text + "\nTo switch to another exercise, save its file.\n"
}

pub(crate) fn testing(name: &str) -> String {
    paint(DIM, &format!("testing exercises/{name}.rs"))
}

/// Without keys, `watch` goes on by itself.
pub(crate) fn solved(name: &str, next: &str, plain: bool) -> String {
    let solved = paint(SUCCESS, &format!("{name} is solved"));
    if plain {
        return format!("\n{solved}, on to {next}\n");
    }
    let [d, n] = ["d", "n"].map(|key| paint(BOLD, key));
    format!("\n{solved}: {d} compares it with the answer, {n} goes on to {next}\n")
}

pub(crate) fn all_solved() -> String {
    format!("\n{}\n", paint(SUCCESS, "all exercises are solved: well done!"))
}

pub(crate) fn missing(name: &str, commands: CommandStyle) -> String {
    format!(
        "\nexercises/{name}.rs is missing or empty: save it again, or restore it with\n  {}\n",
        commands.command("reset", name)
    )
}

pub(crate) fn polling(why: &str) -> String {
    format!(
        "the system does not report file changes ({why});\n\
         reading the files every {POLL_INTERVAL:?} instead"
    )
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;

    #[test]
    fn every_message_fits_in_80_columns() {
        let all = [
            testing("philosophers"),
            waiting("philosophers", false),
            waiting("philosophers", true),
            help(),
            solved("loon", "pool", true),
            solved("philosophers", "philosophers", false),
            all_solved(),
            NO_OTHER.to_owned(),
            missing("philosophers", CommandStyle::Make),
            polling("too many files"),
        ];
        let text = strip_str(&all.join("\n---\n")).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        insta::assert_snapshot!(text);
    }
}
