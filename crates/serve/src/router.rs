//! One request: read its body, call `handle` on a blocking thread, log the response.
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

/// The largest body that `handle` receives, in bytes: more than the 1 MiB that `db` itself accepts.
const MAX_BODY: usize = 2 << 20;
/// How long a client may pause while it sends a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

type Handle = Arc<dyn Fn(&http::Request<String>) -> http::Response<String> + Send + Sync>;

/// Sends every request to `handle`, and answers 503 if it does not respond within `timeout`.
pub fn router<H>(handle: H, timeout: Duration) -> Router
where
    H: Fn(&http::Request<String>) -> http::Response<String> + Send + Sync + 'static,
{
    let log = TraceLayer::new_for_http()
        .make_span_with(|request: &Request| {
            // A path may contain control characters, which a terminal would interpret.
            let uri = request.uri().to_string();
            tracing::info_span!("request", method = %request.method(), uri = %uri.escape_debug())
        })
        .on_response(|response: &Response, latency: Duration, _: &Span| {
            tracing::info!("{} in {} ms", response.status(), latency.as_millis());
        })
        .on_failure(());
    Router::new()
        .fallback(respond)
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(log)
        .with_state((Arc::new(handle) as Handle, timeout))
}

async fn respond(
    State((handle, timeout)): State<(Handle, Duration)>,
    parts: Parts,
    body: String,
) -> Response {
    let request = http::Request::from_parts(parts, body);
    let response = tokio::task::spawn_blocking(move || handle(&request));
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
