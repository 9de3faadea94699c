//! The commands that show single interleavings.
use super::Entry;

pub(super) const EXPLAIN: Entry = Entry {
    name: "explain",
    takes: "[NAME [TEST]]",
    does: "step through the interleaving that breaks an exercise",
    flags: &["text", "no-browser"],
    options: &["svg"],
    package: Some("explain"),
    more: "Writes a page and opens it: the arrow keys step forward and back, and each step\n\
           shows what every thread holds and has read. TEST is one of the failing tests;\n\
           the default is the first. --text prints the steps instead. --no-browser only\n\
           writes the page. --svg FILE writes only the picture. Without NAME: the first\n\
           unsolved exercise.",
    examples: &[
        ("cargo course explain loon", "the first failing test"),
        ("cargo course explain loon --text", "the same in the terminal"),
        ("cargo course explain loon --svg FILE", "the picture alone"),
    ],
    ..Entry::DEFAULTS
};

pub(super) const PLAY: Entry = Entry {
    name: "play",
    takes: "[NAME [TEST]]",
    does: "be the scheduler: pick which thread runs, and break the exercise",
    flags: &["text", "no-browser"],
    options: &["mutant", "schedule"],
    package: Some("play"),
    more: "Shows what each thread does next, and runs the one that you pick. If an\n\
           operation can have several results, you pick the result too. TEST is one of the\n\
           tests; the default is the first that fails. Opens a page in the browser; --text\n\
           plays in the terminal; --no-browser only prints the address of the page.\n\
           --mutant NAME plays the answer with the mistake course/EX/mutants/NAME.patch, or\n\
           with the mistake of this number, and shows what was changed only when it is\n\
           broken. --schedule TEXT starts with the schedule of a report.",
    examples: &[
        ("cargo course play loon", "your exercises/loon.rs, in the browser"),
        ("cargo course play loon --text", "in the terminal"),
        ("cargo course play loon --mutant 3", "a planted mistake"),
    ],
    ..Entry::DEFAULTS
};
