//! Every path to std, however it is written, leads to the modeled types, so that the bug is found.
//!
//! `extern crate std as real` and other files would bypass them; a test kit has to reject those.

use interleave::{Explorer, FailureKind};

/// A race between an atomic and threads that come from the given paths.
macro_rules! race {
    ($($atomic:ident)::+, $spawn:path) => {
        pub(crate) fn race() {
            static COUNT: $($atomic)::+ = <$($atomic)::+>::new(0);
            let step = || COUNT.store(COUNT.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
            let other = $spawn(step);
            step();
            other.join().unwrap();
            assert_eq!(COUNT.load(Ordering::SeqCst), 2);
        }
    };
}

mod by_std {
    use std::sync::atomic::{AtomicU32, Ordering};
    race!(AtomicU32, std::thread::spawn);
}

mod by_global_std {
    use ::std::sync::atomic::{AtomicU32, Ordering};
    race!(AtomicU32, ::std::thread::spawn);
}

mod by_core {
    use core::sync::atomic::{AtomicU32, Ordering};
    race!(AtomicU32, std::thread::spawn);
}

mod by_global_core {
    use ::core::sync::atomic::{self, Ordering};
    race!(atomic::AtomicU32, std::thread::spawn);
}

mod by_another_name {
    use beneath::sync::atomic::{AtomicU32, Ordering};
    use core as beneath;
    use std as real;
    race!(AtomicU32, real::thread::spawn);
}

mod by_glob {
    #[allow(clippy::wildcard_imports, reason = "the test is about a glob import")]
    use std::{sync::atomic::*, thread::*};
    race!(AtomicU32, spawn);
}

mod by_macro {
    macro_rules! pieces {
        ($root:ident, $what:ident, $how:ident) => {
            use $root::sync::atomic::{AtomicU32, Ordering};
            race!(AtomicU32, $root::$what::$how);
        };
    }
    pieces!(std, thread, spawn);
}

mod by_builder {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread::{Builder, JoinHandle};
    fn start<F: FnOnce() + Send + 'static>(work: F) -> JoinHandle<()> {
        Builder::new().name("hidden".into()).stack_size(1 << 16).spawn(work).unwrap()
    }
    race!(AtomicU32, start);
}

mod by_function_pointer {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread::JoinHandle;
    fn start(work: fn()) -> JoinHandle<()> {
        let spawn: fn(fn()) -> JoinHandle<()> = std::thread::spawn;
        spawn(work)
    }
    race!(AtomicU32, start);
}

mod by_reexport {
    mod real {
        pub(super) use std::sync as s;
        pub(super) use std::thread as t;
    }
    use real::s::atomic::{AtomicU32, Ordering};
    race!(AtomicU32, real::t::spawn);
}

mod by_panic_handler {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread::JoinHandle;
    /// Catches every unwinding, also that of an aborted execution.
    fn start<F: FnOnce() + Send + 'static>(work: F) -> JoinHandle<()> {
        let stubborn = std::panic::AssertUnwindSafe(work);
        std::thread::spawn(|| {
            let stubborn = stubborn;
            let _ = std::panic::catch_unwind(stubborn);
        })
    }
    race!(AtomicU32, start);
}

#[test]
fn no_path_to_std_hides_a_race() {
    let paths: [(&str, fn()); 11] = [
        ("std", by_std::race),
        ("::std", by_global_std::race),
        ("core", by_core::race),
        ("::core", by_global_core::race),
        ("another name", by_another_name::race),
        ("a glob import", by_glob::race),
        ("a macro that assembles the path", by_macro::race),
        ("Builder", by_builder::race),
        ("a function pointer", by_function_pointer::race),
        ("a re-export", by_reexport::race),
        ("catch_unwind", by_panic_handler::race),
    ];
    for (path, race) in paths {
        let failure = Explorer::new().check(race).expect_err(path);
        assert_eq!(failure.kind, FailureKind::Assertion, "{path}: {failure}");
        assert_eq!(failure.execution.preemptions, 1, "{path}");
    }
}

#[test]
fn macros_and_derives_work_when_core_is_shadowed() {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Cup {
        size: u8,
    }
    let cups = vec![Cup::default(), Cup { size: 3 }];
    assert!(matches!(cups.iter().max(), Some(Cup { size: 3 })), "{cups:?}");
    assert_eq!(format!("{:?}", cups[0]), "Cup { size: 0 }");
    assert_eq!(core::mem::size_of::<Cup>(), std::mem::size_of::<u8>());
}
