//! The commands that show single interleavings.
use super::Entry;

pub(super) const EXPLAIN: Entry = Entry {
    name: "explain",
    takes: "NAME [TEST]",
    does: "step through the interleaving that breaks an exercise",
    flags: &["text", "no-browser"],
    options: &["svg"],
    package: Some("explain"),
    more: "Writes a page and opens it: the arrow keys step forward and back, and each step\n\
           shows what every thread holds and has read. TEST is one of the failing tests;\n\
           the default is the first. --text prints the steps instead. --no-browser only\n\
           writes the page. --svg FILE writes only the picture.",
    examples: &[
        ("cargo course explain loon", "the first failing test"),
        ("cargo course explain loon --text", "the same in the terminal"),
        ("cargo course explain loon --svg FILE", "the picture alone"),
    ],
    ..Entry::DEFAULTS
};
