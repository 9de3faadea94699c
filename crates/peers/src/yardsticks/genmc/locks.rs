//! Locks and barriers by hand. A failed round of a waiting loop is cut: the thread gives up.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 12] = [
    program("spinning barrier", "", 2, barrier),
    program("spinlock", "2 threads", 4, || each(2, |cells, _| spin_lock(cells), spin_unlock)),
    program("ttaslock", "2 threads", 4, || each(2, |cells, _| test_and_set(cells), spin_unlock)),
    program("ticketlock", "2 threads", 2, || each(2, |cells, _| take_ticket(cells), call_next)),
    program("ticketlock", "3 threads", 6, || each(3, |cells, _| take_ticket(cells), call_next)),
    program("twalock", "2 threads", 4, || each(2, |cells, _| wait_in_array(cells), call_in_array)),
    program("mutex", "2 threads", 12, || each(2, |cells, _| futex_lock(cells), futex_unlock)),
    program("mcs_spinlock", "2 threads", 6, || queue_lock(2)),
    program("mcs_spinlock", "3 threads", 66, || queue_lock(3)),
    program("linuxrwlocks", "2 threads", 14, read_write_lock),
    program("seqlock", "", 2, || sequence_lock(false)),
    program("seqlock as a lock", "", 2, || sequence_lock(true)),
];

type Cells = [AtomicU32; 8];

/// Threads that write and read `s` while they hold the lock.
fn each(count: usize, lock: fn(&Cells, usize) -> Option<()>, unlock: fn(&Cells)) -> bool {
    let (cells, s) = ([const { AtomicU32::new(0) }; 8], AtomicU32::new(0));
    threads::each(count, |thread| {
        lock(&cells, thread)?;
        critical(&s, thread);
        unlock(&cells);
        Some(())
    })
}

/// The lock orders these accesses.
fn critical(s: &AtomicU32, thread: usize) {
    s.store(thread as u32, Relaxed);
    assert_eq!(s.load(Relaxed), thread as u32);
}

fn barrier() -> bool {
    let [arrived, step, data] = &[const { AtomicU32::new(0) }; 3];
    let wait = || {
        let before = step.load(SeqCst);
        if arrived.fetch_add(1, SeqCst) == 1 {
            arrived.store(0, SeqCst);
            step.fetch_add(1, SeqCst);
            return Some(());
        }
        assume(step.load(SeqCst) != before)
    };
    let writer = || {
        data.store(42, Relaxed);
        wait()
    };
    let reader = || {
        wait()?;
        assert_eq!(data.load(Relaxed), 42);
        Some(())
    };
    threads::run(&[&writer, &reader])
}

fn spin_lock([lock, ..]: &Cells) -> Option<()> {
    assume(lock.load(Relaxed) == 0)?;
    assume(lock.compare_exchange(0, 1, Acquire, Acquire).is_ok())
}

fn test_and_set([lock, ..]: &Cells) -> Option<()> {
    assume(lock.load(Relaxed) == 0)?;
    assume(lock.swap(1, Acquire) == 0)
}

fn spin_unlock([lock, ..]: &Cells) {
    lock.store(0, Release);
}

fn take_ticket([next, owner, ..]: &Cells) -> Option<()> {
    let ticket = next.fetch_add(1, Relaxed);
    assume(owner.load(Acquire) == ticket)
}

fn call_next([_, owner, ..]: &Cells) {
    owner.store(owner.load(Relaxed) + 1, Release);
}

fn wait_in_array([next, grant, ..]: &Cells) -> Option<()> {
    let ticket = next.fetch_add(1, Relaxed);
    let distance = ticket - grant.load(Acquire);
    assert!(distance <= 1, "only two threads");
    assume(distance == 0 || grant.load(Acquire) == ticket)
}

fn call_in_array([_, grant, array @ ..]: &Cells) {
    let next = grant.load(Relaxed) + 1;
    grant.store(next, Release);
    array[next as usize + 1].fetch_add(1, Release);
}

fn futex_lock([state, signal, ..]: &Cells) -> Option<()> {
    let acquire = |new| state.compare_exchange(0, new, Acquire, Acquire).is_ok();
    if acquire(1) {
        return Some(());
    }
    loop {
        _ = state.compare_exchange(1, 2, Relaxed, Relaxed);
        let before = signal.load(Acquire);
        if state.load(Acquire) == 2 {
            assume(signal.load(Acquire) != before)?;
        }
        if acquire(2) {
            return Some(());
        }
    }
}

fn futex_unlock([state, signal, ..]: &Cells) {
    if state.compare_exchange(1, 0, Release, Relaxed).is_err() {
        state.store(0, Release);
        signal.fetch_add(1, Release);
    }
}

/// The lock of Mellor-Crummey and Scott. A thread has the number of its node, and 0 is no node.
fn queue_lock(count: usize) -> bool {
    let new = || [const { AtomicU32::new(0) }; 4];
    let (lock, admitted, nexts, s) = (AtomicU32::new(0), new(), new(), AtomicU32::new(0));
    threads::each(count, |thread| {
        let me = thread as u32 + 1;
        let (mine, next) = (&admitted[thread + 1], &nexts[thread + 1]);
        mine.store(0, Relaxed);
        next.store(0, Relaxed);
        let previous = lock.swap(me, AcqRel);
        if previous != 0 {
            nexts[previous as usize].store(me, Relaxed);
            assume(mine.load(Acquire) != 0)?;
        }
        s.store(42, Relaxed);
        let mut follower = next.load(Relaxed);
        if follower == 0 {
            if lock.compare_exchange(me, 0, Release, Relaxed).is_ok() {
                return Some(());
            }
            follower = next.load(Relaxed);
            assume(follower != 0)?;
        }
        admitted[follower as usize].store(1, Release);
        Some(())
    })
}

fn read_write_lock() -> bool {
    const WRITER: u32 = 1 << 20;
    let (lock, s) = (AtomicU32::new(WRITER), AtomicU32::new(0));
    threads::each(2, |_| {
        // A failed attempt would be undone, and is cut.
        assume(lock.fetch_sub(1, Acquire).cast_signed() > 0)?;
        s.load(Relaxed);
        lock.fetch_add(1, Release);
        assume(lock.fetch_sub(WRITER, Acquire) == WRITER)?;
        s.store(1, Relaxed);
        lock.fetch_add(WRITER, Release);
        Some(())
    })
}

fn sequence_lock(reader_locks: bool) -> bool {
    let (lock, [sequence, data]) = (Mutex::new(()), &[const { AtomicU32::new(0) }; 2]);
    let write = || {
        let _guard = lock.lock().unwrap();
        sequence.store(sequence.load(Relaxed) + 1, Relaxed);
        fence(AcqRel);
        data.store(42, Relaxed);
        fence(AcqRel);
        sequence.store(sequence.load(Relaxed) + 1, Relaxed);
        Some(())
    };
    let read = || {
        let _guard = reader_locks.then(|| lock.lock().unwrap());
        let before = sequence.load(Relaxed);
        assume(before.is_multiple_of(2))?;
        fence(AcqRel);
        data.load(Relaxed);
        fence(AcqRel);
        assume(sequence.load(Relaxed) == before)
    };
    threads::run(&[&write, &read])
}
