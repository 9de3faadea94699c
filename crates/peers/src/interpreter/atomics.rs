//! Atomics and polling loops.
use super::super::std_api::thread;
use super::thread::Thread;
use crate::program::{AtomicOp, POLLS};
use std::sync::atomic::Ordering::SeqCst;

impl Thread<'_, '_, '_> {
    pub(super) fn atomic(&self, at: usize, op: AtomicOp, register: u8) -> Option<u8> {
        let atomic = &self.shared.atomics[at];
        match op {
            AtomicOp::Load => return Some(atomic.load(SeqCst)),
            AtomicOp::Poll { yields } => {
                for poll in 0..POLLS {
                    if atomic.load(SeqCst) != 0 {
                        return Some(poll);
                    }
                    if yields {
                        thread::yield_now();
                    }
                }
                return Some(POLLS);
            }
            AtomicOp::Store(value) => atomic.store(value, SeqCst),
            AtomicOp::StoreRegister => atomic.store(register, SeqCst),
            AtomicOp::FetchAdd(value) => return Some(atomic.fetch_add(value, SeqCst)),
            AtomicOp::CompareExchange { old, new, weak } => {
                let result = match weak {
                    true => atomic.compare_exchange_weak(old, new, SeqCst, SeqCst),
                    false => atomic.compare_exchange(old, new, SeqCst, SeqCst),
                };
                return Some(result.unwrap_or_else(|seen| seen + 10));
            }
            AtomicOp::PollWhileZero(how) => self.poll_atomic(at, how),
            AtomicOp::ParkWhileZero => {
                while atomic.load(SeqCst) == 0 {
                    thread::park();
                }
            }
        }
        None
    }
}
