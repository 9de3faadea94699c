//! Runs the statements of one thread.
use super::super::std_api::{HashMap, scheduling_point, thread};
use super::locals;
use super::thread::{TIMEOUT, Thread};
use crate::program::{NOTHING, OnceCall, OnceOp, Op, ThreadResult};
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
            Op::Atomic(at, op) => {
                self.references.are_separate();
                return self.atomic(at, op, register);
            }
            Op::Channel(at, op) => return self.channel(at, op),
            Op::OnceLock(at, op) => return self.once_lock(at, op),
            Op::Once(op) => return self.once(op),
            Op::Arc(at, op) => return self.references.apply(at, op),
            Op::Local(key) if self.number != 0 => locals::touch(key, self.shared),
            Op::Local(_) => {}
            Op::FirstKey(keys) => {
                let map: HashMap<u8, ()> = (0..keys).map(|key| (key, ())).collect();
                return map.into_keys().next();
            }
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

    fn once_lock(&self, at: usize, op: OnceOp) -> Option<u8> {
        let once_lock = &self.shared.once_locks[at];
        Some(match op {
            OnceOp::Set(value) => once_lock.set(value).is_ok().into(),
            OnceOp::Get => once_lock.get().copied().unwrap_or(NOTHING),
            OnceOp::GetOrInit(value) => *once_lock.get_or_init(|| {
                self.shared.atomics[0].fetch_add(1, SeqCst);
                value
            }),
            OnceOp::Wait => {
                once_lock.wait();
                return None;
            }
        })
    }

    fn once(&self, op: OnceCall) -> Option<u8> {
        let once = &self.shared.once;
        match op {
            OnceCall::CallOnce => once.call_once(|| {
                self.shared.atomics[0].fetch_add(1, SeqCst);
            }),
            OnceCall::IsCompleted => return Some(once.is_completed().into()),
            OnceCall::Wait => once.wait(),
        }
        None
    }
}
