//! Runs the statements of one thread.
use super::super::std_api::{scheduling_point, thread};
use super::thread::{TIMEOUT, Thread};
use crate::program::{NOTHING, OnceOp, Op, ThreadResult};
use std::sync::atomic::Ordering::SeqCst;

impl Thread<'_, '_, '_> {
    pub(super) fn run_statements(&mut self) {
        let program = &self.shared.program;
        for statement in &program.threads[self.number] {
            if statement.runs(&self.registers)
                && let Some(result) = self.op(statement.op, self.registers[statement.register])
            {
                self.registers[statement.register] = result;
            }
        }
    }

    /// Returns the result, if the operation has one and applies.
    fn op(&mut self, op: Op, register: u8) -> Option<u8> {
        match op {
            Op::Mutex(at, op) => return self.mutex(at, op),
            Op::RwLock(at, op) => return self.rwlock(at, op),
            Op::Atomic(at, op) => return self.atomic(at, op, register),
            Op::Channel(at, op) => return self.channel(at, op),
            Op::OnceLock(at, op) => return Some(self.once_lock(at, op)),
            Op::Thread(other, op) => return self.other_thread(other, op),
            Op::Park => thread::park(),
            Op::ParkTimeout => thread::park_timeout(TIMEOUT),
            Op::Sleep => thread::sleep(TIMEOUT),
            Op::Barrier { leader } => {
                scheduling_point();
                let result = self.shared.barrier.wait();
                return leader.then(|| result.is_leader().into());
            }
            // If a panicking thread left children behind, the end of the program would not be
            // well defined.
            Op::Panic if self.number != 0 && self.children.is_empty() => {
                self.shared.set_result(self.number, ThreadResult::Panicked);
                std::panic::resume_unwind(Box::new("planned"));
            }
            Op::Panic => {}
        }
        None
    }

    fn once_lock(&self, at: usize, op: OnceOp) -> u8 {
        let once_lock = &self.shared.once_locks[at];
        match op {
            OnceOp::Set(value) => once_lock.set(value).is_ok().into(),
            OnceOp::Get => once_lock.get().copied().unwrap_or(NOTHING),
            OnceOp::GetOrInit(value) => *once_lock.get_or_init(|| {
                self.shared.atomics[0].fetch_add(1, SeqCst);
                value
            }),
        }
    }
}
