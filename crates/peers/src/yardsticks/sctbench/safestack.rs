//! A lock-free stack in which an index comes back (the ABA problem).
use crate::yardsticks::prelude::*;

const ITEMS: usize = 3;
const ROUNDS: usize = 2;

/// The index of the first free item. In the repaired twin, every exchange raises the version above it.
struct Head {
    value: AtomicU64,
    version: u64,
}

impl Head {
    fn load(&self) -> u64 {
        self.value.load(SeqCst)
    }

    /// Replaces the index, or returns what is there instead of `seen`.
    fn replace(&self, seen: u64, index: i32) -> Result<u64, u64> {
        let new = (((seen >> 32) + self.version) << 32) | u64::from(index as u32);
        self.value.compare_exchange(seen, new, SeqCst, SeqCst)
    }
}

fn index(head: u64) -> i32 {
    head as u32 as i32
}

struct Stack {
    head: Head,
    count: AtomicI32,
    next: [AtomicI32; ITEMS],
}

impl Stack {
    fn pop(&self) -> Option<usize> {
        while self.count.load(SeqCst) > 1 {
            let head = self.head.load();
            let item = index(head) as usize;
            let next = self.next[item].swap(-1, SeqCst);
            if next < 0 {
                thread::yield_now();
            } else if self.head.replace(head, next).is_ok() {
                self.count.fetch_sub(1, SeqCst);
                return Some(item);
            } else {
                self.next[item].swap(next, SeqCst);
            }
        }
        None
    }

    fn push(&self, item: usize) {
        let mut head = self.head.load();
        loop {
            self.next[item].store(index(head), SeqCst);
            match self.head.replace(head, item as i32) {
                Ok(_) => break,
                Err(seen) => head = seen,
            }
        }
        self.count.fetch_add(1, SeqCst);
    }

    fn take(&self) -> usize {
        loop {
            match self.pop() {
                Some(item) => return item,
                None => thread::yield_now(),
            }
        }
    }
}

pub(super) fn safestack(twin: Twin) {
    let stack = Stack {
        head: Head { value: AtomicU64::new(0), version: u64::from(twin == Twin::Repaired) },
        count: AtomicI32::new(ITEMS as i32),
        next: [1, 2, -1].map(AtomicI32::new),
    };
    let owners = [-1; ITEMS].map(AtomicI32::new);
    thread::scope(|scope| {
        for worker in 0..3 {
            let (stack, owners) = (&stack, &owners);
            scope.spawn(move || {
                for _ in 0..ROUNDS {
                    let item = stack.take();
                    owners[item].store(worker, SeqCst);
                    assert_eq!(owners[item].load(SeqCst), worker, "an item has two owners");
                    stack.push(item);
                }
            });
        }
    });
}
