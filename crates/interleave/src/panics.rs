//! Panics inside an exploration: caught, remembered, and printed once at most.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use crate::coroutine;
use crate::trace::Panic;

/// What a thread unwinds with when its execution is given up.
pub(crate) struct Abandoned;

thread_local! {
    static LAST: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// Keeps panics of simulated threads from being printed, in every execution anew. All others go to
/// the hook that was there before.
pub(crate) fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if coroutine::is_inside() {
                LAST.set(Some(describe(info)));
            } else {
                before(info);
            }
        }));
    });
}

/// Unwinds the calling thread because its execution is given up.
pub(crate) fn abandon() -> ! {
    panic::resume_unwind(Box::new(Abandoned))
}

/// Ends the process, because a thread cannot be ended: it may hold on to what its caller is about to
/// free.
pub(crate) fn give_up() -> ! {
    eprintln!("{}", crate::words::UNSTOPPABLE);
    std::process::abort();
}

/// What is known of a panic that was caught, unless it is none of the code under test.
pub(crate) fn describe_caught(payload: &(dyn Any + Send)) -> Option<Panic> {
    if payload.is::<Abandoned>() {
        return None;
    }
    let last = LAST.take();
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
