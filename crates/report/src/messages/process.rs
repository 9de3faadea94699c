//! Messages that are printed before the process ends.

use std::time::Duration;

use crate::source::file_line;
use crate::trace::Panic;

/// The watchdog found a thread that does not reach a synchronization operation.
pub fn endless_loop(limit: Duration) -> String {
    format!(
        "a thread has run for {} seconds without reaching a synchronization operation\n\
         Is there a loop that never ends? It cannot be interrupted: give it a way out.",
        limit.as_secs()
    )
}

/// The watchdog found a test on real threads that does not finish.
pub fn real_threads_hang(limit: Duration) -> String {
    format!(
        "a test on real threads has not finished after {} seconds\n\
         Does a thread wait for a lock that it already holds, or for a message that is never sent?",
        limit.as_secs()
    )
}

pub const STACK_OVERFLOW: &str = "\na thread of this test has overflowed its stack of 8 MiB\n\
     Does a function call itself without end? Give it a case in which it returns.\n";

pub const OUT_OF_MEMORY: &str = "\nthis test has allocated 512 MiB of memory\n\
     Does something grow in a loop that never ends? Give the loop a way out.\n";

/// A destructor panics while its thread is unwinding, and std aborts the process. `aborted`: the thread is
/// not panicking, but the execution has ended, with this `failure` if it failed.
pub fn panic_in_destructor(panic: Option<&Panic>, aborted: bool, failure: Option<&str>) -> String {
    let panic = match panic {
        Some(Panic { message, place: Some((file, line)) }) => {
            format!(" (at {}: {message})", file_line(file, *line))
        }
        Some(Panic { message, place: None }) => format!(" ({message})"),
        None => String::new(),
    };
    let when = match aborted {
        true => "while the threads of a finished interleaving are cleaned up",
        false => "while its thread is already panicking, which aborts the program",
    };
    let failure = failure.map(|failure| format!("{failure}\n")).unwrap_or_default();
    format!(
        "{failure}a destructor panics{panic} {when}\n\
         Make sure that `drop` cannot panic: no `unwrap`, no indexing, no `assert!`."
    )
}
