//! Panics inside an exploration: caught, remembered, and printed once at most.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use crate::coroutine::{self, Resume};
use crate::panic_count;
use crate::trace::Panic;

/// What std says where a panic leaves a destructor of a thread that unwinds.
const IN_CLEANUP: &str = "panic in a destructor during cleanup";

/// What a thread unwinds with when its execution is given up.
struct Abandoned;

thread_local! {
    static LAST: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// Keeps panics of simulated threads from being printed, in every execution anew. All others go to
/// the hook that was there before. `raises` is called at each of them.
///
/// Where a panic leaves a destructor of a thread that unwinds, std ends the process. `double_panic_message` says
/// before that what is to be said of it.
pub(crate) fn install_hook(raises: fn(), double_panic_message: fn(Option<&Panic>) -> String) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !coroutine::is_inside() {
                before(info);
            } else if message(info.payload()) == IN_CLEANUP {
                eprintln!("{}", double_panic_message(LAST.take().as_ref()));
            } else {
                LAST.set(Some(describe(info)));
                raises();
            }
        }));
    });
}

/// Suspends the running thread, which may panic: its panics are not those of who goes on meanwhile.
pub(crate) fn suspend() -> Resume {
    preserving_last(|| {
        let panics = panic_count::take();
        let go = coroutine::suspend();
        panic_count::restore(panics);
        go
    })
}

/// Calls `f` between a panic of the running thread and its end: what is known of the panic stays known.
pub(crate) fn preserving_last<R>(f: impl FnOnce() -> R) -> R {
    let last = LAST.take();
    let result = f();
    LAST.set(last);
    result
}

/// Stays for good in the thread that calls it, which cannot go on and cannot unwind.
pub(crate) fn suspend_forever() -> ! {
    loop {
        suspend();
    }
}

/// Unwinds the calling thread because its execution is given up. It does not unwind yet.
pub(crate) fn unwind() -> ! {
    panic::resume_unwind(Box::new(Abandoned))
}

/// The same, unless the thread may unwind already: then it stays where it is, for a second panic would
/// end the process.
pub(crate) fn abandon() -> ! {
    if std::thread::panicking() {
        suspend_forever();
    }
    unwind()
}

/// Whether a thread has unwound with this because its execution was given up.
pub(crate) fn is_abandoned(payload: &(dyn Any + Send)) -> bool {
    payload.is::<Abandoned>()
}

/// The panic with which the running thread unwinds, if anything is known of it.
pub(crate) fn last() -> Option<Panic> {
    LAST.with_borrow(Clone::clone)
}

/// What is known of a panic that was caught, unless it is none of the code under test.
pub(crate) fn describe_caught(payload: &(dyn Any + Send)) -> Option<Panic> {
    if is_abandoned(payload) {
        return None;
    }
    // What the hook has seen last can be one that was caught long ago.
    let last = LAST.take().filter(|last| last.message == message(payload));
    Some(last.unwrap_or_else(|| Panic { message: message(payload).to_owned(), place: None }))
}

fn describe(info: &PanicHookInfo<'_>) -> Panic {
    let place = info.location().map(|place| (place.file().to_owned(), place.line()));
    Panic { message: message(info.payload()).to_owned(), place }
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}
