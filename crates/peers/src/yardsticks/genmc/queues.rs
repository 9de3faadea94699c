//! Queues: Michael and Scott's, and a bounded one.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 2] = [
    program("ms-queue", "2 threads", 50, michael_scott),
    program("mpmc-queue", "1 writer, 1 reader", 3, bounded),
];

/// The index of a node, where 0 is no node, and a version.
fn pair(index: u64, version: u64) -> u64 {
    index | version << 32
}

fn split(pair: u64) -> (u64, u64) {
    (pair & 0xFFFF_FFFF, pair >> 32)
}

struct Queue {
    head: AtomicU64,
    tail: AtomicU64,
    nexts: [AtomicU64; 7],
    values: [AtomicU64; 7],
}

/// Each thread enqueues and dequeues. In a dequeue, failed rounds are cut.
fn michael_scott() -> bool {
    let queue = Queue {
        head: AtomicU64::new(pair(1, 0)),
        tail: AtomicU64::new(pair(1, 0)),
        nexts: std::array::from_fn(|node| AtomicU64::new(if node == 1 { 0 } else { 0x666 })),
        values: [const { AtomicU64::new(0) }; 7],
    };
    threads::each(2, |thread| {
        queue.enqueue(2 + 4 * thread, 10 * thread as u64);
        queue.dequeue()
    })
}

impl Queue {
    fn enqueue(&self, node: usize, value: u64) {
        self.values[node].store(value, Relaxed);
        let (_, version) = split(self.nexts[node].load(Relaxed));
        self.nexts[node].store(pair(0, version), Relaxed);
        let tail = loop {
            let tail = self.tail.load(Acquire);
            let (last, version) = split(tail);
            let link = &self.nexts[last as usize];
            let next = link.load(Acquire);
            if self.tail.load(Relaxed) != tail {
                continue;
            }
            let (index, link_version) = split(next);
            let new = pair(node as u64, link_version + 1);
            if index == 0 && link.compare_exchange(next, new, Release, Relaxed).is_ok() {
                break tail;
            }
            let (next, _) = split(link.load(Acquire));
            _ = self.tail.compare_exchange(tail, pair(next, version + 1), Release, Relaxed);
        };
        let new = pair(node as u64, split(tail).1 + 1);
        _ = self.tail.compare_exchange(tail, new, Release, Relaxed);
    }

    fn dequeue(&self) -> Option<()> {
        loop {
            let head = self.head.load(Acquire);
            let tail = self.tail.load(Acquire);
            let ((first, version), (last, tail_version)) = (split(head), split(tail));
            let (next, _) = split(self.nexts[first as usize].load(Acquire));
            assume(self.head.load(Relaxed) == head)?;
            if first != last {
                self.values[next as usize].load(Relaxed);
                let new = pair(next, version + 1);
                return assume(self.head.compare_exchange(head, new, Release, Relaxed).is_ok());
            }
            if next == 0 {
                return Some(());
            }
            let new = pair(next, tail_version + 1);
            _ = self.tail.compare_exchange(tail, new, Release, Relaxed);
        }
    }
}

/// The upper half counts the reads that have started, the lower one the writes. Failed exchanges are cut.
fn bounded() -> bool {
    const READ: u32 = 1 << 16;
    let started = AtomicU32::new(1);
    let [read, written] = [0, 1].map(AtomicU32::new);
    let array = [1, 0, 0, 0].map(AtomicU32::new);
    let write = || {
        let now = started.load(Acquire);
        let (reads, writes) = (now >> 16, now & (READ - 1));
        if writes == reads + 4 {
            return Some(());
        }
        let new = reads << 16 | (writes + 1);
        assume(started.compare_exchange(now, new, AcqRel, Acquire).is_ok())?;
        assume(read.load(Acquire) == reads)?;
        array[writes as usize % 4].store(1, Relaxed);
        written.fetch_add(1, Release);
        Some(())
    };
    let consume = || {
        loop {
            let now = started.load(Acquire);
            let (reads, writes) = (now >> 16, now & (READ - 1));
            if writes == reads {
                return Some(());
            }
            assume(started.compare_exchange(now, now + READ, AcqRel, Acquire).is_ok())?;
            assume(written.load(Acquire) == writes)?;
            array[reads as usize % 4].load(Relaxed);
            read.fetch_add(1, Release);
        }
    };
    threads::run(&[&write, &consume])
}
