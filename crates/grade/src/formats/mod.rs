//! One file a format, each written from the one model.
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod table;

#[cfg(test)]
mod sample;
