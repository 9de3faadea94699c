//! The server: bind, serve, and stop without losing a request.
use std::fmt;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::HandlerWithoutStateExt as _;
use http::Response;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::{Error, Limits, answer, words};

pub(crate) type Handle =
    Arc<dyn Fn(&http::Request<String>) -> Response<String> + Send + Sync + 'static>;
pub(crate) type Log = fn(&str);

/// A `handle` function with a port of its own.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    handle: Handle,
    limits: Limits,
    log: Log,
}

impl Server {
    /// Takes the port; from here on clients can connect, though nobody answers before
    /// [`run`](Server::run). Port 0 takes any free one.
    ///
    /// # Errors
    /// If the port is taken or forbidden, or the host is not an address of this machine.
    ///
    /// # Panics
    /// Outside a tokio runtime with I/O and time.
    pub async fn bind<H>(host: &str, port: u16, handle: H) -> Result<Server, Error>
    where
        H: Fn(&http::Request<String>) -> Response<String> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind((host, port)).await.map_err(|source| {
            let host = host.to_owned();
            match source.kind() {
                ErrorKind::AddrInUse => Error::PortInUse { host, port },
                ErrorKind::PermissionDenied => Error::PortForbidden { host, port, source },
                _ => Error::Host { host, source },
            }
        })?;
        let address = listener.local_addr()?;
        Ok(Server {
            listener,
            address,
            handle: Arc::new(handle),
            limits: Limits::default(),
            log: |_| {},
        })
    }

    /// Puts up with more or less than by default.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Server {
        self.limits = limits;
        self
    }

    /// Gives `log` a line for each request, and for what else happens. By default nobody hears.
    #[must_use]
    pub fn log(mut self, log: fn(&str)) -> Server {
        self.log = log;
        self
    }

    /// Where it listens, with the port that it really got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `stop` returns, then accepts no more, and finishes those in flight.
    /// `stop` is called once more meanwhile: when it returns again, nothing is waited for.
    ///
    /// # Errors
    /// [`Error::Unanswered`] if requests are in flight for longer than [`Limits::grace`], and
    /// [`Error::Cut`] if `stop` returned twice. Their threads may still run.
    pub async fn run(self, mut stop: impl AsyncFnMut()) -> Result<(), Error> {
        let Server { listener, handle, limits, log, .. } = self;
        let service =
            move |request: Request| answer::answer(Arc::clone(&handle), limits, log, request);
        let (stopping, stopped) = oneshot::channel::<()>();
        let serving = axum::serve(listener, service.into_make_service());
        let serving = serving.with_graceful_shutdown(async { _ = stopped.await });
        let mut serving = pin!(serving.into_future());

        tokio::select! {
            ended = &mut serving => return Ok(ended?),
            () = stop() => {}
        }
        log(words::STOPPING);
        drop(stopping);
        tokio::select! {
            ended = &mut serving => Ok(ended?),
            () = stop() => Err(Error::Cut),
            () = tokio::time::sleep(limits.grace) => Err(Error::Unanswered(limits.grace)),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
