//! The count of panics that std keeps for each OS thread, on which simulated threads take turns: it has
//! to be that of the one that runs.
#![expect(unsafe_code, reason = "a coroutine goes from one OS thread to another")]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use corosensei::{Coroutine, Yielder};

/// A panic that can be raised here and caught there. It counts where it is raised, and no longer where
/// it is caught.
struct PanicToken(Coroutine<(), (), ()>);

// SAFETY: the closure owns nothing, and what is on its stack belongs to no OS thread. It looks for
// nothing that does: std does, in functions that begin and end between two switches.
unsafe impl Send for PanicToken {}

/// Those that are raised, and those that are caught.
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

    /// Raises the panic, or else catches it.
    fn turn(mut self) -> Self {
        self.0.resume(());
        self
    }
}

/// Takes all panics off the count of this OS thread; how many there were.
pub(crate) fn take() -> usize {
    let mut taken = 0;
    while thread::panicking() {
        let raised = pop(&RAISED).unwrap_or_else(raised_elsewhere);
        push(&CAUGHT, raised.turn());
        taken += 1;
    }
    taken
}

/// Puts so many panics on the count of this OS thread.
pub(crate) fn restore(panics: usize) {
    for _ in 0..panics {
        let caught = pop(&CAUGHT).unwrap_or_else(PanicToken::new);
        push(&RAISED, caught.turn());
    }
}

/// One that is raised on an OS thread which ends.
fn raised_elsewhere() -> PanicToken {
    let elsewhere = thread::spawn(|| PanicToken::new().turn());
    elsewhere.join().expect("a panic is raised and not caught yet")
}

// Between these two the count of panics is the same, or else what is locked would be poisoned.
fn pop(stock: &Mutex<Vec<PanicToken>>) -> Option<PanicToken> {
    stock.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

fn push(stock: &Mutex<Vec<PanicToken>>, token: PanicToken) {
    stock.lock().unwrap_or_else(PoisonError::into_inner).push(token);
}
