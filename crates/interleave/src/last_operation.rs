//! The place of the last operation, for the message about a thread that does not reach another one.
#![expect(unsafe_code, reason = "the watchdog reads a reference that another thread has stored")]

use std::panic::Location;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

static LAST: AtomicPtr<Location<'static>> = AtomicPtr::new(ptr::null_mut());

/// Notes an operation. This is one store, because every operation calls it.
#[inline(always)]
pub(crate) fn set(place: &'static Location<'static>) {
    LAST.store(ptr::from_ref(place).cast_mut(), Ordering::Release);
}

/// The last operation that any exploration of this process has carried out.
pub(crate) fn get() -> Option<&'static Location<'static>> {
    // SAFETY: a pointer that is not null was made from a reference to a static that is never written, and the
    // release store makes it visible.
    unsafe { LAST.load(Ordering::Acquire).as_ref() }
}

#[cfg(test)]
mod tests {
    use super::{Location, get, set};

    #[test]
    fn the_last_place_is_kept() {
        let here = Location::caller();
        set(here);
        assert_eq!(get(), Some(here));
    }
}
