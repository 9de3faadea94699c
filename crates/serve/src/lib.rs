//! A real HTTP server around the `handle` function of an exercise: `src/bin` shows how to use it.
//!
//! An exercise answers one request with one function, `Fn(&Request<String>) -> Response<String>`,
//! and knows nothing about sockets. [`Program::run`] puts that function behind a port.
#![forbid(unsafe_code)]

mod args;
mod program;
mod router;
mod runtime;

pub use program::Program;
pub use router::router;
pub use runtime::block_on;
