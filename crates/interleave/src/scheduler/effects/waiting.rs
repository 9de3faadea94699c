//! Condition variables and parking: which waits end, and why.

use std::time::Duration;

use crate::alternative::{Alternative, Waiter};
use crate::clock::Clock;
use crate::objects::{Model, model};
use crate::op::{Kind, ObjectId, Place, Timeout};
use crate::op_result::{OpResult, WakeReason};
use crate::scheduler::loop_table::LoopKind;
use crate::scheduler::{State, Thread};
use crate::thread_set::{ThreadSet, Tid};

impl State {
    /// Whether a wait that starts now ends by itself, because its timeout fires first or because it
    /// wakes up spuriously.
    ///
    /// This is decided here rather than when the wait ends. A thread whose wait does not end by
    /// itself blocks until notified, so a deadlock is found in every order of the other threads.
    pub(super) fn wakes_by_itself(
        &mut self,
        tid: Tid,
        waiter: Waiter,
        timeout: Timeout,
        place: Place,
    ) -> Option<WakeReason> {
        let has_limit = timeout != Timeout::Never;
        if let Some(kind) = self.probed_kind(tid) {
            let times_out = has_limit && kind != LoopKind::SpuriousWakeups;
            return Some(if times_out { WakeReason::TimedOut } else { WakeReason::Spuriously });
        }
        let Thread { timeouts_left, spurious_left, .. } = self.threads[tid];
        let times_out =
            has_limit && (timeouts_left > 0 || self.may_end_again(tid, place, LoopKind::Waits));
        let for_no_reason = if has_limit { LoopKind::SpuriousWakeups } else { LoopKind::Waits };
        let spurious = spurious_left > 0 || self.may_end_again(tid, place, for_no_reason);
        let ways = usize::from(times_out) + usize::from(spurious);
        if ways == 0 {
            return None;
        }
        let way = self.variant(ways + 1, |way| match way {
            0 => Alternative::Waits(waiter),
            1 if times_out => Alternative::TimesOut(waiter),
            _ => Alternative::WakesSpuriously(waiter),
        });
        let thread = &mut self.threads[tid];
        if way == 0 {
            None
        } else if times_out && way == 1 {
            thread.count_early_timeout();
            Some(WakeReason::TimedOut)
        } else {
            thread.count_spurious_wakeup();
            Some(WakeReason::Spuriously)
        }
    }

    /// Why a wait on a condition variable ended.
    pub(super) fn wake(&mut self, tid: Tid) -> WakeReason {
        match self.threads[tid].woken.take() {
            Some((why, clock)) => {
                self.threads[tid].clock.join(&clock);
                why
            }
            // No other thread can continue.
            None => WakeReason::TimedOut,
        }
    }

    pub(super) fn notify(&mut self, tid: Tid, condvar: ObjectId, waiter: Option<Tid>) {
        if let Some(waiter) = waiter {
            self.waiting(condvar).remove(waiter);
            let before = *self.threads[tid].clock.order();
            self.threads[waiter].woken = Some((WakeReason::Notified, Clock::from(before)));
        }
    }

    pub(in crate::scheduler) fn has_token(&self, thread: ObjectId) -> bool {
        matches!(self.objects[thread as usize].model, Model::Thread { token: true })
    }

    pub(super) fn waiting(&mut self, object: ObjectId) -> &mut ThreadSet {
        model!(&mut self.objects[object as usize].model, Model::Condvar { waiting } => waiting)
    }
}

/// How much time a wait took that timed out.
pub(super) fn time_out(kind: Kind, result: OpResult) -> Option<Duration> {
    match (kind, result) {
        (
            Kind::Wake { timeout: Timeout::After(time), .. }
            | Kind::ParkStart { timeout: Timeout::After(time) }
            | Kind::Park { timeout: Timeout::After(time) },
            OpResult::Woken(WakeReason::TimedOut),
        )
        | (Kind::Recv { timeout: Timeout::After(time) }, OpResult::Empty) => Some(time),
        _ => None,
    }
}
