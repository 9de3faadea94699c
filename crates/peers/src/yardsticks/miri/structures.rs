//! Programs with locks, spin loops and pointers.
use crate::yardsticks::count::{Body, Count};
use crate::yardsticks::prelude::*;

const fn program(
    name: &'static str,
    size: &'static str,
    published: u64,
    body: fn() -> bool,
) -> Count {
    Count { name, size, body: Body::Code(body), published, quick: true }
}

pub(super) const PROGRAMS: [Count; 8] = [
    program("mutex_simple", "", 20, mutex),
    program("spinloop_assume", "replaced", 1, || spin(1)),
    program("spinloop_assume", "3 looks", 108, || spin(3)),
    program("treiber_stack", "1 pusher", 2, || stack(1)),
    program("treiber_stack", "2 pushers", 22, || stack(2)),
    program("treiber_stack", "3 pushers", 1_002, || stack(3)),
    program("ms_queue", "1 producer", 4, || queue(1)),
    program("ms_queue", "2 producers", 188, || queue(2)),
];

fn mutex() -> bool {
    let total = Mutex::new(0);
    threads::each(2, |_| {
        (0..3).for_each(|_| *total.lock().unwrap() += 1);
        Some(())
    })
}

/// Three threads take turns; a wait reads a bounded number of times.
fn spin(looks: usize) -> bool {
    let [flag, data] = &[const { AtomicU32::new(0) }; 2];
    let wait = |value| assume((0..looks).any(|_| flag.load(Acquire) == value));
    threads::each(3, |thread| {
        if thread > 0 {
            wait(thread as u32)?;
        }
        data.store(if thread == 0 { 42 } else { data.load(Relaxed) + 1 }, Relaxed);
        flag.store(thread as u32 + 1, Release);
        if thread == 0 {
            wait(3)?;
            assert_eq!(data.load(Relaxed), 44);
        }
        Some(())
    })
}

/// 0 is no node.
fn stack(pushers: usize) -> bool {
    let (top, nexts) = (AtomicU32::new(0), [const { AtomicU32::new(0) }; 4]);
    threads::each(pushers + 1, |thread| {
        loop {
            let old = top.load(Acquire);
            let new = match thread {
                0 if old == 0 => return Some(()),
                0 => nexts[old as usize].load(Relaxed),
                node => {
                    nexts[node].store(old, Relaxed);
                    node as u32
                }
            };
            if top.compare_exchange(old, new, Release, Relaxed).is_ok() {
                return Some(());
            }
        }
    })
}

/// The node 0 is no node, and 1 is the first dummy.
fn queue(producers: usize) -> bool {
    let [head, tail] = &[1, 1].map(AtomicU32::new);
    let nexts = &[const { AtomicU32::new(0) }; 4];
    let exchange =
        |cell: &AtomicU32, old, new| cell.compare_exchange(old, new, Release, Relaxed).is_ok();
    let enqueue = |node: u32| {
        let last = loop {
            let last = tail.load(Acquire);
            let next = nexts[last as usize].load(Acquire);
            if tail.load(Acquire) != last {
                continue;
            }
            if next != 0 {
                exchange(tail, last, next);
            } else if exchange(&nexts[last as usize], 0, node) {
                break last;
            }
        };
        exchange(tail, last, node);
    };
    let dequeue = || {
        loop {
            let (first, last) = (head.load(Acquire), tail.load(Acquire));
            let next = nexts[first as usize].load(Acquire);
            if head.load(Acquire) != first {
                continue;
            }
            if first != last {
                if exchange(head, first, next) {
                    return;
                }
            } else if next == 0 {
                return;
            } else {
                exchange(tail, last, next);
            }
        }
    };
    threads::each(producers + 1, |thread| {
        match thread {
            0 => dequeue(),
            producer => enqueue(producer as u32 + 1),
        }
        Some(())
    })
}
