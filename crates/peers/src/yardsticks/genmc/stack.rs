//! Treiber's stack: two threads push and one pops. A failed round of the pop is cut.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 1] = [program("treiber-stack", "2 pushers, 1 popper", 18, run)];

/// The index of a node, where 0 is no node, and a version.
fn pair(index: u64, version: u64) -> u64 {
    index | version << 32
}

fn split(pair: u64) -> (u64, u64) {
    (pair & 0xFFFF_FFFF, pair >> 32)
}

fn run() -> bool {
    let top = AtomicU64::new(0);
    let new = || [const { AtomicU64::new(0) }; 6];
    let (nexts, values, x) = (new(), new(), new());
    let push = |pusher: usize| {
        let node = 1 + 4 * pusher;
        x[pusher].store(pusher as u64 + 42, Relaxed);
        values[node].store(pusher as u64, Relaxed);
        loop {
            let old = top.load(Acquire);
            nexts[node].store(old, Relaxed);
            let new = pair(node as u64, split(old).1 + 1);
            if top.compare_exchange(old, new, Release, Relaxed).is_ok() {
                return Some(());
            }
        }
    };
    let pop = || {
        let old = top.load(Acquire);
        let (node, version) = split(old);
        if node == 0 {
            return Some(());
        }
        let (next, _) = split(nexts[node as usize].load(Relaxed));
        let new = pair(next, version + 1);
        assume(top.compare_exchange(old, new, Release, Relaxed).is_ok())?;
        let value = values[node as usize].load(Relaxed) as usize;
        if value != 0 {
            x[value].load(Relaxed);
        }
        Some(())
    };
    threads::run(&[&|| push(0), &|| push(1), &pop])
}
