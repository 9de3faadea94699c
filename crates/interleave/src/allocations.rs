//! The allocations of a traced execution, from which the position of an object in its `Vec` follows.
//!
//! Addresses differ between runs, but positions do not.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// The size of each allocation, by its address. An allocation that was freed remains until its memory is used again.
type Sizes = BTreeMap<usize, usize>;

/// Whether some thread records its allocations.
static IS_RECORDING: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Those of this OS thread, on which all threads of an execution run; `None` if they are not recorded. An
    /// allocator must not use a thread-local value with a destructor.
    static SIZES: RefCell<ManuallyDrop<Option<Sizes>>> =
        const { RefCell::new(ManuallyDrop::new(None)) };
}

/// Starts or stops recording the allocations of this OS thread.
pub(crate) fn set_recording(is_recording: bool) {
    IS_RECORDING.store(is_recording, Relaxed);
    SIZES.with_borrow_mut(|sizes| **sizes = is_recording.then(Sizes::new));
}

/// Whether the allocator must call [`add`].
#[inline]
pub(crate) fn are_recorded() -> bool {
    IS_RECORDING.load(Relaxed)
}

/// Allocates memory of this size, and records it if this OS thread does so.
#[cold]
#[inline(never)]
pub(crate) fn add(size: usize, allocate: impl FnOnce() -> *mut u8) -> *mut u8 {
    let pointer = allocate();
    SIZES.with(|sizes| {
        // They are borrowed while they allocate memory for themselves.
        if let Ok(mut sizes) = sizes.try_borrow_mut()
            && let Some(sizes) = sizes.as_mut()
        {
            insert(sizes, pointer.addr(), size);
        }
    });
    pointer
}

/// Adds an allocation in place of those at the same addresses, which have been freed.
fn insert(sizes: &mut Sizes, start: usize, size: usize) {
    while let Some((&earlier, &length)) = sizes.range(..start.saturating_add(size)).next_back()
        && earlier + length > start
    {
        sizes.remove(&earlier);
    }
    sizes.insert(start, size);
}

/// The position of the object of this size around this address, if its allocation is an array of such objects.
pub(crate) fn index(address: usize, size: usize) -> Option<usize> {
    SIZES.with_borrow(|sizes| {
        let (start, length) = sizes.as_ref()?.range(..=address).next_back()?;
        let offset = address - start;
        (offset < *length && length % size == 0).then_some(offset / size)
    })
}
