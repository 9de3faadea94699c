//! Threads that read and write the same counters.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 18] = [
    program("ainc", "n = 3", 6, || increments(3, 1)),
    program("ainc", "n = 5", 120, || increments(5, 1)),
    program("binc", "n = 2", 4, || increments(2, 2)),
    program("binc", "n = 3", 36, || increments(3, 2)),
    program("binc", "n = 4", 576, || increments(4, 2)),
    program("cinc", "n = 2", 8, || increments(2, 3)),
    program("cinc", "n = 3", 216, || increments(3, 3)),
    program("inc", "n = 2", 4, || loads_and_stores(2, true)),
    program("inc", "n = 4", 576, || loads_and_stores(4, true)),
    program("rw", "n = 2", 4, || loads_and_stores(2, false)),
    program("rw", "n = 4", 576, || loads_and_stores(4, false)),
    program("wainc", "n = 2", 6, || write_and_increments(2)),
    program("wainc", "n = 4", 120, || write_and_increments(4)),
    program("wrw", "n = 2", 22, || write_and_others(2)),
    program("wrw", "n = 3", 300, || write_and_others(3)),
    program("lockinc", "n = 4", 24, || locked(4, 1)),
    program("lockinc", "n = 5", 120, || locked(5, 1)),
    program("lock2inc", "n = 4", 24, || locked(4, 2)),
];

fn increments(count: usize, cells: usize) -> bool {
    let cells = &[const { AtomicU32::new(0) }; 3][..cells];
    threads::each(count, |_| {
        for cell in cells {
            cell.fetch_add(1, Relaxed);
        }
        Some(())
    })
}

fn loads_and_stores(count: usize, adds: bool) -> bool {
    let x = AtomicU32::new(0);
    threads::each(count, |thread| {
        let read = x.load(Relaxed);
        x.store(if adds { read + (1 << thread) } else { 1 + thread as u32 }, Release);
        Some(())
    })
}

fn write_and_increments(count: usize) -> bool {
    let x = AtomicU32::new(0);
    threads::each(count + 1, |thread| {
        match thread {
            0 => x.store(42, Release),
            _ => _ = x.fetch_add(1, Relaxed),
        }
        Some(())
    })
}

fn write_and_others(count: usize) -> bool {
    let x = AtomicU32::new(0);
    threads::each(count + 1, |thread| {
        if thread > 0 {
            x.load(Relaxed);
        }
        x.store(if thread == 0 { 1 } else { thread as u32 - 1 }, Release);
        Some(())
    })
}

fn locked(count: usize, cells: usize) -> bool {
    let (lock, cells) = (Mutex::new(()), &[const { AtomicU32::new(0) }; 2][..cells]);
    threads::each(count, |_| {
        let _guard = lock.lock().unwrap();
        for cell in cells {
            cell.store(cell.load(Relaxed) + 1, Relaxed);
        }
        Some(())
    })
}
