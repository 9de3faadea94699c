//! What exercise code must not reach. In a test crate, where this crate is called `std`, these
//! modules stand in front of the real ones: to use what they do not have is a compile error.

/// Empty on purpose: the verdict on an exercise must not depend on files. Keep data in memory.
///
/// ```compile_fail
/// extern crate interleave as std;
///
/// fn main() {
///     println!("{:?}", std::fs::read_to_string("orders.txt"));
/// }
/// ```
pub mod fs {}

/// Empty on purpose: the verdict on an exercise must not depend on a network. `handle` gets the
/// request and gives the response; `make serve` puts it on a real socket.
pub mod net {}

/// Empty on purpose: an exercise must not end or start processes. Return, or panic.
///
/// ```compile_fail
/// extern crate interleave as std;
///
/// fn main() {
///     std::process::exit(0);
/// }
/// ```
pub mod process {}

/// Empty on purpose: the verdict on an exercise must not depend on the environment. Pass arguments.
pub mod env {}

/// Empty on purpose: an exercise is the same on every system.
pub mod os {}

/// `std::panic` without the hook, which belongs to the tests.
pub mod panic {
    pub use ::std::panic::{
        AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, catch_unwind,
        panic_any, resume_unwind,
    };
}

/// `std::hint`, in which a spin loop says to the scheduler that it waits.
pub mod hint {
    pub use ::std::hint::black_box;

    /// See [`std::hint::spin_loop`].
    #[track_caller]
    pub fn spin_loop() {
        if crate::coroutine::is_inside() {
            crate::thread::yield_now();
        } else {
            ::std::hint::spin_loop();
        }
    }
}
