//! The panic count that std keeps per OS thread. Simulated threads share an OS thread, so the count
//! must be switched along with them.
#![expect(unsafe_code, reason = "a coroutine moves from one OS thread to another")]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use corosensei::{Coroutine, Yielder};

/// A panic that can be raised on one OS thread and caught on another. It counts where it is raised,
/// and no longer counts where it is caught.
struct PanicToken(Coroutine<(), (), ()>);

// SAFETY: the closure owns nothing, and its stack refers to no OS thread. Only std's panic
// functions access thread-local state, and they start and end between two switches.
unsafe impl Send for PanicToken {}

/// The raised tokens, and the caught ones.
static RAISED: Mutex<Vec<PanicToken>> = Mutex::new(Vec::new());
static CAUGHT: Mutex<Vec<PanicToken>> = Mutex::new(Vec::new());

impl PanicToken {
    fn new() -> Self {
        struct Pause<'a>(&'a Yielder<(), ()>);

        impl Drop for Pause<'_> {
            fn drop(&mut self) {
                self.0.suspend(());
            }
        }

        Self(Coroutine::new(|yielder, ()| {
            loop {
                let _payload = catch_unwind(AssertUnwindSafe(|| {
                    let _pause = Pause(yielder);
                    resume_unwind(Box::new(()));
                }));
                yielder.suspend(());
            }
        }))
    }

    /// Raises the panic, or catches it if it is raised.
    fn turn(mut self) -> Self {
        self.0.resume(());
        self
    }
}

/// Removes all panics from the count of this OS thread, and returns their number.
pub(crate) fn take() -> usize {
    let mut taken = 0;
    while thread::panicking() {
        let raised = pop(&RAISED).unwrap_or_else(raised_elsewhere);
        push(&CAUGHT, raised.turn());
        taken += 1;
    }
    taken
}

/// Adds this many panics to the count of this OS thread.
pub(crate) fn restore(panics: usize) {
    for _ in 0..panics {
        let caught = pop(&CAUGHT).unwrap_or_else(PanicToken::new);
        push(&RAISED, caught.turn());
    }
}

/// A token that was raised on an OS thread that has ended.
fn raised_elsewhere() -> PanicToken {
    let elsewhere = thread::spawn(|| PanicToken::new().turn());
    elsewhere.join().expect("the thread raises the panic without propagating it")
}

// The panic count is the same at lock and unlock, so the mutex is not poisoned.
fn pop(stock: &Mutex<Vec<PanicToken>>) -> Option<PanicToken> {
    stock.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

fn push(stock: &Mutex<Vec<PanicToken>>, token: PanicToken) {
    stock.lock().unwrap_or_else(PoisonError::into_inner).push(token);
}
