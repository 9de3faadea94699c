//! A whole program around a server: arguments, words, signals, exit status.
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use http::{Request, Response};

use crate::args::Args;
use crate::signals::Signals;
use crate::{Error, Server, log, words};

/// A server as a command: how it is started and what to try with it.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// What a person types to start it.
    pub command: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Lines to try; `URL` in them stands for the address of the server.
    pub examples: &'static [&'static str],
}

impl Program {
    /// Does what the command line says, until Ctrl-C or SIGTERM.
    ///
    /// Exit status: 0 when every request was answered, 2 for a command line that is not
    /// understood, 1 for anything else.
    pub fn run<H>(self, handle: H) -> ExitCode
    where
        H: Fn(&Request<String>) -> Response<String> + Send + Sync + 'static,
    {
        let done = match Args::parse(std::env::args_os().skip(1)) {
            Ok(Args::Help) => {
                say(&words::help(self.command, self.about, self.examples));
                Ok(())
            }
            Ok(Args::Listen { host, port }) => self.listen(&host, port, handle),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                log::stderr(&format!("error: {error}"));
                if let Some(help) = error.help(self.command) {
                    log::stderr(&format!("  help: {help}"));
                }
                ExitCode::from(if matches!(error, Error::Usage(_)) { 2 } else { 1 })
            }
        }
    }

    fn listen<H>(self, host: &str, port: u16, handle: H) -> Result<(), Error>
    where
        H: Fn(&Request<String>) -> Response<String> + Send + Sync + 'static,
    {
        // One thread for the sockets; `handle` runs on tokio's pool of blocking threads.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let done = runtime.block_on(async {
            // Before the address is out: whoever reads it may send a signal at once.
            let mut signals = Signals::listen()?;
            let server = Server::bind(host, port, handle).await?.log(log::stderr);
            say(&words::listening(&url(server.address()), self.examples));
            server.run(async move || signals.next().await).await
        });
        // A `handle` that never comes back must not keep the program.
        runtime.shutdown_background();
        done
    }
}

/// An address to type; "every address of this machine" is none on every system.
fn url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        other => other,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// Writes to stdout; a stdout that is closed must not end the server, as `print!` would.
fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn a_url_can_be_typed() {
        assert_eq!(url(([0, 0, 0, 0], 80).into()), "http://127.0.0.1:80");
        assert_eq!(url(([127, 0, 0, 1], 8080).into()), "http://127.0.0.1:8080");
        assert_eq!(url("[::]:8080".parse().unwrap()), "http://[::1]:8080");
    }
}
