//! The command line: where to listen.
use std::ffi::OsString;

use lexopt::prelude::*;

use crate::Error;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Args {
    Listen { host: String, port: u16 },
    Help,
}

impl Args {
    /// Reads the arguments behind the program's name.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Args, Error> {
        let (mut host, mut port) = ("127.0.0.1".to_owned(), 8080);
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(arg) = parser.next().map_err(usage)? {
            match arg {
                Short('p') | Long("port") => port = number(&parser.value().map_err(usage)?)?,
                Long("host") => host = parser.value().and_then(|v| v.string()).map_err(usage)?,
                Short('h') | Long("help") => return Ok(Args::Help),
                other => return Err(usage(other.unexpected())),
            }
        }
        Ok(Args::Listen { host, port })
    }
}

fn number(value: &OsString) -> Result<u16, Error> {
    value.to_str().and_then(|text| text.parse().ok()).ok_or_else(|| {
        Error::Usage(format!(
            "--port takes a number from 0 to 65535, not `{}`",
            value.to_string_lossy().escape_debug()
        ))
    })
}

fn usage(error: lexopt::Error) -> Error {
    Error::Usage(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn parse(line: &str) -> Result<Args, String> {
        Args::parse(line.split_whitespace().map(Into::into)).map_err(|error| error.to_string())
    }

    fn listen(host: &str, port: u16) -> Result<Args, String> {
        Ok(Args::Listen { host: host.to_owned(), port })
    }

    #[test]
    fn no_argument_is_needed() {
        assert_eq!(parse(""), listen("127.0.0.1", 8080));
    }

    #[test]
    fn the_last_of_two_counts() {
        assert_eq!(parse("--port 1 --host ::1 -p2"), listen("::1", 2));
        assert_eq!(parse("--port=0"), listen("127.0.0.1", 0));
    }

    #[test]
    fn help_is_help_wherever_it_stands() {
        assert_eq!(parse("--port 1 --help --nonsense"), Ok(Args::Help));
        assert_eq!(parse("-h"), Ok(Args::Help));
    }

    #[test]
    fn a_wrong_line_says_what_is_right() {
        insta::assert_snapshot!(parse("--port 65536").unwrap_err(), @"--port takes a number from 0 to 65535, not `65536`");
        insta::assert_snapshot!(parse("--port").unwrap_err(), @"missing argument for option '--port'");
        insta::assert_snapshot!(parse("--prot 1").unwrap_err(), @"invalid option '--prot'");
        insta::assert_snapshot!(parse("8080").unwrap_err(), @r#"unexpected argument "8080""#);
    }
}
