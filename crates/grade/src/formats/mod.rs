//! The output formats, each written from the same model.
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod table;

#[cfg(test)]
mod sample;
