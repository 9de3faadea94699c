//! A budget for the heap: a program that takes memory without end ends with words and an exit code of
//! its own, before the machine runs out of it.
//!
//! Bytes are counted, and no system is asked: the same program ends at the same byte everywhere.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};

use crate::messages;
use report::exit_code;

/// Twenty times of what the tests of this course need, and little enough for any machine.
const BUDGET: isize = 512 << 20;

/// What the process holds now, in bytes as they were asked for.
static TAKEN: AtomicIsize = AtomicIsize::new(0);

/// The allocator of the system, within a budget of 512 MiB for the whole process.
///
/// ```no_run
/// #[global_allocator]
/// static HEAP: interleave::Heap = interleave::Heap;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Heap;

// SAFETY: every call goes to `System` as it came, with all that its caller has promised.
#[expect(unsafe_code, reason = "the trait of allocators is unsafe")]
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: see above; so it is with the others.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
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
        unsafe { System.realloc(pointer, layout, size) }
    }
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

/// Nothing here may allocate, and no destructor may run: whoever asks for memory is in the middle of
/// something.
#[cold]
#[cfg_attr(unix, expect(unsafe_code, reason = "std has no exit without destructors"))]
fn spent() -> ! {
    #[cfg(unix)]
    // SAFETY: the bytes live for ever, and both functions may be called anywhere.
    unsafe {
        let words = messages::OUT_OF_MEMORY;
        libc::write(libc::STDERR_FILENO, words.as_ptr().cast(), words.len());
        libc::_exit(exit_code::OUT_OF_MEMORY);
    }
    #[cfg(not(unix))]
    {
        use std::io::Write;
        let _ = std::io::stderr().write_all(messages::OUT_OF_MEMORY.as_bytes());
        #[expect(clippy::disallowed_methods, reason = "there is no way on without memory")]
        std::process::exit(exit_code::OUT_OF_MEMORY);
    }
}
