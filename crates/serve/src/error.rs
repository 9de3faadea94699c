//! Why a server did not start, or did not end well; each error says the way out.
use std::io;
use std::time::Duration;

/// What ends a server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The command line is not understood.
    #[error("{0}")]
    Usage(String),
    /// Another program listens there.
    #[error(
        "port {port} on {host} is in use: another server runs there, perhaps yours\n\
         help: stop it with Ctrl-C in its terminal, or take any free port: --port 0"
    )]
    PortInUse {
        /// The host as it was given.
        host: String,
        /// The port as it was given.
        port: u16,
    },
    /// The system keeps the port for itself.
    #[error(
        "port {port} on {host} is not for every user: {source}\n\
         help: take a port from 1024 on, or any free one: --port 0"
    )]
    PortForbidden {
        /// The host as it was given.
        host: String,
        /// The port as it was given.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The host is not an address of this machine.
    #[error(
        "cannot listen on {host}: {source}\n\
         help: leave --host away; the default, 127.0.0.1, is this machine"
    )]
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
    #[error(
        "left with requests unanswered after {0:?}\n\
         help: does a thread in `handle` wait for a lock that nobody gives back?"
    )]
    Unanswered(Duration),
    /// Told to stop twice, the server did not wait for the requests in flight.
    #[error("left at once, with requests unanswered")]
    Cut,
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn a_forbidden_port_has_a_way_out() {
        let source = ErrorKind::PermissionDenied.into();
        let error = Error::PortForbidden {
            host: "::1".to_owned(),
            port: 80,
            source,
        };
        insta::assert_snapshot!(error, @r"
        port 80 on ::1 is not for every user: permission denied
        help: take a port from 1024 on, or any free one: --port 0
        ");
    }
}
