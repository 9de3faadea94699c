//! A memory limit: a program that allocates without bound ends with a message and an exit code of
//! its own, before the machine runs out of memory.
//!
//! The limit counts requested bytes, so the same program ends at the same allocation on every
//! system.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};

use crate::{allocations, messages};
use report::exit_code;

/// Far more than a test needs, and little enough for any machine.
const BUDGET: isize = 512 << 20;

/// The bytes that are currently allocated.
static TAKEN: AtomicIsize = AtomicIsize::new(0);

/// The system allocator, with a limit of 512 MiB for the whole process.
///
/// Beyond that, the process ends with the exit code [`OUT_OF_MEMORY`](exit_code::OUT_OF_MEMORY).
///
/// ```no_run
/// #[global_allocator]
/// static HEAP: interleave::Heap = interleave::Heap;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Heap;

// SAFETY: every call is passed on to `System` unchanged, along with the guarantees of its caller.
#[expect(unsafe_code, reason = "`GlobalAlloc` is unsafe")]
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as above.
        allocated(layout.size(), || unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as above.
        allocated(layout.size(), || unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        take(size);
        give_back(layout.size());
        // SAFETY: as above.
        allocated(size, || unsafe { System.realloc(pointer, layout, size) })
    }
}

/// Whether half of the limit is in use, if the process has one.
pub(crate) fn is_half_full() -> bool {
    TAKEN.load(Ordering::Relaxed) > BUDGET / 2
}

#[inline(always)]
fn allocated(size: usize, allocate: impl FnOnce() -> *mut u8) -> *mut u8 {
    if allocations::are_recorded() { allocations::add(size, allocate) } else { allocate() }
}

fn take(size: usize) {
    // No layout is larger than `isize::MAX`.
    let size = size.cast_signed();
    if size > BUDGET || TAKEN.fetch_add(size, Ordering::Relaxed) + size > BUDGET {
        spent();
    }
}

fn give_back(size: usize) {
    TAKEN.fetch_sub(size.cast_signed(), Ordering::Relaxed);
}

/// Must not allocate or run destructors, because the caller may be in the middle of anything.
#[cold]
#[cfg_attr(unix, expect(unsafe_code, reason = "std cannot exit without running destructors"))]
fn spent() -> ! {
    #[cfg(unix)]
    // SAFETY: the bytes are static, and both functions are async-signal-safe.
    unsafe {
        let message = messages::OUT_OF_MEMORY;
        libc::write(libc::STDERR_FILENO, message.as_ptr().cast(), message.len());
        libc::_exit(exit_code::OUT_OF_MEMORY);
    }
    #[cfg(not(unix))]
    {
        use std::io::Write;
        let _ = std::io::stderr().write_all(messages::OUT_OF_MEMORY.as_bytes());
        #[expect(
            clippy::disallowed_methods,
            reason = "the process cannot continue without memory"
        )]
        std::process::exit(exit_code::OUT_OF_MEMORY);
    }
}
