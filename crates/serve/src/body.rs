//! Reading a body: text, whole, in time, and not too much of it.
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use http_body_util::BodyExt as _;

use crate::Limits;

/// Why there is no text.
pub(crate) enum BodyError {
    TooLarge,
    TooSlow,
    NotText { at: usize },
    Broken(axum::Error),
}

/// Reads the text of a body.
///
/// `asks_first` means that the client sent `Expect: 100-continue` and has not begun to send.
pub(crate) async fn text(
    body: Body,
    asks_first: bool,
    limits: &Limits,
) -> Result<String, BodyError> {
    // Only a client that waits for our word may be answered before its body is read.
    if asks_first && body.size_hint().lower() > limits.body as u64 {
        return Err(BodyError::TooLarge);
    }
    let bytes = within(limits.arrival, bytes(body, limits.body)).await?;
    String::from_utf8(bytes)
        .map_err(|error| BodyError::NotText { at: error.utf8_error().valid_up_to() })
}

async fn within<T>(
    limit: Duration,
    reading: impl Future<Output = Result<T, BodyError>>,
) -> Result<T, BodyError> {
    tokio::time::timeout(limit, reading).await.unwrap_or(Err(BodyError::TooSlow))
}

async fn bytes(mut body: Body, limit: usize) -> Result<Vec<u8>, BodyError> {
    // Most clients look at the answer only after they have sent everything: what is too much is
    // read and thrown away, or they would see a broken connection and not our words. Not for ever.
    let patience = limit.saturating_mul(32);
    let (mut bytes, mut read) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        // Trailers are no data, and nobody here asks for them.
        let Ok(data) = frame.map_err(BodyError::Broken)?.into_data() else {
            continue;
        };
        read = read.saturating_add(data.len());
        if read <= limit {
            bytes.extend_from_slice(&data);
        } else if read > patience {
            break;
        }
    }
    if read <= limit { Ok(bytes) } else { Err(BodyError::TooLarge) }
}
