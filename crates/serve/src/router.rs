//! One request: read its body, call `handle`, log the response.
use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use tokio::sync::Semaphore;
use tokio::task::{spawn, spawn_blocking};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::runtime;

/// The largest body that `handle` receives, in bytes: more than the 1 MiB that `db` itself accepts.
const MAX_BODY: usize = 2 << 20;
/// How long a client may pause while it sends a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

type Handle = dyn Fn(&http::Request<String>) -> http::Response<String> + Send + Sync;

/// What all requests share.
#[derive(Clone)]
struct Shared {
    handle: Arc<Handle>,
    timeout: Duration,
    /// A permit for each call of `handle` that may run on a worker of the runtime.
    workers: Arc<Semaphore>,
}

/// Sends every request to `handle`, and answers 503 if it does not respond within `timeout`.
///
/// # Panics
///
/// Outside of a tokio runtime.
pub fn router<H>(handle: H, timeout: Duration) -> Router
where
    H: Fn(&http::Request<String>) -> http::Response<String> + Send + Sync + 'static,
{
    let workers = Arc::new(Semaphore::new(runtime::blockable()));
    Router::new()
        .fallback(respond)
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(middleware::from_fn(log))
        .with_state(Shared { handle: Arc::new(handle), timeout, workers })
}

async fn log(request: Request, next: Next) -> Response {
    // A path may contain control characters, which a terminal would interpret.
    let uri = request.uri().to_string();
    let (method, start) = (request.method().clone(), Instant::now());
    let response = next.run(request).await;
    let (uri, status) = (uri.escape_debug(), response.status());
    let line = format!("{method} {uri}: {status} in {} ms\n", start.elapsed().as_millis());
    _ = io::stderr().write_all(line.as_bytes());
    response
}

async fn respond(State(shared): State<Shared>, parts: Parts, body: String) -> Response {
    let Shared { handle, timeout, workers } = shared;
    let request = http::Request::from_parts(parts, body);
    // Waking another thread costs more than most calls of `handle`. So the call becomes a task, which this worker runs
    // next. If too many workers are inside `handle`, which may never return, it gets a thread of its own.
    let response = match workers.try_acquire_owned() {
        Ok(permit) => spawn(async move {
            let _permit = permit;
            handle(&request)
        }),
        Err(_) => spawn_blocking(move || handle(&request)),
    };
    let (status, message) = match tokio::time::timeout(timeout, response).await {
        Ok(Ok(mut response)) => {
            // The server computes the length itself: a wrong one would be a protocol error.
            response.headers_mut().remove(CONTENT_LENGTH);
            return response.into_response();
        }
        Ok(Err(panic)) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("`handle` panicked ({panic}); the server is still running\n"),
        ),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!(
                "`handle` did not respond within {timeout:?}\n\
                 is its thread waiting for a lock that is never released?\n"
            ),
        ),
    };
    (status, message).into_response()
}
