//! Names that this crate leaves out. If it had one of them, this file would not compile: a name from two
//! globs is ambiguous, and an inherent function takes precedence over that of a trait.

use interleave::sync::Condvar;
use interleave::sync::atomic::{AtomicBool, AtomicU32, Modeled};
use interleave::thread::Builder;

/// The result of a function that is absent.
#[derive(Debug, PartialEq)]
pub(super) struct Nothing;

macro_rules! absent {
    ($($test:ident: $module:path: $($name:ident)*;)*) => {$(
        #[allow(unused_imports, reason = "a module may be empty")]
        #[allow(non_camel_case_types, non_upper_case_globals, reason = "std's names are shadowed")]
        pub(super) fn $test() {
            mod nothing {
                $(
                    pub(super) struct $name;
                )*
            }
            use nothing::*;
            use $module::*;
            let _: ($(Option<$name>,)*) = ($(Some($name),)*);
        }
    )*};
}

absent! {
    fs: interleave::fs:
        File OpenOptions read read_dir read_to_string remove_file write;
    net: interleave::net:
        TcpListener TcpStream ToSocketAddrs UdpSocket;
    process: interleave::process:
        Child Command Stdio abort id;
    env: interleave::env:
        args_os current_dir current_exe set_var temp_dir var_os vars;
    os: interleave::os:
        fd linux unix windows;
    panic: interleave::panic:
        set_hook take_hook update_hook;
    time: interleave::time:
        SystemTime SystemTimeError UNIX_EPOCH;
    deprecated_atomics: interleave::sync::atomic:
        ATOMIC_BOOL_INIT ATOMIC_USIZE_INIT spin_loop_hint;
    deprecated_sync: interleave::sync:
        ONCE_INIT;
    deprecated_threads: interleave::thread:
        park_timeout_ms sleep_ms;
}

macro_rules! absent_methods {
    ($($test:ident: $type:ident($made:expr) => $($name:ident)*;)*) => {$(
        pub(super) fn $test() {
            trait Absent: Sized {
                $(
                    fn $name(_: &Self) -> Nothing {
                        Nothing
                    }
                )*
            }
            impl<T> Absent for T {}
            $(
                assert_eq!($type::$name(&$made), Nothing);
            )*
        }
    )*};
}

absent_methods! {
    methods_of_atomics: AtomicU32(AtomicU32::new(0)) => as_ptr from_ptr compare_and_swap;
    methods_of_flags: AtomicBool(AtomicBool::new(false)) => as_ptr from_ptr compare_and_swap;
    methods_of_builders: Builder(Builder::new()) => spawn_unchecked;
    methods_of_condvars: Condvar(Condvar::new()) => wait_timeout_ms;
}

/// What only a program may call panics in a test.
pub(super) fn programs() {
    let panics = |call: fn()| std::panic::catch_unwind(call).is_err();
    assert!(panics(|| interleave::process::exit(0)));
    assert!(panics(|| _ = interleave::env::args()));
    assert!(panics(|| _ = interleave::env::var("HOME")));
}

/// `AtomicPtr` is absent: no type can be its target.
pub(super) fn pointers() {
    struct Whether<T: ?Sized>(std::marker::PhantomData<T>);
    trait No {
        const MODELED: bool = false;
    }
    impl<T: ?Sized> No for Whether<T> {}
    #[allow(dead_code, reason = "no type is")]
    impl<T: ?Sized + Modeled> Whether<T> {
        const MODELED: bool = true;
    }
    const {
        assert!(!<Whether<u32>>::MODELED);
        assert!(!<Whether<String>>::MODELED);
    }
}
