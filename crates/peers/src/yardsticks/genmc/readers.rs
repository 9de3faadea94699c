//! Readers and writers of a few cells.
use super::program::{program, slow};
use crate::yardsticks::prelude::*;
use std::ops::RangeInclusive;

pub(super) const PROGRAMS: [Count; 17] = [
    program("readers", "n = 2", 4, || readers(2)),
    program("readers", "n = 8", 256, || readers(8)),
    program("N-writers", "", 720, writers),
    program("CoA", "n = 1", 4, || coherence(0)),
    program("CoA", "n = 2", 16, || coherence(1)),
    program("CoA", "n = 3", 144, || coherence(2)),
    program("CoA", "n = 4", 2_304, || coherence(3)),
    program("lastzero", "n = 5", 64, || last_zero(5)),
    slow("lastzero", "n = 10", 3_328, || last_zero(10)),
    program("publish", "40 looks", 42, publish),
    program("fib_bench", "k = 1", 11, || fibonacci(1)),
    slow("fib_bench", "k = 3", 2_258, || fibonacci(3)),
    slow("big0", "", 82_472, big0),
    slow("big1", "", 2_950_753, big1),
    slow("big2", "", 14_973_624, big2),
    program("par_length", "n = 3", 4, || parallel(3)),
    program("SharedPtr", "n = 2", 18, || shared_pointer(2)),
];

fn readers(count: usize) -> bool {
    let x = AtomicU32::new(0);
    threads::each(count + 1, |thread| {
        match thread {
            0 => x.store(42, Release),
            _ => _ = x.load(Acquire),
        }
        Some(())
    })
}

fn writers() -> bool {
    let x = AtomicU32::new(0);
    threads::each(6, |thread| {
        match thread {
            0 => _ = x.load(Acquire),
            _ => x.store(thread as u32 - 1, Release),
        }
        Some(())
    })
}

fn coherence(others: usize) -> bool {
    let [x, y, z] = &[const { AtomicU32::new(0) }; 3];
    threads::each(others + 2, |thread| {
        match thread {
            0 | 1 => {
                x.store(thread as u32 + 1, Release);
                [y, z][thread].load(Acquire);
                x.load(Acquire);
            }
            _ => {
                y.store(thread as u32 - 1, Release);
                z.store(thread as u32 - 1, Release);
            }
        }
        Some(())
    })
}

fn last_zero(count: usize) -> bool {
    let array: Vec<AtomicU32> = (0..=count).map(|_| AtomicU32::new(0)).collect();
    threads::each(count + 1, |thread| {
        if thread > 0 {
            array[thread].store(array[thread - 1].load(Acquire) + 1, Release);
        } else {
            _ = (0..=count).rev().find(|at| array[*at].load(Acquire) == 0);
        }
        Some(())
    })
}

fn publish() -> bool {
    let [data, flag] = &[const { AtomicU32::new(0) }; 2];
    let write = || {
        data.store(42, Release);
        flag.store(1, Release);
        Some(())
    };
    let read = || {
        if (0..=40).any(|_| flag.load(Acquire) == 1) {
            assert_eq!(data.load(Acquire), 42);
        }
        Some(())
    };
    threads::run(&[&write, &read])
}

fn fibonacci(rounds: usize) -> bool {
    let [x, y] = &[const { AtomicU32::new(1) }; 2];
    let add = |to: &AtomicU32| {
        for _ in 0..rounds {
            to.store(x.load(Acquire) + y.load(Acquire), Release);
        }
        Some(())
    };
    let check = || {
        if x.load(Acquire) <= 144 {
            assert!(y.load(Acquire) <= 144);
        }
        Some(())
    };
    threads::run(&[&|| add(x), &|| add(y), &check])
}

/// Two readers of these cells, and two writers, each with its cells and values.
fn big(reads: [&[usize]; 2], writes: [(&[usize], RangeInclusive<u32>); 2]) -> bool {
    let cells = &[const { AtomicU32::new(0) }; 4];
    let load = |thread: usize| {
        reads[thread].iter().for_each(|cell| _ = cells[*cell].load(Acquire));
        Some(())
    };
    let store = |thread: usize| {
        let (written, values) = &writes[thread];
        for value in values.clone() {
            written.iter().for_each(|cell| cells[*cell].store(value, Release));
        }
        Some(())
    };
    threads::each(4, |thread| if thread < 2 { load(thread) } else { store(thread - 2) })
}

/// Each cell has one writer.
const ONE_WRITER: [(&[usize], RangeInclusive<u32>); 2] = [(&[0, 1], 1..=3), (&[2, 3], 1..=3)];

fn big0() -> bool {
    big([&[0, 1, 2, 3, 0, 1, 2], &[0, 1, 2]], ONE_WRITER)
}

fn big1() -> bool {
    big([&[0, 1, 2, 3, 0, 1, 2, 3], &[0, 1, 2, 3, 0, 1]], ONE_WRITER)
}

fn big2() -> bool {
    let cells = [0, 1, 2];
    big([&[0, 1, 2, 0, 1], &[0, 1, 2, 0]], [(&cells, 1..=2), (&cells, 3..=4)])
}

fn parallel(rounds: usize) -> bool {
    let (cells, shared) = ([const { AtomicU32::new(0) }; 2], AtomicU32::new(0));
    let store_and_load = |cell: &AtomicU32, value: usize, order: Ordering| {
        cell.store(value as u32, order);
        cell.load(order);
    };
    threads::each(2, |thread| {
        for round in 0..rounds {
            store_and_load(&cells[thread], round, SeqCst);
        }
        store_and_load(&shared, thread, SeqCst);
        Some(())
    })
}

fn shared_pointer(loads: usize) -> bool {
    // 0 is no cell, 1 is x, and 2 is y.
    let (cells, pointer) = ([0, 3, 4].map(AtomicU32::new), AtomicU32::new(0));
    threads::each(2, |thread| {
        let (target, other) = if thread == 0 { (2, 1) } else { (1, 2) };
        pointer.store(target, Release);
        for _ in 0..loads {
            cells[other].load(Acquire);
        }
        let cell = &cells[pointer.load(Acquire) as usize];
        cell.store(cell.load(Acquire) + 3, Release);
        Some(())
    })
}
