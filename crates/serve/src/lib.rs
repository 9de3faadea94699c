//! A real HTTP server around the `handle` function of an exercise.
//!
//! An exercise answers one request with one function, `Fn(&Request<String>) -> Response<String>`,
//! and knows nothing of sockets. This crate gives that function a port: many clients at once, each
//! request on a thread of its own, where it may sleep and lock as it likes.
//!
//! ```no_run
//! use http::{Request, Response};
//!
//! fn handle(request: &Request<String>) -> Response<String> {
//!     Response::new(format!("you asked for {}\n", request.uri().path()))
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     serve::Program {
//!         command: "cargo run",
//!         about: "an echo: answers with the path",
//!         examples: &["curl -i URL/hello"],
//!     }
//!     .run(handle)
//! }
//! ```
//!
//! It prints where it listens, and what to type:
//!
//! ```text
//! listening on http://127.0.0.1:8080
//! try in another terminal:
//!   curl -i http://127.0.0.1:8080/hello
//! Ctrl-C stops the server
//! ```
//!
//! What `handle` never sees: a body over [`Limits::body`] (413), a body that is not UTF-8 (400), a
//! body that does not arrive (408), and requests that are not HTTP at all (400, without words).
//! A panic in `handle` is a 500, no answer at all a 504, and the server lives on.
#![forbid(unsafe_code)]

mod answer;
mod args;
mod body;
mod error;
mod limits;
mod log;
mod program;
mod server;
mod signals;
mod words;

pub use error::Error;
pub use limits::Limits;
pub use program::Program;
pub use server::Server;
