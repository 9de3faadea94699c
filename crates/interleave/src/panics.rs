//! Panics inside an exploration: they are caught, recorded, and printed at most once.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use crate::coroutine::{self, Resume};
use crate::messages;
use crate::panic_count;
use crate::trace::Panic;

/// The message of std when a panic leaves a destructor during unwinding.
const IN_CLEANUP: &str = "panic in a destructor during cleanup";

/// How much of the message of a panic is kept, in bytes. A longer message would be copied for each execution that
/// simplifies the failure.
const MAX_MESSAGE: usize = 64 << 10;

thread_local! {
    static LAST: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// Silences the panics of simulated threads, which would be printed once per execution. All other
/// panics go to the previous hook. Each silenced panic calls `raises`.
///
/// If a panic leaves a destructor during unwinding, std aborts the process, after a message.
pub(crate) fn install_hook(raises: fn()) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !coroutine::is_inside() {
                before(info);
            } else if text(info.payload()) == IN_CLEANUP {
                eprintln!("{}", messages::panic_in_destructor(LAST.take().as_ref()));
            } else {
                LAST.set(Some(describe(info)));
                raises();
            }
        }));
    });
}

/// Suspends the current thread, which may be panicking. Threads that run meanwhile do not see its
/// panics.
pub(crate) fn suspend() -> Resume {
    preserving_last(|| {
        let panics = panic_count::take();
        let go = coroutine::suspend();
        panic_count::restore(panics);
        go
    })
}

/// Calls `f` while the current thread may be panicking, and preserves what is known about the
/// panic.
pub(crate) fn preserving_last<R>(f: impl FnOnce() -> R) -> R {
    let last = LAST.take();
    let result = f();
    LAST.set(last);
    result
}

/// Suspends the current thread, which never continues: the execution ends.
pub(crate) fn suspend_forever() -> ! {
    loop {
        suspend();
    }
}

/// The panic that unwinds the current thread, if known.
pub(crate) fn last() -> Option<Panic> {
    LAST.with_borrow(Clone::clone)
}

/// What is known about a caught panic.
pub(crate) fn describe_caught(payload: &(dyn Any + Send)) -> Panic {
    // The last panic that the hook saw may have been caught long ago.
    let message = message(payload);
    let last = LAST.take().filter(|last| last.message == message);
    last.unwrap_or(Panic { message, place: None })
}

fn describe(info: &PanicHookInfo<'_>) -> Panic {
    let place = info.location().map(|place| (place.file().to_owned(), place.line()));
    Panic { message: message(info.payload()), place }
}

/// The message of a panic: the beginning and a note, if it is long.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = text(payload);
    if text.len() <= MAX_MESSAGE {
        return text.to_owned();
    }
    messages::long_panic(&text[..text.floor_char_boundary(MAX_MESSAGE)])
}

fn text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}
