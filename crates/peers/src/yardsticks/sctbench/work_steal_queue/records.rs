//! The bookkeeping of the variants with state: how deep each thread is in operations of the queue.
use crate::yardsticks::prelude::*;

#[derive(Debug)]
pub(super) struct Records {
    /// The number of records of each thread.
    stacks: Mutex<Vec<usize>>,
    twin: Twin,
}

impl Records {
    /// The thread 0 has a record already.
    pub(super) fn new(twin: Twin) -> Self {
        Self { stacks: Mutex::new(vec![1]), twin }
    }

    /// Runs an operation of `thread`.
    pub(super) fn around<R>(&self, thread: usize, operation: impl FnOnce() -> R) -> R {
        self.push(thread);
        let result = operation();
        self.peek(thread);
        self.pop(thread);
        result
    }

    fn push(&self, thread: usize) {
        match self.twin {
            Twin::Buggy => {
                let length = self.stacks.lock().unwrap().len();
                if length <= thread {
                    // This can also make it shorter.
                    self.stacks.lock().unwrap().resize(thread + 1, 0);
                }
                self.stacks.lock().unwrap()[thread] += 1;
            }
            Twin::Repaired => {
                let mut stacks = self.stacks.lock().unwrap();
                if stacks.len() <= thread {
                    stacks.resize(thread + 1, 0);
                }
                stacks[thread] += 1;
            }
        }
    }

    fn peek(&self, thread: usize) {
        assert!(self.stacks.lock().unwrap().get(thread).is_some_and(|records| *records > 0));
    }

    fn pop(&self, thread: usize) {
        let mut stacks = self.stacks.lock().unwrap();
        let records = stacks.get_mut(thread).filter(|records| **records > 0);
        *records.expect("the thread has a record") -= 1;
    }
}
