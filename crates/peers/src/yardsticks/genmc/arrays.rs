//! Programs over arrays.
use super::program::{program, slow};
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 6] = [
    program("indexer", "n = 12", 8, || indexer(12)),
    slow("indexer", "n = 15", 4_096, || indexer(15)),
    program("eratosthenes", "n = 5", 1_512, eratosthenes),
    program("filesystem", "n = 19", 64, || filesystem(19)),
    program("sigma", "n = 3", 15, || sigma(3)),
    program("sigma", "n = 4", 105, || sigma(4)),
];

fn cells(count: usize) -> Vec<AtomicU32> {
    (0..count).map(|_| AtomicU32::new(0)).collect()
}

fn indexer(count: usize) -> bool {
    let table = cells(128);
    threads::each(count, |thread| {
        for round in 0..4 {
            let value = 11 * round + thread as u32;
            let mut at = 7 * value as usize % 128;
            while table[at].compare_exchange(0, value, Relaxed, Relaxed).is_err() {
                at = (at + 1) % 128;
            }
        }
        Some(())
    })
}

fn eratosthenes() -> bool {
    let array = cells(5);
    threads::each(2, |_| {
        for at in 0..array.len() {
            if array[at].load(Acquire) == 0 {
                array[at].store(1, Release);
                for multiple in (2 * at + 2..array.len()).step_by(at + 2) {
                    array[multiple].store(2, Release);
                }
            }
        }
        Some(())
    })
}

fn filesystem(count: usize) -> bool {
    let inodes: Vec<_> = (0..32).map(|_| Mutex::new(0)).collect();
    let busy: Vec<_> = (0..26).map(|_| Mutex::new(false)).collect();
    threads::each(count, |thread| {
        let mut inode = inodes[thread % inodes.len()].lock().unwrap();
        if *inode == 0 {
            let mut block = 2 * thread % busy.len();
            loop {
                let mut is_busy = busy[block].lock().unwrap();
                if !*is_busy {
                    *is_busy = true;
                    *inode = block + 1;
                    break;
                }
                block = (block + 1) % busy.len();
            }
        }
        Some(())
    })
}

fn sigma(count: usize) -> bool {
    let (array, index) = (cells(count), AtomicU32::new(0));
    thread::scope(|scope| {
        for number in 0..count {
            if number > 0 {
                index.store(index.load(SeqCst) + 1, SeqCst);
            }
            scope.spawn(|| array[index.load(SeqCst) as usize].store(1, SeqCst));
        }
    });
    true
}
