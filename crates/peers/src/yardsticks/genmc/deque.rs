//! The work-stealing deque of Chase and Lev: its owner and one thief.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAM: Count = program("chase-lev", "1 thief", 65, run);

#[derive(Default)]
struct Deque {
    bottom: AtomicI32,
    top: AtomicI32,
    buffer: [AtomicI32; 10],
}

impl Deque {
    fn cell(&self, at: i32) -> &AtomicI32 {
        &self.buffer[at as usize % 10]
    }

    fn push(&self, value: i32) {
        let bottom = self.bottom.load(Relaxed);
        let top = self.top.load(Acquire);
        if bottom - top < 10 {
            self.cell(bottom).store(value, Relaxed);
            self.bottom.store(bottom + 1, Release);
        }
    }

    fn pop(&self) {
        let bottom = self.bottom.load(Relaxed);
        self.bottom.store(bottom - 1, Relaxed);
        fence(SeqCst);
        let top = self.top.load(Relaxed);
        if bottom <= top {
            self.bottom.store(bottom, Relaxed);
            return;
        }
        self.cell(bottom - 1).load(Relaxed);
        if bottom - top == 1 {
            _ = self.top.compare_exchange(top, top + 1, AcqRel, Acquire);
            self.bottom.store(bottom, Relaxed);
        }
    }

    fn steal(&self) {
        let top = self.top.load(Relaxed);
        fence(SeqCst);
        if self.bottom.load(Acquire) > top {
            self.cell(top).load(Relaxed);
            _ = self.top.compare_exchange(top, top + 1, Release, Relaxed);
        }
    }
}

fn run() -> bool {
    let deque = Deque::default();
    let own = || {
        (1..=5).for_each(|value| deque.push(value));
        (0..3).for_each(|_| deque.pop());
        (6..=7).for_each(|value| deque.push(value));
        Some(())
    };
    let steal = || {
        deque.steal();
        Some(())
    };
    threads::run(&[&own, &steal])
}
