//! What `cargo course help` says.
use std::fmt::Write;

use crate::screen::{STRONG, paint};

/// A command as its help describes it.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    /// What follows the name.
    pub(crate) takes: &'static str,
    pub(crate) does: &'static str,
    /// Without the dashes.
    pub(crate) flags: &'static [&'static str],
    /// An option that takes a number.
    pub(crate) number: Option<&'static str>,
    /// Unknown options belong to a program that the command runs.
    pub(crate) passes_on: bool,
    pub(crate) more: &'static str,
    /// What to type, and what that does.
    pub(crate) examples: &'static [(&'static str, &'static str)],
}

pub(crate) const COMMANDS: &[Entry] = &[
    Entry {
        name: "test",
        takes: "[NAME…]",
        does: "judge your exercises under every interleaving that matters",
        flags: &["answer"],
        number: None,
        passes_on: false,
        more: "Without names: all of them, in the order of the course. A line an exercise, then\n\
               everything about the first one that is not solved.\n\
               --answer judges the reference in complete/ instead.",
        examples: &[
            ("cargo course test", "all exercises"),
            ("cargo course test loon", "one of them"),
            ("cargo course test loon coffee", "two of them"),
        ],
    },
    Entry {
        name: "run",
        takes: "NAME",
        does: "run an exercise as a program, on real threads",
        flags: &["answer"],
        number: None,
        passes_on: false,
        more: "--answer runs the reference in complete/ instead.",
        examples: &[
            ("cargo course run loon", "your exercises/loon.rs"),
            ("cargo course run loon --answer", "the reference, complete/loon.rs"),
        ],
    },
    Entry {
        name: "serve",
        takes: "NAME [OPTION…]",
        does: "put a real HTTP server around an exercise that has a `handle`",
        flags: &["answer"],
        number: None,
        passes_on: true,
        more: "Options after the name go to the server; --help among them shows this text.\n\
               --answer serves the reference in complete/ instead.",
        examples: &[
            ("cargo course serve db", "your exercises/db.rs, until Ctrl-C"),
            ("cargo course serve cat --answer", "the reference, complete/cat.rs"),
        ],
    },
    Entry {
        name: "hint",
        takes: "NAME [N]",
        does: "show the next hint for an exercise, or hint N",
        flags: &[],
        number: None,
        passes_on: false,
        more: "Hints come one at a time, each more direct than the one before.",
        examples: &[
            ("cargo course hint loon", "the next hint"),
            ("cargo course hint loon 1", "the first one again"),
        ],
    },
    Entry {
        name: "diff",
        takes: "[NAME…]",
        does: "compare a starter with its answer",
        flags: &[],
        number: None,
        passes_on: false,
        more: "Without names: how many lines each answer changes. With names: the lines.",
        examples: &[
            ("cargo course diff loon", "exercises/loon.rs against complete/loon.rs"),
            ("cargo course diff", "the size of every answer"),
        ],
    },
    Entry {
        name: "contract",
        takes: "[NAME…]",
        does: "what an exercise promises, and the tests that hold it",
        flags: &[],
        number: None,
        passes_on: false,
        more: "Without names: the whole page, as it stands in CONTRACT.md.",
        examples: &[
            ("cargo course contract loon", "the sentences of one exercise"),
            ("cargo course contract > CONTRACT.md", "the page, written anew"),
        ],
    },
    Entry {
        name: "replay",
        takes: "NAME SCHEDULE",
        does: "run one interleaving again, the one that a report names",
        flags: &["answer"],
        number: None,
        passes_on: false,
        more: "A report ends with the SCHEDULE that leads to it: copy it from there.\n\
               --answer replays it on the reference in complete/ instead.",
        examples: &[("cargo course replay loon SCHEDULE", "as the report of loon says it")],
    },
    Entry {
        name: "snapshots",
        takes: "[NAME…]",
        does: "review outcomes of answers, and reports of starters",
        flags: &["accept"],
        number: None,
        passes_on: false,
        more: "For who maintains the course: shows what has changed since it was reviewed.\n\
               --accept makes what is shown the new truth.",
        examples: &[
            ("cargo course snapshots", "show every difference"),
            ("cargo course snapshots coffee --accept", "accept those of coffee"),
        ],
    },
    Entry {
        name: "mutants",
        takes: "[NAME…] [OPTION…]",
        does: "how strong the tests are: which mistakes they find",
        flags: &[],
        number: None,
        passes_on: true,
        more: "For who maintains the course: makes every mistake that it knows in the answers,\n\
               runs all tests on each, and holds the result against mutants/NAME/matrix.txt.\n\
               \n\
               --accept         write the matrices anew; then read them\n\
               --html DIR       everything as a page, DIR/index.html\n\
               --json           everything for other programs\n\
               --jobs N         so many tests at a time\n\
               --repeat N       N times: every run must say the same\n\
               --operators      list the mistakes that it knows\n\
               --diff OLD NEW   compare two matrices: what a new property buys\n\
               --exhibit        a suite without threads for `cat`, beside the real one\n\
               --beside-cargo-mutants   measure cargo-mutants on the same tests",
        examples: &[
            ("cargo course mutants loon", "the mutants of one exercise"),
            ("cargo course mutants --html page", "those of all, as a page"),
            ("cargo course mutants --diff before mutants", "two sets of matrices"),
        ],
    },
    Entry {
        name: "verify",
        takes: "[STEP…]",
        does: "check everything that this repository promises about itself",
        flags: &["list"],
        number: Some("repeat"),
        passes_on: false,
        more: "For who maintains the course. --list names the steps. --repeat N judges starters\n\
               and answers N times, and demands that every run says the same to the byte.",
        examples: &[
            ("cargo course verify", "all steps"),
            ("cargo course verify starters trees", "two of them"),
            ("cargo course verify starters answers --repeat 40", "both trees, 40 times"),
        ],
    },
    Entry {
        name: "help",
        takes: "[COMMAND]",
        does: "this list, or how to use one command",
        flags: &[],
        number: None,
        passes_on: false,
        more: "",
        examples: &[("cargo course help test", "everything about `test`")],
    },
];

/// All commands.
pub(crate) fn overview() -> String {
    let mut text = String::from("a concurrency course that checks itself\n\n");
    let _ = writeln!(text, "{} cargo course COMMAND", paint(STRONG, "usage:"));
    let _ = writeln!(text, "       (or make COMMAND, see `make help`)\n");
    for entry in &COMMANDS {
        let _ =
            writeln!(text, "  {}  {}", paint(STRONG, &format!("{:<9}", entry.name)), entry.does);
    }
    text.push_str("\nbegin with:  cargo course test\n");
    text.push_str("exit codes:  0 all is well, 1 something is unsolved or red, 2 not understood\n");
    text
}

/// One command.
pub(crate) fn of(entry: &Entry) -> String {
    let mut text = format!(
        "{}\n\n{} cargo course {} {}\n",
        entry.does,
        paint(STRONG, "usage:"),
        entry.name,
        entry.takes
    );
    if !entry.more.is_empty() {
        let _ = write!(text, "\n{}\n", entry.more);
    }
    let _ = writeln!(text, "\n{}", paint(STRONG, "examples:"));
    let width = entry.examples.iter().map(|(typed, _)| typed.len()).max().unwrap_or(0);
    for (typed, what) in entry.examples {
        let _ = writeln!(text, "  {typed:width$}  {what}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_help_text_fits_80_columns() {
        for text in COMMANDS.iter().map(of).chain([overview()]) {
            for line in anstream::adapter::strip_str(&text).to_string().lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }

    #[test]
    fn the_overview_reads_well() {
        insta::assert_snapshot!(anstream::adapter::strip_str(&overview()).to_string());
    }

    #[test]
    fn the_help_of_a_command_reads_well() {
        insta::assert_snapshot!(anstream::adapter::strip_str(&of(&COMMANDS[0])).to_string());
    }
}
