//! Modules of std that code under test must not reach.

/// Modules that the feature `deny-io` empties, except for what a `main` needs. Where this crate is called
/// `std`, they hide the real ones, so using another item of them is a compile error.
#[cfg(feature = "deny-io")]
mod io {
    /// Empty because of the feature `deny-io`: no test depends on files. Keep the data in memory.
    ///
    /// ```compile_fail
    /// extern crate interleave as std;
    ///
    /// fn main() {
    ///     println!("{:?}", std::fs::read_to_string("orders.txt"));
    /// }
    /// ```
    pub mod fs {}

    /// Empty because of the feature `deny-io`: no test depends on a network. Put the logic into a
    /// function from request to response, and test that.
    pub mod net {}

    /// What a `main` needs, because of the feature `deny-io`: no test starts or ends a process. Return, or
    /// panic.
    ///
    /// ```compile_fail
    /// extern crate interleave as std;
    ///
    /// fn main() {
    ///     std::process::abort();
    /// }
    /// ```
    pub mod process {
        pub use ::std::process::{ExitCode, Termination};

        /// See [`std::process::exit`].
        ///
        /// # Panics
        /// Always: a test calls a function that only a program may call.
        #[track_caller]
        pub fn exit(code: i32) -> ! {
            panic!("std::process::exit({code}) would end the test: only `main` may call it")
        }
    }

    /// What a `main` needs, because of the feature `deny-io`: no test depends on the environment. Pass
    /// arguments.
    pub mod env {
        pub use ::std::env::{Args, VarError};
        use ::std::ffi::OsStr;

        /// See [`std::env::args`].
        ///
        /// # Panics
        /// Always: a test calls a function that only a program may call.
        #[track_caller]
        pub fn args() -> Args {
            panic!("a test has no arguments: only `main` may call std::env::args")
        }

        /// See [`std::env::var`].
        ///
        /// # Panics
        /// Always: a test calls a function that only a program may call.
        #[track_caller]
        pub fn var<K: AsRef<OsStr>>(_key: K) -> Result<::std::string::String, VarError> {
            panic!("a test has no environment: only `main` may call std::env::var")
        }
    }

    /// Empty because of the feature `deny-io`: a test is the same on every system.
    pub mod os {}
}

#[cfg(feature = "deny-io")]
pub use io::{env, fs, net, os, process};

/// `std::panic` without the panic hook, which the engine uses.
pub mod panic {
    pub use ::std::panic::{
        AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, catch_unwind,
        panic_any, resume_unwind,
    };
}

/// `std::hint`; a spin loop yields to the scheduler.
pub mod hint {
    pub use ::std::hint::{black_box, cold_path, select_unpredictable};

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
