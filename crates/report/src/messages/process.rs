//! Messages that are printed before the process ends.

use std::time::Duration;

use crate::op::Place;
use crate::source::{Source, file_line, user_line};
use crate::trace::Panic;

/// The watchdog found a thread that does not reach a synchronization operation after the one at `last`.
pub fn endless_loop(limit: Duration, last: Option<Place>) -> String {
    let last = last.and_then(|place| Some((user_line(place)?, Source::default().function(place))));
    let last = last.map_or(String::new(), |(line, function)| {
        let function = function.map_or(String::new(), |it| format!(", in `{}`", it.name));
        format!("The last operation before that was at {line}{function}.\n")
    });
    format!(
        "a thread has run for {} seconds without reaching a synchronization operation\n\
         {last}Is there a loop that never ends? It cannot be interrupted: give it a way out.",
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
     Does a function call itself forever? Give it a case in which it returns.\n";

pub const OUT_OF_MEMORY: &str = "\nthis test has allocated 512 MiB of memory\n\
     Does something grow in a loop that never ends? Give the loop a way out.\n";

/// A destructor panics while its thread is unwinding, and std aborts the process.
pub fn panic_in_destructor(panic: Option<&Panic>) -> String {
    let panic = match panic {
        Some(Panic { message, place: Some((file, line)) }) => {
            format!(" (at {}: {message})", file_line(file, *line))
        }
        Some(Panic { message, place: None }) => format!(" ({message})"),
        None => String::new(),
    };
    format!(
        "a destructor panics{panic} while its thread is already panicking, which aborts the program\n\
         Make sure that `drop` cannot panic: no `unwrap`, no indexing, no `assert!`."
    )
}

#[cfg(test)]
mod tests {
    use std::panic::Location;
    use std::time::Duration;

    use super::endless_loop;

    #[test]
    fn a_place_of_the_engine_is_not_named() {
        let text = endless_loop(Duration::from_secs(10), Some(Location::caller()));
        assert_eq!(text, endless_loop(Duration::from_secs(10), None));
        assert!(!text.contains("last operation"), "{text}");
    }
}
