//! Each type implements exactly the traits of its std counterpart.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::time::Duration;

use interleave::thread;
use interleave::time::Instant;

/// Whether a type implements a trait: an inherent constant takes precedence over one of a trait.
macro_rules! has {
    ($type:ty: $($trait:tt)+) => {{
        struct Whether<T: ?Sized>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "the inherent constant may take precedence")]
        trait Not {
            const HAS: bool = false;
        }
        impl<T: ?Sized> Not for Whether<T> {}
        #[allow(dead_code, reason = "unused for a type without the trait")]
        impl<T: ?Sized + $($trait)+> Whether<T> {
            const HAS: bool = true;
        }
        <Whether<$type>>::HAS
    }};
}

/// The names of the traits that a type implements.
macro_rules! traits_of {
    ($type:ty) => {{
        let mut found = Vec::new();
        for (name, has) in [
            ("Send", has!($type: Send)),
            ("Sync", has!($type: Sync)),
            ("Unpin", has!($type: Unpin)),
            ("UnwindSafe", has!($type: UnwindSafe)),
            ("RefUnwindSafe", has!($type: RefUnwindSafe)),
            ("Debug", has!($type: Debug)),
            ("Display", has!($type: Display)),
            ("Default", has!($type: Default)),
            ("Clone", has!($type: Clone)),
            ("Copy", has!($type: Copy)),
            ("Eq", has!($type: Eq)),
            ("Ord", has!($type: Ord)),
            ("Hash", has!($type: Hash)),
            ("From<T>", has!($type: From<u8>)),
            ("IntoIterator", has!($type: IntoIterator)),
        ] {
            if has {
                found.push(name);
            }
        }
        found
    }};
}

macro_rules! compare {
    ($($($piece:ident)::+ $(<$($argument:tt),+>)?),+ $(,)?) => {$(
        compare!(@ stringify!($($piece)::+ $(<$($argument),+>)?),
            [$($piece)::+], $($($argument),+)?);
    )+};
    (@ $name:expr, [$($piece:ident)::+], $($argument:tt),*) => {
        let ours = traits_of!(interleave::$($piece)::+<$($argument),*>);
        let mut theirs = traits_of!(std::$($piece)::+<$($argument),*>);
        if $name == NEWER.0 && !theirs.contains(&NEWER.1) {
            theirs.push(NEWER.1);
        }
        assert!(ours == theirs, "{} implements {ours:?}, but in std {theirs:?}", $name);
    };
}

/// An implementation that std has since Rust 1.96.
const NEWER: (&str, &str) = ("sync :: LazyLock < Shared>", "From<T>");

type Shared = u8;
type Own = std::cell::Cell<u8>;
type Local = std::rc::Rc<u8>;
type Mutable = &'static mut u8;

#[test]
fn every_type_has_the_traits_of_its_std_counterpart() {
    compare!(sync::Mutex<Shared>, sync::Mutex<Own>, sync::Mutex<Local>, sync::Mutex<Mutable>);
    compare!(sync::RwLock<Shared>, sync::RwLock<Own>, sync::RwLock<Local>, sync::RwLock<Mutable>);
    compare!(sync::OnceLock<Shared>, sync::OnceLock<Own>, sync::OnceLock<Local>);
    compare!(sync::OnceLock<Mutable>, sync::LazyLock<Shared>, sync::LazyLock<Own>);
    compare!(sync::LazyLock<Local>, sync::LazyLock<Mutable>);
    compare!(sync::MutexGuard<'static, Shared>, sync::MutexGuard<'static, Own>);
    compare!(sync::MutexGuard<'static, Local>);
    compare!(sync::RwLockReadGuard<'static, Shared>, sync::RwLockReadGuard<'static, Own>);
    compare!(sync::RwLockWriteGuard<'static, Shared>, sync::RwLockWriteGuard<'static, Own>);
    compare!(sync::Condvar, sync::WaitTimeoutResult, sync::Barrier, sync::BarrierWaitResult);
    compare!(sync::Once, sync::OnceState);
    compare!(sync::mpsc::Sender<Shared>, sync::mpsc::Sender<Own>, sync::mpsc::Sender<Local>);
    compare!(sync::mpsc::SyncSender<Shared>, sync::mpsc::SyncSender<Own>);
    compare!(sync::mpsc::SyncSender<Local>, sync::mpsc::Receiver<Shared>);
    compare!(sync::mpsc::Receiver<Own>, sync::mpsc::Receiver<Local>);
    compare!(sync::mpsc::Iter<'static, Shared>, sync::mpsc::TryIter<'static, Shared>);
    compare!(sync::mpsc::IntoIter<Shared>, sync::mpsc::IntoIter<Local>);
    compare!(sync::atomic::AtomicBool, sync::atomic::AtomicU8, sync::atomic::AtomicI8);
    compare!(sync::atomic::AtomicU16, sync::atomic::AtomicI16, sync::atomic::AtomicU32);
    compare!(sync::atomic::AtomicI32, sync::atomic::AtomicU64, sync::atomic::AtomicI64);
    compare!(sync::atomic::AtomicUsize, sync::atomic::AtomicIsize, sync::atomic::Ordering);
    compare!(thread::JoinHandle<Shared>, thread::JoinHandle<Own>, thread::JoinHandle<Local>);
    compare!(thread::ScopedJoinHandle<'static, Shared>, thread::ScopedJoinHandle<'static, Own>);
    compare!(thread::ScopedJoinHandle<'static, Local>);
    compare!(thread::Scope<'static, 'static>, thread::Thread, thread::ThreadId, thread::Builder);
    compare!(thread::LocalKey<Shared>, thread::LocalKey<Own>, thread::LocalKey<Local>);
    compare!(time::Instant, time::Duration);
}

#[test]
fn moments_and_threads_are_printed_as_in_std() {
    let printed = interleave::outcomes(|| {
        let start = Instant::now();
        thread::sleep(Duration::new(2, 5));
        let id = thread::current().id();
        [
            format!("{:?}", start - Duration::from_nanos(1)),
            format!("{:?}", Instant::now()),
            format!("{:#?}", start),
            format!("{id:?} {id:#?}"),
            format!("{:?}", thread::current()),
        ]
    });
    let expected = [
        "Instant { tv_sec: -1, tv_nsec: 999999999 }",
        "Instant { tv_sec: 2, tv_nsec: 5 }",
        "Instant {\n    tv_sec: 0,\n    tv_nsec: 0,\n}",
        "ThreadId(1) ThreadId(\n    1,\n)",
        "Thread { id: ThreadId(1), name: Some(\"main\"), .. }",
    ];
    assert!(printed.seen.into_keys().eq([expected.map(str::to_owned)]));
}
