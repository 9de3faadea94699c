//! loon.
