//! FreeBSD's `buf_ring`: three threads that enqueue and dequeue.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAM: Count = program("buf_ring", "3 threads", 1_218, run);

fn run() -> bool {
    let [producers, produced, consumers, consumed] = &[const { AtomicU32::new(0) }; 4];
    let ring = &[const { AtomicU32::new(0) }; 8];
    let advance = |cell: &AtomicU32, from: u32| {
        assume(cell.compare_exchange(from, (from + 1) & 7, AcqRel, Acquire).is_ok())
    };
    let enqueue = |value| {
        let head = producers.load(Relaxed);
        let tail = consumed.load(Relaxed);
        let next = (head + 1) & 7;
        // The ring looks full.
        if next == tail {
            return Some(());
        }
        advance(producers, head)?;
        fence(SeqCst);
        ring[head as usize].store(value, Relaxed);
        assume(produced.load(Relaxed) == head)?;
        produced.store(next, Relaxed);
        Some(())
    };
    threads::each(3, |thread| {
        enqueue(thread as u32 + 1)?;
        let head = consumers.load(Relaxed);
        if head == produced.load(Relaxed) {
            return Some(());
        }
        advance(consumers, head)?;
        ring[head as usize].load(Relaxed);
        assume(consumed.load(Relaxed) == head)?;
        fence(SeqCst);
        consumed.store((head + 1) & 7, Relaxed);
        Some(())
    })
}
