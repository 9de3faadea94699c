//! What `watch` says besides what the commands say that it calls.
use std::fmt::Write;

use anstyle::{AnsiColor, Style};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// The screen is emptied, so that a verdict is not taken for the one before.
pub(crate) const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Each key, and what it does.
const KEYS: [(&str, &str); 7] = [
    ("h", "hint"),
    ("l", "list"),
    ("t", "test again"),
    ("r", "run"),
    ("n", "next"),
    ("q", "quit"),
    ("?", "help"),
];

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// What is waited for, below a verdict.
pub(crate) fn waiting(name: &str, plain: bool) -> String {
    let mut text = format!("\nwatching exercises/{name}.rs: save it to have it judged again\n");
    if plain {
        text.push_str("Ctrl-C stops watching\n");
    } else {
        let keys: Vec<String> =
            KEYS.iter().map(|(key, does)| format!("{} {does}", paint(STRONG, key))).collect();
        let _ = writeln!(text, "{}", keys.join("  "));
    }
    text
}

/// Every key in a sentence.
pub(crate) fn help(name: &str) -> String {
    let rows = [
        ("h", "the next hint; there are three, each says more".to_owned()),
        ("l", "what is solved".to_owned()),
        ("t", format!("judge exercises/{name}.rs again; saving it does that too")),
        ("r", "run it as a program, on real threads; any key stops it".to_owned()),
        ("n", "go on to the next exercise that is not solved; this one stays".to_owned()),
        ("q", "quit (so does Ctrl-C)".to_owned()),
    ];
    let mut text = String::from("\n");
    for (key, does) in rows {
        let _ = writeln!(text, "  {}  {does}", paint(STRONG, key));
    }
    text.push_str("\nTo change to another exercise, save its file.\n");
    text
}

/// Before a verdict comes.
pub(crate) fn judging(name: &str) -> String {
    paint(QUIET, &format!("judging exercises/{name}.rs"))
}

/// An exercise is solved, and another begins.
pub(crate) fn solved(name: &str, next: &str) -> String {
    format!("\n{}, on to {next}\n", paint(GOOD, &format!("{name} is solved")))
}

/// All are solved.
pub(crate) fn all_solved() -> String {
    format!("\n{}\n", paint(GOOD, "every exercise is solved: well done"))
}

/// There is no other exercise to go to.
pub(crate) const NO_OTHER: &str = "this is the last one that is not solved";

/// The file was deleted, or is between two states.
pub(crate) fn gone(name: &str) -> String {
    format!(
        "\nexercises/{name}.rs is not there (or empty). Save it, or bring back the starter:\n  \
         cargo course reset {name}\n"
    )
}

/// The system does not tell of changes.
pub(crate) fn polls(why: &str) -> String {
    format!("no news from the system ({why}): looking at the files instead")
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;

    #[test]
    fn what_watch_says_reads_well() {
        let all = [
            judging("loon"),
            waiting("loon", false),
            waiting("loon", true),
            help("loon"),
            solved("loon", "pool"),
            all_solved(),
            NO_OTHER.to_owned(),
            gone("loon"),
            polls("too many files"),
        ];
        let text = strip_str(&all.join("\n---\n")).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        insta::assert_snapshot!(text);
    }
}
