//! What a `OnceLock` holds: in a `static` another value in each execution.
#![expect(unsafe_code, reason = "a value must stay where it is, for there may be references to it")]

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A cell that can be left behind for a new one. What the old one holds is never dropped, like all
/// that a `static` holds: somebody may have kept a reference to it.
pub(super) struct Slot<T> {
    first: OnceLock<T>,
    /// Whether it was made with its value in it: then it is no state, and stays.
    prefilled: bool,
    /// The cell that is used instead of the first, an `OnceLock<T>`; null if there is none. Its type
    /// is not named, so that a `Slot` is as safe to unwind log as an `OnceLock`.
    later: AtomicPtr<()>,
}

impl<T> Slot<T> {
    pub(super) const fn new() -> Self {
        let later = AtomicPtr::new(ptr::null_mut());
        Self { first: OnceLock::new(), prefilled: false, later }
    }

    pub(super) fn of(value: T) -> Self {
        let later = AtomicPtr::new(ptr::null_mut());
        Self { first: OnceLock::from(value), prefilled: true, later }
    }

    /// Whether it was made with its value.
    pub(super) fn is_prefilled(&self) -> bool {
        self.prefilled
    }

    pub(super) fn cell(&self) -> &OnceLock<T> {
        let later = self.later.load(Ordering::Acquire).cast::<OnceLock<T>>();
        // SAFETY: it is null or comes from the `Box` in `reset`, which is freed only by
        // `into_inner`, that owns the slot. It is reached by shared references alone, but for
        // `cell_mut`, that has the slot for itself.
        unsafe { later.as_ref() }.unwrap_or(&self.first)
    }

    pub(super) fn cell_mut(&mut self) -> &mut OnceLock<T> {
        let later = self.later.get_mut().cast::<OnceLock<T>>();
        // SAFETY: as in `cell`; and nobody else has the slot now, so nobody has a reference that
        // `cell` gave.
        unsafe { later.as_mut() }.unwrap_or(&mut self.first)
    }

    /// Leaves behind what it holds, unless it was made with it.
    pub(super) fn reset(&self) {
        if !self.prefilled && self.cell().get().is_some() {
            let cell = Box::into_raw(Box::new(OnceLock::<T>::new()));
            self.later.store(cell.cast(), Ordering::Release);
        }
    }

    pub(super) fn into_inner(mut self) -> Option<T> {
        let later = self.later.get_mut().cast::<OnceLock<T>>();
        if later.is_null() {
            return self.first.into_inner();
        }
        // SAFETY: it comes from the `Box` in `reset`, and the slot that owns it ends here.
        unsafe { Box::from_raw(later) }.into_inner()
    }
}
