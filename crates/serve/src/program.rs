//! The whole program: arguments, greeting, graceful shutdown and exit status.
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::task::Poll;
use std::time::Duration;

use http::{Request, Response};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;

use crate::{args, block_on, router};

/// How long `handle` may take before the client gets a 503.
const HANDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// A server as a command: how to start it and what to try.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The command that starts it.
    pub command: &'static str,
    /// A short description.
    pub about: &'static str,
    /// Commands to try; `URL` in them is replaced by the server's address.
    pub examples: &'static [&'static str],
}

impl Program {
    /// Reads the command line of this process, and serves `handle` until Ctrl-C.
    ///
    /// The exit status is 0 once every request has been answered, 2 for a usage error, and 1 for
    /// every other error.
    pub fn run<H>(self, handle: H) -> ExitCode
    where
        H: Fn(&Request<String>) -> Response<String> + Send + Sync + 'static,
    {
        let command = self.command;
        let (host, port) = match args::parse(std::env::args_os().skip(1)) {
            Ok(Some(address)) => address,
            Ok(None) => {
                print!("{}", self.help());
                return ExitCode::SUCCESS;
            }
            Err(error) => {
                eprintln!("error: {error}\n  help: {command} [--port PORT] [--host HOST]");
                return ExitCode::from(2);
            }
        };
        let result = block_on(self.serve((host.clone(), port), handle));
        match result {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) if error.kind() == ErrorKind::AddrInUse => eprintln!(
                "error: port {port} on {host} is already in use, perhaps by another `{command}`\n  \
                 help: stop that server, or choose a free port: {command} --port 0"
            ),
            Err(error) => eprintln!("error: cannot listen on {host}, port {port}: {error}"),
        }
        ExitCode::FAILURE
    }

    async fn serve<H>(self, address: (String, u16), handle: H) -> io::Result<()>
    where
        H: Fn(&Request<String>) -> Response<String> + Send + Sync + 'static,
    {
        let app = router(handle, HANDLE_TIMEOUT);
        let listener = TcpListener::bind(address).await?;
        // The first poll installs the handler: before a client can know the address.
        let mut interrupt = Box::pin(ctrl_c());
        poll_fn(|context| Poll::Ready(_ = interrupt.as_mut().poll(context))).await;
        print!("{}", self.greeting(listener.local_addr()?));
        let server = axum::serve(listener, app).with_graceful_shutdown(async {
            _ = interrupt.await;
            eprintln!("finishing the requests in flight; press Ctrl-C again to exit at once");
            tokio::spawn(async {
                _ = ctrl_c().await;
                #[expect(clippy::disallowed_methods, reason = "the user gives up on the requests")]
                std::process::exit(1);
            });
        });
        server.await
    }

    fn greeting(self, address: SocketAddr) -> String {
        let url = format!("http://{address}");
        let mut text = format!("listening on {url}\ntry in another terminal:\n");
        for example in self.examples {
            text += &format!("  {}\n", example.replace("URL", &url));
        }
        text + "Ctrl-C stops the server\n"
    }

    fn help(self) -> String {
        let Program { about, command, .. } = self;
        format!(
            "{about}

usage: {command} [--port PORT] [--host HOST]

  -p, --port PORT  the port to listen on; 0 chooses a free one (default 8080)
      --host HOST  the address to listen on (default 127.0.0.1, which only this
                   machine can reach; 0.0.0.0 opens it to the whole network)
  -h, --help       print this help
"
        )
    }
}
