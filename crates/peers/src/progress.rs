//! Progress on standard error: one line that is overwritten on a terminal, a line in 500 elsewhere.
use std::io::{self, IsTerminal, Write};

/// Reports that `done` of `total` are done, unless it was reported a moment ago.
pub fn report(done: u64, total: u64, text: &str) {
    let (every, start, end) =
        if io::stderr().is_terminal() { (10, "\r", "") } else { (500, "", "\n") };
    if done.is_multiple_of(every) || done == total {
        eprint!("{start}{done} of {total} {text}{end}");
        let _ = io::stderr().flush();
    }
}
