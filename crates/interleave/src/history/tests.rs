//! The search against a naive one.
