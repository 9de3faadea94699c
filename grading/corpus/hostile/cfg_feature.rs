#[cfg(feature = "complete")]
mod tests {}
