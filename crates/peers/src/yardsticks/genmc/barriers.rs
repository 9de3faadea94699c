//! Threads that meet at a barrier. The figures include the order of arrivals; see the introduction of the suite.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 6] = [
    program("barrier1", "n = 3", 6, || meet(3, 1)),
    program("barrier1", "n = 4", 24, || meet(4, 1)),
    program("barrier2", "n = 3", 36, || meet(3, 2)),
    program("barrier3", "n = 3", 36, || locks_beside(3)),
    program("barrier4", "", 2, publish),
    program("barrier-lock", "", 16, rounds),
];

/// Each of `count` threads waits at the barrier `times` times.
fn meet(count: usize, times: usize) -> bool {
    let barrier = Barrier::new(count);
    threads::each(count, |_| {
        (0..times).for_each(|_| _ = barrier.wait());
        Some(())
    })
}

/// Takes a spin lock, or gives up.
fn lock(spin: &AtomicU32) -> Option<()> {
    assume(spin.compare_exchange(0, 1, SeqCst, SeqCst).is_ok())
}

/// `count` threads meet, and as many others take a spin lock.
fn locks_beside(count: usize) -> bool {
    let (barrier, spin) = (Barrier::new(count), AtomicU32::new(0));
    threads::each(2 * count, |thread| {
        if thread < count {
            lock(&spin)?;
            spin.store(0, SeqCst);
        } else {
            barrier.wait();
        }
        Some(())
    })
}

fn publish() -> bool {
    let (barrier, x) = (Barrier::new(2), AtomicU32::new(0));
    threads::each(2, |thread| {
        if thread == 0 {
            x.store(42, SeqCst);
        }
        barrier.wait();
        assert!(thread == 0 || x.load(SeqCst) == 42);
        Some(())
    })
}

/// In each of two rounds, both threads meet and then add under a lock. It is a `Mutex` in place of a spin lock,
/// because a thread that gives up would leave the other one waiting at the barrier.
fn rounds() -> bool {
    let (barrier, sum) = (Barrier::new(2), Mutex::new(0));
    threads::each(2, |_| {
        for _ in 0..2 {
            barrier.wait();
            *sum.lock().unwrap() += 1;
        }
        Some(())
    })
}
