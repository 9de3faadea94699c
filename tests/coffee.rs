//! coffee.
