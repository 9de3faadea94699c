//! One request: read its body, let `handle` answer on a thread of its own, and log it.
use std::any::Any;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use crate::body::{self, BodyError};
use crate::server::{Handle, Log};
use crate::{Limits, log, words};

/// Answers a request, whatever happens.
pub(crate) async fn answer(handle: Handle, limits: Limits, log: Log, request: Request) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = respond(handle, &limits, request).await;
    log(&log::line(&method, &uri, response.status()));
    response
}

async fn respond(handle: Handle, limits: &Limits, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let asks_first = parts.headers.contains_key(header::EXPECT);
    let request = match body::text(body, asks_first, limits).await {
        Ok(text) => http::Request::from_parts(parts, text),
        Err(error) => return refusal(&error, limits),
    };
    // Not on the server's own thread: `handle` may sleep, lock, and never come back.
    let answering = tokio::task::spawn_blocking(move || handle(&request));
    match tokio::time::timeout(limits.answer, answering).await {
        Ok(Ok(response)) => framed(response),
        Ok(Err(error)) => {
            let words = words::panicked(&message(error.into_panic().as_ref()));
            plain(StatusCode::INTERNAL_SERVER_ERROR, words)
        }
        Err(_) => plain(StatusCode::GATEWAY_TIMEOUT, words::no_answer(limits.answer)),
    }
}

fn refusal(error: &BodyError, limits: &Limits) -> Response {
    match error {
        BodyError::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE, words::too_large(limits.body)),
        BodyError::TooSlow => plain(StatusCode::REQUEST_TIMEOUT, words::too_slow(limits.arrival)),
        BodyError::NotText { at } => plain(StatusCode::BAD_REQUEST, words::not_text(*at)),
        BodyError::Broken(error) => plain(StatusCode::BAD_REQUEST, words::broken(error)),
    }
}

/// The response as the wire wants it: how long the body is, is for the server to say.
fn framed(response: http::Response<String>) -> Response {
    let mut response = response.map(Body::from);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    response
}

fn plain(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// What a panic said: `panic!` gives a `&str` or a `String`.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("(a value that is not text)").to_owned()
}
