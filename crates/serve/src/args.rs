//! Parses the command line.
use std::ffi::OsString;

use lexopt::prelude::*;

/// Returns the host and the port to listen on, or `None` if the user requests help.
pub(crate) fn parse(
    args: impl IntoIterator<Item = OsString>,
) -> Result<Option<(String, u16)>, lexopt::Error> {
    let (mut host, mut port) = ("127.0.0.1".to_owned(), 8080);
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Short('p') | Long("port") => {
                let number = |text: &str| text.parse().map_err(|_| "expected 0 to 65535");
                port = parser.value()?.parse_with(number)?;
            }
            Long("host") => host = parser.value()?.string()?,
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some((host, port)))
}
