//! Every sentence that the server itself says, besides its errors.
use std::time::Duration;

/// What is said on stderr once the server was told to stop.
pub(crate) const STOPPING: &str =
    "stopping: the requests in flight are finished first (Ctrl-C again leaves at once)";

const UNSEEN: &str = "`handle` has not seen this request";

/// The body of a 413.
pub(crate) fn too_large(limit: usize) -> String {
    format!("the body is larger than the {limit} bytes that the server reads\n{UNSEEN}\n")
}

/// The body of a 400 for a body that is not text.
pub(crate) fn not_text(at: usize) -> String {
    format!("the body is not UTF-8 text: byte {at} does not fit (the first is 0)\n{UNSEEN}\n")
}

/// The body of a 400 for a body that breaks off.
pub(crate) fn broken(error: &axum::Error) -> String {
    format!("the body cannot be read to its end: {error}\n{UNSEEN}\n")
}

/// The body of a 408.
pub(crate) fn too_slow(limit: Duration) -> String {
    format!("the body did not arrive within {limit:?}\n{UNSEEN}\n")
}

/// The body of a 500.
pub(crate) fn panicked(message: &str) -> String {
    format!(
        "`handle` panicked: {message}\n\
         the line is in the terminal of the server, which still runs\n"
    )
}

/// The body of a 504.
pub(crate) fn no_answer(limit: Duration) -> String {
    format!(
        "`handle` has not answered within {limit:?}\n\
         does its thread wait for a lock that nobody gives back?\n"
    )
}

/// What is said on stdout once the server listens: the first line is the address alone.
pub(crate) fn listening(url: &str, examples: &[&str]) -> String {
    let mut text = format!("listening on {url}\ntry in another terminal:\n");
    for example in examples {
        text += &format!("  {}\n", example.replace("URL", url));
    }
    text + "Ctrl-C stops the server\n"
}

/// The answer to `--help`.
pub(crate) fn help(command: &str, about: &str, examples: &[&str]) -> String {
    let mut text = format!(
        "{about}\n\
         \n\
         usage: {command} [--port PORT] [--host HOST]\n\
         \n\
         \x20 -p, --port PORT  where to listen; 0 takes any free port (default 8080)\n\
         \x20     --host HOST  on which address (default 127.0.0.1, this machine alone;\n\
         \x20                  0.0.0.0 lets the whole network in)\n\
         \x20 -h, --help       this text\n\
         \n\
         examples:\n\
         \x20 {command}\n\
         \x20 {command} --port 0\n"
    );
    if !examples.is_empty() {
        text += "\nand then, in another terminal:\n";
        for example in examples {
            text += &format!("  {}\n", example.replace("URL", "http://127.0.0.1:8080"));
        }
    }
    text
}
