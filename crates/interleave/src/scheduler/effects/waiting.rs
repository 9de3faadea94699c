//! Condvars and parking: who is woken, and why.

use std::time::Duration;

use crate::answer::{Answer, Woken};
use crate::clock::Clock;
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Patience};
use crate::scheduler::State;
use crate::thread_set::{ThreadSet, Tid};

impl State {
    /// Why a thread wakes that waits on a condvar. A timeout may have fired before the notification.
    pub(super) fn wake(&mut self, tid: Tid, patience: Patience) -> Woken {
        let timed = patience != Patience::Forever;
        if self.threads[tid].notified.is_some() {
            return match timed && self.variant(2) == 1 {
                true => Woken::TimedOut,
                false => Woken::Notified,
            };
        }
        self.wake_early(tid, timed)
    }

    /// Why a thread goes on that nobody woke: its timeout fired, or for no reason at all.
    fn wake_early(&mut self, tid: Tid, timed: bool) -> Woken {
        let last = self.went_last(tid);
        let thread = &mut self.threads[tid];
        let may_time_out = timed && (thread.timeouts_left > 0 || last);
        let may_be_spurious = thread.spurious_left > 0;
        let timed_out = match (may_time_out, may_be_spurious) {
            (true, true) => self.variant(2) == 0,
            (timed_out, _) => timed_out,
        };
        let thread = &mut self.threads[tid];
        if timed_out {
            thread.timeouts_left = thread.timeouts_left.saturating_sub(1);
            Woken::TimedOut
        } else {
            thread.spurious_left -= 1;
            Woken::Spuriously
        }
    }

    pub(super) fn unpark_reason(&mut self, tid: Tid, token: bool, patience: Patience) -> Woken {
        match token {
            true => Woken::Notified,
            false => self.wake_early(tid, patience != Patience::Forever),
        }
    }

    pub(super) fn notify(&mut self, condvar: ObjectId, waiter: Option<Tid>, clock: &Clock) {
        if let Some(waiter) = waiter {
            self.waiting(condvar).remove(waiter);
            self.threads[waiter].notified = Some(clock.order_only());
        }
    }

    pub(in crate::scheduler) fn has_token(&self, thread: ObjectId) -> bool {
        matches!(self.objects[thread as usize].model, Model::Thread { token: true })
    }

    pub(super) fn waiting(&mut self, object: ObjectId) -> &mut ThreadSet {
        match &mut self.objects[object as usize].model {
            Model::Condvar { waiting } => waiting,
            _ => unreachable!("a condvar stays a condvar"),
        }
    }
}

impl Kind {
    /// How much time passes for a thread that waited in vain.
    pub(super) fn time_out(self, answer: Answer) -> Option<Duration> {
        match (self, answer) {
            (
                Kind::Wake { patience: Patience::Until(time), .. }
                | Kind::Park { patience: Patience::Until(time) },
                Answer::Woken(Woken::TimedOut),
            )
            | (Kind::Recv { patience: Patience::Until(time) }, Answer::Empty) => Some(time),
            _ => None,
        }
    }
}
