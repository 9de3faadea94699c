//! A server inside the test's own process, around any `handle`.
use std::net::SocketAddr;
use std::sync::mpsc::{self, Receiver};

use http::{Request, Response};
use serve::{Error, Limits, Server};
use tokio::sync::mpsc::UnboundedSender;

use super::BOUND;

/// A running server; stops when dropped.
pub struct Inside {
    pub address: SocketAddr,
    stop: UnboundedSender<()>,
    ended: Receiver<Result<(), Error>>,
}

impl Inside {
    /// Starts one on a free port.
    pub fn start<H>(limits: Limits, handle: H) -> Inside
    where
        H: Fn(&Request<String>) -> Response<String> + Send + Sync + 'static,
    {
        let (stop, mut stops) = tokio::sync::mpsc::unbounded_channel();
        let (tell_address, address) = mpsc::channel();
        let (tell_end, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.unwrap();
            let end = runtime.block_on(async {
                let server = Server::bind("127.0.0.1", 0, handle).await?.limits(limits);
                tell_address.send(server.address()).unwrap();
                server.run(async || stops.recv().await.unwrap_or(())).await
            });
            runtime.shutdown_background();
            // A test that does not ask how it ended is gone by now.
            let _ = tell_end.send(end);
        });
        let address = address.recv_timeout(BOUND).unwrap();
        Inside { address, stop, ended }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What Ctrl-C does.
    pub fn stop(&self) {
        self.stop.send(()).unwrap();
    }

    /// Waits for the end of the server.
    pub fn end(self) -> Result<(), Error> {
        self.ended.recv_timeout(BOUND).unwrap()
    }
}
