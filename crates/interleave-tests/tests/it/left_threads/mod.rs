//! Threads that have not ended when an execution ends are left, as std leaves them when the process ends: no
//! destructor runs, and the next execution starts afresh.

mod destructors;
mod invariants;
mod memory;
mod statics;

use interleave::thread;

/// Blocks, despite spurious wakeups.
fn park_forever() {
    loop {
        thread::park();
    }
}
