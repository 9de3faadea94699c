//! Why a server did not start, or did not end well; and for each the way out.
use std::io;
use std::time::Duration;

/// What ends a server. [`Error::help`] says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The command line is not understood.
    #[error("{0}")]
    Usage(String),
    /// Another program listens there.
    #[error("port {port} on {host} is in use: another server runs there, perhaps yours")]
    PortInUse {
        /// The host as it was given.
        host: String,
        /// The port as it was given.
        port: u16,
    },
    /// The system keeps the port for itself.
    #[error("port {port} on {host} is not for every user: {source}")]
    PortForbidden {
        /// The host as it was given.
        host: String,
        /// The port as it was given.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The host is not an address of this machine.
    #[error("cannot listen on {host}: {source}")]
    Host {
        /// The host as it was given.
        host: String,
        /// What the system said.
        source: io::Error,
    },
    /// Something else of the system.
    #[error("the system does not let the server run: {0}")]
    Io(#[from] io::Error),
    /// Told to stop, the server waited for the requests in flight for as long as it may.
    #[error("left with requests unanswered after {0:?}")]
    Unanswered(Duration),
    /// Told to stop twice, the server did not wait for the requests in flight.
    #[error("left at once, with requests unanswered")]
    Cut,
}

impl Error {
    /// What to try next, where there is something to try; `command` is what starts this server.
    pub fn help(&self, command: &str) -> Option<String> {
        match self {
            Error::Usage(_) => Some(format!("{command} [--port PORT] [--host HOST]")),
            Error::PortInUse { .. } => Some(format!(
                "stop it with Ctrl-C in its terminal, or take any free port: {command} --port 0"
            )),
            Error::PortForbidden { .. } => {
                Some(format!("take a port from 1024 on, or any free one: {command} --port 0"))
            }
            Error::Host { .. } => {
                Some("leave --host away; the default, 127.0.0.1, is this machine".to_owned())
            }
            Error::Unanswered(_) => {
                Some("does a thread in `handle` wait for a lock that nobody gives back?".to_owned())
            }
            Error::Io(_) | Error::Cut => None,
        }
    }
}
