//! Properties, outcome snapshots and verdicts: what the tests of every exercise share.
//!
//! A test names a sentence that a student understands, and what has to hold. The judge runs it in
//! every interleaving that can make a difference, and says in words what goes wrong and when.
//!
//! ```no_run
//! use std::sync::atomic::{AtomicU32, Ordering};
//! use std::thread;
//!
//! // In a test crate this function carries `#[test]`.
//! fn no_step_is_lost() {
//!     judge::test!("two steps count as two").scenario(|| {
//!         let counter = AtomicU32::new(0);
//!         thread::scope(|scope| {
//!             for _ in 0..2 {
//!                 scope.spawn(|| counter.fetch_add(1, Ordering::Relaxed));
//!             }
//!         });
//!         assert_eq!(counter.load(Ordering::Relaxed), 2, "a step is lost");
//!     });
//! }
//! ```
//!
//! Each test function calls [`test!`] once. What it found is the panic of the test, and, where the
//! environment asks for it, a file for the command `course` (see [`Test`]).
#![forbid(unsafe_code)]

mod case;
mod deadline;
mod fence;
mod finding;
mod macros;
mod native;
mod outcomes;
mod place;
mod property;
mod reachable;
mod record;
mod replay;
mod run;
mod scenario;
mod shrink;
mod snapshot;
mod test;
mod text;
mod timeout;
mod verdict;
mod walk;
mod words;

pub use deadline::within_ten_seconds;
pub use test::Test;
pub use timeout::with_timeout;
pub use verdict::Verdict;

/// A submission that takes memory without end has a verdict of its own, and harms nobody.
#[global_allocator]
static HEAP: interleave::Heap = interleave::Heap;

#[doc(hidden)]
pub mod __private {
    //! What the macro [`test!`](crate::test) expands to; not for direct use.
    pub use crate::place::Place;
    pub use ::core::any::type_name_of_val;
    pub use ::core::{cfg, env, file, module_path};
    pub use insta;
}
