//! The test kit of the course: properties, outcomes and verdicts for tests of concurrent code.
//!
//! A test states a sentence that students understand, and what must hold. The judge runs it in every
//! interleaving that can make a difference, and reports what goes wrong and when.
//!
//! ```no_run
//! use std::sync::atomic::{AtomicU32, Ordering};
//! use std::thread;
//!
//! // In a test crate this function has the attribute `#[test]`.
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
//! A failing test panics with a report. If the environment requests it, every test also writes a
//! [`TestRecord`](protocol::TestRecord) for the command `course`.
#![forbid(unsafe_code)]

mod alphabet;
mod case;
mod case_id;
mod location;
mod macros;
mod messages;
mod native;
mod outcomes;
mod play;
mod progress;
mod property;
mod reachable;
mod record;
mod replay;
mod run;
mod scenario;
mod shrink;
mod size;
mod snapshot;
mod source_check;
mod test;
mod test_report;
mod text;
mod timeout;
mod words;

pub use alphabet::text;
pub use size::size;
pub use test::Test;
pub use timeout::with_timeout;
pub use words::{Words, both_got, times};

/// Ends a process that exceeds the memory limit with an exit code of its own.
#[global_allocator]
static HEAP: interleave::Heap = interleave::Heap;

#[doc(hidden)]
pub mod __private {
    //! What [`test!`](crate::test) expands to. Not for direct use.
    pub use crate::location::TestLocation;
    pub use ::core::any::type_name_of_val;
    pub use ::core::{cfg, env, file, module_path};
    pub use ::std::format;
    pub use insta;
}
