//! The content of a `OnceLock`, which in a `static` is a different value in each execution.
#![expect(unsafe_code, reason = "references to a replaced value stay valid")]

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A cell that can be replaced by a new one. The value in the old one is never dropped, like
/// everything in a `static`, because references to it may still exist.
pub(super) struct Slot<T> {
    first: OnceLock<T>,
    /// Whether it was created with its value; then it is constant, and stays.
    prefilled: bool,
    /// The cell that replaces the first one, an `OnceLock<T>`; null at first. The type is
    /// erased so that a `Slot` is as unwind-safe as an `OnceLock`.
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

    /// Whether it was created with its value.
    pub(super) fn is_prefilled(&self) -> bool {
        self.prefilled
    }

    pub(super) fn cell(&self) -> &OnceLock<T> {
        let later = self.later.load(Ordering::Acquire).cast::<OnceLock<T>>();
        // SAFETY: the pointer is null or comes from the `Box` in `reset`, which only `into_inner`
        // frees, which owns the slot. It is accessed through shared references only, except in
        // `cell_mut`, which has exclusive access to the slot.
        unsafe { later.as_ref() }.unwrap_or(&self.first)
    }

    pub(super) fn cell_mut(&mut self) -> &mut OnceLock<T> {
        let later = self.later.get_mut().cast::<OnceLock<T>>();
        // SAFETY: as in `cell`; and `&mut self` rules out references that `cell` returned.
        unsafe { later.as_mut() }.unwrap_or(&mut self.first)
    }

    /// Replaces the cell, unless it was created with its value.
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
        // SAFETY: the pointer comes from the `Box` in `reset`, and the slot that owns it ends here.
        unsafe { Box::from_raw(later) }.into_inner()
    }
}
