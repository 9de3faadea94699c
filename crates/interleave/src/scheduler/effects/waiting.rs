//! Condvars and parking: who is woken, and why.

use std::time::Duration;

use crate::answer::{Answer, Woken};
use crate::clock::Clock;
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Patience};
use crate::scheduler::State;
use crate::thread_set::{ThreadSet, Tid};

impl State {
    /// Whether a thread that begins to wait goes on by itself: its timeout fires before anybody wakes
    /// it, or it wakes for no reason.
    ///
    /// That is settled here, and not when it goes on: then whoever does not go on by itself waits
    /// until it is woken, and a deadlock is one, however the others are ordered.
    pub(super) fn goes_on_by_itself(&mut self, tid: Tid, patience: Patience) -> Option<Woken> {
        let thread = &self.threads[tid];
        let times_out = patience != Patience::Forever && thread.timeouts_left > 0;
        let spurious = thread.spurious_left > 0;
        let ways = usize::from(times_out) + usize::from(spurious);
        if ways == 0 {
            return None;
        }
        let way = self.variant(ways + 1);
        let thread = &mut self.threads[tid];
        if way == 0 {
            None
        } else if times_out && way == 1 {
            thread.timeouts_left -= 1;
            Some(Woken::TimedOut)
        } else {
            thread.spurious_left -= 1;
            Some(Woken::Spuriously)
        }
    }

    /// Why a thread goes on that waits on a condvar.
    pub(super) fn wake(&mut self, tid: Tid) -> Woken {
        match self.threads[tid].woken.take() {
            Some((why, clock)) => {
                self.threads[tid].clock.join(&clock);
                why
            }
            // Nobody else can do anything any more.
            None => Woken::TimedOut,
        }
    }

    pub(super) fn notify(&mut self, tid: Tid, condvar: ObjectId, waiter: Option<Tid>) {
        if let Some(waiter) = waiter {
            self.waiting(condvar).remove(waiter);
            let before = *self.threads[tid].clock.order();
            self.threads[waiter].woken = Some((Woken::Notified, Clock::from(before)));
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

/// How much time passes for a thread that waited in vain.
pub(super) fn time_out(kind: Kind, answer: Answer) -> Option<Duration> {
    match (kind, answer) {
        (
            Kind::Wake { patience: Patience::Until(time), .. }
            | Kind::ParkStart { patience: Patience::Until(time) }
            | Kind::Park { patience: Patience::Until(time) },
            Answer::Woken(Woken::TimedOut),
        )
        | (Kind::Recv { patience: Patience::Until(time) }, Answer::Empty) => Some(time),
        _ => None,
    }
}
